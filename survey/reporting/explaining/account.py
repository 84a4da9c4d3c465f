"""One printed number accounted for: what it counts, how sure it is, and why it has a mark or none."""

from __future__ import annotations

import math
from collections.abc import Iterator

from survey.reporting import amounts
from survey.reporting.explaining.finished import Finished, Line, number
from survey.reporting.explaining.lookup import Asked
from survey.reporting.since import PREVIOUS
from survey.targets import split

SHARES = ("answer", "net", "outside", "net_score")
COMPARED = ("answer", "net", "net_score", "mean")
"""Lines of a table that are compared between columns."""

_LABEL = 22

Fact = tuple[str, str]


def account(finished: Finished, asked: Asked) -> str:
    """The number, its error, its test, its mark and its design, a line each."""
    line = asked.line
    facts = [
        *_names(line, asked.also),
        *_counts(line),
        *_estimate(finished, line),
        *(_difference(line) if line["record"] == "cell" else _residual(line)),
        *_marked(finished, line),
        *_previous(finished, line),
        *_whole_table(finished, line),
        *_design(finished),
    ]
    return "\n".join(f"{label:<{_LABEL}}{text}" if label else "" for label, text in facts)


def _names(line: Line, also: tuple[str, ...]) -> Iterator[Fact]:
    yield "Table", f"{line['table']}: {line['question']}"
    if line["wording"] and line["wording"] != line["question"]:
        yield "Wording", f"“{line['wording']}”"
    kind = "" if line["measure"] == "answer" else f" ({line['measure'].replace('_', ' ')})"
    yield "Answer", f"{line['answer_code']}: {line['answer']}{kind}"
    if also:
        yield "Not meant", f"{', '.join(also)}: ask for it by its code"
    letter = f", letter {line['letter']}" if line["letter"] else ""
    column = f"{line['banner']}:{line['column_code']}: {line['column']} ({line['banner_label']}){letter}"
    yield "Column", column if line["column_code"] else "everyone"
    yield "Base", line["base"]


def _counts(line: Line) -> Iterator[Fact]:
    yield "", ""
    yield "Unweighted count", _whole(line, "unweighted_count")
    flag = {"low": ", too few to compare", "caution": ", few: read with caution"}.get(line["flag"], "")
    yield "Unweighted base", _whole(line, "unweighted_base") + flag
    yield "Weighted base", _figure(line, "weighted_base")
    yield "Effective base", f"{_figure(line, 'effective_base')} (Kish)"


def _estimate(finished: Finished, line: Line) -> Iterator[Fact]:
    yield "", ""
    share = line["measure"] in SHARES
    estimate, error = number(line, "estimate"), number(line, "standard_error")
    shown = f"{amounts.per_cent(estimate, 1)}%, " if share and math.isfinite(estimate) else ""
    yield "Estimate", f"{shown}{_figure(line, 'estimate')}"
    yield "Variance", f"{_written(error**2)} (linearised)"
    yield "Standard error", _figure(line, "standard_error")
    level = amounts.level(1 - finished.alpha)
    how = "Korn–Graubard" if line["measure"] in ("answer", "net", "outside") else "t"
    how = "from the distribution (Woodruff)" if line["measure"] == "median" else how
    degrees = number(line, "interval_degrees")
    on = f" on {degrees:g} df of its own respondents" if math.isfinite(degrees) else ""
    yield f"{level} interval", f"{_figure(line, 'low')} to {_figure(line, 'high')} ({how}{on})"
    yield "Design effect", f"{_figure(line, 'design_effect')} against a simple random sample of the same size"
    if line.get("index"):
        yield "Index", f"{number(line, 'index'):.1f} (everyone = 100)"


