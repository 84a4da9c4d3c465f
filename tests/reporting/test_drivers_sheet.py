"""The sheet Drivers holds every number of the models, as results.csv does, and no word of causes."""

from __future__ import annotations

import io

import numpy as np
import openpyxl
import pandas as pd
import pytest
from openpyxl.workbook import Workbook

import survey
from survey.language import LANGUAGES, Language
from survey.reporting.data import result_lines
from survey.reporting.excel.workbook import workbook
from survey.vocabulary import DriversPlan, Label, Plan, Report, TablePlan
from tests.tabulation.test_drivers import CAUSAL

NAMES: dict[Language, str] = {"en": "Drivers", "ja": "関連の分析"}


@pytest.fixture(scope="module")
def report() -> Report:
    rng = np.random.default_rng(3)
    n = 500
    sex, area = rng.choice(["man", "woman"], n), rng.choice(["north", "south", "west"], n)
    age = rng.integers(18, 90, n)
    view = np.where(rng.logistic(size=n) + (sex == "woman") + (age - 50) / 40 > 0.5, "support", "oppose")
    view[area == "west"] = "support"
    frame = pd.DataFrame({"sex": sex, "area": area, "age": age, "view": view})
    models = (
        DriversPlan("view:support", ("sex", "area", "age"), title=Label({"en": "A title", "ja": "題"})),
        DriversPlan("view:oppose", ("sex", "age")),
    )
    return survey.analyze(survey.read(frame), Plan(drivers=models, tables=TablePlan(banner=("sex",))))


def opened(report: Report, language: Language) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook(report, language=language)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sheet_holds_the_numbers_of_every_term(report: Report, language: Language) -> None:
    sheet = opened(report, language)[NAMES[language]]
    numbers = {round(cell.value, 9) for row in sheet for cell in row if isinstance(cell.value, int | float)}
    for model in report.drivers:
        for term in model.terms:
            wanted = [term.unweighted_base, term.odds_ratio, term.odds_low, 100 * term.effect, term.p]
            wanted += [term.share, 100 * term.effect_low, 100 * term.effect_high, term.odds_high]
            assert {round(float(value), 9) for value in wanted if np.isfinite(value)} <= numbers
        for each in model.questions:
            assert round(each.width, 9) in numbers


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_of_the_sheet_speaks_of_causes(report: Report, language: Language) -> None:
    sheet = opened(report, language)[NAMES[language]]
    texts = [cell.value for row in sheet for cell in row if isinstance(cell.value, str)]
    said = [text for text in texts if text != NAMES[language]]
    assert not [text for text in said if CAUSAL.search(text)]
    assert any("separation" in text or "分離" in text for text in said)


def test_contents_leads_to_the_sheet(report: Report) -> None:
    sheet = opened(report, "en")["Contents"]
    [cell] = [cell for row in sheet for cell in row if cell.value == "Drivers"]
    assert cell.hyperlink.location == "'Drivers'!A1"


def test_results_hold_every_printed_number(report: Report) -> None:
    lines = pd.DataFrame(result_lines(report, "en"))
    for model in report.drivers:
        own = lines[lines["table"] == model.id]
        for term in model.terms:
            line = own[(own["banner"] == term.question) & (own["column_code"] == term.code)]
            line = line.set_index("measure")
            if term.kind == "reference":
                assert list(line.index) == ["share"]
                continue
            assert line.loc["average_marginal_effect", "estimate"] == term.effect
            np.testing.assert_equal(line.loc["odds_ratio", "low"], term.odds_low)
            assert line.loc["odds_ratio", "unweighted_base"] == term.unweighted_base
        tests = own[own["measure"] == "wald_f"].set_index("banner")
        assert tests.loc["sex", "estimate"] == model.test("sex").statistic
        assert set(own["measure"]) >= {"share", "left_out", "widening"}


def test_without_a_model_there_is_no_sheet(report: Report) -> None:
    bare = survey.analyze(report.survey, Plan())
    book = opened(bare, "en")
    assert "Drivers" not in book.sheetnames
    assert not [cell for row in book["Contents"] for cell in row if cell.value == "Drivers"]


def test_a_model_that_these_respondents_do_not_allow_says_so(report: Report) -> None:
    one = survey.read(pd.DataFrame({"sex": ["man", "woman"] * 30, "view": ["support"] * 60}))
    plan = Plan(drivers=(DriversPlan("view:support", ("sex",)),))
    sheet = opened(survey.analyze(one, plan), "en")["Drivers"]
    texts = [cell.value for row in sheet for cell in row if isinstance(cell.value, str)]
    assert any("No model could be fitted" in text for text in texts)
