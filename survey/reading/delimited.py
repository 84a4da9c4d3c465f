"""Text files with a delimiter (.csv, .tsv and their like) as a sheet; every guess is noted with its mend."""

from __future__ import annotations

import csv
import io
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path

import numpy as np

from survey.errors import ReadingError
from survey.reading.delimiters import USUAL, Delimiter, choose_delimiter
from survey.reading.encodings import ASCII, Encoding, choose_encoding, decoded_pieces
from survey.reading.folding import counted
from survey.reading.numerals import decimal_comma, with_numbers, without_armour
from survey.reading.roles import is_id_name
from survey.reading.rows import CodedRows, code_rows
from survey.reading.safety import COLUMN_LIMIT, MEGABYTE
from survey.reading.tidy import FIELD_LIMIT, tidy_rows
from survey.reading.workbook import Sheet
from survey.responses import decode
from survey.vocabulary import Note

TEXT_LIMIT = 2_000 * MEGABYTE
"""Bytes of the largest text file that is read."""
GIVEN = "the plan says so"
END_OF_FILE = "\uf8ffend of file\uf8ff"
"""A line after the last one: a field that holds it was never closed."""
FIRST = 4 * MEGABYTE
"""Bytes that tell what the fields are cut at."""
HOLES, HOLE = 16, 4096
"""Places of a large file where it is looked for stretches of zero bytes, and how long these are."""
LEAST_BELOW = 5
"""Lines below a header that tell it lacks a name."""
ROW_NAMES = Note(
    "reading",
    "the first line names all fields but the first, which counts the rows: R's row names have no name",
    level="assumption",
)
TELLING_ROWS = 8
"""Rows of the wrong length that a warning lists."""


@dataclass(frozen=True)
class TextForm:
    """What the plan says of a text file; empty where it says nothing."""

    encoding: str = ""
    delimiter: str = ""


@dataclass
class _Ragged:
    """Rows that have too many or too few fields, by the line they begin in."""

    long: list[int] = field(default_factory=list)
    short: list[int] = field(default_factory=list)


def open_text(path: Path, form: TextForm | None = None) -> Sheet:
    """A text file's only sheet, its fields as text and numbers, empty ones None.

    Raises
    ------
    ReadingError
        Too large, of one field only, or with a quote that is never closed.
    """
    form = form or TextForm()
    if path.stat().st_size > TEXT_LIMIT:
        raise ReadingError(
            f"{path}: the text file has {path.stat().st_size / MEGABYTE:,.0f} MB; the limit is "
            f"{TEXT_LIMIT // MEGABYTE:,} MB",
            hint="split it, or leave out columns that are not needed",
        )
    _check_holes(path)
    content = path.read_bytes()
    encoding = _encoding(path, content, form)
    stray = b"\0" in content and not encoding.name.startswith(("utf-16", "utf-32"))
    zeros = content.count(0) if stray else 0
    content = content.replace(b"\0", b"") if zeros else content
    first = next(decoded_pieces(content[:FIRST], encoding.name, FIRST)).lstrip("\ufeff")
    if not first.strip():
        raise ReadingError(
            f"{path}: the file is empty: it holds nothing but blanks",
            hint="fetch it again from where it came",
        )
    delimiter = choose_delimiter(first, form.delimiter)
    if delimiter is None:
        _check_quotes(path, first)
        raise ReadingError(
            f"{path}: this is a text file whose lines are single fields, not a table",
            hint='if it has columns, say what stands between them: delimiter = "…" under [data]',
        )
    _check_width(path, delimiter.width)
    notes = [*_notes_of_encoding(encoding), _note_of_delimiter(delimiter), *_note_of_zeros(zeros)]
    rows, more = _rows(path, content, encoding, delimiter)
    columns = tuple(map(without_armour, rows.columns))
    comma = delimiter.mark != "," and decimal_comma(columns)
    if comma:
        notes.append(Note("reading", "numbers have a decimal comma: 1,5 is read as 1.5", level="assumption"))
    coded = CodedRows([with_numbers(column, comma=comma) for column in columns], len(rows))
    return Sheet(path.name, coded, notes=(*notes, *more))


