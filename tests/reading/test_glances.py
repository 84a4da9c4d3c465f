"""Of many distinct cells a few tell whether the others need be looked at, and no such column is lost."""

from __future__ import annotations

import random

import pytest

from survey.reading.headers import Heading
from survey.reading.joined import OTHER, divide
from survey.reading.profiles import Profile
from survey.responses import encode

OPTIONS = [f"項目{letter}" for letter in "ABCDEFGHIJKL"]


def column(cells: list[object]) -> Profile:
    return Profile(Heading(0, ("Q1",)), encode(cells))


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(("passing", "fails"), [(0.03, True), (0.15, True), (0.85, False), (1.0, False)])
def test_most_cells_fail_where_few_pass(seed: int, passing: float, *, fails: bool) -> None:
    cells: list[object] = [f"{'+' if n < passing * 1500 else '-'}{n}" for n in range(1500)]
    random.Random(seed).shuffle(cells)
    assert column(cells).mostly_fails(lambda words: words.startswith("+")) is fails


def test_one_answer_that_most_give_is_not_passed_over() -> None:
    cells: list[object] = [f"-{n}" for n in range(10)] + ["+"] * 2000 + [f"-{n}" for n in range(10, 300)]
    assert not column(cells).mostly_fails(lambda words: words.startswith("+"))


def test_few_cells_are_all_looked_at() -> None:
    assert not column([f"-{n}" for n in range(100)]).mostly_fails(lambda words: words.startswith("+"))


@pytest.mark.parametrize("own", [0.0, 0.15])
def test_options_are_divided_however_many_cells_differ(own: float) -> None:
    drawn = random.Random(20_261)
    cells: list[object] = []
    for n in range(2000):
        said = drawn.sample(OPTIONS, drawn.randint(1, 6))
        cells.append(", ".join([*said, f"自分の言葉{n}"] if drawn.random() < own else said))
    found = divide(column(cells))
    assert found is not None
    assert set(found.options) == {*OPTIONS, *([OTHER] if own else [])}


def test_prose_is_not_divided() -> None:
    drawn = random.Random(20_261)
    words = [
        f"{what}{why}" for what in ("物価が", "税金が", "給料が") for why in ("上がり", "下がり", "続き")
    ]
    cells: list[object] = [
        f"{drawn.choice(words)}{n}年、{drawn.choice(words)}{drawn.randint(1, 999)}円足りない。"
        for n in range(1500)
    ]
    assert divide(column(cells)) is None
