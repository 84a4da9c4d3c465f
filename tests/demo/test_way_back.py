"""Read, cleaned and weighted by the program itself, the study gives back what it was made from."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from survey.cleaning import clean
from survey.demo import truth
from survey.demo.items import PACKAGE
from survey.demo.ledger import WAVES
from survey.demo.marginals import SHARES
from survey.demo.questionnaire import WITHOUT_PACKAGE, codebook
from survey.demo.weights import MARGINS
from survey.reading import plan_covers, read, read_plan
from survey.responses import decode
from survey.vocabulary import ROW_COLUMN, WEIGHT_COLUMN, FigurePlan, Plan, Targets
from survey.weighting import weight

RAW = Path(__file__).parents[2] / "raw"
AI_PACKAGE = {question.name for question in PACKAGE}


def plan_for(year) -> Plan:
    """The committed plan, without what the wave did not ask."""
    plan = read_plan(RAW / "survey.toml")
    if year != WITHOUT_PACKAGE:
        return plan
    return replace(
        plan,
        net=tuple(net for net in plan.net if net.question not in AI_PACKAGE),
        crossing=(),
        figures=FigurePlan(),
    )


@pytest.fixture(scope="module", params=sorted(WAVES))
def year(request):
    return request.param


@pytest.fixture(scope="module")
def wave(year):
    plan = plan_for(year)
    weighted, _ = weight(clean(read(RAW / f"{year}.xlsx", plan=plan), plan), plan)
    return weighted


def levels(survey, name):
    return decode(survey.responses.column(name)).tolist()


def test_the_plan_is_for_the_latest_wave_only():
    plan = read_plan(RAW / "survey.toml")
    assert plan_covers(plan, RAW / "2026.xlsx")
    assert not plan_covers(plan, RAW / "2025.xlsx")


def test_the_codebook_is_the_questionnaire(year):
    """What the sheets say is what was meant, question by question."""
    found = read(RAW / f"{year}.xlsx", plan=plan_for(year))
    for wanted in codebook(year):
        question = found.codebook[wanted.name]
        assert (question.kind, question.role, question.scale) == (wanted.kind, wanted.role, wanted.scale)
        assert (question.answers, question.grid, question.relevant) == (
            wanted.answers,
            wanted.grid,
            wanted.relevant,
        )
        assert (question.low, question.high, question.unit) == (wanted.low, wanted.high, wanted.unit)
        assert question.label == wanted.label
        assert question.provenance == wanted.provenance
        if wanted.wording.texts:
            assert question.wording == wanted.wording
    assert found.dispositions == WAVES[year].dispositions
    assert len(found.responses) == WAVES[year].rows
    for margin, wanted in zip(found.targets.margins, MARGINS, strict=True):
        assert (margin.name, margin.source, margin.date) == (wanted.name, wanted.source, wanted.date)
        assert dict(margin.shares) == pytest.approx(dict(wanted.shares), abs=2e-6)
    assert found.guesses == ()


def test_cleaning_gives_back_the_truth_cell_for_cell(year, wave):
    meant = truth(year)
    assert levels(wave, ROW_COLUMN) == list(meant.rows)
    wrong = {
        (row, name, found, wanted)
        for name, column in meant.levels.items()
        for row, found, wanted in zip(meant.rows, levels(wave, name), column, strict=True)
        if found != wanted
    }
    assert wrong == set()


def test_weighting_gives_back_the_weights_the_answers_were_made_with(year, wave):
    found = np.array(levels(wave, WEIGHT_COLUMN), dtype=float)
    assert found == pytest.approx(np.array(truth(year).weights), abs=1e-8)


def test_the_population_of_the_program_gives_the_weights_of_the_sheet(year, wave):
    """The sheet holds the same figures rounded to six places, and the derived regions match by label."""
    plan = plan_for(year)
    plan = replace(plan, weighting=replace(plan.weighting, population="japan_2025"))
    again, result = weight(replace(wave, targets=Targets()), plan)
    assert [margin.source for margin in result.margins] == [margin.source for margin in MARGINS]
    assert levels(again, WEIGHT_COLUMN) == pytest.approx(levels(wave, WEIGHT_COLUMN), abs=1e-4)


def test_the_wrong_way_ranking_comes_back(year, wave):
    weights = np.array(levels(wave, WEIGHT_COLUMN), dtype=float)
    given = levels(wave, "q1")
    base = np.array([bool(level) and level != ("99",) for level in given])
    for code, share in SHARES[year]["q1"].items():
        ticked = np.array([bool(level) and code in level for level in given])
        assert 100 * np.average(ticked[base], weights=weights[base]) == pytest.approx(share, abs=0.05)
