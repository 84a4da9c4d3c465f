"""Cleaning can be taken back: its changes applied backwards give the raw table again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.cleaning import clean, raw_responses
from survey.reading import read, read_plan
from survey.responses import MemoryResponses, decode, encode
from survey.vocabulary import (
    ROW_COLUMN,
    Answer,
    CellsChanged,
    Cleaning,
    Codebook,
    Derivation,
    Label,
    Plan,
    Question,
    Raw,
    Removal,
    Responses,
    Reversal,
    RowsRemoved,
    Survey,
    plain,
)

RAW = Path(__file__).parents[2] / "raw"

cells = st.sampled_from(
    [None, "1", "2", "3", Raw(" 2 "), Raw("３"), Raw("yes"), Raw("?"), Raw(""), Raw("#N/A"), "9"]
)
numbers = st.sampled_from([None, 18.0, 35.0, 200.0, Raw("42歳"), Raw("1980"), Raw("10-20"), Raw("x")])
ticks = st.sampled_from([None, ("1",), ("1", "2"), ("2", "3"), Raw("1;2"), Raw("①②"), Raw("nothing")])


def table(rows: list[tuple[object, object, object]]) -> Survey:
    answers = (Answer("1", plain("yes")), Answer("2", plain("no")), Answer("3", plain("maybe")))
    last = Answer("9", plain("no answer"), role="no_answer")
    questions = (
        Question("q", plain("q"), "scale", answers=(*answers, last), scale="ordinal"),
        Question("age", plain("age"), "numeric", low=18, high=120),
        Question(
            "m", plain("m"), "multiple", answers=(*answers[:2], Answer("3", plain("none"), exclusive=True))
        ),
        Question("f", plain("f"), "single", answers=answers, relevant="${q} = '1'"),
    )
    first, second, third = (list(column) for column in zip(*rows, strict=True))
    columns = {
        "q": encode(first),
        "age": encode(second),
        "m": encode(third),
        "f": encode(list(reversed(first))),
        ROW_COLUMN: encode([row + 2 for row in range(len(rows))]),
    }
    return Survey(MemoryResponses(columns), Codebook(questions))


def same(first: Responses, second: Responses) -> bool:
    assert set(first.names) == set(second.names)
    return all(
        [(type(a), a) for a in decode(first.column(name))]
        == [(type(b), b) for b in decode(second.column(name))]
        for name in first.names
    )


@given(
    st.lists(st.tuples(cells, numbers, ticks), min_size=1, max_size=12),
    st.sampled_from(["flag", "keep_others", "keep_exclusive"]),
    st.booleans(),
    st.booleans(),
)
@settings(max_examples=120, deadline=None)
def test_changes_taken_back_give_the_raw_table(
    rows: list[tuple[object, object, object]], exclusive: str, remove: bool, reverse: bool
) -> None:
    raw = table(rows)
    plan = Plan(
        clean=Cleaning(
            exclusive=exclusive,  # type: ignore[arg-type]
            remove=(Removal("${q} = '3'", plain("for the test")),) if remove else (),
            reverse=(Reversal("q", "${age} > 30"),) if reverse else (),
        ),
        derive=(Derivation("two", "q", Label({}), map={"a": ("1", "2"), "b": ("3",)}),),
    )
    cleaned = clean(raw, plan)
    assert same(raw_responses(cleaned), raw.responses)


def test_the_demo_is_taken_back_whole_and_every_change_is_known() -> None:
    raw = read(RAW / "2026.xlsx")
    cleaned = clean(raw, read_plan(RAW / "survey.toml"))
    assert same(raw_responses(cleaned), raw.responses)
    removed = sum(len(change.removed) for change in cleaned.changes if isinstance(change, RowsRemoved))
    assert removed == 44
    for change in cleaned.changes:
        if isinstance(change, CellsChanged):
            assert len(change.rows)
            assert len(np.unique(change.rows)) == len(change.rows)
