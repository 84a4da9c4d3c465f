"""Tables beside the wave before, as lines of `results.csv` and as the remarks under a table."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from survey.language import Language
from survey.language.trends import SinceWords, TrendWords, breaks_in_words
from survey.reporting import amounts
from survey.vocabulary import Since, Table

ARROWS = {1: "↑", -1: "↓", 0: ""}
"""Marks against the wave before."""

PREVIOUS = "previous wave"
"""The record of a line of `results.csv` that holds a cell's change."""


def arrow_of(table: Table, row: int, column: int) -> str:
    """The mark of a cell against the wave before."""
    return ARROWS[int(table.since.mark[row, column])] if table.since else ""


def since_lines(table: Table, language: Language) -> Iterator[dict[str, object]]:
    """Each cell that the wave before has too: its share there, and the change."""
    since = table.since
    if since is None:
        return
    for r, c in np.argwhere(np.isfinite(since.before)).tolist():
        row, column = table.rows[r], table.columns[c]
        yield {
            "record": PREVIOUS,
            "table": table.id,
            "question": table.question.label.to(language),
            "answer_code": row.code,
            "answer": row.label.to(language),
            "measure": row.kind,
            "banner": column.banner,
            "banner_label": column.banner_label.to(language),
            "column_code": column.code,
            "column": column.label.to(language),
            "compared_with": since.waves[r],
            "before": float(since.before[r, c]),
            "unweighted_base": float(since.unweighted_base[r, c]),
            "effective_base": float(since.effective_base[r, c]),
            "estimate": float(since.gap[r, c]),
            "standard_error": float(since.standard_error[r, c]),
            "degrees_of_freedom": float(since.degrees_of_freedom[r, c]),
            "p": float(since.p[r, c]),
            "q": float(since.q[r, c]),
            "mark": arrow_of(table, r, c),
            "remark": _of_breaks(since, since.waves[r], language),
        }


def _of_breaks(since: Since, wave: str, language: Language) -> str:
    """What changed since a wave, and why it is compared all the same."""
    if wave not in since.breaks:
        return ""
    words, breaks = TrendWords(language), breaks_in_words(language, since.breaks[wave])
    if wave in since.reasons:
        said = words.accepted.format(breaks=breaks, reason=since.reasons[wave].to(language))
    else:
        said = words.refused.format(breaks=breaks)
    return said[:1].upper() + said[1:]


def since_remarks(table: Table, language: Language, level: str) -> list[str]:
    """What the arrows of a table mean, or why there are none; a remark for each wave before."""
    since = table.since
    if since is None:
        return []
    return [_remark(table, since, wave, language, level) for wave in dict.fromkeys(filter(None, since.waves))]


def _remark(table: Table, since: Since, wave: str, language: Language, level: str) -> str:
    words = SinceWords(language)
    if wave in since.breaks and wave not in since.reasons:
        return words.incomparable.format(wave=wave, breaks=breaks_in_words(language, since.breaks[wave]))
    here = [r for r, name in enumerate(since.waves) if name == wave]
    answers = {r for r, row in enumerate(table.rows) if row.kind == "answer"}
    labels = [table.rows[r].label.to(language) for r in here]
    quoted = [f"「{label}」" if language == "ja" else f"“{label}”" for label in labels]
    rows = words.every_row if answers <= set(here) else ("" if language == "ja" else ", ").join(quoted)
    compared = int(np.isfinite(since.q[here]).sum())
    if not compared:
        return words.too_few.format(wave=wave, rows=rows)
    pattern = words.marked if since.mark[here].any() else words.unmarked
    said = pattern.format(wave=wave, rows=rows, n=amounts.whole(compared), level=level)
    if accepted := _of_breaks(since, wave, language):
        said += f"{accepted}。" if language == "ja" else f" {accepted}."
    return said
