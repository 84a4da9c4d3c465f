"""Every shape of question by every shape of banner, against respondents counted one by one in NumPy."""

from __future__ import annotations

from itertools import product
from string import ascii_letters

import numpy as np
import pytest

import survey as toolkit
from survey.tabulation import tabulate
from survey.tabulation.axes import answer_axis, base_axis
from survey.tabulation.banners import question_banner, total_banner
from survey.tabulation.estimates import shares
from survey.tabulation.nesting import nested
from survey.tabulation.numbers import extremes, trimmed_means
from survey.tabulation.quantiles import quantiles_inside
from survey.vocabulary import Plan, TablePlan

PEOPLE = 420
BANNERS = (
    "sex",
    "age",
    "sources",
    "sparse",
    "many",
    "sex × age",
    "sources × sex",
    "sex × sparse × age",
)
INSIDE = ("substantive", "dont_know")


def scattered(rng, codes, blank=0.08):
    return [None if rng.random() < blank else str(rng.choice(codes)) for _ in range(PEOPLE)]


def ticked(rng, codes):
    drawn = [tuple(code for code in codes if rng.random() < 0.4) for _ in range(PEOPLE)]
    return [given or ("98",) if rng.random() > 0.05 else None for given in drawn]


@pytest.fixture
def poll(ask, study):
    """One question of each shape, banner questions of each shape; 420 people with weights in 60 places."""
    rng = np.random.default_rng(20260214)
    scale = {"1": "Good", "2": "Rather good", "3": "Rather bad", "4": "Bad", "98": "DK"}
    nets = {"support": ("1", "2"), "oppose": ("3", "4")}
    asked = rng.random(PEOPLE) < 0.6
    grid = scattered(rng, ["1", "2", "3", "4", "98"])
    sex = ask("sex", {"1": "Male", "2": "Female"})
    age = ask("age", {"1": "Young", "2": "Middle", "3": "Old", "98": "DK"}, kind="scale")
    sparse = ask("sparse", {"1": "Some", "2": "Nobody", "3": "Others", "4": "Nobody either"})
    letters = list(ascii_letters[:30])
    data = [
        (sex, scattered(rng, ["1", "2"])),
        (age, scattered(rng, ["1", "2", "3", "98"])),
        (
            ask("sources", dict.fromkeys("abc", "Source") | {"98": "DK"}, kind="multiple"),
            ticked(rng, "abc"),
        ),
        (sparse, scattered(rng, ["1", "3"])),
        (ask("many", dict.fromkeys(letters, "One of many")), scattered(rng, letters)),
        (
            ask("single", {"1": "Yes", "2": "No", "98": "DK", "99": "Refused"}),
            scattered(rng, ["1", "2", "98", "99"]),
        ),
        (ask("plain", {"1": "Yes", "2": "No"}), scattered(rng, ["1", "2"], blank=0)),
        (
            ask("scale", scale, kind="scale", nets=nets, scores=dict(zip("1234", (4, 3, 2, 1), strict=True))),
            scattered(rng, list(scale)),
        ),
        (ask("ticks", dict.fromkeys("xyz", "Tick") | {"98": "DK"}, kind="multiple"), ticked(rng, "xyz")),
        (
            ask("number", {}, kind="numeric"),
            [float(v) if v < 90 else None for v in rng.integers(0, 99, PEOPLE)],
        ),
        (
            ask("item", scale | {"77": "Not asked"}, kind="scale", grid="g", relevant="${sex} = '1'"),
            [given if here else "77" for given, here in zip(grid, asked, strict=True)],
        ),
        (ask("blank", {"1": "Yes", "2": "No"}), [None] * PEOPLE),
        (ask("one", {"1": "Yes"}), ["1"] * PEOPLE),
    ]
    places = [f"p{k % 60:02d}" for k in range(PEOPLE)]
    made = study(data, weight=rng.uniform(0.4, 2.5, PEOPLE), psu=places)
    return made, {question.name: values for question, values in data}, np.array(places)


def given(values, code):
    return np.array(
        [v is not None and (code in v if isinstance(v, tuple) else v == code) for v in values], dtype=float
    )


def base_of(question, values):
    if question.kind == "numeric":
        return np.array([v is not None for v in values], dtype=float)
    codes = question.codes(*INSIDE)
    return np.max([given(values, code) for code in codes], axis=0)


