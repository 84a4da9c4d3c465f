"""The look of every figure: page, type sizes, colours, and seaborn's theme set to them.

A page is a 16:9 slide of 960 × 540 points, so a point here is a point on the
slide; at 144 dots per inch it is exactly 1920 × 1080 pixels.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple

import matplotlib as mpl
import seaborn as sns
from matplotlib.colors import to_hex, to_rgb

from survey.vocabulary import palettes

PAGE_WIDTH, PAGE_HEIGHT = 960.0, 540.0
INCHES = (40 / 3, 7.5)
DOTS_PER_INCH = 144
MARGIN = 34.0

TITLE_TYPE = ((27.0, 1), (25.5, 1), (24.0, 1), (25.0, 2), (22.0, 2), (20.0, 2), (20.0, 3))
SUBTITLE_TYPE = ((16.0, 2), (15.0, 2), (14.0, 3))
"""(type size, most lines), the best first."""
BODY, LARGE = 14.0, 17.0
FOOTER, FOOTER_LINES = 10.5, 6
SMALLEST = {"footer": FOOTER, "body": BODY}

INK = "#1a1c20"
MUTED = "#5a6270"
FAINT = "#8b939f"
RULE = "#cfd3d9"
GRID = "#e4e7eb"
EVEN = "#f4f4f2"
PAPER, READABLE = palettes.PAPER, palettes.READABLE
contrast = palettes.contrast


class Palette(NamedTuple):
    """Colours from the negative end of a scale to the positive one."""

    negative: str = "#b35806"
    negative_light: str = "#f1a340"
    neutral: str = "#d9dce0"
    positive_light: str = "#92c5de"
    positive: str = "#2166ac"


OWN = Palette()
_palette: ContextVar[Palette] = ContextVar("palette", default=OWN)


def colours() -> Palette:
    """The palette in force: the house's inside `applied`, else our own."""
    return _palette.get()


def settings(families: Sequence[str]) -> dict[Any, Any]:
    """Matplotlib settings of a figure: seaborn's white style and paper context, with our type and ink."""
    return {
        **sns.axes_style("white"),
        **sns.plotting_context("paper"),
        "font.family": list(families),
        "text.parse_math": False,
        "text.color": INK,
        "axes.unicode_minus": True,
        "axes.edgecolor": RULE,
        "figure.dpi": DOTS_PER_INCH,
        "savefig.dpi": DOTS_PER_INCH,
        "figure.facecolor": PAPER,
        "svg.hashsalt": "survey",
        "svg.fonttype": "path",
        "pdf.fonttype": 42,
        "path.simplify": False,
    }


@contextmanager
def applied(families: Sequence[str], palette: Sequence[str] = ()) -> Iterator[None]:
    """Draw and save inside this: our settings hold, and seaborn's own deprecations stay quiet.

    A character that no font has would be drawn as an empty box with a mere
    warning; inside, that warning is an error.
    """
    with warnings.catch_warnings(), mpl.rc_context(settings(families)):
        # seaborn 0.13 calls pandas and matplotlib in ways that their newest releases will retire
        warnings.filterwarnings("ignore", category=DeprecationWarning)
        warnings.filterwarnings("error", message="Glyph .* missing")
        before = _palette.set(Palette(*palette))
        try:
            yield
        finally:
            _palette.reset(before)


def mixed(first: str, second: str, share: float) -> str:
    """A colour between two, with this share of the second."""
    pairs = zip(to_rgb(first), to_rgb(second), strict=True)
    red, green, blue = ((1 - share) * a + share * b for a, b in pairs)
    return str(to_hex((red, green, blue)))


def ink_on(ground: str) -> str:
    """The ink that reads well on a ground: dark, else white, else, on a middling one, black."""
    return next((ink for ink in (INK, PAPER) if contrast(ink, ground) >= READABLE), "#000000")
