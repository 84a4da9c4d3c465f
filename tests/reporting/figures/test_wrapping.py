from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.reporting.amounts import JOINER
from survey.reporting.figures.wrapping import ELLIPSIS, NEVER_FIRST, NEVER_LAST, fit, wrap


def cells(text: str) -> float:
    """Width in cells: East Asian characters take two."""
    return float(sum(2 if ord(c) > 0x2E7F else 1 for c in text))


def test_words_break_at_spaces_and_lines_are_even() -> None:
    lines = wrap("one two three four five six", 20, cells)
    assert lines == ["one two three", "four five six"]


def test_no_line_holds_a_single_last_word_when_it_can_be_avoided() -> None:
    lines = wrap("Japanese adults back labelling of AI content", 40, cells)
    assert len(lines) == 2
    assert min(len(line) for line in lines) > 12


JAPANESE = (
    "現在の日本で、悪い方向に向かっていると思う分野は、「物価」や「景気」など、どれですか。（いくつでも）"
)


@pytest.mark.parametrize("width", range(8, 60, 3))
def test_kinsoku_holds_at_every_width(width: int) -> None:
    lines = wrap(JAPANESE, width, cells)
    assert "".join(lines) == JAPANESE
    for line in lines:
        assert line[0] not in NEVER_FIRST
        assert line[-1] not in NEVER_LAST
        assert cells(line) <= width


def test_a_japanese_line_breaks_where_a_phrase_ends() -> None:
    assert wrap("データセンター・クラウド", 16, cells) == ["データセンター・", "クラウド"]
    assert wrap("AIで失われる仕事の学び直しを支援", 24, cells) == ["AIで失われる仕事の", "学び直しを支援"]


def test_a_number_stays_with_its_unit() -> None:
    lines = wrap("調査期間は2026年1月15日から2月20日まで", 22, cells)
    assert not any(line.startswith(("年", "月", "日")) for line in lines)


def test_a_short_name_in_brackets_stays_whole() -> None:
    text = "賛成は「あまり心配していない」で52%、全体では40%"
    assert any("「あまり心配していない」" in line for line in wrap(text, 36, cells))


def test_a_no_break_space_is_glue() -> None:
    assert wrap("aaaa n\u00a0=\u00a05", 7, cells) == ["aaaa", "n\u00a0=\u00a05"]


def test_a_word_wider_than_the_line_is_broken() -> None:
    lines = wrap("Donaudampfschifffahrtsgesellschaft", 10, cells)
    assert "".join(lines) == "Donaudampfschifffahrtsgesellschaft"
    assert all(cells(line) <= 10 for line in lines)


def test_what_does_not_fit_ends_in_an_ellipsis() -> None:
    lines = fit("one two three four five six seven eight", 12, 2, cells)
    assert len(lines) == 2
    assert lines[-1].endswith(ELLIPSIS)
    assert all(cells(line) <= 12 for line in lines)


def test_nothing_to_say_is_no_line() -> None:
    assert wrap("  ", 10, cells) == []
    assert fit("", 10, 2, cells) == []


@given(st.text(alphabet="ab c、。「」ー物価がっ%1", max_size=40), st.integers(4, 30))
def test_lines_lose_nothing_and_keep_to_the_width(text: str, width: int) -> None:
    lines = wrap(text, width, cells)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(cells(line) <= width or len(line) <= 2 or line[-1] in NEVER_FIRST for line in lines)


@pytest.mark.parametrize("width", range(12, 40))
def test_what_is_joined_is_not_parted(width: int) -> None:
    lines = wrap(f"割合（%）と95%信頼区間。質{JOINER}問{JOINER}文：「どれですか」", width, cells)
    assert any(f"質{JOINER}問{JOINER}文：" in line for line in lines)
