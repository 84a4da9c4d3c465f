"""The data sheet row by row: the valid respondents, and the rows that cleaning removes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

import numpy as np

from survey.demo.ledger import PER_POINT, Wave
from survey.demo.questionnaire import codebook
from survey.demo.records import Records
from survey.demo.sample import Sample

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bools = NDArray[np.bool_]

FIRST_ROW = 4
"""Excel's number of the first respondent's row: a title and two header rows stand above."""

_ADMINISTRATION = ("resp_id", "stratum", "psu", "base_w")
_EQUALLY_COMPLETE = 4
_REVERSED = {"1": 4, "2": 3, "3": 2, "4": 1}


@dataclass(frozen=True)
class Row:
    """A row of the data sheet.

    Parameters
    ----------
    cells
        {question: cell}.
    who
        Position of the valid respondent, or None in a row that cleaning removes.
    removed
        Why cleaning removes it; empty when it stays.
    after
        Position of the valid respondent whom it must follow, or -1.
    """

    cells: Mapping[str, object]
    who: int | None = None
    removed: str = ""
    after: int = -1


def lay_out(records: Records, sample: Sample, wave: Wave) -> tuple[Row, ...]:
    """All rows of the sheet in their order."""
    names = [question.name for question in codebook(wave.year)]
    kept = [Row({name: records.cells[name][who] for name in names}, who=who) for who in range(records.size)]
    clean = _plain(records)
    extras = [
        *_duplicates(records, sample, kept, clean, wave),
        *_tests(records, kept, clean, wave),
        *_blanks(records, sample, names, wave),
        *_ineligible(records, sample, kept, clean, wave),
    ]
    return _shuffle_in(kept, extras, records)


def _plain(records: Records) -> Bools:
    """Respondents with nothing garbled but the reversed scale, and every question answered."""
    plain = np.ones(records.size, dtype=bool)
    for name in records.cells:
        if name not in ("q2", "q9", "q14"):
            plain &= records.untouched(name)
        if name not in ("q9", "q14"):
            plain &= np.array([cell is not None for cell in records.cells[name]])
    return plain


def _pick(records: Records, purpose: str, count: int, among: Bools) -> list[int]:
    order = records.draws.order(purpose, records.size)
    return [int(who) for who in order if among[who]][:count]


def _duplicates(records: Records, sample: Sample, kept: Sequence[Row], clean: Bools, wave: Wave) -> list[Row]:
    """The second questionnaire of those who answered by mail and on the web, less complete or later."""
    asked = [name for name in records.cells if name.startswith("q")]
    late = np.array([(wave.last_day - day).days >= 3 for day in sample.day])
    rows = []
    for place, who in enumerate(_pick(records, "duplicates", wave.duplicates, clean & late)):
        cells = dict(kept[who].cells)
        web = sample.mode[who] == "1"
        cells["mode"] = 2 if web else 1
        cells["q2"] = _worry_cell(str(records.truth["q2"][who]), web=web)
        later = timedelta(days=1 + place % 3)
        cells["int_date"] = datetime.combine(sample.day[who] + later, time())
        if place % 3 == 0:
            cells["resp_id"] = int(str(cells["resp_id"]))
        equal = place < _EQUALLY_COMPLETE
        if not equal:
            stop = asked.index(("q5", "q6", "q7", "q8")[place % 4])
            cells.update(dict.fromkeys(asked[stop:]))
        rows.append(Row(cells, removed="duplicate", after=who if equal else -1))
    return rows


def _worry_cell(code: str, *, web: bool) -> int:
    """The cell of question 2 on either form."""
    return _REVERSED.get(code, int(code)) if web else int(code)


def _tests(records: Records, kept: Sequence[Row], clean: Bools, wave: Wave) -> list[Row]:
    """Rows that the fieldwork staff keyed in to try the form."""
    donors = _pick(records, "test rows", wave.tests, clean)
    return [
        Row(
            {**kept[who].cells, "resp_id": f"T{place:06d}", "q14": "テスト入力"},
            removed="test row",
        )
        for place, who in enumerate(donors, start=1)
    ]


def _unused_numbers(sample: Sample, purpose: str, records: Records, count: int) -> list[tuple[int, str]]:
    """(position of the point, id) of cases drawn into the sample who did not answer."""
    used = set(zip(sample.point.tolist(), sample.serial.tolist(), strict=True))
    free = [
        (place, serial)
        for place in range(len(sample.points))
        for serial in range(1, PER_POINT + 1)
        if (place, serial) not in used
    ]
    order = records.draws.order("unused ids", len(free))
    start = {"blank": 0, "ineligible": 50}[purpose]
    return [
        (free[where][0], f"{sample.points[free[where][0]].number * 100 + free[where][1]:07d}")
        for where in order[start : start + count].tolist()
    ]


def _blanks(records: Records, sample: Sample, names: Sequence[str], wave: Wave) -> list[Row]:
    """Questionnaires that came back with nothing on them: id and design only."""
    rows = []
    for place, number in _unused_numbers(sample, "blank", records, wave.blanks):
        point = sample.points[place]
        values = (number, point.stratum, point.number, point.weight)
        cells = {**dict.fromkeys(names), **dict(zip(_ADMINISTRATION, values, strict=True))}
        rows.append(Row(cells, removed="blank row"))
    return rows


def _ineligible(records: Records, sample: Sample, kept: Sequence[Row], clean: Bools, wave: Wave) -> list[Row]:
    """Answers from people under eighteen, or living abroad."""
    count = wave.under_age + wave.abroad
    donors = _pick(records, "ineligible", count, clean & (sample.employment == "5"))
    rows = []
    numbers = _unused_numbers(sample, "ineligible", records, count)
    for position, (who, (place, number)) in enumerate(zip(donors, numbers, strict=True)):
        point = sample.points[place]
        values = (number, point.stratum, point.number, point.weight)
        row = Row({**kept[who].cells, **dict(zip(_ADMINISTRATION, values, strict=True)), "q14": None})
        if position < wave.under_age:
            young = {"age": wave.year - 17 if position == 0 else 16 + position % 2, "educ": 1}
            row = replace(row, cells={**row.cells, **young}, removed="under age")
        else:
            row = replace(row, cells={**row.cells, "pref": "海外"}, removed="out of frame")
        rows.append(row)
    return rows


def _shuffle_in(kept: Sequence[Row], extras: Sequence[Row], records: Records) -> tuple[Row, ...]:
    """The kept rows in sample order with the others strewn among them."""
    places = (records.draws.uniform("places", len(extras)) * (len(kept) + 1)).tolist()
    following: dict[int, list[Row]] = {}
    for row, place in zip(extras, places, strict=True):
        following.setdefault(max(int(place), row.after + 1), []).append(row)
    rows: list[Row] = []
    for position in range(len(kept) + 1):
        rows.extend(following.get(position, []))
        if position < len(kept):
            rows.append(kept[position])
    return tuple(rows)
