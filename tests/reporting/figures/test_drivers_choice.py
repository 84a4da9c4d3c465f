"""Which models are drawn, where their figures go, and what a plan may name."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import openpyxl
import pandas as pd
import pytest

import survey
from survey.errors import PlanError
from survey.language import LANGUAGES, Language
from survey.reporting.excel.workbook import workbook
from survey.reporting.figures import Drawing, SomeUndrawn, draw
from survey.reporting.figures.choice import choose
from survey.reporting.published import drawable, published
from survey.vocabulary import DriversPlan, FigurePlan, Label, Plan, Report, ReportPlan, TablePlan
from tests.reporting.figures import crossing_records, driver_records, records, trend_records
from tests.reporting.figures.driver_records import model

OTHER = model(id="drivers_q10_oppose", outcome_code="oppose")
FAILED = model(id="drivers_q11_hw_support", failed=records.both("No model could be fitted: why"))


def names(report: Report) -> list[str]:
    return [drawing.name for drawing in draw(report, formats=())]


def planned(*drivers: str) -> Plan:
    return Plan(study=records.study(), figures=FigurePlan(drivers=drivers))


def test_two_models_that_did_not_fail_come_between_heat_and_weights() -> None:
    crossings = (crossing_records.worry_by_support(),)
    third = model(id="drivers_q1_1")
    made = records.report(records.areas(), crossings=crossings, models=(FAILED, model(), OTHER, third))
    assert names(made) == [
        "01-ranking-q1",
        "02-heat-worry",
        "03-drivers-q10_support",
        "04-drivers-q10_oppose",
    ]
    drawing = draw(made, formats=())[2]
    assert (drawing.table, drawing.unweighted_base) == ("drivers_q10_support", 1573)


@pytest.mark.parametrize("name", ["q10:oppose", "drivers_q10_oppose"])
def test_the_plan_names_an_outcome_or_a_model(name: str) -> None:
    made = records.report(records.areas(), models=(model(), OTHER), plan=planned(name))
    assert names(made) == ["01-drivers-q10_oppose"]


def test_a_model_that_failed_is_named_and_the_others_are_drawn() -> None:
    made = records.report(models=(FAILED, OTHER), plan=planned(FAILED.id, OTHER.id))
    with pytest.raises(SomeUndrawn, match="01-drivers-q11_hw_support: No model could be fitted: why") as told:
        draw(made, formats=())
    assert [drawing.name for drawing in told.value.drawn] == ["02-drivers-q10_oppose"]


@pytest.mark.parametrize(
    ("name", "hint"), [("q10:suport", "did you mean q10:support?"), ("zzz", "there are: q10:support")]
)
def test_a_model_that_is_not_there_is_refused(name: str, hint: str) -> None:
    with pytest.raises(PlanError, match="drivers names") as caught:
        draw(records.report(models=(model(),), plan=planned(name)), formats=())
    assert hint in caught.value.hint


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_model_gives_the_same_bytes(language: Language, japanese_font: str) -> None:
    made = records.report(models=(driver_records.many(4, 5),), plan=planned("q10:support"))
    [first] = draw(made, language=language)
    assert first.png
    assert first.svg
    assert draw(made, language=language) == (first,)


# --- a report of people


@pytest.fixture(scope="module")
def report() -> Report:
    rng = np.random.default_rng(3)
    n = 500
    sex, area = rng.choice(["man", "woman"], n), rng.choice(["north", "south"], n)
    area[:12] = "isle"
    view = np.where(rng.logistic(size=n) + (sex == "woman") > 0.5, "support", "oppose")
    frame = pd.DataFrame({"sex": sex, "area": area, "view": view})
    models = (
        DriversPlan("view:support", ("sex",), title=Label({"en": "A title", "ja": "題"})),
        DriversPlan("view:oppose", ("sex", "area")),
    )
    figures = FigurePlan(drivers=("view:oppose", "drivers_view_support"))
    return survey.analyze(survey.read(frame), Plan(drivers=models, figures=figures, tables=TablePlan()))


def test_each_figure_stands_below_its_model_and_leads_to_it(report: Report) -> None:
    drawings = draw(report, formats=("png",))
    assert [drawing.name for drawing in drawings] == ["01-drivers-view_oppose", "02-drivers-view_support"]
    book = openpyxl.load_workbook(io.BytesIO(workbook(report, drawings)))
    sheet = book["Drivers"]
    rows = [image.anchor._from.row + 1 for image in sheet._images]
    heads = [cell.row for line in sheet.iter_rows(max_col=1) for cell in line if _heads(cell.value)]
    assert heads[0] < rows[0] < heads[1] < rows[1]
    figures = book["Figures"]
    assert len(figures._images) == 2
    links = [cell.hyperlink.location for line in figures.iter_rows() for cell in line if cell.hyperlink]
    assert sorted(link for link in links if "Drivers" in link) == sorted(f"'Drivers'!A{row}" for row in heads)


def _heads(value: object) -> bool:
    return value in ("A title", "What goes with “oppose” (view)")


def test_pictures_are_whole_on_their_pages(report: Report) -> None:
    drawings = draw(report, formats=("png",))
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(report, drawings)))["Drivers"]
    breaks = [each.id for each in sheet.row_breaks.brk]
    for image in sheet._images:
        top = image.anchor._from.row + 1
        bottom = top + image.anchor.ext.height // 9525 // 20
        assert not [row for row in breaks if top <= row < bottom]


def test_what_may_not_be_published_is_not_drawn_though_the_plan_names_it(report: Report) -> None:
    plan = replace(report.plan, report=ReportPlan(publish=True))
    shown = drawable(published(replace(report, plan=plan)))
    assert [each.id for each in shown.drivers] == ["drivers_view_support"]
    assert names(shown) == ["01-drivers-view_support"]
    wrong = replace(shown.plan, figures=FigurePlan(drivers=("view:suport",)))
    with pytest.raises(PlanError, match="view:suport"):
        draw(drawable(replace(shown, plan=wrong)), formats=())


def test_the_drawing_is_the_one_of_the_model(report: Report) -> None:
    [oppose, _] = draw(report, formats=("svg",))
    assert isinstance(oppose, Drawing)
    assert oppose.title.startswith("“oppose” is ")
    assert oppose.table == "drivers_view_oppose"


def test_a_report_that_calls_for_many_figures_gets_twelve() -> None:
    whole = crossing_records.demo()
    crossings = tuple(replace(whole.crossings[0], id=f"c{k}") for k in range(5))
    trends = tuple(replace(trend_records.trend([[0.4, 0.5]]), id=f"trend_t{k}") for k in range(5))
    many = replace(whole, crossings=crossings, trends=trends, drivers=(model(), OTHER))
    kinds = [choice.kind for choice in choose(many)]
    assert kinds == ["ranking", "likert", "dots", *["heat"] * 4, *["trend"] * 4, "drivers"]
    assert [choice.kind for choice in choose(whole)] == ["ranking", "likert", "dots", "heat"]
