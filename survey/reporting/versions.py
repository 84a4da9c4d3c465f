"""With what a report was made."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version

from survey.version import __version__

LIBRARIES = (
    "click",
    "matplotlib",
    "numpy",
    "openpyxl",
    "pandas",
    "pingouin",
    "pydantic",
    "python-calamine",
    "scipy",
    "seaborn",
    "xlrd",
)


def versions() -> dict[str, str]:
    """{program or library: version}; those not installed are left out. Imports none of them."""
    found = {"survey": __version__, "python": platform.python_version()}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