def _difference(line: Line) -> Iterator[Fact]:
    if not line["column_code"]:
        return
    yield "", ""
    gap = number(line, "difference_from_rest")
    points = (
        f"{amounts.signed(100 * gap)} points, " if line["measure"] in SHARES and math.isfinite(gap) else ""
    )
    yield "Gap against the rest", f"{points}{_figure(line, 'difference_from_rest')}"
    yield "Its standard error", _figure(line, "difference_standard_error")
    yield "Test", f"{line['test'] or 'none'}, on {number(line, 'degrees_of_freedom'):g} df of the design"
    yield "p", _figure(line, "p")
    yield (
        "p of the mark",
        f"{_figure(line, 'cautious_p')}, by the larger error {_figure(line, 'cautious_standard_error')} "
        f"on {number(line, 'cautious_degrees'):g} df",
    )
    yield "q", _figure(line, "q")
    yield "Family", line["family"] or "nothing was compared"


def _residual(line: Line) -> Iterator[Fact]:
    if not line["column_code"]:
        return
    yield "", ""
    yield "Share of the answer", f"{_figure(line, 'share_of_column')} of those who gave it are in this group"
    yield "Adjusted residual", _figure(line, "residual")
    yield "Test", f"{line['test'] or 'none'}, on {number(line, 'degrees_of_freedom'):g} df of the design"
    yield "q", _figure(line, "residual_q")
    yield "Family", "the answers of this crossing, in all its groups; Benjamini–Hochberg"


def _marked(finished: Finished, line: Line) -> Iterator[Fact]:
    if line["record"] == "cell":
        yield "Mark", _why(finished, line)
        if line["letter"]:
            yield "Letters", line["higher_than"] or "none: above no other column of its banner question"
    elif line["column_code"]:
        q = number(line, "residual_q")
        bold = "bold and coloured" if q < finished.alpha else "none"
        yield "Mark", f"{bold}: {_against(q, finished.alpha) if math.isfinite(q) else 'there is no residual'}"


def _previous(finished: Finished, line: Line) -> Iterator[Fact]:
    """The same cell in the wave before, and the change."""
    same = ("table", "answer_code", "measure", "banner", "column_code")
    for each in finished.lines:
        if each["record"] != PREVIOUS or any(each[name] != line[name] for name in same):
            continue
        before, change = number(each, "before"), number(each, "estimate")
        yield "", ""
        bases = f"n = {_whole(each, 'unweighted_base')}, effective {_figure(each, 'effective_base')}"
        yield f"In {each['compared_with']}", f"{amounts.per_cent(before, 1)}%, {before:.6g} ({bases})"
        if math.isfinite(change):
            yield "Change", f"{amounts.signed(100 * change)} points, {_figure(each, 'estimate')}"
            yield "Error of the change", f"{_figure(each, 'standard_error')}, the larger of two"
            degrees = number(each, "degrees_of_freedom")
            yield "p of the change", f"{_figure(each, 'p')} by t on {degrees:.6g} df (Satterthwaite)"
            q = number(each, "q")
            yield "Mark of the change", f"{each['mark'] or 'none'}: {_against(q, finished.alpha)}"
        if each["remark"] or not math.isfinite(change):
            yield "Remark", each["remark"] or "not compared: too few respondents in one of the waves"


def _why(finished: Finished, line: Line) -> str:
    """The mark and what it rests on, or why there is none."""
    q, p, alpha = number(line, "q"), number(line, "cautious_p"), finished.alpha
    if not line["column_code"]:
        return "none: everyone is compared with nobody"
    if line["measure"] not in COMPARED:
        return "none: lines of this kind are not compared between columns"
    if line["flag"] == "low":
        return f"none: fewer than {finished.minimum_base} respondents, unweighted or effective"
    if settled(finished, line["table"]):
        return "none: weighting fixed the shares of this question, so that gaps in it say nothing"
    groups = {as_asked(finished, name) for name in split(line["banner"])}
    if as_asked(finished, line["table"]) in groups:
        return "none: these groups are made of the question's own answers, so that gaps in it say nothing"
    if math.isnan(q):
        return f"none: fewer than {finished.minimum_base} respondents in the rest, or no error of the gap"
    if line["mark"]:
        side = "above" if line["mark"] == "▲" else "below"
        return f"{line['mark']} {side} the rest: {_against(q, alpha)}"
    alone = f"; p alone, {amounts.probability(p)}, would be below it" if p < alpha else ""
    return f"none: {_against(q, alpha)}{alone}"


