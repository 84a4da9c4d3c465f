"""A finished figure: its bytes in each format and what is said of it elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from survey.errors import OutputError


@dataclass(frozen=True)
class Drawing:
    """One figure, ready to be written.

    Parameters
    ----------
    name
        File name without ending, numbered in the report's order: `01-ranking-q1`.
    title
        The finding, as the figure's title says it.
    alt
        What the figure shows, in words and numbers, for readers who cannot see it.
    table
        Id of the table, crossing or model it was drawn from; of a grid, its name; empty for the weighting.
    unweighted_base
        Respondents behind it.
    png, svg, pdf
        Empty when the format was not asked for.
    """

    name: str
    title: str
    alt: str
    table: str
    unweighted_base: int
    png: bytes = b""
    svg: bytes = b""
    pdf: bytes = b""


class SomeUndrawn(OutputError):
    """Figures that could not be drawn so that they can be read; carries those that could.

    Parameters
    ----------
    drawn
        The other figures, in their order.
    """

    def __init__(self, message: str, *, drawn: tuple[Drawing, ...] = (), hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.drawn = drawn
