"""Single statistics of a survey, for notebooks and for checking; each with its page in `docs/numbers`."""

from survey.tabulation.statistics.contrasts import contrast, pairwise
from survey.tabulation.statistics.crosstabs import crosstab, crosstabs
from survey.tabulation.statistics.independence import chisquare, goodness_of_fit
from survey.tabulation.statistics.levels import mean, mentions, proportion, ratio, total
from survey.tabulation.statistics.models import regression, term_test
from survey.tabulation.statistics.moments import correlation, variance
from survey.tabulation.statistics.quantiles import quantile
from survey.tabulation.statistics.records import (
    Cell,
    Contrasts,
    Crosstab,
    Fit,
    Independence,
    Regression,
    Statistic,
    Term,
    TermTest,
    TTest,
)
from survey.tabulation.statistics.ttests import ttest

__all__ = [
    "Cell",
    "Contrasts",
    "Crosstab",
    "Fit",
    "Independence",
    "Regression",
    "Statistic",
    "TTest",
    "Term",
    "TermTest",
    "chisquare",
    "contrast",
    "correlation",
    "crosstab",
    "crosstabs",
    "goodness_of_fit",
    "mean",
    "mentions",
    "pairwise",
    "proportion",
    "quantile",
    "ratio",
    "regression",
    "term_test",
    "total",
    "ttest",
    "variance",
]
