"""Where in a sheet the respondents stand: title rows above, header rows, body, totals and notes below."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from survey.errors import ReadingError
from survey.reading.folding import counted, fold
from survey.reading.workbook import Cell, Sheet, text
from survey.vocabulary import Note

SEARCHED = 40
"""Rows from the top in which a header is looked for."""
SAMPLE = 300
"""Rows below a candidate header that tell what its columns hold."""
STRANGE = 0.55
"""Share of a row's cells that must be unlike their columns for the row to be a header."""
DEEPEST = 3
FOOTER_ROWS = 30

_TOTAL = re.compile(
    r"^\s*(合\s*計|総\s*計|小\s*計|計|総数|平均|回答者数|total|grand total|sum|mean|average|count|base|n)"
    r"\s*(?:$|[:：=（(])",
    re.IGNORECASE,
)
_REMARK = re.compile(
    r"^\s*(※|＊|\*|†|‡|注|（注|\(注|備考|出典|出所|資料|作成|note|notes|source|footnote|remark|created|"
    r"exported|generated|weights?\b.*rounded)",
    re.IGNORECASE,
)
_PLATFORM = re.compile(r"\s*(open-ended )?response\s*", re.IGNORECASE)
"""What SurveyMonkey writes below a question that has no options."""


@dataclass(frozen=True)
class Heading:
    """One column of the data: its place from 0, and its header cells from the top down.

    Parameters
    ----------
    name
        The lowest header cell where no other column has the same, else all of them.
    """

    position: int
    path: tuple[str, ...]
    name: str = ""

    @property
    def header(self) -> str:
        """The header cells in one line, group first."""
        return " / ".join(self.path)


@dataclass(frozen=True)
class Layout:
    """Where the respondents of a sheet stand; rows and columns count from 0, `stop` is past the last."""

    header_rows: tuple[int, ...]
    headings: tuple[Heading, ...]
    start: int
    stop: int
    notes: tuple[Note, ...] = ()


def find_layout(
    sheet: Sheet, *, known: Collection[str] = (), header_rows: Sequence[int] = (), name: str = ""
) -> Layout:
    """The header block, the headings and the rows of respondents of a sheet.

    Parameters
    ----------
    known
        Headers the codebook names; the row that holds most of them is the header.
    header_rows
        The plan's word, as Excel counts rows; wins over everything else.
    name
        The file, as a complaint shall call it.

    Raises
    ------
    ReadingError
        The sheet is empty, holds a header only, or the header rows named are not there.
    """
    if not any(filled(row) for row in sheet.rows):
        raise ReadingError(f"{name}: sheet {sheet.name!r} is empty", hint="name the sheet with the answers")
    if header_rows:
        block = _named_rows(sheet, header_rows, name)
    else:
        main = _known_row(sheet, known) if known else None
        main = _widest_row(sheet) if main is None else main
        block = (*_rows_above(sheet, main), main, *_rows_below(sheet, main))
    start = block[-1] + 1
    stop, notes = _without_footer(sheet, start)
    if stop <= start or not any(filled(row) for row in sheet.rows[start:stop]):
        raise ReadingError(
            f"{name}: sheet {sheet.name!r} holds a header (row {block[-1] + 1}) but no respondent",
            hint="one row per respondent is needed below the header",
        )
    headings, column_notes = _headings(sheet, block, start, stop)
    title = _title_note(sheet, block[0])
    return Layout(block, headings, start, stop, (*title, *column_notes, *notes))


def filled(row: Iterable[Cell]) -> int:
    """How many cells of a row hold something other than spaces."""
    return sum(1 for cell in row if holds(cell))


def holds(cell: Cell) -> bool:
    """Whether a cell holds something other than spaces."""
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip()))


def _named_rows(sheet: Sheet, header_rows: Sequence[int], name: str) -> tuple[int, ...]:
    block = tuple(sorted(row - 1 for row in header_rows))
    if block[0] < 0 or block[-1] >= len(sheet.rows):
        raise ReadingError(
            f"{name}: header_rows names row {max(header_rows)}, but sheet {sheet.name!r} "
            f"has {len(sheet.rows)} rows",
            hint="rows count from 1, as Excel shows them; mend header_rows under [data]",
        )
    return block


def _known_row(sheet: Sheet, known: Collection[str]) -> int | None:
    """The row that holds most of the codebook's headers, or None when none does."""
    wanted = {fold(header) for header in known}
    found = [len(wanted & {fold(text(cell)) for cell in row if holds(cell)}) for row in sheet.rows[:SEARCHED]]
    best = max(found, default=0)
    return found.index(best) if best else None


