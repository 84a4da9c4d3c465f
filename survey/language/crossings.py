"""What a crossing's sheet says of odds ratios and of groups of a third question."""

from __future__ import annotations

from collections.abc import Sequence

from survey.language.workbook import Both, Spoken


class CrossingWords(Spoken):
    """The words of both parts."""

    odds_heading = Both("Odds ratio of two groups by two", "2×2に集約したオッズ比")
    odds_lead = Both(
        "Odds of “{columns}” against “{columns_against}”, among “{rows}” over those among “{rows_against}”.",
        "「{columns}」（対「{columns_against}」）のオッズの、「{rows}」と「{rows_against}」の比。",
    )
    odds_shares = Both(
        "“{columns}” of the two: {share}% among “{rows}” (n = {n}), {share_against}% among “{rows_against}” "
        "(n = {n_against}).",
        "両者のうち「{columns}」の割合：「{rows}」{share}％（n = {n}）、「{rows_against}」{share_against}％"
        "（n = {n_against}）。",
    )
    odds_ratio = Both(
        "Odds ratio {ratio}, {level} interval {low} to {high}, p {p} (linearised log odds ratio).",
        "オッズ比 {ratio}、{level}区間 {low}～{high}、p {p}（対数オッズ比の線形化による）。",
    )
    odds_undefined = Both(
        "No odds ratio: one of the four cells holds nobody.",
        "オッズ比はない（4つのセルのいずれかに回答者がいない）。",
    )
    within_heading = Both("Within the groups of {question}", "{question}別")
    within_lead = Both(
        "The same crossing among those of each group: shares of each row, with the row’s respondents.",
        "各層での同じクロス集計：行ごとの回答割合（横％）と該当者数。",
    )
    tests_heading = Both("Tests and odds ratios within the groups", "層ごとの検定とオッズ比")
    group = Both("Group", "層")
    statistic = Both("Rao–Scott F", "Rao–Scott F")
    p_value = Both("p", "p値")
    cramers_v = Both("Cramér’s V", "クラメールのV")
    ratio = Both("Odds ratio", "オッズ比")
    low = Both("from", "下限")
    high = Both("to", "上限")
    n = Both("n", "n")
    homogeneous = Both(
        "Are the odds ratios of the {groups} groups one? Wald (Woolf, design-based) F({df1}, {df2}) = "
        "{statistic}, p {p}.",
        "{groups}つの層のオッズ比は等しいか：Wald検定（Woolf、デザインに基づく）F({df1}, {df2}) = "
        "{statistic}、p {p}。",
    )
    homogeneity_undefined = Both(
        "No test whether the odds ratios are one: fewer than two groups are large enough and have one.",
        "オッズ比の均一性の検定はない（十分な大きさでオッズ比のある層が2つ未満）。",
    )
    small_groups = Both(
        "Grey: fewer than {minimum} respondents, of an odds ratio on either side; groups marked “ref.” take "
        "no part in the last test. *: fewer than {caution}.",
        "灰色は{minimum}人未満（オッズ比では比較する2群のいずれか）。「参考値」の層は均一性の検定から除く。"
        "*は{caution}人未満。",
    )


def others_in_words(language: str, unsure: bool) -> str:
    """The second group of a side that the plan left open.

    Parameters
    ----------
    unsure
        Whether don't know is another answer, which is in neither group.
    """
    if language == "ja":
        return "それ以外の回答（わからないを除く）" if unsure else "それ以外の回答"
    return "All other answers except don't know" if unsure else "All other answers"


def together_in_words(language: str, labels: Sequence[str]) -> str:
    """Several answers or nets as one group."""
    return ("・" if language == "ja" else " + ").join(labels)
