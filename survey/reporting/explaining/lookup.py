"""Which cell is meant: tables, columns and answers by code, label in any language, or letter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from survey.errors import PlanError
from survey.language.sentences import TOTAL
from survey.reporting.explaining.finished import Finished, Line

MOST_SHOWN, MOST_NEAR = 12, 5
"""Names that a hint lists where none is near, and where some are."""

_DECADE = re.compile(r"(\d0)(?:'?s|歳?代)")
_DASHES = re.compile("[‐-―−~〜～]")


@dataclass(frozen=True)
class Named:
    """Something that can be asked for.

    Parameters
    ----------
    key
        What identifies it in results.csv.
    names
        Groups of names, the surest first: a code, labels, a letter.
    shown
        How a hint writes it.
    """

    key: tuple[str, ...]
    names: tuple[tuple[str, ...], ...]
    shown: str


@dataclass(frozen=True)
class Asked:
    """The cell that was asked for, and what its names could also have meant."""

    line: Line
    also: tuple[str, ...]


def find_cell(finished: Finished, table: str, column: str, answer: str) -> Asked:
    """The line of results.csv of one cell.

    Parameters
    ----------
    table
        A table or crossing, e.g. `Q10` or `q2 x q10`.
    column
        A column; where several banner questions have one, `sex:1`.
    answer
        A row of the table.

    Raises
    ------
    PlanError
        Nothing is called that, or several are; names the nearest.
    """
    [identity], _ = _chosen("table", table, _tables(finished))
    lines = [line for line in finished.lines if line["table"] == identity and line["record"] in _CELLS]
    place, _ = _chosen("column", column, _columns(finished, lines))
    row, also = _chosen("answer", answer, _answers(finished, lines))
    for line in lines:
        if _place(line) == place and _row(line) == row:
            return Asked(line, also)
    raise PlanError(f"{identity} has no number for {answer!r} in the column {column!r}")


_CELLS = ("cell", "crossing")


def _place(line: Line) -> tuple[str, ...]:
    banner = line["banner"] if line["record"] == "cell" or line["column_code"] else ""
    return banner, line["column_code"]


def _row(line: Line) -> tuple[str, ...]:
    return line["answer_code"], line["measure"]


def folded(text: str) -> str:
    """A name without case, width, kinds of dashes and doubled spaces."""
    return " ".join(_DASHES.sub("-", unicodedata.normalize("NFKC", text)).casefold().split())


def _tables(finished: Finished) -> list[Named]:
    titles = {
        f"{each['rows']}_x_{each['columns']}": [
            *each["title"]["texts"].values(),
            *(f"{each['rows']} {sign} {each['columns']}" for sign in "x×"),
        ]
        for each in finished.manifest["plan"]["crossing"]
    }
    found = dict.fromkeys(line["table"] for line in finished.lines if line["record"] in _CELLS)
    return [
        Named((name,), ((name,), tuple(titles.get(name, _labels(finished.question(name))))), name)
        for name in found
    ]


def _columns(finished: Finished, lines: Sequence[Line]) -> list[Named]:
    named: dict[tuple[str, ...], Named] = {}
    for line in lines:
        banner, code = _place(line)
        if (banner, code) in named:
            continue
        if not banner:
            named[banner, code] = Named(("", ""), (("total",), tuple(TOTAL.values())), "total")
            continue
        labels = [line["column"], *_member_labels(finished, banner, code)]
        decades = [label for label in labels if _decade_of(label)]
        groups = [(code,), tuple(labels), tuple(map(_decade_of, decades)), (line["letter"],)]
        prefixes = [banner, line["banner_label"], *_labels(finished.question(banner))]
        whole = [
            tuple(f"{before}:{name}" for before in prefixes for name in group if name) for group in groups
        ]
        merged = [(*group, *full) for group, full in zip(groups, whole, strict=True)]
        named[banner, code] = Named((banner, code), tuple(merged), f"{banner}:{code} ({line['column']})")
    return list(named.values())


def _answers(finished: Finished, lines: Sequence[Line]) -> list[Named]:
    named = {}
    for line in lines:
        name = line["table"]
        for each in finished.manifest["plan"]["crossing"]:
            if name == f"{each['rows']}_x_{each['columns']}":
                name = each["columns"]
        labels = [line["answer"], *_member_labels(finished, name, line["answer_code"])]
        shown = f"{line['answer_code']} ({line['answer']})"
        named[_row(line)] = Named(_row(line), ((line["answer_code"],), tuple(labels)), shown)
    return list(named.values())


def _member_labels(finished: Finished, name: str, code: str) -> list[str]:
    """Labels in all languages of an answer, a net, or answers merged in a crossing."""
    question = finished.question(name)
    members = [each for each in question.get("answers", ()) if each["code"] == code]
    members += [each for each in question.get("nets", ()) if each["name"] == code]
    merged = [
        text
        for crossing in finished.manifest["plan"]["crossing"]
        for net in crossing["merge"]
        if crossing["rows"] == name and net["name"] == code
        for text in net["label"]["texts"].values()
    ]
    return [text for each in members for text in each["label"].values()] + merged


def _labels(question: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(question.get("label", {}).values())


def _decade_of(label: str) -> str:
    """`60s` for 60-69; empty for what is no decade."""
    first, _, last = folded(label).partition("-")
    whole = first.isdecimal() and last.isdecimal() and int(first) % 10 == 0 and int(last) == int(first) + 9
    return f"{first}s" if whole else ""


def _chosen(kind: str, asked: str, among: Sequence[Named]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The key of what is called so, and what else is; the surest kind of name decides."""
    wanted = _DECADE.sub(r"\1s", folded(asked))
    ranks = max((len(each.names) for each in among), default=0)
    found = [
        [
            each
            for each in among
            if rank < len(each.names) and wanted in {folded(n) for n in each.names[rank] if n}
        ]
        for rank in range(ranks)
    ]
    first: list[Named] = next((each for each in found if each), [])
    if len(first) == 1:
        others = dict.fromkeys(each.shown for rank in found for each in rank if each is not first[0])
        return first[0].key, tuple(others)
    if first:
        raise PlanError(
            f"{asked!r} is the {kind} {' and '.join(each.shown for each in first[:MOST_SHOWN])}",
            hint=f"say which, e.g. {first[0].shown.split(' ')[0]}",
        )
    raise PlanError(f"there is no {kind} {asked!r}", hint=_nearest(wanted, among))


def _nearest(wanted: str, among: Sequence[Named]) -> str:
    by_name: dict[str, str] = {}
    for rank in range(max((len(each.names) for each in among), default=0)):
        for each in among:
            for name in each.names[rank] if rank < len(each.names) else ():
                by_name.setdefault(folded(name), each.shown)
    near = dict.fromkeys(
        by_name[name] for name in get_close_matches(wanted, by_name, n=MOST_NEAR, cutoff=0.6)
    )
    if near:
        return f"did you mean {' or '.join(near)}?"
    more = f" and {len(among) - MOST_SHOWN} more" if len(among) > MOST_SHOWN else ""
    return f"there are {', '.join(each.shown for each in among[:MOST_SHOWN])}{more}"
