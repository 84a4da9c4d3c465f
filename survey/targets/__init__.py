"""Population figures to weight to that come with the program, and how targets find their answers."""

from survey.targets.japan import japan_2025
from survey.targets.matching import answers_named, matched, parts_of, questions_named, scaled, split
from survey.targets.plans import POPULATIONS, planned_margin, population_named
from survey.targets.population import Category, Dimension, Population, PopulationMargin

__all__ = [
    "POPULATIONS",
    "Category",
    "Dimension",
    "Population",
    "PopulationMargin",
    "answers_named",
    "japan_2025",
    "matched",
    "parts_of",
    "planned_margin",
    "population_named",
    "questions_named",
    "scaled",
    "split",
]
