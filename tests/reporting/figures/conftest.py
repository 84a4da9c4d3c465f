from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from survey.language import Language
from survey.reporting.figures import fonts, theme
from survey.reporting.figures.setting import Setting
from survey.vocabulary import Report
from tests.reporting.figures import crossing_records

MakeSetting = Callable[..., Setting]


@pytest.fixture
def setting() -> Iterator[MakeSetting]:
    """Makes the setting of a report, in DejaVu unless told otherwise, with our theme applied."""
    opened = []

    def make(
        report: Report | None = None, language: Language = "en", *, font: str = "DejaVu Sans", text: str = ""
    ) -> Setting:
        made = report or crossing_records.demo()
        chosen = fonts.choose(text, [font])
        context = theme.applied(chosen.families)
        context.__enter__()
        opened.append(context)
        return Setting(made, language, chosen)

    yield make
    for context in reversed(opened):
        context.__exit__(None, None, None)


@pytest.fixture(scope="session")
def japanese_font() -> str:
    """A font that has Japanese, or a skip."""
    for name in fonts.EAST_ASIAN:
        fonts._register_bundle()
        if "価" in fonts._family_glyphs(name):
            return name
    pytest.skip("no Japanese font is installed")
