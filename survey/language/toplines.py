"""Words of toplines: nets of a scale's ends, rows of numbers, and what stands under a table."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from survey.language.workbook import Both, Spoken

Texts = Mapping[str, str]

TRIMMED_MEAN: Texts = {"en": "Mean without the lowest and highest 5%", "ja": "平均（上下5％を除く）"}
LOWEST: Texts = {"en": "Lowest", "ja": "最小値"}
LOWER_QUARTILE: Texts = {"en": "Lower quartile", "ja": "第1四分位数"}
UPPER_QUARTILE: Texts = {"en": "Upper quartile", "ja": "第3四分位数"}
HIGHEST: Texts = {"en": "Highest", "ja": "最大値"}

_EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


class ToplineWords(Spoken):
    """What stands under a table."""

    margin = Both(
        "Margin of error at 50% ({level} level): ±{points} points; n = {n}, median design effect {effect}.",
        "標本誤差（50％のとき、{level}水準）：±{points}ポイント（n = {n}、デザイン効果の中央値{effect}）。",
    )
    heaped = Both(
        "{share}% of the numbers are multiples of {step}: respondents round.",
        "数値の{share}％が{step}の倍数（端数を丸めた回答が多い）。",
    )
    made = Both(
        "Scales of 4, 5 or 7 answers whose direction is known: the two answers at each end are also counted "
        "together, and the net score is the upper end minus the lower. Numbers: quartiles with Woodruff's "
        "intervals; the mean without the lowest and highest 5% of the weight, with the standard error of the "
        "mean of the numbers drawn in to these limits, over 0.9 (Huber 1981).",
        "方向の明らかな4・5・7段階の尺度では両端の2つずつの回答も合計し、上端と下端の差も示す。"
        "数値は四分位数（Woodruffの区間）と、ウエイトの上下5％を除いた平均"
        "（標準誤差は端の値に置き換えた数値の平均のものを0.9で割る。Huber 1981）。",
    )


def multiples_in_words(language: str, step: str) -> str:
    """Name of the row with the share of numbers that are multiples of another."""
    return f"{step}の倍数の割合" if language == "ja" else f"Multiples of {step}"


def ends_in_words(labels: Sequence[str]) -> str:
    """Answers reported together, by their own labels: "Very + somewhat worried", 「心配・やや心配（計）」."""
    if any(map(_EAST_ASIAN.search, labels)):
        return "・".join(labels) + "（計）"
    words = [label.split() for label in labels]
    shared = 0
    while (
        all(len(each) > shared + 1 for each in words)
        and len({_from_end(each, shared) for each in words}) == 1
    ):
        shared += 1
    firsts = [" ".join(each[: len(each) - shared]) for each in words]
    joined = " + ".join([*firsts[:1], *(_lowered(each) for each in firsts[1:])])
    return " ".join([joined, *words[-1][len(words[-1]) - shared :]])


def _from_end(words: Sequence[str], place: int) -> str:
    return words[len(words) - 1 - place].casefold()


def _lowered(text: str) -> str:
    """The text beginning with a small letter, unless its first word is a name like "AI"."""
    first = text.split()[0] if text.split() else ""
    return text if first[1:] != first[1:].lower() or first == "I" else text[:1].lower() + text[1:]
