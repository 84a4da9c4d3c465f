"""Published figures, looked up in the report that `survey.analyze` makes by the set's plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import survey
from survey.vocabulary import Report, Table
from tests.published.comparing import Compared
from tests.published.opening import Published

Place = Mapping[str, Any]
"""Where a figure stands in the report: its measure, and table, row and column where it has them."""


def compared(chosen: Published, blocks: Sequence[Mapping[str, Any]]) -> Iterator[Compared]:
    """Every published figure of the blocks, held against the report's."""
    for block in blocks:
        for cell in block.get("cells", ()):
            yield _compared(chosen, block, cell)


def _compared(chosen: Published, block: Mapping[str, Any], cell: Mapping[str, Any]) -> Compared:
    about = f"{block['what']} / {cell['value']}"
    reason = chosen.reason(about)
    places = chosen.told.get("figures", {}).get(block["what"], {})
    got = None
    if cell["value"] in places:
        place = {**places.get("all", {}), **places[cell["value"]]}
        statistic = "statistic" in place
        got = estimate(chosen, place) if statistic else figure(chosen.report(block["file"]), place)
    else:
        reason = reason or "figures.toml does not say where it stands"
    tolerance = _tolerance(block["tolerance"], cell["published"]) + 1e-9
    return Compared("published", about, float(cell["published"]), got, tolerance, reason)


def _tolerance(said: float | str, printed: float) -> float:
    """How far a figure may be off: what the block says, or half of the last digit printed."""
    if said != "last printed digit":
        return float(said)
    decimals = len(str(printed).partition(".")[2])
    return float(0.5 * 10.0**-decimals)


def estimate(chosen: Published, place: Place) -> float:
    """A statistic of a file by a design: its estimate, or its standard error."""
    poll = survey.declare_design(chosen.open(place["file"]), **place["design"])
    function = {"mean": survey.mean, "total": survey.total}[place["statistic"]]
    found = function(poll, place["of"])
    return float((found.estimate if place["measure"] == "estimate" else found.standard_error)[0])


def figure(report: Report, place: Place) -> float:
    """The figure of a report that stands at a place; shares in per cent."""
    measure = place.get("measure", "share")
    if measure == "respondents":
        return float(len(report.survey.responses))
    if measure == "columns":
        return float(report.survey.source.columns)
    table = report.tables[place["table"]]
    j = _column(table, place.get("column", ""))
    if measure == "base":
        return float(table.unweighted_base[j])
    i = table.row(place["row"])
    if measure == "count":
        return float(table.count[i, j])
    if measure == "unweighted share":
        return 100 * float(table.count[i, j] / table.unweighted_base[j])
    if measure == "share":
        return 100 * float(table.estimate[i, j])
    raise ValueError(f"no measure {measure!r}")


def _column(table: Table, wanted: str) -> int:
    """Position of the column `question: answer`; the total where none is named."""
    for position, column in enumerate(table.columns):
        if wanted == (f"{column.banner}: {column.code}" if column.banner else ""):
            return position
    there = ", ".join(f"{column.banner}: {column.code}" for column in table.columns)
    raise KeyError(f"{table.id!r} has no column {wanted!r}; its columns are: {there}")
