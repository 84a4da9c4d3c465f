"""Where in a sheet the respondents stand: title rows above, header rows, body, totals and notes below."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from survey.errors import ReadingError
from survey.reading.endings import before_gap, without_footer
from survey.reading.folding import counted, fold
from survey.reading.platforms import RESPONSE, SURVEY_MONKEY, Signature, platform_of, rows_of_platform
from survey.reading.strangers import legend_beside
from survey.reading.variables import variable_row
from survey.reading.workbook import SEARCHED, Cell, Sheet, filled, holds, letters, opening, text
from survey.vocabulary import Note

SAMPLE = 300
"""Rows below a candidate header that tell what its columns hold."""
STRANGE = 0.55
"""Share of a row's cells that must be unlike their columns for the row to be a header."""
DEEPEST = 3
REPRINTED = 0.05
"""Share of the rows below that may be a header row printed again; where more are like it, it is answers."""
YEARS = range(1900, 2101)
"""Whole numbers that head a column as the year it is of."""

_UNSAID = re.compile(r"(open-ended )?response", re.IGNORECASE)
"""What says nothing below a question, whoever wrote the file."""


@dataclass(frozen=True)
class Heading:
    """One column of the data: its place from 0, and its header cells from the top down.

    Parameters
    ----------
    name
        The variable's name where a row gives one; else the lowest header cell
        where no other column has the same, else all of them.
    code
        The variable's name, from a row of such names; empty where there is none.
    """

    position: int
    path: tuple[str, ...]
    name: str = ""
    code: str = ""

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
    if not sheet.amounts.any():
        raise ReadingError(f"{name}: sheet {sheet.name!r} is empty", hint="name the sheet with the answers")
    signature = rows_of_platform(sheet)
    if header_rows:
        block = _named_rows(sheet, header_rows, name)
        signature = signature if signature and signature.rows == block else None
    elif signature:
        block = signature.rows
    else:
        main = _known_row(sheet, known) if known else None
        main = _widest_row(sheet) if main is None else main
        block = (*_rows_above(sheet, main), main, *_rows_below(sheet, main))
    start = block[-1] + 1
    end, stray = before_gap(sheet, start)
    stop, notes = without_footer(sheet, start, end)
    if stop <= start or not sheet.amounts[start:stop].any():
        raise ReadingError(
            f"{name}: sheet {sheet.name!r} holds a header (row {block[-1] + 1}) but no respondent",
            hint="one row per respondent is needed below the header",
        )
    headings, column_notes = _headings(sheet, block, start, stop, signature)
    signature = signature or platform_of(sheet, block, [heading.path for heading in headings])
    told = (signature.note(block),) if signature else ()
    stop = max(sheet.last_taken(heading.position, start, stop) for heading in headings) + 1
    title = _title_note(sheet, block[0])
    return Layout(block, headings, start, stop, (*told, *title, *column_notes, *notes, *stray))


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
    found = [len(wanted & {fold(text(cell)) for cell in row if holds(cell)}) for row in sheet.top]
    best = max(found, default=0)
    return found.index(best) if best else None


def _widest_row(sheet: Sheet) -> int:
    """The first row that fills half the sheet's width, with text if there is such a row."""
    top = sheet.top
    half = int(sheet.amounts[: SEARCHED + SAMPLE].max()) / 2
    wide = [position for position in range(len(top)) if sheet.amounts[position] >= max(half, 1)]
    for position in wide:
        cells = [(column, cell) for column, cell in enumerate(top[position]) if holds(cell)]
        if sum(_heads(sheet, position, column, cell) for column, cell in cells) >= 0.6 * len(cells):
            return position
    return wide[0] if wide else 0


def _heads(sheet: Sheet, row: int, column: int, cell: Cell) -> bool:
    """Whether a cell may head its column: words, or a year or day over words, as headers of waves are."""
    if isinstance(cell, str):
        return True
    if isinstance(cell, bool) or not (isinstance(cell, date) or cell in YEARS):
        return False
    below = sheet.column(column, row + 1, min(row + 1 + SAMPLE, len(sheet.rows)))
    return bool(below.levels) and all(isinstance(level, str) for level in below.levels)


def _rows_above(sheet: Sheet, main: int) -> tuple[int, ...]:
    """Rows of groups right above the main header row."""
    above: list[int] = []
    for position in range(main - 1, max(main - DEEPEST, -1), -1):
        row = sheet.rows[position]
        cells = [column for column, cell in enumerate(row) if holds(cell)]
        words = all(isinstance(row[column], str) for column in cells)
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
    cells = [(column, cell) for column, cell in enumerate(row) if holds(cell)]
    if not cells or not all(isinstance(cell, str) for _, cell in cells):
        return False
    whole = list(sheet.rows[position + 1 : position + 1 + SAMPLE])
    sample = [line for line in whole if line != row]
    sample = sample if len(sample) >= (1 - REPRINTED) * len(whole) else whole
    if len(sample) < 10:
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
    """Columns that belong to a group: a header above, blanks or itself to its right, text below."""
    spans: set[int] = set()
    for column in range(1, len(upper)):
        goes_on = not holds(upper[column]) or upper[column] == upper[column - 1]
        if goes_on and holds(lower[column]):
            spans |= {column - 1, column}
    return spans


def _title_note(sheet: Sheet, first: int) -> tuple[Note, ...]:
    above = [position for position in range(first) if filled(sheet.rows[position])]
    if not above:
        return ()
    words = "; ".join(opening(sheet.rows[position], 60) for position in above[:5])
    return (
        Note(
            step="reading",
            text=f"{counted(len(above), 'row')} above the header, titles, left out: {words}",
            count=len(above),
            rows=tuple(position + 1 for position in above[:10]),
        ),
    )


