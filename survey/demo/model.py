"""What respondents answer: latent leanings with planted effects, cut so that the marginals hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import log, sqrt
from typing import TYPE_CHECKING

import numpy as np

from survey.demo import marginals
from survey.demo.calibrate import cut, logistic, meet_mean
from survey.demo.draws import Draws
from survey.demo.items import LAYERS
from survey.demo.questionnaire import WITHOUT_PACKAGE
from survey.demo.sample import Sample

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]
    Codes = NDArray[np.str_]

PRICES = "1"
ITEMS = tuple(str(code) for code in range(1, 13))
DK_AREA, NO_AREA = "97", "98"
STRAIGHT_LINERS = 10
_SUPPORTERS = ("4", "5")
_POINTS_TO_LOGIT = 0.04
"""Near one half, a point of a share is this much on the logit scale."""
_ROUNDS = 30
_STEP = 0.6
_LATENT_TO_ANSWER = 1.7
"""Answers are less alike than the leanings behind them; the leanings make up for it."""
_POINT_SD = sqrt(marginals.POINT_CORRELATION / (1 - marginals.POINT_CORRELATION)) * _LATENT_TO_ANSWER


@dataclass(eq=False)
class Answers:
    """The answers of one wave as they are worked out, question by question.

    Parameters
    ----------
    weight
        (respondents,) final weights.
    base
        {question: who gives an answer that enters its base}.
    codes
        {question: answer code per respondent, "" outside the base}.
    areas
        (respondents, items) ticks of question 1; none and don't know stand in `codes`.
    numbers
        {question: number given, NaN where none}.
    straight
        Respondents planted as straight-liners.
    """

    sample: Sample
    weight: Floats
    base: Mapping[str, Bools]
    draws: Draws
    codes: dict[str, Codes]
    numbers: dict[str, Floats]
    areas: Bools
    straight: tuple[int, ...] = ()

    @property
    def shares(self) -> Mapping[str, Mapping[str, float]]:
        """Shares wanted in this wave, {question: {code: per cent}}."""
        return marginals.SHARES[self.draws.year]

    def chose(self, question: str, *codes: str) -> Floats:
        """1.0 for respondents with one of these answers, (respondents,)."""
        return np.isin(self.codes[question], codes).astype(float)

    def noise(self, question: str) -> Floats:
        """Logistic noise plus what the people of a sampling point have in common."""
        own = self.draws.logistic(question, len(self.sample))
        shared = self.draws.logistic(f"{question} point", len(self.sample.points))
        return np.asarray(own + _POINT_SD * shared[self.sample.point])


def answer_all(sample: Sample, weight: Floats, base: Mapping[str, Bools], draws: Draws) -> Answers:
    """Everybody's answers to questions 1 to 13."""
    empty = np.zeros((len(sample), len(ITEMS)), dtype=bool)
    given = Answers(sample, weight, base, draws, {}, {}, empty)
    _household_and_worry(given)
    _areas(given)
    _expected_inflation(given)
    _intelligence(given)
    _job(given)
    if draws.year != WITHOUT_PACKAGE:
        leaning = _support(given)
        _layers(given, leaning)
        _priority(given, leaning)
    _party(given)
    return given


def _scale(
    given: Answers,
    question: str,
    latent: Floats,
    ascending: Sequence[str],
    *,
    dont_know: str = "",
    unsure: Floats | float = 0.0,
    never_unsure: Sequence[int] = (),
) -> Codes:
    """Answer codes with the wanted shares: don't know by `unsure`, the rest by `latent`."""
    shares, base = given.shares[question], given.base[question]
    codes = np.full(len(latent), "", dtype="<U3")
    if dont_know:
        doubt = given.noise(f"{question} unsure") + unsure
        doubt[list(never_unsure)] = -50.0
        known = sum(shares[code] for code in ascending)
        is_unsure = cut(doubt[base], given.weight[base], (known, shares[dont_know])) == 1
        codes[np.flatnonzero(base)[is_unsure]] = dont_know
    rest = base & (codes == "")
    category = cut(latent[rest], given.weight[rest], [shares[code] for code in ascending])
    codes[rest] = np.asarray(ascending)[category]
    return codes


