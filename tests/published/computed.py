"""Numbers that a reference file computed with R, from the public functions of `survey`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from math import nan
from typing import Any

import numpy as np
from numpy.typing import NDArray

import survey
from survey.errors import SurveyError
from survey.vocabulary import Codebook, CrossingPlan, DesignPlan, Plan, Question, Survey
from tests.published.comparing import Compared, tolerance_of, whole
from tests.published.opening import Published, code_of, folded, question_of

Entry = Mapping[str, Any]
Numbers = dict[tuple[str, ...], float]
"""{what a number is about: the number}; the last part names the field."""


def compared(chosen: Published, entries: Sequence[Entry]) -> Iterator[Compared]:
    """Every computed number of the entries, held against ours."""
    for entry in entries:
        if entry["kind"] in chosen.told.get("elsewhere", ()):
            continue
        name = _name(entry)
        if entry["kind"] not in _GOT or not chosen.has(str(entry.get("file"))):
            fault = f"no {entry['kind']} here" if entry["kind"] not in _GOT else "its file is not opened"
            yield Compared("computed", name, nan, None, 0.0, fault)
            continue
        ours, fault = _ours(chosen, entry)
        for key, number in _EXPECTED[entry["kind"]](entry).items():
            about = " / ".join((name, *key))
            reason = chosen.reason(about) or ("" if key in ours else fault or _absent(key))
            yield Compared("computed", about, number, ours.get(key), tolerance_of(key[-1], number), reason)


def _absent(key: tuple[str, ...]) -> str:
    """Why a number of an entry that is ours otherwise is not there."""
    if key[0] == "pearson_unweighted":
        return "counts too thin for chi-square, so that no unweighted test stands beside the crossing"
    return "no such number here"


def _ours(chosen: Published, entry: Entry) -> tuple[Numbers, str]:
    """Our numbers for an entry, and why there are none."""
    more = chosen.told.get(entry["kind"], {})
    poll = chosen.report(entry["file"]).survey if more else chosen.open(entry["file"])
    try:
        return _GOT[entry["kind"]](poll, {**entry, **more}), ""
    except (KeyError, SurveyError) as error:
        return {}, str(error.args[0])


def _name(entry: Entry) -> str:
    crossed = f" × {entry['banner']}" if entry.get("banner") else ""
    about = f"{entry.get('variable') or ''}{crossed}"
    file = f" of {entry['file']}" if entry.get("file") else ""
    by = f" by {entry['weight']}" if entry.get("weight") else ""
    return f"{entry['kind']} {about}{by}{file}"


# What the file says.


def _bases(entry: Entry) -> Numbers:
    names = ("base_unweighted", "base_weighted")
    return {(name,): whole(entry[name]) for name in names if entry.get(name) is not None}


def _of_cells(entry: Entry) -> Numbers:
    numbers = _bases(entry)
    for cell in entry["cells"]:
        key = tuple(str(cell[part]) for part in ("banner", "value") if part in cell)
        numbers |= {
            (*key, field): whole(cell[field]) for field in cell if field not in ("banner", "value", "label")
        }
    for test in ("rao_scott_F", "pearson_unweighted"):
        numbers |= {(test, field): whole(number) for field, number in (entry.get(test) or {}).items()}
    return numbers


def _of_items(entry: Entry) -> Numbers:
    return {
        (str(item["item"]), field): whole(number)
        for item in entry["items"]
        for field, number in item.items()
        if field != "item"
    }


def _of_fields(*names: str) -> Callable[[Entry], Numbers]:
    return lambda entry: {(name,): whole(entry[name]) for name in names if name in entry}


# What we say.


def _weighted(poll: Survey, weight: str | None) -> Survey:
    return survey.declare_design(poll, weight=question_of(poll, weight).name if weight else None)


def _in_base(poll: Survey, entry: Entry) -> Survey:
    """The respondents of the entry's base alone, for its numbers were made without the others.

    Ours are otherwise those of a domain of the whole sample, whose errors differ by a factor of
    √(m / (m - 1) · (n - 1) / n) for m of n respondents.
    """
    given = entry.get("missing_codes")
    missing = {folded(code) for code in ([given] if isinstance(given, str) else given or [])}
    inside = np.ones(len(poll.responses), dtype=bool)
    for variable in filter(None, (entry["variable"], entry.get("banner"))):
        question = question_of(poll, variable)
        inside &= _gave(poll, question, [code for code in question.codes() if folded(code) not in missing])
    if found := re.fullmatch(r"(\S+) in \((.*)\)", str(entry.get("filter") or "")):
        question = question_of(poll, found[1])
        inside &= _gave(poll, question, [code_of(question, value) for value in found[2].split(", ")])
    return replace(poll, responses=poll.responses.keep(inside))


def _gave(poll: Survey, question: Question, codes: Sequence[str]) -> NDArray[np.bool_]:
    """Who gave one of these answers, (respondents,); any number where the question has none."""
    column = poll.responses.column(question.name)
    wanted = [level in codes or not question.answers for level in column.levels]
    return np.array([*wanted, False])[column.codes]


def _topline(poll: Survey, entry: Entry) -> Numbers:
    poll, question = _in_base(poll, entry), question_of(poll, entry["variable"])
    found = survey.proportion(_weighted(poll, entry.get("weight")), question.name)
    everyone = survey.proportion(_weighted(poll, None), question.name)
    numbers: Numbers = {
        ("base_unweighted",): float(found.unweighted_base[0]),
        ("base_weighted",): float(found.weighted_base[0]),
    }
    places = {cell.answer: place for place, cell in enumerate(found.cells)}
    for cell in entry["cells"]:
        place = places[code_of(question, cell["value"])]
        key = str(cell["value"])
        numbers[key, "n"] = float(everyone.estimate[place] * everyone.unweighted_base[place])
        numbers[key, "pct"] = 100 * float(found.estimate[place])
        numbers[key, "se_pct"] = 100 * float(found.standard_error[place])
    return numbers


def _crosstab(poll: Survey, entry: Entry) -> Numbers:
    row, column = question_of(poll, entry["variable"]), question_of(poll, entry["banner"])
    poll = _in_base(poll, entry)
    found = survey.crosstab(_weighted(poll, entry.get("weight")), row.name, column.name)
    test = (found.statistic, found.df1, found.df2, found.p)
    numbers: Numbers = {("base_unweighted",): float(found.unweighted_count.sum())}
    numbers |= {
        ("rao_scott_F", name): each for name, each in zip(("F", "ndf", "ddf", "p"), test, strict=True)
    }
    numbers |= _companion(poll, row, column)
    for cell in entry["cells"]:
        i = found.row_codes.index(code_of(row, cell["value"]))
        j = found.column_codes.index(code_of(column, cell["banner"]))
        key = (str(cell["banner"]), str(cell["value"]))
        numbers[(*key, "n")] = float(found.unweighted_count[i, j])
        numbers[(*key, "col_pct")] = 100 * float(found.share[i, j])
    return numbers


def _companion(poll: Survey, row: Question, column: Question) -> Numbers:
    """The unweighted test that stands beside a crossing."""
    alone = replace(poll, codebook=Codebook((row, column)))
    [crossing] = survey.analyze(alone, Plan(crossing=(CrossingPlan(column.name, row.name),))).crossings
    if crossing.companion is None:
        return {}
    test = (crossing.companion.statistic, crossing.companion.df, crossing.companion.p)
    return {("pearson_unweighted", name): each for name, each in zip(("X2", "df", "p"), test, strict=True)}


def _mean(poll: Survey, entry: Entry) -> Numbers:
    found = survey.mean(
        _weighted(_in_base(poll, entry), entry.get("weight")), question_of(poll, entry["variable"]).name
    )
    return {
        ("n",): float(found.unweighted_base[0]),
        ("mean",): float(found.estimate[0]),
        ("se",): float(found.standard_error[0]),
    }


def _weight_summary(poll: Survey, entry: Entry) -> Numbers:
    """The spread of weights, which a report gives in means of all weights, on the scale they came in."""
    name = question_of(poll, entry["weight"]).name
    kept = [question for question in poll.codebook if question.name == name]
    kept += [question for question in poll.codebook if question.tabulated][:1]
    alone = replace(poll, codebook=Codebook(tuple(kept)))
    spread = survey.analyze(alone, Plan(design=DesignPlan(weight=name))).spread
    if spread is None:
        raise KeyError(f"nothing is said of the weights {name!r}")
    total = float(survey.total(_weighted(poll, None), name).estimate[0])
    unit = total / spread.total
    return {
        ("n",): float(len(poll.responses)),
        ("sum",): total,
        ("min",): unit * spread.minimum,
        ("max",): unit * spread.maximum,
        ("kish_deff",): spread.design_effect,
        ("n_eff",): spread.effective_base,
    }


def _multi_response(poll: Survey, entry: Entry) -> Numbers:
    """Shares of respondents who ticked at least one; columns and answers of a block go together."""
    first = str(entry["cells"][-1]["value"])
    question = question_of(poll, first)
    columns = [folded(column) for column in question.columns]
    found = survey.proportion(_weighted(poll, entry.get("weight")), question.name)
    numbers: Numbers = {
        ("base_unweighted",): float(found.unweighted_base[0]),
        ("base_weighted",): float(found.weighted_base[0]),
    }
    for cell in entry["cells"]:
        header = folded(cell["value"])
        if header in columns:
            share = float(found.estimate[columns.index(header)])
            numbers[str(cell["value"]), "n"] = share * float(found.unweighted_base[0])
            numbers[str(cell["value"]), "pct_of_respondents"] = 100 * share
    return numbers


def _coded(poll: Survey, entry: Entry) -> Numbers:
    """Shares of respondents who gave each code, in one cell with others or in a column of its own."""
    question = question_of(poll, str(entry.get("variable") or entry["columns"][0]))
    found = survey.proportion(_weighted(poll, None), question.name)
    base = float(found.unweighted_base[0])
    numbers: Numbers = {("base_unweighted",): base}
    for cell, share in zip(found.cells, found.estimate, strict=True):
        numbers[cell.answer, "n"] = float(share) * base
        numbers[cell.answer, "pct_of_respondents"] = 100 * float(share)
    return numbers


def _grid_means(poll: Survey, entry: Entry) -> Numbers:
    """Means and top-two shares of items rated 1 to 5, whose means are contrasts of shares."""
    numbers: Numbers = {}
    everyone = _weighted(poll, None)
    for item in entry["items"]:
        question, key = question_of(poll, item["item"]), str(item["item"])
        rated = [code for code in question.codes() if code in "12345"]
        found = survey.proportion(everyone, question.name, domain={question.name: rated})
        whole_base = float(survey.proportion(everyone, question.name).unweighted_base[0])
        rating: dict[str | tuple[str, ...], float] = {code: float(code) for code in rated}
        top: dict[str | tuple[str, ...], float] = {"4": 1.0, "5": 1.0}
        score = survey.contrast(found, {"mean": rating, "top two": top})
        numbers[key, "n_rated"] = float(found.unweighted_base[0])
        numbers[key, "n_unfamiliar"] = whole_base - float(found.unweighted_base[0])
        numbers[key, "mean"] = float(score.estimate[0])
        numbers[key, "top2_pct"] = 100 * float(score.estimate[1])
    return numbers


def _ranking(poll: Survey, entry: Entry) -> Numbers:
    """First places and mean ranks in the domain that `figures.toml` names, with a question per item."""
    numbers: Numbers = {}
    everyone = _weighted(poll, None)
    for item in entry["items"]:
        name = entry["questions"][item["item"]]
        found = survey.proportion(everyone, name, domain=entry["domain"])
        ranks: dict[str | tuple[str, ...], float] = {c.answer: float(c.answer) for c in found.cells}
        mean = survey.contrast(found, {"mean": ranks}).estimate[0]
        place = [cell.answer for cell in found.cells].index("1")
        numbers[item["item"], "n_first"] = float(found.estimate[place] * found.unweighted_base[place])
        numbers[item["item"], "mean_rank"] = float(mean)
    return numbers


_EXPECTED: Mapping[str, Callable[[Entry], Numbers]] = {
    "topline": _of_cells,
    "crosstab": _of_cells,
    "multi_response": _of_cells,
    "multi_response_coded": _of_cells,
    "multi_response_delimited": _of_cells,
    "mean": _of_fields("n", "mean", "se"),
    "weight_summary": _of_fields("n", "sum", "min", "max", "kish_deff", "n_eff"),
    "ranking": _of_items,
    "grid_means": _of_items,
}

_GOT: Mapping[str, Callable[[Survey, Entry], Numbers]] = {
    "topline": _topline,
    "crosstab": _crosstab,
    "mean": _mean,
    "weight_summary": _weight_summary,
    "multi_response": _multi_response,
    "multi_response_coded": _coded,
    "multi_response_delimited": _coded,
    "grid_means": _grid_means,
    "ranking": _ranking,
}
