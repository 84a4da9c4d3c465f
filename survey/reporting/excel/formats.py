"""Number formats of table cells, with significance inside: `0%" ▲ ab"`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from survey.reporting.since import arrow_of
from survey.vocabulary import UNIT_KINDS, BannerColumn, RowKind, Table

MOST_FORMATS = 165
"""Distinct formats a workbook may use for marks; Excel allows some 200 in all, and other sheets take 35."""

SIGNS = {1: "▲", -1: "▼", 0: ""}

_PER_CENT: tuple[RowKind, ...] = ("answer", "net", "net_score", "heaped", "mentions", "outside")
_SIGNED = "+{0};−{0};{0}"
_UNSIGNED = "{0};{0};{0}"


def cell_format(kind: RowKind, value: float, *, fine: bool, ending: str = "") -> str:
    """The format of a cell: per cents whole, or with one decimal when `fine`; `ending` after the digits.

    A net score shows its sign, unless it rounds to nothing.
    """
    if kind in UNIT_KINDS:
        return f"#,##0.{'00' if kind in ('mean', 'trimmed_mean') else '0'}{ending}"
    digits = f"{'0.0' if fine else '0'}{'%' if kind in _PER_CENT else ''}{ending}"
    if kind != "net_score":
        return digits
    return (_SIGNED if abs(value) >= (0.0005 if fine else 0.005) else _UNSIGNED).format(digits)


def p_format(p: float) -> str:
    """The format of a p- or q-value: three places without the zero before them, more just below .05."""
    if p < 0.0005:
        return '"<.001"'
    return ".0000" if 0.0495 <= p < 0.05 else ".000"


def points_format(points: float) -> str:
    """The format of a gap in points: signed, with a second decimal where one would show no more than 0.0."""
    if abs(points) >= 0.05 or not abs(points) >= 0.005:
        return _SIGNED.format("0.0") if abs(points) >= 0.05 else _UNSIGNED.format("0.0")
    return _SIGNED.format("0.00")


@dataclass(frozen=True)
class MarkZone:
    """The space right of the digits that a column keeps for its marks, so that digits stand in line.

    Parameters
    ----------
    signs
        The most signs a cell of the column carries: ▲ or ▼, ↑ or ↓.
    letters
        The most letters a cell of the column carries.
    """

    signs: int = 0
    letters: int = 0

    @property
    def width(self) -> int:
        """In digits."""
        return (2 * self.signs + 1 if self.signs else 0) + (self.letters + 1 if self.letters else 0)

    def ending(self, signs: str, letters: str) -> str:
        """What follows the digits of a cell: its marks, and as much space as others have."""
        said = f" {signs}" * bool(signs) + f" {letters}" * bool(letters)
        spare = ("" if signs or not self.signs else "_ ") + "_W" * (self.signs - len(signs))
        if not letters and self.letters:
            spare += "_ "
        return (f'"{said}"' if said else "") + spare + "_n" * (self.letters - len(letters))


def marks_of(table: Table, row: int, column: int) -> tuple[str, str]:
    """Signs and letters of a cell; none where the base is too low."""
    if table.columns[column].flag == "low":
        return "", ""
    return SIGNS[int(table.mark[row, column])] + arrow_of(table, row, column), table.pairs[row][column]


def all_columns(tables: Sequence[Table]) -> tuple[BannerColumn, ...]:
    """The columns of all tables together: a table may lack those of its own question."""
    groups: dict[str, dict[str, BannerColumn]] = {}
    for table in sorted(tables, key=lambda table: -len(table.columns)):
        for column in table.columns:
            groups.setdefault(column.banner, {}).setdefault(column.code, column)
    return tuple(column for group in groups.values() for column in group.values())


def key(column: BannerColumn) -> tuple[str, str]:
    """What makes a column the same in several tables."""
    return column.banner, column.code


def zones(tables: Sequence[Table], columns: Sequence[BannerColumn]) -> list[MarkZone]:
    """The mark zone of each column over all tables of the sheet, (columns,)."""
    found = {key(column): MarkZone() for column in columns}
    for table in tables:
        for c, column in enumerate(table.columns):
            marks = [marks_of(table, row, c) for row in range(len(table.rows))]
            zone = found[key(column)]
            found[key(column)] = MarkZone(
                max([zone.signs, *(len(signs) for signs, _ in marks)]),
                max([zone.letters, *(len(letters) for _, letters in marks)]),
            )
    return list(found.values())


def formats_needed(
    tables: Sequence[Table], columns: Sequence[BannerColumn], found: Sequence[MarkZone]
) -> int:
    """Distinct formats the marks of these tables would take."""
    zone = {key(column): made for column, made in zip(columns, found, strict=True)}
    return len(
        {
            cell_format(
                table.rows[r].kind,
                float(table.estimate[r, c]),
                fine=c == 0,
                ending=zone[key(table.columns[c])].ending(*marks_of(table, r, c)),
            )
            for table in tables
            for r in range(len(table.rows))
            for c in range(len(table.columns))
        }
    )
