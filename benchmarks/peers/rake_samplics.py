"""Words raked in samplics, which takes arrays; it is quickest with those of fixed width."""

from __future__ import annotations

import json
import warnings
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pandas as pd
from measuring import Numbers, run

with warnings.catch_warnings():
    warnings.simplefilter("ignore", FutureWarning)  # that it is archived
    from samplics.weighting import SampleWeight

Data = tuple[np.ndarray, dict[str, np.ndarray], dict[str, dict[str, float]]]

TOLERANCE = 1e-8
"""Largest gap to a target, as a share of the target."""


def load(folder: Path) -> Data:
    """Design weights, arrays of words, and targets."""
    frame = pd.read_csv(folder / "respondents.csv")
    shares = json.loads((folder / "targets.json").read_text())
    words = {name: frame[name].to_numpy(dtype=object).astype(str) for name in shares}
    return frame["w"].to_numpy(), words, shares


def rake(data: Data) -> np.ndarray:
    weights, words, shares = data
    total = float(weights.sum())
    controls = {
        name: {answer: share * total for answer, share in wanted.items()} for name, wanted in shares.items()
    }
    return SampleWeight().rake(weights, words, control=controls, tol=TOLERANCE, ctrl_tol=TOLERANCE)


def numbers(found: np.ndarray) -> Numbers:
    return {"all weight": found}


if __name__ == "__main__":
    run(load, {"rake": (rake, numbers)}, f"samplics {version('samplics')}")
