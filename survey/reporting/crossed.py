"""Lines of results.csv for a crossing's odds ratio and its groups."""

from __future__ import annotations

from collections.abc import Iterator
from math import nan

from survey.language import Language
from survey.language.crossings import CrossingWords
from survey.vocabulary import Crossing, Group, Odds, TableTest

Line = dict[str, object]


def odds_lines(crossing: Crossing, language: Language) -> list[Line]:
    """The odds ratio and its two shares, for everyone and each group; each group's shares and tests."""
    lines = list(_odds(crossing, crossing.odds, language, {}))
    if crossing.within is None:
        return lines
    for group in crossing.within.groups:
        place: Line = {
            "within": crossing.within.question.name,
            "within_code": group.code,
            "within_label": group.label.to(language),
        }
        lines += _shares(crossing, group, language, place)
        lines += _test(crossing, group, language, place)
        lines += _odds(crossing, group.odds, language, place | {"flag": group.flag})
    test = crossing.within.homogeneity
    place = {"within": crossing.within.question.name}
    lines.append(
        _odds_line(crossing, "homogeneity_f", CrossingWords(language).ratio, test.statistic, language)
        | place
        | {"p": test.p, "df1": test.df1, "df2": test.df2}
    )
    return lines


def _line(crossing: Crossing, measure: str, answer: str, estimate: float, language: Language) -> Line:
    return {
        "table": crossing.id,
        "question": crossing.column_question.label.to(language),
        "wording": crossing.column_question.wording.to(language),
        "answer": answer,
        "measure": measure,
        "banner": crossing.row_question.name,
        "banner_label": crossing.row_question.label.to(language),
        "estimate": float(estimate),
        "base": crossing.base_label.to(language),
    }


def _odds_line(crossing: Crossing, measure: str, answer: str, estimate: float, language: Language) -> Line:
    """A line of the crossing's two groups by two, who are not all that its base holds."""
    line = _line(crossing, measure, answer, estimate, language)
    return line | {"base": crossing.collapsed.base_label.to(language)} if crossing.collapsed else line


def _odds(crossing: Crossing, odds: Odds | None, language: Language, place: Line) -> Iterator[Line]:
    collapsed = crossing.collapsed
    if odds is None or collapsed is None:
        return
    answer = collapsed.columns.to(language)
    both = f"{collapsed.rows.to(language)} : {collapsed.rows_against.to(language)}"
    yield (
        _odds_line(crossing, "odds_ratio", answer, odds.ratio, language)
        | place
        | {
            "column": both,
            "low": odds.low,
            "high": odds.high,
            "p": odds.p,
            "log_standard_error": odds.log_error,
            "unweighted_base": odds.unweighted_base + odds.unweighted_base_against,
        }
    )
    for label, share, base in (
        (collapsed.rows, odds.share, odds.unweighted_base),
        (collapsed.rows_against, odds.share_against, odds.unweighted_base_against),
    ):
        line = _odds_line(crossing, "collapsed_share", answer, share, language)
        yield line | place | {"column": label.to(language), "unweighted_base": base}


def _shares(crossing: Crossing, group: Group, language: Language, place: Line) -> list[Line]:
    return [
        _line(crossing, answer.kind, answer.label.to(language), group.share_of_row[r, c], language)
        | place
        | {
            "answer_code": answer.code,
            "column_code": row.code,
            "column": row.label.to(language),
            "standard_error": float(group.standard_error[r, c]),
            "low": float(group.low[r, c]),
            "high": float(group.high[r, c]),
            "unweighted_count": float(group.count[r, c]),
            "unweighted_base": float(group.unweighted_bases[r]),
            "weighted_base": float(group.weighted_bases[r]),
            "effective_base": float(group.effective_bases[r]),
            "flag": group.row_flags[r],
        }
        for c, answer in enumerate(crossing.columns)
        for r, row in enumerate(crossing.rows)
    ]


def _test(crossing: Crossing, group: Group, language: Language, place: Line) -> list[Line]:
    test: TableTest = group.test
    bases = {
        "unweighted_base": group.unweighted_base,
        "effective_base": group.effective_base,
        "flag": group.flag,
    }
    words = CrossingWords(language)
    found = (
        ("rao_scott_f", words.statistic, test.statistic, test.p, test.df1, test.df2),
        ("cramers_v", words.cramers_v, test.cramers_v, nan, nan, nan),
    )
    return [
        _line(crossing, measure, answer, value, language) | place | bases | {"p": p, "df1": df1, "df2": df2}
        for measure, answer, value, p, df1, df2 in found
    ]
