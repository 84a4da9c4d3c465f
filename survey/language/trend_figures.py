"""What the figure of a trend says, English beside Japanese."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from survey.language import Language
from survey.language.sentences import Texts
from survey.language.trends import enumerated
from survey.language.workbook import Both, Spoken

CHANGED: Mapping[str, Texts] = {
    "mode": {"en": "mode", "ja": "調査方法"},
    "population": {"en": "population", "ja": "調査対象"},
    "wording": {"en": "wording", "ja": "質問文"},
    "answers": {"en": "answers offered", "ja": "選択肢"},
}
"""What changed between two waves, as it stands beside the line between them."""


class TrendFigureWords(Spoken):
    """The words of the figure of a trend."""

    title = Both("{answer} {said}", "{answer}は{said}")
    none_moved = Both(
        "None of the {count} shares compared changes significantly from {before} to {last}",
        "{before}から{last}にかけて有意に変化した割合はない（比較{count}件）",
    )
    one = Both("% answering {answer} to {question}.", "{question}に{answer}と答えた割合（%）。")
    net = Both(
        "% answering {answer} ({answers}) to {question}.",
        "{question}に{answer}（{answers}）と答えた割合（%）。",
    )
    several = Both("% giving each answer to {question}.", "{question}への各回答の割合（%）。")
    bands = Both("Bands: {intervals}.", "帯は{intervals}。")
    axis = Both("Axis from {low}% to {high}%.", "縦軸は{low}～{high}%。")
    bases = Both(
        "{base}: n\u00a0=\u00a0{n} unweighted{effective}{design_effect}.",
        "{base}：n＝{n}人（該当者数、ウエイト前）{effective}{design_effect}。",
    )
    each_wave = Both("{base}, each wave", "{base}、各回")
    every_wave = Both("Each wave", "各回")
    span = Both("{least}–{most}", "{least}～{most}")
    new = Both("new {changed}", "{changed}を変更")
    became = Both("{first} became {second}", "{first}から{second}へ")
    added = Both("new {answers}", "追加{answers}")
    dropped = Both("gone {answers}", "削除{answers}")
    detail = Both(" ({details})", "（{details}）")
    broken = Both(
        "Dashed line: {breaks} changed from {before} to {after}{detail}; not compared.",
        "破線：{before}から{after}で{breaks}が変わった{detail}ため比較しない。",
    )
    compared = Both(
        "Dashed line: {breaks} changed from {before} to {after}{detail}; compared all the same: {reason}.",
        "破線：{before}から{after}で{breaks}が変わった{detail}が比較する：{reason}。",
    )
    broken_at = Both(
        "Dashed lines, {marks}: {breaks} changed; not compared.",
        "破線（{marks}）：{breaks}が変わったため比較しない。",
    )
    compared_at = Both(
        "Dashed lines, {marks}: {breaks} changed; compared all the same: {reason}.",
        "破線（{marks}）：{breaks}が変わったが比較する：{reason}。",
    )
    left_out = Both("Not drawn: {count} more, in the tables.", "ほか{count}件は集計表に掲載。")
    apart = Both(
        "Not compared, as {breaks} changed: {before} and {after}.",
        "{breaks}が変わったため{before}と{after}は比較しない。",
    )
    published = Both("Published figures: {waves}.", "公表値：{waves}。")
    without_interval = Both("Without a band: interval not known.", "帯のない回は区間が不明。")
    caution = Both(
        "Hollow and *: base or effective base under {base}, treat with caution.",
        "白抜きと*は回答者数か有効標本サイズが{base}未満、参考値。",
    )
    low = Both(
        "Hollow, *, not joined: base or effective base under {base}, not compared.",
        "白抜きと*で線のない回は回答者数か有効標本サイズが{base}未満、比較しない。",
    )
    gap = Both("Gap: a wave without that share.", "線の切れ目はその割合のない回。")
    even = Both("Waves are evenly spaced, whatever their dates.", "各回の間隔は日付によらず均等。")
    test = Both(
        "Significance: two-sided test at {alpha}, corrected over the {count} answers compared.",
        "有意性は両側{alpha}の検定、比較した{count}件の回答について補正。",
    )
    test_one = Both("Significance: two-sided test at {alpha}.", "有意性は両側{alpha}の検定。")
    latest = Both("{wave}:", "{wave}：")
    alt = Both(
        "Lines with {intervals} over {count} waves, {last} with {n} respondents. {rows}.",
        "{intervals}付きの折れ線グラフ、{count}回の調査、{last}は{n}人。{rows}。",
    )
    alt_row = Both("{answer}: {points}", "{answer}：{points}")
    alt_point = Both("{wave} {share}", "{wave} {share}")
    alt_interval = Both("{wave} {share} ({low} to {high})", "{wave} {share}（{low}～{high}）")

    def characters(self) -> Iterator[str]:
        """Every text that a figure may show."""
        for name, text in vars(TrendFigureWords).items():
            if isinstance(text, Both):
                yield getattr(self, name)
        yield from (texts[self.language] for texts in CHANGED.values())


def changed_in_words(language: Language, breaks: Sequence[str]) -> str:
    """What is new from here on: "new mode and wording"."""
    words = TrendFigureWords(language)
    return words.new.format(changed=enumerated(language, [CHANGED[each][language] for each in breaks]))