def _widest_row(sheet: Sheet) -> int:
    """The first row that fills half the sheet's width, with text if there is such a row."""
    top = sheet.rows[:SEARCHED]
    half = max(filled(row) for row in sheet.rows[: SEARCHED + SAMPLE]) / 2
    wide = [position for position, row in enumerate(top) if filled(row) >= max(half, 1)]
    for position in wide:
        cells = [cell for cell in top[position] if holds(cell)]
        if sum(isinstance(cell, str) for cell in cells) >= 0.6 * len(cells):
            return position
    return wide[0] if wide else 0


def _rows_above(sheet: Sheet, main: int) -> tuple[int, ...]:
    """Rows of groups right above the main header row."""
    above: list[int] = []
    for position in range(main - 1, max(main - DEEPEST, -1), -1):
        cells = [column for column, cell in enumerate(sheet.rows[position]) if holds(cell)]
        words = all(isinstance(sheet.rows[position][column], str) for column in cells)
        if not words or not cells or cells == [0]:
            break
        above.insert(0, position)
    return tuple(above)


def _rows_below(sheet: Sheet, main: int) -> tuple[int, ...]:
    """Further header rows below the main one: their cells are strangers to their columns."""
    below: list[int] = []
    for position in range(main + 1, min(main + DEEPEST, len(sheet.rows))):
        if not _is_strange(sheet, position, upper=position - 1):
            break
        below.append(position)
    return tuple(below)


def _is_strange(sheet: Sheet, position: int, *, upper: int) -> bool:
    row = sheet.rows[position]
    sample = sheet.rows[position + 1 : position + 1 + SAMPLE]
    cells = [(column, cell) for column, cell in enumerate(row) if holds(cell)]
    if len(sample) < 10 or not cells or not all(isinstance(cell, str) for _, cell in cells):
        return False
    spans = _spans(sheet.rows[upper], row)
    judged = strange = 0
    for column, cell in cells:
        below = Counter(line[column] for line in sample if holds(line[column]))
        if not below:
            continue
        texts = sum(times for value, times in below.items() if isinstance(value, str))
        if texts < 0.2 * below.total():
            judged, strange = judged + 1, strange + 1
        elif len(below) <= max(12, 0.2 * below.total()):
            ticked = column in spans and len(below) == 1
            judged, strange = judged + 1, strange + (ticked or cell not in below)
    return judged > 0 and strange >= STRANGE * judged


def _spans(upper: Sequence[Cell], lower: Sequence[Cell]) -> set[int]:
    """Columns that belong to a group: a header above, blanks to its right with text below."""
    spans: set[int] = set()
    for column in range(1, len(upper)):
        if not holds(upper[column]) and holds(lower[column]):
            spans |= {column - 1, column}
    return spans


def _without_footer(sheet: Sheet, start: int) -> tuple[int, list[Note]]:
    """One past the last respondent, and a note of what stands below: totals, remarks, blank rows."""
    stop = len(sheet.rows)
    while stop > start and not filled(sheet.rows[stop - 1]):
        stop -= 1
    first = Counter(text(row[0]) for row in sheet.rows[start:stop] if holds(row[0]))
    last = stop
    while stop > start and last - stop < FOOTER_ROWS:
        row = sheet.rows[stop - 1]
        if filled(row) and not _is_footer(row, first, _typical(sheet, start, stop)):
            break
        stop -= 1
    if stop == start:
        return last, []
    while stop < last and not any(filled(row) for row in sheet.rows[stop:last]):
        stop = last
    dropped = [position for position in range(stop, last) if filled(sheet.rows[position])]
    return stop if dropped else last, [_footer_note(sheet, dropped)] if dropped else []


