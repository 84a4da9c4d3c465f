"""Every sign, shade and abbreviation that a book uses, with its meaning, and no other."""

from __future__ import annotations

import numpy as np

from survey.language.disclosure import NoteWords
from survey.language.publishing import HiddenWords, LetterWords
from survey.language.symbols import SymbolWords
from survey.language.trends import SinceWords, TrendWords
from survey.reporting import amounts
from survey.reporting.excel.book import Book
from survey.reporting.excel.row_view import NOBODY, NOT_ASKED, shade_of
from survey.reporting.suppression import GUARD, SMALL
from survey.vocabulary import UNIT_KINDS, Table

Line = tuple[str, str, bool]
"""A symbol, its meaning, and whether this book uses it."""


def symbols(book: Book, words: NoteWords) -> list[tuple[str, str]]:
    """Each symbol in use with its meaning, (symbols,)."""
    tables, plan = list(book.report.tables.values()), book.report.plan.tables
    flags = {column.flag for table in tables for column in table.columns}
    flags |= {flag for crossing in book.report.crossings for flag in crossing.flags}
    found = [
        ("▲", words.above.format(level=book.level), any((t.mark > 0).any() for t in tables)),
        ("▼", words.below, any((t.mark < 0).any() for t in tables)),
        *_letters(book, words, tables),
        *_arrows(book, tables),
        ("*", words.caution.format(caution=plan.caution_base), "caution" in flags),
        (book.words.reference, words.low.format(minimum=plan.minimum_base), "low" in flags),
        *_hidden(book),
        ("–", words.undefined, book.dashes),
        *_rows(book, words, tables),
        *_row_view(book, [table for table in tables if len(table.columns) > 1]),
        *_statistics(book, words),
    ]
    return [(symbol, meaning) for symbol, meaning, used in found if used]


def _rows(book: Book, words: NoteWords, tables: list[Table]) -> list[Line]:
    """Kinds of rows on the sheet Tables, and how questions were asked."""
    more, kinds = SymbolWords(book.language), {row.kind for table in tables for row in table.rows}
    sheets = any(len(table.columns) > 1 for table in tables)
    asked = book.language == "ja" or sheets
    return [
        ("M.A.", more.several, asked and any(table.question.kind == "multiple" for table in tables)),
        ("M.T.", more.mentions, "mentions" in kinds),
        (words.outside_symbol, words.outside, "outside" in kinds),
        (words.bold_shade, words.net, "net" in kinds),
    ]


def _row_view(book: Book, tables: list[Table]) -> list[Line]:
    """Signs of the sheet of row per cents."""
    words = SymbolWords(book.language)
    shares = [
        table.estimate[[r for r, row in enumerate(table.rows) if row.kind not in UNIT_KINDS]]
        for table in tables
    ]
    filled = (shade_of(t, r, c) for t in tables for r, c in np.argwhere(t.mark != 0).tolist())
    return [
        ("S.Q.", words.some_asked, any(table.question.relevant.strip() for table in tables)),
        (NOBODY, words.nobody, any((share == 0).any() for share in shares)),
        ("0.0", words.tiny, any(((share > 0) & (share < 0.0005)).any() for share in shares)),
        (NOT_ASKED, words.not_asked, any(not np.isfinite(table.estimate[:, 0]).any() for table in tables)),
        (words.shaded, words.shade, any(filled)),
    ]


def _statistics(book: Book, words: NoteWords) -> list[Line]:
    """Letters and names that statisticians use."""
    more, report = SymbolWords(book.language), book.report
    crossed, followed, modelled = bool(report.crossings), bool(report.trends), bool(report.drivers)
    found = bool(report.findings)
    tested = any(np.isfinite(crossing.test.statistic) for crossing in report.crossings)
    return [
        ("n", more.respondents, True),
        (more.effective_symbol, more.effective, True),
        (more.design_effect_symbol, more.design_effect, True),
        ("p", more.p, crossed or followed or modelled),
        ("q", more.q, found or followed or crossed),
        ("FCR", more.fcr, found),
        ("F", more.rao_scott, tested),
        ("V", more.cramers_v, tested),
        ("z", more.residual, crossed),
        (words.residual_symbol, words.residual.format(alpha=book.alpha), crossed),
        ("t", more.student, followed),
        (TrendWords(book.language).degrees, more.degrees, followed),
    ]


def _arrows(book: Book, tables: list[Table]) -> list[Line]:
    """Marks against the wave before."""
    words, marks = SinceWords(book.language), [table.since.mark for table in tables if table.since]
    return [
        ("↑", words.higher.format(level=book.level), any((mark > 0).any() for mark in marks)),
        ("↓", words.lower, any((mark < 0).any() for mark in marks)),
    ]


def _letters(book: Book, words: NoteWords, tables: list[Table]) -> list[Line]:
    """What letters mean: at one level, or at two of which the stricter has capitals."""
    used = "".join(letters for table in tables for line in table.pairs for letters in line)
    levels, more = book.report.plan.tables.letter_levels, LetterWords(book.language)
    gap = book.words.gap
    nested = any(len(column.questions) > 1 for table in tables for column in table.columns)
    meaning = words.letters + (gap + more.nested if nested else "")
    if len(levels) == 1:
        return [("a b c …", meaning, bool(used))]
    loose, strict = (amounts.level(level) for level in levels)
    return [
        ("a b c …", meaning + gap + more.loose.format(level=loose), bool(used)),
        ("A B C …", words.letters + gap + more.strict.format(level=strict), used != used.lower()),
    ]


def _hidden(book: Book) -> list[Line]:
    """What stands in place of hidden numbers."""
    words, minimum = HiddenWords(book.language), book.report.plan.tables.minimum_base
    found = [table.hidden for table in book.report.tables.values()]
    found += [crossing.hidden for crossing in book.report.crossings]
    masks = [mask for mask in found if mask is not None]
    return [
        (book.nothing(reason), meaning.format(minimum=minimum), any((mask == reason).any() for mask in masks))
        for reason, meaning in ((SMALL, words.small_meaning), (GUARD, words.guard_meaning))
    ]
