"""Standard errors from counts equal those computed respondent by respondent, and keep their symmetries."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.errors import DesignError
from survey.responses import MemoryResponses, decode, encode
from survey.tabulation.axes import answer_axis, base_axis, everyone, value_axis, valued_axis
from survey.tabulation.estimates import Estimates, difference, interval, means, residuals, shares, table_test
from survey.vocabulary import Axis, Calibration, Design, Survey
from tests.stats.rows import (
    CALIBRATION,
    DESIGNS,
    WEIGHTED,
    calibration_rows,
    numbers,
    poll,
    row_by_row,
    row_values,
)


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("name", ["q", "ticks", "y"])
def test_covariance_is_the_row_by_row_one(design: Design, name: str) -> None:
    survey = replace(poll(), design=design)
    banner = answer_axis(survey, "g", [["0"], ["1"], ["1", "2", "3"], ["0", "1", "2", "3"]])
    if name == "y":
        stub, base = value_axis(survey, "y"), valued_axis(survey, "y")
        found = means(survey, stub, (base, banner))
    else:
        stub, base = (
            answer_axis(survey, name, [["0"], ["1"], ["0", "2"]]),
            base_axis(survey, name, "answered"),
        )
        found = shares(survey, stub, base, banner)
    weights = numbers(survey, "w") if design.weight else np.ones(len(survey.responses))
    inside = row_values(survey, banner) * row_values(survey, base)
    weighted = weights @ inside
    for row, answer in enumerate(row_values(survey, stub).T):
        estimate = (weights * answer) @ inside / weighted
        expected = row_by_row(survey, inside * (answer[:, None] - estimate) / weighted)
        np.testing.assert_allclose(found.estimate[row], estimate, rtol=1e-12)
        np.testing.assert_allclose(found.covariance[row], expected, atol=1e-12 * np.abs(expected).max())


@pytest.mark.parametrize("design", WEIGHTED)
def test_residuals_are_the_row_by_row_ones(design: Design) -> None:
    survey = replace(poll(), design=design)
    rows, columns = (
        answer_axis(survey, "ticks", [["0"], ["1"]]),
        answer_axis(survey, "g", [["0"], ["1"], ["2"]]),
    )
    i, j = row_values(survey, rows), row_values(survey, columns)
    weights = numbers(survey, "w")
    base = weights * i.any(axis=1) * j.any(axis=1)
    share = np.einsum("n,ni,nj->ij", base, i, j) / base.sum()
    p_i, p_j = base @ i / base.sum(), base @ j / base.sum()
    found = residuals(survey, rows, columns)
    for r, c in np.ndindex(2, 3):
        inside = i.any(axis=1) * j.any(axis=1)
        score = (i[:, r] - p_i[r]) * (j[:, c] - p_j[c]) - (share[r, c] - p_i[r] * p_j[c])
        error = np.sqrt(row_by_row(survey, (score * inside / base.sum())[:, None])[0, 0])
        assert found[r, c] == pytest.approx((share[r, c] - p_i[r] * p_j[c]) / error, rel=1e-9)


def q_by_g(survey: Survey) -> Estimates:
    banner = answer_axis(survey, "g", [["0"], ["1", "2", "3"]])
    return shares(
        survey, answer_axis(survey, "q", [["0"], ["1"]]), base_axis(survey, "q", "answered"), banner
    )


@given(st.floats(1e-6, 1e6), st.randoms(use_true_random=False), st.sampled_from(WEIGHTED))
@settings(max_examples=25, deadline=None)
def test_scale_of_weights_and_order_of_rows_do_not_matter(
    scale: float, random: object, design: Design
) -> None:
    survey = replace(poll(rows=90), design=design)
    order = list(range(90))
    random.shuffle(order)  # type: ignore[attr-defined]
    columns = {name: decode(survey.responses.column(name))[order] for name in survey.responses.names}
    columns["w"] = columns["w"] * scale
    shuffled = MemoryResponses({name: encode(values) for name, values in columns.items()})
    before, after = q_by_g(survey), q_by_g(replace(survey, responses=shuffled))
    np.testing.assert_allclose(after.estimate, before.estimate, rtol=1e-9)
    np.testing.assert_allclose(after.standard_error, before.standard_error, rtol=1e-7)
    np.testing.assert_allclose(interval(after)[0], interval(before)[0], rtol=1e-7)
    np.testing.assert_allclose(difference(after, 0, 1)[2], difference(before, 0, 1)[2], rtol=1e-6)


def test_one_respondent_or_one_unit_has_no_standard_error() -> None:
    survey = poll()
    rows = len(survey.responses.column("w").levels)
    banner = Axis("w", np.eye(rows, 1))
    found = shares(survey, everyone(), everyone(), banner)
    assert found.estimate[0, 0] == 1
    assert np.isnan(found.standard_error[0, 0])
    assert np.isnan(interval(found)[0][0, 0])
    town = Axis("unit", np.array([[1.0], *([[0.0]] * (len(survey.responses.column("unit").levels) - 1))]))
    clustered = means(survey, value_axis(survey, "y"), (valued_axis(survey, "y"), town))
    assert clustered.unweighted_base[0] > 1
    assert np.isnan(clustered.standard_error[0, 0])


def test_a_zero_weight_is_in_no_base() -> None:
    survey = poll()
    weights = numbers(survey, "w")
    weights[:30] = 0
    zeroed = replace(survey, responses=survey.responses.assign({"w": encode(weights)}))
    found = shares(zeroed, everyone(), everyone(), everyone())
    assert found.unweighted_base[0] == len(weights) - 30
    assert found.weighted_base[0] == pytest.approx(weights.sum())


def test_empty_columns_are_nan_without_warnings() -> None:
    survey = poll()
    empty = answer_axis(survey, "g", [["0"], ["9"]])
    found = shares(survey, answer_axis(survey, "q", [["0"]]), base_axis(survey, "q", "answered"), empty)
    assert np.isnan(found.estimate[0, 1])
    assert np.isnan(found.standard_error[0, 1])
    assert found.standard_error[0, 0] > 0


def test_a_share_that_weighting_fixed_has_no_error() -> None:
    for psu in (None, "unit"):
        design = Design("w", "h", psu, calibration=Calibration("rake", (("m",),), "w"))
        survey = replace(poll(), design=design)
        found = shares(survey, answer_axis(survey, "m", [["0"], ["1"]]), everyone(), everyone())
        assert found.standard_error.tolist() == [[0.0], [0.0]]


def test_a_lonely_stratum_is_named_with_the_policies() -> None:
    survey = poll()
    units = decode(survey.responses.column("unit"))
    units[decode(survey.responses.column("h")) == "stratum 2"] = "the only one"
    lonely = replace(survey, responses=survey.responses.assign({"unit": encode(units.tolist())}))
    with pytest.raises(DesignError, match="stratum 2") as complaint:
        q_by_g(lonely)
    assert "certainty" in complaint.value.hint
    removed = q_by_g(replace(lonely, design=replace(lonely.design, lonely="remove")))
    assert (removed.standard_error > 0).all()


def test_a_respondent_without_stratum_is_an_error() -> None:
    survey = poll()
    strata = decode(survey.responses.column("h"))
    strata[3] = None
    with pytest.raises(DesignError, match="1 of 240"):
        q_by_g(replace(survey, responses=survey.responses.assign({"h": encode(strata.tolist())})))


def test_population_counts_must_fit_the_sample() -> None:
    survey = replace(poll(), design=Design("w", "h", "unit", "few"))
    few = survey.responses.assign({"few": encode([3.0] * len(survey.responses))})
    with pytest.raises(DesignError, match="fewer sampling units"):
        q_by_g(replace(survey, responses=few))
    varied = survey.responses.assign({"few": encode(np.arange(len(survey.responses)) + 50.0)})
    with pytest.raises(DesignError, match="not one number"):
        q_by_g(replace(survey, responses=varied))


@pytest.mark.parametrize("written", [400.0, "400", " 400 "])
def test_a_population_count_may_be_the_code_of_an_answer(written: object) -> None:
    """A column that holds one number throughout is read as a question with one answer."""
    survey = replace(poll(), design=Design("w", "h", "unit", "size"))
    counted = survey.responses.assign({"size": encode([400.0] * len(survey.responses))})
    coded = survey.responses.assign({"size": encode([written] * len(survey.responses))})
    errors = [q_by_g(replace(survey, responses=each)).standard_error for each in (counted, coded)]
    np.testing.assert_array_equal(*errors)


def test_a_population_count_in_words_is_an_error() -> None:
    survey = replace(poll(), design=Design("w", "h", "unit", "size"))
    named = survey.responses.assign({"size": encode(["many"] * len(survey.responses))})
    with pytest.raises(DesignError, match="'many'"):
        q_by_g(replace(survey, responses=named))


def test_the_table_test_is_undefined_for_one_row() -> None:
    survey = poll()
    columns = answer_axis(survey, "g", [["0"], ["1"], ["2"], ["3"]])
    test = table_test(survey, answer_axis(survey, "q", [["0"], ["9"]]), columns)
    assert np.isnan([test.statistic, test.p, test.cramers_v]).all()
    test = table_test(survey, answer_axis(survey, "q", [["0"], ["1"], ["2"]]), columns)
    assert 0 <= test.p <= 1
    assert test.cramers_v >= 0


@pytest.mark.parametrize("ssu", [None, "pair"])
def test_a_second_stage_adds_what_varies_within_units(ssu: str | None) -> None:
    survey = poll()
    unit = decode(survey.responses.column("unit"))
    place = np.array(
        [np.flatnonzero(np.flatnonzero(unit == unit[row]) == row)[0] for row in range(len(unit))]
    )
    pair = place // 2 if ssu else place
    drawn = np.array([len(set(pair[unit == each])) for each in unit])
    columns = {"pair": encode(pair.astype(str).tolist()), "M": encode((drawn * 4.0).tolist())}
    responses = survey.responses.assign(columns)
    design = replace(survey.design, stratum="h", psu="unit", fpc="N", calibration=CALIBRATION)
    first = replace(survey, responses=responses, design=design)
    both = replace(first, design=replace(design, ssu=ssu, ssu_fpc="M"))
    fractions = {
        each: 5 / numbers(first, "N")[unit == each][0] * (1 - 1 / 4) for each in set(unit)
    }  # five units of every stratum

    banner, base = answer_axis(first, "g", [["0"], ["1"]]), base_axis(first, "q", "answered")
    stub = answer_axis(first, "q", [["0"]])
    inside = row_values(first, banner) * row_values(first, base)
    weights = numbers(first, "w")
    weighted, answer = weights @ inside, row_values(first, stub)[:, 0]
    scores = inside * (answer[:, None] - (weights * answer) @ inside / weighted) / weighted
    x, d = calibration_rows(first, CALIBRATION), numbers(first, "d")
    root = np.sqrt(d)[:, None]
    z = weights[:, None] * (scores - x @ np.linalg.lstsq(x * root, scores * root, rcond=1e-10)[0])
    within = np.zeros((2, 2))
    for each, fraction in fractions.items():
        sums = np.array(
            [z[(unit == each) & (pair == p)].sum(axis=0) for p in sorted(set(pair[unit == each]))]
        )
        within += fraction * len(sums) / (len(sums) - 1) * (sums - sums.mean(0)).T @ (sums - sums.mean(0))

    expected = shares(first, stub, base, banner).covariance[0] + within
    np.testing.assert_allclose(shares(both, stub, base, banner).covariance[0], expected, rtol=1e-9)


def test_a_second_stage_needs_one_column_of_units() -> None:
    survey = replace(poll(), design=Design("w", "h", "town", "N", ssu_fpc="N"))
    with pytest.raises(DesignError, match="tells those apart"):
        q_by_g(survey)
