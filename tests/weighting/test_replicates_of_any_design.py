"""Replicate weights of any design: what they make of lonely strata, and that errors stay what they were."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from survey.errors import DesignError
from survey.responses import MemoryResponses, decode, encode
from survey.tabulation.statistics import mean, total
from survey.vocabulary import Design, LonelyPolicy, ReplicateMethod, Survey
from survey.weighting import declare_design, replicate
from tests.stats.rows import poll, weights_of
from tests.weighting.test_replication import block_of, with_columns

DESIGNS: dict[str, dict[str, str]] = {
    "none": {},
    "weights": {"weight": "w"},
    "strata": {"weight": "w", "stratum": "h"},
    "units": {"weight": "w", "psu": "unit"},
    "strata and units": {"weight": "w", "stratum": "h", "psu": "unit"},
    "finite strata": {"weight": "w", "stratum": "h", "fpc": "people"},
    "finite": {"weight": "w", "stratum": "h", "psu": "unit", "fpc": "N"},
    "two stages": {"weight": "w", "stratum": "h", "psu": "unit", "ssu": "row"},
}


@pytest.mark.parametrize("name", DESIGNS)
def test_the_jackknife_of_a_total_is_the_linearised_error_whatever_the_design(name: str) -> None:
    survey = declare_design(with_columns(poll(), row=np.arange(240)), **DESIGNS[name])  # type: ignore[arg-type]
    wanted = total(survey, ["y", "children"])
    found = total(replicate(survey, "JKn"), ["y", "children"])
    np.testing.assert_allclose(found.covariance, wanted.covariance, rtol=1e-9)
    np.testing.assert_array_equal(found.estimate, wanted.estimate)


@pytest.mark.parametrize("name", DESIGNS)
def test_the_bootstrap_is_near_the_linearised_error_whatever_the_design(name: str) -> None:
    survey = declare_design(with_columns(poll(), row=np.arange(240)), **DESIGNS[name])  # type: ignore[arg-type]
    found = mean(replicate(survey, "bootstrap", replicates=2000, seed=5), "y").standard_error
    np.testing.assert_allclose(found, mean(survey, "y").standard_error, rtol=0.1)


def lonely(policy: LonelyPolicy, alone: int = 1, *, pairs: bool = False, **more: str) -> Survey:
    """A stratified sample in which some strata, of twelve or so, hold a single sampling unit."""
    rows = np.arange(240)
    unit = rows % (2 * 12)
    stratum = np.where(unit < 2 * alone, 100 + unit // 2, unit // (2 if pairs else 6))
    unit = np.where(unit < 2 * alone, 2 * (unit // 2), unit)
    columns = with_columns(poll(), area=stratum.astype(str), point=unit.astype(str))
    return declare_design(columns, weight="w", stratum="area", psu="point", lonely=policy, **more)


POLICIES: list[LonelyPolicy] = ["adjust", "average", "certainty", "remove"]


@pytest.mark.parametrize("alone", [1, 2, 3])
@pytest.mark.parametrize("policy", POLICIES)
def test_jkn_gives_lonely_units_what_the_linearised_error_gives_them(
    policy: LonelyPolicy, alone: int
) -> None:
    survey = lonely(policy, alone)
    found, wanted = (total(each, "y").covariance for each in (replicate(survey, "JKn"), survey))
    np.testing.assert_allclose(found, wanted, rtol=1e-9)


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize(("method", "near"), [("BRR", 0.05), ("Fay", 0.05), ("bootstrap", 0.08)])
def test_other_methods_come_near_it(method: ReplicateMethod, near: float, policy: LonelyPolicy) -> None:
    for alone in (1, 3):
        survey = lonely(policy, alone, pairs=method != "bootstrap")
        made = replicate(survey, method, replicates=4000, seed=2)
        assert block_of(made).min() >= 0
        found, wanted = (total(each, "y").standard_error for each in (made, survey))
        np.testing.assert_allclose(found, wanted, rtol=near)


def test_a_single_lonely_unit_moves_half_samples_exactly() -> None:
    survey = lonely("adjust", pairs=True)
    made = replicate(survey, "BRR")
    units = survey.responses.column("point").codes
    factors = block_of(made) / weights_of(survey)[:, None]
    one = factors[units == units[0]]
    np.testing.assert_allclose(np.unique(np.round(one, 12)), [round(1 / 23, 12), round(2 - 1 / 23, 12)])


def test_successive_differences_leave_out_whom_nothing_is_to_be_added_for() -> None:
    without = lonely("remove")
    units = without.responses.column("point").codes
    for policy in POLICIES:
        factors = block_of(replicate(lonely(policy), "SDR")) / weights_of(without)[:, None]
        silent = np.ptp(factors[units == units[0]]) == 0
        assert silent == (policy in ("remove", "certainty"))


def test_successive_differences_follow_the_order_of_the_file() -> None:
    order = [3, 1, 2, 0, 4]
    column = encode([f"p{n}" for n in range(5)])
    shuffled = replace(column, codes=np.array(order, dtype=np.int32))
    plain_order = MemoryResponses(
        {"y": encode([1.0, 2.0, 4.0, 8.0, 16.0]), "u": encode(["a", "b", "c", "d", "e"])}
    )
    sample = replace(poll(), responses=plain_order, design=Design(None, None, "u"))
    other = replace(sample, responses=plain_order.assign({"u": shuffled}))
    np.testing.assert_array_equal(block_of(replicate(sample, "SDR")), block_of(replicate(other, "SDR")))


def test_lonely_strata_without_a_policy_are_refused_with_the_choices() -> None:
    with pytest.raises(DesignError, match=r"two sampling units or more .* 100 \(1\)") as told:
        replicate(lonely("fail"), "bootstrap")
    assert all(f'"{policy}"' in told.value.hint for policy in POLICIES)
    rows = np.arange(240)
    survey = with_columns(poll(), area=(rows % 8).astype(str))
    for policy in POLICIES:
        every = declare_design(survey, stratum="area", psu="area", lonely=policy)
        if policy == "adjust":
            assert np.isfinite(mean(replicate(every, "JKn"), "y").standard_error).all()
            continue
        with pytest.raises(DesignError, match="each of the 8 strata holds a single sampling unit") as told:
            replicate(every, "JKn")
        assert 'lonely = "adjust"' in told.value.hint
    with pytest.raises(DesignError, match="one sampling unit, from which"):
        replicate(declare_design(with_columns(poll(), one=["a"] * 240), psu="one"), "bootstrap")


def test_r_leaves_lonely_strata_out_as_we_do(tmp_path: Path) -> None:
    program = shutil.which("Rscript")
    known = program and subprocess.run([program, "-e", "library(survey)"], capture_output=True, check=False)
    if not program or not known or known.returncode:
        pytest.skip("needs R with survey")
    survey = lonely("remove", 2)
    table = {name: survey.responses.column(name) for name in ("area", "point", "w", "y")}
    lines = zip(*(decode(column) for column in table.values()), strict=True)
    text = "\n".join([",".join(table), *(",".join(map(str, line)) for line in lines)])
    (tmp_path / "poll.csv").write_text(text, encoding="utf-8")
    script = """
    suppressMessages(library(survey))
    poll <- read.csv("poll.csv")
    drawn <- svydesign(ids = ~point, strata = ~area, weights = ~w, data = poll)
    for (policy in c("remove", "certainty")) {
      options(survey.lonely.psu = policy)
      found <- svymean(~y, as.svrepdesign(drawn, type = "JKn", mse = TRUE))
      cat(format(SE(found), digits = 17), "\\n")
    }
    """
    (tmp_path / "ask.R").write_text(script, encoding="utf-8")
    ran = subprocess.run(
        [program, "--vanilla", "ask.R"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    policies: list[LonelyPolicy] = ["remove", "certainty"]
    for told, policy in zip(ran.stdout.split(), policies, strict=True):
        found = mean(replicate(lonely(policy, 2), "JKn"), "y").standard_error
        np.testing.assert_allclose(found, float(told), rtol=1e-10)
