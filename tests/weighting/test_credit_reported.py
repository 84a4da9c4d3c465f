"""The report credits calibration: by the plan, made before, or of weights that came with the file."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import survey
from survey.errors import PlanError, WeightingError
from survey.reading import check_plan
from survey.reporting.data import weights_csv
from survey.reporting.methodology import disclosure, weighting_in_words
from survey.responses import decode
from survey.vocabulary import (
    Codebook,
    CrossingPlan,
    DesignPlan,
    Margin,
    Plan,
    Question,
    Removal,
    Report,
    Study,
    Survey,
    TablePlan,
    Targets,
    TrimPlan,
    Weighting,
    plain,
)
from tests.stats.rows import Array, Estimator, gradient, left_over
from tests.test_numbers_pages import FOLDER, ROOT, blocks

SEX = Margin(("sex",), {("woman",): 0.52, ("man",): 0.48})
AGE = Margin(("age_band",), {("18-39",): 0.30, ("40-59",): 0.33, ("60+",): 0.37})
DESIGN = DesignPlan("weight", "region", "point")
PLAN = Plan(
    study=Study(probability=True, headline="support:support"),
    design=DESIGN,
    weighting=Weighting(margins=("sex", "age_band")),
    tables=TablePlan(banner=("city_size",), minimum_base=0),
    crossing=(CrossingPlan("city_size", "support"),),
)
DEGREES = 9
ANSWERS = ("support", "oppose", "dont_know")


@cache
def frame() -> pd.DataFrame:
    return pd.read_csv(FOLDER / "poll.csv")


@cache
def codebook() -> Codebook:
    """That of the pages, in which only `support` asks for an opinion."""
    [code] = blocks(FOLDER / "README.md", "python")
    made: dict[str, Any] = {}
    with pytest.MonkeyPatch.context() as patch, np.printoptions():
        patch.chdir(ROOT)
        exec(compile(code, "docs/numbers/README.md", "exec"), made)
    questions = [
        each if each.name == "support" else replace(each, role="banner") for each in made["codebook"]
    ]
    return Codebook((*questions, *(Question(name, plain(name), "numeric") for name in ("final", "cut"))))


def poll(**columns: Array) -> Survey:
    """The poll with its targets, and with more columns."""
    absent = {name: np.nan for name in ("final", "cut") if name not in columns}
    read = survey.read(frame().assign(**columns, **absent), codebook=codebook())
    return replace(read, targets=Targets((SEX, AGE)))


@dataclass(frozen=True, eq=False)
class Reference:
    """Errors of functions of the weights, margins explained or not."""

    weights: Array
    credit: bool = True

    def error(self, estimator: Estimator) -> Array:
        z = gradient(estimator, self.weights)
        if self.credit:
            met = pd.get_dummies(frame()[["sex", "age_band"]]).to_numpy(dtype=float)
            z = left_over(z, met, frame()["weight"].to_numpy())
        sums = pd.DataFrame(z * self.weights[:, None]).groupby([frame()["region"], frame()["point"]]).sum()
        spread = sums.groupby(level="region").agg(lambda each: len(each) * each.var(ddof=1)).sum()
        return np.sqrt(spread.to_numpy())

    def shares(self, city: str | None = None) -> Array:
        """Errors of the shares of `support`, of everyone or of a city size, (3,)."""
        return self.error(lambda w: _shares(w, city))

    def gaps(self, city: str) -> Array:
        """Errors of how far the shares of a city size are from those of the rest, (3,)."""
        [other] = {"city", "town"} - {city}
        return self.error(lambda w: _shares(w, city) - _shares(w, other))


def _shares(w: Array, city: str | None) -> Array:
    inside = (frame()["city_size"] == city) if city else pd.Series(True, index=frame().index)
    given = np.array([(frame()["support"] == code) & inside for code in ANSWERS], dtype=float).T
    return np.asarray((w @ given) / (w @ given.sum(axis=1))[..., None])


def final(report: Report) -> Array:
    column = report.survey.responses.column(report.survey.design.weight or "")
    return decode(column).astype(float)


def assert_credited(report: Report, credit: bool = True) -> None:
    """Toplines, banner, crossing, margin of error, caution of findings and weight effects."""
    by, table = Reference(final(report), credit), report.tables["support"]
    rows = [row for row, each in enumerate(table.rows) if each.code in ANSWERS]
    assert tuple(table.rows[row].code for row in rows) == ANSWERS
    columns = [table.columns[c].code for c in range(len(table.columns))]
    for place, city in ((0, None), *((columns.index(code), code) for code in ("city", "town"))):
        np.testing.assert_allclose(table.standard_error[rows, place], by.shares(city), rtol=1e-9)
    [crossing] = report.crossings
    for place, row in enumerate(crossing.rows):
        found = dict(
            zip((each.code for each in crossing.columns), crossing.standard_error[place], strict=True)
        )
        np.testing.assert_allclose([found[code] for code in ANSWERS], by.shares(row.code), rtol=1e-9)
    assert table.caution is not None
    for city in ("city", "town"):
        ratio = table.caution.error[rows, columns.index(city)] / by.gaps(city)
        assert ratio.min() == pytest.approx(1, rel=1e-9)
    share = _shares(final(report), None)
    n = float(frame()["support"].notna().sum())
    effects = by.shares() ** 2 / (share * (1 - share) / (n - 1))
    np.testing.assert_allclose(
        sorted(line.design_effect for line in report.weight_effects), sorted(effects), rtol=1e-9
    )
    reach = stats.t.ppf(0.975, DEGREES) * np.sqrt(np.median(effects) * 0.25 / len(frame()))
    assert report.summary.margin_of_error == pytest.approx(reach, rel=1e-9)


@cache
def weighted() -> Report:
    return survey.analyze(poll(), PLAN)


def test_the_report_credits_what_its_plan_weights_to() -> None:
    assert_credited(weighted())
    alternatives = survey.compare_weights(poll(), PLAN)
    assert alternatives[0].standard_error == pytest.approx(Reference(final(weighted())).shares()[0])


def test_the_report_keeps_the_weights_of_a_survey_weighted_before() -> None:
    drawn = survey.declare_design(poll(), weight="weight", stratum="region", psu="point")
    raked, _ = survey.rake(drawn, [SEX, AGE])
    plan = replace(PLAN, design=DesignPlan(), weighting=Weighting())
    report = survey.analyze(raked, plan)
    assert_credited(report)
    assert weighting_in_words(report, "en").startswith("Weighted to sex, age_band before this analysis")
    assert "sex、age_bandに合わせたウエイト" in weighting_in_words(report, "ja").replace("・", "、")


def written(report: Report) -> dict[str, Array]:
    """The columns of weights.csv, as read back."""
    lines = list(csv.DictReader(io.StringIO(weights_csv(report.survey).decode("utf-8-sig"))))
    return {
        name: np.array([float(line[name]) for line in lines]) for name in lines[0] if name != "respondent"
    }


def declared(**changes: Any) -> Plan:
    """A plan for weights that came with the file."""
    design = DesignPlan("final", "region", "point", calibrated_to=("sex", "age_band"), entering="weight")
    return replace(PLAN, design=replace(design, **changes), weighting=Weighting())


@pytest.mark.parametrize("targets", [Targets(), Targets((SEX, AGE))])
def test_weights_written_and_read_back_give_the_same_errors(targets: Targets) -> None:
    back = written(weighted())
    np.testing.assert_allclose(back["design_weight"], frame()["weight"])
    came = replace(poll(final=back["weight"]), targets=targets)
    report = survey.analyze(came, declared())
    assert_credited(report)
    unknown = replace(declared(calibrated_to=(), entering=""), weighting=Weighting(method="none"))
    assert_credited(survey.analyze(came, unknown), credit=False)
    for before, after in zip(weighted().weight_effects, report.weight_effects, strict=True):
        assert after.design_weighted == pytest.approx(before.design_weighted, rel=1e-9)


def test_weights_trimmed_by_the_plan_are_written_with_those_that_entered_last() -> None:
    plan = replace(PLAN, weighting=replace(PLAN.weighting, trim=TrimPlan(cap=1.3)))
    report = survey.analyze(poll(), plan)
    back = written(report)
    np.testing.assert_allclose(back["design_weight"], frame()["weight"])
    again = survey.analyze(poll(final=back["weight"], cut=back["entering_weight"]), declared(entering="cut"))
    np.testing.assert_allclose(
        again.tables["support"].standard_error, report.tables["support"].standard_error, rtol=1e-9
    )


def test_declared_margins_are_said_in_both_languages() -> None:
    report = survey.analyze(poll(final=written(weighted())["weight"]), declared())
    en, ja = (weighting_in_words(report, language) for language in ("en", "ja"))
    assert en == (
        "Weighted with “final”, which came with the data and was declared to meet sex, age_band; "
        "standard errors credit that."
    )
    assert "「final」" in ja
    assert "標準誤差に反映" in ja
    for language, words in (("en", en), ("ja", ja)):
        assert words in [line.statement for line in disclosure(report, language)]  # type: ignore[arg-type]
    assert [note.text for note in report.survey.log if note.rule == "W303"] == [
        "the weights 'final' came with the file and were declared to meet sex, age_band, starting from "
        "'weight'; errors credit that"
    ]


def test_rows_removed_from_a_file_with_declared_weights_are_warned_of() -> None:
    plan = declared()
    plan = replace(plan, clean=replace(plan.clean, remove=(Removal("${persons} = 1", plain("alone")),)))
    came = replace(poll(final=written(weighted())["weight"]), targets=Targets())
    report = survey.analyze(came, plan)
    assert any("removed from a file whose weights were declared" in line for line in report.warnings)


def test_declarations_that_do_not_fit_are_refused() -> None:
    came = poll(final=frame()["weight"].to_numpy())
    with pytest.raises(WeightingError, match="do not meet 'sex'"):
        survey.analyze(came, declared())
    with pytest.raises(PlanError, match="agee_band"):
        check_plan(declared(calibrated_to=("sex × agee_band",)), came)
    with pytest.raises(PlanError, match="income has no answers"):
        check_plan(declared(calibrated_to=("income",)), came)
    with pytest.raises(PlanError, match="entering is 'weigth'"):
        check_plan(declared(entering="weigth"), came)


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        ('[design]\nentering = "base_w"', "calibrated_to"),
        ('[design]\ncalibrated_to = ["sex", "sex"]', "twice"),
        ('[design]\nweight = "w"\nentering = "w"\ncalibrated_to = ["sex"]', "the final weight"),
        (
            '[design]\ncalibrated_to = ["sex"]\n[weighting.nonresponse]\nclasses = ["sex"]\n'
            "[weighting.nonresponse.issued]\nman = 1",
            "meets margins already",
        ),
    ],
)
def test_plans_that_contradict_themselves_are_refused(tmp_path: Path, lines: str, complaint: str) -> None:
    (tmp_path / "survey.toml").write_text(lines, encoding="utf-8")
    with pytest.raises(PlanError, match=complaint):
        survey.read_plan(tmp_path / "survey.toml")
