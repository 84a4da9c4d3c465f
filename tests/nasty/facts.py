"""What the program makes of one file, as JSON for a case's checks: `python -m tests.nasty.facts FILE`."""

from __future__ import annotations

import json
import sys
from collections import Counter
from datetime import date

from survey.cleaning import clean
from survey.errors import SurveyError
from survey.reading import read
from survey.vocabulary import FLAG_COLUMN, Plan, Raw, Survey


def facts_of(path: str) -> dict[str, object]:
    """Respondents, questions, notes and flags of a file read and cleaned without a plan."""
    survey = read(path)
    cleaned = clean(survey, Plan())
    headers = {guess.question: guess.column for guess in survey.guesses}
    return {
        "rows": len(survey.responses),
        "kept": len(cleaned.responses),
        "columns": survey.source.columns,
        "header_rows": list(survey.source.header_rows),
        "questions": [
            {
                "name": question.name,
                "label": question.label.to("en"),
                "header": headers.get(question.name, " / ".join(question.columns)),
                "kind": question.kind,
                "role": question.role,
                "grid": question.grid,
                "answers": [
                    {"code": answer.code, "label": answer.label.to("en"), "role": answer.role}
                    for answer in question.answers
                ],
            }
            for question in cleaned.codebook
        ],
        "notes": [
            {"rule": note.rule, "text": note.text, "count": note.count, "level": note.level}
            for note in cleaned.log
        ],
        "flags": _flags(cleaned),
        "first_date": _first_date(cleaned),
    }


def _flags(survey: Survey) -> dict[str, int]:
    """Respondents by the rules that flagged them, {rules joined by a space: respondents}."""
    if FLAG_COLUMN not in survey.responses.names:
        return {}
    column = survey.responses.column(FLAG_COLUMN)
    return dict(Counter(" ".join(column.levels[code]) for code in column.codes.tolist() if code >= 0))


def _first_date(survey: Survey) -> str:
    days = [
        cell
        for question in survey.codebook
        for level in survey.responses.column(question.name).levels
        if isinstance(cell := level.cell if isinstance(level, Raw) else level, date)
    ]
    return min(str(day)[:10] for day in days) if days else ""


if __name__ == "__main__":
    try:
        print(json.dumps(facts_of(sys.argv[1]), default=str))
    except SurveyError as error:
        print(json.dumps({"refused": error.message}))
