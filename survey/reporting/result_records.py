"""Lines of results.csv beside the tables' cells: tests, gaps, findings, and the report's own figures.

Every line says in `record` what it is; a column it has no use for is blank.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from survey.language import Language
from survey.language.results import ResultWords
from survey.reporting.margins import margin_label
from survey.vocabulary import Companion, Contrast, Crossing, Finding, Report, Row, Table, TableTest

Line = dict[str, object]


def cell_lines(table: Table, language: Language) -> list[Line]:
    """A table's cells, each with the name of its test and its family where there are some."""
    words = ResultWords(language)
    lines = table.cells(language)
    apart = sum(line["measure"] != "answer" and not _missing(line["q"]) for line in lines)
    for line in lines:
        line["test"] = "" if _missing(line["p"]) else words.rest
        if _missing(line["q"]):
            line["family"] = ""
        elif line["measure"] != "answer":
            line["family"] = words.family_of_nets.format(count=apart)
    return lines


def whole_table_lines(table: Table, language: Language) -> Iterator[Line]:
    """The whole-table test of each banner question, and its unweighted companion."""
    labels = {column.banner: column.banner_label.to(language) for column in table.columns}
    about = _of_table(table, language)
    for banner, test in table.tests.items():
        yield about | {"banner": banner, "banner_label": labels.get(banner, "")} | _tested(test, language)
    for banner, companion in table.companions.items():
        yield (
            about
            | {"banner": banner, "banner_label": labels.get(banner, "")}
            | _unweighted(companion, language)
        )


def crossing_lines(crossing: Crossing, language: Language) -> Iterator[Line]:
    """A crossing beside its cells: everyone's shares, the tests, and the gaps between rows."""
    about = _of_crossing(crossing, language)
    yield from (
        {
            **about,
            "record": "crossing",
            **_answer(answer, language),
            "estimate": float(crossing.total_share[c]),
            "standard_error": math.nan
            if crossing.total_standard_error is None
            else float(crossing.total_standard_error[c]),
            "unweighted_count": float(crossing.count[:, c].sum()),
            "low": float(crossing.total_low[c]),
            "high": float(crossing.total_high[c]),
            "unweighted_base": crossing.total_unweighted_base,
            "weighted_base": crossing.total_weighted_base,
            "effective_base": crossing.total_effective_base,
            "base": crossing.base_label.to(language),
        }
        for c, answer in enumerate(crossing.columns)
    )
    if math.isfinite(crossing.test.statistic):
        yield about | _tested(crossing.test, language)
    if crossing.companion is not None:
        yield about | _unweighted(crossing.companion, language)
    yield from (about | _contrasted(contrast, crossing, language) for contrast in crossing.contrasts)


def finding_lines(report: Report, language: Language) -> Iterator[Line]:
    """Every finding: its sentence, and the numbers in it."""
    return (_found(finding, report.tables.get(finding.table), language) for finding in report.findings)


def cover_lines(report: Report, language: Language) -> Iterator[Line]:
    """The figures of the cover, each named in `measure`; the headline with all that is known of it."""
    summary = report.summary
    for name in (
        "raw_rows",
        "respondents",
        "unweighted_base",
        "effective_base",
        "design_effect",
        "margin_of_error",
    ):
        yield {"record": "cover", "measure": name, "estimate": float(getattr(summary, name))}
    yield {"record": "cover", "measure": "level", "estimate": report.plan.tables.level}
    yield {"record": "cover", "measure": "comparisons", "estimate": float(report.comparisons)}
    identity, position = summary.headline or ("", 0)
    if identity not in report.tables:
        return
    table = report.tables[identity]
    headline = table.cells(language)[position * len(table.columns)]
    yield headline | {"record": "cover", "measure": "headline"}
    if (clear := summary.unflagged) is not None:
        yield {
            **_of_table(table, language),
            "record": "cover",
            **_answer(table.rows[position], language),
            "measure": "headline_without_flagged",
            "estimate": clear.share,
            "low": clear.low,
            "high": clear.high,
            "unweighted_base": float(clear.unweighted_base),
            "flagged": float(clear.flagged),
        }


