"""The design of a report declared to R's package survey, calibration included."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from survey.reporting.replicates import FOLDER
from survey.vocabulary import TOTAL_PREFIX

CROSSED = " × "
"""What stands between the questions of a crossed margin, and between the answers of its cells."""

NO_CATEGORY = "no target category"

_MERGED = """\
poll <- merge(poll, read.csv("weights.csv", colClasses = c(respondent = "character"),
                             fileEncoding = "UTF-8-BOM"), by = "respondent", sort = FALSE)
poll <- poll[poll$weight > 0, ]  # a weight of zero is in no base"""

_ENTERING = """\
# The weights that entered the last calibration, as weights.csv has them
before <- intersect(c("entering_weight", "nonresponse_weight", "design_weight"), names(poll))
poll$entering <- if (length(before)) poll[[before[1]]] else 1"""

_LONELY = """\
# A stratum of one unit is measured from the mean over all units here, from nought by R: where
# weights are calibrated, standard errors differ from the fifth digit on."""

_CELLS = f"""\
cells_of <- function(names, categories) {{
  found <- do.call(paste, c(poll[names], sep = "{CROSSED}"))
  factor(ifelse(found %in% categories, found, "{NO_CATEGORY}"))
}}"""

Plain = Mapping[str, Any]


def declared(design: Plain, cell: Sequence[str]) -> list[str]:
    """Lines that make `design`; those of the cell stand before, so that it knows their columns."""
    if design["replicates"]:
        return [
            *cell,
            "answers <- poll",
            f'source("{FOLDER}/read.R", chdir = TRUE)  # replicate weights, declared',
        ]
    lines = [_MERGED] if design["weight"] else []
    weights = "~weight" if design["weight"] else "~1"
    steps = design["calibration"]
    if steps:
        lines.append(_ENTERING)
        weights = "~entering"
    lines += [*cell, *_sampled(design, weights)]
    if steps:
        lines += _calibrated(steps)
    return lines


def _sampled(design: Plain, weights: str) -> list[str]:
    """The call of svydesign, after the columns it needs."""
    lines = []
    if design["stratum"]:
        lines += [_LONELY] if design["lonely"] == "adjust" else []
        lines.append(f'options(survey.lonely.psu = "{design["lonely"]}")')
    stages = [name for name in ("psu", "ssu") if design[name]]
    finite = [name for name in ("fpc", "ssu_fpc") if design[name]]
    for role in (*stages, *finite, *(["stratum"] if design["stratum"] else [])):
        names = design[role].removeprefix("#").split(CROSSED)
        column = f"poll[[{text(names[0])}]]" if len(names) == 1 else f"do.call(paste, poll[{texts(names)}])"
        lines.append(f"poll$the_{role} <- {f'as.numeric({column})' if role in finite else column}")
    ids = " + ".join(f"the_{name}" for name in stages) or "1"
    parts = [f"ids = ~{ids}"]
    if design["stratum"]:
        parts += ["strata = ~the_stratum", "nest = TRUE"]
    if finite:
        parts.append(f"fpc = ~{' + '.join(f'the_{name}' for name in finite)}")
    return [*lines, f"design <- svydesign({', '.join(parts)}, weights = {weights}, data = poll)"]


def _calibrated(steps: Sequence[Plain]) -> list[str]:
    """The last calibration, to the totals that the final weights have."""
    last, *earlier = steps
    lines = [_CELLS]
    margins = []
    for number, margin in enumerate(last["margins"], 1):
        margins.append(f"margin_{number}")
        lines.append(f"poll$margin_{number} <- {_margin(margin)}")
    for number, name in enumerate(last["continuous"], 1):
        margins.append(f"total_{number}")
        lines.append(f"poll$total_{number} <- as.numeric(poll[[{text(name.removeprefix(TOTAL_PREFIX))}]])")
    lines += [f"design <- update(design, {', '.join(f'{name} = poll${name}' for name in margins)})"]
    lines += _remarks(last, earlier)
    call = "raking" if last["method"] in ("rake", "raking") else "linear"
    return [
        *lines,
        f"margins <- ~ {' + '.join(margins)}",
        "population <- colSums(model.matrix(margins, poll) * poll$weight)",
        f'design <- calibrate(design, margins, population, calfun = "{call}", epsilon = 1e-11, maxit = 1000)',
    ]


def _remarks(last: Plain, earlier: Sequence[Plain]) -> list[str]:
    remarks = []
    if last["method"] == "logit":
        remarks.append("# These weights were calibrated within limits; R's linear ones differ a little.")
    if earlier:
        remarks.append(
            f"# {len(earlier)} earlier calibration(s) are not in weights.csv: R's errors credit the last."
        )
    return remarks


def _margin(margin: Plain) -> str:
    """The cells of a margin, those without a target together."""
    parts = []
    for column, levels in zip(margin["columns"], margin["categories"], strict=True):
        names = column.split(CROSSED)
        parts.append(f"cells_of({texts(names)}, {texts([each for each in levels if each != NO_CATEGORY])})")
    return parts[0] if len(parts) == 1 else f"interaction({', '.join(parts)}, drop = TRUE)"


def text(value: str) -> str:
    """A text as R writes it."""
    return json.dumps(value, ensure_ascii=False)


def texts(values: Sequence[str]) -> str:
    """Texts as a vector of R."""
    return f"c({', '.join(map(text, values))})" if values else "character()"
