"""One table per question: topline first, then every banner question, finished and marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from survey.language.sentences import family_in_words
from survey.tabulation.axes import answer_axis
from survey.tabulation.banners import Banner, banners, flagged, total_banner
from survey.tabulation.bases import base_kind, base_label, codes_inside, filter_label, in_languages
from survey.tabulation.cells import respondents_crossed
from survey.tabulation.companions import companions
from survey.tabulation.comparisons import beside
from survey.tabulation.domains import domain, marked
from survey.tabulation.estimates import table_test
from survey.tabulation.marks import Marks, marks
from survey.tabulation.measures import Block, Cells, measure
from survey.tabulation.nesting import nested
from survey.tabulation.settled import as_asked, is_settled
from survey.tabulation.stub import build_stub, rows_without_data
from survey.tabulation.threads import with_one_thread
from survey.tabulation.wanted import WantedTable, nested_banners, wanted_tables
from survey.vocabulary import (
    Axis,
    Base,
    Caution,
    Label,
    Plan,
    Question,
    Row,
    Survey,
    Table,
    TablePlan,
    TableTest,
)

UNTESTED = TableTest(*[float("nan")] * 5)
"""The test of a table that admits none."""

_BASES = ("unweighted_base", "weighted_base", "effective_base")


@with_one_thread
def tabulate(survey: Survey, plan: Plan) -> dict[str, Table]:
    """A table per tabulated question by the plan's banner, and those the plan adds, {table: its numbers}.

    In questionnaire order; a question's added tables follow its own.

    Raises
    ------
    PlanError
        The banner names something that has no answers to group by, or
        the plan speaks of a question that is not there.
    DesignError
        The design admits no variance.
    """
    wanted = wanted_tables(survey.codebook, plan)
    survey = marked(survey, [each.filter for each in wanted])
    survey = nested(survey, nested_banners(survey, wanted))
    across: dict[tuple[tuple[str, ...], str], tuple[Banner, ...]] = {}
    made = {}
    for each in wanted:
        key = each.banner, each.filter
        if key not in across:
            across[key] = banners(survey, plan, each.banner, domain(each.filter))
        made[each.id] = question_table(survey, plan, each, across[key])
    return made


def question_table(survey: Survey, plan: Plan, wanted: WantedTable, across: Sequence[Banner]) -> Table:
    """One question by the total and by every banner question but itself."""
    question = wanted.question
    kind = base_kind(question, plan)
    if question.name not in survey.responses.names:
        return _table_without_data(survey, plan, wanted, kind)
    stub = build_stub(survey, plan, question, kind, domain(wanted.filter))
    if not stub.sections:
        return _table_without_data(survey, plan, wanted, kind)
    used = [banner for banner in across if question.name not in banner.columns[0].questions]
    blocks = [_own_uncompared(block, question, plan) for block in measure(survey, stub, used, plan.tables)]
    cells = Cells(*(np.hstack(arrays) for arrays in zip(*(block.cells for block in blocks), strict=True)))
    rest = beside([block.comparisons for block in blocks]).rest
    settled = is_settled(question.name, plan, survey)
    made = marks(stub.rows, blocks, plan.tables, compared=not settled)
    columns = [column for block in blocks for column in block.banner.columns]
    bases = [np.concatenate([getattr(block, name) for block in blocks]) for name in _BASES]
    family, only = _family(made, plan.tables), filter_label(survey.codebook, wanted.filter)
    tests = _tests(survey, question, kind, used)
    return Table(
        id=wanted.id,
        question=question,
        base_kind=kind,
        base_label=base_label(survey.codebook, question, kind, only),
        title=wanted.title,
        filter=wanted.filter,
        filter_label=only,
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
        q=made.q,
        mark=made.mark,
        pairs=made.pairs,
        tests=tests,
        family=family.to("en"),
        family_label=family,
        degrees_of_freedom=blocks[0].degrees_of_freedom,
        margin_of_error=_margin_of_error(survey, question, stub.rows, blocks[0], plan.tables.level),
        interval_degrees=cells.interval_degrees,
        companions=companions(stub.rows, columns, cells.unweighted_count, tests),
        settled=settled,
    )


def _own_uncompared(block: Block, question: Question, plan: Plan) -> Block:
    """The block, without marks where its groups are made of the question's own answers."""
    asked = {as_asked(name, plan) for name in block.banner.columns[0].questions}
    if as_asked(question.name, plan) not in asked:
        return block
    rest, pairs = (
        np.zeros_like(each) for each in (block.comparisons.rest_allowed, block.comparisons.pairs_allowed)
    )
    return replace(block, comparisons=block.comparisons._replace(rest_allowed=rest, pairs_allowed=pairs))


