"""Public-opinion survey analysis: read, clean, weight, cross-tabulate, report.

Names are fetched when first used, so that `import survey` stays instant.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from survey.version import __version__

if TYPE_CHECKING:
    from survey.analysis import analyze as analyze
    from survey.reading import read as read
    from survey.reading import read_plan as read_plan
    from survey.reporting import write as write
    from survey.tabulation.statistics import chisquare as chisquare
    from survey.tabulation.statistics import mean as mean
    from survey.tabulation.statistics import proportion as proportion
    from survey.tabulation.statistics import total as total
    from survey.weighting import calibrate as calibrate
    from survey.weighting import declare_design as declare_design
    from survey.weighting import poststratify as poststratify
    from survey.weighting import rake as rake

_HOMES = {
    "analyze": "survey.analysis",
    "calibrate": "survey.weighting",
    "chisquare": "survey.tabulation.statistics",
    "declare_design": "survey.weighting",
    "mean": "survey.tabulation.statistics",
    "poststratify": "survey.weighting",
    "proportion": "survey.tabulation.statistics",
    "rake": "survey.weighting",
    "read": "survey.reading",
    "read_plan": "survey.reading",
    "total": "survey.tabulation.statistics",
    "write": "survey.reporting",
}

__all__ = ["__version__", *sorted(_HOMES)]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'survey' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__
