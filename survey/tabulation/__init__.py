"""Tabulation: a weighted survey becomes finished numbers, marks and sentences."""

from survey.tabulation.crossings import crossings
from survey.tabulation.crosstab import tabulate
from survey.tabulation.drivers import all_drivers, drivers
from survey.tabulation.findings import comparisons, findings
from survey.tabulation.outcomes import outcomes
from survey.tabulation.previous import beside_previous
from survey.tabulation.reliability import reliability
from survey.tabulation.summary import summarise
from survey.tabulation.trends import trend, trends
from survey.tabulation.usual import with_usual_banner
from survey.tabulation.weight_effects import headline_share, weight_effects

__all__ = [
    "all_drivers",
    "beside_previous",
    "comparisons",
    "crossings",
    "drivers",
    "findings",
    "headline_share",
    "outcomes",
    "reliability",
    "summarise",
    "tabulate",
    "trend",
    "trends",
    "weight_effects",
    "with_usual_banner",
]
