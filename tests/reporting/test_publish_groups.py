"""What a published report leaves out whole: models and odds ratios of groups that are too small."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import openpyxl
import pytest

import survey as package
from survey.analysis import analyze
from survey.reporting.excel import workbook
from survey.reporting.published import published
from survey.responses import MemoryResponses, encode
from survey.vocabulary import Codebook, CrossingPlan, OddsPlan, Plan, Report, ReportPlan, Survey
from tests.reporting.test_publish import OLD, made, question


def with_minimum(report: Report, least: int) -> Report:
    return replace(report, plan=replace(report.plan, tables=replace(report.plan.tables, minimum_base=least)))


def test_models_that_rest_on_too_few_are_left_out_and_said():
    report = made(0)
    model = package.drivers(report.survey, "q:1", ["age"])
    for least, kept in ((5, 1), (30, 0)):
        shown = published(replace(with_minimum(report, least), drivers=(model,)))
        assert len(shown.drivers) == kept
        [note] = [note.text for note in shown.survey.log if note.rule == "P101"]
        assert ("1 trends or models" in note) == (not kept)


@pytest.mark.parametrize("flag", ["separated", "undefined"])
def test_a_model_is_judged_by_its_bases_whatever_else_is_said_of_its_terms(flag):
    report = made(0)
    model = package.drivers(report.survey, "q:1", ["age"])
    [test] = model.questions
    terms = tuple(replace(term, flag=flag) for term in test.terms)
    model = replace(model, questions=(replace(test, terms=terms),))
    assert published(replace(report, drivers=(model,))).drivers == ()


def test_observed_shares_of_a_model_go_where_a_table_has_a_few_respondents_more():
    report = made(0)
    model = package.drivers(report.survey, "q:1", ["sex"])
    assert published(replace(report, drivers=(model,))).drivers[0].term("sex", "1").share > 0
    men = report.tables["q"].unweighted_base[1]
    [test] = model.questions
    for fewer, told in ((12, False), (100, True)):
        terms = tuple(
            replace(term, unweighted_base=men - fewer) if term.code == "1" else term for term in test.terms
        )
        short = replace(model, questions=(replace(test, terms=terms),))
        [shown] = published(replace(report, drivers=(short,))).drivers
        assert all(np.isfinite(term.share) == told for term in shown.terms)
        assert np.isfinite(shown.share) == told
        book = openpyxl.load_workbook(io.BytesIO(workbook(published(replace(report, drivers=(short,))))))
        texts = [str(cell.value) for line in book["Drivers"].iter_rows() for cell in line]
        assert any("% (weighted) give" in text for text in texts) == told
        assert not any("nan" in text for text in texts)


def of_crossing(odds: OddsPlan, rare: int) -> Report:
    """A crossing whose rare answer is merged into a row that is large enough."""
    ages = ["5"] * rare + ["4"] * 200 + ["1"] * (700 - rare)
    responses = MemoryResponses(
        {"age": encode(ages), "q": encode(np.random.default_rng(1).choice(list("123"), 900).tolist())}
    )
    codebook = Codebook((question("age", "145"), question("q", "123")))
    plan = Plan(
        crossing=(CrossingPlan("age", "q", merge=(OLD,), odds=odds),), report=ReportPlan(publish=True)
    )
    return analyze(Survey(responses, codebook), plan)


@pytest.mark.parametrize(
    ("rows", "rare", "kept"),
    [(("5",), 12, False), (("5",), 40, False), (("old",), 12, True), (("1",), 12, True)],
)
def test_odds_ratios_of_groups_that_are_not_rows_leave(rows, rare, kept):
    report = of_crossing(OddsPlan(rows=rows, columns=("1",)), rare)
    [crossing] = published(report).crossings
    assert report.crossings[0].odds is not None
    assert crossing.hidden is None
    assert (crossing.odds is not None) == kept
    assert (crossing.collapsed is not None) == kept
