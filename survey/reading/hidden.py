"""What a workbook's reader hides: cells that hold an error, and numbers that are shown as per cents.

The markup is searched, never parsed: what is not written the way programs
write it is passed over, and then those cells are read as they always were.
"""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from survey.reading.safety import CHUNK, SMALL_PART

Place = tuple[int, int]
"""Row and column of a cell, from 0."""


class Percent(float):
    """A number cell that the sheet shows as a per cent: 0.73 shown as 73%."""

    def shown(self) -> str:
        """The cell as the sheet shows it, no digit lost: `73%`."""
        return f"{100 * self:.12g}%"


@dataclass(frozen=True)
class Hidden:
    """The cells of one sheet that a reader passes over or misreads.

    Parameters
    ----------
    errors
        {place: error}, such as #DIV/0!.
    percents
        Places of the numbers whose format multiplies them by 100.
    """

    errors: Mapping[Place, str] = field(default_factory=dict)
    percents: frozenset[Place] = frozenset()


_ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*["']([^"']*)["']""")
_SHEET = re.compile(r"<(?:\w+:)?sheet\s([^<>]*)>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\s([^<>]*)>")
_FORMAT = re.compile(r"<(?:\w+:)?numFmt\s([^<>]*)>")
_STYLES = re.compile(r"<(?:\w+:)?cellXfs[^<>]*>(.*?)</(?:\w+:)?cellXfs>", re.DOTALL)
_STYLE = re.compile(r"<(?:\w+:)?xf\s([^<>]*)>")
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\[[^\]]*\]')
_PER_CENT_FORMATS = frozenset((9, 10))
"""The formats 0% and 0.00%, which every workbook has without declaring them."""

_CELL = re.compile(rb"<(?:\w+:)?c (?=[^<>]*(?:\bt=\"e\"|\bs=\"\d))([^<>/]*)>")
_CELL_ATTRIBUTE = re.compile(rb'\b([rst])="([^"]*)"')
_REFERENCE = re.compile(rb"([A-Z]{1,3})([0-9]{1,7})")
_VALUE = re.compile(rb"<(?:\w+:)?v>(#[^<]*)</")


def hidden_cells(path: Path) -> dict[str, Hidden]:
    """The hidden cells of each sheet that has some, {sheet name: cells}."""
    with zipfile.ZipFile(path) as archive:
        names = {name.replace("\\", "/").lower(): name for name in archive.namelist()}
        percent_styles = _percent_styles(_content(archive, names, "xl/styles.xml"))
        found = {}
        for sheet, part in _parts(archive, names):
            hidden = _search(archive, part, percent_styles)
            if hidden.errors or hidden.percents:
                found[sheet] = hidden
        return found


def _content(archive: zipfile.ZipFile, names: Mapping[str, str], part: str) -> str:
    """A small part as text; empty where there is none, or where it is too large to be honest."""
    name = names.get(part)
    if name is None or archive.getinfo(name).file_size > SMALL_PART:
        return ""
    content = archive.read(name)
    wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    return content.decode("utf-16" if wide else "utf-8", errors="replace")


def _parts(archive: zipfile.ZipFile, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Each sheet's name and the part that holds it."""
    relations = {}
    for found in _RELATION.findall(_content(archive, names, "xl/_rels/workbook.xml.rels")):
        attributes = dict(_ATTRIBUTE.findall(found))
        relations[attributes.get("Id", "")] = attributes.get("Target", "")
    for found in _SHEET.findall(_content(archive, names, "xl/workbook.xml")):
        attributes = dict(_ATTRIBUTE.findall(found))
        relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
        target = relations.get(relation, "")
        part = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
        if part.lower() in names:
            yield html.unescape(attributes.get("name", "")), names[part.lower()]


def _percent_styles(styles: str) -> frozenset[bytes]:
    """Numbers of the cell styles whose format multiplies by 100, as cells name them."""
    formats = set(_PER_CENT_FORMATS)
    for found in _FORMAT.findall(styles):
        attributes = dict(_ATTRIBUTE.findall(found))
        code = _LITERAL.sub("", html.unescape(attributes.get("formatCode", "")))
        if "%" in code and attributes.get("numFmtId", "").isdigit():
            formats.add(int(attributes["numFmtId"]))
    cells = _STYLES.search(styles)
    declared = [dict(_ATTRIBUTE.findall(found)) for found in _STYLE.findall(cells[1])] if cells else []
    return frozenset(
        str(number).encode()
        for number, style in enumerate(declared)
        if style.get("numFmtId", "").isdigit() and int(style["numFmtId"]) in formats
    )


def _search(archive: zipfile.ZipFile, part: str, percent_styles: frozenset[bytes]) -> Hidden:
    """The hidden cells of one sheet's part, read piece by piece; a piece ends before its last cell."""
    errors: dict[Place, str] = {}
    percents: set[Place] = set()
    rest = b""
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            content = rest + chunk
            cut = max(content.rfind(b"<row"), 0)
            _look(content[:cut], percent_styles, errors, percents)
            rest = content[cut:]
    _look(rest, percent_styles, errors, percents)
    return Hidden(errors, frozenset(percents))


def _look(
    content: bytes, percent_styles: frozenset[bytes], errors: dict[Place, str], percents: set[Place]
) -> None:
    if b't="e"' not in content and not percent_styles:
        return
    for found in _CELL.finditer(content):
        attributes = dict(_CELL_ATTRIBUTE.findall(found[1]))
        reference = _REFERENCE.fullmatch(attributes.get(b"r", b""))
        if reference is None:
            continue
        place = (int(reference[2]) - 1, _column(reference[1]))
        kind = attributes.get(b"t", b"n")
        if kind == b"e":
            value = _VALUE.search(content, found.end(), content.find(b"</c", found.end()) + 1 or len(content))
            errors[place] = value[1].decode("ascii", errors="replace") if value else "#N/A"
        elif kind == b"n" and attributes.get(b"s") in percent_styles:
            percents.add(place)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
