"""The files beside the workbook: results, weights and changes as CSV, and the manifest."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING

from survey.language import LANGUAGES, Language
from survey.language.results import ResultWords
from survey.reporting.crossed import odds_lines
from survey.reporting.driver_lines import driver_lines
from survey.reporting.ledger import people_of
from survey.reporting.methodology import weighting_in_words
from survey.reporting.questions import design_of, questions_of
from survey.reporting.result_records import (
    cell_lines,
    cover_lines,
    crossing_lines,
    finding_lines,
    other_lines,
    weighting_lines,
    whole_table_lines,
)
from survey.reporting.since import since_lines
from survey.reporting.text import looks_like_formula
from survey.reporting.trends import trend_cells
from survey.responses import decode
from survey.vocabulary import (
    DESIGN_WEIGHT_COLUMN,
    HIDDEN,
    RESPONSE_COLUMN,
    ROW_COLUMN,
    Crossing,
    Note,
    Plan,
    Report,
    Survey,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

BYTE_ORDER_MARK = "\ufeff"
"""Tells Excel that a CSV file is UTF-8."""

ROWS_IN_A_CELL = 4000
"""Row numbers that fit the 32,767 characters which a cell of Excel can hold."""

Line = Mapping[str, object]


def result_lines(report: Report, language: Language) -> list[dict[str, object]]:
    """Every printed number, one per mapping: cells of tables and crossings, then all that is no cell."""
    tables, crossings = report.tables.values(), report.crossings
    lines = [
        *(cell for table in tables for cell in cell_lines(table, language)),
        *(cell for crossing in crossings for cell in crossing_cells(crossing, language)),
        *(line for table in tables for line in whole_table_lines(table, language)),
        *(line for crossing in crossings for line in crossing_lines(crossing, language)),
        *({"record": "odds"} | line for crossing in crossings for line in odds_lines(crossing, language)),
        *({"record": "trend"} | cell for trend in report.trends for cell in trend_cells(trend, language)),
        *(line for table in tables for line in since_lines(table, language)),
        *({"record": "driver"} | line for model in report.drivers for line in driver_lines(model, language)),
        *finding_lines(report, language),
        *cover_lines(report, language),
        *weighting_lines(report, language),
        *other_lines(report, language),
    ]
    nothing: dict[str, object] = {}
    for line in lines:
        for name, value in line.items():
            nothing.setdefault(name, "" if isinstance(value, str) else math.nan)
    for place, line in enumerate(lines):  # one by one: a large report has tens of thousands
        lines[place] = nothing | line
    return lines


def crossing_cells(crossing: Crossing, language: Language) -> list[dict[str, object]]:
    """A crossing's cells as plain mappings: the rows' groups stand where a banner's columns would."""
    tested = ResultWords(language).residual
    return [
        {
            "record": "crossing",
            "table": crossing.id,
            "question": crossing.column_question.label.to(language),
            "wording": crossing.column_question.wording.to(language),
            "answer_code": answer.code,
            "answer": answer.label.to(language),
            "measure": answer.kind,
            "banner": crossing.row_question.name,
            "banner_label": crossing.row_question.label.to(language),
            "column_code": group.code,
            "column": group.label.to(language),
            "estimate": float(crossing.share_of_row[r, c]),
            "standard_error": float(crossing.standard_error[r, c]),
            "low": float(crossing.low[r, c]),
            "high": float(crossing.high[r, c]),
            "interval_degrees": _at(crossing.interval_degrees, r),
            "unweighted_count": float(crossing.count[r, c]),
            "unweighted_base": float(crossing.unweighted_base[r]),
            "weighted_base": float(crossing.weighted_base[r]),
            "effective_base": float(crossing.effective_base[r]),
            "design_effect": _at(crossing.design_effect, (r, c)),
            "degrees_of_freedom": crossing.degrees_of_freedom,
            "test": tested if math.isfinite(crossing.residual[r, c]) else "",
            "flag": crossing.flags[r] if r < len(crossing.flags) else "ok",
            "hidden": HIDDEN[0 if crossing.hidden is None else int(crossing.hidden[r, c])],
            "base": crossing.base_label.to(language),
            "share_of_column": float(crossing.share_of_column[r, c]),
            "residual": float(crossing.residual[r, c]),
            "residual_q": float(crossing.residual_q[r, c]),
        }
        for c, answer in enumerate(crossing.columns)
        for r, group in enumerate(crossing.rows)
    ]


def _at(values: Floats | None, place: int | tuple[int, int]) -> float:
    """The number there; NaN where nobody worked it out."""
    return math.nan if values is None else float(values[place])


def results_csv(report: Report, language: Language) -> bytes:
    """Every printed number."""
    return _csv(result_lines(report, language))


