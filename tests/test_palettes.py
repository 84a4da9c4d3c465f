"""Colours as readers see them: our own palette holds, and a house's is refused where it cannot be read."""

from __future__ import annotations

from itertools import combinations

import pytest

from survey.reporting.figures.theme import OWN
from survey.vocabulary.palettes import contrast, difference, palette_faults

SIGHTS = ("", "protanopia", "deuteranopia", "tritanopia")


@pytest.mark.parametrize("sight", SIGHTS)
def test_our_palette_is_told_apart_by_every_reader(sight: str) -> None:
    """Ends and middle by far; neighbours, which also stand in order, well above what is just noticed."""
    assert difference(OWN.negative, OWN.positive, sight) > 80
    for one, other in combinations((OWN.negative, OWN.neutral, OWN.positive), 2):
        assert difference(one, other, sight) > 45
    for one, other in combinations(OWN, 2):
        assert difference(one, other, sight) > 15


def test_our_palette_has_no_fault() -> None:
    assert list(palette_faults(OWN)) == []


def test_difference_and_contrast_by_known_values() -> None:
    """Black and white: 100 in lightness, 21:1; sRGB red is (53.24, 80.09, 67.20) in CIELAB."""
    assert difference("#000000", "#ffffff") == pytest.approx(100, abs=0.01)
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert difference("#ff0000", "#000000") == pytest.approx(
        (53.24**2 + 80.09**2 + 67.20**2) ** 0.5, abs=0.05
    )
    for sight in SIGHTS:
        assert difference("#777777", "#999999", sight) == pytest.approx(
            difference("#777777", "#999999"), abs=0.1
        )


@pytest.mark.parametrize(
    ("palette", "fault"),
    [
        (("#aa0000", "#fc8d59", "#dddddd", "#91cf60", "#007700"), "look alike with deuteranopia"),
        (("#b35806", "#f1a340", "#d9dce0", "#92c5de"), "has 4 colours; name five"),
        (("#b35806", "red", "#d9dce0", "#92c5de", "#2166ac"), "holds 'red'; write colours as #rrggbb"),
        (("#b35806", "#f1a340", "#d9dce0", "#2166ac", "#92c5de"), "has #92c5de last"),
        (("#b35806", "#f1a340", "#b35807", "#92c5de", "#2166ac"), "look alike (a difference of 0"),
    ],
)
def test_palettes_that_cannot_be_read_are_refused(palette: tuple[str, ...], fault: str) -> None:
    assert any(fault in each for each in palette_faults(palette))
