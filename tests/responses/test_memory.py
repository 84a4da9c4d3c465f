"""Counting by codes equals counting row by row."""

from __future__ import annotations

import copy
import itertools
import pickle
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import survey.responses.memory as memory
from survey.responses import MemoryResponses, decode, encode
from survey.vocabulary import Axis, Column

SIZES = {"a": 3, "b": 4, "c": 2}


def row_by_row(
    responses: MemoryResponses, grouping: Sequence[Axis], weight: str | None, power: int
) -> np.ndarray:
    """The same sums, one respondent after the other."""
    members = []
    for axis in grouping:
        levels = len(responses.column(axis.column).levels) if axis.column else 1
        table = np.eye(levels) if axis.members is None else axis.members
        members.append(table if len(table) > levels else np.vstack([table, np.zeros(table.shape[1])]))
    result = np.zeros([table.shape[1] for table in members])
    weights = [1.0] * len(responses) if weight is None else decode(responses.column(weight))
    for row, w in enumerate(weights):
        share = 1.0 if weight is None else float((w or 0) != 0) if power == 0 else (w or 0.0) ** power
        counts = [
            table[responses.column(axis.column).codes[row] if axis.column else 0]
            for axis, table in zip(grouping, members, strict=True)
        ]
        for cell in itertools.product(*(range(len(each)) for each in counts)):
            result[cell] += share * np.prod([each[i] for each, i in zip(counts, cell, strict=True)])
    return result


@st.composite
def groupings(draw: st.DrawFn) -> tuple[MemoryResponses, list[Axis]]:
    rows = draw(st.integers(0, 12))
    columns = {
        name: Column(
            np.array(draw(st.lists(st.integers(-1, size - 1), min_size=rows, max_size=rows)), dtype=np.int32),
            tuple(f"{name}{i}" for i in range(size)),
        )
        for name, size in SIZES.items()
    }
    weights = draw(st.lists(st.sampled_from([None, 0.0, 0.5, 1.25, 3.0]), min_size=rows, max_size=rows))
    axes = []
    for name in draw(st.lists(st.sampled_from([*SIZES, ""]), max_size=4)):
        levels = SIZES.get(name, 1)
        blank_row = draw(st.booleans()) and bool(name)
        shape = (levels + blank_row, draw(st.integers(1, 3)))
        cells = draw(
            st.lists(
                st.sampled_from([0.0, 1.0, 2.5]), min_size=shape[0] * shape[1], max_size=shape[0] * shape[1]
            )
        )
        axes.append(Axis(name, None if draw(st.booleans()) else np.array(cells).reshape(shape)))
    return MemoryResponses({**columns, "w": encode(weights)}), axes


@given(groupings(), st.sampled_from([(None, 1), ("w", 0), ("w", 1), ("w", 2)]))
@settings(max_examples=150, deadline=None)
def test_count_is_the_row_loop(
    drawn: tuple[MemoryResponses, list[Axis]], how: tuple[str | None, int]
) -> None:
    responses, axes = drawn
    [table] = responses.count([axes], weight=how[0], power=how[1])
    np.testing.assert_allclose(table, row_by_row(responses, axes, *how), atol=1e-12)


@given(groupings())
@settings(max_examples=60, deadline=None)
def test_columns_too_fine_for_a_table_give_the_same_sums(drawn: tuple[MemoryResponses, list[Axis]]) -> None:
    responses, axes = drawn
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(memory, "DENSE_CELLS", -8 * len(responses))
        [fine] = responses.count([axes], weight="w")
    np.testing.assert_allclose(fine, row_by_row(responses, axes, "w", 1), atol=1e-12)


def test_everyone_may_be_in_two_cells_at_once() -> None:
    responses = MemoryResponses({"a": encode(["x", "y", "x"])})
    [twice] = responses.count([[Axis("", np.array([[1.0, 1.0]])), Axis("a")]])
    assert twice.tolist() == [[2, 1], [2, 1]]


def test_overlapping_cells_of_a_multiple_response_question() -> None:
    responses = MemoryResponses({"ticks": encode([("1", "2"), ("2",), None, ("1",), ("1", "2")])})
    members = np.array([[1, 1, 1], [0, 1, 1], [1, 0, 1]], dtype=float)
    ticked, pairs = responses.count([[Axis("ticks", members)], [Axis("ticks", members)] * 2])
    assert ticked.tolist() == [3, 3, 4]
    assert pairs[0, 1] == 2


def test_blank_level_counts_where_the_axis_says_so() -> None:
    responses = MemoryResponses({"a": encode(["x", None, "y", None])})
    [asked] = responses.count([[Axis("a", np.array([[1.0], [0.0], [1.0]]))]])
    assert asked.tolist() == [3]


def test_encode_keeps_order_blanks_and_types() -> None:
    column = encode(["b", None, "a", "b", float("nan"), 1, 1.0, True])
    assert column.codes.tolist() == [0, -1, 1, 0, -1, 2, 3, 4]
    assert [type(level) for level in column.levels] == [str, str, int, float, bool]
    assert decode(column).tolist()[:5] == ["b", None, "a", "b", None]


def test_encode_takes_arrays_of_numbers() -> None:
    column = encode(np.array([2.5, np.nan, 2.5, 1.0]))
    assert column.codes.tolist() == [0, -1, 0, 1]
    assert column.levels == (2.5, 1.0)


def test_assign_and_keep_leave_the_original_alone() -> None:
    responses = MemoryResponses({"a": encode(["x", "y", "x"])})
    fewer = responses.assign({"b": encode([1.0, 2.0, 3.0])}).keep(np.array([True, False, True]))
    assert responses.names == ("a",)
    assert (len(responses), len(fewer)) == (3, 2)
    assert decode(fewer.column("b")).tolist() == [1.0, 3.0]


def test_columns_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="length"):
        MemoryResponses({"a": encode(["x"]), "b": encode([])})


def test_copies_remember_no_places_in_memory() -> None:
    """What is remembered of an axis goes by the address of its members, which a copy does not have."""
    responses = MemoryResponses({"a": encode(["x", "y", "y"])})
    axis = Axis("a", np.array([[1.0], [0.0]]))
    responses.count([[axis]])
    for another in (pickle.loads(pickle.dumps(responses)), copy.deepcopy(responses)):
        assert responses._cells_of
        assert not another._cells_of
        assert another.count([[axis]])[0].tolist() == [1.0]
