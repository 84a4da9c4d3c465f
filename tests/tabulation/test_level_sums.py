"""Sums by level: what they are, and that tables made of them are those made cell by cell."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from survey.responses import MemoryResponses, encode
from survey.tabulation.across import estimates_within
from survey.tabulation.axes import answer_axis, base_axis, value_axis
from survey.tabulation.banners import question_banner, total_banner
from survey.tabulation.estimates import means, shares_inside, table_test
from survey.tabulation.level_sums import sums_by_level
from survey.vocabulary import Axis, Design, Margin, Plan, Survey
from survey.weighting import rake

SIZE = 300


@pytest.fixture
def poll(ask, study) -> Survey:
    """A scale with don't know and blanks by two banner questions, one of them multiple response."""
    draw = np.random.default_rng(7)
    answer = draw.choice(["1", "2", "3", "98", ""], SIZE, p=[0.4, 0.3, 0.1, 0.1, 0.1])
    ticks = [tuple(sorted(set(draw.choice(["a", "b", "c"], 2)))) for _ in range(SIZE)]
    single = ask("sex", {"1": "Male", "2": "Female"})
    media = ask("media", {"a": "Paper", "b": "Radio", "c": "Web"}, kind="multiple")
    scores = {"1": 1.0, "2": 2.0, "3": 3.0}
    asked = ask("view", {"1": "Good", "2": "Fair", "3": "Bad", "98": "Unsure"}, kind="scale", scores=scores)
    found = study(
        [
            (single, list(draw.choice(["1", "2"], SIZE))),
            (media, ticks),
            (asked, [code or None for code in answer]),
        ],
        weight=draw.lognormal(0, 0.5, SIZE),
    )
    strata = encode([f"s{place % 4}" for place in range(SIZE)])
    return replace(found, responses=found.responses.assign({"region": strata}))


@pytest.fixture(params=["plain", "strata", "raked", "raked twice in strata"])
def designed(poll, request) -> Survey:
    """The poll under designs whose respondents are the sampling units."""
    if "strata" in request.param:
        poll = replace(poll, design=replace(poll.design, stratum="region"))
    if "raked" in request.param:
        sexes = Margin(("sex",), {("1",): 0.45, ("2",): 0.55})
        poll, _ = rake(poll, [sexes])
    if "twice" in request.param:
        poll, _ = rake(poll, [Margin(("region",), {(f"s{place}",): 0.25 for place in range(4)})])
    return poll


def axes(survey: Survey) -> list[Axis]:
    return [total_banner().axis, *(question_banner(survey, Plan(), name).axis for name in ("sex", "media"))]


@pytest.mark.parametrize("kind", ["share", "mean"])
def test_estimates_from_sums_are_those_counted_cell_by_cell(designed, kind):
    base = base_axis(designed, "view", "answered")
    if kind == "share":
        rows = answer_axis(designed, "view", [["1"], ["2"], ["3"], ["98"], ["1", "2"]])
    else:
        rows, base = value_axis(designed, "view"), answer_axis(designed, "view", [["1", "2", "3"]])
    assert all(sums_by_level(designed).suffice_for((rows, base), banner) for banner in axes(designed))
    one_by_one = shares_inside if kind == "share" else means
    for found, banner in zip(
        estimates_within(designed, kind, rows, base, [(axis,) for axis in axes(designed)]),
        axes(designed),
        strict=True,
    ):
        wanted = one_by_one(designed, rows, (base, banner))
        for name in ("estimate", "covariance", "count", "unweighted_base", "weighted_base", "effective_base"):
            np.testing.assert_allclose(
                getattr(found, name), getattr(wanted, name), rtol=1e-11, atol=1e-17, err_msg=name
            )
        np.testing.assert_allclose(found.srs_variance, wanted.srs_variance, rtol=1e-11)
        np.testing.assert_array_equal(found.domain_df, wanted.domain_df)


def test_a_test_of_a_table_is_the_same_where_sums_by_level_do_not_suffice(designed):
    rows = answer_axis(designed, "view", [["1"], ["2"], ["3"]])
    columns = answer_axis(designed, "sex", [["1"], ["2"]])
    everyone = Axis("", np.ones((1, 1)))
    by_sums = table_test(designed, rows, columns)
    cell_by_cell = table_test(designed, rows, columns, inside=(everyone,))
    np.testing.assert_allclose(
        [by_sums.statistic, by_sums.df1, by_sums.df2, by_sums.p],
        [cell_by_cell.statistic, cell_by_cell.df1, cell_by_cell.df2, cell_by_cell.p],
        rtol=1e-10,
    )


def test_sums_of_a_pair_do_not_depend_on_what_else_was_asked_for(poll):
    together = sums_by_level(poll).of("view", ["", "sex", "media"])
    fresh = replace(poll, responses=MemoryResponses(poll.responses.columns))
    for name, found in zip(("", "sex", "media"), together, strict=True):
        [alone] = sums_by_level(fresh).of("view", [name])
        for left, right in zip(found, alone, strict=True):
            np.testing.assert_allclose(left, right, rtol=1e-12)
    assert together[0].respondents.sum() == SIZE


@pytest.mark.parametrize("change", [{"psu": "region"}, {"stratum": "region", "psu": "unit"}])
def test_sampling_units_need_totals_of_their_own(poll, change):
    units = encode([f"u{place % 40}" for place in range(SIZE)])
    survey = replace(
        poll,
        responses=poll.responses.assign({"unit": units}),
        design=Design(weight=poll.design.weight, **change),
    )
    assert not sums_by_level(survey).suffice
