"""From a file to a Survey: sheets, codebook, header, columns, answers, each by its own module."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeGuard, cast

import numpy as np

from survey.errors import CodebookError, ReadingError
from survey.reading.between import People, everyone, people_of
from survey.reading.choices import YES
from survey.reading.choosing import Sheets, choose_sheet, named_sheet
from survey.reading.codebook import Described, Entry, described_by
from survey.reading.delimited import TextForm
from survey.reading.detection import Detected, detect
from survey.reading.faults import notes_of, without_errors
from survey.reading.fitting import code, fit
from survey.reading.folding import fold
from survey.reading.forms import FormSheet, recognise
from survey.reading.headers import Heading, Layout, find_layout
from survey.reading.identity import identify
from survey.reading.labelled import HEADER_ROWS, Labelled, open_labelled
from survey.reading.lists import entries_in
from survey.reading.opening import open_sheets
from survey.reading.overruling import Understood, overruled
from survey.reading.profiles import NOTHING
from survey.reading.readings import left_out
from survey.reading.replicate_columns import as_numbers, note_of_replicates, replicate_headings
from survey.reading.shapes import check_shape
from survey.reading.targets import dispositions_of, misspelt_targets, targets_of
from survey.reading.workbook import Sheet, frame_sheet, sha256
from survey.responses import MemoryResponses
from survey.vocabulary import (
    ROW_COLUMN,
    TABULATED_ROLES,
    Codebook,
    Column,
    Plan,
    Question,
    Source,
    Survey,
    plain,
)

if TYPE_CHECKING:
    import pandas as pd

COMPANION = ".codebook.xlsx"
"""What a codebook beside the data is called: `2026.codebook.xlsx` for `2026.xlsx`."""


@dataclass(frozen=True, eq=False)
class _Origin:
    """What was opened: its name for people, its checksum, its sheets."""

    name: str
    digest: str
    sheets: tuple[Sheet, ...]
    forms: tuple[FormSheet, ...]
    labelled: Labelled | None = None

    @property
    def data(self) -> tuple[Sheet, ...]:
        """Sheets that may hold respondents."""
        forms = {id(form.sheet) for form in self.forms}
        return tuple(sheet for sheet in self.sheets if id(sheet) not in forms)


def read(
    source: str | Path | pd.DataFrame, *, plan: Plan | None = None, codebook: Codebook | None = None
) -> Survey:
    """The survey a file holds: its respondents, what they were asked, and how the file was read.

    A file explains itself by codebook sheets in it or beside it; where there
    are none, questions and answers are told from the cells, and every guess
    stands in `guesses`. Only exact matches are made here: a cell that says an
    answer in other words stays `Raw` for cleaning.

    Parameters
    ----------
    source
        A workbook (.xlsx, .xlsm, .xlsb, .xls, .ods), a text file (.csv, .tsv), an SPSS or Stata
        file (.sav, .por, .dta; extra `spss`), or a DataFrame with a row per respondent. What a
        file is tells its content, not its name.
    plan
        Its `[data]` names the sheet and the header rows, where they must be named.
    codebook
        Used instead of the file's own.

    Raises
    ------
    ReadingError
        The file is missing, of another kind, locked, damaged, unsafe or without respondents.
    CodebookError
        The codebook cannot be used, or does not fit the data.
    """
    return look(source, plan=plan, codebook=codebook).survey


@dataclass(frozen=True, eq=False)
class Look:
    """A survey with what stood around it in its file.

    Parameters
    ----------
    headings
        Its columns, as their headers have them.
    described
        Whether a codebook described every column.
    targeted
        Whether the file, or its codebook, has a sheet of targets.
    placed
        Whether sheet and header rows are a matter of choice, as they are in all but labelled files.
    """

    survey: Survey
    headings: tuple[Heading, ...]
    described: bool
    targeted: bool
    placed: bool


def look(
    source: str | Path | pd.DataFrame,
    *,
    plan: Plan | None = None,
    codebook: Codebook | None = None,
    companion: Path | None = None,
    wave: bool = False,
) -> Look:
    """As `read`, with what stood around the survey in its file.

    Parameters
    ----------
    companion
        A codebook's file, in place of the one called as the data.
    wave
        Whether it is an earlier wave, whose questions need not be those the plan speaks of.
    """
    plan = plan or Plan()
    origin = _open(source, plan, companion)
    described = _described(origin, codebook)
    entries = described.entries
    known = [name for entry in entries for name in _header_names(entry)]
    wanted = plan.data.sheet or _setting(origin.forms, "data_sheet")
    choice = Sheets(origin.name, origin.sheets, origin.data)
    sheet, sheet_notes = named_sheet(choice, wanted) if wanted else choose_sheet(choice, known)
    header_rows = HEADER_ROWS if origin.labelled else plan.data.header_rows or _header_rows(origin)
    layout = find_layout(sheet, known=known, header_rows=header_rows, name=origin.name)
    people = everyone(sheet, layout) if origin.labelled or not origin.digest else people_of(sheet, layout)
    apart = replicate_headings(layout.headings, plan)
    asked = replace(layout, headings=tuple(each for each in layout.headings if each not in apart))
    kept = tuple(entry for entry in entries if not _is_of(entry, {each.name for each in apart}))
    found, cells = _understand(origin, people, asked, replace(described, entries=kept))
    found = overruled(found, plan.data.questions, asked.headings, cells, absent_ok=wave)
    beside = _replicates(people.sheet, layout, apart)
    book = Codebook(found.questions)
    targets, target_notes = targets_of(origin.forms, book)
    misspelt = misspelt_targets([other for other in origin.data if other is not sheet])
    survey = Survey(
        responses=_responses({**found.columns, **beside}, layout, people),
        codebook=book,
        log=(
            *sheet.notes,
            *described.notes,
            *sheet_notes,
            *layout.notes,
            *people.notes,
            *found.notes,
            *target_notes,
            *misspelt,
            *([note_of_replicates(beside)] if beside else []),
        ),
        source=replace(_source(origin, sheet, layout), rows=int(people.kept.sum())),
        guesses=found.guesses,
        stated=(*found.stated, *(left_out(each, "replicate weight, by the plan") for each in apart)),
        targets=targets,
        dispositions=dispositions_of(origin.forms),
    )
    targeted = any(form.form == "targets" for form in origin.forms)
    return Look(survey, layout.headings, described.full, targeted, origin.labelled is None)


def _is_of(entry: Entry, names: set[str]) -> bool:
    """Whether all columns of an entry are among these, whatever it is called."""
    headers = set(filter(None, entry.columns.split(";")))
    return bool(headers) and headers <= names


def _replicates(sheet: Sheet, layout: Layout, headings: Sequence[Heading]) -> dict[str, Column]:
    """Replicate weights of the file as numbers, {name: column (respondents,)}."""
    cells = _columns(sheet, layout) if headings else {}
    return {heading.name: as_numbers(cells[heading.position]) for heading in headings}


def _understand(
    origin: _Origin, people: People, layout: Layout, described: Described
) -> tuple[Understood, Mapping[int, Column]]:
    """Questions with their coded columns, those described and those detected; and all distinct cells."""
    sheet = people.sheet
    cells, faults = without_errors(sheet, layout, _columns(sheet, layout))
    matches, rest, notes = fit(described, layout.headings, cells, name=origin.name)
    known = code(matches, cells, described.blank, first_row=layout.start + 1)
    left = [] if not described.full else [left_out(heading, "no row of the codebook") for heading in rest]
    detected = Detected()
    if rest and not described.full:
        check_shape(sheet, layout, name=origin.name)
        of_rest = [cells[heading.position] for heading in rest]
        names, gone = tuple(known.columns), int((~people.kept).sum())
        detected = detect(rest, of_rest, taken=names, first_row=layout.start + 1, gone=gone)
    columns = {**known.columns, **detected.columns}
    questions = _in_file_order(known.questions, _labelled(detected.questions, origin), layout)
    _check_answers(origin, sheet, questions, columns)
    told = (*notes, *notes_of(faults, questions), *known.notes, *detected.notes)
    return Understood(questions, columns, detected.guesses, (*known.stated, *left), told), cells


def _is_frame(source: object) -> TypeGuard[pd.DataFrame]:
    """Whether a source is pandas' own, which nothing is where pandas was never loaded."""
    pandas = sys.modules.get("pandas")
    return pandas is not None and isinstance(source, pandas.DataFrame)


