"""Weighting margins and weights by the names readers know."""

from __future__ import annotations

from survey.reporting.amounts import GLUE
from survey.vocabulary import MARGIN_PREFIX, TOTAL_PREFIX, WEIGHT_COLUMN, Codebook, Report


def margin_label(codebook: Codebook, name: str, language: str) -> str:
    """`sex × age_band` as `Sex × Age`, in the language of the report."""
    parts = [part.strip() for part in name.split("×")]
    return f"{GLUE}×{GLUE}".join(
        codebook[part].label.to(language) if part in codebook else part for part in parts
    )


def delivered_weight(report: Report) -> str:
    """Name of the weight that came with the file: the design's, else the plan's or the codebook's."""
    weight = report.survey.design.weight
    if weight and weight != WEIGHT_COLUMN:
        return weight
    candidates = report.survey.codebook.with_role("weight")
    given = report.plan.design
    named = given.weight or (given.replicates.weight if given.replicates else "")
    return named or (candidates[0].name if candidates else "")


def met_before(report: Report) -> tuple[str, ...]:
    """Names of the margins that weights made before the analysis meet; none where nothing is known."""
    calibration = report.survey.design.calibration
    if calibration is None:
        return ()
    columns = (*(name for margin in calibration.margins for name in margin), *calibration.continuous)
    return tuple(name.removeprefix(MARGIN_PREFIX).removeprefix(TOTAL_PREFIX) for name in columns)
