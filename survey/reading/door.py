"""From a file to a Survey: sheets, codebook, header, columns, answers, each by its own module."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

import numpy as np
import pandas as pd

from survey.errors import CodebookError, ReadingError
from survey.reading.choices import YES
from survey.reading.codebook import Entry, entries_of
from survey.reading.coding import code_block, code_cells
from survey.reading.delimited import TextForm
from survey.reading.detection import Detected, detect
from survey.reading.faults import notes_of, without_errors
from survey.reading.folding import counted, fold
from survey.reading.forms import FormSheet, recognise
from survey.reading.headers import SEARCHED, Heading, Layout, find_layout
from survey.reading.identity import identify
from survey.reading.labelled import HEADER_ROWS, Labelled, open_labelled
from survey.reading.matching import Match, match_columns
from survey.reading.opening import open_sheets
from survey.reading.replicate_columns import as_numbers, note_of_replicates, replicate_headings
from survey.reading.shapes import check_shape
from survey.reading.targets import dispositions_of, misspelt_targets, targets_of
from survey.reading.workbook import Sheet, frame_sheet, sha256, text
from survey.responses import MemoryResponses
from survey.vocabulary import (
    ROW_COLUMN,
    TABULATED_ROLES,
    Codebook,
    Column,
    Note,
    Plan,
    Question,
    Source,
    Survey,
    plain,
)

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
        file (.sav, .dta; extra `spss`), or a DataFrame with a row per respondent. What a
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
    plan = plan or Plan()
    origin = _open(source, plan)
    entries, notes = _entries(origin, codebook)
    sheet, sheet_notes = _choose(origin, plan, entries)
    known = [name for entry in entries for name in _header_names(entry)]
    header_rows = HEADER_ROWS if origin.labelled else plan.data.header_rows
    layout = find_layout(sheet, known=known, header_rows=header_rows, name=origin.name)
    apart = replicate_headings(layout.headings, plan)
    asked = replace(layout, headings=tuple(each for each in layout.headings if each not in apart))
    entries = tuple(entry for entry in entries if not _is_of(entry, {each.name for each in apart}))
    found = _understand(origin, sheet, asked, entries, full=codebook is not None)
    beside = _replicates(sheet, layout, apart)
    book = Codebook(found.questions)
    targets, target_notes = targets_of(origin.forms, book)
    misspelt = misspelt_targets([other for other in origin.data if other is not sheet])
    return Survey(
        responses=MemoryResponses({**found.columns, **beside, ROW_COLUMN: _row_numbers(layout)}),
        codebook=book,
        log=(
            *(*sheet.notes, *notes, *sheet_notes, *layout.notes, *found.notes, *target_notes, *misspelt),
            *([note_of_replicates(beside)] if beside else []),
        ),
        source=_source(origin, sheet, layout),
        guesses=found.guesses,
        targets=targets,
        dispositions=dispositions_of(origin.forms),
    )


def _is_of(entry: Entry, names: set[str]) -> bool:
    """Whether all columns of an entry are among these, whatever it is called."""
    headers = set(filter(None, entry.columns.split(";")))
    return bool(headers) and headers <= names


def _replicates(sheet: Sheet, layout: Layout, headings: Sequence[Heading]) -> dict[str, Column]:
    """Replicate weights of the file as numbers, {name: column (respondents,)}."""
    cells = _columns(sheet, layout) if headings else {}
    return {heading.name: as_numbers(cells[heading.position]) for heading in headings}


def _understand(
    origin: _Origin, sheet: Sheet, layout: Layout, entries: Sequence[Entry], *, full: bool
) -> Detected:
    """Questions with their coded columns: those the codebook describes, and those that are detected."""
    cells, faults = without_errors(sheet, layout, _columns(sheet, layout))
    matches, rest, notes = _match(origin, entries, layout, full=full)
    columns = {match.entry.question.name: _code(match, cells) for match in matches}
    known = [
        replace(match.entry.question, columns=tuple(h.name for h in match.headings)) for match in matches
    ]
    if rest:
        check_shape(sheet, layout, name=origin.name)
    detected = Detected()
    if rest:
        of_rest = [cells[heading.position] for heading in rest]
        detected = detect(rest, of_rest, taken=tuple(columns), first_row=layout.start + 1)
    columns.update(detected.columns)
    found = _labelled(detected.questions, origin)
    questions = _in_file_order(known, found, layout)
    _check_answers(origin, sheet, questions, columns)
    told = (*notes, *notes_of(faults, questions), *detected.notes)
    return Detected(questions, columns, detected.guesses, told)


def _open(source: str | Path | pd.DataFrame, plan: Plan) -> _Origin:
    if isinstance(source, pd.DataFrame):
        return _Origin("DataFrame", "", (frame_sheet(source),), ())
    path = Path(source)
    kind = identify(path)
    labelled = open_labelled(path, kind) if kind in ("sav", "dta") else None
    written = TextForm(plan.data.encoding, plan.data.delimiter)
    sheets = (labelled.sheet,) if labelled else open_sheets(path, kind, written)
    forms = [form for sheet in sheets if (form := recognise(sheet))]
    companion = path.with_name(path.stem + COMPANION)
    if companion != path and _is_there_to_read(companion):
        beside = open_sheets(companion, identify(companion))
        forms += [form for sheet in beside if (form := recognise(sheet))]
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


def _entries(origin: _Origin, codebook: Codebook | None) -> tuple[tuple[Entry, ...], tuple[Note, ...]]:
    if codebook is None:
        entries, notes = entries_of(origin.forms, name=origin.name)
        return (origin.labelled.entries, notes) if origin.labelled and not entries else (entries, notes)
    return tuple(Entry(question, ";".join(question.columns) or question.name) for question in codebook), ()


def _header_names(entry: Entry) -> tuple[str, ...]:
    return (entry.columns, *entry.columns.split(":"))


def _choose(origin: _Origin, plan: Plan, entries: Sequence[Entry]) -> tuple[Sheet, tuple[Note, ...]]:
    """The sheet with the respondents, and a warning when others could be meant."""
    wanted = plan.data.sheet or _setting(origin.forms, "data_sheet")
    if wanted:
        return _named_sheet(origin, wanted), ()
    candidates = [sheet for sheet in origin.data if sheet.amounts.any()]
    candidates = [sheet for sheet in candidates if sheet.visible] or candidates
    if not candidates:
        if origin.forms:
            raise ReadingError(
                f"{origin.name}: the workbook explains questions but holds no respondents",
                hint="add a sheet with one row per respondent",
            )
        names = ", ".join(sheet.name for sheet in origin.sheets) or "no sheet"
        raise ReadingError(
            f"{origin.name}: the workbook is empty ({names})", hint="fetch it again from where it came"
        )
    known = {fold(name) for entry in entries for name in _header_names(entry)}
    scores = [_likeness(sheet, known) for sheet in candidates]
    best = max(range(len(candidates)), key=lambda place: (scores[place], -place))
    chosen = candidates[best]
    rivals = [
        sheet.name
        for sheet, score in zip(candidates, scores, strict=True)
        if sheet is not chosen and score[0] >= 0.5 * scores[best][0] and score[1] >= 0.2 * scores[best][1]
    ]
    if not rivals:
        return chosen, ()
    words = (
        f"sheet {chosen.name!r} was read; {', '.join(map(repr, rivals))} look like respondents too: "
        f'name the one meant with sheet = "…" under [data] in survey.toml'
    )
    return chosen, (Note(step="reading", text=words, level="warning", count=len(rivals)),)


def _likeness(sheet: Sheet, known: set[str]) -> tuple[int, int]:
    """How much a sheet looks like the data: codebook headers found in one row, then filled cells."""
    headers = (
        max(len(known & {fold(text(cell)) for cell in row}) for row in sheet.rows[:SEARCHED]) if known else 0
    )
    return headers, int(sheet.amounts.sum())


def _setting(forms: Sequence[FormSheet], column: str) -> str:
    """What the first sheet of settings says in a column; empty when there is none."""
    for form in forms:
        if form.form == "settings":
            return next((form.get(row, column) for _, row in form.lines()), "")
    return ""


def _named_sheet(origin: _Origin, wanted: str) -> Sheet:
    for sheet in origin.sheets:
        if sheet.name == wanted:
            return sheet
    names = [sheet.name for sheet in origin.sheets]
    close = get_close_matches(wanted, names, n=1)
    raise ReadingError(
        f"{origin.name}: there is no sheet {wanted!r}; the sheets are {', '.join(map(repr, names))}",
        hint=(f"did you mean {close[0]!r}? " if close else "") + "mend sheet under [data] in the plan",
    )


def _columns(sheet: Sheet, layout: Layout) -> Mapping[int, Column]:
    """Distinct cells of each column, {place from 0: column (respondents,)}."""
    wanted = sorted({heading.position for heading in layout.headings})
    return {place: sheet.column(place, layout.start, layout.stop) for place in wanted}


def _match(
    origin: _Origin, entries: Sequence[Entry], layout: Layout, *, full: bool
) -> tuple[tuple[Match, ...], tuple[Heading, ...], tuple[Note, ...]]:
    """Columns of the codebook's questions, and the columns left for detection."""
    if not entries:
        return (), layout.headings, ()
    full = full or any(form.form == "survey" for form in origin.forms)
    if not full:
        entries = [entry for entry in entries if _is_there(entry, layout)]
    matches, rest = match_columns(entries, layout.headings, where=origin.name)
    if not full:
        return matches, rest, ()
    if not rest:
        return matches, (), ()
    names = ", ".join(heading.header[:40] for heading in rest[:10]) + ("…" if len(rest) > 10 else "")
    note = Note(
        step="reading",
        text=f"{counted(len(rest), 'column')} not in the codebook, left out: {names}",
        count=len(rest),
    )
    return matches, (), (note,)


def _is_there(entry: Entry, layout: Layout) -> bool:
    try:
        match_columns([entry], layout.headings, where="")
    except CodebookError:
        return False
    return True


def _code(match: Match, cells: Mapping[int, Column]) -> Column:
    columns = [cells[heading.position] for heading in match.headings]
    if match.ticks:
        return code_block(match.entry.question, columns, match.ticks)
    return code_cells(match.entry.question, columns[0], match.entry.separators)


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


def _row_numbers(layout: Layout) -> Column:
    numbers = tuple(range(layout.start + 1, layout.stop + 1))
    return Column(np.arange(len(numbers), dtype=np.int32), numbers)


def _source(origin: _Origin, sheet: Sheet, layout: Layout) -> Source:
    return Source(
        name=Path(origin.name).name,
        sha256=origin.digest,
        sheet=sheet.name if origin.digest else "",
        header_rows=tuple(row + 1 for row in layout.header_rows),
        rows=layout.stop - layout.start,
        columns=len(layout.headings),
        synthetic=fold(_setting(origin.forms, "synthetic")) in YES,
    )