def _open(source: str | Path | pd.DataFrame, plan: Plan, companion: Path | None = None) -> _Origin:
    if _is_frame(source):
        return _Origin("DataFrame", "", (frame_sheet(source),), ())
    path = Path(cast("str | Path", source))
    kind = identify(path)
    labelled = open_labelled(path, kind) if kind in ("sav", "por", "dta") else None
    written = TextForm(plan.data.encoding, plan.data.delimiter)
    sheets = (labelled.sheet,) if labelled else open_sheets(path, kind, written)
    forms = [form for sheet in sheets if (form := recognise(sheet))]
    beside = companion or companion_of(path)
    if beside != path and _is_there_to_read(beside):
        explaining = open_sheets(beside, identify(beside))
        forms = [*(form for sheet in explaining if (form := recognise(sheet))), *forms]
    return _Origin(str(path), sha256(path), sheets, tuple(forms), labelled)


def _labelled(questions: Sequence[Question], origin: _Origin) -> tuple[Question, ...]:
    """Detected questions of single variables, with the labels that the file gives these."""
    labels = origin.labelled.labels if origin.labelled else {}
    return tuple(
        replace(question, label=label, wording=label)
        if len(question.columns) == 1
        and (words := labels.get(question.columns[0]))
        and (label := plain(words))
        else question
        for question in questions
    )


