"""A small workbook with every case issued, weighted by its plan and written in both languages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import openpyxl
import pytest

import survey
from survey.language import Language
from survey.reporting import weighting_account
from survey.vocabulary import (
    WEIGHT_COLUMN,
    DesignPlan,
    NonresponsePlan,
    Plan,
    Report,
    Study,
    Survey,
    TablePlan,
    TrimPlan,
    Weighting,
)
from tests.stats.rows import gave, weights_of

CASES = 200


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Survey:
    """Two hundred cases, of whom about two thirds answered; targets want a third sex nobody is of."""
    draw = np.random.default_rng(4)
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Data"
    sheet.append(["id", "area", "became", "sex", "vote", "weight"])
    for number in range(CASES):
        area = "North" if number % 2 else "South"
        done = draw.random() < (0.8 if area == "North" else 0.5)
        sex = str(draw.choice(["Men", "Women"])) if done else None
        vote = str(draw.choice(["Yes", "No"])) if done else None
        became = "done" if done else str(draw.choice(["refused", "away"]))
        sheet.append([number + 1, area, became, sex, vote, 0.75 + number % 40 / 20])
    targets = book.create_sheet("population")
    for line in (
        ["variable", "choice", "share", "source", "date"],
        ["sex", "Men", 0.55, "Register", "2025-10-01"],
        ["sex", "Women", 0.45],
        ["area", "North", 0.45],
        ["area", "South", 0.45],
        ["area", "East", 0.10],
    ):
        targets.append(line)
    path = tmp_path_factory.mktemp("cases") / "cases.xlsx"
    book.save(path)
    return survey.read(path)


PLAN = Plan(
    study=Study(headline="vote:Yes"),
    design=DesignPlan(weight="weight"),
    weighting=Weighting(
        margins=("sex",),
        nonresponse=NonresponsePlan(("area",), outcome="became", respondents=("done",)),
        trim=TrimPlan(cap=2.0, floor=0.3),
    ),
    tables=TablePlan(banner=("area",)),
)


def sheets(report: Report, folder: Path, language: Language) -> dict[str, list[object]]:
    """Every cell with a value, {sheet: values}."""
    written = survey.write(report, folder, language=language, formats=["xlsx"])
    [file] = [each for each in written.files if each.suffix == ".xlsx"]
    book = openpyxl.load_workbook(file)
    return {
        sheet.title: [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]
        for sheet in book
    }


def test_nonrespondents_are_in_no_base_of_the_report(data: Survey, tmp_path: Path) -> None:
    report = survey.analyze(data, PLAN)
    done = gave(data, "became", ["done"])
    final = weights_of(report.survey)
    assert len(final) == CASES
    assert ((final > 0) == done).all()
    assert final.sum() == pytest.approx(done.sum())
    assert report.summary.unweighted_base == done.sum()
    for table in report.tables.values():
        assert table.unweighted_base[0] <= done.sum()
    area = report.tables["area"]
    assert area.unweighted_base[0] == done.sum()
    assert report.weighting is not None
    assert report.weighting.nonresponse
    assert report.weighting.achieved[0].after == pytest.approx(0.55)
    assert all(effect.unweighted_base <= done.sum() for effect in report.weight_effects)
    yes = gave(data, "vote", ["Yes"]) & done
    base = done & (gave(data, "vote", ["Yes"]) | gave(data, "vote", ["No"]))
    [line] = [each for each in report.weight_effects if each.answer.to("en") == "Yes"]
    assert line.unweighted == pytest.approx(yes.sum() / base.sum())
    for language, sheet, words in (
        ("en", "Weights", ("Adjustment for nonresponse", "Trimming", "Cases issued")),
        ("ja", "ウエイト", ("無回答の補正", "ウエイトの制限", "発出数")),
    ):
        found = sheets(report, tmp_path / language, language)  # type: ignore[arg-type]
        assert all(word in found[sheet] for word in words)
        assert 100 in found[sheet]


def test_the_effects_of_weights_leave_nonrespondents_out_of_what_all_cases_answered(data: Survey) -> None:
    """The area is known of every case; its unweighted share is of those who responded."""
    report = survey.analyze(data, replace(PLAN, study=Study(headline="area:North")))
    done = gave(data, "became", ["done"])
    north = gave(data, "area", ["North"])
    line = report.weight_effects[0]
    assert (line.table, line.answer.to("en")) == ("area", "North")
    assert line.unweighted == pytest.approx((north & done).sum() / done.sum())
    assert line.unweighted_base == done.sum()


def test_targets_not_met_are_said_on_cover_and_sheet_in_both_languages(data: Survey, tmp_path: Path) -> None:
    weighting = Weighting(margins=("sex", "area"), unmet="accept")
    said: list[str] = []
    report = survey.analyze(
        data,
        Plan(design=DesignPlan(weight="weight"), weighting=weighting),
        on_step=lambda _, counts: said.append(counts),
    )
    assert report.weighting is not None
    assert report.weighting.unmet
    assert report.weighting.max_error == pytest.approx(0.1)
    assert any("targets NOT all met, by up to 10.0 points (accepted)" in each for each in said)
    assert not any("every target met" in each for each in said)
    [warning] = [each for each in report.warnings if "do NOT meet all targets" in each]
    assert "wants 10.0% of 'East'" in warning
    english = sheets(report, tmp_path / "en", "en")
    for name in ("Cover", "Weights"):
        assert any(str(each).startswith("THE TARGETS ARE NOT ALL MET") for each in english[name])
        assert any("Raked to sex, area." in str(each) for each in english[name])
        assert any("10.00 points" in str(each) for each in english[name])
    assert 0.1 in [round(each, 9) for each in english["Weights"] if isinstance(each, float)]
    japanese = sheets(report, tmp_path / "ja", "ja")
    for name in ("表紙", "ウエイト"):
        assert any(str(each).startswith("目標の一部が満たされていない") for each in japanese[name])
    assert any("該当する回答者（ウエイト＞0）がいない" in str(each) for each in japanese["ウエイト"])


def test_adjustment_alone_is_told_without_margins(data: Survey, tmp_path: Path) -> None:
    alone = replace(PLAN.weighting, method="none", margins=(), trim=TrimPlan())
    plan = replace(PLAN, weighting=alone)
    said: list[str] = []
    report = survey.analyze(data, plan, on_step=lambda _, counts: said.append(counts))
    assert any(each.startswith("nonresponse; design effect of weighting") for each in said)
    assert WEIGHT_COLUMN in report.survey.responses.names
    english = sheets(report, tmp_path / "en", "en")
    assert any(
        str(each).startswith("Design weights adjusted for nonresponse in") for each in english["Cover"]
    )
    japanese = sheets(report, tmp_path / "ja", "ja")
    assert any(
        str(each).endswith("デザイン効果1.00。") or "補正クラスごとに無回答を補正" in str(each)
        for each in japanese["表紙"]
    )


def test_excluded_respondents_are_in_no_base_of_the_report(data: Survey, tmp_path: Path) -> None:
    """Without an adjustment nonrespondents have no sex, and exclusion leaves them out."""
    plan = Plan(design=DesignPlan(weight="weight"), weighting=Weighting(margins=("sex",), missing="exclude"))
    report = survey.analyze(data, plan)
    done = gave(data, "became", ["done"])
    assert report.summary.unweighted_base == done.sum()
    assert report.tables["area"].unweighted_base[0] == done.sum()
    assert weights_of(report.survey).sum() == pytest.approx(done.sum())
    english = sheets(report, tmp_path / "en", "en")
    assert any("they are left out of every base" in str(each) for each in english["Weights"])


@pytest.fixture(scope="module")
def aged(tmp_path_factory: pytest.TempPathFactory) -> Survey:
    """Ninety answers with a number: ages 20 to 79, of men and women in turn."""
    lines = [["id", "sex", "years"], *([n + 1, ["Men", "Women"][n % 2], 20 + n * 7 % 60] for n in range(90))]
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    path = tmp_path_factory.mktemp("aged") / "aged.xlsx"
    book.save(path)
    return survey.read(path)


def years(mean: float, **more: object) -> Plan:
    """Meet a mean age with weights of the sample's size."""
    return Plan(weighting=Weighting(method="raking", means={"years": mean}, **more))  # type: ignore[arg-type]


