"""Sentences: the gaps that survive a correction over everything the report could have said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy import stats

from survey.language import Language
from survey.language.sentences import finding_in_words
from survey.language.tables import about_in_words
from survey.tabulation.bases import in_languages
from survey.tabulation.marks import corrected
from survey.tabulation.settled import as_asked
from survey.tabulation.usual import matter_of
from survey.vocabulary import BannerColumn, Caution, Finding, Label, Plan, Row, Table

MOST_FINDINGS = 20


@dataclass(frozen=True, eq=False)
class _Candidate:
    """One cell that a sentence could speak of.

    Parameters
    ----------
    about
        The two questions as asked, whichever of them is the banner.
    """

    table: Table
    caution: Caution
    about: frozenset[str]
    cell: tuple[int, int]

    @property
    def gap(self) -> float:
        return float(self.table.difference[self.cell])

    @property
    def p(self) -> float:
        return float(self.caution.p[self.cell])

    @property
    def row(self) -> Row:
        return self.table.rows[self.cell[0]]

    @property
    def column(self) -> BannerColumn:
        return self.table.columns[self.cell[1]]

    def interval(self, coverage: float) -> tuple[float, float]:
        """The gap's interval at this coverage."""
        t = float(stats.t.ppf(0.5 + coverage / 2, self.caution.degrees_of_freedom[self.cell]))
        margin = t * float(self.caution.error[self.cell])
        return max(-1.0, self.gap - margin), min(1.0, self.gap + margin)

    def rank(self, coverage: float) -> tuple[float, float]:
        """Smaller for what comes first: the larger end nearer to zero, then the larger gap."""
        low, high = self.interval(coverage)
        return -(low if self.gap > 0 else -high), -abs(self.gap)


def findings(tables: Mapping[str, Table], plan: Plan) -> tuple[Finding, ...]:
    """The largest reliable gaps, at most twenty and one per pair of questions.

    Candidates are the answers and nets of opinion questions in every banner
    column large enough to be compared; questions that the weighting settles
    are none, nor is a question beside what was derived from it, or one of age
    (or sex) beside another. Those with a
    Benjamini–Hochberg q below 1 − level over all candidates are kept, with
    intervals at the level that keeps the false coverage rate, and ranked by
    the end nearer to zero.

    References
    ----------
    Benjamini & Yekutieli (2005), *Journal of the American Statistical
    Association* 100, 71-81.
    """
    candidates = _candidates(tables.values(), plan)
    if not candidates:
        return ()
    alpha = 1 - plan.tables.level
    q = corrected(np.array([candidate.p for candidate in candidates]), "bh")
    kept = [(candidate, q_value) for candidate, q_value in zip(candidates, q, strict=True) if q_value < alpha]
    coverage = 1 - alpha * len(kept) / len(candidates)
    best: dict[frozenset[str], Finding] = {}
    for candidate, q_value in sorted(kept, key=lambda pair: pair[0].rank(coverage)):
        if candidate.about not in best:
            best[candidate.about] = _finding(candidate, float(q_value), coverage, plan.tables.level)
    return tuple(best.values())[:MOST_FINDINGS]


def comparisons(tables: Mapping[str, Table], plan: Plan) -> int:
    """How many gaps the findings of these tables are chosen from, and corrected over."""
    return len(_candidates(tables.values(), plan))


def _candidates(tables: Iterable[Table], plan: Plan) -> list[_Candidate]:
    candidates = []
    tables = list(tables)
    matters = {table.question.name: matter_of(table.question) for table in tables}
    for table in tables:
        asked = as_asked(table.question.name, plan)
        if table.question.role != "question" or table.caution is None or table.settled:
            continue
        for row, column in np.argwhere(np.isfinite(table.q)).tolist():
            by = {as_asked(name, plan) for name in table.columns[column].questions}
            about = frozenset((asked, *by))
            of_one = {matters.get(name, "") for name in by} & {matters[table.question.name]} - {""}
            if table.rows[row].kind in ("answer", "net") and asked not in by and not of_one:
                candidates.append(_Candidate(table, table.caution, about, (row, column)))
    return candidates


def _finding(candidate: _Candidate, q: float, coverage: float, level: float) -> Finding:
    low, high = candidate.interval(coverage)
    return Finding(
        sentence=_sentence(candidate, low, high, level),
        table=candidate.table.id,
        answer=candidate.row.code,
        banner=candidate.column.banner,
        column=candidate.column.code,
        gap=candidate.gap,
        low=low,
        high=high,
        q=q,
        unweighted_base=int(candidate.table.unweighted_base[candidate.cell[1]]),
    )


def _about(table: Table, to: Language) -> str:
    """What a sentence is about: the question, and whom alone the table is of."""
    question, condition = table.question.label.to(to), table.filter_label.to(to)
    return about_in_words(to, question, condition) if condition else question


def _sentence(candidate: _Candidate, low: float, high: float, level: float) -> Label:
    table, row, column = candidate.table, candidate.row, candidate.column
    return in_languages(
        lambda to: finding_in_words(
            to,
            question=_about(table, to),
            answer=row.label.to(to),
            net=row.kind == "net",
            banner=column.banner_label.to(to),
            column=column.label.to(to),
            share=float(table.estimate[candidate.cell]),
            gap=candidate.gap,
            low=low,
            high=high,
            unweighted_base=int(table.unweighted_base[candidate.cell[1]]),
            level=level,
        )
    )