def _is_there_to_read(path: Path) -> bool:
    """Whether there is such a file; a name too long for the file system has none."""
    try:
        return path.is_file()
    except OSError:
        return False


def companion_of(path: Path) -> Path:
    """What the codebook beside a file is called."""
    return path.with_name(path.stem + COMPANION)


def _described(origin: _Origin, codebook: Codebook | None) -> Described:
    """What the codebook says; one that was given goes before the file's own."""
    if codebook is None:
        found = described_by(origin.forms)
        if origin.labelled and not found.entries and not found.complaints:
            return Described(origin.labelled.entries, blank=frozenset(NOTHING))
        return found
    entries = tuple(Entry(question, ";".join(question.columns) or question.name) for question in codebook)
    return Described(entries, full=True)


def _header_rows(origin: _Origin) -> tuple[int, ...]:
    """The header rows that the settings name."""
    said = _setting(origin.forms, "header_rows")
    rows = entries_in(said.replace(",", ";"))
    if not all(row.isdecimal() for row in rows):
        raise CodebookError(
            f"{origin.name}: header_rows of the settings is {said!r}, not numbers of rows",
            hint="write 2, or 2;3 for several, as Excel counts",
        )
    return tuple(map(int, rows))


def _header_names(entry: Entry) -> tuple[str, ...]:
    return (entry.columns, *entry.columns.split(":"))


def _setting(forms: Sequence[FormSheet], column: str) -> str:
    """What the first sheet of settings that says something in a column says there; else empty."""
    said = [
        words
        for form in forms
        if form.form == "settings"
        for _, row in form.lines()
        if (words := form.get(row, column))
    ]
    return said[0] if said else ""


def _columns(sheet: Sheet, layout: Layout) -> Mapping[int, Column]:
    """Distinct cells of each column, {place from 0: column (respondents,)}."""
    wanted = sorted({heading.position for heading in layout.headings})
    return {place: sheet.column(place, layout.start, layout.stop) for place in wanted}


def _check_answers(
    origin: _Origin, sheet: Sheet, questions: Sequence[Question], columns: Mapping[str, Column]
) -> None:
    """Refuse data in which nobody answered anything."""
    asked = [question for question in questions if question.role in TABULATED_ROLES]
    if any((columns[question.name].codes >= 0).any() for question in asked):
        return
    raise ReadingError(
        f"{origin.name}: sheet {sheet.name!r} holds no answers: every question is blank in every row",
        hint="look whether another sheet, or another export, holds the answers",
    )


def _in_file_order(
    known: Sequence[Question], found: Sequence[Question], layout: Layout
) -> tuple[Question, ...]:
    """The codebook's questions in its order; detected ones among them where their columns stand."""
    if not known or not found:
        return (*known, *found)
    place = {heading.name: heading.position for heading in layout.headings}
    return tuple(sorted((*known, *found), key=lambda q: place.get(q.columns[0], 0)))


def _responses(columns: Mapping[str, Column], layout: Layout, people: People) -> MemoryResponses:
    """The respondents' columns with the row of each, as Excel counts."""
    numbers = tuple(range(layout.start + 1, layout.stop + 1))
    rows = Column(np.arange(len(numbers), dtype=np.int32), numbers)
    found = MemoryResponses({**columns, ROW_COLUMN: rows})
    return found if people.kept.all() else found.keep(people.kept)


def _source(origin: _Origin, sheet: Sheet, layout: Layout) -> Source:
    return Source(
        name=Path(origin.name).name.encode(errors="surrogateescape").decode(errors="replace"),
        sha256=origin.digest,
        sheet=sheet.name if origin.digest else "",
        header_rows=tuple(row + 1 for row in layout.header_rows),
        rows=layout.stop - layout.start,
        columns=len(layout.headings),
        synthetic=fold(_setting(origin.forms, "synthetic")) in YES,
    )
