"""Names and texts that a workbook can hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.reporting.text import (
    LONGEST_SHEET_NAME,
    broken,
    clean,
    defined_name,
    display_width,
    in_lines,
    lines_needed,
    printed_width,
    sheet_name,
)


@given(st.text(), st.lists(st.text(max_size=40), max_size=4))
def test_sheet_names_are_legal_and_new(wanted: str, taken: list[str]) -> None:
    name = sheet_name(wanted, taken)
    assert 0 < len(name) <= LONGEST_SHEET_NAME
    assert not set(name) & set(":\\/?*[]")
    assert name.casefold() != "history"
    assert not name.startswith("'")
    assert not name.endswith("'")
    assert name.casefold() not in {other.casefold() for other in taken}


@pytest.mark.parametrize(
    ("wanted", "taken", "name"),
    [
        ("Q1/Q2", [], "Q1_Q2"),
        ("History", [], "History_"),
        ("x" * 40, ["X" * 31], "x" * 29 + "_2"),
        ("", [], "Sheet"),
    ],
)
def test_sheet_names_by_example(wanted: str, taken: list[str], name: str) -> None:
    assert sheet_name(wanted, taken) == name


def test_defined_names() -> None:
    assert defined_name("q 1_share", []) == "q_1_share"
    assert defined_name("1st_base", []) == "_1st_base"
    assert defined_name("Q1_share", ["q1_SHARE"]) == "Q1_share_2"


@given(st.text(max_size=300), st.integers(8, 60))
def test_breaking_loses_nothing_but_spaces(text: str, width: int) -> None:
    tidy = clean(text)
    lines = broken(tidy, width)
    assert "".join("".join(lines).split()) == "".join(tidy.split())


def test_east_asian_text_counts_two_and_breaks_without_orphaned_marks() -> None:
    assert display_width("物価 ab") == 7
    lines = broken("物価の上昇について、どの程度心配していますか。", 18)
    assert all(line[0] not in "、。" for line in lines)
    assert len(lines) == 3


def test_japanese_lines_part_no_number_and_no_word() -> None:
    text = "物価は高い（95％区間 +18～+42、n=1,410）とDataCentreで答えた"
    for width in range(12, 60):
        lines = broken(text, width)
        assert "".join(lines) == text
        for whole in ("95％", "+18", "n=1,410", "DataCentre"):
            assert any(whole in line for line in lines)
        assert all(display_width(line) <= width + 2 for line in lines)
    assert broken("あ" + "x" * 30, 10) == ["あ" + "x" * 8, "x" * 10, "x" * 10, "xx"]


def test_lines_of_a_cell_are_counted_by_its_letters() -> None:
    """Narrow letters take less room than wide ones; words are kept whole, East Asian text parts anywhere."""
    assert printed_width("illi") < printed_width("aaaa") < printed_width("WWWW")
    assert printed_width("回答") == pytest.approx(2 * 1.91)
    assert lines_needed("one two", 9) == 1
    assert lines_needed("one two three", 9) == 2
    assert lines_needed("a" * 25, 10) == 3
    assert lines_needed("該当者数（ウエイト前）", 11.2) == 3
    assert lines_needed("first\nsecond", 40) == 2
    assert lines_needed("", 10) == 1


@given(st.text(max_size=80), st.integers(4, 60))
def test_a_cell_has_a_line_per_paragraph_at_least(text: str, width: int) -> None:
    paragraphs = text.count("\n") + 1
    assert paragraphs == lines_needed(text, 1e6) <= lines_needed(text, width)
    assert lines_needed(text, width) * width >= printed_width("".join(text.split())) - width


@given(st.text(max_size=200).map(clean), st.integers(6, 40), st.integers(1, 4))
def test_a_cut_text_takes_no_more_lines_than_wanted(text: str, width: int, most: int) -> None:
    cut = in_lines(text, width, most)
    assert lines_needed(cut, width) <= most
    assert cut == text or cut.endswith("…")
    if lines_needed(text, width) <= most:
        assert cut == text


def test_cut_texts_fill_their_lines() -> None:
    base = "Those who had flown in the last two years and did not say that they never recline their seat"
    assert in_lines(base, 24, 2) == "Those who had flown in the last two years and did not…"
