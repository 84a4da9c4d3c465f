"""The workbook being written: its sheets, the places in it, and the links between them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName

from survey.language import Language
from survey.language.parts import PartWords
from survey.language.publishing import HiddenWords
from survey.language.texts import TextWords
from survey.language.units import unit_in_words
from survey.language.workbook import WorkbookWords
from survey.reporting import amounts
from survey.reporting.excel.package import Streamed
from survey.reporting.excel.relations import charted
from survey.reporting.excel.sheet import Sheet
from survey.reporting.excel.style import BACK, Painter
from survey.reporting.margins import margin_label
from survey.reporting.text import defined_name, sheet_name

if TYPE_CHECKING:
    from openpyxl.cell import Cell

    from survey.reporting.figures.drawing import Drawing
    from survey.vocabulary import Question, Report, Table

_NUMBERED = re.compile(r"[A-Za-z]{1,2}\d")

CONTENTS = ("sheet", "contents")

Place = tuple[str, str]
"""What stands somewhere: its kind (table, contents, crossing, figure, sheet) and its id."""


@dataclass(frozen=True)
class Standing:
    """Where a table's cells stand.

    Parameters
    ----------
    head
        Row of the columns' labels.
    rows, columns
        Sheet row of each row of the table, sheet column of each of its columns.
    """

    sheet: Sheet
    head: int
    rows: tuple[int, ...]
    columns: tuple[int, ...]

    def together(self, rows: Sequence[int]) -> bool:
        """Whether these rows of the table follow each other on the sheet."""
        return all(self.rows[b] - self.rows[a] == 1 for a, b in pairwise(rows))

    def beside(self, columns: Sequence[int]) -> bool:
        """Whether these columns of the table follow each other on the sheet."""
        return all(self.columns[b] - self.columns[a] == 1 for a, b in pairwise(columns))


class Book:
    """A report on its way into a workbook.

    Links are resolved at the end, so that sheets can be written in their order
    and still point forward.
    """

    def __init__(self, report: Report, drawings: Sequence[Drawing], *, language: Language) -> None:
        self.report = report
        self.drawings = tuple(drawings)
        self.language = language
        self.words = WorkbookWords(language)
        self.workbook = Workbook()
        self.workbook.remove(self.workbook.worksheets[0])
        self.painter = Painter(language)
        self.standing: dict[str, Standing] = {}
        self._sheets: list[Sheet] = []
        self.streamed: dict[str, Streamed] = {}
        self._places: dict[Place, tuple[str, str]] = {}
        self._links: list[tuple[Sheet, Cell, Place, str]] = []

    @cached_property
    def charted(self) -> tuple[tuple[str, ...], bool]:
        """Ids of the tables that have native charts, and whether others could have them too."""
        return charted(self.report)

    def sheet(self, name: str, *, columns: int, colour: str = "") -> Sheet:
        """A new sheet after those there are, under a legal name like this one."""
        worksheet = self.workbook.create_sheet(sheet_name(name, self.workbook.sheetnames))
        if colour:
            worksheet.sheet_properties.tabColor = colour
        running = (self.title, self.status) if len(self.workbook.worksheets) > 1 else ("", "")
        made = Sheet(worksheet, self.painter, columns=columns, running=running)
        self._sheets.append(made)
        return made

    def place(self, kind: str, identity: str, sheet: Sheet, row: int) -> None:
        """Remember that this stands here."""
        self._places[kind, identity] = sheet.name, f"A{row}"

    def refer(self, sheet: Sheet, cell: Cell, kind: str, identity: str, tip: str = "") -> None:
        """Make a cell lead there once the place is known; nothing happens if it never is."""
        self._links.append((sheet, cell, (kind, identity), tip))

    def lead_back(self, sheet: Sheet, cell: Cell) -> None:
        """Make the heading of a list that begins in A1 lead back to Contents, as its screen tip says."""
        self.refer(sheet, cell, *CONTENTS, self.words.back_to_contents)

    def define(self, name: str, sheet: Sheet, first: str, last: str) -> None:
        """Give a block of cells a name."""
        legal = defined_name(name, self.workbook.defined_names)
        target = f"'{sheet.name.replace(chr(39), chr(39) * 2)}'!{_fixed(first)}:{_fixed(last)}"
        self.workbook.defined_names[legal] = DefinedName(legal, attr_text=target)

    def connect(self) -> None:
        """Resolve all links, after giving every sheet with a title its way back to Contents."""
        leading = {sheet.name for sheet, _, place, _ in self._links if place == CONTENTS}
        for sheet in self._sheets:
            away = CONTENTS in self._places and sheet.name != self._places[CONTENTS][0]
            if away and sheet.name not in leading and not sheet.filled(1, sheet.columns):
                text = self.words.back_to_contents
                cell = sheet.text(1, sheet.columns, text, replace(BACK, align="right"))
                self.refer(sheet, cell, *CONTENTS, text)
        for sheet, cell, place, tip in self._links:
            if place in self._places:
                sheet.link(cell, *self._places[place], tip)

    def nothing(self, hidden: int = 0) -> str:
        """What stands where there is no number: why it is hidden, or a dash."""
        words, minimum = HiddenWords(self.language), self.report.plan.tables.minimum_base
        return (self.words.nothing, words.small.format(minimum=minimum), words.guard)[hidden]

    def margin(self, name: str) -> str:
        """A weighting margin's name for people."""
        return margin_label(self.report.survey.codebook, name, self.language)

    def table_title(self, table: Table) -> str:
        """A table's name for people: `Q10 · Support for the package`; demographics by their label."""
        label = self._label(table)
        numbered = _NUMBERED.match(table.id) and label.casefold() != table.id.casefold()
        return f"{self.table_name(table.id)} · {label}" if numbered else label

    def unit(self, question: Question) -> str:
        """What a question's numbers count, in the book's language; empty where nothing is said."""
        called = (question.name.replace("_", " "), *question.label.texts.values())
        return unit_in_words(question.unit, called, self.language)

    def table_name(self, identity: str) -> str:
        """A table's short name: `Q10` for q10, its label where the name is no number."""
        if _NUMBERED.match(identity):
            return identity[:1].upper() + identity[1:]
        table, codebook = self.report.tables.get(identity), self.report.survey.codebook
        if table is None and identity in codebook:
            return codebook[identity].label.to(self.language) or identity
        return self._label(table) if table else identity

    def _label(self, table: Table) -> str:
        return (table.title if table.title.said else table.question.label).to(self.language) or table.id

    @property
    def part(self) -> list[str]:
        """What this book shows of the report, in a sentence; none where it shows all of it."""
        shown, whole = self.report.tables, self.report.whole
        names = self.words.listing.join(map(self.table_name, shown))
        meaning = PartWords(self.language).meaning.format(shown=len(shown), whole=whole, names=names)
        return [meaning] if whole else []

    @property
    def mended(self) -> list[str]:
        """What was taken from texts that no cell can hold, a sentence each."""
        words, sheets = TextWords(self.language), self._sheets
        counts = (
            (words.removed, sum(sheet.removed for sheet in sheets)),
            (words.cut, sum(sheet.cut for sheet in sheets)),
        )
        return [sentence.format(count=f"{count:,}") for sentence, count in counts if count]

    @property
    def dashes(self) -> bool:
        """Whether a dash stands anywhere in place of a number."""
        return any(sheet.dashes for sheet in self._sheets)

    @property
    def title(self) -> str:
        """The study's title, or the name of the file it came in."""
        untitled = f"{self.words.untitled}{self.words.colon}{self.report.survey.source.name}"
        return self.report.plan.study.title.to(self.language) or untitled

    @property
    def level(self) -> str:
        """The confidence level in words, `95%`."""
        return amounts.level(self.report.plan.tables.level)

    @property
    def alpha(self) -> str:
        """One minus the level, `.05`."""
        return amounts.without_zero(1 - self.report.plan.tables.level, 2)

    @property
    def weighted(self) -> bool:
        """Whether respondents count by a weight."""
        return self.report.survey.design.weight is not None

    @property
    def status(self) -> str:
        """What a reader of any sheet must know before its numbers; empty when there is nothing."""
        words, parts = self.words, []
        if whole := self.report.whole:
            parts.append(PartWords(self.language).status.format(shown=len(self.report.tables), whole=whole))
        if self.report.plan.study.synthetic:
            parts.append(words.synthetic)
        if not self.weighted:
            parts.append(words.unweighted)
        if self.report.survey.design.probability is False:
            parts.append(words.opt_in)
        elif self.report.survey.design.probability is None:
            parts.append(words.assumed_random)
        return " · ".join(parts)


def _fixed(cell: str) -> str:
    """`B12` as `$B$12`."""
    letters = cell.rstrip("0123456789")
    return f"${letters}${cell[len(letters) :]}"
