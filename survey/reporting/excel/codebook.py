"""The sheet Codebook: every question and answer, one header row, as a list that can be filtered."""

from __future__ import annotations

from dataclasses import replace

from openpyxl.utils import get_column_letter

from survey.conditions import condition_in_words
from survey.errors import PlanError
from survey.language.kinds import kind_in_words
from survey.reporting.excel.book import Book
from survey.reporting.excel.grid import FIRST, NUMBER, Field, write_line
from survey.reporting.excel.sheet import needed_width
from survey.reporting.excel.style import FAINT, GREY, HEAD, HEAD_RIGHT, WASH
from survey.vocabulary import Question

_WIDTHS = (14, 10, 36, 56, 16, 15, 9, 28, 28, 26)
_SCORE = replace(NUMBER, format="General")


def write_codebook(book: Book) -> None:
    """A line per question, and below it a line per answer."""
    words = book.words
    sheet = book.sheet(words.codebook, columns=len(_WIDTHS), colour=GREY)
    codes = [answer.code for question in book.report.survey.codebook for answer in question.answers]
    names = [question.name for question in book.report.survey.codebook]
    name = needed_width(names, least=14, most=30)
    sheet.widths(name, needed_width(codes, least=_WIDTHS[1], most=28), *_WIDTHS[2:])
    book.place("sheet", "codebook", sheet, 1)
    fields = [
        Field(words.name, FIRST),
        Field(words.code),
        Field(words.label),
        Field(words.wording),
        Field(words.kind),
        Field(words.role),
        Field(words.score, _SCORE),
        Field(words.asked_of),
        Field(words.columns_in_file),
        Field(words.provenance),
    ]
    for column, field in enumerate(fields, 1):
        look = HEAD_RIGHT if field.look.align == "right" else replace(HEAD, indent=field.look.indent)
        sheet.text(1, column, field.label, look)
    book.lead_back(sheet, sheet.worksheet["A1"])
    sheet.fit_height(1, [(field.label, sheet.width(k, k)) for k, field in enumerate(fields, 1)])
    sheet.row = 2
    shaded = [Field(f.label, replace(f.look, bold=k in (0, 2), fill=WASH)) for k, f in enumerate(fields)]
    answers = [replace(fields[0], look=replace(FIRST, colour=FAINT, wrap=False)), *fields[1:]]
    for question in book.report.survey.codebook:
        write_line(sheet, shaded, _question_line(book, question))
        for line in _answer_lines(book, question):
            write_line(sheet, answers, line)
    sheet.worksheet.freeze_panes = "B2"
    sheet.worksheet.auto_filter.ref = f"A1:{get_column_letter(len(fields))}{sheet.row - 1}"
    sheet.page(titles="1:1", footer=words.page)


def _question_line(book: Book, question: Question) -> tuple[str | float | None, ...]:
    label, wording = question.label.to(book.language), question.wording.to(book.language)
    return (
        question.name,
        None,
        label,
        None if wording == label else wording,
        kind_in_words(question.kind, book.language),
        kind_in_words(question.role, book.language),
        None,
        _asked_of(book, question),
        book.words.listing.join(question.columns),
        question.provenance.to(book.language),
    )


def _asked_of(book: Book, question: Question) -> str:
    """Who was asked, in the labels of questions and answers; a filter that is no expression as it stands."""
    if not question.relevant.strip():
        return book.words.everyone
    try:
        return condition_in_words(question.relevant, book.report.survey.codebook, book.language)
    except PlanError:
        return question.relevant


def _answer_lines(book: Book, question: Question) -> list[tuple[str | float | None, ...]]:
    lines: list[tuple[str | float | None, ...]] = [
        (
            question.name,
            a.code,
            a.label.to(book.language),
            None,
            None,
            kind_in_words(a.role, book.language),
            a.score,
            None,
            None,
            None,
        )
        for a in question.answers
    ]
    for net in question.nets:
        codes = " + ".join(net.answers)
        label, role = net.label.to(book.language), kind_in_words("net", book.language)
        lines.append((question.name, net.name, label, codes, None, role, None, None, None, None))
    return lines
