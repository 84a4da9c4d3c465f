"""Colours as readers see them: contrast, and what is told apart by readers who are colour-blind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from math import dist

READABLE = 4.5
"""Least contrast of ink and ground, by WCAG 2."""

TOLD_APART = 20.0
"""Least difference, in CIELAB, of colours that mean opposite things; 2 is just noticed side by side."""

PAPER = "#ffffff"

Row = tuple[float, float, float]

_SIGHTS: dict[str, tuple[Row, Row, Row]] = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
_TO_XYZ: tuple[Row, Row, Row] = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
_WHITE: Row = (0.95047, 1.0, 1.08883)


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours, `#rrggbb`, by WCAG 2: 1 to 21."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def difference(first: str, second: str, sight: str = "") -> float:
    """Distance of two colours in CIELAB, as seen with a colour blindness or without.

    Parameters
    ----------
    sight
        protanopia, deuteranopia, tritanopia; empty: full colour vision.

    References
    ----------
    Machado, Oliveira & Fernandes (2009), *IEEE Transactions on Visualization
    and Computer Graphics* 15, 1291-1298, severity 1; CIE 15:2004 for CIELAB.
    """
    return dist(_lab(first, sight), _lab(second, sight))


def palette_faults(palette: Sequence[str]) -> Iterator[str]:
    """What keeps five colours, from the negative end to the positive one, from being read."""
    malformed = [colour for colour in palette if not re.fullmatch("#[0-9a-fA-F]{6}", colour)]
    if malformed:
        yield f"holds {malformed[0]!r}; write colours as #rrggbb"
        return
    if len(palette) != 5:
        yield f"has {len(palette)} colours; name five, from the negative end over the middle to the positive"
        return
    for name, colour in (("first", palette[0]), ("last", palette[-1])):
        if (found := contrast(colour, PAPER)) < READABLE:
            yield f"has {colour} {name}, in which figures write: {found:.1f}:1 on white, under {READABLE}:1"
    for sight in ("", *_SIGHTS):
        for one, other in combinations((palette[0], palette[2], palette[4]), 2):
            if (found := difference(one, other, sight)) < TOLD_APART:
                seen = f" with {sight}" if sight else ""
                yield f"has {one} and {other}, which look alike{seen} (a difference of {found:.0f} in CIELAB)"
                return


def _linear(colour: str) -> Row:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return red, green, blue


def _luminance(colour: str) -> float:
    """Relative luminance by WCAG 2, 0 black to 1 white."""
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _times(matrix: tuple[Row, Row, Row], vector: Row) -> Row:
    first, second, third = (sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)
    return first, second, third


def _lab(colour: str, sight: str) -> Row:
    linear = _linear(colour)
    if sight:
        red, green, blue = (min(max(part, 0.0), 1.0) for part in _times(_SIGHTS[sight], linear))
        linear = red, green, blue
    x, y, z = (_cube_root(part / white) for part, white in zip(_times(_TO_XYZ, linear), _WHITE, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _cube_root(value: float) -> float:
    return float(value ** (1 / 3)) if value > (6 / 29) ** 3 else value / (3 * (6 / 29) ** 2) + 4 / 29