def test_a_mean_is_printed_as_a_mean_and_not_among_shares(aged: Survey, tmp_path: Path) -> None:
    report = survey.analyze(aged, years(52.25))
    assert report.weighting is not None
    [line] = report.weighting.achieved
    assert line.mean
    assert line.after == pytest.approx(52.25)
    for language, sheet, heading in (("en", "Weights", "Means met"), ("ja", "ウエイト", "平均の補正")):
        found = sheets(report, tmp_path / language, language)[sheet]  # type: ignore[arg-type]
        at = found.index(heading)
        numbers = [each for each in found[at:] if isinstance(each, float)]
        assert numbers[0] == pytest.approx(line.before)
        assert numbers[1:3] == [pytest.approx(52.25), 52.25]
        assert not {"Margins met", "補正した母集団分布"} & set(found)
    told = weighting_account(report.survey, report.weighting)
    assert "Means\n" in told
    assert "    52.25      52.25" in told
    assert "Largest corrections" not in told


def test_a_mean_out_of_reach_is_told_on_the_cover_as_a_mean(aged: Survey, tmp_path: Path) -> None:
    report = survey.analyze(aged, years(90, unmet="accept"))
    cover = sheets(report, tmp_path, "en")["Cover"]
    [said] = [str(each) for each in cover if str(each).startswith("THE TARGETS ARE NOT ALL MET")]
    assert report.weighting is not None
    reached = report.weighting.farthest.after
    assert 49 < reached < 79
    assert f"the mean of years is {reached:.2f} where 90.00 was wanted" in said
    told = weighting_account(report.survey, report.weighting)
    assert f"the mean of years is {reached:.4g} for a target of 90" in told


def test_limits_that_no_weight_passes_are_said_to_change_nothing(aged: Survey, tmp_path: Path) -> None:
    report = survey.analyze(aged, years(50, trim=TrimPlan(cap=5.0, floor=0.1)))
    found = sheets(report, tmp_path, "en")
    assert "No weight lay outside the limits, and none was changed." in found["Weights"]
    cover = " ".join(map(str, found["Cover"]))
    assert "All weights lie within the limits of 0.10 to 5.00 times the mean." in cover
