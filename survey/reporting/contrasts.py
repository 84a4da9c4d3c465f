"""What a crossing's title may state: the clearest of its gaps between two groups."""

from __future__ import annotations

from survey.vocabulary import ColumnFlag, Contrast, Crossing


def answers_of(crossing: Crossing) -> list[int]:
    """Columns that are answers."""
    return [number for number, column in enumerate(crossing.columns) if column.kind == "answer"]


def nets_of(crossing: Crossing) -> list[int]:
    """Columns that are nets, which overlap the answers."""
    return [number for number, column in enumerate(crossing.columns) if column.kind == "net"]


def flag_of(crossing: Crossing, row: int) -> ColumnFlag:
    """Whether a row's base is ok, calls for caution, or is too low to be drawn."""
    return crossing.flags[row] if row < len(crossing.flags) else "ok"


def clearest(crossing: Crossing, alpha: float) -> Contrast | None:
    """The contrast of the first net (or answer) furthest from zero in standard errors, if significant."""
    codes = {row.code for number, row in enumerate(crossing.rows) if flag_of(crossing, number) == "ok"}
    for column in (*nets_of(crossing), *answers_of(crossing)):
        code = crossing.columns[column].code
        known = [
            c
            for c in crossing.contrasts
            if c.answer.code == code and c.p < alpha and {c.first.code, c.second.code} <= codes
        ]
        if known:
            return max(known, key=lambda c: abs(c.gap / c.standard_error))
    return None


def ends(crossing: Crossing, contrast: Contrast) -> tuple[float, float]:
    """Shares of a contrast's answer in its first and in its second group."""
    rows = [row.code for row in crossing.rows]
    column = [column.code for column in crossing.columns].index(contrast.answer.code)
    first, second = (rows.index(row.code) for row in (contrast.first, contrast.second))
    return float(crossing.share_of_row[first, column]), float(crossing.share_of_row[second, column])
