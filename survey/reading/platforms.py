"""Which platform exported a file, told from its header rows: how many there are, and what each holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from survey.reading.folding import fold
from survey.reading.workbook import Cell, Sheet, holds, text
from survey.vocabulary import Note

SURVEY_MONKEY = "SurveyMonkey"
_IMPORT_ID = re.compile(r"\s*\{\s*[\"'“”]?ImportId[\"'“”]?\s*:")
_LEGACY = re.compile(r"V\d{1,3}")
_LEGACY_LABELS = {"responseid", "responseset", "ipaddress", "startdate", "enddate", "externaldatareference"}
RESPONSE = re.compile(
    r"(open[- ]?ended )?responses?|(offene )?antwort(en)?|réponses?( ouverte| libre)?"
    r"|respuestas?( abierta)?|respostas?( aberta)?|rispost[ae]( aperta)?|(自由(回答)?形式の)?回答",
    re.IGNORECASE,
)
"""What SurveyMonkey writes below a question that has no options."""
_LIME = re.compile(r"[A-Za-z]\w*\[\w+\].*|[A-Za-z]\w*\. .+\[.+\]", re.DOTALL)
_JAPANESE_QUESTION = re.compile(r"(問|設問|質問|s?q)\s?\d+.*", re.DOTALL)
_JAPANESE_ID = re.compile(r"(調査)?票(番号|no\.?)|整理番号|(サンプル|対象者?|回答者|標本)(番号|no\.?|id)")
_TIMESTAMP = {
    "timestamp",
    "タイムスタンプ",
    "zeitstempel",
    "horodateur",
    "marca temporal",
    "carimbo de data/hora",
    "informazioni cronologiche",
    "tijdstempel",
}
_MS_FORMS = (
    {"start time", "開始時刻", "startzeit", "heure de début", "hora de inicio"},
    {"completion time", "完了時刻", "fertigstellungszeit", "heure de fin", "hora de finalización"},
)
_ONE_ROW: tuple[tuple[str, tuple[str, ...], int], ...] = (
    (
        SURVEY_MONKEY,
        ("respondent id", "respondentid", "collector id", "collectorid", "custom data 1", "email address"),
        2,
    ),
    ("KoboToolbox or ODK", ("submissiondate", "meta-instanceid", "submittername", "attachmentspresent"), 2),
    ("Typeform", ("#", "network id", "start date (utc)", "submit date (utc)", "response type"), 2),
    (
        "REDCap",
        ("record_id", "redcap_event_name", "redcap_survey_identifier", "survey identifier", "complete?"),
        2,
    ),
    ("KoboToolbox or ODK", ("_uuid", "_submission_time", "_id", "_index", "instanceid", "formhub/uuid"), 2),
    ("Alchemer", ("response id", "time started", "date submitted", "contact id", "sessionid", "referer"), 3),
    (
        "LimeSurvey",
        ("submitdate", "lastpage", "startlanguage", "seed", "date submitted", "last page", "start language"),
        2,
    ),
    (
        "Qualtrics",
        ("recordeddate", "responseid", "distributionchannel", "userlanguage", "ipaddress", "recipientemail"),
        3,
    ),
)
"""{platform: headers only it writes}, and how many of them must be there."""


@dataclass(frozen=True)
class Signature:
    """What a platform's header rows are; rows count from 0.

    Parameters
    ----------
    rows
        All header rows, those below included that only the platform reads.
    code
        The row of variable names; None where there is none.
    machine
        Rows that say nothing to a person.
    """

    platform: str
    evidence: str
    rows: tuple[int, ...] = ()
    code: int | None = None
    machine: tuple[int, ...] = ()

    def note(self, block: Sequence[int]) -> Note:
        """The guess, its evidence, and the line of the plan that overrules it."""
        rows = [row + 1 for row in block]
        listed = ", ".join(map(str, rows))
        words = (
            f"the file looks like an export of {self.platform}: {self.evidence}; "
            f"header_rows = [{listed}] under [data] in survey.toml says otherwise where this is wrong"
        )
        return Note(step="reading", text=words, rows=tuple(rows), level="assumption")


def rows_of_platform(sheet: Sheet) -> Signature | None:
    """A header of several rows by which its platform is known, however few respondents follow; else None."""
    for find in (_qualtrics, _legacy, _survey_monkey):
        if found := find(sheet):
            return found
    return None


def platform_of(sheet: Sheet, block: Sequence[int], paths: Sequence[tuple[str, ...]]) -> Signature | None:
    """The platform whose headers these are, (columns,) paths from the top down; None when none is known."""
    headers = [fold(path[-1]) for path in paths if path]
    if not headers:
        return None
    if headers[0] in _TIMESTAMP:
        return Signature("Google Forms", f"its first column is called {paths[0][-1]!r}")
    if all(names.intersection(headers[:8]) for names in _MS_FORMS):
        told = [path[-1] for path in paths if path and fold(path[-1]) in _MS_FORMS[0] | _MS_FORMS[1]]
        return Signature("Microsoft Forms", f"it has the columns {' and '.join(map(repr, told[:2]))}")
    for platform, names, least in _ONE_ROW:
        told = [path[-1] for path in paths if path and fold(path[-1]) in names]
        if len(told) >= least:
            return Signature(platform, f"it has the columns {', '.join(map(repr, told[:4]))}")
    lime = [path[-1] for path in paths if path and _LIME.fullmatch(path[-1])]
    if len(lime) >= 3:
        return Signature("LimeSurvey", f"{len(lime)} headers are written like {lime[0][:60]!r}")
    return _agency(sheet, block, headers)


def _qualtrics(sheet: Sheet) -> Signature | None:
    """The language-neutral third row; a file without respondents' names above it has fewer."""
    for position, row in enumerate(sheet.top):
        cells = [cell for cell in row if holds(cell)]
        told = sum(isinstance(cell, str) and bool(_IMPORT_ID.match(cell)) for cell in cells)
        if position and cells and told > 0.5 * len(cells):
            first = max(position - 2, 0)
            words = f'row {position + 1} holds {{"ImportId": …}} in {told} of {len(cells)} columns'
            return Signature("Qualtrics", words, tuple(range(first, position + 1)), first, (position,))
    return None


