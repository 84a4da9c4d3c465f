"""One table per question: topline first, then every banner question, finished and marked."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from survey.language.sentences import family_in_words
from survey.tabulation.axes import answer_axis
from survey.tabulation.banners import Banner, banners, flagged, total_banner
from survey.tabulation.bases import base_kind, base_label, codes_inside, in_languages
from survey.tabulation.comparisons import beside
from survey.tabulation.estimates import respondents_crossed, table_test
from survey.tabulation.marks import Marks, marks
from survey.tabulation.measures import Cells, measure
from survey.tabulation.settled import is_settled
from survey.tabulation.stub import build_stub, rows_without_data
from survey.tabulation.threads import with_one_thread
from survey.vocabulary import Axis, Base, Caution, Label, Plan, Question, Survey, Table, TablePlan, TableTest

UNTESTED = TableTest(*[float("nan")] * 5)
"""The test of a table that admits none."""

_BASES = ("unweighted_base", "weighted_base", "effective_base")


@with_one_thread
def tabulate(survey: Survey, plan: Plan) -> dict[str, Table]:
    """A table per tabulated question by the plan's banner, {question: table} in questionnaire order.

    Raises
    ------
    PlanError
        The banner names something that has no answers to make columns of.
    DesignError
        The design admits no variance.
    """
    across = banners(survey, plan)
    return {
        question.name: question_table(survey, plan, question, across)
        for question in survey.codebook
        if question.tabulated
    }


def question_table(survey: Survey, plan: Plan, question: Question, across: Sequence[Banner]) -> Table:
    """One question by the total and by every banner question but itself."""
    kind = base_kind(question, plan)
    if question.name not in survey.responses.names:
        return _table_without_data(survey, plan, question, kind)
    stub = build_stub(survey, plan, question, kind)
    if not stub.sections:
        return _table_without_data(survey, plan, question, kind)
    used = [banner for banner in across if banner.name != question.name]
    blocks = measure(survey, stub, used, plan.tables)
    cells = Cells(*(np.hstack(arrays) for arrays in zip(*(block.cells for block in blocks), strict=True)))
    rest = beside([block.comparisons for block in blocks]).rest
    marked = marks(stub.rows, blocks, plan.tables, compared=not is_settled(question.name, plan))
    columns = [column for block in blocks for column in block.banner.columns]
    bases = [np.concatenate([getattr(block, name) for block in blocks]) for name in _BASES]
    family = _family(marked, plan.tables)
    return Table(
        id=question.name,
        question=question,
        base_kind=kind,
        base_label=base_label(survey.codebook, question, kind),
        rows=stub.rows,
        columns=flagged(columns, bases[0], bases[2], plan.tables),
        estimate=cells.estimate,
        standard_error=cells.standard_error,
        low=cells.low,
        high=cells.high,
        count=cells.unweighted_count,
        unweighted_base=bases[0],
        weighted_base=bases[1],
        effective_base=bases[2],
        design_effect=cells.design_effect,
        difference=rest.gap,
        difference_error=rest.error,
        p=rest.p,
        caution=Caution(rest.cautious_error, rest.degrees, rest.cautious_p),
        q=marked.q,
        mark=marked.mark,
        pairs=marked.pairs,
        tests=_tests(survey, question, kind, used),
        family=family.to("en"),
        family_label=family,
        degrees_of_freedom=blocks[0].degrees_of_freedom,
    )


def _family(marked: Marks, plan: TablePlan) -> Label:
    rest, pairs = marked.rest_comparisons, marked.pair_comparisons
    return in_languages(lambda to: family_in_words(to, rest, pairs, plan.correction, plan.level))


def _tests(survey: Survey, question: Question, kind: Base, used: Sequence[Banner]) -> dict[str, TableTest]:
    """Independence of a single-response question and each single-response banner question."""
    if question.kind not in ("single", "scale"):
        return {}
    rows = answer_axis(survey, question.name, [[code] for code in codes_inside(question, kind)])
    return {
        banner.name: independence(survey, rows, banner.answers)
        for banner in used
        if banner.answers is not None
    }


def independence(survey: Survey, rows: Axis, columns: Axis) -> TableTest:
    """Rao–Scott test over the rows and columns that hold somebody; NaN without two of each."""
    found = respondents_crossed(survey, (rows, columns))
    used_rows, used_columns = found.sum(axis=1) > 0, found.sum(axis=0) > 0
    if used_rows.sum() < 2 or used_columns.sum() < 2:
        return UNTESTED
    return table_test(survey, _kept(rows, used_rows), _kept(columns, used_columns))


def _kept(axis: Axis, cells: NDArray[np.bool_]) -> Axis:
    return axis if axis.members is None else Axis(axis.column, axis.members[:, cells])


def _table_without_data(survey: Survey, plan: Plan, question: Question, kind: Base) -> Table:
    """The topline of a question whose column is not in the file: bases nought, everything else NaN."""
    rows = rows_without_data(question, plan, kind)
    blank, nought = np.full((len(rows), 1), np.nan), np.zeros(1)
    return Table(
        id=question.name,
        question=question,
        base_kind=kind,
        base_label=base_label(survey.codebook, question, kind),
        rows=rows,
        columns=flagged(total_banner().columns, nought, nought, plan.tables),
        estimate=blank,
        standard_error=blank,
        low=blank,
        high=blank,
        count=blank,
        unweighted_base=nought,
        weighted_base=nought,
        effective_base=nought,
        design_effect=blank,
        difference=blank,
        difference_error=blank,
        p=blank,
        q=blank,
        mark=np.zeros((len(rows), 1), dtype=np.int64),
        pairs=tuple(("",) for _ in rows),
    )