def _household_and_worry(given: Answers) -> None:
    sample = given.sample
    poor = np.isin(sample.income, ("1", "2")).astype(float)
    squeeze = given.noise("q3") + 0.5 * poor + 0.08 * sample.decades
    given.codes["q3"] = _scale(given, "q3", squeeze, ("1", "2", "3"))
    worry = given.noise("q2") + 0.9 * given.chose("q3", "3") + 0.25 * sample.woman + 0.2 * poor
    given.codes["q2"] = _scale(given, "q2", worry, ("4", "3", "2", "1"), dont_know="8")


def _areas(given: Answers) -> None:
    """Question 1: none and don't know first, then each item, prices last."""
    sample, base, weight = given.sample, given.base["q1"], given.weight
    shares = given.shares["q1"]
    gloom = 0.6 * given.draws.logistic("gloom", len(sample)) + 0.3 * given.chose("q3", "3")
    kept = 100 - shares[DK_AREA] - shares[NO_AREA]
    content = given.draws.logistic("q1 none", len(sample)) - gloom
    codes = np.full(len(sample), "", dtype="<U3")
    group = cut(content[base], weight[base], (kept, shares[DK_AREA], shares[NO_AREA]))
    codes[base] = np.array(["", DK_AREA, NO_AREA])[group]
    given.codes["q1"] = codes
    choosing = base & (codes == "")
    whole = 100 * weight[base].sum() / weight[choosing].sum()
    for position, item in reversed(list(enumerate(ITEMS))):
        lean = gloom + given.noise(f"q1 {item}") + _lean_to_area(given, item)
        if item == PRICES:
            lean[~given.areas.any(axis=1)] = 50.0
        share = shares[item] / 100 * whole / 100
        ticked = cut(lean[choosing], weight[choosing], (1 - share, share)) == 1
        given.areas[np.flatnonzero(choosing)[ticked], position] = True


def _lean_to_area(given: Answers, item: str) -> Floats:
    """What makes a respondent more likely to tick this area."""
    sample = given.sample
    if item == PRICES:
        thirties = ((sample.age >= 30) & (sample.age < 40)).astype(float)
        old = (sample.age >= 70).astype(float)
        worry = 0.8 * given.chose("q2", "1") + 0.4 * given.chose("q2", "2")
        return np.asarray(worry + 0.4 * thirties - 0.4 * old + 0.2 * sample.woman)
    by_age = {"3": 0.15, "4": 0.12, "6": 0.1, "7": 0.12, "8": -0.2, "10": -0.05, "11": 0.05}
    return np.asarray(by_age.get(item, 0.0) * sample.decades)


def _expected_inflation(given: Answers) -> None:
    """Question 4: heaped numbers, with the share up and the mean that were wanted."""
    sample, base = given.sample, given.base["q4"]
    wanted = marginals.EXPECTED_INFLATION[given.draws.year]
    doubt = given.noise("q4 unsure") + 0.1 * sample.decades + 0.3 * sample.woman
    silent = given.shares["q4"]["98"]
    codes = np.full(len(sample), "", dtype="<U3")
    unsure = cut(doubt[base], given.weight[base], (100 - silent, silent)) == 1
    codes[np.flatnonzero(base)[unsure]] = "98"
    given.codes["q4"] = codes
    numeric = base & ~(codes == "98")
    lean = given.noise("q4") + 0.5 * given.chose("q2", "1") + 0.15 * sample.woman
    category = cut(lean[numeric], given.weight[numeric], list(wanted.values()))
    given.numbers["q4"] = np.full(len(sample), np.nan)
    given.numbers["q4"][numeric] = np.asarray(list(wanted), dtype=float)[category]


def settle_means(given: Answers) -> None:
    """Bring the means of questions 4 and 8 to what was wanted, after every other change to them."""
    year = given.draws.year
    ladders = {
        "q4": (marginals.EXPECTED_INFLATION[year], marginals.EXPECTED_INFLATION_MEAN[year]),
        "q8": (marginals.TRUST, marginals.TRUST_MEAN),
    }
    for question, (ladder, mean) in ladders.items():
        numbers = given.numbers[question]
        known = ~np.isnan(numbers)
        numbers[known] = meet_mean(
            numbers[known], given.weight[known], [float(rung) for rung in ladder], mean
        )


