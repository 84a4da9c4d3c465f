"""The wave as a workbook: data as a field agency delivers it, and the sheets that explain it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from openpyxl import Workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from survey.demo import marginals
from survey.demo.items import GRID_LABEL, GRID_WORDING, INVENTED, LAYERS
from survey.demo.ledger import DISPOSITION_LABELS, GROSS, WAVES, Wave
from survey.demo.population import CITY_SIZE, REGIONS, SEX_AGE, SOURCES, TARGET_DATE
from survey.demo.questionnaire import CHANGES, GROUPS, codebook
from survey.demo.rows import Row
from survey.reporting.excel.package import to_bytes
from survey.vocabulary import Answer, Kind, Question

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

ENGLISH, JAPANESE = "English (en)", "日本語 (ja)"
SYNTHETIC = "【合成データ SYNTHETIC】"
_NOTE = "※ この調査は架空のものです。回答者は実在しません。 / This survey is made up; no respondent is real."
_HEADER_FILL = PatternFill("solid", fgColor="D9DCE0")
_BOLD = Font(bold=True)
_WIDEST = 60
_TYPES: Mapping[Kind, str] = {
    "single": "select_one",
    "scale": "select_one",
    "multiple": "select_multiple",
    "numeric": "decimal",
    "date": "date",
    "text": "text",
}


def workbook_bytes(year: int, rows: Sequence[Row]) -> bytes:
    """The wave's .xlsx file."""
    wave = WAVES[year]
    book = Workbook()
    book.remove(book.worksheets[0])
    _data_sheet(book, wave, rows)
    _choices_sheet(book, year)
    _survey_sheet(book, year)
    _targets_sheet(book)
    _dispositions_sheet(book, wave)
    _changes_sheet(book, year)
    _settings_sheet(book, year)
    properties = book.properties
    properties.title = f"{_title(year)} {SYNTHETIC}"
    properties.subject = "Synthetic demonstration data: no respondent is real"
    properties.creator = "survey demo"
    properties.lastModifiedBy = "survey demo"
    properties.description = _NOTE
    properties.keywords = "synthetic; demo"
    return to_bytes(book, day=date(year, 3, 1))


def _title(year: int) -> str:
    return f"物価とAIに関する世論調査 {year}年 / Opinion survey on prices and AI, {year}"


def _data_sheet(book: Workbook, wave: Wave, rows: Sequence[Row]) -> None:
    sheet = book.create_sheet("回答データ")
    questions = tuple(codebook(wave.year))
    names = [question.name for question in questions]
    _put(sheet, 1, 1, f"{_title(wave.year)} 回答データ {SYNTHETIC} {_NOTE}")
    sheet.cell(1, 1).font = Font(bold=True, size=12)
    _headers(sheet, questions)
    for place, row in enumerate(rows, start=4):
        for column, name in enumerate(names, start=1):
            _put(sheet, place, column, row.cells[name], name)
    below = 4 + len(rows)
    _put(sheet, below, 1, "合計")
    _put(sheet, below, 2, f"{len(rows):,}件")
    weights = [row.cells["base_w"] for row in rows]
    total = sum(weight for weight in weights if isinstance(weight, int | float))
    _put(sheet, below, names.index("base_w") + 1, round(total, 4))
    _put(sheet, below + 1, 1, "※ 合成データです。個人の回答ではありません。 SYNTHETIC: nobody's answers.")
    _put(sheet, below + 2, 1, "※ 回答はコード。コード表・調査票を参照。 Codes: see コード表 and 調査票.")
    sheet.freeze_panes = "B4"
    sheet.row_dimensions[3].height = 32
    for column in range(1, len(names) + 1):
        sheet.column_dimensions[get_column_letter(column)].width = 13
    sheet.column_dimensions[get_column_letter(len(names))].width = 40


def _headers(sheet: Worksheet, questions: Sequence[Question]) -> None:
    """Row 2 holds groups, merged where neighbours share one; row 3 a header per column."""
    column = 1
    for group, members in groupby(questions, key=lambda question: GROUPS[question.name]):
        width = len(list(members))
        _put(sheet, 2, column, group)
        if width > 1:
            sheet.merge_cells(start_row=2, start_column=column, end_row=2, end_column=column + width - 1)
        column += width
    for place, question in enumerate(questions, start=1):
        _put(sheet, 3, place, question.columns[0])
        for row in (2, 3):
            cell = sheet.cell(row, place)
            cell.font, cell.fill = _BOLD, _HEADER_FILL
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)


def _put(sheet: Worksheet, row: int, column: int, value: object, question: str = "") -> None:
    """Put a value in a cell; text stays text, whatever it begins with."""
    cell = sheet.cell(row, column)
    if value is None or isinstance(cell, MergedCell):
        return
    if isinstance(value, datetime):
        cell.value = value
        cell.number_format = 'm"月"d"日"' if question == "q1" else "yyyy/mm/dd"
    elif isinstance(value, str):
        cell.value = value
        cell.data_type = "s"
    elif isinstance(value, int | float):
        cell.value = value
    else:
        raise TypeError(f"no cell can hold {value!r}")


