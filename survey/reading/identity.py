"""What a file is, told by its content and not by its name; what is not read is refused by its true kind."""

from __future__ import annotations

import codecs
import re
import zipfile
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Literal

from survey.errors import ReadingError
from survey.reading.encodings import STRAYS, wide_without_mark
from survey.reading.safety import MEGABYTE, locked, unpacking

FileKind = Literal["xlsx", "xlsb", "ods", "xls", "text", "html", "sav", "por", "dta"]

SUFFIXES: dict[FileKind, tuple[str, ...]] = {
    "xlsx": (".xlsx", ".xlsm", ".xltx", ".xltm"),
    "xlsb": (".xlsb",),
    "ods": (".ods",),
    "xls": (".xls",),
    "text": (".csv", ".tsv", ".tab", ".txt", ".dat", ".asc"),
    "html": (".html", ".htm"),
    "sav": (".sav", ".zsav"),
    "por": (".por",),
    "dta": (".dta",),
}
"""How files of each kind are usually called; another name is worth a remark."""
NAMES: dict[FileKind, str] = {
    "xlsx": "an Excel workbook",
    "xlsb": "a binary Excel workbook",
    "ods": "an OpenDocument spreadsheet",
    "xls": "an old Excel workbook",
    "text": "a text file",
    "html": "a web page",
    "sav": "an SPSS file",
    "por": "an SPSS portable file",
    "dta": "a Stata file",
}
NO_TABLES = (*SUFFIXES["sav"], *SUFFIXES["por"], *SUFFIXES["dta"], ".rds", ".json", ".yaml", ".yml", ".toml")
"""What text files are called that hold no table, whatever their lines look like."""
SUFFIXES_OF_BINARY = frozenset(
    suffix for kind, suffixes in SUFFIXES.items() if kind not in ("text", "html") for suffix in suffixes
)
READABLE = frozenset(suffix for suffixes in SUFFIXES.values() for suffix in suffixes)
KINDS_READ = ".xlsx, .xlsm, .xlsb, .xls, .ods, .csv, .tsv, .sav, .por or .dta"
SAVE_AS = "open it in the program that made it and save it as an Excel workbook (.xlsx) or as CSV"
UNPACK = "unpack it, and name the file that was in it"
PACKED = ("a zip archive", "a compressed file")
"""Kinds of which only what is inside could be read."""
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PORTABLE, _PORTABLE_WITHIN = b"SPSS PORT FILE", 250
"""What an SPSS portable file says of itself in the last of its five headings, of forty bytes each."""
STATA = (b"<stata_dta>", *(bytes((version, order, 1)) for version in range(0x69, 0x78) for order in (1, 2)))

_LOCKED_STREAMS = ("EncryptedPackage", "EncryptionInfo", "DRMEncryptedDataSpace", "DRMContent")
"""What a compound file holds that locks a workbook, by a password or by rights management."""
_TAGGED = re.compile(r"^[A-Za-z_][\w .-]*:\s*(\S.*)?$")


def identify(path: Path) -> FileKind:
    """The kind of a file that can be read.

    Raises
    ------
    ReadingError
        Missing, a directory, empty, or of a kind that is not read.
    """
    try:
        first = _first_bytes(path)
    except OSError as error:
        raise ReadingError(f"{path}: cannot be opened: {error.strerror}") from error
    if first.startswith(b"PK"):
        return _kind_of_archive(path)
    if first.startswith(OLE):
        return _kind_of_compound(path)
    if first.startswith((b"$FL2", b"$FL3")):
        return "sav"
    if _PORTABLE in first[:_PORTABLE_WITHIN]:
        return "por"
    if first.startswith(STATA):
        return "dta"
    kind = _kind(first)
    called = path.suffix.lower()
    if kind == "text" and called in NO_TABLES:
        kind = "a text file"
    if kind in ("text", "html"):
        return "html" if kind == "html" else "text"
    named = f" named {called}" if called in {*READABLE, *NO_TABLES} else ""
    not_that = f", not {NAMES[_named(called)]}" if called in SUFFIXES_OF_BINARY else ", which is not read"
    hint = UNPACK if kind in PACKED else SAVE_AS
    raise ReadingError(f"{path}: this is {kind}{named}{not_that}", hint=hint)


def _named(called: str) -> FileKind:
    return next(kind for kind, suffixes in SUFFIXES.items() if called in suffixes)


def _first_bytes(path: Path) -> bytes:
    if path.name.startswith("~$"):
        raise ReadingError(
            f"{path}: this is the mark Excel leaves beside a workbook that is open, not the workbook",
            hint=f"read {path.with_name(path.name[2:])} instead",
        )
    if not path.exists():
        if path.is_symlink():
            raise ReadingError(
                f"{path}: this is a link to {path.readlink()}, which is not there",
                hint="mend the link, or name the file itself",
            )
        raise ReadingError(f"{path}: there is no such file", hint=_nearest(path))
    if path.is_dir():
        books = sorted(p.name for p in path.iterdir() if p.suffix.lower() in READABLE)
        raise ReadingError(
            f"{path}: this is a folder, not a file",
            hint=f"name one of its files: {', '.join(books[:5])}" if books else f"name a file ({KINDS_READ})",
        )
    if not path.is_file():
        raise ReadingError(f"{path}: this is not an ordinary file", hint=f"name a file ({KINDS_READ})")
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
    files = sorted(name for name in names if Path(name).suffix.lower() in READABLE)
    return f"{folder} holds {', '.join(files[:5])}" if files else f"{folder} holds no file that is read"


