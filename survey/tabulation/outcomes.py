"""What became of the sampled cases, as rates a reader can compare with other surveys."""

from __future__ import annotations

from survey.errors import PlanError
from survey.stats.outcomes import Dispositions, eligible_share, outcome_rates
from survey.vocabulary import OutcomeRate, Outcomes, Plan, Survey

_MAIL = ("mail", "postal", "郵送")
"""Words of a mode in which silence says nothing of eligibility."""

_WITHOUT_UNKNOWN = ("RR5", "RR6", "REF3")
"""Rates that take no case of unknown eligibility to be eligible."""


def outcomes(survey: Survey, plan: Plan) -> Outcomes | None:
    """AAPOR's outcome rates and the valid return of the sample issued; None without dispositions.

    Rates that count no unknown case as eligible are refused for mail surveys,
    whose silent cases are mostly eligible, unless the plan says that none is.

    Raises
    ------
    PlanError
        A share of eligible cases that is none.

    References
    ----------
    AAPOR (2023), *Standard Definitions*, 10th ed.
    """
    counts = survey.dispositions
    cases = Dispositions(
        complete=counts.get("I", 0),
        partial=counts.get("P", 0),
        refusal=counts.get("R", 0),
        non_contact=counts.get("NC", 0),
        other=counts.get("O", 0),
        unknown=counts.get("UH", 0) + counts.get("UO", 0),
        ineligible=counts.get("ineligible", 0),
    )
    if not cases.answered or cases.answered == cases.eligible + cases.unknown:
        return None
    given = plan.outcomes.eligible_share
    if given is not None and not 0 <= given <= 1:
        raise PlanError(
            f"[outcomes] eligible_share is a share from 0 to 1, not {given:g}",
            hint="leave it out to have it worked out from the cases whose eligibility is known",
        )
    e = eligible_share(cases) if given is None else given
    refused = bool(cases.unknown) and _by_mail(plan) and not plan.outcomes.unknown_are_ineligible
    rates = outcome_rates(cases, e)
    return Outcomes(
        rates=tuple(
            OutcomeRate(name, value, refused=refused and name in _WITHOUT_UNKNOWN)
            for name, value in rates.items()
        ),
        eligible_share=e,
        allocated=given is None,
        reason=plan.outcomes.reason,
        valid_return=cases.answered / (cases.eligible + cases.unknown + cases.ineligible),
        issued=int(cases.eligible + cases.unknown + cases.ineligible),
        valid=int(cases.answered),
    )


def _by_mail(plan: Plan) -> bool:
    said = " ".join(plan.study.mode.texts.values()).casefold()
    return any(word in said for word in _MAIL)