def settled(finished: Finished, table: str) -> bool:
    """Whether a question, or what it was derived from, is part of a margin that the weights meet."""
    plan = finished.manifest["plan"]
    steps = finished.manifest["design"]["calibration"]
    met = [column for step in steps for margin in step["margins"] for column in margin["columns"]]
    names = {part for margin in (*plan["weighting"]["margins"], *met) for part in split(margin)}
    return as_asked(finished, table) in {as_asked(finished, name) for name in names}


def as_asked(finished: Finished, name: str) -> str:
    """The question that a derived question goes back to; itself when it was asked."""
    sources = {each["name"]: each["source"] for each in finished.manifest["plan"]["derive"]}
    seen = {name}
    while sources.get(name) and sources[name] not in seen:
        name = sources[name]
        seen.add(name)
    return name


def _whole_table(finished: Finished, line: Line) -> Iterator[Fact]:
    """The test of the whole table, its unweighted companion, and a crossing's gaps between groups."""
    own = [
        each for each in finished.lines if each["table"] == line["table"] and each["banner"] == line["banner"]
    ]
    tests = [each for each in own if each["record"] in ("test", "unweighted test") and each["statistic"]]
    if line["column_code"] and tests:
        yield "", ""
    for each in tests if line["column_code"] else ():
        degrees = f"{number(each, 'df1'):.4g}" + (f", {number(each, 'df2'):.4g}" if each["df2"] else "")
        yield (
            "Whole table" if each["record"] == "test" else "Unweighted companion",
            f"{each['test']} ({degrees}) = {number(each, 'statistic'):.4g}, p {_probability(each)}, "
            f"V = {number(each, 'cramers_v'):.3f}",
        )
    for each in own:
        groups = (each["column_code"], each["against_code"]) if each["record"] == "gap" else ()
        if line["column_code"] in groups and each["answer_code"] == line["answer_code"]:
            yield (
                "Gap",
                f"{each['column']} − {each['against']}: {_figure(each, 'estimate')} "
                f"({_figure(each, 'low')} to {_figure(each, 'high')}), p {_probability(each)}",
            )


def _probability(line: Line) -> str:
    return amounts.probability(number(line, "p"))


def _design(finished: Finished) -> Iterator[Fact]:
    design = finished.manifest["design"]
    yield "", ""
    drawn = "sampling points " + design["psu"] if design["psu"] else "every respondent a sampling unit"
    strata = f"strata {design['stratum']}" if design["stratum"] else "one stratum"
    lonely = f", a stratum of one unit: {design['lonely']}" if design["stratum"] else ""
    replicates = f", errors by {design['replicates']} replicate weights" if design["replicates"] else ""
    chance = {True: "", False: "; an opt-in sample treated as if random", None: "; assumed random"}
    yield "Design", f"{strata}, {drawn}{lonely}{replicates}{chance[design['probability']]}"
    yield "Weighting", str(finished.manifest["weighting"]["en"])
    yield "Report", f"{finished.folder}, of {finished.manifest['input']['name']}"


def _against(q: float, alpha: float) -> str:
    sign = "below" if q < alpha else "not below"
    return f"q {amounts.probability(q)} is {sign} {amounts.without_zero(alpha, 2)}"


def _figure(line: Line, name: str) -> str:
    return _written(number(line, name))


def _written(value: float) -> str:
    """A number with ten digits; a dash where there is none."""
    return f"{value:.10g}" if math.isfinite(value) else "–"


def _whole(line: Line, name: str) -> str:
    value = number(line, name)
    return amounts.whole(value) if math.isfinite(value) else "–"
