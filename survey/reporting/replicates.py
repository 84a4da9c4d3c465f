"""Replicate weights as files that R's package survey and Stata read, each with the design declared."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from survey.reporting.data import as_text
from survey.responses import combinations, decode, numbers
from survey.stats.replicates import degrees_of_freedom
from survey.vocabulary import ROW_COLUMN, ReplicateMethod, Replication, Survey

FOLDER = "replicates"
"""Folder of these files in that of the report."""

PER_LINE = 8
"""Multipliers on a line of the program for Stata."""

R_TYPES: dict[ReplicateMethod, str] = {
    "JK1": "JK1",
    "JKn": "JKn",
    "BRR": "BRR",
    "Fay": "Fay",
    "bootstrap": "bootstrap",
    "SDR": "successive-difference",
}

Floats = NDArray[np.float64]


def replicate_files(survey: Survey) -> dict[str, bytes]:
    """Weights, scales and the programs that declare them, {path: content}; none without replicate weights."""
    replication = survey.design.replication
    if replication is None:
        return {}
    degrees = design_degrees(survey, replication)
    return {
        f"{FOLDER}/weights.csv": _weights(survey, survey.responses.block(replication.block)),
        f"{FOLDER}/scales.csv": _scales(replication),
        f"{FOLDER}/read.R": _for_r(replication, degrees).encode("utf-8"),
        f"{FOLDER}/read.do": _for_stata(replication, degrees).encode("utf-8"),
    }


def design_degrees(survey: Survey, replication: Replication) -> int:
    """Degrees of freedom of the design: of the replicate weights, and no more than its units less strata."""
    design, responses = survey.design, survey.responses
    weights = np.ones(len(responses)) if design.weight is None else numbers(responses.column(design.weight))
    named = [responses.column(name) for name in (design.stratum, design.psu) if name]
    strata = responses.column(design.stratum).codes if design.stratum else np.zeros(len(responses))
    units = combinations(named)[1] if design.psu else np.arange(len(responses))
    weighing = weights > 0
    sample = len(np.unique(units[weighing])) - len(np.unique(strata[weighing]))
    return min(int(degrees_of_freedom(responses.block(replication.block))), sample)


def respondents(survey: Survey) -> list[str]:
    """What tells respondents apart, (respondents,): the id where each has one of their own, else the row."""
    for question in survey.codebook.with_role("id"):
        if question.name in survey.responses.names:
            column = survey.responses.column(question.name)
            if (column.codes >= 0).all() and len(np.unique(column.codes)) == len(column.codes):
                return [as_text(value) for value in decode(column).tolist()]
    if ROW_COLUMN in survey.responses.names:
        return [as_text(value) for value in decode(survey.responses.column(ROW_COLUMN)).tolist()]
    return [str(row) for row in range(1, len(survey.responses) + 1)]


def _weights(survey: Survey, block: Floats) -> bytes:
    """Everyone's weight and replicate weights, every digit of them."""
    weight = survey.design.weight
    own = np.ones(len(block)) if weight is None else numbers(survey.responses.column(weight))
    heads = ["respondent", "weight", *(f"rw_{r}" for r in range(1, block.shape[1] + 1))]
    values = np.column_stack([own, block]).tolist()
    names = _quoted(respondents(survey))
    lines = (f"{name},{','.join(map(repr, line))}" for name, line in zip(names, values, strict=True))
    return ("\n".join([",".join(heads), *lines]) + "\n").encode("utf-8")


def _quoted(names: list[str]) -> Iterator[str]:
    """The names as cells of a CSV file."""
    for name in names:
        if name.isalnum():
            yield name
            continue
        text = io.StringIO()
        csv.writer(text, lineterminator="").writerow([name])
        yield text.getvalue()


def _scales(replication: Replication) -> bytes:
    lines = [f"rw_{r},{scale!r}" for r, scale in enumerate(replication.scales, 1)]
    return ("\n".join(["replicate,scale", *lines]) + "\n").encode("utf-8")


def _as_the_method_says(replication: Replication) -> bool:
    """Whether programs that know the method by name arrive at the same scales."""
    size, each = len(replication.scales), set(replication.scales) == {1.0}
    usual = {"SDR": 4 / size, "BRR": 1 / size, "bootstrap": 1 / size}.get(replication.method)
    if replication.method == "Fay":
        usual = 1 / (size * (1 - replication.rho) ** 2)
    return usual is None or (each and abs(replication.scale / usual - 1) < 1e-12)


def _for_r(replication: Replication, degrees: int) -> str:
    """The program for R."""
    method = replication.method
    named = _as_the_method_says(replication)
    kind = R_TYPES[method] if named or method == "bootstrap" else "other"
    declared = [f'type = "{kind}"']
    if kind == "Fay":
        declared.append(f"rho = {replication.rho!r}")
    if kind in ("JK1", "JKn", "bootstrap", "other"):
        declared += [f"scale = {replication.scale!r}", "rscales = scales$scale"]
    return f"""\
# Declares these weights to R's package survey. In the folder of this file, or
#   source("replicates/read.R", chdir = TRUE)
# Answers to analyse go before, as a data frame `answers` with the column `respondent`.
library(survey)

weights <- read.csv("weights.csv", encoding = "UTF-8", colClasses = c(respondent = "character"))
scales <- read.csv("scales.csv")
if (exists("answers")) {{
  answers$respondent <- as.character(answers$respondent)
  answers <- answers[c("respondent", setdiff(names(answers), names(weights)))]
  weights <- merge(weights, answers, by = "respondent", sort = FALSE)
}}
design <- svrepdesign(
  data = weights, weights = ~weight, repweights = "^rw_[0-9]+$", {", ".join(declared)},
  combined.weights = TRUE, mse = {"TRUE" if replication.about_estimate else "FALSE"}
)
# R takes the rank of the replicate weights, which weighting lifts; these are the design's.
design$degf <- {degrees}
"""


def _for_stata(replication: Replication, degrees: int) -> str:
    """The program for Stata."""
    named, method = _as_the_method_says(replication), replication.method
    if named and method in ("BRR", "Fay"):
        kept = f" fay({replication.rho!r})" if method == "Fay" else ""
        declared = f"vce(brr) brrweight(rw_*){kept}"
    elif named and method == "bootstrap":
        declared = "vce(bootstrap) bsrweight(rw_*)"
    elif named and method == "SDR":
        declared = "vce(sdr) sdrweight(rw_*)"
    else:
        declared = f"vce(jackknife) jkrweight(rw_*, multiplier({_multipliers(replication)}))"
    centre = " mse" if replication.about_estimate else ""
    return f"""\
* Declares these weights to Stata, in the folder of this file. Answers to analyse are
* joined after it: merge 1:1 respondent using answers
import delimited using "weights.csv", clear varnames(1) case(preserve) asdouble ///
    stringcols(1) encoding("utf-8")
svyset [pweight=weight], {declared}{centre} dof({degrees})
"""


def _multipliers(replication: Replication) -> str:
    """What the square of each replicate counts, one for all where it is the same."""
    each = [repr(replication.scale * scale) for scale in replication.scales]
    if len(set(each)) == 1:
        return each[0]
    lines = [" ".join(each[start : start + PER_LINE]) for start in range(0, len(each), PER_LINE)]
    return " ///\n    ".join(lines)
