"""`survey init`: a codebook and a plan for a file, every guess filled in, for a person to correct."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from survey.errors import CodebookError, OutputError, PlanError
from survey.language.drafts import DraftWords
from survey.reading.door import Look, companion_of, look
from survey.reading.draft_book import write_draft
from survey.reading.draft_plan import draft_plan
from survey.reading.drafting import blanks, draft_sheets
from survey.reading.plan import PLAN_NAME, find_plan, plan_covers, read_plan
from survey.vocabulary import Column, Plan, Survey

_JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


@dataclass(frozen=True)
class Draft:
    """What `survey init` wrote.

    Parameters
    ----------
    plan
        None where only the codebook was asked for.
    survey
        The survey as the file was read, and as the draft describes it.
    doubtful
        Names of questions whose reading rests on thin evidence.
    warnings
        What the draft cannot say as the file was read.
    """

    codebook: Path
    plan: Path | None
    survey: Survey
    doubtful: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def init(
    source: str | Path, *, force: bool = False, codebook_only: bool = False, plan: Plan | None = None
) -> Draft:
    """Draft `FILE.codebook.xlsx` and `survey.toml` beside a file, from what is understood of it.

    Analysing the file with the drafts gives what it gave without them, and
    each cell that is corrected changes what it says. The draft is read back
    before it is put in its place.

    Parameters
    ----------
    source
        The file with the respondents.
    force
        Write over a codebook and a plan that are there.
    codebook_only
        Leave `survey.toml` alone.
    plan
        What is said of the file already, as `survey.read` takes it; by default the plan that is for it.

    Raises
    ------
    ReadingError, CodebookError
        As `survey.read`.
    PlanError
        A codebook or a plan is there already, and `force` does not say that it may go.
    OutputError
        The folder cannot be written to.
    """
    return drafted(source, force=force, codebook_only=codebook_only, plan=plan, looking=look)


class Looking(Protocol):
    """`look`, here or in a child process."""

    def __call__(
        self, source: str | Path, *, plan: Plan | None = None, companion: Path | None = None
    ) -> Look:
        """The survey of a file, with what stood around it."""


def drafted(
    source: str | Path, *, force: bool, codebook_only: bool, plan: Plan | None, looking: Looking
) -> Draft:
    """As `init`, with the reader to be used."""
    source = Path(source)
    book_path, plan_path = companion_of(source), source.with_name(PLAN_NAME)
    if plan is None:
        found = find_plan(source)
        own = read_plan(found) if found and (not force or codebook_only or found != plan_path) else Plan()
        covered = found is not None and plan_covers(own, source)
        plan = own if covered else Plan()
        if covered and not force and not codebook_only:
            raise _there(found or plan_path, f"is the plan for {source.name} already")
    found_look = looking(source, plan=plan)
    for path, wanted in ((book_path, True), (plan_path, not codebook_only)):
        if wanted and path.exists() and not force:
            raise _there(path, "is there already")
    words = DraftWords("ja" if _is_japanese(found_look) else "en")
    blank = "" if found_look.described else blanks()
    sheets = draft_sheets(
        found_look.survey,
        found_look.headings,
        words,
        blank=blank,
        targeted=found_look.targeted,
        placed=found_look.placed,
    )
    guide = (words.guide_name, words.guide.format(file=source.name))
    with _beside(book_path, ".xlsx") as draft:
        write_draft(sheets, guide, draft)
        warnings = tuple(_differences(found_look.survey, _read_back(source, plan, draft, looking)))
        draft.replace(book_path)
    if not codebook_only:
        with _beside(plan_path, ".toml") as draft:
            draft.write_text(draft_plan(found_look.survey, words, codebook=book_path.name), encoding="utf-8")
            draft.replace(plan_path)
    doubtful = tuple(g.question for g in found_look.survey.readings if g.confidence == "low")
    return Draft(book_path, None if codebook_only else plan_path, found_look.survey, doubtful, warnings)


def _read_back(source: Path, plan: Plan, draft: Path, looking: Looking) -> Survey:
    """The survey as the draft describes it.

    Raises
    ------
    CodebookError
        The file has what no codebook can say; nothing is written then.
    """
    try:
        return looking(source, plan=plan, companion=draft).survey
    except CodebookError as error:
        raise CodebookError(
            f"no codebook can be drafted, for it could not tell apart what is in the file: {error.message}",
            hint="give the columns or answers named different headers or spellings",
        ) from error


def _there(path: Path, what: str) -> PlanError:
    hint = "--force writes over it"
    if path.name == PLAN_NAME:
        hint += "; --codebook-only writes the codebook and leaves the plan alone"
    return PlanError(f"{path} {what}; nothing was written", hint=hint)


@contextmanager
def _beside(path: Path, ending: str) -> Iterator[Path]:
    """A new file in the folder of another, gone at the end if it was not moved.

    Raises
    ------
    OutputError
        The folder cannot be written to.
    """
    try:
        handle, name = tempfile.mkstemp(suffix=ending, prefix=".draft-", dir=path.parent)
    except OSError as error:
        raise OutputError(
            f"{path}: the folder cannot be written to ({error.strerror})",
            hint="copy the file to a folder of your own first",
        ) from error
    os.close(handle)
    draft = Path(name)
    try:
        draft.chmod(0o666 & ~_umask())
        yield draft
    finally:
        draft.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _is_japanese(found: Look) -> bool:
    """Whether most headers with letters are Japanese, or most labels."""
    labels = [q.wording.to("ja") or q.label.to("ja") for q in found.survey.codebook]
    return sum(bool(_JAPANESE.search(words)) for words in labels) * 2 > len(labels)


def _differences(wanted: Survey, found: Survey) -> Iterator[str]:
    """Questions that the draft reads otherwise than the file was read, a line each."""
    names = [question.name for question in wanted.codebook]
    if names != [question.name for question in found.codebook]:
        yield "the draft has other questions than the file"
        return
    for question in wanted.codebook:
        again = found.codebook[question.name]
        before, after = (each.responses.column(question.name) for each in (wanted, found))
        if again != question:
            yield f"{question.name}: the codebook has no words for all of it"
        elif not same_answers(before, after):
            yield f"{question.name}: some cells are read otherwise by the codebook"


def same_answers(before: Column, after: Column) -> bool:
    """Whether every respondent has the same answer in both columns."""
    if len(before.codes) != len(after.codes):
        return False
    pairs = np.unique(np.stack([before.codes, after.codes]), axis=1).T.tolist()
    return all(_at(before, first) == _at(after, second) for first, second in pairs)


def _at(column: Column, code: int) -> object:
    return None if code < 0 else column.levels[code]
