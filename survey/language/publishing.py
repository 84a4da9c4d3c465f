"""Words of hidden numbers and of letters at two levels."""

from __future__ import annotations

from survey.language.workbook import Both, Spoken


class HiddenWords(Spoken):
    """What stands in place of a number that is not published, and what it means."""

    small = Both("n<{minimum}", "n<{minimum}")
    guard = Both("[x]", "[x]")
    small_meaning = Both(
        "Hidden: fewer than {minimum} respondents (unweighted or effective).",
        "非公表：集計対象が{minimum}未満（ウエイト前または有効標本サイズ）。",
    )
    guard_meaning = Both(
        "Hidden, so that no number above can be worked out by subtraction.",
        "非公表：上記の数値が差し引きで判明するのを防ぐため。",
    )


class LetterWords(Spoken):
    """What letters mean where there are two levels, or nested banners."""

    loose = Both("Lower case: at the {level} level.", "小文字：{level}水準。")
    strict = Both("At the {level} level.", "大文字：{level}水準。")
    nested = Both(
        "Nested groups are compared within the outer answer.", "入れ子の属性では外側の回答の中で比較する。"
    )


def hidden_note(small: int, guard: int, minimum: int) -> str:
    """The paper trail's line about what was hidden."""
    return (
        f"for publication, {small:,} numbers on fewer than {minimum} respondents were hidden, and "
        f"{guard:,} more that would give them away by subtraction"
    )