def _intelligence(given: Answers) -> None:
    """Questions 5 to 8."""
    sample = given.sample
    graduate = (sample.education == "4").astype(float)
    heard = given.noise("q5") + 0.6 * graduate - 0.12 * sample.decades - 0.15 * sample.woman
    given.codes["q5"] = _scale(given, "q5", heard, ("3", "2", "1"))
    given.codes["q6"] = _use(given, 0.4 * graduate + 0.5 * given.chose("q5", "1"))
    user = given.chose("q6", "1", "2", "3", "4")
    hope = given.noise("q7") + 0.7 * user - 0.35 * sample.woman + 0.2 * graduate
    given.codes["q7"] = _scale(given, "q7", hope, ("1", "2", "3"), dont_know="8", unsure=0.1 * sample.decades)
    base = given.base["q8"]
    trust = given.noise("q8") + 0.8 * user + 0.8 * given.chose("q7", "3") - 0.8 * given.chose("q7", "1")
    category = cut(trust[base], given.weight[base], list(marginals.TRUST.values()))
    given.numbers["q8"] = np.full(len(sample), np.nan)
    given.numbers["q8"][base] = np.asarray(list(marginals.TRUST), dtype=float)[category]


def _use(given: Answers, other: Floats) -> Codes:
    """Question 6, with the planted odds ratio per decade of age as a regression on age recovers it."""
    sample, base = given.sample, given.base["q6"] & (given.weight > 0)
    noise = given.noise("q6")
    predictors = np.column_stack((np.ones(len(sample)), sample.decades))[base]
    wanted = np.array([log(marginals.USE_ODDS_PER_DECADE)])

    def answer(slope: Floats) -> Codes:
        return _scale(given, "q6", noise + other + slope[0] * sample.decades, ("5", "4", "3", "2", "1"))

    def miss(slope: Floats) -> Floats:
        user = (answer(slope)[base] != "5").astype(float)
        return wanted - logistic(predictors, user, given.weight[base])[1:]

    return answer(_tuned(wanted, miss))


def _job(given: Answers) -> None:
    """Question 9, of those who work."""
    worry = given.noise("q9") + 0.6 * given.chose("q7", "1") + 0.3 * (given.sample.employment == "2")
    given.codes["q9"] = _scale(given, "q9", worry, ("4", "3", "2", "1"), dont_know="8")


def support_predictors(given: Answers) -> Floats:
    """Prices ticked, very, somewhat worried, worse off, AI user, female, form B: (respondents, 7)."""
    return np.column_stack(
        (
            given.areas[:, 0],
            given.chose("q2", "1"),
            given.chose("q2", "2"),
            given.chose("q3", "3"),
            given.chose("q6", "1", "2", "3", "4"),
            given.sample.woman,
            given.sample.form == "B",
        )
    ).astype(float)


def _support(given: Answers) -> Floats:
    """Question 10 with the planted effects, tuned until the weighted regression gives them back.

    The leaning behind the answers is returned, (respondents,).
    """
    predictors = support_predictors(given)
    odds = marginals.SUPPORT_ODDS
    wanted = np.array(
        [
            log(odds["prices_ticked"]),
            log(odds["very_worried"]),
            log(marginals.SOMEWHAT_WORRIED_ODDS),
            log(odds["worse_off"]),
            log(odds["generative_ai_user"]),
            log(odds["female"]),
        ]
    )
    noise = given.noise("q10")
    unsure = 0.8 * given.chose("q5", "3") + 0.3 * given.sample.woman + 0.05 * given.sample.decades

    def answer(effect: Floats) -> Floats:
        """Answer with these effects; how far the regression's coefficients are then from those wanted."""
        leaning = noise + predictors @ effect
        given.codes["q10"] = _scale(
            given, "q10", leaning, ("1", "2", "3", "4", "5"), dont_know="8", unsure=unsure
        )
        gap = _POINTS_TO_LOGIT * (marginals.FORM_B_POINTS - _form_gap(given))
        return np.append(wanted - _fitted_support(given, predictors)[1:-1], gap)

    effect = _tuned(np.append(wanted, _POINTS_TO_LOGIT * marginals.FORM_B_POINTS), answer)
    answer(effect)
    return np.asarray(noise + predictors @ effect)


