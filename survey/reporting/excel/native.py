"""The sheet Charts: native charts of the questions, fed by the cells of the sheet Tables."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from survey.language.navigation import ChartWords
from survey.language.sentences import inner, opened
from survey.reporting import amounts
from survey.reporting.excel.book import Book, Standing
from survey.reporting.excel.charts import bars, colours, stacked_bars
from survey.reporting.excel.formats import marks_of
from survey.reporting.excel.pictures import place_chart
from survey.reporting.excel.relations import answers_of
from survey.reporting.excel.sheet import Sheet
from survey.reporting.excel.style import ACCENT, BACK, LEAD, LINK
from survey.reporting.text import display_width
from survey.vocabulary import Table

MOST_STACKED = 7
"""Answers beyond which the parts of one bar become too small."""

_WIDTHS = (9,) * 14
_WIDE, _PLOT, _DIGIT = 940, 780, 8
"""Pixels across a chart, its bars, and a character of its labels."""

_LONGEST_NAME = 60
"""Digits of a question's label that a title has room for."""


@dataclass(frozen=True)
class _Page:
    book: Book
    sheet: Sheet
    table: Table
    standing: Standing

    @property
    def words(self) -> ChartWords:
        """The words of the sheet."""
        return ChartWords(self.book.language)

    @property
    def name(self) -> str:
        """The question as titles have room for it: its label, or its number where that is long."""
        label = self.table.question.label.to(self.book.language)
        return label if 0 < display_width(label) <= _LONGEST_NAME else self.book.table_name(self.table.id)

    @property
    def answers(self) -> list[int]:
        """Rows of the table that are answers."""
        return answers_of(self.table)

    @property
    def apart(self) -> list[int]:
        """Places among the answers of those that stand aside, such as "none of these" and "don't know"."""
        aside = self.table.question.aside
        return [k for k, row in enumerate(self.answers) if self.table.rows[row].code in aside]


def write_charts(book: Book) -> None:
    """A chart of each question in total, and one by the banner question that it differs by most often."""
    identities, more = book.charted
    if not identities:
        return
    words = ChartWords(book.language)
    sheet = book.sheet(words.sheet, columns=len(_WIDTHS), colour=ACCENT)
    sheet.widths(*_WIDTHS)
    book.place("sheet", "charts", sheet, 1)
    sheet.title(words.sheet, lead=words.lead, status=book.status)
    if more:
        sheet.row -= 1
        sheet.paragraph(words.some.format(number=len(identities)), LEAD)
        sheet.row += 1
    back = sheet.text(sheet.row, 1, book.words.back_to_contents, BACK)
    book.refer(sheet, back, "sheet", "contents", book.words.back_to_contents)
    sheet.row += 2
    start = 1
    for identity in identities:
        table = book.report.tables[identity]
        start = _write_question(_Page(book, sheet, table, book.standing[identity]), start)
    sheet.page(landscape=False, footer=book.words.page, last_row=sheet.row)


def _write_question(page: _Page, start: int) -> int:
    """Link and charts of a question; gives the first row of the printed page they end on."""
    book, sheet, table = page.book, page.sheet, page.table
    banner = _banner(page)
    high = 90 + 24 * len(page.answers)
    start = sheet.keep_together(start, high + 40)
    book.place("chart", table.id, sheet, sheet.row)
    source = page.words.source.format(
        table=book.table_title(table), n=amounts.whole(float(table.unweighted_base[0]))
    )
    cell = sheet.text(sheet.row, 1, source, LINK)
    book.refer(sheet, cell, "table", table.id, book.words.go_to_table)
    sheet.row += 1
    if page.standing.together(page.answers):
        _write_bars(page, high)
    if banner:
        high = 110 + 36 * len(banner)
        start = sheet.keep_together(start, high + 20)
        _write_stacked(page, banner, high)
    return start


