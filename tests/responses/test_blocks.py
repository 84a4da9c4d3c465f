"""Blocks of replicate weights count like as many columns, and travel with their respondents."""

from __future__ import annotations

import numpy as np
import pytest

from survey.responses import MemoryResponses, decode, encode
from survey.vocabulary import Axis, Column

ROWS = 30
SCORES = np.array([[2.0], [-1.0], [0.5]])
OVERLAPPING = np.array([[1.0, 1.0], [0.0, 1.0], [1.0, 0.0]])
GROUPINGS = [
    [Axis("")],
    [Axis("a")],
    [Axis("a"), Axis("b")],
    [Axis("b"), Axis(""), Axis("a", SCORES)],
    [Axis("a", OVERLAPPING), Axis("a"), Axis("b", np.array([[1.0], [0.0], [1.0]]))],
    [Axis("a", SCORES), Axis("a", SCORES)],
    [],
]


def responses(replicates: int = 4) -> MemoryResponses:
    draw = np.random.default_rng(6)
    columns = {
        "a": Column(draw.integers(-1, 3, ROWS).astype(np.int32), ("x", "y", "z")),
        "b": Column(draw.integers(-1, 2, ROWS).astype(np.int32), ("0", "1")),
    }
    return MemoryResponses(columns, {"block": draw.uniform(0, 2, (ROWS, replicates))})


@pytest.mark.parametrize("grouping", GROUPINGS)
@pytest.mark.parametrize("power", [1, 2])
@pytest.mark.parametrize("replicates", [1, 4])
def test_a_block_counts_like_its_columns(grouping: list[Axis], power: int, replicates: int) -> None:
    held = responses(replicates)
    block = held.block("block")
    columns = held.assign({f"w{r}": encode(weights) for r, weights in enumerate(block.T)})
    [found] = held.count([grouping], weight="block", power=power)
    one_by_one = [columns.count([grouping], weight=f"w{r}", power=power)[0] for r in range(replicates)]
    assert found.shape == (replicates, *one_by_one[0].shape)
    np.testing.assert_allclose(found, np.stack(one_by_one), rtol=1e-12, atol=1e-12)


def test_keeping_respondents_filters_their_blocks() -> None:
    held, rows = responses(), np.arange(ROWS) % 4 == 1
    kept = held.keep(rows)
    np.testing.assert_array_equal(kept.block("block"), held.block("block")[rows])
    assert len(kept) == rows.sum()
    assert len(held.keep(np.zeros(ROWS, dtype=bool)).block("block")) == 0
    [everyone] = kept.count([[Axis("")]], weight="block")
    np.testing.assert_allclose(everyone[:, 0], held.block("block")[rows].sum(axis=0))


def test_assigning_replaces_a_block_and_leaves_the_original_alone() -> None:
    held = responses()
    doubled = held.assign(
        {"c": encode(["n"] * ROWS)}, {"block": 2 * held.block("block"), "more": np.ones((ROWS, 2))}
    )
    [before], [after] = (each.count([[Axis("a")]], weight="block") for each in (held, doubled))
    np.testing.assert_allclose(after, 2 * before)
    assert doubled.block("more").shape == (ROWS, 2)
    assert decode(doubled.column("c")).tolist() == ["n"] * ROWS
    with pytest.raises(KeyError):
        held.block("more")
    assert "c" not in held.names


def test_a_block_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="length"):
        responses().assign({}, {"short": np.ones((ROWS - 1, 2))})


def test_replacing_a_column_of_weights_forgets_the_old_numbers() -> None:
    held = responses().assign({"w": encode(np.ones(ROWS))})
    [[before]] = held.count([[Axis("")]], weight="w")
    [[after]] = held.assign({"w": encode(np.full(ROWS, 3.0))}).count([[Axis("")]], weight="w")
    assert (before, after) == (ROWS, 3 * ROWS)


def test_counting_again_and_again_gives_the_same_sums() -> None:
    """Whatever is remembered between counts: other axes of the same column, other weights, other powers."""
    held = responses().assign({"w": encode(np.random.default_rng(1).uniform(0, 2, ROWS))})
    axes = [Axis("a"), Axis("a", np.eye(3)[:, :2]), Axis("a", np.eye(3)[:, 1:]), Axis("b"), Axis("a", SCORES)]
    asked = [
        (first, second, weight, power)
        for first in axes
        for second in axes
        for weight in (None, "w")
        for power in (0, 1, 2)
    ]
    for _ in range(2):
        for first, second, weight, power in asked:
            [found] = held.count([[first, second]], weight=weight, power=power)
            fresh = MemoryResponses(held.columns)
            [wanted] = fresh.count(
                [[Axis(first.column, first.members), Axis(second.column, second.members)]],
                weight=weight,
                power=power,
            )
            np.testing.assert_array_equal(found, wanted)
