"""Some of the banner tables in svy: column shares with errors, limits and a test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars
import svy
from measuring import BANNERS, columns, run
from with_svy import crosstab_numbers

QUESTIONS = 10


def load(folder: Path) -> polars.DataFrame:
    """Respondents as a frame of texts, which svy is quickest with."""
    found = columns(folder)
    return polars.DataFrame(
        {name: values if name == "w" else values.astype(str) for name, values in found.items()}
    )


def tables(frame: polars.DataFrame) -> list[Any]:
    sample = svy.Sample(frame, svy.Design(wgt="w"))
    return [
        sample.categorical.tabulate(f"q{number}", banner, share_of="col")
        for number in range(QUESTIONS)
        for banner in BANNERS
    ]


def numbers(found: list[Any]) -> dict[str, Any]:
    """Shares and errors."""
    return {name: values for name, values in crosstab_numbers(found).items() if not name.endswith(" F")}


if __name__ == "__main__":
    run(load, {"tables": (tables, numbers)}, f"svy {svy.__version__}")
