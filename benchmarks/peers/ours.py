"""The jobs in this package."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from measuring import BANNERS, QUESTIONS, Numbers, columns, run, targets

import survey
from survey.responses import MemoryResponses, encode
from survey.vocabulary import Answer, Codebook, Margin, Question, Survey, plain

DESIGN = ("w", "stratum", "psu")

Data = tuple[Survey, list[Margin]]


def question(name: str, size: int) -> Question:
    answers = tuple(Answer(str(code), plain(str(code))) for code in range(1, size + 1))
    return Question(name, plain(name), "single", answers=answers)


def load(folder: Path) -> Data:
    """Respondents as coded columns, with the codebook, and targets."""
    found = columns(folder)
    coded = {
        name: encode(values if name == "w" else values.astype(str).tolist()) for name, values in found.items()
    }
    questions = [question(name, found[name].max()) for name in found if name not in DESIGN]
    margins = [
        Margin((name,), {(code,): share for code, share in shares.items()})
        for name, shares in targets(folder).items()
    ]
    return Survey(MemoryResponses(coded), Codebook(tuple(questions))), margins


def designed(data: Data) -> Survey:
    return survey.declare_design(data[0], weight="w", stratum="stratum", psu="psu")


def crosstabs(data: Data, *, raked: bool) -> list[Any]:
    poll = designed(data)
    if raked:
        poll, _ = survey.rake(poll, data[1])
    questions = [each.name for each in poll.codebook.questions if each.name not in BANNERS]
    return list(survey.crosstabs(poll, questions, BANNERS))


def crosstab_numbers(tables: list[Any]) -> Numbers:
    found = {}
    for table in tables:
        name = f"{table.row} {table.column}"
        found[f"{name} share"] = table.share
        found[f"{name} error"] = table.standard_error
        found[f"{name} F"] = np.array(table.statistic)
    return found


def bootstrap(data: Data) -> list[Any]:
    poll = survey.replicate(designed(data), "bootstrap", replicates=500, seed=1)
    poll, _ = survey.rake(poll, data[1])
    return [survey.proportion(poll, f"q{number}") for number in range(QUESTIONS)]


def share_numbers(found: list[Any]) -> Numbers:
    cells = [
        (cell.question, cell.answer, share, error)
        for each in found
        for cell, share, error in zip(each.cells, each.estimate, each.standard_error, strict=True)
    ]
    cells.sort()
    return {
        "all share": np.array([cell[2] for cell in cells]),
        "all spread": np.array([cell[3] for cell in cells]),
    }


JOBS = {
    "plain": (partial(crosstabs, raked=False), crosstab_numbers),
    "raked": (partial(crosstabs, raked=True), crosstab_numbers),
    "bootstrap": (bootstrap, share_numbers),
}

if __name__ == "__main__":
    run(load, JOBS, f"survey {survey.__version__}")