def _headings(
    sheet: Sheet, block: Sequence[int], start: int, stop: int, signature: Signature | None
) -> tuple[tuple[Heading, ...], list[Note]]:
    """The columns that hold respondents, named; side tables and empty unnamed columns are left out."""
    codes, block = _codes_apart(sheet, block, start, signature)
    monkey = signature is not None and signature.platform == SURVEY_MONKEY
    paths = _paths(sheet, block, unsaid=RESPONSE if monkey else _UNSAID)
    for column, path in enumerate(paths):
        paths[column] = path or ((codes[column],) if codes[column] else ())
    ends = [sheet.last_taken(column, start, stop) for column in range(sheet.width)]
    void = [not paths[column] and ends[column] < start for column in range(sheet.width)]
    amounts = [
        0 if empty else int(cells.sum())
        for empty, cells in zip(void, sheet.taken[:, start:stop], strict=True)
    ]
    kept, aside = _main_table([not empty for empty in void], ends, amounts, list(map(bool, paths)), start)
    used = [column for column in kept if not void[column]]
    unnamed = [column for column in used if not paths[column]]
    for column in unnamed:
        paths[column] = (f"Column {letters(column)}",)
    lowest = Counter(paths[column][-1] for column in used)
    headings = tuple(
        Heading(
            column,
            path,
            codes[column] or (path[-1] if lowest[path[-1]] == 1 else " / ".join(path)),
            codes[column],
        )
        for column in used
        for path in [paths[column]]
    )
    return headings, _column_notes(aside, unnamed)


def _codes_apart(
    sheet: Sheet, block: Sequence[int], start: int, signature: Signature | None
) -> tuple[list[str], tuple[int, ...]]:
    """Variable names of each column, (columns,), empty where there are none, and the other header rows."""
    machine = signature.machine if signature else ()
    rows = tuple(row for row in block if row not in machine)
    code = signature.code if signature else None
    if code is None:
        used = [column for column, cells in enumerate(sheet.taken[:, start:]) if cells.any()]
        place = variable_row([sheet.rows[row] for row in rows], used)
        code = None if place is None else rows[place]
    if code is None or code not in rows:
        return [""] * sheet.width, rows
    return [text(cell).strip() for cell in sheet.rows[code]], tuple(row for row in rows if row != code)


def _column_notes(aside: Sequence[int], unnamed: Sequence[int]) -> list[Note]:
    """Warnings of columns beside the respondents' table, and of columns without a header."""
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
    return notes


def _main_table(
    used: Sequence[bool], ends: Sequence[int], amounts: Sequence[int], named: Sequence[bool], start: int
) -> tuple[list[int], list[int]]:
    """Columns of the respondents' table, and of others beside it, set off by empty columns.

    The table with the most filled cells is the respondents'. What ends above
    its middle is another table; so is a stray cell or two without a header.
    """
    tables: list[list[int]] = []
    legend = legend_beside(used, ends, amounts, start)
    for column, is_used in enumerate(used):
        if not is_used:
            continue
        if not tables or column != tables[-1][-1] + 1 or column == legend:
            tables.append([])
        tables[-1].append(column)
    sums = [sum(amounts[column] for column in table) for table in tables]
    lasts = [max(ends[column] for column in table) for table in tables]
    main = max(range(len(tables)), key=sums.__getitem__)
    middle = (start + lasts[main]) / 2
    kept: list[int] = []
    aside: list[int] = []
    for place, table in enumerate(tables):
        stray = sums[place] <= 2 and not any(named[column] for column in table)
        beside = place != main and (stray or lasts[place] < middle)
        (aside if beside else kept).extend(table)
    return kept, aside


def _paths(sheet: Sheet, block: Sequence[int], *, unsaid: re.Pattern[str]) -> list[tuple[str, ...]]:
    """Header cells of each column from the top down, groups filled to the right, less what says nothing."""
    rows = [
        _filled_right(sheet, row, block[place + 1 :]) if place + 1 < len(block) else sheet.rows[row]
        for place, row in enumerate(block)
    ]
    numbering = rows[-1] if len(rows) > 1 and _is_numbering(rows) else None
    paths = []
    for column in range(sheet.width):
        path: list[str] = []
        for row in rows:
            cell = row[column]
            if not holds(cell) or (path and row is numbering):
                continue
            if not path or (path[-1] != text(cell) and not unsaid.fullmatch(text(cell).strip())):
                path.append(text(cell))
        paths.append(tuple(path))
    return paths


def _is_numbering(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether the lowest header row only numbers the options that stand above it."""
    numbered = [place for place, cell in enumerate(rows[-1]) if holds(cell)]
    said = all(text(rows[-1][place]).strip().isdecimal() for place in numbered)
    return said and len(numbered) > 1 and all(holds(rows[-2][place]) for place in numbered)


def _filled_right(sheet: Sheet, row: int, lower: Sequence[int]) -> list[Cell]:
    """A row of groups with each group's words over all its columns.

    Merged ranges say how far a group reaches; where the row has none, it
    reaches over blanks that have words below.
    """
    cells = list(sheet.rows[row])
    merges = [
        (left, min(right + 1, len(cells)))
        for top, left, bottom, right in sheet.merges
        if top <= row <= bottom and left < right and left < len(cells)
    ]
    for left, end in merges:
        cells[left:end] = [cells[left]] * (end - left)
    if not merges:
        below = [sheet.rows[each] for each in lower]
        for column in range(1, len(cells)):
            worded = any(holds(each[column]) for each in below)
            if not holds(cells[column]) and worded and holds(cells[column - 1]):
                cells[column] = cells[column - 1]
    return cells
