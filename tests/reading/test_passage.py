"""What one process sends another receives as it was, types and signs of zero included."""

from __future__ import annotations

import gc
import tempfile
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.reading.passage import MARK, received, send
from survey.responses.coding import Numbers
from survey.vocabulary import Column, Raw

ONE_KIND = st.one_of(
    st.lists(st.text(), unique=True),
    st.lists(st.text(alphabet=f"a{MARK}"), unique=True),
    st.lists(st.floats(allow_nan=False), unique=True),
    st.lists(st.integers(), unique=True),
    st.lists(st.booleans(), unique=True),
    st.lists(st.dates(), unique=True),
)
MIXED = st.lists(st.one_of(st.text(), st.floats(allow_nan=False), st.booleans(), st.builds(Raw, st.text())))


def _back(answer: object) -> object:
    with tempfile.TemporaryFile() as stream:
        send(stream, answer)
        stream.seek(0)
        return received(stream, time.monotonic() + 60)


@given(st.one_of(ONE_KIND, MIXED), st.data())
def test_a_column_comes_as_it_went(levels: list[object], data: st.DataObject) -> None:
    codes = np.array(data.draw(st.lists(st.integers(-1, len(levels) - 1))), dtype=np.int32)
    found = _back({"q": Column(codes, tuple(levels))})
    assert isinstance(found, dict)
    column = found["q"]
    assert column.codes.dtype == np.int32
    assert column.codes.tolist() == codes.tolist()
    assert list(map(repr, column.levels)) == list(map(repr, levels))
    assert list(map(type, column.levels)) == list(map(type, levels))


@pytest.mark.parametrize("count", [127, 128, 129, 32_768, 32_769])
def test_the_last_code_outlives_packing(count: int) -> None:
    column = Column(np.array([count - 1, -1, 0], dtype=np.int32), tuple(map(str, range(count))))
    found = _back(column)
    assert isinstance(found, Column)
    assert found.codes.tolist() == [count - 1, -1, 0]
    found.codes[0] = 1


def test_numbers_stay_what_they_are() -> None:
    found = _back(Numbers(np.array([1.5, np.nan])))
    assert isinstance(found, Numbers)
    np.testing.assert_array_equal(found.values, [1.5, np.nan])


def test_garbage_is_looked_for_again_afterwards() -> None:
    assert gc.isenabled()
    assert _back(["anything"]) == ["anything"]
    assert gc.isenabled()


def test_a_stream_cut_short_gives_none() -> None:
    with tempfile.TemporaryFile() as stream:
        send(stream, list(range(1000)))
        stream.truncate(stream.tell() - 1)
        stream.seek(0)
        assert received(stream, time.monotonic() + 60) is None
