"""A golden case answered by the public functions: {field: value}, in the reference's order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from tests.golden import levels, verdicts
from tests.golden.designs import Reference
from tests.golden.frames import NotCoveredError, evaluate
from tests.golden.levels import ALONE as ALONE
from tests.golden.surveys import with_domain

Case = Mapping[str, Any]
Fields = dict[str, Any]

_KINDS = {**levels.KINDS, **verdicts.KINDS}


def answered(case: Case, reference: Reference) -> Fields:
    """What the public functions say to a case.

    Raises
    ------
    NotCoveredError
        The case asks for something the harness does not do.
    SurveyError
        What a user would be told.
    """
    kind, design, args, domain = case["kind"], case.get("design"), case["args"], case.get("domain")
    lonely: Any = (case.get("options") or {}).get("lonely_psu") or "fail"
    if kind not in _KINDS:
        raise NotCoveredError(f"kind {kind}")
    if design is None:
        raise NotCoveredError("cases without a design")
    if lonely in ("adjust", "average") and (domain or args.get("by")):
        raise NotCoveredError("strata that a domain leaves with one sampling unit")
    survey = reference.survey(design)
    survey = replace(survey, design=replace(survey.design, lonely=lonely))
    frame = reference.frame_of(design)
    inside = np.ones(len(survey.responses), dtype=bool)
    if domain:
        inside = np.array([value == 1 for value in evaluate(domain, frame).values])
    return _KINDS[kind](case, with_domain(survey, inside), frame)
