"""Population targets from a CSV file, with the columns of the workbook's sheet."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path

from survey.errors import ReadingError
from survey.reading.codebook import listing
from survey.reading.forms import FormSheet, nearly_targets, targets_form
from survey.reading.targets import Lines, fault_of, lines_of
from survey.reading.workbook import Sheet, filled, holds
from survey.targets import scaled
from survey.vocabulary import Codebook, Margin, TargetPlan, Targets

SEPARATORS = (",", "\t", ";")
COLUMNS = "variable,choice,share,source,date,caveat"
"""A header that a file of targets may have; count can stand in place of share."""

_WORKBOOK = b"PK\x03\x04"


def read_targets(path: str | Path, codebook: Codebook | None = None) -> Targets:
    """The population margins of a CSV file.

    The columns are those of the workbook's sheet of targets: variable, choice,
    share or count, source, date, caveat. Commas, tabs or semicolons part
    them; the text is UTF-8 or cp932.

    Parameters
    ----------
    path
        The file.
    codebook
        Whose questions and answers the file's words are matched to, by code or
        label; None, or words that match nothing, leaves them as written.

    Raises
    ------
    ReadingError
        The file cannot be read, or gives figures that cannot be right: all of them.
    """
    margins = []
    for questions, lines in _sound_lines(Path(path), codebook or Codebook()).items():
        shares, _ = scaled(lines.figures, counted=lines.counted)
        margins.append(Margin(questions, shares, lines.source, lines.date, lines.caveat, lines.total))
    return Targets(tuple(margins))


def planned_targets(path: Path) -> tuple[TargetPlan, ...]:
    """The margins of a CSV file as a plan would say them, figures as written."""
    found = []
    for questions, lines in _sound_lines(path, Codebook()).items():
        figures = {" × ".join(category): figure for category, figure in lines.figures.items()}
        found.append(
            TargetPlan(
                question=" × ".join(questions),
                shares={} if lines.counted else figures,
                counts=figures if lines.counted else {},
                source=lines.source,
                date=lines.date,
                caveat=lines.caveat,
            )
        )
    return tuple(found)


def _sound_lines(path: Path, codebook: Codebook) -> Mapping[tuple[str, ...], Lines]:
    margins = lines_of([_form(path)], codebook)
    faults = [f"{' × '.join(name)}: {fault}" for name, lines in margins.items() if (fault := fault_of(lines))]
    if faults:
        raise ReadingError(
            listing(f"{path}: the targets cannot be used", faults),
            hint="the shares of a margin sum to 1 or to 100; counts stand in a column count",
        )
    if not margins:
        raise ReadingError(f"{path}: there are no targets below the header", hint="add a line per category")
    return margins


def _form(path: Path) -> FormSheet:
    """The file's rows under their header, whichever sign parts its columns."""
    content = _content(path)
    sheets = [_sheet(path, content, separator) for separator in SEPARATORS]
    for sheet in sheets:
        if form := targets_form(sheet):
            _check_widths(path, form)
            return form
    fault = next((fault for sheet in sheets if (fault := nearly_targets(sheet))), "")
    raise ReadingError(
        f"{path}: these are no targets: "
        + (fault or "no row names the columns variable, choice, and share or count"),
        hint=f"write as its first line: {COLUMNS}",
    )


def _check_widths(path: Path, form: FormSheet) -> None:
    """Refuse rows with more cells than the header: a text was cut where it holds the separator."""
    header = max(place for place, cell in enumerate(form.sheet.rows[form.first - 1], 1) if holds(cell))
    wide = [(row, filled(cells)) for row, cells in form.lines() if any(map(holds, cells[header:]))]
    if wide:
        row, cells = wide[0]
        raise ReadingError(
            f"{path}: {form.where(row)} has {cells} cells under a header of {header}",
            hint="put texts that hold a comma, a tab or a semicolon in double quotes",
        )


def _sheet(path: Path, content: str, separator: str) -> Sheet:
    rows = list(csv.reader(io.StringIO(content, newline=""), delimiter=separator))
    width = max(map(len, rows), default=0)
    return Sheet(path.name, [[*row, *[None] * (width - len(row))] for row in rows])


def _content(path: Path) -> str:
    if not path.is_file():
        near = get_close_matches(path.name, [f.name for f in path.parent.glob("*.*sv")], n=1, cutoff=0.5)
        what = (
            "this is a folder, not a file of targets" if path.is_dir() else "there is no such file of targets"
        )
        raise ReadingError(
            f"{path}: {what}",
            hint=f"did you mean {path.parent / near[0]}?"
            if near
            else f"a CSV file with the columns {COLUMNS}",
        )
    content = path.read_bytes()
    if content.startswith(_WORKBOOK):
        raise ReadingError(
            f"{path}: this is a workbook, not a CSV file",
            hint="save its sheet of targets as CSV, or put the sheet into the data's workbook",
        )
    marked = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp932"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ReadingError(f"{path}: the text is neither UTF-8 nor cp932", hint="save it as CSV UTF-8")
