"""Weights and designs as files have them: refused where they cannot be, filled where they are blank."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from survey.errors import DesignError, PlanError, WeightingError
from survey.responses import decode, encode
from survey.tabulation.statistics import mean
from survey.vocabulary import Design, Margin, Survey
from survey.weighting import declare_design, declare_replicates, rake
from tests.stats.rows import numbers, poll, weights_of

K = Margin(("k",), {("0",): 0.45, ("1",): 0.55})


def with_columns(**columns: object) -> Survey:
    made = {name: encode(np.asarray(values, dtype=object).tolist()) for name, values in columns.items()}
    return replace(poll(), responses=poll().responses.assign(made), design=Design())


@pytest.mark.parametrize(
    ("first", "complaint"),
    [
        (-1.0, "below zero for 1 respondents"),
        (-np.inf, "below zero for 1 respondents"),
        (np.inf, "infinite for 1 respondents"),
    ],
)
def test_weights_that_cannot_be_are_refused(first: float, complaint: str) -> None:
    survey = with_columns(v=[first, *[1.0] * 239], **{"#row": list(range(2, 242))})
    for declare in (
        lambda: declare_design(survey, weight="v"),
        lambda: declare_replicates(survey, ["w"], weight="v"),
    ):
        with pytest.raises(WeightingError, match=complaint) as told:
            declare()
        assert "'v'" in told.value.message
        assert "rows (2,)" in told.value.message
        assert "another column" in told.value.hint


@pytest.mark.parametrize("values", [[None] * 240, ["heavy"] * 240, [np.nan] * 240])
def test_a_weight_that_nobody_has_is_refused(values: list[object]) -> None:
    with pytest.raises(WeightingError, match="'v' is blank for all 240 respondents"):
        declare_design(with_columns(v=values), weight="v")


def test_weights_that_are_all_zero_are_refused() -> None:
    with pytest.raises(WeightingError, match="above zero for 0"):
        declare_design(with_columns(v=[0.0] * 240), weight="v")
    with pytest.raises(WeightingError, match="above zero for 0"):
        declare_design(with_columns(v=[None, *[0.0] * 239]), weight="v")


def test_blank_weights_take_the_mean_of_their_stratum() -> None:
    strata = np.array(decode(poll().responses.column("h")))
    values = numbers(poll(), "w").astype(object)
    blank = np.arange(240) % 40 == 0
    values[blank] = None
    values[1] = 0.0
    survey = declare_design(with_columns(v=values), weight="v", stratum="h")
    found = weights_of(survey)
    given = np.where(blank, np.nan, numbers(poll(), "w"))
    for row in np.flatnonzero(blank):
        alike = (strata == strata[row]) & ~blank & (np.arange(240) != 1)
        assert found[row] == pytest.approx(given[alike].mean())
    known = ~blank & (np.arange(240) != 1)
    np.testing.assert_array_equal(found[known], given[known])
    notes = {note.rule: note for note in survey.log}
    assert notes["W101"].count == 6
    assert (notes["W101"].question, notes["W101"].level) == ("v", "assumption")
    assert "stratum's mean" in notes["W101"].text
    assert notes["W102"].count == 1
    again, _ = rake(survey, [K])
    assert [note.rule for note in again.log].count("W101") == 1
    assert numbers(again, "v")[blank].size == 6
    assert np.isnan(numbers(again, "v")[blank]).all()


def test_a_stratum_without_weights_takes_the_mean_of_all() -> None:
    strata = np.array(decode(poll().responses.column("h")))
    values = np.where(strata == "stratum 1", np.nan, numbers(poll(), "w"))
    survey = declare_design(with_columns(v=values), weight="v", stratum="h")
    filled = weights_of(survey)[strata == "stratum 1"]
    np.testing.assert_allclose(filled, np.nanmean(values))
    assert mean(survey, "y").unweighted_base[0] == 240


def test_blanks_without_strata_take_the_mean_of_all() -> None:
    survey = declare_design(with_columns(v=[None, 1.0, 3.0, 0.0] * 60), weight="v")
    assert weights_of(survey)[0] == 2.0
    assert mean(survey, "y").unweighted_base[0] == 180


def test_codes_of_sampling_units_that_recur_are_units_of_their_own_and_noted() -> None:
    survey = declare_design(with_columns(), weight="w", stratum="h", psu="town")
    [note] = [note for note in survey.log if note.rule == "W003"]
    assert (note.count, note.question, note.level) == (5, "town", "assumption")
    apart = declare_design(with_columns(), weight="w", stratum="h", psu="unit")
    assert not [note for note in apart.log if note.rule == "W003"]
    one, other = mean(survey, "y"), mean(apart, "y")
    assert one.df == other.df == 12
    assert one.standard_error == pytest.approx(other.standard_error, rel=1e-12)
    assert not [note for note in declare_design(with_columns(), psu="town").log if note.rule == "W003"]
    units = np.array(decode(poll().responses.column("unit")))
    shared = with_columns(unit=np.where(np.isin(units, ["0-1", "1-1"]), "one", units))
    [note] = [note for note in declare_design(shared, stratum="h", psu="unit").log if note.rule == "W003"]
    assert note.count == 1


def test_crossed_names_make_one_column() -> None:
    crossed = declare_design(with_columns(), weight="w", stratum=["h", "k"], psu=["h", "k", "town"])
    strata, units = (
        crossed.responses.column(str(name)) for name in (crossed.design.stratum, crossed.design.psu)
    )
    assert (len(strata.levels), len(units.levels)) == (6, 30)
    assert mean(crossed, "y").df == 24


def test_a_stratum_with_one_sampling_unit_is_an_error_until_a_policy_is_named() -> None:
    spot = np.where(np.arange(240) == 0, "alone", "others")
    survey = with_columns(spot=spot)
    with pytest.raises(
        DesignError, match=r"1 of the strata in 'spot' hold a single sampling unit.*alone"
    ) as told:
        mean(declare_design(survey, stratum="spot"), "y")
    assert "remove, certainty, adjust or average" in told.value.hint
    removed, certain, adjusted, averaged = (
        mean(declare_design(survey, stratum="spot", lonely=policy), "y").standard_error[0]
        for policy in ("remove", "certainty", "adjust", "average")
    )
    assert removed == certain
    assert averaged == pytest.approx(removed * np.sqrt(2))
    y = numbers(poll(), "y")
    distance = (y[0] - y.mean()) / 240
    assert adjusted**2 == pytest.approx(removed**2 + distance**2)
    taken_whole = with_columns(spot=spot, N=np.where(spot == "alone", 1.0, 1e9))
    assert mean(declare_design(taken_whole, stratum="spot", fpc="N"), "y").standard_error[0] == pytest.approx(
        removed
    )


def test_columns_that_are_not_there_are_named() -> None:
    for column in ("weight", "stratum", "psu", "fpc", "ssu", "ssu_fpc"):
        with pytest.raises(PlanError, match="'nowhere', which is not in the data") as told:
            declare_design(with_columns(), **{column: "nowhere"})  # type: ignore[arg-type]
        assert "town" in told.value.hint


@pytest.mark.parametrize("column", ["stratum", "psu"])
def test_respondents_without_a_place_in_the_design_are_counted(column: str) -> None:
    survey = with_columns(spot=[None, None, *["a", "b", "c"] * 79, "a"])
    with pytest.raises(DesignError, match="2 of 240 respondents have no value in 'spot'"):
        mean(declare_design(survey, **{column: "spot"}), "y")  # type: ignore[arg-type]


@pytest.mark.parametrize("count", [-3.0, "many", "-3", None])
def test_population_counts_must_be_counts(count: object) -> None:
    survey = declare_design(with_columns(N=[count] * 240), weight="w", stratum="h", psu="unit", fpc="N")
    with pytest.raises(DesignError, match="'N'"):
        mean(survey, "y")


def test_a_share_drawn_and_a_count_of_units_are_the_same() -> None:
    found = [
        mean(declare_design(with_columns(N=[count] * 240), stratum="h", psu="unit", fpc="N"), "y")
        for count in (20.0, 0.25, 20, "20")
    ]
    assert len({each.standard_error[0] for each in found}) == 1
    plain = mean(declare_design(with_columns(), stratum="h", psu="unit"), "y").standard_error[0]
    assert found[0].standard_error[0] == pytest.approx(plain * np.sqrt(0.75))
    everyone = declare_design(with_columns(N=[5.0] * 240), stratum="h", psu="unit", fpc="N")
    assert mean(everyone, "y").standard_error[0] == 0


def test_replicate_weights_of_another_width_than_their_scales_are_refused() -> None:
    survey = declare_replicates(poll(), ["w", "d"])
    assert survey.design.replication is not None
    narrow = replace(survey.design, replication=replace(survey.design.replication, scales=(1.0,)))
    with pytest.raises(DesignError, match="2 replicate weights and 1 scales") as told:
        mean(replace(survey, design=narrow), "y")
    assert "one scale each" in told.value.hint


@pytest.mark.parametrize(("units", "warned"), [(39, True), (40, False)])
def test_few_sampling_points_are_told(units: int, warned: bool) -> None:
    points = encode([f"p{row % units}" for row in range(240)])
    survey = replace(poll(), responses=poll().responses.assign({"point": points}))
    notes = [note for note in declare_design(survey, psu="point").log if note.rule == "W005"]
    assert bool(notes) is warned
