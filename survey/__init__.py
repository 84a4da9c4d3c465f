"""Public-opinion survey analysis: read, clean, weight, cross-tabulate, report.

Names are fetched when first used, so that `import survey` stays instant.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from survey.version import __version__

if TYPE_CHECKING:
    from survey import targets as targets
    from survey.analysis import analyze as analyze
    from survey.analysis import compare_weights as compare_weights
    from survey.analysis import weight as weight
    from survey.reading import check as check
    from survey.reading import init as init
    from survey.reading import read as read
    from survey.reading import read_plan as read_plan
    from survey.reading import read_targets as read_targets
    from survey.reading import read_waves as read_waves
    from survey.reporting import explain_cell as explain_cell
    from survey.reporting import tables as tables
    from survey.reporting import write as write
    from survey.reporting import write_answers as write_answers
    from survey.reporting import write_weights as write_weights
    from survey.tabulation import drivers as drivers
    from survey.tabulation.statistics import chisquare as chisquare
    from survey.tabulation.statistics import contrast as contrast
    from survey.tabulation.statistics import correlation as correlation
    from survey.tabulation.statistics import crosstab as crosstab
    from survey.tabulation.statistics import crosstabs as crosstabs
    from survey.tabulation.statistics import goodness_of_fit as goodness_of_fit
    from survey.tabulation.statistics import mean as mean
    from survey.tabulation.statistics import mentions as mentions
    from survey.tabulation.statistics import pairwise as pairwise
    from survey.tabulation.statistics import proportion as proportion
    from survey.tabulation.statistics import quantile as quantile
    from survey.tabulation.statistics import ratio as ratio
    from survey.tabulation.statistics import regression as regression
    from survey.tabulation.statistics import term_test as term_test
    from survey.tabulation.statistics import total as total
    from survey.tabulation.statistics import ttest as ttest
    from survey.tabulation.statistics import variance as variance
    from survey.tabulation.trends import trend as trend
    from survey.weighting import adjust_nonresponse as adjust_nonresponse
    from survey.weighting import calibrate as calibrate
    from survey.weighting import declare_calibration as declare_calibration
    from survey.weighting import declare_design as declare_design
    from survey.weighting import declare_replicates as declare_replicates
    from survey.weighting import diagnose as diagnose
    from survey.weighting import poststratify as poststratify
    from survey.weighting import rake as rake
    from survey.weighting import replicate as replicate
    from survey.weighting import trim as trim

_HOMES = {
    "compare_weights": "survey.analysis",
    "weight": "survey.analysis",
    "diagnose": "survey.weighting",
    "declare_calibration": "survey.weighting",
    "adjust_nonresponse": "survey.weighting",
    "analyze": "survey.analysis",
    "calibrate": "survey.weighting",
    "check": "survey.reading",
    "init": "survey.reading",
    "chisquare": "survey.tabulation.statistics",
    "contrast": "survey.tabulation.statistics",
    "correlation": "survey.tabulation.statistics",
    "crosstab": "survey.tabulation.statistics",
    "crosstabs": "survey.tabulation.statistics",
    "declare_design": "survey.weighting",
    "drivers": "survey.tabulation",
    "goodness_of_fit": "survey.tabulation.statistics",
    "mean": "survey.tabulation.statistics",
    "mentions": "survey.tabulation.statistics",
    "pairwise": "survey.tabulation.statistics",
    "poststratify": "survey.weighting",
    "proportion": "survey.tabulation.statistics",
    "quantile": "survey.tabulation.statistics",
    "rake": "survey.weighting",
    "ratio": "survey.tabulation.statistics",
    "read": "survey.reading",
    "read_plan": "survey.reading",
    "read_targets": "survey.reading",
    "read_waves": "survey.reading",
    "regression": "survey.tabulation.statistics",
    "term_test": "survey.tabulation.statistics",
    "total": "survey.tabulation.statistics",
    "ttest": "survey.tabulation.statistics",
    "variance": "survey.tabulation.statistics",
    "declare_replicates": "survey.weighting",
    "replicate": "survey.weighting",
    "trend": "survey.tabulation.trends",
    "trim": "survey.weighting",
    "explain_cell": "survey.reporting",
    "tables": "survey.reporting",
    "write": "survey.reporting",
    "write_answers": "survey.reporting",
    "write_weights": "survey.reporting",
}

_MODULES = ("targets",)
"""Submodules that are public by their own name."""

__all__ = ["__version__", *sorted((*_HOMES, *_MODULES))]


def __getattr__(name: str) -> object:
    if name in _MODULES:
        return import_module(f"survey.{name}")
    if name not in _HOMES:
        raise AttributeError(f"module 'survey' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__
