"""Words and sentences that come with the numbers, in English and Japanese.

Every number in a sentence is rounded here and nowhere earlier, half up, from
the full-precision figure of the table.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from survey.language import Language

Texts = Mapping[str, str]

TOTAL: Texts = {"en": "Total", "ja": "全体"}
MEAN: Texts = {"en": "Mean", "ja": "平均"}
MEAN_SCORE: Texts = {"en": "Mean score", "ja": "平均点"}
MEAN_SCORE_OF_SCORED: Texts = {
    "en": "Mean score (answers with a score)",
    "ja": "平均点（点数のない回答を除く）",
}
MEDIAN: Texts = {"en": "Median", "ja": "中央値"}
MENTIONS: Texts = {"en": "Total mentions (M.T.)", "ja": "回答計（M.T.）"}

_BASES: Mapping[str, Texts] = {
    "asked": {"en": "All asked", "ja": "対象者全員"},
    "answered": {"en": "All who answered", "ja": "回答者全員"},
    "substantive": {
        "en": "All who gave an answer other than don't know",
        "ja": "「わからない」を除く回答者",
    },
    "number": {"en": "All who gave a number", "ja": "数値を回答した人"},
}
_FILTERED_BASES: Mapping[str, Texts] = {
    "asked": {"en": "Those asked ({})", "ja": "該当者（{}）"},
    "answered": {"en": "Those asked ({}) who answered", "ja": "該当者（{}）のうち回答者"},
    "substantive": {
        "en": "Those asked ({}) who gave an answer other than don't know",
        "ja": "該当者（{}）のうち「わからない」を除く回答者",
    },
    "number": {
        "en": "Those asked ({}) who gave a number",
        "ja": "該当者（{}）のうち数値を回答した人",
    },
}
_CORRECTIONS: Mapping[str, Texts] = {
    "bh": {"en": "Benjamini–Hochberg at {}%", "ja": "ベンジャミーニ・ホッホベルク法、{}％"},
    "holm": {"en": "Holm at {}%", "ja": "ホルム法、{}％"},
    "none": {"en": "not corrected, {}% each", "ja": "補正なし、各{}％"},
}
_LETTERS: Texts = {"en": ", letters at {}%", "ja": "、英字は{}％"}
_AND_OF: Texts = {"en": "% and ", "ja": "％と"}
_OR: Texts = {"en": " or ", "ja": "または"}
_AND: Texts = {"en": " and ", "ja": "かつ"}
_NOT: Texts = {"en": "not {}", "ja": "{}以外"}
_BLANK: Texts = {"en": "{}: no answer", "ja": "{}：無回答"}
_STARTS: Texts = {"en": "{} begins with “{}”", "ja": "{}が「{}」で始まる"}
_ANSWERED: Texts = {"en": "number of answers", "ja": "回答数"}
_IS: Texts = {"en": "{}: {}", "ja": "{}：{}"}


_SAYS_NET = re.compile(r"\b(net|total)\b", re.IGNORECASE)


def base_in_words(language: Language, kind: str, condition: str = "") -> str:
    """Whom shares speak of, e.g. "All who answered".

    Parameters
    ----------
    kind
        `asked`, `answered`, `substantive`, or `number` for those who gave one.
    condition
        The filter in words; empty when everyone was asked.
    """
    if not condition:
        return _BASES[kind][language]
    return _FILTERED_BASES[kind][language].format(condition)


def both_bases_in_words(language: Language, column_base: str, row_question: str) -> str:
    """Whom a crossing speaks of: the base of its columns, among those with an answer on its rows."""
    if language == "ja":
        return f"{column_base}のうち{_quoted(row_question)}の回答者"
    return f"{column_base}, and answered “{row_question}”"


def answers_in_words(language: Language, question: str, answers: Sequence[str], *, negated: bool) -> str:
    """One of these answers to a question, or none of them: "Employment: regular or self-employed"."""
    if language == "ja":
        together = "・".join(answers)
    else:
        together = ", ".join(answers[:-1]) + _OR["en"] * (len(answers) > 1) + answers[-1]
    return _IS[language].format(question, _NOT[language].format(together) if negated else together)


def blank_in_words(language: Language, question: str) -> str:
    """A question left empty."""
    return _BLANK[language].format(question)


def start_in_words(language: Language, question: str, prefix: str) -> str:
    """A value that begins with a text."""
    return _STARTS[language].format(question, prefix)


def number_of_answers(language: Language) -> str:
    """How many questions a respondent answered, as a quantity."""
    return _ANSWERED[language]


def joined_in_words(language: Language, parts: Sequence[str], *, every: bool) -> str:
    """Conditions that must all hold, or of which one must."""
    return (_AND if every else _OR)[language].join(parts)


def negated_in_words(language: Language, part: str) -> str:
    """The opposite of a condition."""
    return _NOT[language].format(f"（{part}）" if language == "ja" else f"({part})")


def net_score_in_words(above: str, below: str) -> str:
    """Name of the row that takes one net from another: "Support − Oppose"."""
    return f"{above} − {below}"


def crossing_title(rows: str, columns: str) -> str:
    """Title of a crossing that the plan left without one."""
    return f"{rows} × {columns}"


def family_in_words(
    language: Language, rest: int, pairs: int, correction: str, level: float, letters: Sequence[float] = ()
) -> str:
    """What the correction for many comparisons ran over; empty when nothing was compared.

    Parameters
    ----------
    letters
        Levels of the letters, where they are others than that of ▲▼.
    """
    if not rest and not pairs:
        return ""
    method = _CORRECTIONS[correction][language].format(_alpha(level))
    if tuple(letters) not in ((), (level,)):
        method += _LETTERS[language].format(_AND_OF[language].join(f"{_alpha(each)}" for each in letters))
    if language == "ja":
        return f"「その他」との比較{rest:,}件、列どうしの比較{pairs:,}件、それぞれ{method}"
    return f"{rest:,} comparisons with the rest, {pairs:,} of pairs of columns; {method}"


def _alpha(level: float) -> str:
    """One minus a level in per cent: 0.95 gives "5"."""
    alpha = 100 * (1 - level)
    return _fixed(alpha, 0 if alpha > 1 - 1e-9 else 1)


def finding_in_words(
    language: Language,
    *,
    question: str,
    answer: str,
    net: bool,
    banner: str,
    column: str,
    share: float,
    gap: float,
    low: float,
    high: float,
    unweighted_base: int,
    level: float,
) -> str:
    """One finding as a sentence that a newsroom can print; share and gap are 0–1."""
    percent, size = _fixed(100 * level, 0), points(abs(gap))
    if language == "ja":
        summed = "（計）" if net and "計" not in answer else ""
        return (
            f"{question}{_quoted(answer)}{summed}は、{banner}{_quoted(column)}で{per_cent(share)}％、"
            f"それ以外より{size}ポイント{'高い' if gap > 0 else '低い'}"
            f"（{percent}％区間 {_signed(low)}～{_signed(high)}、n={unweighted_base:,}）"
        )
    summed = " (net)" if net and not _SAYS_NET.search(answer) else ""
    return (
        f"{question}, “{answer}”{summed}: {per_cent(share)}% among “{column}” ({banner}), "
        f"{size} {'point' if size == '1' else 'points'} {'above' if gap > 0 else 'below'} the rest "
        f"({percent}% interval {_signed(low)} to {_signed(high)}; n = {unweighted_base:,})"
    )


def per_cent(share: float) -> str:
    """A share as a whole per cent, half up: 0.125 gives "13"."""
    return _fixed(100 * share, 0)


def points(gap: float) -> str:
    """A gap in points, whole from one point on and with one decimal below."""
    return _fixed(100 * gap, 0 if abs(gap) >= 0.01 else 1)


def _quoted(text: str) -> str:
    """In Japanese brackets; brackets inside become double ones."""
    return f"「{inner(text)}」"


def opened(question: str, language: Language) -> str:
    """A question as what is said of it begins: with its own mark at the end, or a colon."""
    english, japanese = (" ", "") if question[-1:] in ("?", "？", "!", "！") else (": ", "：")
    return question + (japanese if language == "ja" else english)


def inner(text: str) -> str:
    """A text as it stands within Japanese brackets, its own made double."""
    return text.replace("「", "『").replace("」", "』")


def _signed(gap: float) -> str:
    text = points(gap) if abs(gap) >= 0.0005 else _fixed(100 * gap, 2)
    if not text.strip("-0."):
        return "0"
    return f"−{text[1:]}" if text.startswith("-") else f"+{text}"


def _fixed(value: float, decimals: int) -> str:
    """A number with so many decimals, half up, on the fifteen digits a spreadsheet shows."""
    step = Decimal(1).scaleb(-decimals)
    return str(Decimal(f"{value:.15g}").quantize(step, rounding=ROUND_HALF_UP))


def rounded(value: float, decimals: int) -> str:
    """A number with so many decimals, half up, with a true minus."""
    return _fixed(value, decimals).replace("-", "−")
