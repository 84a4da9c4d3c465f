"""The jobs in svy: what its documentation says for column shares, raking and replicates."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import polars
import svy
from measuring import BANNERS, QUESTIONS, Numbers, columns, run, targets

Data = tuple[polars.DataFrame, dict[str, dict[str, float]]]

DEFAULT_TOLERANCE = 1e-4
OUR_TOLERANCE = 1e-10


def load(folder: Path) -> Data:
    """Respondents as a frame of texts, which svy is quickest with, and targets."""
    found = columns(folder)
    texts = {name: values if name == "w" else values.astype(str) for name, values in found.items()}
    return polars.DataFrame(texts), targets(folder)


def sample(data: Data) -> svy.Sample:
    return svy.Sample(data[0], svy.Design(psu="psu", stratum="stratum", wgt="w"))


def crosstabs(data: Data, *, raked: bool) -> list[Any]:
    survey = sample(data)
    if raked:
        survey = survey.weighting.rake(shares=data[1], tol=OUR_TOLERANCE)
    pairs = [(f"q{number}", banner) for number in range(QUESTIONS) for banner in BANNERS]
    return [survey.categorical.tabulate(*pair, share_of="col") for pair in pairs]


def crosstab_numbers(tables: list[Any]) -> Numbers:
    found = {}
    for table in tables:
        shape = len(table.rowvals), len(table.colvals)
        name = f"{table.rowvar} {table.colvar}"
        found[f"{name} share"] = np.array([cell.est for cell in table.estimates]).reshape(shape)
        found[f"{name} error"] = np.array([cell.se for cell in table.estimates]).reshape(shape)
        found[f"{name} F"] = np.array(table.stats.f.value)
    return found


def bootstrap(data: Data, *, tolerance: float) -> list[Any]:
    survey = sample(data).weighting.create_bs_wgts(500, rstate=1)
    survey = survey.weighting.rake(shares=data[1], tol=tolerance)
    return survey.estimation.prop([f"q{number}" for number in range(QUESTIONS)], method="replication")


def share_numbers(estimates: list[Any]) -> Numbers:
    cells = [cell for estimate in estimates for cell in estimate.estimates]
    cells.sort(key=lambda cell: (cell.y, cell.y_level))
    return {
        "all share": np.array([cell.est for cell in cells]),
        "all spread": np.array([cell.se for cell in cells]),
    }


JOBS = {
    "plain": (partial(crosstabs, raked=False), crosstab_numbers),
    "raked": (partial(crosstabs, raked=True), crosstab_numbers),
    "bootstrap": (partial(bootstrap, tolerance=OUR_TOLERANCE), share_numbers),
    "bootstrap-coarse": (partial(bootstrap, tolerance=DEFAULT_TOLERANCE), share_numbers),
}

if __name__ == "__main__":
    run(load, JOBS, f"svy {svy.__version__}")
