"""Which columns of a question's tables cannot be published, and which others would give them away.

Everything is worked out from the tables: columns of one question, wherever
they are printed, are one system of linear relations. A hidden column is given
away when what is printed leaves it no freedom; then the column that stands on
the fewest respondents among those it adds up with is hidden too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from survey.vocabulary import NESTED, Codebook, Crossing, Plan, Table

Floats = NDArray[np.float64]
SMALL, GUARD = 1, 2
"""Why a number is hidden: too few respondents, or another one could be worked out from it."""

_SAME = 1e-9
_FREE = 1e-8


@dataclass(frozen=True, eq=False)
class Columns:
    """The columns of one table of a question, or the groups of one crossing, the total first.

    Parameters
    ----------
    keys
        Banner and code of each column.
    sums
        (features, columns) what adds up over columns: respondents, weights, weighted answers.
    """

    id: str
    keys: tuple[tuple[str, str], ...]
    sums: Floats
    effective_base: Floats
    low: tuple[bool, ...]


def columns_of_table(table: Table) -> Columns:
    """A table's columns."""
    keys = tuple((column.banner, column.code) for column in table.columns)
    codes = {row.code: r for r, row in enumerate(table.rows) if row.kind == "answer"}
    return Columns(
        table.id,
        keys,
        _sums(table.unweighted_base, table.weighted_base, table.estimate, codes),
        table.effective_base,
        tuple(column.flag == "low" for column in table.columns),
    )


def columns_of_crossing(crossing: Crossing, minimum_base: int) -> Columns:
    """A crossing's total and its groups."""
    codes = {row.code: c for c, row in enumerate(crossing.columns) if row.kind == "answer"}
    unweighted = np.append(crossing.total_unweighted_base, crossing.unweighted_base)
    weighted = np.append(crossing.total_weighted_base, crossing.weighted_base)
    effective = np.append(crossing.total_effective_base, crossing.effective_base)
    estimate = np.vstack([crossing.total_share, crossing.share_of_row]).T
    return Columns(
        crossing.id,
        (("", ""), *((crossing.row_question.name, row.code) for row in crossing.rows)),
        _sums(unweighted, weighted, estimate, codes),
        effective,
        (
            bool(min(unweighted[0], np.nan_to_num(effective[0], nan=np.inf)) < minimum_base),
            *(flag == "low" for flag in crossing.flags),
        ),
    )


def _sums(unweighted: Floats, weighted: Floats, estimate: Floats, codes: Mapping[str, int]) -> Floats:
    """Respondents, weights and weighted answers in the order of their codes, (features, columns)."""
    shares = np.nan_to_num(estimate[[codes[code] for code in sorted(codes)]])
    return np.vstack([unweighted, weighted, shares * weighted])


def hidden_columns(printed: Sequence[Columns], codebook: Codebook, plan: Plan) -> list[NDArray[np.int64]]:
    """Why each column is hidden, a (columns,) array for each table; 0 where it is shown."""
    everything = [*printed, *_implied(printed, codebook, plan)]
    same = _same_columns(everything)
    relations = _relations(everything, same, codebook, plan)
    count = 1 + max(int(each.max()) for each in same)
    base, low = np.zeros(count), np.zeros(count, dtype=bool)
    empty, total = np.ones(count, dtype=bool), np.zeros(count, dtype=bool)
    implied = np.ones(count, dtype=bool)
    for each, which in zip(printed, same, strict=False):
        base[which] = np.nan_to_num(each.effective_base)
        empty[which] = each.sums[0] <= 0
        low[which] |= np.array(each.low) & (each.sums[0] > 0)
        total[which[0]] = True
        implied[which] = False
    hidden = _guarded(low, implied, relations, np.where(total, np.inf, base), empty)
    reasons = np.where(low, SMALL, np.where(hidden, GUARD, 0))
    return [reasons[which] for which in same[: len(printed)]]