def _tuned(start: Floats, miss: Callable[[Floats], Floats]) -> Floats:
    """Effects whose answers miss the planted ones by least, found by adding what is missed."""
    effect = best = start
    least = np.inf
    for _ in range(_ROUNDS):
        missed = miss(effect)
        if np.abs(missed).max() < least:
            best, least = effect, float(np.abs(missed).max())
        effect = effect + _STEP * missed
    return best


def _fitted_support(given: Answers, predictors: Floats) -> Floats:
    """Coefficients of the regression a reader of the report would run: complete answers only."""
    complete = given.base["q1"] & given.base["q2"] & given.base["q3"] & given.base["q6"] & given.base["q10"]
    complete = complete & (given.weight > 0) & np.isin(given.sample.sex, ("1", "2"))
    complete = complete & ~np.isin(given.codes["q10"], ("", "8")) & ~np.isin(given.codes["q2"], ("", "8"))
    whole = np.column_stack((np.ones(len(predictors)), predictors))[complete]
    return logistic(whole, given.chose("q10", *_SUPPORTERS)[complete], given.weight[complete])


def _form_gap(given: Answers) -> float:
    """Support on form B less support on form A, in points of those in the base."""
    base, support = given.base["q10"], given.chose("q10", *_SUPPORTERS)
    share = {
        form: np.average(support[who], weights=given.weight[who])
        for form in ("A", "B")
        for who in [base & (given.sample.form == form)]
    }
    return 100 * float(share["B"] - share["A"])


def _layers(given: Answers, leaning: Floats) -> None:
    """Question 11: follows question 10; a few respondents give "neither" from top to bottom."""
    usable = given.base["q10"] & np.logical_and.reduce([given.base[item] for item in LAYERS])
    neutral = np.flatnonzero((given.codes["q10"] == "3") & usable)
    order = given.draws.order("straight-liners", len(neutral))
    given.straight = tuple(sorted(int(who) for who in neutral[order[:STRAIGHT_LINERS]]))
    taste = 1.4 * (leaning - leaning.mean()) / leaning.std() + 0.8 * given.draws.logistic(
        "taste", len(leaning)
    )
    unsure = 3.0 * given.chose("q10", "8")
    for item in LAYERS:
        ascending = ("1", "2", "3", "4", "5")
        latent = taste + given.noise(item)
        scale = partial(
            _scale,
            given,
            item,
            ascending=ascending,
            dont_know="8",
            unsure=unsure,
            never_unsure=given.straight,
        )
        latent[list(given.straight)] = np.median(latent[scale(latent) == "3"])
        given.codes[item] = scale(latent)


def _priority(given: Answers, leaning: Floats) -> None:
    """Question 12."""
    lean = given.noise("q12") + 0.6 * leaning / leaning.std() - 0.5 * given.areas[:, 0]
    unsure = 1.5 * given.chose("q10", "8")
    given.codes["q12"] = _scale(given, "q12", lean, ("1", "2", "3"), dont_know="8", unsure=unsure)


def _party(given: Answers) -> None:
    """Question 13: each party takes its share of those not yet taken, largest first."""
    by_age = {"1": 0.1, "97": -0.12, "98": -0.05, "4": -0.25, "7": -0.2, "9": -0.15, "8": 0.15, "5": 0.2}
    base, shares = given.base["q13"], given.shares["q13"]
    codes = np.full(len(base), "", dtype="<U3")
    left = sum(shares.values())
    for party in sorted(shares, key=lambda code: (-shares[code], int(code))):
        rest = np.flatnonzero(base & (codes == ""))
        lean = given.noise(f"q13 {party}") + by_age.get(party, 0.0) * given.sample.decades
        taken = cut(lean[rest], given.weight[rest], (max(left - shares[party], 0.0), shares[party])) == 1
        codes[rest[taken]] = party
        left -= shares[party]
    given.codes["q13"] = codes
