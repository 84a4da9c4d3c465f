"""Large text files whose records are all alike, read by polars, which gives each distinct field once.

What is not tidy, or not large, and all where polars (extra `large`) is not
installed, is left to Python's `csv`; both make the same of every tidy file.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import TYPE_CHECKING, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from survey.reading.rows import CodedRows, first_places, without_blanks
from survey.reading.safety import CHUNK, MEGABYTE
from survey.vocabulary import Column

if TYPE_CHECKING:
    import polars as pl

Given = TypeVar("Given")
Made = TypeVar("Made")
PIECE = 28 * MEGABYTE
"""Bytes that polars reads at a time: of 32 MB and more, each piece would be given fresh memory."""
LARGE = 8 * MEGABYTE
"""Bytes from which polars is worth the time to load it."""
LOOKED_BACK = MEGABYTE // 16
"""Bytes that are looked at together for the end of a record."""
SPACE = 2_000 * MEGABYTE
"""Bytes of address space that polars sets aside, of which it uses little."""
FIELD_LIMIT = 1_000_000
"""Characters of the longest field: an Excel cell holds 32,767."""
BOM = b"\xef\xbb\xbf"
QUOTE = ord('"')


def tidy_rows(content: bytes, mark: str, width: int) -> CodedRows | None:
    """The rows of a large UTF-8 file whose records all have so many fields; None of any other."""
    delimiter = mark.encode()
    content = content.removeprefix(BOM)
    if not by_polars(len(content)) or width < 2 or len(delimiter) != 1:
        return None
    records = _tidy_records(content, delimiter, width)
    found = _by_polars(content, mark, width, records) if records else None
    if found is None or any(_longest(column) > FIELD_LIMIT for column in found):
        return None
    return CodedRows(found, len(found[0].codes))


def _longest(column: Column) -> int:
    """Characters of the longest field."""
    return max(map(len, cast("Sequence[str]", column.levels)), default=0)


def by_polars(size: int) -> bool:
    """Whether a text file of so many bytes is left to polars."""
    return size >= LARGE and find_spec("polars") is not None


def _by_polars(content: bytes, mark: str, width: int, records: int) -> list[Column] | None:
    """The columns of so many records; None where these are not alike after all, or a field is not UTF-8."""
    import polars as pl

    schema = {str(place): pl.String for place in range(width)}
    found = [
        _Fields(pl.Categorical(pl.Categories.random()), np.empty(records, dtype=np.uint32))
        for _ in range(width)
    ]

    def parsed(piece: bytes) -> pl.DataFrame:
        return pl.read_csv(piece, separator=mark, has_header=False, schema=schema, empty_string_is_null=False)

    try:
        for frame in _one_ahead(parsed, _pieces(content, PIECE)):
            if found[0].filled + frame.height > records:
                return None
            for fields, column in zip(found, frame.get_columns(), strict=True):
                fields.add(column)
    except pl.exceptions.PolarsError:
        return None
    return [fields.column() for fields in found] if found[0].filled == records else None


def _one_ahead(work: Callable[[Given], Made], given: Iterable[Given]) -> Iterator[Made]:
    """What a thread makes of each, the next in the making while one is looked at."""
    with ThreadPoolExecutor(1) as thread:
        waiting: deque[Future[Made]] = deque()
        for each in given:
            waiting.append(thread.submit(work, each))
            if len(waiting) > 1:
                yield waiting.popleft().result()
        yield from (each.result() for each in waiting)


@dataclass
class _Fields:
    """One column, whose fields polars numbers in the order first seen, piece after piece.

    Parameters
    ----------
    codes
        A number for each field, of which so many as `filled` are known.
    last
        What was read last: polars forgets its numbers when nothing holds them any more.
    """

    kind: pl.DataType
    codes: NDArray[np.uint32]
    filled: int = 0
    last: pl.Series | None = None
    levels: list[str] = field(default_factory=list)

    def add(self, column: pl.Series) -> None:
        """Take in some more fields."""
        self.last = column.cast(self.kind)
        codes = self.last.to_physical().to_numpy()
        known, count = len(self.levels), int(codes.max()) + 1
        if count > known:
            fresh = np.flatnonzero(codes >= known)
            first = first_places(codes[fresh] - np.uint32(known), count - known)
            self.levels += column.gather(fresh[first]).to_list()
        end = self.filled + len(codes)
        self.codes[self.filled : end] = codes
        self.filled = end

    def column(self) -> Column:
        """The column of all that was taken in."""
        return without_blanks(self.codes.view(np.int32), self.levels)


def _pieces(content: bytes, size: int) -> Iterator[bytes]:
    """The records, so many bytes of whole ones at a time, the last ended too.

    polars passes over an empty field too many in a line that has no end.
    """
    start = 0
    while start < len(content):
        end = _end_of_record(content, start, start + size)
        piece = content[start:end]
        yield piece if piece.endswith(b"\n") else piece + b"\n"
        start = end


def _end_of_record(content: bytes, start: int, end: int) -> int:
    """Where the last record ends that lies between two places; a line end inside quotes is none."""
    if end >= len(content):
        return len(content)
    odd = content.count(QUOTE, start, end) % 2 if content.find(QUOTE, start, end) >= 0 else 0
    while end > start:
        length = min(LOOKED_BACK, end - start)
        end -= length
        letters = np.frombuffer(content, dtype=np.uint8, count=length, offset=end)
        quotes = np.bitwise_xor.accumulate((letters == QUOTE).view(np.uint8))
        odd ^= int(quotes[-1])
        if len(places := np.flatnonzero((letters == ord("\n")) & (quotes == odd))):
            return end + int(places[-1]) + 1
    return len(content)


def _tidy_records(content: bytes, delimiter: bytes, width: int) -> int:
    """How many records there are, where delimiters outside quotes are as many as these have; else 0.

    Where a record had too many fields another would have to have too few, or
    be blank; the parser finds the first kind. Stray quotes are not tidy.
    """
    if b"\0" in content or (b"\r" in content and content.count(b"\r") != content.count(b"\r\n")):
        return 0
    if QUOTE in content:
        counts = _counts_outside_quotes(content, delimiter)
        if counts is None:
            return 0
        delimiters, ends = counts
    else:
        delimiters, ends = (_count(content, byte) for byte in (delimiter, b"\n"))
    records = ends + (not content.endswith(b"\n"))
    return records if delimiters == records * (width - 1) else 0


def _count(content: bytes, byte: bytes) -> int:
    """How often a byte occurs: where it is common, several times as quick as `bytes.count`."""
    letters = np.frombuffer(content, dtype=np.uint8)
    pieces = (letters[start : start + MEGABYTE] for start in range(0, len(letters), MEGABYTE))
    return sum(int(np.count_nonzero(piece == byte[0])) for piece in pieces)


def _counts_outside_quotes(content: bytes, delimiter: bytes) -> tuple[int, int] | None:
    """Delimiters and line ends outside quotes; None where a quote neither opens nor closes a field."""
    delimiters = ends = outside = 0
    before = np.frombuffer(delimiter + b'\n"', dtype=np.uint8)
    after = np.frombuffer(delimiter + b'\r\n"', dtype=np.uint8)
    for start in range(0, len(content), CHUNK):
        stop = min(start + CHUNK, len(content))
        edges = content[start - 1 : start] or b"\n", content[stop : stop + 1] or b"\n"
        letters = np.frombuffer(edges[0] + content[start:stop] + edges[1], dtype=np.uint8)
        piece = letters[1:-1]
        quotes = piece == QUOTE
        inside = np.bitwise_xor.accumulate(quotes.view(np.uint8)) ^ outside
        outside = int(inside[-1])
        places = np.flatnonzero(quotes)
        opens = inside[places] == 1
        opening, closing = letters[places[opens]], letters[places[~opens] + 2]
        if not (np.isin(opening, before).all() and np.isin(closing, after).all()):
            return None
        delimiters += int(np.count_nonzero((piece == delimiter[0]) & (inside == 0)))
        ends += int(np.count_nonzero((piece == ord("\n")) & (inside == 0)))
    return None if outside else (delimiters, ends)
