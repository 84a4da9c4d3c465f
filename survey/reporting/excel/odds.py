"""A crossing's odds ratio, and the crossing within the groups of a third question."""

from __future__ import annotations

import math
from dataclasses import replace

from survey.language.crossings import CrossingWords
from survey.language.sentences import inner
from survey.reporting import amounts
from survey.reporting.excel.book import Book
from survey.reporting.excel.formats import p_format
from survey.reporting.excel.sheet import Sheet
from survey.reporting.excel.style import (
    BODY,
    COUNT,
    DECIMALS,
    FAINT,
    GREY,
    HEAD,
    LEAD,
    RULE,
    SHARE,
    WASH,
    Look,
)
from survey.vocabulary import ColumnFlag, Crossing, Group, Within

_HEAD = replace(HEAD, align="right")
_LABEL = Look(wrap=True)
_GROUP = Look(wrap=True, bold=True, fill=WASH)
_P = Look(align="right", format=".000")


def write_odds(book: Book, sheet: Sheet, crossing: Crossing) -> None:
    """The groups, their shares and the odds ratio, in words."""
    odds, collapsed = crossing.odds, crossing.collapsed
    if odds is None or collapsed is None:
        return
    words, to = CrossingWords(book.language), book.language
    groups = {
        "rows": inner(collapsed.rows.to(to)),
        "rows_against": inner(collapsed.rows_against.to(to)),
        "columns": inner(collapsed.columns.to(to)),
        "columns_against": inner(collapsed.columns_against.to(to)),
    }
    sheet.heading(words.odds_heading)
    if math.isfinite(odds.ratio):
        said = words.odds_ratio.format(
            ratio=amounts.rounded(odds.ratio, 2),
            level=book.level,
            low=amounts.rounded(odds.low, 2),
            high=amounts.rounded(odds.high, 2),
            p=amounts.probability(odds.p),
        )
        sheet.paragraph(said, replace(BODY, bold=True))
    else:
        sheet.paragraph(words.odds_undefined, BODY)
    shares = words.odds_shares.format(
        share=amounts.per_cent(odds.share, 1),
        share_against=amounts.per_cent(odds.share_against, 1),
        n=amounts.whole(odds.unweighted_base),
        n_against=amounts.whole(odds.unweighted_base_against),
        **groups,
    )
    sheet.paragraph(shares, BODY)
    sheet.paragraph(words.odds_lead.format(**groups), LEAD)
    sheet.row += 1


def write_within(book: Book, sheet: Sheet, crossing: Crossing) -> None:
    """Shares in each group, then tests and odds ratios, then whether these are one."""
    within = crossing.within
    if within is None:
        return
    words = CrossingWords(book.language)
    sheet.heading(words.within_heading.format(question=within.question.label.to(book.language)))
    sheet.paragraph(words.within_lead, LEAD)
    _write_shares(book, sheet, crossing, within)
    _write_tests(book, sheet, words, within)
    _write_homogeneity(book, sheet, words, within)


def _write_shares(book: Book, sheet: Sheet, crossing: Crossing, within: Within) -> None:
    to = book.language
    answers = [row.label.to(to) for row in crossing.columns]
    _head(sheet, [crossing.row_question.label.to(to), *answers, book.words.unweighted_row])
    last = len(answers) + 2
    for group in within.groups:
        look = _faint(_GROUP, group.flag)
        sheet.text(sheet.row, 1, group.label.to(to), look)
        sheet.blank(sheet.row, 2, last - 1, look)
        ending = _ending(book, group.flag)
        number = replace(COUNT, fill=WASH, bold=True, format=f"#,##0{ending}", colour=look.colour)
        sheet.number(sheet.row, last, group.unweighted_base, number)
        sheet.row += 1
        for r, row in enumerate(crossing.rows):
            _write_row(book, sheet, group, r, row.label.to(to))
    sheet.row += 1


