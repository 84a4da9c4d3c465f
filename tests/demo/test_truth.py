"""The valid respondents: their weighted answers, the effects planted among them, the design they came by."""

from collections import Counter

import numpy as np
import pytest
from scipy.optimize import minimize

from survey.demo import marginals, truth
from survey.demo.ledger import WAVES
from survey.demo.population import AGE_BANDS, LONELY, RESPONDENT_AGE, RESPONDENT_SEX
from survey.demo.questionnaire import codebook
from survey.demo.sample import strata_of
from survey.demo.weights import MARGINS, age_band
from survey.vocabulary import Raw

HALF_UNIT = 0.05
"""Per cent: half of the last printed digit."""


def chosen(level):
    """Answer codes in a level: none in a number, a blank or a cell set aside."""
    if isinstance(level, tuple):
        return level
    return (level,) if isinstance(level, str) else ()


class Wave:
    """Levels as arrays, with who stands in a question's base."""

    def __init__(self, year):
        found = truth(year)
        self.year, self.weight = year, np.array(found.weights)
        self.levels, self.rows = found.levels, found.rows

    def ticked(self, question, *codes):
        return np.array([bool(set(chosen(level)) & set(codes)) for level in self.levels[question]])

    def numbers(self, question):
        return np.array([lev if isinstance(lev, float) else np.nan for lev in self.levels[question]])

    def base(self, question):
        asked = codebook(self.year)[question]
        return self.ticked(question, *asked.codes("substantive", "dont_know"))

    def share(self, question, *codes, among=None):
        base = self.base(question) if among is None else among
        return 100 * np.average(self.ticked(question, *codes)[base], weights=self.weight[base])


@pytest.fixture(scope="module", params=sorted(WAVES))
def wave(request):
    return Wave(request.param)


@pytest.fixture(scope="module")
def latest():
    return Wave(2026)


def test_weighted_shares_are_those_wanted(wave):
    off = {
        (question, code): wave.share(question, code) - share
        for question, shares in marginals.SHARES[wave.year].items()
        if question != "q4"
        for code, share in shares.items()
    }
    assert {place: gap for place, gap in off.items() if abs(gap) > HALF_UNIT} == {}


def test_seven_in_ten_say_prices_head_the_wrong_way(latest):
    assert round(latest.share("q1", "1"), 1) == 73.1


def test_layers_and_support(latest):
    assert latest.share("q10", "4", "5") == pytest.approx(40, abs=HALF_UNIT)
    shares = [latest.share(item, "4", "5") for item in ("q11_hw", "q11_infra", "q11_app")]
    assert shares == pytest.approx([47, 39, 33], abs=HALF_UNIT)
    assert latest.share("q6", "1", "2", "3", "4") == pytest.approx(38, abs=HALF_UNIT)


def test_expected_inflation_is_heaped_around_its_mean(wave):
    numbers = wave.numbers("q4")
    known = ~np.isnan(numbers)
    weight = wave.weight[known]
    mean = np.average(numbers[known], weights=weight)
    assert mean == pytest.approx(marginals.EXPECTED_INFLATION_MEAN[wave.year], abs=HALF_UNIT)
    up = 100 * np.average(numbers[known] > 0, weights=weight)
    assert up == pytest.approx(marginals.EXPECTED_INFLATION_UP, abs=HALF_UNIT)
    order = np.argsort(numbers[known])
    middle = np.searchsorted(np.cumsum(weight[order]), weight.sum() / 2)
    assert numbers[known][order][middle] == 10
    heaps = np.isin(numbers[known], (0, 5, 10, 20, 30))
    assert np.average(heaps, weights=weight) > 0.6


def test_trust_has_the_mean_wanted(wave):
    numbers = wave.numbers("q8")
    known = ~np.isnan(numbers)
    mean = np.average(numbers[known], weights=wave.weight[known])
    assert mean == pytest.approx(marginals.TRUST_MEAN, abs=HALF_UNIT)


def logistic(predictors, outcome, weight, points):
    """Coefficients and standard errors clustered by sampling point, by another road than the generator's."""

    def loss(beta):
        score = predictors @ beta
        return float(np.sum(weight * (np.logaddexp(0, score) - outcome * score))) / weight.sum()

    def slope(beta):
        return predictors.T @ (weight * (1 / (1 + np.exp(-predictors @ beta)) - outcome)) / weight.sum()

    beta = minimize(loss, np.zeros(predictors.shape[1]), jac=slope, method="BFGS", tol=1e-10).x
    fitted = 1 / (1 + np.exp(-predictors @ beta))
    curvature = (predictors * (weight * fitted * (1 - fitted))[:, None]).T @ predictors
    scores = predictors * (weight * (outcome - fitted))[:, None]
    of_points = np.array([scores[points == point].sum(axis=0) for point in np.unique(points)])
    bread = np.linalg.inv(curvature)
    return beta, np.sqrt(np.diag(bread @ (of_points.T @ of_points) @ bread))