def members(survey, data, column):
    """Who is in a column, and who in the base of its banner, (respondents,) each."""
    here, base = np.ones(PEOPLE), np.ones(PEOPLE)
    for name, code in zip(column.questions, column.code.split(" × "), strict=False):
        here = here * given(data[name], code)
        base = base * base_of(survey.codebook[name], data[name])
    return here, base


def scores_of(survey, data, question, row, base):
    """What each respondent counts in a row, or None for rows that are not ratios over the table's base."""
    values = data[question.name]
    nets = {net.name: net.answers for net in question.nets}
    if row.kind == "answer":
        return given(values, row.code)
    if row.kind == "net":
        return np.max([given(values, code) for code in nets[row.code]], axis=0)
    if row.kind == "mentions":
        return sum(given(values, code) for code in question.codes(*INSIDE))
    if row.kind == "mean" and question.kind == "numeric":
        return np.array([v or 0.0 for v in values])
    return None


def linearised(weight, y, inside):
    """Share and scores of a ratio over those inside, (respondents,)."""
    whole = (weight * inside).sum()
    if not whole:
        return np.nan, np.full(PEOPLE, np.nan)
    share = (weight * y * inside).sum() / whole
    return share, weight * inside * (y - share) / whole


def error(scores, places):
    totals = np.array([scores[places == place].sum() for place in np.unique(places)])
    return np.sqrt(len(totals) / (len(totals) - 1) * ((totals - totals.mean()) ** 2).sum())


def test_every_shape_of_question_by_every_shape_of_banner(poll):
    survey, data, places = poll
    weight = np.array(survey.responses.column("w").levels)[survey.responses.column("w").codes]
    tables = tabulate(survey, Plan(tables=TablePlan(banner=BANNERS)))
    checked = 0
    for table in tables.values():
        question = table.question
        base = base_of(question, data[question.name])
        for c, column in enumerate(table.columns):
            assert question.name not in column.questions
            here, banner_base = members(survey, data, column)
            inside, rest = base * here, base * banner_base * (1 - here)
            w = weight * inside
            assert table.unweighted_base[c] == inside.sum()
            assert table.weighted_base[c] == pytest.approx(w.sum())
            if inside.sum():
                assert table.effective_base[c] == pytest.approx(w.sum() ** 2 / (w**2).sum())
            for r, row in enumerate(table.rows):
                y = scores_of(survey, data, question, row, base)
                if y is None:
                    continue
                share, scores = linearised(weight, y, inside)
                np.testing.assert_allclose(table.estimate[r, c], share, rtol=1e-10, atol=1e-12)
                if len(np.unique(places[inside > 0])) > 1:
                    found = table.standard_error[r, c]
                    np.testing.assert_allclose(found, error(scores, places), rtol=1e-8, atol=1e-12)
                if column.banner and len(np.unique(places[rest > 0])) > 1 and inside.sum() > 30:
                    other, scores_of_rest = linearised(weight, y, rest)
                    np.testing.assert_allclose(table.difference[r, c], share - other, rtol=1e-8, atol=1e-12)
                    found = table.difference_error[r, c]
                    np.testing.assert_allclose(
                        found, error(scores - scores_of_rest, places), rtol=1e-7, atol=1e-12
                    )
                checked += 1
    assert checked > 2000


def test_columns_stand_in_order_with_joined_labels_and_letters(poll):
    survey, _, _ = poll
    table = tabulate(survey, Plan(tables=TablePlan(banner=BANNERS)))["single"]
    nested = [column for column in table.columns if column.banner == "sex × age"]
    assert [column.code for column in nested] == [f"{s} × {a}" for s, a in product("12", "123")]
    assert nested[0].label.to("en") == "Male × Young"
    assert nested[0].banner_label.to("ja") == "SEX × AGE"
    assert [column.letter for column in nested] == list("abcdef")
    assert {column.letter for column in table.columns if column.banner == "many"} == {""}
    assert len([column for column in table.columns if column.banner == "sex × sparse × age"]) == 24
    assert "sex × age" in table.tests
    assert "sources × sex" not in table.tests