def _kind_of_archive(path: Path) -> FileKind:
    with unpacking(path) as archive:
        names = [name.replace("\\", "/").lower() for name in archive.namelist()]
        mime = _mime_type(archive)
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "content.xml" in names and "spreadsheet" in mime:
        return "ods"
    kind = _archive_kind(names)
    hint = UNPACK if kind in PACKED else SAVE_AS
    raise ReadingError(f"{path}: this is {kind}, which is not read", hint=hint)


def _mime_type(archive: zipfile.ZipFile) -> str:
    """What an OpenDocument file says it is; empty where it says nothing."""
    part = next((each for each in archive.infolist() if each.filename == "mimetype"), None)
    if part is None or part.file_size > 200:
        return ""
    return archive.read(part).decode("ascii", errors="replace")


def _archive_kind(names: Sequence[str]) -> str:
    if "word/document.xml" in names:
        return "a Word document"
    if "ppt/presentation.xml" in names:
        return "a PowerPoint file"
    if "content.xml" in names:
        return "an OpenDocument file, but no spreadsheet"
    if any(name.endswith(".iwa") for name in names):
        return "a Numbers document"
    return "a zip archive"


def _kind_of_compound(path: Path) -> FileKind:
    """An OLE container is a locked .xlsx when it holds the streams of an encrypted package."""
    with path.open("rb") as stream:
        content = stream.read(16 * MEGABYTE)
    streams = {
        name: name.encode("utf-16-le") in content
        for name in (*_LOCKED_STREAMS, "Workbook", "Book", "WordDocument")
    }
    if any(streams[name] for name in _LOCKED_STREAMS):
        raise locked(path)
    if streams["Workbook"] or streams["Book"]:
        return "xls"
    if _lacks_directory(content, path.stat().st_size):
        raise ReadingError(
            f"{path}: the file is damaged or cut short: its list of parts is beyond its end",
            hint="fetch it again from where it came",
        )
    kind = "a Word document" if streams["WordDocument"] else "an old Office file, but no workbook"
    raise ReadingError(f"{path}: this is {kind}, which is not read", hint=SAVE_AS)


def _lacks_directory(content: bytes, size: int) -> bool:
    """Whether the sector that lists a compound file's streams stands beyond its end."""
    power, sector = int.from_bytes(content[30:32], "little"), int.from_bytes(content[48:52], "little")
    return power in (9, 12) and (sector + 1) << power >= size


def _kind(first: bytes) -> str:
    """`text`, `html`, or the name of a kind that is not read."""
    for marks, kind in _SIGNATURES:
        if first.startswith(marks):
            return kind
    words = _as_text(first)
    if words is None:
        return "a file of an unknown kind"
    start = words.lstrip("\ufeff \r\n\t").lower()
    if start.startswith(("<!doctype html", "<html", "<table", "<head", "<body", "<meta")):
        return "html"
    if start.startswith(("<?xml", "<")):
        return "html" if "<html" in start else "an XML file"
    if start.startswith("{") or re.match(r"\[\s*[\[{\"\d]", start):
        return "a JSON file"
    if _is_yaml(words):
        return "a YAML file"
    return "text"


def _is_yaml(words: str) -> bool:
    """Whether nearly every line is `key: value`, a list item or a comment, as no table is."""
    lines = [line for line in words.splitlines() if line.strip()]
    if not lines:
        return False
    if lines[0].strip() == "---" or lines[0].startswith("%YAML"):
        return True
    keyed = [
        line for line in lines if _TAGGED.match(line.strip(" -")) or line.lstrip().startswith(("- ", "#"))
    ]
    return len(keyed) >= 0.9 * len(lines) and any(_TAGGED.match(line.strip(" -")) for line in lines)


_SIGNATURES: tuple[tuple[bytes | tuple[bytes, ...], str], ...] = (
    (b"%PDF", "a PDF"),
    ((b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05"), "a Python pickle"),
    ((b"\x89PNG", b"\xff\xd8\xff", b"GIF8"), "a picture"),
    (b"PAR1", "a Parquet file"),
    ((b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!", b"\x28\xb5\x2f\xfd"), "a compressed file"),
    (b"SQLite format 3\0", "a SQLite database"),
    (b"ARROW1", "an Arrow file"),
    (b"{\\rtf", "a text with formats (RTF)"),
    (b"ID;P", "a SYLK file"),
    (b"TABLE\r\n0,1\r\n", "a DIF file"),
    (b"MIME-Version:", "a web archive (MHT)"),
    (bytes(12) + b"\xc2\xea\x81\x60\xb3\x14\x11\xcf", "a SAS data set"),
    (b"HEADER RECORD*******", "a SAS transport file"),
    ((b"MZ\x90\0", b"\x7fELF"), "a program"),
    ((b"RDX", b"RDA"), "an R data file"),
)


def _as_text(first: bytes) -> str | None:
    """The first bytes as text, or None when they are none in any usual encoding."""
    if first.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return first.decode("utf-32", errors="replace")
    if first.startswith((b"\xff\xfe", b"\xfe\xff")):
        return first.decode("utf-16", errors="replace")
    if first.count(0) <= STRAYS * len(first):
        return None if _is_binary(first) else first.decode("utf-8", errors="replace")
    name = wide_without_mark(first)
    words = first.decode(name, errors="replace") if name else ""
    return words if words and not _is_binary(words.encode("utf-8", errors="replace")) else None


def _is_binary(first: bytes) -> bool:
    """Whether control characters that no text has are more than strays."""
    controls = sum(first.count(code) for code in (*range(1, 9), *range(14, 27), *range(28, 32)))
    return controls > 0.02 * len(first)
