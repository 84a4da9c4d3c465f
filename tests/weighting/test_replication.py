"""Replicate weights: the factors the textbook states, what is refused, and weighting repeated on each."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from survey.errors import DesignError, EmptyMargin, NotConverged, PlanError
from survey.responses import MemoryResponses, encode
from survey.vocabulary import Design, Margin, ReplicateMethod, Replication, Survey
from survey.weighting import (
    calibrate,
    declare_design,
    declare_replicates,
    poststratify,
    rake,
    replicate,
    trim,
)
from tests.golden.designs import Reference
from tests.golden.frames import columns_of
from tests.stats.rows import gave, numbers, poll, weights_of

GOLDEN = Path(os.environ.get("SURVEY_GOLDEN", Path(__file__).resolve().parents[3] / "shared" / "golden"))
M = Margin(("m",), {("0",): 0.3, ("1",): 0.3, ("2",): 0.4})
K = Margin(("k",), {("0",): 0.45, ("1",): 0.55})
Q = Margin(("q",), {("0",): 0.3, ("1",): 0.3, ("2",): 0.4})
Step = Callable[[Survey], Survey]


def block_of(survey: Survey) -> np.ndarray:
    assert survey.design.replication is not None
    return survey.responses.block(survey.design.replication.block)


def replication_of(survey: Survey) -> Replication:
    assert survey.design.replication is not None
    return survey.design.replication


def with_columns(survey: Survey, **columns: object) -> Survey:
    made = {name: encode(np.asarray(values).tolist()) for name, values in columns.items()}
    return replace(survey, responses=survey.responses.assign(made))


def clustered(*, fpc: bool = False, weight: str | None = "w") -> Survey:
    """Three strata of five sampling units."""
    return replace(poll(), design=Design(weight, "h", "unit", "N" if fpc else None))


def paired(strata: int = 6) -> Survey:
    """Strata of two sampling units, 240 respondents in all."""
    rows = np.arange(240)
    survey = with_columns(poll(), pair=(rows % strata).astype(str), half=(rows // strata % 2).astype(str))
    return replace(survey, design=Design("w", "pair", "half"))


@pytest.mark.parametrize(("name", "design"), [("rclus1_jk1", "dclus1"), ("rpa_jkn", "pa_cl")])
def test_the_jackknife_is_that_of_the_golden_files(name: str, design: str) -> None:
    file = GOLDEN / "golden_public.json"
    if not file.exists():
        pytest.skip(f"the golden numbers of R survey are not at {GOLDEN}: set SURVEY_GOLDEN to their folder")
    content = json.loads(file.read_text(encoding="utf-8"))
    method: ReplicateMethod = "JK1" if name == "rclus1_jk1" else "JKn"
    survey = replicate(Reference(content, GOLDEN).survey(design), method)
    table = columns_of(GOLDEN / "weights" / f"{name}.csv")
    np.testing.assert_allclose(weights_of(survey), table.pop("w"), rtol=1e-9)
    wanted, found = np.array(list(table.values())).T, block_of(survey)
    by_unit_left_out = (np.argsort((weights != 0).argmin(axis=0)) for weights in (wanted, found))
    order, ours = by_unit_left_out
    assert found.shape == wanted.shape
    np.testing.assert_allclose(found[:, ours], wanted[:, order], rtol=1e-9)
    rule = content["designs"][name]["spec"]["replication"]
    replication = replication_of(survey)
    assert replication.scale == pytest.approx(rule["scale"], rel=1e-12)
    np.testing.assert_allclose(replication.scales, rule["rscales"], rtol=1e-12)


@pytest.mark.parametrize("fpc", [False, True])
def test_jkn_leaves_one_unit_out_and_raises_the_others_of_its_stratum(fpc: bool) -> None:
    survey = replicate(clustered(fpc=fpc), "JKn")
    factors = block_of(survey) / weights_of(survey)[:, None]
    strata, units = (survey.responses.column(name).codes for name in ("h", "unit"))
    left_out = [set(units[column == 0]) for column in factors.T]
    assert sorted(unit for [unit] in map(list, left_out)) == list(range(15))
    for column, [unit], scale in zip(factors.T, left_out, replication_of(survey).scales, strict=True):
        same = strata == strata[units == unit][0]
        np.testing.assert_allclose(column[same & (units != unit)], 5 / 4)
        np.testing.assert_allclose(column[~same], 1)
        fraction = 5 / numbers(survey, "N")[same][0] if fpc else 0
        assert scale == pytest.approx((1 - fraction) * 4 / 5)
    assert replication_of(survey).scale == 1


def test_jk1_is_jkn_with_one_stratum_and_its_scale_before_the_sum() -> None:
    survey = replace(poll(), design=Design("w", None, "unit"))
    found = replicate(survey, "JK1")
    assert replication_of(found).scale == pytest.approx(14 / 15)
    assert set(replication_of(found).scales) == {1.0}
    assert set(np.round(block_of(found) / weights_of(found)[:, None], 12).ravel()) == {0, round(15 / 14, 12)}
    with pytest.raises(DesignError, match=r"JK1 is for one stratum, and the design has 3") as complaint:
        replicate(clustered(), "JK1")
    assert "JKn" in complaint.value.hint


@pytest.mark.parametrize("strata", [1, 2, 3, 6, 7, 8])
@pytest.mark.parametrize(("method", "rho"), [("BRR", 0.0), ("Fay", 0.3), ("Fay", 0.5)])
def test_half_samples_are_balanced(strata: int, method: ReplicateMethod, rho: float) -> None:
    survey = replicate(paired(strata), method, rho=rho)
    factors = block_of(survey) / weights_of(survey)[:, None]
    rows = [
        np.flatnonzero((np.arange(240) % strata == h) & (np.arange(240) // strata % 2 == 0))[0]
        for h in range(strata)
    ]
    first = factors[rows]
    np.testing.assert_allclose(np.unique(np.round(factors, 12)), [rho, 2 - rho])
    np.testing.assert_allclose(
        (first - 1) @ (first - 1).T / first.shape[1], (1 - rho) ** 2 * np.eye(strata), atol=1e-12
    )
    np.testing.assert_allclose((first - 1).sum(axis=1), 0, atol=1e-12)
    others = factors[[row + strata for row in rows]]
    np.testing.assert_allclose(first + others, 2)
    assert replication_of(survey).scale == pytest.approx(1 / (first.shape[1] * (1 - rho) ** 2))
    assert first.shape[1] > strata


def test_the_bootstrap_draws_units_less_one_and_repeats_from_its_seed() -> None:
    survey = clustered()
    first, again, other = (replicate(survey, "bootstrap", replicates=60, seed=seed) for seed in (7, 7, 8))
    np.testing.assert_array_equal(block_of(first), block_of(again))
    assert not np.array_equal(block_of(first), block_of(other))
    factors = block_of(first) / weights_of(first)[:, None]
    drawn = factors * 4 / 5
    np.testing.assert_allclose(drawn, np.round(drawn), atol=1e-12)
    units = survey.responses.column("unit").codes
    places = [np.flatnonzero(units == unit)[0] for unit in range(15)]
    strata = survey.responses.column("h").codes[places]
    for stratum in range(3):
        np.testing.assert_allclose(drawn[places][strata == stratum].sum(axis=0), 4)
    assert replication_of(first).scale == pytest.approx(1 / 60)


def test_respondents_of_one_unit_share_their_factor() -> None:
    methods: list[ReplicateMethod] = ["JKn", "bootstrap"]
    for method in methods:
        survey = replicate(clustered(weight=None), method, replicates=20)
        units = survey.responses.column("unit").codes
        for unit in range(15):
            assert np.ptp(block_of(survey)[units == unit], axis=0).max() == 0


def test_what_admits_no_replicates_is_refused() -> None:
    alone = with_columns(poll(), spot=np.where(np.arange(240) == 0, "a", "b"))
    for method in ("JKn", "BRR", "bootstrap", "SDR"):
        with pytest.raises(DesignError, match=r"two sampling units or more .* a \(1\)"):
            replicate(declare_design(alone, stratum="spot"), method)  # type: ignore[arg-type]
    three = with_columns(poll(), pair=["0", "1"] * 120, third=(np.arange(240) // 2 % 3).astype(str))
    for method in ("BRR", "Fay"):
        with pytest.raises(DesignError, match=r"exactly two sampling units .* 0 \(3\), 1 \(3\)"):
            replicate(declare_design(three, stratum="pair", psu="third"), method)  # type: ignore[arg-type]
    raked, _ = rake(clustered(), [M])
    with pytest.raises(DesignError, match="already fitted to margins") as complaint:
        replicate(raked, "JKn")
    assert "replicates first" in complaint.value.hint
    blank = with_columns(poll(), spot=[None, *["a", "b"] * 119, "a"])
    with pytest.raises(DesignError, match="spot"):
        replicate(declare_design(blank, psu="spot"), "JK1")


def test_too_many_replicates_are_refused_before_they_are_made() -> None:
    rows = np.arange(20_000)
    many = replace(poll(), responses=MemoryResponses({"y": encode(rows.astype(float))}), design=Design())
    with pytest.raises(DesignError, match="20,000 replicates of 20,000 respondents") as complaint:
        replicate(many, "JK1")
    assert "bootstrap" in complaint.value.hint
    with pytest.raises(DesignError, match="too many to keep"):
        replicate(declare_design(with_columns(many, u=rows % 2), psu="u"), "bootstrap", replicates=14_000)


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"columns": []}, r"none named"),
        ({"columns": ["w", "no", "nor"]}, r"no, nor are not in the data"),
        ({"scales": [1.0]}, r"2 replicate weights and 1 usable scales"),
        ({"scales": [1.0, np.nan]}, r"usable scales"),
        ({"scales": [1.0, -0.5]}, r"usable scales"),
        ({"method": "JKn"}, r"JKn needs the scale"),
        ({"columns": ["w", "negative"]}, r"'negative' is blank, below zero or infinite"),
        ({"columns": ["w", "blank"]}, r"'blank' is blank, below zero or infinite"),
        ({"columns": ["endless", "w"]}, r"'endless' is blank, below zero or infinite"),
        ({"columns": ["w", "h"]}, r"'h' is blank, below zero or infinite"),
    ],
)
def test_declared_replicates_are_checked(changes: dict[str, object], complaint: str) -> None:
    one = [1.0] * 239
    survey = with_columns(poll(), negative=[-1.0, *one], blank=[None, *one], endless=[np.inf, *one])
    given = {"columns": ["w", "d"], **changes}
    with pytest.raises((PlanError, DesignError), match=complaint):
        declare_replicates(survey, **given)  # type: ignore[arg-type]


def test_declared_replicates_take_their_methods_scale() -> None:
    wanted: dict[ReplicateMethod, float] = {
        "JK1": 0.5,
        "BRR": 0.5,
        "Fay": 0.5 / 0.7**2,
        "bootstrap": 0.5,
        "SDR": 2.0,
    }
    for method, scale in wanted.items():
        survey = declare_replicates(poll(), ["w", "d"], method=method, rho=0.3)
        assert replication_of(survey).scale == pytest.approx(scale), method
        assert replication_of(survey).scales == (1.0, 1.0)
    given = declare_replicates(poll(), ["d"], weight="d", scale=0.3, scales=[2], about_estimate=False)
    assert replication_of(given) == Replication("bootstrap", 0.3, (2.0,), about_estimate=False)
    np.testing.assert_array_equal(weights_of(given), numbers(given, "d"))


STEPS: dict[str, Step] = {
    "rake": lambda survey: rake(survey, [M, K], population=500)[0],
    "poststratify": lambda survey: poststratify(survey, M, population=500)[0],
    "linear": lambda survey: calibrate(survey, [M, K], population=500)[0],
    "logit": lambda survey: calibrate(survey, [M, K], distance="logit", bounds=(0.2, 5), population=500)[0],
    "numbers": lambda survey: calibrate(survey, [M], totals={"y": 500 * 51.0}, population=500)[0],
}


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize("method", ["JKn", "bootstrap"])
def test_every_replicate_meets_the_margins(name: str, method: ReplicateMethod) -> None:
    survey = STEPS[name](replicate(clustered(), method, replicates=25))
    block = np.column_stack([weights_of(survey), block_of(survey)])
    np.testing.assert_allclose(block.sum(axis=0), 500, rtol=1e-9)
    for margin in [M] if name in ("poststratify", "numbers") else [M, K]:
        for (code,), share in margin.shares.items():
            met = gave(survey, *margin.questions, [code]) @ block
            np.testing.assert_allclose(met, 500 * share, rtol=1e-9)
    if name == "numbers":
        np.testing.assert_allclose(numbers(survey, "y") @ block, 500 * 51.0, rtol=1e-9)
    assert survey.design.calibration is not None


def test_those_without_a_target_keep_their_share_in_each_replicate() -> None:
    before = replicate(clustered(), "JKn")
    after, _ = rake(before, [Q, K])
    blank = before.responses.column("q").codes < 0
    assert 5 < blank.sum() < 100
    entering, met = block_of(before), block_of(after)
    share = entering[blank].sum(axis=0) / entering.sum(axis=0)
    assert np.ptp(share) > 0.01
    np.testing.assert_allclose(met[blank].sum(axis=0) / met.sum(axis=0), share, rtol=1e-9)
    answered = gave(after, "q", ["1"]) @ met / met[~blank].sum(axis=0)
    np.testing.assert_allclose(answered, 0.3, rtol=1e-9)


def test_a_category_that_a_replicate_loses_is_named() -> None:
    units = poll().responses.column("unit").codes
    rare = with_columns(clustered(), k=np.where((units == 3) & (np.arange(240) % 2 == 0), "0", "1"))
    with pytest.raises(
        EmptyMargin, match=r"in 1 of 15 replicates \(JKn\) nobody is left in '0' of the margin 'k'"
    ) as told:
        rake(replicate(rare, "JKn"), [K])
    assert "merge '0' with a neighbour" in told.value.hint
    with pytest.raises(EmptyMargin) as told:
        rake(replicate(rare, "bootstrap", replicates=20), [K])
    assert '"JKn" leaves out one sampling point at a time' in told.value.hint


def test_a_replicate_that_cannot_meet_the_targets_is_an_error() -> None:
    survey = replicate(clustered(), "bootstrap", replicates=40)
    with pytest.raises(NotConverged, match="in every replicate") as complaint:
        calibrate(survey, [M, K], bounds=(0.74, 1.26))
    assert set(complaint.value.margins) == {"m", "k"}
    calibrate(clustered(), [M, K], bounds=(0.74, 1.26))


def test_each_replicate_is_trimmed() -> None:
    survey = trim(replicate(clustered(), "bootstrap", replicates=10), upper=3.0)
    block = block_of(survey)
    assert block.max() == pytest.approx(3.0)
    np.testing.assert_allclose(block.sum(axis=0), block_of(replicate(clustered(), replicates=10)).sum(axis=0))


def test_keeping_respondents_keeps_their_replicate_weights() -> None:
    survey = replicate(clustered(), "JKn")
    rows = np.arange(240) % 3 == 0
    fewer = replace(survey, responses=survey.responses.keep(rows))
    np.testing.assert_array_equal(block_of(fewer), block_of(survey)[rows])
    assert len(fewer.responses) == 80
