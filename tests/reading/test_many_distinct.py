"""Columns of very many distinct cells are told by some of them, and are told to be the same thing."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest

import survey
from survey.reading.profiles import TRIED

MANY = 12 * TRIED
FEW = TRIED // 2

COLUMNS = {
    "amount": lambda i: f"{1_000 + 37 * i:,}円",
    "pounds": lambda i: f"£{1_000 + 37 * i:,}",
    "contact": lambda i: f"person{i}@example.org",
    "phone": lambda i: f"090-{i % 9000 + 1000}-{i * 7 % 9000 + 1000}",
    "visit": lambda i: str(date(2015, 1, 1) + timedelta(days=i)),
    "era": lambda i: f"令和{1 + i % 5}年{1 + i // 5 % 12}月{1 + i // 60 % 28}日",
    "why": lambda i: f"{i} reasons, and none of them is the price of {i * 3} things",
    "place": lambda i: "Tokyo" if i % 4 else f"その他（町{i}）" if i % 8 else "その他",
}


def kinds(respondents: int) -> dict[str, tuple[str, str]]:
    frame = pd.DataFrame({name: [cell(i) for i in range(respondents)] for name, cell in COLUMNS.items()})
    return {question.name: (question.role, question.kind) for question in survey.read(frame).codebook}


def test_many_cells_are_told_as_few_are():
    assert kinds(MANY) == kinds(FEW)


@pytest.mark.parametrize(
    ("column", "told"),
    [
        ("amount", ("question", "numeric")),
        ("pounds", ("question", "numeric")),
        ("contact", ("pii", "text")),
        ("phone", ("pii", "text")),
        ("visit", ("quality", "date")),
        ("era", ("quality", "date")),
        ("why", ("question", "text")),
        ("place", ("question", "single")),
    ],
)
def test_what_many_cells_are(column, told):
    assert kinds(MANY)[column] == told


def test_common_amounts_are_numbers_though_most_distinct_cells_are_words():
    """Cells are weighed by how often they occur, not by how many differ."""
    cells = [f"£{1_000 + i % 400:,}" for i in range(40_000)] + [f"word {i:x}" for i in range(1_500)]
    frame = pd.DataFrame({"id": range(len(cells)), "spent": cells})
    assert survey.read(frame).codebook["spent"].kind == "numeric"


@pytest.mark.parametrize("column", ["contact", "phone"])
def test_personal_data_is_known_beside_one_text_given_often(column):
    """One text in a third of the cells is one distinct cell of thousands."""
    cells = ["none given"] * (MANY // 2) + [COLUMNS[column](i) for i in range(MANY)]
    frame = pd.DataFrame({"sex": ["female", "male"] * (len(cells) // 2), "asked": cells})
    assert survey.read(frame).codebook["asked"].role == "pii"


def test_dont_know_among_very_many_amounts_stays_a_reason():
    cells = [f"£{1_000 + i:,}" for i in range(MANY)] + ["don't know"] * 50
    answers = survey.read(pd.DataFrame({"id": range(len(cells)), "spent": cells})).codebook["spent"].answers
    assert [(answer.code, answer.role) for answer in answers] == [("don't know", "dont_know")]
