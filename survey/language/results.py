"""What the file results.csv and the sheet Data say beside labels, English beside Japanese."""

from __future__ import annotations

from survey.language.workbook import Both, Spoken


class ResultWords(Spoken):
    """Names of tests, as they stand in the column `test`."""

    rest = Both("t test: column minus rest", "t検定（列－その他）")
    residual = Both("t test: adjusted residual", "t検定（調整済み残差）")
    gap = Both("t test: gap between two groups", "t検定（2群の差）")
    rao_scott = Both("Rao–Scott F, second order", "ラオ・スコットのF（2次）")
    unweighted = Both("UNWEIGHTED chi-square", "ウエイトなしのカイ二乗")
    family_of_nets = Both(
        "{count} comparisons of nets, scores and means with the rest, corrected apart from the answers",
        "計・得点・平均と「その他」との比較{count}件、回答とは別に補正",
    )
    beyond = Both(
        "{more} more lines do not fit into a sheet; they stand in results.csv.",
        "シートに収まらない{more}行はresults.csvにある。",
    )
    finding = Both(
        "t test: column minus rest, corrected over the whole report",
        "t検定（列－その他、報告書全体で補正）",
    )