@pytest.mark.parametrize("year", [2025, 2026])
def test_planted_effects_are_recovered(year):
    wave = Wave(year)
    complete = wave.weight > 0
    for question, codes in {"q2": "1234", "q3": "123", "q6": "12345", "q10": "12345", "sex": "12"}.items():
        complete &= wave.ticked(question, *codes)
    complete &= wave.base("q1")
    predictors = np.column_stack(
        (
            np.ones(len(wave.weight)),
            wave.ticked("q1", "1"),
            wave.ticked("q2", "1"),
            wave.ticked("q3", "3"),
            wave.ticked("q6", *"1234"),
            wave.ticked("sex", "2"),
            wave.ticked("q2", "2"),
            wave.ticked("form", "B"),
        )
    ).astype(float)[complete]
    support = wave.ticked("q10", "4", "5")[complete].astype(float)
    points = np.array(wave.levels["psu"])[complete]
    beta, error = logistic(predictors, support, wave.weight[complete], points)
    wanted = np.log([*marginals.SUPPORT_ODDS.values(), marginals.SOMEWHAT_WORRIED_ODDS])
    assert np.all(np.abs(beta[1:7] - wanted) < 1.96 * error[1:7])
    assert np.all(np.abs(beta[1:7] - wanted) < 0.1), "calibrated, not merely inside the interval"


@pytest.mark.parametrize("year", [2025, 2026])
def test_form_b_costs_nine_points(year):
    wave = Wave(year)
    form = {name: wave.base("q10") & wave.ticked("form", name) for name in "AB"}
    gap = wave.share("q10", "4", "5", among=form["B"]) - wave.share("q10", "4", "5", among=form["A"])
    assert gap == pytest.approx(marginals.FORM_B_POINTS, abs=0.5)


def test_use_of_ai_falls_with_age(wave):
    age = wave.numbers("age")
    known = wave.base("q6") & ~np.isnan(age) & (wave.weight > 0)
    predictors = np.column_stack((np.ones(known.sum()), age[known] / 10))
    user = wave.ticked("q6", *"1234")[known].astype(float)
    points = np.array(wave.levels["psu"])[known]
    beta, error = logistic(predictors, user, wave.weight[known], points)
    assert abs(beta[1] - np.log(marginals.USE_ODDS_PER_DECADE)) < 1.96 * error[1]


def test_weights_meet_the_population(wave):
    """Bucketed respondents stand aside; the others have the population's proportions."""
    region = dict(zip((m.questions for m in MARGINS), MARGINS, strict=True))
    sizes = region["city_size",].shares
    found = {size: wave.weight[wave.ticked("city_size", *size)].sum() / wave.weight.sum() for size in sizes}
    assert found == pytest.approx(dict(sizes), abs=1e-6)
    cells = Counter()
    for sex, age, weight in zip(wave.levels["sex"], wave.levels["age"], wave.weight, strict=True):
        cells[sex, age_band(age)] += weight
    wanted = region["sex", "age_band"].shares
    inside = sum(cells[cell] for cell in wanted)
    assert {cell: cells[cell] / inside for cell in wanted} == pytest.approx(
        {cell: share / sum(wanted.values()) for cell, share in wanted.items()}, abs=1e-6
    )


def test_weights_sum_to_those_in_the_base(wave):
    assert wave.weight.sum() == pytest.approx((wave.weight > 0).sum())
    assert (wave.weight == 0).sum() == 1


def test_unweighted_mix_is_that_of_a_real_poll(latest):
    bands = Counter(age_band(age) for age in latest.levels["age"])
    shares = {band: 100 * bands[band] / len(latest.weight) for band in AGE_BANDS}
    assert shares == pytest.approx(RESPONDENT_AGE, abs=0.5)
    women = 100 * np.mean(latest.ticked("sex", "2"))
    assert women == pytest.approx(RESPONDENT_SEX["2"], abs=1)


def test_one_stratum_is_lonely_on_purpose(wave):
    points = {}
    for stratum, point in zip(wave.levels["stratum"], wave.levels["psu"], strict=True):
        points.setdefault(stratum, set()).add(point)
    assert [stratum for stratum, inside in points.items() if len(inside) == 1] == [
        strata_of(LONELY[0])[LONELY[1]]
    ]
    assert sum(map(len, points.values())) == 180
    assert len(points) <= 50


def test_design_effect_is_that_of_a_clustered_weighted_sample(latest):
    kish = len(latest.weight) * (latest.weight**2).sum() / latest.weight.sum() ** 2
    assert 1.08 < kish < 1.3


def test_people_of_one_point_are_a_little_alike(latest):
    def correlation(question, *codes):
        base = latest.base(question)
        given = latest.ticked(question, *codes)[base].astype(float)
        point = np.array(latest.levels["psu"])[base]
        groups = [given[point == one] for one in np.unique(point)]
        sizes = np.array([len(group) for group in groups])
        within = sum(((group - group.mean()) ** 2).sum() for group in groups) / (sizes.sum() - len(groups))
        between = sum(len(g) * (g.mean() - given.mean()) ** 2 for g in groups) / (len(groups) - 1)
        size = (sizes.sum() - (sizes**2).sum() / sizes.sum()) / (len(groups) - 1)
        return (between - within) / (between + (size - 1) * within)

    found = [
        *(correlation("q1", str(code)) for code in range(1, 12)),
        *(correlation(item, "4", "5") for item in ("q10", "q11_hw", "q11_infra", "q11_app")),
    ]
    assert np.mean(found) == pytest.approx(marginals.POINT_CORRELATION, abs=0.015)


def test_levels_are_codes_of_the_codebook(wave):
    strange = {
        (question.name, level)
        for question in codebook(wave.year)
        if question.kind in ("single", "scale", "multiple")
        for level in wave.levels[question.name]
        if level is not None and not isinstance(level, Raw)
        for code in (level if isinstance(level, tuple) else (level,))
        if code not in question.codes()
    }
    assert strange == set()
