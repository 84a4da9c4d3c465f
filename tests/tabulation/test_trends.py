"""Trends: changes with their errors, records told as what they are, and what is refused."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

import survey
from survey.errors import DesignError, PlanError
from survey.vocabulary import NetPlan, Plan, Question, Survey, WavePlan, plain

Ask = Callable[..., Question]
Build = Callable[..., Survey]

ANSWERS = {"1": "Support", "2": "Oppose", "98": "Don't know", "99": "Refused"}


def published(name: str, share: float, n: int, **more: object) -> WavePlan:
    return WavePlan(name, share=share, n=n, **more)


@pytest.fixture
def wave(ask: Ask, study: Build) -> Callable[..., Survey]:
    """A survey of one question, from {code: respondents}."""

    def make(counts: dict[str, int], *, answers: dict[str, str] = ANSWERS, **more: object) -> Survey:
        values = [code for code, count in counts.items() for _ in range(count)]
        return study([(ask("q1", answers, wording=plain("Do you support it?")), values)], **more)

    return make


def test_a_record_that_is_not_significant_is_told_as_exactly_that() -> None:
    waves = {
        "2023": published("2023", 0.694, 1_812),
        "2024": published("2024", 0.708, 1_777),
        "2025": published("2025", 0.731, 1_604),
    }
    found = survey.trend(waves, "q1:prices")
    error = np.sqrt(0.708 * 0.292 / 1_776 + 0.731 * 0.269 / 1_603)
    assert found.changes.gap[0, 2, 1] == pytest.approx(0.023, abs=1e-12)
    assert found.changes.standard_error[0, 2, 1] == pytest.approx(error, rel=1e-12)
    assert round(float(found.changes.p[0, 2, 1]), 2) == 0.14
    assert (
        "73.1%, the highest of the 3 waves shown; "
        "the rise of 2.3 points from 70.8% is not significant (p = .14)" in found.sentences[0].to("en")
    )
    assert (
        "73.1％で、示した3回の調査のうち最も高い。70.8％からの2.3ポイントの上昇は有意ではない（p = .14）"
        in found.sentences[0].to("ja")
    )


def test_a_significant_fall_to_the_lowest_is_called_so() -> None:
    waves = {
        str(2020 + year): published(str(2020 + year), share, 1_000)
        for year, share in enumerate((0.6, 0.62, 0.5))
    }
    said = survey.trend(waves, "q:yes").sentences[0].to("en")
    assert "50.0%, the lowest of the 3 waves shown; the fall of 12.0 points from 62.0% is significant" in said


def test_two_waves_make_no_record() -> None:
    waves = {"a": published("a", 0.708, 1_777), "b": published("b", 0.731, 1_604)}
    assert "highest" not in survey.trend(waves, "q:yes").sentences[0].to("en")


def test_waves_that_print_alike_make_no_record() -> None:
    waves = {str(k): published(str(k), share, 900) for k, share in enumerate((0.4999, 0.3, 0.5001))}
    assert "highest" not in survey.trend(waves, "q:yes").sentences[0].to("en")


@given(
    shares=st.lists(st.floats(0.05, 0.95), min_size=2, max_size=4),
    n=st.integers(50, 5_000),
    deff=st.floats(1, 3),
)
def test_published_changes_follow_from_share_n_and_design_effect(
    shares: list[float], n: int, deff: float
) -> None:
    waves = {str(k): published(str(k), share, n, deff=deff) for k, share in enumerate(shares)}
    found = survey.trend(waves, "q:yes")
    one, two = (deff * share * (1 - share) / (n - 1) for share in (shares[-1], shares[0]))
    df = (one + two) ** 2 * (n - 1) / (one**2 + two**2)
    last = (0, len(shares) - 1, 0)
    assert found.changes.standard_error[last] ** 2 == pytest.approx(one + two)
    assert found.changes.df[last] == pytest.approx(df)
    t = (shares[-1] - shares[0]) / np.sqrt(one + two)
    assert found.changes.p[last] == pytest.approx(2 * stats.t.sf(abs(t), df), abs=1e-12)
    assert found.changes.low[last] <= found.changes.gap[last] <= found.changes.high[last]
    assert np.isnan(found.changes.gap[0, 0]).all()


def test_a_survey_s_shares_are_those_of_its_topline(wave: Callable[..., Survey]) -> None:
    first, second = wave({"1": 60, "2": 30, "98": 10, "99": 5}), wave({"1": 50, "2": 48, "98": 2})
    found = survey.trend({"2024": first, "2025": second}, "q1")
    share = survey.proportion(first, "q1")
    assert [row.code for row in found.rows] == ["1", "2", "98"]
    assert found.estimate[:, 0] == pytest.approx(share.estimate)
    assert found.standard_error[:, 0] == pytest.approx(share.standard_error)
    assert found.low[:, 0] == pytest.approx(share.low)
    assert found.unweighted_base.tolist() == [100, 100]
    frame = found.to_frame()
    assert frame.loc[frame.wave == "2025", "change"].tolist() == pytest.approx([-0.1, 0.18, -0.08])
    assert found.changes.q[:, 1, 0] == pytest.approx(stats.false_discovery_control(found.changes.p[:, 1, 0]))


def test_names_and_codes_of_a_wave_are_mapped(ask: Ask, study: Build, wave: Callable[..., Survey]) -> None:
    there = ask("s7", {"5": "Strongly", "4": "Somewhat", "1": "Oppose", "2": "Other"})
    old = study([(there, ["5"] * 20 + ["4"] * 20 + ["1"] * 50 + ["2"] * 10)])
    about = {"2024": WavePlan("2024", question="s7", map={"1": ("5", "4"), "2": ("1",)})}
    found = survey.trend(
        {"2024": old, "2025": wave({"1": 60, "2": 40})}, "q1", about=about, comparable="answers merged"
    )
    assert found.estimate[:2, 0] == pytest.approx([0.4, 0.5])
    assert found.unweighted_base[0] == 100
    assert np.isnan(found.estimate[2, 0]), "an answer that the wave did not offer has no share there"
    assert found.changes.breaks[1][0] == ("answers",)


def test_nets_of_the_plan_are_followed(wave: Callable[..., Survey]) -> None:
    plan = Plan(net=(NetPlan("q1", "any", plain("Any opinion"), ("1", "2")),))
    waves = {"a": wave({"1": 30, "2": 30, "98": 40}), "b": wave({"1": 50, "2": 30, "98": 20})}
    found = survey.trend(waves, "q1:any", plan=plan)
    assert found.estimate[0] == pytest.approx([0.6, 0.8])
    assert found.rows[0].kind == "net"


@pytest.mark.parametrize(
    ("about", "kind", "words"),
    [
        ({"mode": plain("web")}, "mode", "the mode changed"),
        ({"population": plain("voters")}, "population", "the population changed"),
        ({"wording": plain("Would you support it?")}, "wording", "the wording changed"),
    ],
)
def test_breaks_are_refused_with_their_reason(
    about: dict[str, object], kind: str, words: str, wave: Callable[..., Survey]
) -> None:
    waves = {"a": wave({"1": 500, "2": 500}), "b": wave({"1": 600, "2": 400})}
    said = {
        "a": WavePlan("a", **{"mode": plain("mail"), "population": plain("adults"), **about}),
        "b": WavePlan("b", mode=plain("Mail "), population=plain("adults")),
    }
    found = survey.trend(waves, "q1:1", about=said)
    assert found.changes.breaks[1][0] == (kind,)
    assert np.isnan(found.changes.gap[0, 1, 0])
    assert np.isnan(found.changes.p[0, 1, 0])
    assert found.sentences[0].to("en").endswith(f"60.0%; not compared with 50.0% in a: {words}")
    allowed = survey.trend(waves, "q1:1", about=said, comparable="a split sample showed no difference")
    assert allowed.changes.gap[0, 1, 0] == pytest.approx(0.1)
    assert (
        allowed.sentences[0]
        .to("en")
        .endswith(f"; compared although {words}: a split sample showed no difference")
    )


def test_a_record_is_one_among_waves_that_can_be_compared() -> None:
    waves = {
        str(k): published(str(k), share, 900, wording=plain("old" if k == 0 else "new"))
        for k, share in enumerate((0.9, 0.4, 0.45, 0.5))
    }
    said = survey.trend(waves, "q:yes").sentences[0].to("en")
    assert "the highest of the 3 waves that can be compared" in said


def test_answers_offered_differently_are_a_break(wave: Callable[..., Survey]) -> None:
    other = {**ANSWERS, "3": "Neither"}
    waves = {"a": wave({"1": 50, "2": 50}), "b": wave({"1": 50, "2": 50}, answers=other)}
    assert survey.trend(waves, "q1:1").changes.breaks[1][0] == ("answers",)


def test_small_waves_are_not_compared_in_words(wave: Callable[..., Survey]) -> None:
    found = survey.trend({"a": wave({"1": 10, "2": 10}), "b": wave({"1": 90, "2": 10})}, "q1:1")
    assert found.waves[0].flag == "low"
    assert "too few respondents (n = 20 and 100)" in found.sentences[0].to("en")


@pytest.fixture
def clustered(wave: Callable[..., Survey]) -> Callable[[int], Survey]:
    """Forty points of ten respondents, each point leaning its own way in every wave."""

    def make(seed: int) -> Survey:
        lean = np.random.default_rng(1).uniform(0.2, 0.8, 40)
        draw = np.random.default_rng(seed)
        given = [
            ("1" if draw.random() < lean[point] else "2", f"p{point}")
            for point in range(40)
            for _ in range(10)
        ]
        given.sort()
        counts = {code: sum(each == code for each, _ in given) for code in ("1", "2")}
        return wave(counts, psu=[point for _, point in given], weight=[1.0 + k % 3 for k in range(400)])

    return make


def test_shared_sampling_units_are_one_sample_of_both_waves(clustered: Callable[[int], Survey]) -> None:
    first, second = clustered(2), clustered(3)
    found = survey.trend({"a": first, "b": second}, "q1:1", same_psus=True)
    apart = survey.trend({"a": first, "b": second}, "q1:1")
    assert found.changes.standard_error[0, 1, 0] < apart.changes.standard_error[0, 1, 0]
    assert found.changes.df[0, 1, 0] == 39

    scores = {}
    for sign, each in ((-1, first), (1, second)):
        responses = each.responses
        w = np.array([responses.column("w").levels[code] for code in responses.column("w").codes])
        yes = np.array([responses.column("q1").levels[code] == "1" for code in responses.column("q1").codes])
        z = sign * w * (yes - np.average(yes, weights=w)) / w.sum()
        for code, score in zip(responses.column("psu").codes, z, strict=True):
            name = responses.column("psu").levels[code]
            scores[name] = scores.get(name, 0.0) + score
    total = np.array(list(scores.values()))
    expected = np.sqrt(40 / 39 * np.sum((total - total.mean()) ** 2))
    assert found.changes.standard_error[0, 1, 0] == pytest.approx(expected, rel=1e-9)


def test_the_same_wave_twice_has_not_changed_and_is_sure_of_it(clustered: Callable[[int], Survey]) -> None:
    found = survey.trend({"a": clustered(2), "b": clustered(2)}, "q1:1", same_psus=True)
    assert found.changes.gap[0, 1, 0] == 0
    assert found.changes.standard_error[0, 1, 0] == pytest.approx(0, abs=1e-12)


def test_sampling_units_that_are_not_shared_are_refused(
    clustered: Callable[[int], Survey], wave: Callable[..., Survey]
) -> None:
    other = clustered(3)
    psu = other.responses.column("psu")
    renamed = replace(psu, levels=tuple(f"{name} of 2025" for name in psu.levels))
    other = replace(other, responses=other.responses.assign({"psu": renamed}))
    with pytest.raises(DesignError, match="no sampling unit of the same stratum"):
        survey.trend({"a": clustered(2), "b": other}, "q1:1", same_psus=True)
    with pytest.raises(DesignError, match="names no psu"):
        survey.trend({"a": clustered(2), "b": wave({"1": 50, "2": 50})}, "q1:1", same_psus=True)


@pytest.mark.parametrize(
    ("waves", "question", "complaint"),
    [
        ([published("a", 0.5, 900)], "q1:1", "two waves or more"),
        ([published("a", 0.5, 900), None], "q9:1", "no question 'q9'"),
        ([published("a", 0.5, 900), None], "q1:7", "no answer or net '7'"),
        ([published("a", 0.5, 900), None], "q1", "gives one share, and the trend follows 3 answers"),
        ([WavePlan("a"), None], "q1:1", "neither a survey nor a published share"),
    ],
)
def test_what_cannot_be_followed_is_refused(
    waves: Sequence[WavePlan | None], question: str, complaint: str, wave: Callable[..., Survey]
) -> None:
    given = {str(k): each or wave({"1": 50, "2": 50}) for k, each in enumerate(waves)}
    with pytest.raises(PlanError, match=complaint):
        survey.trend(given, question)


def test_a_wave_without_the_question_or_the_answer_says_so(wave: Callable[..., Survey]) -> None:
    waves = {"a": wave({"1": 50, "2": 50}), "b": wave({"1": 50, "2": 50})}
    with pytest.raises(PlanError, match="the wave 'a' has no question 's1'"):
        survey.trend(waves, "q1", about={"a": WavePlan("a", question="s1")})
    with pytest.raises(PlanError, match="map names the answer '9'"):
        survey.trend(waves, "q1", about={"a": WavePlan("a", map={"1": ("9",)})})
    with pytest.raises(PlanError, match="`about` speaks of the wave 'c'"):
        survey.trend(waves, "q1", about={"c": WavePlan("c")})
