"""What a file is by its first bytes, and whether a workbook is safe to unpack; asked before any parser."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections import Counter
from difflib import get_close_matches
from pathlib import Path
from types import TracebackType

from survey.errors import ReadingError, SurveyError
from survey.reading.extent import Extent

MEGABYTE = 1 << 20
EXPANDED_LIMIT = 200 * MEGABYTE
"""Bytes a workbook may unpack to."""
RATIO_LIMIT = 150
"""How many times its packed size a large part may unpack to; sheets of answers stay below 30."""
SMALL_PART = 10 * MEGABYTE
CELL_LIMIT = 8_000_000
"""Rows × columns a sheet may span: a reader needs some 60 bytes for each, filled or not."""
COLUMN_LIMIT = 5_000
LAST_ROW = 1_048_576
CHUNK = 4 * MEGABYTE

SAVE_AS = "open it in the program that made it and save it as an Excel workbook (.xlsx)"
SAVE_AGAIN = "open it in Excel or LibreOffice, save it again as .xlsx, and try once more"
READABLE = {".xlsx", ".xlsm"}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_TYPE_DEFINITION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class Parsing:
    """Turns whatever a parser raises, a Rust panic included, into one ReadingError.

    Parameters
    ----------
    name
        The file, as the complaint shall call it.
    """

    def __init__(self, name: str) -> None:
        self.name = name

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None or isinstance(error, SurveyError | KeyboardInterrupt | SystemExit):
            return
        what = " ".join(str(error).split())[:200]
        raise ReadingError(f"{self.name}: the workbook is damaged: {what}", hint=SAVE_AGAIN) from error


def check_file(path: Path) -> None:
    """Refuse, in one line, whatever is not a workbook that is safe to open.

    Raises
    ------
    ReadingError
        Missing, a directory, empty, of another kind, locked, damaged, or made to exhaust the memory.
    """
    try:
        first = _first_bytes(path)
    except OSError as error:
        raise ReadingError(f"{path}: cannot be opened: {error.strerror}") from error
    if not first.startswith(b"PK"):
        raise _of_another_kind(path, first)
    with Parsing(str(path)):
        try:
            with zipfile.ZipFile(path) as archive:
                _check_archive(path, archive)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
            raise ReadingError(
                f"{path}: the file is damaged or cut short ({error})",
                hint="fetch it again from where it came; " + SAVE_AGAIN,
            ) from error


def _first_bytes(path: Path) -> bytes:
    if path.name.startswith("~$"):
        raise ReadingError(
            f"{path}: this is the mark Excel leaves beside a workbook that is open, not the workbook",
            hint=f"read {path.with_name(path.name[2:])} instead",
        )
    if not path.exists():
        raise ReadingError(f"{path}: there is no such file", hint=_nearest(path))
    if path.is_dir():
        books = sorted(p.name for p in path.iterdir() if p.suffix.lower() in READABLE)
        raise ReadingError(
            f"{path}: this is a folder, not a file",
            hint=f"name one of its workbooks: {', '.join(books[:5])}" if books else "name a workbook (.xlsx)",
        )
    if not path.is_file():
        raise ReadingError(f"{path}: this is not an ordinary file", hint="name a workbook (.xlsx)")
    with path.open("rb") as stream:
        first = stream.read(4096)
    if not first:
        raise ReadingError(f"{path}: the file is empty (0 bytes)", hint="fetch it again from where it came")
    return first


def _nearest(path: Path) -> str:
    folder = path.parent
    if not folder.is_dir():
        return f"there is no folder {folder} either"
    names = [p.name for p in folder.iterdir() if not p.name.startswith(("~$", "."))]
    close = get_close_matches(path.name, names, n=1, cutoff=0.6)
    if close:
        return f"did you mean {folder / close[0]}?"
    books = sorted(name for name in names if Path(name).suffix.lower() in READABLE)
    return f"{folder} holds {', '.join(books[:5])}" if books else f"{folder} holds no workbook (.xlsx)"


def _of_another_kind(path: Path, first: bytes) -> ReadingError:
    if first.startswith(OLE):
        return _compound(path)
    kind = _kind(first)
    named = f" named {path.suffix}" if path.suffix.lower() in READABLE | {".xls"} else ""
    return ReadingError(f"{path}: this is {kind}{named}, not an Excel workbook", hint=SAVE_AS)


def _compound(path: Path) -> ReadingError:
    """An OLE container is a locked .xlsx when it holds the two streams of an encrypted package."""
    with path.open("rb") as stream:
        content = stream.read(16 * MEGABYTE)
    if "EncryptedPackage".encode("utf-16-le") in content or "EncryptionInfo".encode("utf-16-le") in content:
        return ReadingError(
            f"{path}: the workbook is protected with a password",
            hint="open it in Excel and save an unprotected copy",
        )
    return ReadingError(
        f"{path}: this is an old Excel workbook (.xls), which is not read yet",
        hint="open it in Excel or LibreOffice and save it as .xlsx",
    )


def _kind(first: bytes) -> str:
    for marks, kind in _SIGNATURES:
        if first.startswith(marks):
            return kind
    text = _as_text(first)
    if text is None:
        return "a file of an unknown kind"
    start = text.lstrip("\ufeff \r\n\t").lower()
    if start.startswith(("<!doctype html", "<html", "<table", "<head", "<body", "<meta")):
        return "a web page (HTML)"
    if start.startswith(("<?xml", "<")):
        return "an XML file"
    if start.startswith(("{", "[")):
        return "a JSON file"
    lines = [line for line in text.splitlines() if line.strip()]
    for separator, kind in ((",", "a CSV file"), ("\t", "a tab-separated file"), (";", "a CSV file")):
        if lines and lines[0].count(separator) > 0:
            return kind
    return "a text file"


_SIGNATURES: tuple[tuple[bytes | tuple[bytes, ...], str], ...] = (
    (b"%PDF", "a PDF"),
    ((b"$FL2", b"$FL3"), "an SPSS file"),
    ((b"<stata_dta>", b"\x71\x01\x01", b"\x72\x01\x01", b"\x73\x01\x01"), "a Stata file"),
    ((b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05"), "a Python pickle"),
    ((b"\x89PNG", b"\xff\xd8\xff", b"GIF8"), "a picture"),
    (b"PAR1", "a Parquet file"),
    ((b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf"), "a compressed file"),
    ((b"RDX", b"RDA"), "an R data file"),
)


def _as_text(first: bytes) -> str | None:
    """The first bytes as text, or None when they are none in any usual encoding."""
    if first.startswith((b"\xff\xfe", b"\xfe\xff")):
        return first.decode("utf-16", errors="replace")
    if b"\0" in first:
        return None
    return first.decode("utf-8", errors="replace")


def _check_archive(path: Path, archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = [part.filename for part in parts]
    if not any(name.replace("\\", "/").lower() == "xl/workbook.xml" for name in names):
        raise ReadingError(f"{path}: this is {_archive_kind(names)}, not an Excel workbook", hint=SAVE_AS)
    twice = [name for name, times in Counter(name.lower() for name in names).items() if times > 1]
    if twice:
        raise ReadingError(
            f"{path}: the workbook holds two parts called {twice[0]}, so what it says is ambiguous",
            hint=SAVE_AGAIN,
        )
    total = sum(part.file_size for part in parts)
    swollen = any(
        part.file_size > SMALL_PART and part.file_size > RATIO_LIMIT * max(part.compress_size, 1)
        for part in parts
    )
    if total > EXPANDED_LIMIT or swollen:
        raise ReadingError(
            f"{path}: the workbook unpacks from {path.stat().st_size / MEGABYTE:,.1f} to "
            f"{total / MEGABYTE:,.0f} MB; the limits are {EXPANDED_LIMIT // MEGABYTE} MB, and {RATIO_LIMIT} "
            "times the packed size",
            hint="if it is honest, delete the empty formatted cells or split it, and save it again",
        )
    for part in parts:
        _check_part(path, archive, part)


def _archive_kind(names: list[str]) -> str:
    if "xl/workbook.bin" in names:
        return "a binary Excel workbook (.xlsb)"
    if "word/document.xml" in names:
        return "a Word document"
    if "ppt/presentation.xml" in names:
        return "a PowerPoint file"
    if "content.xml" in names:
        return "an OpenDocument file"
    if any(name.endswith(".iwa") for name in names):
        return "a Numbers document"
    return "a zip archive"


def _check_part(path: Path, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Unpack one part without keeping it: its checksum, type definitions, and how far its cells reach.

    Any part may be named as a sheet, so none is passed over for its name.
    """
    extent = Extent()
    first = True
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            if first and not _is_markup(part.filename, chunk):
                return
            plain = chunk.replace(b"\0", b"") if b"\0" in chunk[:64] else chunk
            if first and _TYPE_DEFINITION.search(plain[:65536]):
                raise ReadingError(
                    f"{path}: {part.filename} carries a document type definition, which no workbook needs "
                    "and which can be used to attack the reader",
                    hint=SAVE_AGAIN,
                )
            first = False
            extent.feed(plain)
    extent.end()
    row, column = extent.row, extent.column
    if row > LAST_ROW or column > COLUMN_LIMIT or row * column > CELL_LIMIT:
        raise ReadingError(
            f"{path}: {part.filename} reaches to row {row:,}, column {column:,}; "
            f"the limits are {COLUMN_LIMIT:,} columns, and {CELL_LIMIT:,} cells",
            hint="delete whatever stands far below or far right of the answers, and save it again",
        )


def _is_markup(name: str, first: bytes) -> bool:
    return name.lower().endswith((".xml", ".rels", ".vml")) or first.lstrip(
        b"\xef\xbb\xbf\xff\xfe\0 \r\n\t"
    ).startswith(b"<")
