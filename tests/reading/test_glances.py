"""Of many distinct cells a few tell whether the others need be looked at, and no such column is lost."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.reading.days import day_share
from survey.reading.headers import Heading
from survey.reading.joined import OTHER, divide
from survey.reading.kinds import understand
from survey.reading.profiles import Profile
from survey.responses import encode

OPTIONS = [f"項目{letter}" for letter in "ABCDEFGHIJKL"]


def column(cells: list[object]) -> Profile:
    return Profile(Heading(0, ("Q1",)), encode(cells))


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(("passing", "fails"), [(0.03, True), (0.1, True), (0.85, False), (1.0, False)])
def test_most_cells_fail_where_few_pass(seed: int, passing: float, *, fails: bool) -> None:
    cells: list[object] = [f"{'+' if n < passing * 1500 else '-'}{n}" for n in range(1500)]
    random.Random(seed).shuffle(cells)
    assert column(cells).mostly_fails(lambda words: words.startswith("+")) is fails


def test_one_answer_that_most_give_is_not_passed_over() -> None:
    cells: list[object] = [f"-{n}" for n in range(10)] + ["+"] * 2000 + [f"-{n}" for n in range(10, 300)]
    assert not column(cells).mostly_fails(lambda words: words.startswith("+"))


@pytest.mark.parametrize("often", [50, 250, 500])
@pytest.mark.parametrize("place", [0, 40, 1000, 1999])
def test_one_answer_given_often_does_not_hide_what_most_others_are(often: int, place: int) -> None:
    cells: list[object] = [f"+{n}" for n in range(2000)]
    cells[place:place] = ["-"] * often
    assert not column(cells).mostly_fails(lambda words: words.startswith("+"))


@pytest.mark.parametrize("size", [120, 250, 1000, 1010, 5000])
@pytest.mark.parametrize("every", [5, 10, 20, 40])
def test_no_rhythm_of_the_rows_hides_what_most_cells_are(size: int, every: int) -> None:
    cells: list[object] = [f"{'+' if n % every else '-'}{n}" for n in range(size)]
    assert not column(cells).mostly_fails(lambda words: words.startswith("+"))
    assert column(cells).mostly_fails(lambda words: words.startswith("-"))


@given(st.lists(st.integers(1, 60), min_size=1, max_size=400), st.integers(1, 60))
def test_some_cells_stand_for_all(times: list[int], number: int) -> None:
    profile = column([f"{n}" for n, often in enumerate(times) for _ in range(often)])
    some = profile.some(number)
    assert sum(often for _, often in some) == pytest.approx(sum(times))
    assert len(dict(some)) == len(some) == (len(times) if len(times) <= 4 * number else 2 * number)
    assert sorted(times)[-number:] == sorted(often for _, often in some[:number]) or len(times) <= 4 * number


@pytest.mark.parametrize("often", [50, 250, 450])
def test_amounts_and_days_beside_one_text_given_often_are_still_such(often: int) -> None:
    amounts = [f"{n + 1000:,}円" for n in range(5000 - often)]
    found = understand(column([*["とくになし"] * often, *amounts]))
    assert (found.kind, found.unit) == ("numeric", "円")
    days = [f"2026-{n % 12 + 1}-{n % 28 + 1} {n % 24}:{n}" for n in range(5000 - often)]
    assert day_share(column([*["とくになし"] * often, *days])) == pytest.approx(1 - often / 5000)


def test_answers_spelt_in_a_thousand_ways_are_counted_once() -> None:
    answers = [f"answer {letter}" for letter in "abcdefghij"]
    cells = [f"{' ' * (n // 10)}{answers[n % 10]}" for n in range(2000)]
    assert column(cells).different == 10


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


@pytest.mark.parametrize("own", [0.15, 0.3])
@pytest.mark.parametrize("many", [3, 12])
def test_few_options_are_divided_however_many_use_words_of_their_own(own: float, many: int) -> None:
    """Own words that stand alone are most of the distinct cells then, and the smaller part of all."""
    drawn = random.Random(20_261)
    cells: list[object] = [
        f"自分の言葉{n}" if drawn.random() < own else ", ".join(drawn.sample(OPTIONS[:many], 2))
        for n in range(3000)
    ]
    found = divide(column(cells))
    assert found is not None
    assert set(found.options) == {*OPTIONS[:many], OTHER}


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
