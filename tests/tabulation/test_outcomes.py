"""AAPOR's outcome rates: formulas, the demo's published figures, and what a mail survey may not claim."""

from __future__ import annotations

from dataclasses import replace

import pytest

from survey.demo.ledger import WAVES
from survey.errors import PlanError
from survey.responses import MemoryResponses
from survey.stats.outcomes import Dispositions, eligible_share, outcome_rates
from survey.tabulation import outcomes
from survey.vocabulary import Codebook, Label, OutcomesPlan, Plan, Study, Survey

CASES = {"I": 50, "P": 10, "R": 20, "NC": 15, "O": 1, "UH": 3, "UO": 1, "ineligible": 9}
MAIL = Plan(study=Study(mode=Label({"ja": "郵送"})))


def sampled(counts: dict[str, int]) -> Survey:
    return Survey(MemoryResponses({}), Codebook(), dispositions=counts)


def test_the_rates_follow_their_formulas() -> None:
    cases = Dispositions(50, 10, 20, 15, 1, 4, 9)
    e = eligible_share(cases)
    assert e == pytest.approx(96 / 105)
    rates = outcome_rates(cases, e)
    assert rates["RR1"] == pytest.approx(0.5)
    assert rates["RR2"] == pytest.approx(0.6)
    assert rates["RR3"] == pytest.approx(50 / (96 + 4 * 96 / 105))
    assert rates["RR6"] == pytest.approx(60 / 96)
    assert rates["COOP1"] == pytest.approx(50 / 81)
    assert rates["COOP4"] == pytest.approx(60 / 80)
    assert rates["REF1"] == pytest.approx(0.2)
    assert rates["REF3"] == pytest.approx(20 / 96)


def test_the_demo_has_the_rates_that_its_facts_state() -> None:
    found = outcomes(sampled(dict(WAVES[2026].dispositions)), Plan())
    assert found is not None
    stated = {"RR1": 55.3, "RR2": 56.4, "RR3": 55.5, "RR4": 56.6, "RR5": 87.9, "RR6": 89.6}
    assert {name: round(100 * found.rate(name).value, 1) for name in stated} == stated
    assert round(100 * found.valid_return, 1) == 56.0


def test_a_mail_survey_does_not_print_rates_that_suppose_nobody_unknown_was_eligible() -> None:
    found = outcomes(sampled(CASES), MAIL)
    assert found is not None
    assert [rate.name for rate in found.rates if rate.refused] == ["RR5", "RR6", "REF3"]
    insisting = replace(MAIL, outcomes=OutcomesPlan(unknown_are_ineligible=True))
    insisted = outcomes(sampled(CASES), insisting)
    assert insisted is not None
    assert not any(rate.refused for rate in insisted.rates)
    everybody_known = outcomes(sampled({**CASES, "UH": 0, "UO": 0}), MAIL)
    assert everybody_known is not None
    assert not any(rate.refused for rate in everybody_known.rates)


def test_the_plan_may_say_how_many_unknown_cases_are_eligible() -> None:
    found = outcomes(sampled(CASES), Plan(outcomes=OutcomesPlan(0.5)))
    assert found is not None
    assert found.rate("RR3").value == pytest.approx(50 / 98)
    assert not found.allocated
    with pytest.raises(PlanError, match="eligible_share"):
        outcomes(sampled(CASES), Plan(outcomes=OutcomesPlan(50)))


def test_without_dispositions_there_are_no_rates() -> None:
    assert outcomes(sampled({}), Plan()) is None
    assert outcomes(sampled({"I": 50}), Plan()) is None