def _typical(sheet: Sheet, start: int, stop: int) -> float:
    sample = sorted(filled(row) for row in sheet.rows[start : min(stop, start + SAMPLE)])
    return sample[len(sample) // 2] if sample else 0


def _is_footer(row: Sequence[Cell], first: Counter[str], typical: float) -> bool:
    """Whether a row at the end is a total or a remark: by its first words, which no other row begins with."""
    words = next((cell for cell in row if holds(cell)), None)
    if not isinstance(words, str) or first[text(words)] > 2:
        return False
    if _TOTAL.match(words):
        return True
    sparse = filled(row) <= max(1.0, 0.2 * typical) and typical > 2
    return sparse and (bool(_REMARK.match(words)) or len(words) > 25)


def _footer_note(sheet: Sheet, dropped: Sequence[int]) -> Note:
    words = "; ".join(
        text(next(cell for cell in sheet.rows[position] if holds(cell)))[:40] for position in dropped[:5]
    )
    return Note(
        step="reading",
        text=f"{counted(len(dropped), 'row')} below the respondents, totals or remarks, left out: {words}",
        count=len(dropped),
        rows=tuple(position + 1 for position in dropped[:10]),
    )


def _title_note(sheet: Sheet, first: int) -> tuple[Note, ...]:
    above = [position for position in range(first) if filled(sheet.rows[position])]
    if not above:
        return ()
    words = "; ".join(
        text(next(cell for cell in sheet.rows[position] if holds(cell)))[:60] for position in above[:5]
    )
    return (
        Note(
            step="reading",
            text=f"{counted(len(above), 'row')} above the header, titles, left out: {words}",
            count=len(above),
            rows=tuple(position + 1 for position in above[:10]),
        ),
    )


def _headings(
    sheet: Sheet, block: Sequence[int], start: int, stop: int
) -> tuple[tuple[Heading, ...], list[Note]]:
    """The columns that hold respondents, named; side tables and empty unnamed columns are left out."""
    paths = _paths(sheet, block)
    ends = [_last_filled(sheet, column, start, stop) for column in range(sheet.width)]
    void = [not paths[column] and ends[column] < start for column in range(sheet.width)]
    kept, aside = _main_table([not empty for empty in void], ends, start)
    used = [column for column in kept if not void[column]]
    unnamed = [column for column in used if not paths[column]]
    for column in unnamed:
        paths[column] = (f"Column {letters(column)}",)
    lowest = Counter(paths[column][-1] for column in used)
    headings = tuple(
        Heading(column, path, path[-1] if lowest[path[-1]] == 1 else " / ".join(path))
        for column in used
        for path in [paths[column]]
    )
    notes = []
    if aside:
        notes.append(
            Note(
                step="reading",
                text=f"columns {letters(aside[0])} to {letters(aside[-1])} hold another table beside the "
                "respondents and were left out",
                count=len(aside),
                level="warning",
            )
        )
    if unnamed:
        names = ", ".join(letters(column) for column in unnamed)
        notes.append(
            Note(
                step="reading",
                text=f"columns without a header were named by their place: {names}",
                count=len(unnamed),
                level="warning",
            )
        )
    return headings, notes


def _last_filled(sheet: Sheet, column: int, start: int, stop: int) -> int:
    for position in range(stop - 1, start - 1, -1):
        if holds(sheet.rows[position][column]):
            return position
    return start - 1


def _main_table(used: Sequence[bool], ends: Sequence[int], start: int) -> tuple[list[int], list[int]]:
    """Columns of the respondents' table, and of shorter tables beside it, set off by empty columns."""
    tables: list[list[int]] = []
    for column, is_used in enumerate(used):
        if not is_used:
            continue
        if not tables or column != tables[-1][-1] + 1:
            tables.append([])
        tables[-1].append(column)
    lengths = [max(ends[column] for column in table) - start + 1 for table in tables]
    longest = max(lengths, default=0)
    kept = [c for table, length in zip(tables, lengths, strict=True) if length >= longest / 2 for c in table]
    aside = [c for table, length in zip(tables, lengths, strict=True) if length < longest / 2 for c in table]
    return kept, aside


def _paths(sheet: Sheet, block: Sequence[int]) -> list[tuple[str, ...]]:
    """Header cells of each column from the top down, groups filled to the right."""
    rows = [
        _filled_right(sheet, row, block[place + 1 :]) if place + 1 < len(block) else sheet.rows[row]
        for place, row in enumerate(block)
    ]
    paths = []
    for column in range(sheet.width):
        path: list[str] = []
        for row in rows:
            cell = row[column]
            if holds(cell) and (not path or (path[-1] != text(cell) and not _PLATFORM.fullmatch(text(cell)))):
                path.append(text(cell))
        paths.append(tuple(path))
    return paths


def _filled_right(sheet: Sheet, row: int, lower: Sequence[int]) -> list[Cell]:
    """A row of groups with each group's words over all its columns.

    Merged ranges say how far a group reaches; where the row has none, it
    reaches over blanks that have words below.
    """
    cells = list(sheet.rows[row])
    merges = [merge for merge in sheet.merges if merge[0] <= row <= merge[2] and merge[3] > merge[1]]
    for _, left, _, right in merges:
        cells[left : right + 1] = [cells[left]] * (right - left + 1)
    if not merges:
        for column in range(1, len(cells)):
            worded = any(holds(sheet.rows[below][column]) for below in lower)
            if not holds(cells[column]) and worded and holds(cells[column - 1]):
                cells[column] = cells[column - 1]
    return cells


def letters(column: int) -> str:
    """A column's letters as Excel shows them, 0 is A."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