def _margin_of_error(
    survey: Survey, question: Question, rows: Sequence[Row], total: Block, level: float
) -> float:
    """t × √(median design effect × 0.25 / n) of a topline; NaN unless this was a probability sample.

    None for demographics: strata and sampling points are made of them, so that
    their design effects say nothing of the answers.
    """
    answers = np.array([row.kind == "answer" for row in rows])
    effects = total.cells.design_effect[answers, 0]
    effects = effects[np.isfinite(effects) & (effects > 0)]
    drawn = survey.design.probability is True and question.role == "question"
    if not drawn or not len(effects) or not total.degrees_of_freedom > 0:
        return float("nan")
    t = stats.t.ppf(0.5 + level / 2, total.degrees_of_freedom)
    return float(t * np.sqrt(np.median(effects) * 0.25 / total.unweighted_base[0]))


def _family(marked: Marks, plan: TablePlan) -> Label:
    rest, pairs = marked.rest_comparisons, marked.pair_comparisons
    return in_languages(
        lambda to: family_in_words(to, rest, pairs, plan.correction, plan.level, plan.letter_levels)
    )


def _tests(survey: Survey, question: Question, kind: Base, used: Sequence[Banner]) -> dict[str, TableTest]:
    """Independence of a single-response question and each single-response banner question."""
    if question.kind not in ("single", "scale"):
        return {}
    rows = answer_axis(survey, question.name, [[code] for code in codes_inside(question, kind)])
    return {
        banner.name: independence(survey, rows, banner.answers, banner.domain)
        for banner in used
        if banner.answers is not None
    }


def independence(survey: Survey, rows: Axis, columns: Axis, inside: tuple[Axis, ...] = ()) -> TableTest:
    """Rao–Scott test over the rows and columns that hold somebody; NaN without two of each.

    Parameters
    ----------
    inside
        Axes of one cell that the respondents must be in.
    """
    respondents = respondents_crossed(survey, (*inside, rows, columns))
    found = respondents.reshape(respondents.shape[len(inside) :])
    used_rows, used_columns = found.sum(axis=1) > 0, found.sum(axis=0) > 0
    if used_rows.sum() < 2 or used_columns.sum() < 2:
        return UNTESTED
    if used_rows.all() and used_columns.all():
        return table_test(survey, rows, columns, inside, respondents=respondents)
    return table_test(survey, _kept(rows, used_rows), _kept(columns, used_columns), inside)


def _kept(axis: Axis, cells: NDArray[np.bool_]) -> Axis:
    return axis if axis.members is None else Axis(axis.column, axis.members[:, cells])


def _table_without_data(survey: Survey, plan: Plan, wanted: WantedTable, kind: Base) -> Table:
    """The topline of a question whose column is not in the file: bases nought, everything else NaN."""
    question = wanted.question
    rows, only = rows_without_data(question, plan, kind), filter_label(survey.codebook, wanted.filter)
    blank, nought = np.full((len(rows), 1), np.nan), np.zeros(1)
    return Table(
        id=wanted.id,
        question=question,
        base_kind=kind,
        base_label=base_label(survey.codebook, question, kind, only),
        title=wanted.title,
        filter=wanted.filter,
        filter_label=only,
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
