"""From a file to its sheets: what it is decides who opens it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from survey.reading.delimited import TextForm, open_text
from survey.reading.identity import NAMES, SUFFIXES, FileKind
from survey.reading.spreadsheets import open_workbook
from survey.reading.webtables import open_page
from survey.reading.workbook import Sheet
from survey.vocabulary import Note


def open_sheets(path: Path, kind: FileKind, form: TextForm | None = None) -> tuple[Sheet, ...]:
    """The sheets of a file of a known kind, one for a text file or a web page.

    Parameters
    ----------
    form
        What the plan says of a text file.

    Raises
    ------
    ReadingError
        The file is damaged, locked or unsafe, or holds no table.
    """
    if kind == "text":
        return (_misnamed(path, kind, open_text(path, form)),)
    if kind == "html":
        return (_misnamed(path, kind, open_page(path)),)
    return tuple(_misnamed(path, kind, sheet) for sheet in open_workbook(path, kind))


def _misnamed(path: Path, kind: FileKind, sheet: Sheet) -> Sheet:
    """The sheet, with a warning where the file's name says it is of another kind."""
    called = path.suffix.lower()
    known = {suffix for suffixes in SUFFIXES.values() for suffix in suffixes}
    if called in SUFFIXES[kind] or called not in known:
        return sheet
    words = f"the file is called {called} but is {NAMES[kind]} ({SUFFIXES[kind][0]}), and was read as such"
    return replace(sheet, notes=(Note("reading", words, level="warning"), *sheet.notes))
