"""Hidden columns read the other way round: rows of other tables that say the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey.expressions import names, parse
from survey.vocabulary import NESTED, BannerColumn, Crossing, Plan, Question, Row, Survey, Table

Ints = NDArray[np.int64]
Given = frozenset[tuple[str, str]]
"""Questions and their answers, empty where a filter on the question says which: a group of respondents."""

HiddenColumn = tuple[str, str, str, str]
"""Question of the table, banner question, code of the column, and the table's filter."""

_AVERAGED = ("net_score", "mean", "median", "mentions")


@dataclass(frozen=True)
class Recode:
    """A question made of another: {its answer: answers of `source` that it stands for}."""

    name: str
    source: str
    parts: Mapping[str, frozenset[str]]


class Restated:
    """What tables of each question hide of each group, to be hidden where rows and columns change places.

    Parameters
    ----------
    hidden
        (question, banner, code, filter) of every hidden column of every table of the question.
    recodes
        A hidden answer is hidden also as the part of a coarser question's, and the other way round.
    """

    def __init__(self, hidden: Iterable[HiddenColumn], recodes: Iterable[Recode]) -> None:
        self._codes: dict[tuple[str, str, Given], set[str]] = {}
        for asked, banner, code, filtered in hidden:
            group = list(zip(banner.split(NESTED), code.split(NESTED), strict=True))
            group += [(name, "") for name in sorted(filtered_by(filtered) - {*banner.split(NESTED)})]
            for place, (name, answer) in enumerate(group):
                if not answer:
                    continue
                rest = frozenset(group[:place] + group[place + 1 :])
                self._codes.setdefault((asked, name, rest), set()).add(answer)
        made = tuple(recodes)
        for recode in reversed(made):
            self._to_sources(recode)
        for recode in made:
            self._to_recodes(recode)

    def _to_sources(self, recode: Recode) -> None:
        """Hide the parts of each hidden answer."""
        for (asked, name, rest), found in list(self._codes.items()):
            if name == recode.name:
                parts = [recode.parts[code] for code in found if code in recode.parts]
                self._add((asked, recode.source, rest), frozenset[str]().union(*parts))

    def _to_recodes(self, recode: Recode) -> None:
        """Hide answers that some of the hidden ones are parts of, and not all."""
        for (asked, name, rest), found in list(self._codes.items()):
            if name == recode.source:
                split = (code for code, parts in recode.parts.items() if parts & found and not found <= parts)
                self._add((asked, recode.name, rest), split)

    def _add(self, key: tuple[str, str, Given], codes: Iterable[str]) -> None:
        if found := set(codes):
            self._codes.setdefault(key, set()).update(found)

    def answers(self, question: str, column: Given, filtered: str = "") -> frozenset[str]:
        """Answers of a question that this column of its table, with this filter, must not show."""
        loose = filtered_by(filtered)
        beside = {name for name, _ in column} | loose
        found = [
            codes
            for (asked, name, rest), codes in self._codes.items()
            if name == question
            and asked in beside
            and all(
                part in column or part[0] in loose or (not part[1] and part[0] in beside) for part in rest
            )
        ]
        return frozenset[str]().union(*found)


def filtered_by(filtered: str) -> frozenset[str]:
    """Questions that a table's filter speaks of."""
    return names(parse(filtered)) if filtered else frozenset()


def recodes_of(survey: Survey, plan: Plan) -> Iterator[Recode]:
    """The questions that a plan derives answer by answer from one other question."""
    for derived in plan.derive:
        if derived.name not in survey.codebook:
            continue
        if derived.ticked:
            yield Recode(derived.name, derived.source, {"1": frozenset([derived.ticked])})
            continue
        conditions = frozenset[str]().union(*(names(parse(text)) for text in derived.where.values()))
        for source in {derived.source} - {""} or conditions:
            parts = _parts(survey, derived.name, source)
            if parts:
                yield Recode(derived.name, source, parts)


def _parts(survey: Survey, name: str, source: str) -> Mapping[str, frozenset[str]]:
    """The source's answers behind each answer; empty where an answer is not all in one of them."""
    if "single" not in (kind := survey.codebook[source].kind) and kind != "scale":
        return {}
    new, old = survey.responses.column(name), survey.responses.column(source)
    both = np.unique(np.stack([old.codes, new.codes]), axis=1)
    both = both[:, (both >= 0).all(axis=0)]
    if len(np.unique(both[0])) < both.shape[1]:
        return {}
    found: dict[str, set[str]] = {}
    for before, after in both.T:
        found.setdefault(str(new.levels[after]), set()).add(str(old.levels[before]))
    return {code: frozenset(parts) for code, parts in found.items()}


def group_of(column: BannerColumn) -> Given:
    """The questions and answers that make a column; none for the total."""
    return frozenset(zip(column.questions, column.code.split(NESTED), strict=False))


def restating(rows: tuple[Row, ...], question: Question, hidden: frozenset[str]) -> Ints:
    """Positions of rows that tell hidden answers of their question.

    They are the hidden answers, nets that hold some of them and not others,
    and whatever is an average over all answers.
    """
    if not hidden:
        return np.zeros(0, dtype=np.int64)
    nets = {net.name: frozenset(net.answers) for net in question.nets}
    found = []
    for r, row in enumerate(rows):
        parts = nets.get(row.code, frozenset()) & hidden
        split = row.kind == "net" and parts != hidden and (bool(parts) or row.code not in nets)
        told = row.kind in ("answer", "outside") and row.code in hidden
        if row.kind in _AVERAGED or split or told:
            found.append(r)
    return np.array(found, dtype=np.int64)


def hidden_groups(
    tables: Iterable[Table], crossings: Iterable[Crossing], reasons: Mapping[str, Ints], plan: Plan
) -> Iterator[HiddenColumn]:
    """Every hidden column; merged rows of a crossing by the answers in them."""
    for table in tables:
        for column, reason in zip(table.columns, reasons[table.id], strict=True):
            if reason and column.banner:
                yield table.question.name, column.banner, column.code, table.filter
    merges = {each.rows: {net.name: net.answers for net in each.merge} for each in plan.crossing}
    for crossing in crossings:
        name = crossing.row_question.name
        for row, reason in zip(crossing.rows, reasons[crossing.id][1:], strict=True):
            if reason:
                for code in merges.get(name, {}).get(row.code, (row.code,)):
                    yield crossing.column_question.name, name, code, ""
