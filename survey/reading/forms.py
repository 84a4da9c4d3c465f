"""Sheets that explain the data, recognised by their header cells whatever the sheet is called."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Literal

from survey.reading.folding import fold
from survey.reading.workbook import Cell, Sheet, letters, text

Form = Literal["survey", "choices", "codes", "names", "targets", "dispositions", "settings"]

HEADER_ROWS = 6
"""Rows from the top in which a form's header is looked for."""

_TYPES = re.compile(
    r"^(select[ _](one|multiple)|integer|decimal|text|string|date|time|datetime|note|calculate|range|rank|"
    r"begin|end|start|today|hidden|geo|barcode|acknowledge|audit|deviceid|image|int$)",
    re.IGNORECASE,
)

OUTCOMES = ("I", "P", "R", "NC", "O", "UH", "UO", "INELIGIBLE", "NE")
"""AAPOR's final dispositions, in the order of the standard."""

_NAMES: Mapping[Form, Mapping[str, tuple[str, ...]]] = {
    "survey": {
        "type": ("type", "種類", "型"),
        "name": ("name", "変数名", "名前"),
        "column": ("column", "列", "列名"),
        "relevant": ("relevant", "relevance", "対象"),
        "missing": ("missing", "欠損"),
        "role": ("role", "役割"),
        "scale": ("scale", "尺度"),
        "low": ("low", "min", "minimum", "下限"),
        "high": ("high", "max", "maximum", "上限"),
        "unit": ("unit", "単位"),
        "separator": ("separator", "区切り"),
        "disabled": ("disabled",),
    },
    "choices": {
        "list_name": ("list_name", "list name", "リスト名"),
        "name": ("name", "value_name", "コード"),
        "value": ("value", "values", "別表記"),
        "score": ("score", "得点"),
        "missing": ("missing", "欠損"),
        "exclusive": ("exclusive", "排他"),
    },
    "codes": {
        "variable": (
            *("variable", "var", "variable name", "question id", "column"),
            *("変数", "変数名", "項目", "項目名", "列名", "設問番号", "質問番号", "問番号"),
            *("변수명", "변수", "문항번호", "变量", "变量名", "题号", "變項名稱"),
            *("設問", "質問", "問", "question", "item"),
        ),
        "question": (
            *("question", "question text", "wording", "variable label", "設問", "設問文", "質問", "質問文"),
            *("설문", "문항", "문항내용", "질문", "题目", "问题", "題目", "pregunta", "pergunta", "frage"),
        ),
        "code": (
            *("code", "codes", "value", "コード", "値", "番号", "選択肢番号"),
            *(
                "코드",
                "값",
                "보기번호",
                "编码",
                "代码",
                "值",
                "代碼",
                "valor",
                "valeur",
                "modalité",
                "wert",
                "código",
            ),
        ),
        "label": (
            *("label", "labels", "value label", "meaning"),
            *("ラベル", "値ラベル", "選択肢", "内容", "回答"),
            *(
                "보기",
                "라벨",
                "값 설명",
                "标签",
                "选项",
                "含义",
                "選項",
                "etiqueta",
                "libellé",
                "bedeutung",
                "rótulo",
            ),
        ),
    },
    "names": {
        "variable": ("variable", "variable name", "var", "変数", "変数名", "변수명", "变量名"),
        "question": (
            *("label", "labels", "variable label", "description", "question", "question text"),
            *("ラベル", "変数ラベル", "設問文", "質問文", "설문", "문항내용", "标签", "题目"),
        ),
    },
    "targets": {
        "variable": ("variable", "name", "margin", "question", "変数", "項目", "軸"),
        "choice": ("choice", "category", "code", "answer", "選択肢", "区分", "カテゴリ", "コード"),
        "share": (
            *("share", "proportion", "percent", "percentage", "pct", "%", "target"),
            *("構成比", "割合", "比率"),
        ),
        "count": ("count", "population", "frequency", "n", "人口", "人数", "件数", "母集団"),
        "source": ("source", "出典", "出所", "資料"),
        "date": ("date", "as of", "時点", "基準日"),
        "caveat": ("caveat", "note", "notes", "備考", "注", "注記", "留意点"),
    },
    "dispositions": {
        "disposition": ("disposition", "outcome", "code", "status", "区分", "結果", "処理区分", "コード"),
        "count": ("count", "cases", "n", "件数", "票数", "人数", "数"),
    },
    "settings": {
        "form_title": ("form_title", "title"),
        "default_language": ("default_language",),
        "data_sheet": ("data_sheet",),
        "header_rows": ("header_rows",),
        "missing": ("missing",),
        "blank": ("blank",),
        "synthetic": ("synthetic",),
    },
}
_NEEDED: Mapping[Form, tuple[tuple[str, ...], ...]] = {
    "survey": (("type",), ("name",)),
    "choices": (("list_name",), ("name",)),
    "codes": (("variable",), ("code",), ("label",)),
    "names": (("variable",), ("question",)),
    "targets": (("variable",), ("choice",), ("share", "count")),
    "dispositions": (("disposition",), ("count",)),
    "settings": (("default_language", "data_sheet", "form_title", "header_rows", "synthetic"),),
}
_CODE = re.compile(r"(?:選択肢|カテゴリー?|コード|choice|option|code|category|answer|보기|选项)? ?(\d{1,3})")
_LOCALISED = re.compile(r"^(label|wording|note|provenance)\s*::?\s*(.+)$")
_UNLOCALISED = {
    "label": "label",
    "wording": "wording",
    "note": "note",
    "備考": "note",
    "provenance": "provenance",
    "出所": "provenance",
}


