"""Cells that hold a spreadsheet's error instead of an answer: blank, and counted in a warning."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from survey.reading.folding import counted
from survey.reading.headers import Layout
from survey.reading.workbook import Sheet, texts_among
from survey.vocabulary import Column, Note, Question

RULE = "C203"
ERRORS = frozenset(
    (
        *("#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"),
        *("#FIELD!", "#BLOCKED!", "#CONNECT!", "#BUSY!", "#UNKNOWN!", "#EXTERNAL!", "#GETTING_DATA"),
        *("#PYTHON!", "#TIMEOUT!", "#ERROR!", "#ERR!", "Err:502", "Err:504", "Err:508", "Err:522"),
        *("#NV", "#WERT!", "#BEZUG!", "#ZAHL!", "#ÜBERLAUF!", "#VALEUR!", "#NOM?", "#NOMBRE!", "#NUL!"),
        *("#N/D", "#¡VALOR!", "#¿NOMBRE?", "#¡REF!", "#¡NUM!", "#¡DIV/0!", "#¡NULO!", "#VALOR!", "#NOME?"),
        *(
            "#VALORE!",
            "#RIF!",
            "#N/B",
            "#WAARDE!",
            "#VERW!",
            "#NAAM?",
            "#GETAL!",
            "#DEEL/0!",
            "#¡DESBORDAMIENTO!",
        ),
    )
)
"""As Excel, LibreOffice and Google write them, in English, German, French, Spanish, Italian and Dutch."""


@dataclass(frozen=True)
class Faults:
    """The errors of one column: {row of the data sheet, as Excel counts: error}."""

    header: str
    rows: Mapping[int, str]


def without_errors(
    sheet: Sheet, layout: Layout, cells: Mapping[int, Column]
) -> tuple[dict[int, Column], tuple[Faults, ...]]:
    """The columns without the cells that hold an error, and those cells."""
    hidden: dict[int, dict[int, str]] = {}
    for (row, column), error in sheet.errors.items():
        if layout.start <= row < layout.stop:
            hidden.setdefault(column, {})[row + 1] = error
    blanked: dict[int, Column] = {}
    faults = []
    for heading in layout.headings:
        blanked[heading.position], said = _blanked(cells[heading.position], layout.start + 1)
        rows = dict(sorted((said | hidden.get(heading.position, {})).items()))
        if rows:
            faults.append(Faults(heading.name, rows))
    return blanked, tuple(faults)


def _blanked(column: Column, first_row: int) -> tuple[Column, dict[int, str]]:
    """The column without texts that spell an error, and the rows where they stood."""
    piece = "".join(texts_among(column.levels))
    if "#" not in piece and "Err:" not in piece:
        return column, {}
    wrong = [i for i, level in enumerate(column.levels) if isinstance(level, str) and level.strip() in ERRORS]
    if not wrong:
        return column, {}
    concerned = np.flatnonzero(np.isin(column.codes, wrong))
    rows = {first_row + i: str(column.levels[column.codes[i]]).strip() for i in concerned.tolist()}
    kept = [i for i in range(len(column.levels)) if i not in wrong]
    table = np.full(len(column.levels) + 1, -1, dtype=np.int32)
    table[kept] = np.arange(len(kept), dtype=np.int32)
    return Column(table[column.codes], tuple(column.levels[i] for i in kept)), rows


def notes_of(faults: Sequence[Faults], questions: Iterable[Question]) -> tuple[Note, ...]:
    """A warning per column: which errors, how many, in which rows."""
    names = {header: question.name for question in questions for header in question.columns}
    notes = []
    for fault in faults:
        kinds = Counter(fault.rows.values()).most_common()
        listed = ", ".join(f"{error} {times:,}" for error, times in kinds)
        name = names.get(fault.header, "")
        cells = counted(len(fault.rows), "cell")
        holds = "holds" if len(fault.rows) == 1 else "hold"
        notes.append(
            Note(
                step="reading",
                text=f"{name or fault.header[:40]}: {cells} {holds} a spreadsheet error ({listed}); "
                "counted as missing",
                rule=RULE,
                question=name,
                count=len(fault.rows),
                rows=tuple(fault.rows),
                level="warning",
            )
        )
    return tuple(notes)
