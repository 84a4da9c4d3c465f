"""What is said of a trend, on its sheet and in a sentence per answer, English beside Japanese."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from survey.language import Language
from survey.language.sentences import Texts, rounded
from survey.language.workbook import Both, Spoken


class TrendWords(Spoken):
    """The words of the sheet Trends."""

    trends = Both("Trends", "時系列")
    lead = Both(
        "Shares over waves, and what changed between them. Waves are independent samples unless said "
        "otherwise; t on degrees of freedom by Satterthwaite, p two-sided, q corrected over the answers.",
        "調査回ごとの割合とその変化。特記のない限り標本は独立。自由度はSatterthwaite、pは両側、"
        "qは回答の数について補正済み。",
    )
    shared = Both(
        "The waves share their sampling points; the changes credit that.",
        "各回の調査地点は共通であり、変化の標準誤差に反映している。",
    )
    shares = Both("Shares", "割合")
    share = Both("Share", "割合")
    changes = Both("Changes, in points", "変化（ポイント）")
    waves = Both("The waves", "各回の調査")
    wave = Both("Wave", "調査回")
    effect = Both("Design effect", "デザイン効果")
    since = Both("Since", "比較対象")
    change = Both("Change", "変化")
    degrees = Both("df", "自由度")
    remark = Both("Remark", "備考")
    origin = Both("Where from", "出所")
    mode = Both("Mode", "調査方法")
    population = Both("Population", "調査対象")
    wording = Both("Wording", "質問文")
    base_line = Both("Base: {base}", "集計対象：{base}")
    published = Both("published: {source}", "公表値：{source}")
    not_stated = Both("not stated", "記載なし")
    refused = Both("not compared: {breaks} changed", "比較しない：{breaks}が変わった")
    accepted = Both("{breaks} changed; compared: {reason}", "{breaks}が変わったが比較する：{reason}")
    small = Both("base under the minimum", "集計対象が最小数未満")


class SinceWords(Spoken):
    """What stands under a table that is held against the wave before."""

    marked = Both(
        "↑ ↓ significantly above or below {wave} in the same column ({rows}; {n} comparisons, {level}, "
        "corrected).",
        "↑↓{wave}の同じ列より有意に高い・低い（{rows}、比較{n}件、{level}、補正後）。",
    )
    unmarked = Both(
        "Compared with {wave} ({rows}): no significant change in any column ({n} comparisons, {level}, "
        "corrected).",
        "{wave}との比較（{rows}）：有意な変化のある列はない（比較{n}件、{level}、補正後）。",
    )
    incomparable = Both(
        "Not compared with {wave}: {breaks} changed.",
        "{wave}とは比較しない：{breaks}が変わった。",
    )
    too_few = Both(
        "Not compared with {wave} ({rows}): too few respondents.",
        "{wave}とは比較しない（{rows}）：集計対象が少ない。",
    )
    every_row = Both("all answers", "全回答")
    higher = Both(
        "Significantly above the same column in the wave that the table names ({level}, corrected for the "
        "number of comparisons).",
        "表に示した前回調査の同じ列より有意に高い（{level}、多重比較補正後）。",
    )
    lower = Both("Significantly below it.", "それより有意に低い。")


BREAKS: Mapping[str, Texts] = {
    "mode": {"en": "the mode", "ja": "調査方法"},
    "population": {"en": "the population", "ja": "調査対象"},
    "wording": {"en": "the wording", "ja": "質問文"},
    "answers": {"en": "the answers offered", "ja": "選択肢"},
}


@dataclass(frozen=True)
class Step:
    """What happened between two waves, as a sentence needs it; shares are 0–1, None where unknown.

    Parameters
    ----------
    waves
        Waves that the last is ranked among, itself included; `shown` says
        that these are all.
    rank
        1 where it is the highest of them, -1 where it is the lowest, else 0.
    q, family
        p corrected, and over how many answers.
    breaks, reason
        What changed between the two, and why they are compared all the same.
    small
        Whether one of them stands on too few respondents.
    """

    wave: str
    share: float
    before: str
    share_before: float
    waves: int
    shown: bool
    rank: int
    gap: float
    low: float
    high: float
    p: float
    q: float
    family: int
    unweighted_bases: tuple[int, int]
    level: float
    breaks: Sequence[str] = ()
    reason: str = ""
    small: bool = False


def breaks_in_words(language: Language, breaks: Sequence[str]) -> str:
    """What changed: "the mode and the wording"."""
    return enumerated(language, [BREAKS[each][language] for each in breaks])


def enumerated(language: Language, names: Sequence[str]) -> str:
    """Names one after the other, the last with an "and"."""
    if language == "ja":
        return "・".join(names)
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def trend_in_words(language: Language, question: str, answer: str, step: Step) -> str:
    """What happened to one answer, as a sentence that a newsroom can print."""
    share = rounded(100 * step.share, 1)
    head = f"{question}, “{answer}”, {step.wave}: {share}%"
    if language == "ja":
        head = f"{question}「{answer}」、{step.wave}：{share}％"
    if step.breaks and not step.reason:
        return head + _refused(language, step, breaks_in_words(language, step.breaks))
    if step.small:
        return head + _too_small(language, step)
    return f"{head}{_record(language, step)}{_change(language, step)}{_accepted(language, step)}"


def headline_in_words(language: Language, step: Step) -> str:
    """What happened to one answer, as a title goes on after its name."""
    share = rounded(100 * step.share, 1)
    head = f"stands at {share}%" if language == "en" else f"{share}％"
    if step.breaks and not step.reason:
        text = head + _refused(language, step, breaks_in_words(language, step.breaks))
    elif step.small:
        text = head + _too_small(language, step)
    else:
        text = f"{head}{_record(language, step)}{_moved(language, step)}"
    return text.replace("％", "%")


def _refused(language: Language, step: Step, breaks: str) -> str:
    before = rounded(100 * step.share_before, 1)
    if language == "ja":
        return f"。{step.before}の{before}％とは比較しない：{breaks}が変わった"
    return f"; not compared with {before}% in {step.before}: {breaks} changed"


def _too_small(language: Language, step: Step) -> str:
    before = rounded(100 * step.share_before, 1)
    first, second = step.unweighted_bases
    if language == "ja":
        return f"。{step.before}の{before}％とは比較しない：集計対象が少ない（n={first:,}と{second:,}）"
    return (
        f"; not compared with {before}% in {step.before}: too few respondents (n = {first:,} and {second:,})"
    )


def _record(language: Language, step: Step) -> str:
    if not step.rank or step.waves < 3:
        return ""
    if language == "ja":
        among = "示した" if step.shown else "比較できる"
        return f"で、{among}{step.waves}回の調査のうち最も{'高い' if step.rank > 0 else '低い'}"
    among = f"{step.waves} waves shown" if step.shown else f"{step.waves} waves that can be compared"
    return f", the {'highest' if step.rank > 0 else 'lowest'} of the {among}"


def _size(language: Language, step: Step) -> tuple[str, str]:
    """Points of the change, and the word for it."""
    size = rounded(100 * abs(step.gap), 1)
    kind = 0 if not size.strip("0.") else 1 if step.gap > 0 else -1
    if language == "ja":
        return f"{size}ポイント", {1: "上昇", -1: "低下", 0: "変化"}[kind]
    return f"{size} {'point' if size == '1.0' else 'points'}", {1: "rise", -1: "fall", 0: "change"}[kind]


def _moved(language: Language, step: Step) -> str:
    """The change since the wave before, and whether it is one, without its numbers."""
    size, word = _size(language, step)
    untested, sure = step.q != step.q, step.q < 1 - step.level
    if language == "ja":
        judged = "検定できない" if untested else "有意である" if sure else "有意ではない"
        return f"。{step.before}からの{size}の{word}は{judged}"
    judged = "cannot be tested" if untested else f"is {'' if sure else 'not '}significant"
    return f"; the {word} of {size} since {step.before} {judged}"


def _change(language: Language, step: Step) -> str:
    """The change since the wave before, and whether it is one."""
    size, word = _size(language, step)
    before, sure = rounded(100 * step.share_before, 1), step.q < 1 - step.level
    low, high = _signed(step.low), _signed(step.high)
    percent, (first, second) = rounded(100 * step.level, 0), step.unweighted_bases
    if language == "ja":
        judged = "有意である" if sure else "有意ではない"
        return (
            f"。{before}％からの{size}の{word}は{judged}（{_p_values(language, step)}）。"
            f"{step.before}→{step.wave}、{percent}％区間 {low}～{high}ポイント、n={first:,}と{second:,}"
        )
    return (
        f"; the {word} of {size} from {before}% is {'' if sure else 'not '}significant "
        f"({_p_values(language, step)}); {step.before} to {step.wave}, {percent}% interval {low} to {high} "
        f"points, n = {first:,} and {second:,}"
    )


def _accepted(language: Language, step: Step) -> str:
    if not step.breaks:
        return ""
    breaks = breaks_in_words(language, step.breaks)
    if language == "ja":
        return f"。{breaks}が変わったが比較する：{step.reason}"
    return f"; compared although {breaks} changed: {step.reason}"


def _p_values(language: Language, step: Step) -> str:
    said = f"p {probability(step.p)}"
    if step.family < 2:
        return said
    over = f"、{step.family}件について補正" if language == "ja" else f", corrected over {step.family} answers"
    return f"{said}{', ' if language == 'en' else '、'}q {probability(step.q)}{over}"


def probability(p: float) -> str:
    """A p-value with its relation: "= .14", "= .031", "< .001", "> .99"."""
    if p < 0.0005:
        return "< .001"
    text = rounded(p, 2 if p >= 0.095 else 3)
    return f"= {text.removeprefix('0')}" if p < 0.995 else "> .99"


def _signed(gap: float) -> str:
    text = rounded(100 * gap, 1)
    if not text.strip("−0."):
        return "0.0"
    return text if text.startswith("−") else f"+{text}"
