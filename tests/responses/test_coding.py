from __future__ import annotations

import pickle
from collections.abc import Iterable
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.responses import MemoryResponses, combinations, decode, encode, numbers
from survey.responses.coding import COUNTED_CODES, Numbers, _distinct
from survey.vocabulary import Axis, Column

WORDS = ["b", None, "a", "b", "a", None, "c"]


class Word(str):
    """A text of another type that Python calls equal."""


def typed(values: Iterable[object]) -> list[tuple[type, object]]:
    return [(type(value), value) for value in values]


ANY_VALUES = st.lists(
    st.one_of(
        st.none(),
        st.sampled_from(["a", "b", "", "a\0b", Word("a"), float("nan"), date(2026, 1, 1), pd.NA]),
        st.booleans(),
        st.integers(0, 2),
        st.sampled_from([0.0, 1.0, 2.5]),
        st.tuples(st.sampled_from("xy")),
    )
)


@given(ANY_VALUES)
def test_each_value_keeps_its_type_its_place_and_the_order_first_seen(values: list[object]) -> None:
    column = encode(values)
    kept = [None if value is pd.NA or value != value else value for value in values]
    assert typed(decode(column)) == typed(kept)
    assert typed(column.levels) == list(dict.fromkeys(pair for pair in typed(kept) if pair[1] is not None))


@given(st.lists(st.sampled_from([*WORDS, "a\0b", "a\0c", "\ud800", float("nan")])))
def test_words_are_coded_like_values_of_many_types(words: list[object]) -> None:
    column, mixed = encode(words), encode([*words, 1, 1.0, True])
    assert column.codes.tolist() == mixed.codes[:-3].tolist()
    assert column.levels == mixed.levels[:-3]


@pytest.mark.parametrize(
    "values",
    [
        tuple(WORDS),
        iter(WORDS),
        np.array(WORDS, dtype=object),
        pd.Series(WORDS),
        pd.Series(WORDS, dtype=object),
        pd.Series(WORDS, dtype="string"),
        pd.Series(WORDS, dtype="category"),
        pd.Series(WORDS, dtype=pd.CategoricalDtype(["unused", "c", "b", "a"])),
    ],
    ids=lambda values: f"{type(values).__name__} {getattr(values, 'dtype', '')}",
)
def test_words_come_in_many_containers(values: Iterable[object]) -> None:
    column = encode(values)
    assert column.codes.dtype == np.int32
    assert column.codes.tolist() == [0, -1, 1, 0, 1, -1, 2]
    assert typed(column.levels) == [(str, "b"), (str, "a"), (str, "c")]


def test_arrays_of_text_have_levels_of_plain_text() -> None:
    assert typed(encode(np.array(["b", "a", "b"])).levels) == [(str, "b"), (str, "a")]


@pytest.mark.parametrize(
    "series",
    [
        pd.Series([1, None, 0, 1], dtype="Int64"),
        pd.Series([True, None, False, True], dtype="boolean"),
        pd.Series([True, None, False, True], dtype=object),
        pd.to_datetime(pd.Series(["2026-02-01", None, "2026-01-01", "2026-02-01"])),
        pd.Series([1, None, 0, 1], dtype=float),
    ],
    ids=lambda series: str(series.dtype),
)
def test_other_series_are_coded_as_their_values(series: pd.Series) -> None:
    column = encode(series)
    assert column.codes.tolist() == [0, -1, 1, 0]
    assert typed(column.levels) == typed([series.tolist()[0], series.tolist()[2]])


@pytest.mark.parametrize("kind", [np.int8, np.uint64, np.float32, np.float64])
def test_numbers_are_coded_as_their_list_would_be(kind: type) -> None:
    array = np.array([3, 1, 3, 0, 1], dtype=kind)
    column, listed = encode(array), encode(array.tolist())
    assert typed(column.levels) == typed(listed.levels)
    assert column.codes.tolist() == listed.codes.tolist()
    assert numbers(column).tolist() == numbers(listed).tolist() == array.tolist()


def test_numbers_stay_as_they_came() -> None:
    weights = np.array([1.5, np.nan, 0.5])
    column = encode(weights)
    weights[:] = 9
    numbers(column)[:] = 8
    kept = MemoryResponses({"w": pickle.loads(pickle.dumps(column))}).keep(np.array([True, True, False]))
    assert numbers(column).tolist()[::2] == [1.5, 0.5]
    assert kept.column("w").codes.tolist() == [0, -1]
    assert kept.column("w").levels == (1.5, 0.5)


def test_weights_are_counted_without_being_coded() -> None:
    responses = MemoryResponses({"a": encode(["x", "y", "x"]), "w": encode(np.array([1.0, 2.0, 4.0]))})
    [found] = responses.count([[Axis("a")]], weight="w")
    assert found.tolist() == [5, 2]
    weights = responses.column("w")
    assert isinstance(weights, Numbers)
    assert "_factorized" not in vars(weights)


@given(st.lists(st.integers(0, 30), min_size=1))
def test_few_possible_codes_are_told_apart_as_many_are(codes: list[int]) -> None:
    array = np.array(codes, dtype=np.int64)
    (some, ranks), (sorted_some, sorted_ranks) = _distinct(array, 31), _distinct(array, 2 * COUNTED_CODES)
    assert array[some].tolist() == array[sorted_some].tolist() == sorted(set(codes))
    assert ranks.tolist() == sorted_ranks.tolist()


def test_combinations_rise_by_the_codes_with_blanks_first() -> None:
    columns = [encode(["x", "y", "x", None]), Column(np.array([1, 0, 0, 1], np.int32), ("p", "q"))]
    found, which = combinations(columns)
    assert found.tolist() == [[-1, 1], [0, 0], [0, 1], [1, 0]]
    assert which.tolist() == [2, 3, 1, 0]