def _guarded(
    low: NDArray[np.bool_],
    implied: NDArray[np.bool_],
    relations: Floats,
    cost: Floats,
    empty: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """The low columns and those hidden for their sake, (columns,); what is implied may be told."""
    hidden = low.copy()
    while True:
        found = given_away(relations, hidden | implied) & hidden
        if not found.any():
            return hidden
        first = int(np.flatnonzero(found)[0])
        open_to_all = ~(hidden | implied | empty)
        beside = (relations[relations[:, first] != 0] != 0).any(axis=0) & open_to_all
        if not beside.any():
            beside = (relations != 0).any(axis=0) & open_to_all
        if not beside.any():
            return hidden
        candidates = np.flatnonzero(beside)
        hidden[candidates[np.argmin(cost[candidates])]] = True


def _implied(printed: Sequence[Columns], codebook: Codebook, plan: Plan) -> Iterator[Columns]:
    """Columns of coarser questions that those of each table add up to, whether they are printed or not.

    Two nested banners tell the same sums of a question that both are made of.
    """
    for each in printed:
        found = [
            (key, each.sums[:, [positions[k] for k in chosen]].sum(axis=1))
            for banner, positions in _banners(each)
            if _apart(banner, codebook)
            for chosen, key in _coarser(banner, [each.keys[p][1] for p in positions], plan)
        ]
        if found:
            keys, sums = zip(*found, strict=True)
            nothing = np.zeros(len(keys))
            yield Columns("", keys, np.stack(sums, axis=1), nothing, (False,) * len(keys))


def _banners(each: Columns) -> list[tuple[str, list[int]]]:
    """The banner questions of a table, and the positions of their columns."""
    found: dict[str, list[int]] = {}
    for position, (banner, _) in enumerate(each.keys):
        if banner:
            found.setdefault(banner, []).append(position)
    return list(found.items())


def given_away(relations: Floats, hidden: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Hidden columns that the relations leave no freedom, (columns,).

    Parameters
    ----------
    relations
        (relations, columns) coefficients of sums that are nought.
    """
    found = np.zeros(len(hidden), dtype=bool)
    if not hidden.any() or not len(relations):
        return found
    _, values, basis = np.linalg.svd(relations[:, hidden])
    rank = int((values > _FREE * max(1.0, float(values.max(initial=0)))).sum())
    found[hidden] = np.abs(basis[rank:]).max(axis=0, initial=0) < _FREE
    return found


def _same_columns(printed: Sequence[Columns]) -> list[NDArray[np.intp]]:
    """A number for each column of each table, the same for columns that print the same respondents."""
    known: list[Floats] = []
    by_base: dict[tuple[int, int], list[int]] = {}
    found = []
    for each in printed:
        numbers = []
        for column in each.sums.T:
            alike = by_base.setdefault((len(column), round(float(column[0]))), [])
            match = next((n for n in alike if column[0] > 0 and _equal(known[n], column)), None)
            if match is None:
                match = len(known)
                known.append(column)
                alike.append(match)
            numbers.append(match)
        found.append(np.array(numbers, dtype=np.intp))
    return found


def _equal(one: Floats, other: Floats) -> bool:
    return len(one) == len(other) and bool(np.allclose(one, other, rtol=_SAME, atol=_SAME))


def _relations(
    printed: Sequence[Columns], same: Sequence[NDArray[np.intp]], codebook: Codebook, plan: Plan
) -> Floats:
    """Columns that add up to another one, as coefficients of sums that are nought, (relations, columns)."""
    count = 1 + max(int(each.max()) for each in same)
    lines = []
    for parts, whole in _added_up(printed, same, codebook, plan):
        line = np.zeros(count)
        np.add.at(line, list(parts), 1.0)
        line[whole] -= 1.0
        if line.any():
            lines.append(line)
    return np.array(lines).reshape(-1, count)


def _added_up(
    printed: Sequence[Columns], same: Sequence[NDArray[np.intp]], codebook: Codebook, plan: Plan
) -> Iterator[tuple[list[int], int]]:
    """Parts and the whole that they are, by the numbers of the columns."""
    for each, numbers in zip(printed, same, strict=True):
        if not each.id:
            continue
        for banner, positions in _banners(each):
            if _apart(banner, codebook):
                yield [int(numbers[position]) for position in positions], int(numbers[0])
                yield from _runs(each, numbers, positions, printed, same)
                for chosen, key in _coarser(banner, [each.keys[p][1] for p in positions], plan):
                    parts = [positions[k] for k in chosen]
                    for whole in _wholes(each, parts, key, printed, same):
                        yield [int(numbers[part]) for part in parts], whole


def _wholes(
    each: Columns,
    parts: Sequence[int],
    key: tuple[str, str],
    printed: Sequence[Columns],
    same: Sequence[NDArray[np.intp]],
) -> Iterator[int]:
    """Columns of this key that the parts make up: in their own table, or where the sums are the same."""
    added = each.sums[:, parts].sum(axis=1)
    for other, numbers in zip(printed, same, strict=True):
        for position, name in enumerate(other.keys):
            if name == key and (other is each or _equal(other.sums[:, position], added)):
                yield int(numbers[position])


def _apart(banner: str, codebook: Codebook) -> bool:
    """Whether nobody can be in two columns of the banner."""
    names = banner.split(NESTED)
    return not any(name in codebook and codebook[name].kind == "multiple" for name in names)


def _coarser(banner: str, codes: Sequence[str], plan: Plan) -> Iterator[tuple[list[int], tuple[str, str]]]:
    """Positions of columns that make up one of a coarser question, and that one's banner and code."""
    names = banner.split(NESTED)
    given = [code.split(NESTED) for code in codes]
    for place, name in enumerate(names if len(names) > 1 else ()):
        for code in dict.fromkeys(each[place] for each in given):
            yield [k for k, each in enumerate(given) if each[place] == code], (name, code)
    for derived in plan.derive:
        for code, old in derived.map.items() if derived.source == banner else ():
            yield [k for k, each in enumerate(codes) if each in old], (derived.name, code)
    for crossing in plan.crossing:
        for net in crossing.merge if crossing.rows == banner else ():
            yield [k for k, each in enumerate(codes) if each in net.answers], (banner, net.name)


def _runs(
    each: Columns,
    numbers: NDArray[np.intp],
    positions: Sequence[int],
    printed: Sequence[Columns],
    same: Sequence[NDArray[np.intp]],
) -> Iterator[tuple[list[int], int]]:
    """Neighbouring columns that add up to a column printed somewhere: bands to wider bands."""
    by_base: dict[int, list[tuple[Floats, int]]] = {}
    for other, which in zip(printed, same, strict=True):
        for column, number in zip(other.sums.T, which, strict=True):
            by_base.setdefault(round(float(column[0])), []).append((column, int(number)))
    upto = np.concatenate([np.zeros((len(each.sums), 1)), np.cumsum(each.sums[:, positions], axis=1)], axis=1)
    for start, end in combinations(range(len(positions) + 1), 2):
        added = upto[:, end] - upto[:, start]
        if end - start > 1 and added[0] > 0:
            parts = [int(numbers[position]) for position in positions[start:end]]
            for column, number in by_base.get(round(float(added[0])), []):
                if number not in parts and _equal(column, added):
                    yield parts, number