def weighting_lines(report: Report, language: Language) -> Iterator[Line]:
    """Each category of each margin: target, share before and share after; and the weights by themselves."""
    weighting = report.weighting
    for line in weighting.achieved if weighting else ():
        yield {
            "record": "weighting",
            "measure": "margin",
            "question": margin_label(report.survey.codebook, line.margin, language),
            "answer": line.category.to(language),
            "target": line.target,
            "before": line.before,
            "estimate": line.after,
            "unweighted_count": float(line.unweighted_base),
        }
    spread = weighting or report.spread
    if spread is not None:
        for name in (
            "minimum",
            "median",
            "maximum",
            "total",
            "coefficient_of_variation",
            "design_effect",
            "effective_base",
        ):
            yield {"record": "weighting", "measure": name, "estimate": float(getattr(spread, name))}


def other_lines(report: Report, language: Language) -> Iterator[Line]:
    """Reliability of grids, and the outcome rates that are printed."""
    for grid in report.reliability:
        yield {
            "record": "reliability",
            "table": grid.grid,
            "measure": "cronbach_alpha_unweighted",
            "estimate": grid.alpha,
            "low": grid.low,
            "high": grid.high,
            "unweighted_base": float(grid.unweighted_base),
        }
    outcomes = report.outcomes
    if outcomes is not None:
        for rate in outcomes.rates:
            if not rate.refused:
                yield {"record": "outcome", "measure": rate.name, "estimate": rate.value}
        yield {"record": "outcome", "measure": "eligible_share", "estimate": outcomes.eligible_share}
        yield {"record": "outcome", "measure": "valid_return", "estimate": outcomes.valid_return}
    for code, count in report.survey.dispositions.items():
        yield {"record": "outcome", "measure": "cases", "answer_code": code, "unweighted_count": float(count)}


def _of_table(table: Table, language: Language) -> Line:
    question = table.question
    return {
        "record": "test",
        "table": table.id,
        "question": question.label.to(language),
        "wording": question.wording.to(language),
    }


def _of_crossing(crossing: Crossing, language: Language) -> Line:
    return {
        "record": "test",
        "table": crossing.id,
        "question": crossing.column_question.label.to(language),
        "wording": crossing.column_question.wording.to(language),
        "banner": crossing.row_question.name,
        "banner_label": crossing.row_question.label.to(language),
    }


def _answer(row: Row, language: Language) -> Line:
    return {"answer_code": row.code, "answer": row.label.to(language), "measure": row.kind}


def _tested(test: TableTest, language: Language) -> Line:
    return {
        "test": ResultWords(language).rao_scott,
        "statistic": test.statistic,
        "df1": test.df1,
        "df2": test.df2,
        "p": test.p,
        "cramers_v": test.cramers_v,
    }


def _unweighted(companion: Companion, language: Language) -> Line:
    return {
        "record": "unweighted test",
        "test": ResultWords(language).unweighted,
        "statistic": companion.statistic,
        "df1": float(companion.df),
        "p": companion.p,
        "cramers_v": companion.cramers_v,
    }


def _contrasted(contrast: Contrast, crossing: Crossing, language: Language) -> Line:
    return {
        "record": "gap",
        **_answer(contrast.answer, language),
        "column_code": contrast.first.code,
        "column": contrast.first.label.to(language),
        "against_code": contrast.second.code,
        "against": contrast.second.label.to(language),
        "estimate": contrast.gap,
        "standard_error": contrast.standard_error,
        "low": contrast.low,
        "high": contrast.high,
        "test": ResultWords(language).gap,
        "degrees_of_freedom": crossing.degrees_of_freedom,
        "p": contrast.p,
    }


def _found(finding: Finding, table: Table | None, language: Language) -> Line:
    """The cell it speaks of, under the finding's interval of the gap and its q over the whole report."""
    line = next(
        (
            cell
            for cell in (table.cells(language) if table else ())
            if (cell["answer_code"], cell["banner"], cell["column_code"])
            == (finding.answer, finding.banner, finding.column)
        ),
        {},
    )
    return line | {
        "record": "finding",
        "table": finding.table,
        "answer_code": finding.answer,
        "banner": finding.banner,
        "column_code": finding.column,
        "difference_from_rest": finding.gap,
        "difference_low": finding.low,
        "difference_high": finding.high,
        "test": ResultWords(language).finding,
        "q": finding.q,
        "unweighted_base": float(finding.unweighted_base),
        "family": "",
        "sentence": finding.sentence.to(language),
    }


def _missing(value: object) -> bool:
    return isinstance(value, float) and math.isnan(value)