def _form(book: Workbook, name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Worksheet:
    """A sheet with one header row."""
    sheet: Worksheet = book.create_sheet(name)
    for column, text in enumerate(header, start=1):
        _put(sheet, 1, column, text)
        sheet.cell(1, column).font, sheet.cell(1, column).fill = _BOLD, _HEADER_FILL
    for place, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            _put(sheet, place, column, value if value != "" else None)
    sheet.freeze_panes = "A2"
    for column, cells in enumerate(sheet.columns, start=1):
        widest = max(_width(str(cell.value)) for cell in cells if cell.value is not None)
        sheet.column_dimensions[get_column_letter(column)].width = min(max(widest + 2, 8), _WIDEST)
    return sheet


def _width(text: str) -> int:
    """Columns a text takes on the page: Japanese characters count two."""
    return sum(2 if east_asian_width(character) in "WFA" else 1 for character in text)


def list_name(question: Question) -> str:
    """Name of the question's list of answers; the items of a grid share one with question 10."""
    return "support" if question.name in ("q10", *LAYERS) else question.name


def _choices_sheet(book: Workbook, year: int) -> None:
    lists: dict[str, Question] = {}
    for question in codebook(year):
        if question.answers:
            lists.setdefault(list_name(question), question)
    header = (
        "list_name",
        "name",
        f"label::{ENGLISH}",
        f"label::{JAPANESE}",
        "value",
        "score",
        "missing",
        "exclusive",
        "note",
    )
    rows = (
        _choice(name, answer, _provenance(year, question.name, answer))
        for name, question in lists.items()
        for answer in question.answers
    )
    _form(book, "コード表", header, rows)


def _choice(name: str, answer: Answer, note: str) -> tuple[object, ...]:
    return (
        name,
        int(answer.code) if answer.code.isdigit() else answer.code,
        answer.label.to("en"),
        answer.label.to("ja"),
        ";".join(answer.values),
        answer.score,
        "" if answer.role == "substantive" else answer.role,
        "yes" if answer.exclusive else "",
        note,
    )


def _provenance(year: int, question: str, answer: Answer) -> str:
    """Where the share this answer was given comes from."""
    share = marginals.SHARES[year].get(question, {}).get(answer.code)
    if share is None or question == "q10":
        return ""
    if (question, answer.code) in marginals.REMAINDERS[year]:
        return f"{share:g}% derived: what the published shares leave"
    source = marginals.PUBLISHED[year].get((question, answer.code))
    return f"{share:g}% published: {source}" if source else f"{share:g}% {INVENTED}"


def _survey_sheet(book: Workbook, year: int) -> None:
    header = (
        "type",
        "name",
        f"label::{ENGLISH}",
        f"label::{JAPANESE}",
        f"wording::{ENGLISH}",
        f"wording::{JAPANESE}",
        "column",
        "relevant",
        "role",
        "scale",
        "low",
        "high",
        "unit",
        "separator",
        f"note::{ENGLISH}",
        f"note::{JAPANESE}",
    )
    rows: list[Sequence[object]] = []
    for grid, members in groupby(codebook(year), key=lambda question: question.grid):
        if grid:
            rows.append(("begin_group", grid, *_both(GRID_LABEL.texts), *_both(GRID_WORDING.texts)))
        rows.extend(_question(question) for question in members)
        if grid:
            rows.append(("end_group",))
    _form(book, "調査票", header, rows)


def _both(texts: Mapping[str, str]) -> tuple[str, str]:
    return texts.get("en", ""), texts.get("ja", "")


def _question(question: Question) -> tuple[object, ...]:
    kind = _TYPES[question.kind]
    return (
        f"{kind} {list_name(question)}" if kind.startswith("select") else kind,
        question.name,
        *_both(question.label.texts),
        *_both(question.wording.texts),
        question.columns[0],
        question.relevant,
        "" if question.role == "question" else question.role,
        "" if question.scale == "nominal" else question.scale,
        question.low,
        question.high,
        question.unit,
        ";" if question.kind == "multiple" else "",
        *_both(question.provenance.texts),
    )


def _targets_sheet(book: Workbook) -> None:
    def line(variable: str, choice: str, share: float) -> tuple[object, ...]:
        source, caveat = SOURCES[variable]
        return variable, choice, share, source, TARGET_DATE, caveat

    rows = [
        *(line("sex × age_band", f"{sex} × {band}", share) for (sex, band), share in SEX_AGE.items()),
        *(line("region", region.code, region.share) for region in REGIONS),
        *(line("city_size", size, share) for size, share in CITY_SIZE.items()),
    ]
    _form(book, "targets", ("variable", "choice", "share", "source", "date", "note"), rows)


def _dispositions_sheet(book: Workbook, wave: Wave) -> None:
    rows = [(code, *DISPOSITION_LABELS[code], count) for code, count in wave.dispositions.items()]
    sheet = _form(book, "回収状況", ("disposition", f"label::{ENGLISH}", f"label::{JAPANESE}", "count"), rows)
    below = len(rows) + 2
    _put(sheet, below, 1, "合計")
    _put(sheet, below, 4, GROSS)
    _put(sheet, below + 1, 1, f"※ {SYNTHETIC} AAPOR最終処理区分。発送数 {GROSS:,}。")


def _changes_sheet(book: Workbook, year: int) -> None:
    rows = [change for change in CHANGES if change[0] <= year]
    _form(book, "変更履歴", ("調査年", "該当", "変更点", "What changed"), rows)


def _settings_sheet(book: Workbook, year: int) -> None:
    """That nobody in the wave is real, where it is read whatever plan comes with it."""
    _form(book, "settings", ("form_title", "default_language", "synthetic"), [(_title(year), "ja", "yes")])
