"""Banner tables in this package: estimates, errors, limits, bases, comparisons, marks and tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from measuring import BANNERS, Numbers, columns, run

import survey
from survey.responses import MemoryResponses, encode
from survey.tabulation import tabulate
from survey.vocabulary import Answer, Codebook, Plan, Question, Survey, Table, TablePlan, plain

PLAN = Plan(tables=TablePlan(banner=tuple(BANNERS)))


def question(name: str, codes: np.ndarray) -> Question:
    """A question with an answer for each code; banner questions, too, have a table of their own."""
    answers = tuple(Answer(code, plain(code)) for code in np.unique(codes).astype(str))
    return Question(name, plain(name), "single", answers=answers)


def load(folder: Path) -> Survey:
    """Respondents as coded columns, with the codebook and the weight."""
    found = columns(folder)
    coded = {name: encode(values if name == "w" else values.astype(str)) for name, values in found.items()}
    questions = tuple(question(name, values) for name, values in found.items() if name != "w")
    return survey.declare_design(Survey(MemoryResponses(coded), Codebook(questions)), weight="w")


def tables(poll: Survey) -> dict[str, Table]:
    return tabulate(poll, PLAN)


def numbers(found: dict[str, Table]) -> Numbers:
    shares = {}
    for name in (name for name in found if name not in BANNERS):
        table = found[name]
        for banner in BANNERS:
            within = [column.banner == banner for column in table.columns]
            shares[f"{name} {banner} share"] = table.estimate[:, within]
            shares[f"{name} {banner} error"] = table.standard_error[:, within]
    return shares


def crosstabs(poll: Survey) -> list[Any]:
    questions = [each.name for each in poll.codebook if each.name not in BANNERS]
    return list(survey.crosstabs(poll, questions, BANNERS))


def crosstab_numbers(found: list[Any]) -> Numbers:
    shares = {f"{table.row} {table.column} share": table.share for table in found}
    return shares | {f"{table.row} {table.column} error": table.standard_error for table in found}


if __name__ == "__main__":
    jobs = {"tables": (tables, numbers), "crosstabs": (crosstabs, crosstab_numbers)}
    run(load, jobs, f"survey {survey.__version__}")
