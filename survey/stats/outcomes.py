"""Outcome rates of a sample, from the final dispositions of its cases.

References
----------
AAPOR (2023), *Standard Definitions: Final Dispositions of Case Codes and Outcome Rates for Surveys*, 10th ed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Dispositions:
    """Cases of a sample by what became of them.

    Parameters
    ----------
    complete, partial, refusal, non_contact, other
        Cases known to be eligible: I, P, R, NC and O.
    unknown
        Cases of unknown eligibility: UH and UO.
    ineligible
        Cases known not to belong to the population.
    """

    complete: float
    partial: float = 0.0
    refusal: float = 0.0
    non_contact: float = 0.0
    other: float = 0.0
    unknown: float = 0.0
    ineligible: float = 0.0

    @property
    def answered(self) -> float:
        """I + P."""
        return self.complete + self.partial

    @property
    def eligible(self) -> float:
        """All cases known to be eligible."""
        return self.answered + self.refusal + self.non_contact + self.other


def eligible_share(cases: Dispositions) -> float:
    """Share of the cases of unknown eligibility taken to be eligible, e: as among the known ones.

    This is the proportional allocation of CASRO; NaN where nothing is known.
    """
    known = cases.eligible + cases.ineligible
    return cases.eligible / known if known else np.nan


def outcome_rates(cases: Dispositions, e: float) -> dict[str, float]:
    """Response rates RR1–RR6, cooperation COOP1–COOP4, refusal REF1–REF3, each 0–1, by AAPOR's names.

    Parameters
    ----------
    e
        Share of the cases of unknown eligibility taken to be eligible; RR1,
        RR2 and REF1 take all of them, RR5, RR6 and REF3 none.
    """
    all_unknown, some_unknown, no_unknown = (
        cases.eligible + share * cases.unknown for share in (1.0, e, 0.0)
    )
    contacted = cases.answered + cases.refusal
    return {
        "RR1": _over(cases.complete, all_unknown),
        "RR2": _over(cases.answered, all_unknown),
        "RR3": _over(cases.complete, some_unknown),
        "RR4": _over(cases.answered, some_unknown),
        "RR5": _over(cases.complete, no_unknown),
        "RR6": _over(cases.answered, no_unknown),
        "COOP1": _over(cases.complete, contacted + cases.other),
        "COOP2": _over(cases.answered, contacted + cases.other),
        "COOP3": _over(cases.complete, contacted),
        "COOP4": _over(cases.answered, contacted),
        "REF1": _over(cases.refusal, all_unknown),
        "REF2": _over(cases.refusal, some_unknown),
        "REF3": _over(cases.refusal, no_unknown),
    }


def _over(part: float, whole: float) -> float:
    return part / whole if whole else np.nan
