"""Columns side by side as one: distinct rows of codes, in the order in which they are first seen."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from survey.reading.coding import combine
from survey.vocabulary import Column

ROWS = st.integers(1, 4).flatmap(lambda width: st.lists(st.tuples(*[st.integers(-1, 2)] * width), min_size=1))


@given(ROWS)
def test_rows_come_in_the_order_first_seen(rows: list[tuple[int, ...]]) -> None:
    columns = [Column(np.array(codes, dtype=np.int32), ("a", "b", "c")) for codes in zip(*rows, strict=True)]
    which, patterns = combine(columns)
    assert list(map(tuple, patterns.tolist())) == list(dict.fromkeys(rows))
    assert list(map(tuple, patterns[which].tolist())) == rows
