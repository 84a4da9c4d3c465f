from __future__ import annotations

from collections.abc import Callable

import pytest

from survey.reporting.figures import lint, marks, theme
from survey.reporting.figures.page import Box, Frame, Page
from survey.reporting.figures.setting import Setting

MakeSetting = Callable[..., Setting]


@pytest.fixture
def page(setting: MakeSetting) -> Page:
    return Page(Frame("A title", "A subtitle", "A footer", "SYNTHETIC DATA"), setting().fonts)


def test_a_clean_page_has_no_fault(page: Page) -> None:
    page.write(200, 300, "a label")
    assert lint.faults(page.figure) == []


def test_text_over_text(page: Page) -> None:
    page.write(200, 300, "first label")
    page.write(215, 303, "second label")
    assert any("text over text" in fault and "first label" in fault for fault in lint.faults(page.figure))


def test_text_off_the_page(page: Page) -> None:
    page.write(930, 300, "runs out on the right")
    assert any("off the page" in fault for fault in lint.faults(page.figure))


def test_type_under_size(page: Page) -> None:
    page.write(200, 300, "tiny", 9.0)
    page.write(200, 200, "footnote", theme.FOOTER, role="footer")
    assert [fault for fault in lint.faults(page.figure) if "type under" in fault] == [
        "type under 14 points: “tiny” (9)"
    ]


def test_text_over_a_bar_it_does_not_label(page: Page) -> None:
    box = Box(200, 200, 600, 300)
    axes = marks.panel(page, box, 0.0, 1.0)
    bar = marks.bars(axes, [250.0], [0.0], [0.5], [theme.colours().positive_light], 40.0)[0]
    assert bar is not None
    page.write(300, 250, "stray")
    assert any("text over a mark: “stray”" in fault for fault in lint.faults(page.figure))
    page.figure.texts[-1].remove()
    page.write(300, 250, "label", on=str(bar.get_gid()))
    assert lint.faults(page.figure) == []
    page.figure.texts[-1].remove()
    page.write(370, 250, "sticks out of its own", on=str(bar.get_gid()))
    assert any("sticks out of its own" in fault for fault in lint.faults(page.figure))


def test_text_over_a_dot_or_an_interval(page: Page) -> None:
    axes = marks.panel(page, Box(200, 200, 600, 300), 0.0, 1.0)
    marks.dots(axes, [250.0], [0.5], [theme.colours().positive], [theme.colours().positive], 10.0)
    marks.intervals(axes, [220.0], [0.2], [0.8], [theme.colours().positive])
    page.write(395, 250, "on the dot")
    page.write(300, 220, "on the line")
    found = "; ".join(lint.faults(page.figure))
    assert "“on the dot” on dot" in found
    assert "“on the line” on line" in found


def test_text_on_a_line_of_data(page: Page) -> None:
    axes = marks.upright(page, Box(200, 200, 600, 300), 0.0, 1.0)
    marks.lines(axes, [([200.0, 600.0], [0.0, 1.0])], [theme.colours().positive], 2.0)
    page.write(400, 250, "on it")
    page.write(500, 215, "under it")
    assert lint.faults(page.figure) == ["text on a line: “on it”"]


def test_ink_too_close_to_its_ground(page: Page) -> None:
    page.write(200, 300, "pale", colour=theme.RULE)
    assert any("contrast" in fault and "pale" in fault for fault in lint.faults(page.figure))


@pytest.mark.parametrize("ground", [*theme.OWN, theme.EVEN, theme.PAPER])
def test_ink_by_contrast_can_be_read_on_every_colour(ground: str) -> None:
    assert theme.contrast(theme.ink_on(ground), ground) >= theme.READABLE