def test_shares_and_errors_are_those_of_proportion_by_group(poll):
    survey, _, _ = poll
    tables = tabulate(survey, Plan(tables=TablePlan(banner=BANNERS)))
    for name, banner in product(("single", "plain", "ticks"), ("sex", "age", "sparse")):
        table = tables[name]
        base = {name: survey.codebook[name].codes(*INSIDE)}
        found = toolkit.proportion(survey, name, by=banner, domain=base)
        place = {column.code: c for c, column in enumerate(table.columns) if column.banner == banner}
        for cell, estimate, deviation in zip(found.cells, found.estimate, found.standard_error, strict=True):
            [group] = cell.group
            if group in place:
                at = table.row(cell.answer), place[group]
                np.testing.assert_allclose(table.estimate[at], estimate, rtol=1e-12)
                np.testing.assert_allclose(table.standard_error[at], deviation, rtol=1e-10)


def test_nested_columns_are_compared_within_their_outer_answer(ask, study):
    sex, age = ask("sex", {"1": "Male", "2": "Female"}), ask("age", {"1": "Young", "2": "Old"})
    q = ask("q", {"1": "Yes", "2": "No"})
    rows = [(s, a) for s in "12" for a in "12" for _ in range(200)]
    yes = {("1", "1"): 160, ("1", "2"): 40, ("2", "1"): 100, ("2", "2"): 104}
    values = [answer for cell in yes for answer in ["1"] * yes[cell] + ["2"] * (200 - yes[cell])]
    survey = study([(sex, [s for s, _ in rows]), (age, [a for _, a in rows]), (q, values)])
    table = tabulate(survey, Plan(tables=TablePlan(banner=("sex × age",))))["q"]
    assert table.pairs[0] == ("", "b", "", "", "")
    assert table.pairs[1] == ("", "", "a", "", "")


def test_two_levels_have_capitals_at_the_stricter(ask, study):
    group = ask("group", {"1": "A", "2": "B", "3": "C"})
    q = ask("q", {"1": "Yes", "2": "No"})
    values = [a for k in (110, 90, 50) for a in ["1"] * k + ["2"] * (200 - k)]
    survey = study([(group, ["1"] * 200 + ["2"] * 200 + ["3"] * 200), (q, values)])
    plan = Plan(tables=TablePlan(banner=("group",), levels=(0.95, 0.999)))
    table = tabulate(survey, plan)["q"]
    assert table.pairs == (("", "bC", "C", ""), ("", "", "a", "AB"))
    one = tabulate(survey, Plan(tables=TablePlan(banner=("group",))))["q"]
    assert [[cell.lower() for cell in line] for line in table.pairs] == [list(line) for line in one.pairs]
    assert "letters at 5% and 0.1%" in table.family


def test_columns_of_a_multiple_response_banner_overlap_in_their_covariance(poll):
    survey, data, places = poll
    weight = np.array(survey.responses.column("w").levels)[survey.responses.column("w").codes]
    banner = question_banner(survey, Plan(), "sources")
    stub = answer_axis(survey, "scale", [["1"], ["2"]])
    found = shares(survey, stub, base_axis(survey, "scale", "answered"), banner.axis)
    base = base_of(survey.codebook["scale"], data["scale"])
    totals = []
    for code in "abc":
        _, scores = linearised(weight, given(data["scale"], "1"), base * given(data["sources"], code))
        totals.append([scores[places == place].sum() for place in np.unique(places)])
    expected = 60 * np.cov(np.array(totals))
    np.testing.assert_allclose(found.covariance[0, :3, :3], expected, rtol=1e-9, atol=1e-14)
    assert expected[0, 1] > 0


@pytest.mark.parametrize("name", ["", *BANNERS])
def test_quartiles_trimmed_means_and_extremes_need_no_rests(poll, name):
    survey = nested(poll[0], [name.split(" × ")])
    banner = question_banner(survey, Plan(), name) if name else total_banner()
    width = len(banner.columns)
    base = base_axis(survey, "number", "substantive")
    shown, whole = ((base, *axes) for axes in (banner.shown, banner.inside))

    def found(inside):
        quartiles = quantiles_inside(survey, "number", np.array([0.25, 0.5, 0.75]), inside)
        trimmed = np.array(trimmed_means(survey, "number", inside, level=0.95))
        ends = extremes(survey, "number", inside)
        return np.vstack([quartiles.estimate, quartiles.low, quartiles.high, trimmed, ends])

    assert found(shown).shape == (3 * 3 + 4 + 2, width)
    np.testing.assert_allclose(found(shown), found(whole)[:, :width], rtol=1e-9)