@dataclass(frozen=True, eq=False)
class FormSheet:
    """A recognised sheet: which form it is, and where its columns stand.

    Parameters
    ----------
    columns
        {our name of the column: place from 0}.
    localised
        {"label", "wording", "note" or "provenance": {language: place}}; "" is the language nobody named.
    first
        Its first row below the header, from 0.
    wide
        Columns that are headed by codes and hold their labels, {code: place}.
    file
        Whether it is a file of its own, called as the sheet is.
    """

    form: Form
    sheet: Sheet
    columns: Mapping[str, int]
    localised: Mapping[str, Mapping[str, int]]
    first: int
    wide: Mapping[str, int] = field(default_factory=dict)
    file: bool = False

    @property
    def place(self) -> str:
        """`sheet 'survey'`, or the name of the file."""
        return self.sheet.name if self.file else f"sheet {self.sheet.name!r}"

    def lines(self) -> Iterator[tuple[int, Sequence[Cell]]]:
        """Rows that are not empty, each with its number as Excel counts."""
        for position in range(self.first, len(self.sheet.rows)):
            row = self.sheet.rows[position]
            if any(text(cell).strip() for cell in row):
                yield position + 1, row

    def get(self, row: Sequence[Cell], column: str) -> str:
        """A cell of a row as stripped text; empty when the form has no such column."""
        place = self.columns.get(column)
        return "" if place is None else text(row[place]).strip()

    def texts(self, row: Sequence[Cell], kind: str) -> dict[str, str]:
        """A row's label, wording or note, {language: text}."""
        places = self.localised.get(kind, {})
        found = {language: text(row[place]).strip() for language, place in places.items()}
        return {language: words for language, words in found.items() if words}

    def where(self, row: int) -> str:
        """`sheet 'survey', row 5`."""
        return f"{self.place}, row {row}"


def recognise(sheet: Sheet) -> FormSheet | None:
    """What the sheet explains, or None when it is no form; (columns,) by their header cells."""
    for position, row in enumerate(sheet.top[:HEADER_ROWS]):
        cells = [fold(text(cell)) for cell in row]
        if sum(map(bool, cells)) < 2:
            continue
        for form in _NAMES:
            found = _form(form, sheet, cells, position)
            if found is not None and _plausible(found):
                return found
    return None


def targets_form(sheet: Sheet) -> FormSheet | None:
    """A file of targets by its header, whatever stands below it; None where no row is such a header."""
    for position, row in enumerate(sheet.top[:HEADER_ROWS]):
        if found := _form("targets", sheet, [fold(text(cell)) for cell in row], position):
            return replace(found, file=True)
    return None


