from __future__ import annotations

import pytest
from matplotlib.font_manager import fontManager

from survey.errors import OutputError
from survey.reporting.figures import draw, fonts, theme
from survey.reporting.figures.page import Frame, Page
from tests.reporting.figures import records


def test_a_western_text_needs_no_japanese_font() -> None:
    found = fonts.choose("Prices", ["DejaVu Sans"])
    assert found == fonts.Fonts(("DejaVu Sans",), bold=True)


def test_the_last_resort_font_never_counts() -> None:
    with pytest.raises(OutputError, match="価"):
        fonts.choose("物価", ["Last Resort High-Efficiency", "DejaVu Sans"])


def test_a_character_no_font_has_is_named_with_the_mend() -> None:
    with pytest.raises(OutputError) as caught:
        fonts.choose("Prices \U0010fff0 \ue123")
    assert "U+10FFF0" in caught.value.message
    assert "U+E123" in caught.value.message
    assert "[ja]" in caught.value.hint
    assert "fonts-noto-cjk" in caught.value.hint
    assert caught.value.exit_code == 4


def test_a_report_with_such_a_character_is_not_drawn() -> None:
    answers = records.areas().question.answers
    odd = records.question("q", records.both("Odd \ue123"), answers, kind="multiple")
    table = records.table(odd, {code: share for code, share, _, _ in records.AREAS})
    with pytest.raises(OutputError, match="no installed font"):
        draw(records.report(table), formats=("png",))


def test_a_missing_glyph_is_an_error_even_past_the_search() -> None:
    with theme.applied(("DejaVu Sans",)), pytest.raises(UserWarning, match="missing"):
        Page(Frame("物価", "", ""), fonts.Fonts(("DejaVu Sans",), bold=True))


def test_fonts_do_not_depend_on_what_matplotlib_remembers(
    monkeypatch: pytest.MonkeyPatch, japanese_font: str
) -> None:
    files = {entry.fname for entry in fontManager.ttflist if entry.name == japanese_font}
    known = [entry for entry in fontManager.ttflist if entry.fname not in files]
    monkeypatch.setattr(fontManager, "ttflist", known)
    fonts._register_new_fonts.cache_clear()
    fonts._register_bundle.cache_clear()
    assert fonts.choose("Prices", [japanese_font, "DejaVu Sans"]).families == (japanese_font,)


def test_families_are_joined_when_none_has_everything(japanese_font: str) -> None:
    found = fonts.choose("物価 ب", [japanese_font, "DejaVu Sans"])
    assert set(found.families) <= {japanese_font, "DejaVu Sans"}
    assert len(found.families) == 2


def test_characters_are_those_of_labels_in_one_language() -> None:
    english, japanese = (fonts.characters(records.areas(), language) for language in ("en", "ja"))
    assert "価" in japanese
    assert "価" not in english


def test_without_a_bold_face_bold_is_an_outline() -> None:
    with theme.applied(("DejaVu Sans",)):
        page = Page(Frame("A title", "", ""), fonts.Fonts(("DejaVu Sans",), bold=False))
        title = page.figure.texts[0]
    assert title.get_fontweight() == "normal"
    assert title.get_path_effects()
