"""What links between the sheets say, and the sheet of native charts, English beside Japanese."""

from __future__ import annotations

from survey.language.workbook import Both, Spoken


class LinkWords(Spoken):
    """The texts of links; each says where it leads."""

    main_findings = Both("Main findings", "主な結果")
    all_findings = Both("All findings →", "主な結果の一覧へ →")
    to_contents = Both("Contents and all tables →", "目次と集計表へ →")
    see_finding = Both("Finding {number}", "主な結果{number}番")
    finding = Both("No. {number}", "{number}番")
    see_figure = Both("Figure {number}", "図{number}")
    see_chart = Both("Chart", "グラフ")
    see_rows = Both("Row per cents", "横％表")
    see_table = Both("Numbers", "数値")
    go_to_finding = Both("Go to the finding", "主な結果へ移動")
    go_to_figure = Both("Go to the figure", "図へ移動")
    go_to_rows = Both("Go to the row per cents", "横％表へ移動")
    go_to_chart = Both("Go to the chart", "グラフへ移動")


class ChartWords(Spoken):
    """The words of the sheet Charts."""

    sheet = Both("Charts", "グラフ")
    lead = Both(
        "Native charts, drawn by the spreadsheet from the cells of the sheet Tables: colours, words and "
        "sizes can be changed, and labels show the marks of the cells.",
        "「集計表」のセルから表計算ソフトが描くグラフ。色・文字・大きさを変更でき、ラベルにはセルの記号も表示される。",
    )
    some = Both(
        "The first {number} questions are charted; further ones stand on the sheet Tables.",
        "最初の{number}問のみグラフ化。ほかの質問は「集計表」を参照。",
    )
    leads = Both("{question}“{answer}” {share}%", "{question}「{answer}」{share}％")
    differs = Both(
        "{question}“{answer}” is {share}% among {group} ({banner}), {total}% in all",
        "{banner}別にみた{question}「{answer}」は{group}で{share}％（全体{total}％）",
    )
    bars_alt = Both("Bars, one per answer: {items}; n = {n}.", "回答ごとの棒グラフ：{items}、n = {n}。")
    source = Both("Numbers: {table}; n = {n}", "数値：{table}、n = {n}")
