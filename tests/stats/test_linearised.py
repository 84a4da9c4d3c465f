"""Standard errors from counts equal those computed respondent by respondent, and keep their symmetries."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.errors import DesignError
from survey.responses import MemoryResponses, decode, encode
from survey.tabulation.axes import answer_axis, base_axis, everyone, value_axis, valued_axis
from survey.tabulation.estimates import Estimates, difference, interval, means, residuals, shares, table_test
from survey.vocabulary import Answer, Axis, Calibration, Codebook, Design, Kind, Question, Survey, plain

ANSWERS = {"q": 3, "g": 4, "m": 3, "k": 2}
CALIBRATION = Calibration("rake", (("m",), ("k", "g")), "d", ("y",))


def question(name: str, kind: Kind, codes: str) -> Question:
    return Question(name, plain(name), kind, answers=tuple(Answer(code, plain(code)) for code in codes))


def poll(seed: int = 1, rows: int = 240) -> Survey:
    """A stratified clustered sample with answers, ticks, numbers and margins."""
    draw = np.random.default_rng(seed)
    stratum, unit = draw.integers(0, 3, rows), draw.integers(0, 5, rows)
    stratum[:10], unit[:10] = np.repeat([0, 1], 5), np.tile(np.arange(5), 2)
    weight = draw.uniform(0.5, 2, rows)
    codes = {name: draw.integers(0, size, rows).astype(str).tolist() for name, size in ANSWERS.items()}
    codes["q"] = [None if draw.random() < 0.1 else code for code in codes["q"]]
    ticks = [tuple(str(k) for k in range(3) if draw.random() < 0.5) or None for _ in range(rows)]
    columns = {name: encode(values) for name, values in codes.items()} | {
        "ticks": encode(ticks),
        "y": encode(draw.normal(50, 10, rows).round(1)),
        "w": encode(weight),
        "d": encode(weight * draw.uniform(0.8, 1.2, rows)),
        "h": encode([f"stratum {h}" for h in stratum]),
        "town": encode([f"town {u}" for u in unit]),
        "unit": encode([f"{h}-{u}" for h, u in zip(stratum, unit, strict=True)]),
        "N": encode([20.0 + 5 * h for h in stratum]),
    }
    questions = [question(name, "single", "0123"[:size]) for name, size in ANSWERS.items()]
    questions += [question("ticks", "multiple", "012"), question("y", "numeric", "")]
    return Survey(MemoryResponses(columns), Codebook(tuple(questions)), Design("w", "h", "unit"))


def row_values(survey: Survey, axis: Axis) -> np.ndarray:
    """What each respondent counts in each cell, (rows, cells)."""
    codes = survey.responses.column(axis.column).codes
    assert axis.members is not None
    return np.vstack([axis.members[: codes.max() + 1], np.zeros(axis.members.shape[1])])[codes]


def numbers(survey: Survey, name: str) -> np.ndarray:
    return decode(survey.responses.column(name)).astype(float)


def calibration_rows(survey: Survey, calibration: Calibration) -> np.ndarray:
    columns = []
    for margin in calibration.margins:
        answers = [decode(survey.responses.column(name)) for name in margin]
        for cell in itertools.product(*(sorted(set(each)) for each in answers)):
            columns.append(np.all([each == code for each, code in zip(answers, cell, strict=True)], axis=0))
    columns += [numbers(survey, name) for name in calibration.continuous]
    return np.array(columns, dtype=float).T


def row_by_row(survey: Survey, scores: np.ndarray) -> np.ndarray:
    """The linearised covariance of totals of scores, computed over respondents."""
    design, rows = survey.design, len(survey.responses)
    weights = numbers(survey, design.weight) if design.weight else np.ones(rows)
    if design.calibration:
        x, d = calibration_rows(survey, design.calibration), numbers(survey, design.calibration.entering)
        scores = (
            scores
            - x @ np.linalg.lstsq(x * np.sqrt(d)[:, None], scores * np.sqrt(d)[:, None], rcond=1e-10)[0]
        )
    z = scores * weights[:, None]
    strata = decode(survey.responses.column(design.stratum)) if design.stratum else np.full(rows, "all")
    units = decode(survey.responses.column(design.psu)) if design.psu else np.arange(rows)
    total = np.zeros((scores.shape[1],) * 2)
    for h in set(strata):
        inside = strata == h
        sums = np.array([z[inside & (units == unit)].sum(axis=0) for unit in sorted(set(units[inside]))])
        drawn = len(sums)
        fraction = drawn / numbers(survey, design.fpc)[inside][0] if design.fpc else 0.0
        total += (1 - fraction) * drawn / (drawn - 1) * (sums - sums.mean(0)).T @ (sums - sums.mean(0))
    return total


DESIGNS = [
    Design(weight, stratum, psu, fpc, calibration=calibration)
    for weight in (None, "w")
    for stratum, psu, fpc in [
        (None, None, None),
        ("h", None, None),
        (None, "unit", None),
        ("h", "unit", None),
        ("h", "town", None),
        ("h", "town", "N"),
    ]
    for calibration in (None, CALIBRATION)
]


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("name", ["q", "ticks", "y"])
def test_covariance_is_the_row_by_row_one(design: Design, name: str) -> None:
    survey = replace(poll(), design=design)
    banner = answer_axis(survey, "g", [["0"], ["1"], ["1", "2", "3"], ["0", "1", "2", "3"]])
    if name == "y":
        stub, base = value_axis(survey, "y"), valued_axis(survey, "y")
        found = means(survey, stub, base, banner)
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


@pytest.mark.parametrize("design", DESIGNS[12:])
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


@given(st.floats(1e-6, 1e6), st.randoms(use_true_random=False), st.sampled_from(DESIGNS[12:]))
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
    clustered = means(survey, value_axis(survey, "y"), valued_axis(survey, "y"), town)
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
