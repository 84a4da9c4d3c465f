"""Population figures to weight to that come with the program, and how targets find their answers."""

from survey.targets.japan import japan_2025
from survey.targets.matching import CROSSED, answer_of, matched, question_of, scaled, split
from survey.targets.plans import POPULATIONS, planned_margin, population_named
from survey.targets.population import Category, Dimension, Population, PopulationMargin

__all__ = [
    "CROSSED",
    "POPULATIONS",
    "Category",
    "Dimension",
    "Population",
    "PopulationMargin",
    "answer_of",
    "japan_2025",
    "matched",
    "planned_margin",
    "population_named",
    "question_of",
    "scaled",
    "split",
]