def _check_holes(path: Path) -> None:
    """Refuse a large file with stretches of zero bytes, before it is taken into memory."""
    size = path.stat().st_size
    if size < 2 * HOLES * HOLE * HOLES:
        return
    with path.open("rb") as stream:
        for part in range(1, HOLES + 1):
            place = stream.seek((size - HOLE) * part // HOLES)
            if not stream.read(HOLE).strip(b"\0"):
                raise ReadingError(
                    f"{path}: the file is damaged or cut short: at byte {place:,} stand zero bytes only",
                    hint="fetch it again from where it came",
                )


def _encoding(path: Path, content: bytes, form: TextForm) -> Encoding:
    if not form.encoding:
        return choose_encoding(content)
    try:
        "".encode(form.encoding)
        content[:64].decode(form.encoding, errors="replace")
    except (LookupError, UnicodeError) as error:
        raise ReadingError(
            f"{path}: [data] encoding = {form.encoding!r} is no encoding that is known",
            hint='e.g. "utf-8", "cp932", "euc-jp", "cp1252", "mac-roman"',
        ) from error
    return Encoding(form.encoding, GIVEN)


def _notes_of_encoding(encoding: Encoding) -> list[Note]:
    other = encoding.runner_up or "cp932"
    words = f"text file, read in the encoding {encoding.name}: {encoding.evidence}"
    mend = f'; where letters are wrong, say encoding = "{other}" under [data] in the plan'
    sure = encoding.evidence in (ASCII, GIVEN)
    told = Note("reading", words + ("" if sure else mend), level="assumption")
    if not encoding.doubt:
        return [told]
    doubt = (
        f"the encoding {encoding.name} may be wrong: {encoding.doubt}; name the right one with "
        'encoding = "…" under [data], e.g. "cp1250" for Polish or Czech, "cp1251" for Russian, '
        '"gb18030", "big5" or "cp949" for Chinese or Korean'
    )
    return [told, Note("reading", doubt, level="warning")]


def _note_of_delimiter(delimiter: Delimiter) -> Note:
    words = f"fields are cut at each {delimiter.name}: {delimiter.evidence}"
    if "says so" in delimiter.evidence:
        return Note("reading", words, level="assumption")
    next_best = f" (next best: {delimiter.runner_up})" if delimiter.runner_up else ""
    return Note(
        "reading", f'{words}{next_best}; delimiter = "…" under [data] overrules it', level="assumption"
    )


def _note_of_zeros(zeros: int) -> list[Note]:
    words = f"zero bytes that the program which wrote it left in the text were taken out: {zeros:,}"
    return [Note("reading", words, count=zeros, level="warning")] if zeros else []


def _check_width(path: Path, width: int) -> None:
    if width > COLUMN_LIMIT:
        raise ReadingError(
            f"{path}: the text file has more than {COLUMN_LIMIT:,} columns, which is the limit",
            hint="look whether another delimiter, or another file, is meant",
        )


def _rows(
    path: Path, content: bytes, encoding: Encoding, delimiter: Delimiter
) -> tuple[CodedRows, tuple[Note, ...]]:
    """The coded rows, and what was noticed in making them."""
    plain = encoding.name in ("utf-8", "utf-8-sig")
    usual = not delimiter.skipped and delimiter.quoting == USUAL
    if plain and usual and (tidy := tidy_rows(content, delimiter.mark, delimiter.width)):
        return tidy, ()
    ragged = _Ragged()
    lines = io.TextIOWrapper(
        io.BytesIO(content), encoding="utf-8-sig" if plain else encoding.name, errors="replace", newline=""
    )
    records = _records(path, islice(lines, delimiter.skipped, None), delimiter, ragged)
    rows = code_rows(_padded(records, delimiter.width), delimiter.width)
    if _lacks_a_name(rows, ragged, 1 + delimiter.skipped):
        rows, told = _with_row_names(path, rows, 1 + delimiter.skipped), [ROW_NAMES]
    else:
        told = _notes_of_ragged(ragged, delimiter.width)
    letters = _note_of_letters(rows)
    return rows, (*told, *(letters if letters and _breaks(content, encoding.name) else ()))


def _records(path: Path, lines: Iterable[str], delimiter: Delimiter, ragged: _Ragged) -> Iterator[list[str]]:
    """The fields of each record; rows that are too long or too short are listed by their line."""
    csv.field_size_limit(FIELD_LIMIT)
    reader = delimiter.quoting.records(chain(lines, [END_OF_FILE]), delimiter.mark)
    line = 1 + delimiter.skipped
    try:
        for record in reader:
            if record == [END_OF_FILE]:
                return
            if record and record[-1].endswith(END_OF_FILE):
                raise _never_closed(path, record, reader.line_num + delimiter.skipped)
            if record and len(record) < delimiter.width:
                ragged.short.append(line)
            elif any(record[delimiter.width :]):
                ragged.long.append(line)
            line = reader.line_num + 1 + delimiter.skipped
            yield record
    except csv.Error as error:
        raise ReadingError(
            f"{path}: line {line:,} holds a field of more than {FIELD_LIMIT:,} characters ({error})",
            hint='look for a quotation mark (") that is opened there and never closed',
        ) from error


def _check_quotes(path: Path, words: str) -> None:
    """Refuse words that look like single fields because a quote takes in the rest of them."""
    lines = io.StringIO(words, newline="")
    deque(_records(path, lines, Delimiter(",", 1, ""), _Ragged()), maxlen=0)


def _never_closed(path: Path, record: list[str], last: int) -> ReadingError:
    """A complaint of the quote that opens the last field of a file, whose lines end before `last`."""
    inside = record[-1].removesuffix(END_OF_FILE)
    first, *more = re.split("\r\n|\r|\n", inside)
    swallowed = len(more) if inside.endswith(("\r", "\n")) else len(more) + 1
    start = first if len(first) <= 30 else f"{first[:29]}…"
    rest = (
        f"; the {counted(swallowed - 1, 'line')} after it would belong to that field" if swallowed > 1 else ""
    )
    return ReadingError(
        f"{path}: line {last - swallowed:,}, field {len(record):,}: "
        f'the quotation mark before "{start}" is never closed{rest}',
        hint='close it, or write it twice ("") where it belongs to the text; a file cut short also ends so',
    )


def _padded(records: Iterable[list[str]], width: int) -> Iterator[list[str]]:
    """Records of one length: short ones get empty fields, what is too much is left out."""
    for record in records:
        lacking = width - len(record)
        if lacking > 0:
            yield record + [""] * lacking
        else:
            yield record[:width]


def _lacks_a_name(rows: CodedRows, ragged: _Ragged, line: int) -> bool:
    """Whether the first line lacks a name for a field that nearly all others have."""
    below = len(rows) - 1
    if ragged.short != [line] or below < LEAST_BELOW or len(ragged.long) > 0.1 * below:
        return False
    width = len(rows.columns)
    names = [column.codes[0] >= 0 for column in rows.columns]
    return width > 2 and sum(names) == width - 1 and (rows.columns[-1].codes[1:] >= 0).sum() > 0.5 * below


def _with_row_names(path: Path, rows: CodedRows, line: int) -> CodedRows:
    """The rows with the names of the first line one field further right, as R leaves them.

    R writes no name over its row names, which count 1, 2, 3, … unless somebody gave others.

    Raises
    ------
    ReadingError
        The first fields are no such count, or may be what the first name says: any name may be wrong.
    """
    header, width, below = rows[0], len(rows.columns), len(rows) - 1
    counts = decode(rows.columns[0])[1:].tolist() == [str(number) for number in range(1, below + 1)]
    apart = len(rows.columns[1].levels) == below + 1
    if counts and (apart or not is_id_name(str(header[0]))):
        return code_rows(chain([["", *header[:-1]]], islice(rows, 1, None)), width)
    raise ReadingError(
        f"{path}: line {line} names {width - 1} columns, but {below:,} lines below it have {width} fields, "
        "so that names may stand over the wrong fields",
        hint="write the lacking name into the first line (R leaves out the one of row names, unless it is "
        "told col.names = NA), or quote fields that hold a delimiter",
    )


def _notes_of_ragged(ragged: _Ragged, width: int) -> list[Note]:
    notes = []
    for lines, what, done in (
        (ragged.short, "too few", "the lacking ones are blank"),
        (ragged.long, "too many", "the surplus ones were left out"),
    ):
        if lines:
            listed = ", ".join(f"{line:,}" for line in lines[:TELLING_ROWS])
            more = ", …" if len(lines) > TELLING_ROWS else ""
            notes.append(
                Note(
                    "reading",
                    f"{counted(len(lines), 'row')} with {what} fields (not {width}), {done}: "
                    f"line {listed}{more}",
                    count=len(lines),
                    rows=tuple(lines[:10]),
                    level="warning",
                )
            )
    return notes


def _breaks(content: bytes, encoding: str) -> bool:
    """Whether some bytes are no letters in an encoding; U+FFFD itself, which a file may hold, is one."""
    try:
        deque(decoded_pieces(content, encoding, FIRST, errors="strict"), maxlen=0)
    except UnicodeDecodeError:
        return True
    return False


def _note_of_letters(rows: CodedRows) -> list[Note]:
    """A warning of letters that the encoding could not read."""
    wrong = 0
    for column in rows.columns:
        broken = np.array(["\ufffd" in str(cell) for cell in column.levels] + [False], dtype=bool)
        wrong += int(np.count_nonzero(broken[column.codes]))
    if not wrong:
        return []
    return [
        Note(
            "reading",
            f"{counted(wrong, 'cell')} with bytes that are no letters in this encoding, shown as \ufffd",
            count=wrong,
            level="warning",
        )
    ]