def weights_csv(survey: Survey) -> bytes:
    """Each respondent's id (or row number), and the weights that there are, the final one last.

    Between the design weight and that stand the one adjusted for nonresponse,
    and the one that entered the last calibration, where they are others.
    """
    responses, calibration = survey.responses, survey.design.calibration
    ids = [question.name for question in survey.codebook.with_role("id") if question.name in responses.names]
    columns = {
        "respondent": ids[0] if ids else ROW_COLUMN,
        "design_weight": DESIGN_WEIGHT_COLUMN if survey.design.weight else "",
        "nonresponse_weight": RESPONSE_COLUMN,
        "entering_weight": calibration.entering if calibration else "",
        "weight": survey.design.weight,
    }
    values = {
        head: decode(responses.column(name)).tolist()
        for head, name in columns.items()
        if name in responses.names
    }
    if values.get("entering_weight") in (values.get("design_weight"), values.get("nonresponse_weight")):
        values.pop("entering_weight", None)
    lines = zip(*values.values(), strict=True)
    return _csv([dict(zip(values, line, strict=True)) for line in lines], tuple(values))


def cleaning_csv(report: Report) -> bytes:
    """Every note of the paper trail with the rows it concerned, then everyone flagged or removed."""
    people: list[dict[str, object]] = [
        {
            "step": "respondents",
            "level": "removed" if person.removed else "flagged",
            "rule": " ".join(dict.fromkeys(reason.split()[0] for reason in person.reasons)),
            "question": "",
            "what": "; ".join(person.reasons),
            "before": "",
            "after": "",
            "count": 1,
            "rows": str(person.row),
        }
        for person in people_of(report, "en")
    ]
    return _csv(
        [
            {
                "step": note.step,
                "level": note.level,
                "rule": note.rule,
                "question": note.question,
                "what": note.text,
                "before": note.before,
                "after": note.after,
                "count": count,
                "rows": " ".join(map(str, rows)),
            }
            for note in report.survey.log
            for count, rows in _parts(note)
        ]
        + people,
        ("step", "level", "rule", "question", "what", "before", "after", "count", "rows"),
    )


def _parts(note: Note) -> Iterator[tuple[int, tuple[int, ...]]]:
    """A note's count and rows, over several lines where one cell could not hold them; counts add up."""
    first = note.rows[:ROWS_IN_A_CELL]
    yield note.count - (len(note.rows) - len(first)), first
    for start in range(ROWS_IN_A_CELL, len(note.rows), ROWS_IN_A_CELL):
        rows = note.rows[start : start + ROWS_IN_A_CELL]
        yield len(rows), rows


def manifest_json(
    report: Report, hashes: Mapping[str, str], versions: Mapping[str, str], *, language: Language
) -> bytes:
    """What went in, with what it was made, what was decided, and what came out; no times, no paths."""
    waves = {wave.file: wave.sha256 for trend in report.trends for wave in trend.waves[:-1] if wave.file}
    content = {
        "input": _input(report.survey),
        **({"earlier_waves": waves} if waves else {}),
        "versions": dict(versions),
        "language": language,
        "plan": as_plain(report.plan),
        "plan_sha256": plan_hash(report.plan),
        "design": design_of(report.survey),
        "weighting": {to: weighting_in_words(report, to) for to in LANGUAGES},
        "questions": questions_of(report),
        "decisions": [note.text for note in report.survey.log if note.level == "assumption"],
        "warnings": list(report.warnings),
        "respondents": report.summary.respondents,
        **({"part": {"tables": list(report.tables), "of": report.whole}} if report.whole else {}),
        "output": dict(sorted(hashes.items())),
    }
    return _json(content)


def plan_hash(plan: Plan) -> str:
    """SHA-256 of all that the plan says, defaults included, wherever and however it was written."""
    said = json.dumps(as_plain(plan), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(said.encode("utf-8")).hexdigest()


def as_plain(value: object) -> object:
    """A record as mappings, lists and scalars, for JSON."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: as_plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {
            "|".join(key) if isinstance(key, tuple) else str(key): as_plain(v) for key, v in value.items()
        }
    if isinstance(value, list | tuple):
        return [as_plain(part) for part in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def weights_manifest(survey: Survey, hashes: Mapping[str, str], versions: Mapping[str, str]) -> bytes:
    """The manifest of weights that were written without a report."""
    content = {
        "input": _input(survey),
        "versions": dict(versions),
        "design": as_plain(replace(survey.design, replication=None)),
        "decisions": [note.text for note in survey.log if note.level == "assumption"],
        "respondents": len(survey.responses),
        "output": dict(sorted(hashes.items())),
    }
    return _json(content)


def _input(survey: Survey) -> dict[str, object]:
    source = survey.source
    return {"name": source.name, "sha256": source.sha256, "sheet": source.sheet, "rows": source.rows}


def _json(content: object) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _csv(lines: Sequence[Line], names: Iterable[str] = ()) -> bytes:
    """Lines under a header, UTF-8 with a byte order mark; text that looks like a formula is quoted."""
    heads = list(lines[0]) if lines else list(names)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows([as_text(line[name]) for name in heads] for line in lines)
    return (BYTE_ORDER_MARK + text.getvalue()).encode("utf-8")


def as_text(value: object) -> str:
    """A value as CSV text: nothing for what is undefined, no live formulas.

    Numbers have the sixteen digits that openpyxl gives them, so that workbook and file agree to the last.
    """
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, str):
        return f"'{value}" if looks_like_formula(value) else value
    if isinstance(value, float):
        return f"{value:.16g}"
    return str(value)
