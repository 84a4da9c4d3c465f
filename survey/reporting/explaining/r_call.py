"""The call of R's package survey that gives the same number, to be run beside the respondents' answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from survey.reporting.explaining.finished import Finished, Line
from survey.reporting.explaining.r_design import declared, text, texts

Question = Mapping[str, Any]

BASE_ROLES = {
    "asked": ("substantive", "dont_know", "refused", "no_answer"),
    "answered": ("substantive", "dont_know"),
    "substantive": ("substantive",),
}

_READ = """\
# poll.csv has a line per respondent and a column per question, answers as codes, several as 1;3:
# survey.write_answers(report.survey, "poll.csv") writes it. weights.csv stands in the report's folder.
library(survey)
poll <- read.csv("poll.csv", colClasses = "character", na.strings = "", check.names = FALSE,
                 fileEncoding = "UTF-8-BOM")
has <- function(answers, codes)
  vapply(strsplit(as.character(answers), ";", fixed = TRUE), function(given) any(given %in% codes), NA)
"""


def r_call(finished: Finished, line: Line) -> str:
    """The program: read, declare the design, name the cell, estimate, and compare with the rest."""
    cell = _crossed(finished, line) if line["record"] == "crossing" else _tabulated(finished, line)
    return (
        "\n".join([_READ.rstrip(), *declared(finished.manifest["design"], cell), "", *_estimated(line)])
        + "\n"
    )


def _tabulated(finished: Finished, line: Line) -> list[str]:
    """What is measured, who is in the base, and which side of the column everyone is on."""
    name = line["table"]
    question = finished.question(name)
    base = question["base"] or finished.manifest["plan"]["tables"]["base"]
    if line["measure"] == "outside":
        base = "asked"
    lines = _measured(name, question, line, base)
    if not line["column_code"]:
        return lines
    banner = finished.question(line["banner"])
    across = banner["base"] or finished.manifest["plan"]["tables"]["base"]
    return [
        *lines,
        f"poll$in_banner <- {_inside(line['banner'], banner, across)}",
        f'poll$side <- ifelse({_has(line["banner"], [line["column_code"]])}, "column", "rest")',
        *_SIDES,
    ]


def _crossed(finished: Finished, line: Line) -> list[str]:
    """The same of a crossing, whose groups may be merged answers of the row question."""
    [crossing] = [
        each
        for each in finished.manifest["plan"]["crossing"]
        if f"{each['rows']}_x_{each['columns']}" == line["table"]
    ]
    rows, columns = finished.question(crossing["rows"]), finished.question(crossing["columns"])
    base = columns["base"] or finished.manifest["plan"]["tables"]["base"]
    lines = _measured(crossing["columns"], columns, line, base)
    lines.append(f"poll$in_banner <- {_inside(crossing['rows'], rows, 'substantive')}")
    if line["column_code"]:
        merged = {net["name"]: net["answers"] for net in crossing["merge"]}
        group = merged.get(line["column_code"], [line["column_code"]])
        lines.append(f'poll$side <- ifelse({_has(crossing["rows"], group)}, "column", "rest")')
    return lines


def _measured(name: str, question: Question, line: Line, base: str) -> list[str]:
    """The value whose mean is the number, nought outside its base, and who is in that."""
    return [*_value_and_base(name, question, line, base), "poll$value[!poll$in_base] <- 0"]


def _value_and_base(name: str, question: Question, line: Line, base: str) -> list[str]:
    """The value whose mean is the number, and who is in its base."""
    code, measure = line["answer_code"], line["measure"]
    inside = _codes(question, *BASE_ROLES[base])
    scores = {each["code"]: each["score"] for each in question["answers"] if each["role"] == "substantive"}
    nets = {net["name"].casefold(): net["answers"] for net in question["nets"]}
    if question["kind"] == "numeric" and measure in ("mean", "median"):
        return [
            f"poll$value <- as.numeric(poll[[{text(name)}]])  # a reason for no number is blank",
            "poll$in_base <- !is.na(poll$value)",
        ]
    if measure == "mean":
        scored = {code: score for code, score in scores.items() if score is not None}
        return [f"poll$value <- {_scored(name, scored)}", f"poll$in_base <- {_has(name, list(scored))}"]
    if measure == "net_score":
        above = dict.fromkeys(nets["support"], 1.0) | dict.fromkeys(nets["oppose"], -1.0)
        value = f"ifelse({_has(name, list(above))}, {_scored(name, above)}, 0)"
    elif measure == "mentions":
        value = " + ".join(_has(name, [each]) for each in inside)
    else:
        codes = nets.get(code.casefold(), [code]) if measure == "net" else [code]
        kept = [each for each in codes if each in inside or measure == "outside"]
        value = f"as.numeric({_has(name, kept)})"
    return [f"poll$value <- {value}", f"poll$in_base <- {_inside(name, question, base)}"]


def _inside(name: str, question: Question, base: str) -> str:
    """Who is in a base: all but those not asked, or those with one of its answers."""
    if base == "asked":
        return f"!{_has(name, _codes(question, 'not_asked'))}"
    return _has(name, _codes(question, *BASE_ROLES[base]))


def _has(name: str, codes: Sequence[str]) -> str:
    return f"has(poll[[{text(name)}]], {texts(codes)})"


def _codes(question: Question, *roles: str) -> list[str]:
    return [each["code"] for each in question["answers"] if each["role"] in roles]


def _scored(name: str, scores: Mapping[str, float]) -> str:
    listed = ", ".join(f"{text(code)} = {score:g}" for code, score in scores.items())
    return f"unname(c({listed})[poll[[{text(name)}]]])"


def _estimated(line: Line) -> list[str]:
    """The estimate in the column, and its difference from the rest."""
    crossed = line["record"] == "crossing"
    inside = "in_base & in_banner" if line["column_code"] or crossed else "in_base"
    if line["measure"] == "median":
        side = ' & side == "column"' if line["column_code"] else ""
        return [f'svyquantile(~value, subset(design, {inside}{side}), 0.5, qrule = "school")']
    if not line["column_code"]:
        return [f"cells <- svymean(~value, subset(design, {inside}))", "cells"]
    lines = [
        f"cells <- svyby(~value, ~side, subset(design, {inside}), svymean)",
        'cells  # the line "column" is the number, with its standard error',
    ]
    return lines if crossed else [*lines, "", *_GAP]


_GAP = (
    "# Against the rest. svyby has no covariance between domains of a calibrated design; totals have.",
    "sums <- svytotal(~column_sum + column_base + rest_sum + rest_base, design)",
    "gap <- svycontrast(sums, quote(column_sum / column_base - rest_sum / rest_base))",
    "gap",
    "2 * pt(abs(coef(gap) / SE(gap)), degf(design), lower.tail = FALSE)  # p",
)

_SIDES = (
    'poll$column_base <- as.numeric(poll$in_base & poll$in_banner & poll$side == "column")',
    'poll$rest_base <- as.numeric(poll$in_base & poll$in_banner & poll$side == "rest")',
    "poll$column_sum <- poll$column_base * poll$value",
    "poll$rest_sum <- poll$rest_base * poll$value",
)
