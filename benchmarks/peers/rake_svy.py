"""Words raked in svy."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import polars
import svy
from measuring import Numbers, run

Data = tuple[polars.DataFrame, dict[str, dict[str, float]]]

TOLERANCE = 1e-8
"""Largest gap to a target, as a share of the target."""


def load(folder: Path) -> Data:
    """Columns as polars reads them, and targets."""
    return polars.read_csv(folder / "respondents.csv"), json.loads((folder / "targets.json").read_text())


def rake(data: Data) -> np.ndarray:
    sample = svy.Sample(data[0], svy.Design(wgt="w"))
    sample = sample.weighting.rake(shares=data[1], tol=TOLERANCE, wgt_name="raked")
    return sample.data["raked"].to_numpy()


def numbers(found: np.ndarray) -> Numbers:
    return {"all weight": found}


if __name__ == "__main__":
    run(load, {"rake": (rake, numbers)}, f"svy {svy.__version__}")