def _write_bars(page: _Page, high: int) -> None:
    """The shares of everybody, a bar per answer."""
    book, table, to = page.book, page.table, page.book.language
    shares = table.estimate[page.answers, 0]
    labels = [table.rows[r].label.to(to) for r in page.answers]
    among = [k for k in range(len(labels)) if k not in page.apart] or list(range(len(labels)))
    first = max(among, key=lambda k: float(shares[k]))
    question = opened(page.name, to)
    said = [f"{amounts.per_cent(float(share), 1)}" for share in shares]
    title = page.words.leads.format(question=question, answer=inner(labels[first]), share=said[first])
    rows = [page.standing.rows[r] for r in page.answers]
    chart = bars(
        page.standing.sheet,
        rows=(rows[0], rows[-1]),
        column=page.standing.columns[0],
        first=first,
        apart=page.apart,
        title=title,
        font=book.painter.font,
        palette=book.report.plan.figures.style.palette,
    )
    listed = [f"{label} {share}%" for label, share in zip(labels, said, strict=True)]
    alt = page.words.bars_alt.format(
        items=book.words.listing.join(listed), n=amounts.whole(float(table.unweighted_base[0]))
    )
    place_chart(page.sheet, chart, f"{title}. {alt}", width=_WIDE, height=high)


def _write_stacked(page: _Page, banner: list[int], high: int) -> None:
    """The answers of each group of one banner question, in bars of 100%; labels carry ▲ and letters."""
    book, table, to = page.book, page.table, page.book.language
    shades = colours(
        len(page.answers),
        ordered=table.question.scale == "ordinal",
        apart=page.apart,
        palette=book.report.plan.figures.style.palette,
    )
    title = _finding(page, banner)
    columns = [page.standing.columns[c] for c in banner]
    chart = stacked_bars(
        page.standing.sheet,
        head=page.standing.head,
        first=columns[0],
        last=columns[-1],
        series=[(page.standing.rows[r], shade) for r, shade in zip(page.answers, shades, strict=True)],
        across=True,
        bare=_too_small(page, banner),
        title=title,
        font=book.painter.font,
    )
    items = "; ".join(
        f"{table.columns[c].label.to(to)}{book.words.colon}"
        + ", ".join(
            f"{table.rows[r].label.to(to)} {amounts.per_cent(float(table.estimate[r, c]), 1)}%"
            for r in page.answers
        )
        for c in banner
    )
    alt = book.words.chart_alt.format(items=items)
    place_chart(page.sheet, chart, f"{title}. {alt}", width=_WIDE, height=high)


def _finding(page: _Page, banner: list[int]) -> str:
    """The answer and the group of these that is significantly furthest from the rest, in words."""
    table, to = page.table, page.book.language
    marked = [
        (r, c) for r in page.answers for c in banner if table.mark[r, c] and table.columns[c].flag != "low"
    ]
    row, column = max(marked, key=lambda cell: abs(float(table.difference[cell])))
    return page.words.differs.format(
        question=opened(page.name, to),
        banner=table.columns[column].banner_label.to(to),
        answer=inner(table.rows[row].label.to(to)),
        group=table.columns[column].label.to(to),
        share=amounts.per_cent(float(table.estimate[row, column])),
        total=amounts.per_cent(float(table.estimate[row, 0])),
    )


def _too_small(page: _Page, banner: list[int]) -> set[tuple[int, int]]:
    """Parts of the bars that are narrower than their label with its marks."""
    table = page.table
    return {
        (k, g)
        for k, r in enumerate(page.answers)
        for g, c in enumerate(banner)
        if float(table.estimate[r, c]) * _PLOT < _DIGIT * (4 + sum(map(len, marks_of(table, r, c))))
    }


def _banner(page: _Page) -> list[int]:
    """Columns of the banner question with the most marks on this table; none where no group differs."""
    table = page.table
    if table.question.kind == "multiple" or len(page.answers) > MOST_STACKED:
        return []
    marks: Counter[str] = Counter()
    for c, column in enumerate(table.columns):
        if column.banner and column.flag != "low" and table.question.name not in column.questions:
            marks[column.banner] += int(np.count_nonzero(table.mark[page.answers, c]))
    for banner, number in marks.most_common():
        columns = [c for c, column in enumerate(table.columns) if column.banner == banner]
        sound = all(np.isfinite(table.estimate[page.answers, c]).all() for c in columns)
        if number and sound and page.standing.beside(columns):
            return columns
    return []
