"""Words coded and raked in this package."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from measuring import Numbers, run

import survey
from survey.responses import MemoryResponses, encode, numbers
from survey.vocabulary import Codebook, Column, Margin, Survey
from survey.weighting.raking import rake as sweep

Data = tuple[dict[str, Any], dict[str, dict[str, float]]]


def load(folder: Path) -> Data:
    """Columns as pandas reads them, and targets."""
    frame = pd.read_csv(folder / "respondents.csv")
    return {name: frame[name] for name in frame}, json.loads((folder / "targets.json").read_text())


def load_lists(folder: Path) -> Data:
    """Columns as lists, in which every respondent's word is a text of its own, and targets."""
    columns, shares = load(folder)
    words = {name: [(word + " ")[:-1] for word in columns[name]] for name in shares}
    return columns | words, shares


def coded(columns: dict[str, Any]) -> dict[str, Column]:
    return {name: encode(values) for name, values in columns.items()}


def raked(columns: dict[str, Column], shares: dict[str, dict[str, float]]) -> np.ndarray:
    """Final weights, (respondents,)."""
    poll = survey.declare_design(Survey(MemoryResponses(columns), Codebook(())), weight="w")
    margins = [
        Margin((name,), {(answer,): share for answer, share in wanted.items()})
        for name, wanted in shares.items()
    ]
    poll, _ = survey.rake(poll, margins)
    return numbers(poll.responses.column(poll.design.weight or ""))


def rake(data: Data) -> np.ndarray:
    return raked(coded(data[0]), data[1])


def parts(data: Data) -> dict[str, float]:
    """Seconds of coding the words, and of the sweeps over cells within what follows."""
    started = time.process_time()
    columns = coded(data[0])
    coding = time.process_time() - started
    with sweeps_timed() as seconds:
        raked(columns, data[1])
    return {"coding": coding, "sweeps": sum(seconds)}


@contextmanager
def sweeps_timed() -> Iterator[list[float]]:
    """Seconds of each call of `weighting.raking.rake`, whichever module makes it."""
    seconds: list[float] = []

    def timed(*given: Any, **named: Any) -> Any:
        began = time.process_time()
        found = sweep(*given, **named)
        seconds.append(time.process_time() - began)
        return found

    modules = [module for name, module in sys.modules.items() if name.startswith("survey.weighting")]
    callers = [(module, name) for module in modules for name, held in vars(module).items() if held is sweep]
    for module, name in callers:
        setattr(module, name, timed)
    try:
        yield seconds
    finally:
        for module, name in callers:
            setattr(module, name, sweep)


def weight_numbers(found: np.ndarray) -> Numbers:
    return {"all weight": found}


def part_numbers(took: dict[str, float]) -> Numbers:
    return {name: np.array([seconds]) for name, seconds in took.items()}


JOBS = {"frame": (rake, weight_numbers), "lists": (rake, weight_numbers), "parts": (parts, part_numbers)}

if __name__ == "__main__":
    run(load_lists if sys.argv[1] == "lists" else load, JOBS, f"survey {survey.__version__}")
