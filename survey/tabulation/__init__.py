"""Tabulation: a weighted survey becomes finished numbers, marks and sentences."""

from survey.tabulation.crossings import crossings
from survey.tabulation.crosstab import tabulate
from survey.tabulation.findings import findings
from survey.tabulation.outcomes import outcomes
from survey.tabulation.reliability import reliability
from survey.tabulation.summary import summarise

__all__ = ["crossings", "findings", "outcomes", "reliability", "summarise", "tabulate"]