def nearly_targets(sheet: Sheet) -> str:
    """What keeps a sheet from being a form of targets: one header that is misspelt; empty if nothing does."""
    names = _NAMES["targets"]
    for position, row in enumerate(sheet.top[:HEADER_ROWS]):
        cells = {fold(text(cell)): letters(place) for place, cell in enumerate(row) if fold(text(cell))}
        lacking = [
            group
            for group in _NEEDED["targets"]
            if not any(name in cells for column in group for name in names[column])
        ]
        if len(lacking) != 1 or len(cells) < 3:
            continue
        wanted = [name for column in lacking[0] for name in names[column]]
        known = {name for spellings in names.values() for name in spellings}
        for cell, column in cells.items():
            close = get_close_matches(cell, wanted, n=1, cutoff=0.7) if cell not in known else []
            if close:
                return f"row {position + 1}, column {column} says {cell!r}; did you mean {close[0]!r}?"
    return ""


def _form(form: Form, sheet: Sheet, cells: Sequence[str], position: int) -> FormSheet | None:
    columns: dict[str, int] = {}
    first = {cell: place for place, cell in reversed(list(enumerate(cells)))}
    for column, names in _NAMES[form].items():
        places = [first[name] for name in names if name in first]
        free = [place for place in places if place not in columns.values()]
        if free:
            columns[column] = free[0]
    wide = _wide(cells) if form == "codes" and {"variable", "question"} <= columns.keys() else {}
    wide = {} if columns.keys() >= {"code", "label"} else wide
    if not wide and any(not any(column in columns for column in group) for group in _NEEDED[form]):
        return None
    return FormSheet(form, sheet, columns, _localised(cells), position + 1, wide)


def _wide(cells: Sequence[str]) -> dict[str, int]:
    """Columns that are headed by the codes 1, 2, 3, …, or 選択肢1, 選択肢2, …, {code: place}."""
    found = [(match[1], place) for place, cell in enumerate(cells) if (match := _CODE.fullmatch(cell))]
    runs_on = [code for code, _ in found] == [str(number) for number in range(1, len(found) + 1)]
    return dict(found) if runs_on and len(found) > 1 else {}


def _localised(cells: Sequence[str]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for place, cell in enumerate(cells):
        if cell in _UNLOCALISED:
            found.setdefault(_UNLOCALISED[cell], {})[""] = place
        elif match := _LOCALISED.match(cell):
            found.setdefault(match[1], {}).setdefault(language_of(match[2]), place)
    return found


def language_of(name: str) -> str:
    """The language code in "English (en)", "日本語", "ja"; the name itself when it is neither."""
    name = fold(name)
    if match := re.search(r"\(([a-z]{2,3})\)", name):
        return match[1]
    for code, names in {"en": ("en", "english", "英語"), "ja": ("ja", "jp", "japanese", "日本語")}.items():
        if name in names:
            return code
    return name


def _plausible(found: FormSheet) -> bool:
    """Whether the rows below look like the form, so that no sheet of respondents is taken for one."""
    rows = [row for _, row in found.lines()]
    if found.form == "survey":
        types = [words for row in rows if (words := found.get(row, "type"))]
        return bool(types) and sum(bool(_TYPES.match(words)) for words in types) >= 0.8 * len(types)
    if found.form == "choices":
        return "label" in found.localised
    if found.form == "targets":
        measure = "share" if "share" in found.columns else "count"
        numbers = sum(_is_number(found.get(row, measure)) for row in rows)
        named = sum(not _is_number(found.get(row, "variable")) for row in rows)
        return 0 < len(rows) <= 5000 and min(numbers, named) >= 0.8 * len(rows)
    if found.form == "dispositions":
        codes = [found.get(row, "disposition").upper() for row in rows]
        return sum(code in OUTCOMES for code in codes) >= max(2, 0.5 * len(codes))
    if found.wide:
        texts = [
            words for row in rows for place in found.wide.values() if (words := text(row[place]).strip())
        ]
        return len(texts) > 1 and sum(map(_is_number, texts)) < 0.5 * len(texts)
    if found.form == "names":
        called = [found.get(row, "variable") for row in rows]
        return 2 < len(called) == len(set(called)) and not any(map(_is_number, called))
    if found.form == "codes":
        variables = {found.get(row, "variable") for row in rows} - {""}
        return 0 < len(variables) < max(len(rows), 2) or len(rows) == 1
    return len(rows) <= 2


def _is_number(words: str) -> bool:
    try:
        float(words.rstrip("%"))
    except ValueError:
        return False
    return True