def _write_row(book: Book, sheet: Sheet, group: Group, position: int, label: str) -> None:
    flag = group.row_flags[position]
    sheet.text(sheet.row, 1, label, replace(_LABEL, indent=1))
    sheet.fit_height(sheet.row, [(label, sheet.width(1, 1) - 1)])
    for c, share in enumerate(group.share_of_row[position], 2):
        sheet.number(sheet.row, c, float(share), _faint(SHARE, flag), nothing=book.words.nothing)
    look = replace(COUNT, size=9, colour=GREY, left=RULE, format=f"#,##0{_ending(book, flag)}")
    sheet.number(sheet.row, group.share_of_row.shape[1] + 2, float(group.unweighted_bases[position]), look)
    sheet.row += 1


def _write_tests(book: Book, sheet: Sheet, words: CrossingWords, within: Within) -> None:
    sheet.heading(words.tests_heading)
    labels = [words.group, words.n, words.statistic, words.p_value, words.cramers_v]
    limits = f"{book.level} {words.low}" if book.language == "en" else f"{book.level}区間{words.low}"
    odds = any(group.odds is not None for group in within.groups)
    _head(sheet, [*labels, *([words.ratio, limits, words.high] if odds else [])])
    for group in within.groups:
        label = group.label.to(book.language)
        sheet.text(sheet.row, 1, label, _faint(_LABEL, group.flag))
        sheet.fit_height(sheet.row, [(label, sheet.width(1, 1))])
        numbers = [
            (group.unweighted_base, replace(COUNT, format=f"#,##0{_ending(book, group.flag)}")),
            (group.test.statistic, DECIMALS),
            (group.test.p, replace(_P, format=p_format(group.test.p))),
            (group.test.cramers_v, _P),
        ]
        if group.odds is not None:
            certain = group.odds.low > 1 or group.odds.high < 1
            least = min(group.odds.unweighted_base, group.odds.unweighted_base_against)
            look = _faint(DECIMALS, "low" if least < book.report.plan.tables.minimum_base else "ok")
            numbers += [(group.odds.ratio, replace(look, bold=certain))]
            numbers += [(group.odds.low, look), (group.odds.high, look)]
        for column, (value, look) in enumerate(numbers, 2):
            sheet.number(sheet.row, column, value, _faint(look, group.flag), nothing=book.words.nothing)
        sheet.row += 1


def _write_homogeneity(book: Book, sheet: Sheet, words: CrossingWords, within: Within) -> None:
    test = within.homogeneity
    if math.isfinite(test.statistic):
        said = words.homogeneous.format(
            groups=test.groups,
            df1=amounts.rounded(test.df1, 0),
            df2=amounts.rounded(test.df2, 0),
            statistic=amounts.rounded(test.statistic, 2),
            p=amounts.probability(test.p),
        )
        sheet.paragraph(said, BODY)
    elif any(group.odds is not None for group in within.groups):
        sheet.paragraph(words.homogeneity_undefined, BODY)
    if any(flag != "ok" for group in within.groups for flag in (group.flag, *group.row_flags)):
        tables = book.report.plan.tables
        said = words.small_groups.format(minimum=tables.minimum_base, caution=tables.caution_base)
        sheet.paragraph(said, LEAD)
    sheet.row += 1


def _head(sheet: Sheet, labels: list[str]) -> None:
    for column, label in enumerate(labels, 1):
        sheet.text(sheet.row, column, label, HEAD if column == 1 else _HEAD)
    sheet.fit_height(sheet.row, [(label, sheet.width(k, k)) for k, label in enumerate(labels, 1)])
    sheet.row += 1


def _faint(look: Look, flag: ColumnFlag) -> Look:
    return replace(look, colour=FAINT, italic=True) if flag == "low" else look


def _ending(book: Book, flag: ColumnFlag) -> str:
    return {"caution": '"*"', "low": f'" {book.words.reference}"'}.get(flag, "")