def _legacy(sheet: Sheet) -> Signature | None:
    """V1, V2, … above ResponseID, ResponseSet, …."""
    for position, (row, below) in enumerate(pairwise(sheet.top)):
        codes = [cell for cell in row if isinstance(cell, str) and _LEGACY.fullmatch(cell.strip())]
        known = {fold(text(cell)) for cell in below} & _LEGACY_LABELS if len(codes) >= 5 else set()
        if len(known) >= 3:
            words = f"{codes[0]} to {codes[-1]} stand above {', '.join(sorted(known))}"
            return Signature("Qualtrics (legacy)", words, (position, position + 1), position)
    return None


def _survey_monkey(sheet: Sheet) -> Signature | None:
    """Questions above “Response”, or above their options."""
    for position, (above, row) in enumerate(pairwise(sheet.top), 1):
        if not _worded(row) or not _worded(above):
            continue
        told = [
            text(cell).strip()
            for cell, upper in zip(row, above, strict=True)
            if holds(cell) and holds(upper) and RESPONSE.fullmatch(text(cell).strip())
        ]
        if len(told) >= 2:
            words = f"row {position + 1} says {told[0]!r} below {len(told)} questions"
            return Signature(SURVEY_MONKEY, words, (position - 1, position))
    return None


def _worded(row: Sequence[Cell]) -> bool:
    """Whether all cells of a row that hold something hold words."""
    return all(isinstance(cell, str) for cell in row if holds(cell))


def _agency(sheet: Sheet, block: Sequence[int], headers: Sequence[str]) -> Signature | None:
    """Question numbers (問1) over items and options, beside the number of the paper form (票番号)."""
    numbered = {
        fold(text(cell))
        for row in block
        for cell in sheet.rows[row]
        if holds(cell) and _JAPANESE_QUESTION.fullmatch(fold(text(cell)))
    }
    numbered = {words for words in numbered if words.startswith(("問", "設問", "質問")) or len(block) > 1}
    forms = [header for header in headers if _JAPANESE_ID.fullmatch(header)]
    if len(numbered) < 2 or not (forms or any(words.startswith(("問", "設問")) for words in numbered)):
        return None
    words = f"{len(numbered)} headers begin with a question's number, such as {sorted(numbered)[0][:30]!r}"
    beside = f", and column {forms[0]!r} numbers the forms" if forms else ""
    return Signature("a Japanese survey agency", words + beside)
