"""The two sides of a scale, and the lines that show them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from matplotlib.colors import LinearSegmentedColormap, to_hex

from survey.reporting.figures import theme
from survey.vocabulary import Net, Question, Table


@dataclass(frozen=True)
class Side:
    """One side of a scale: its net, and its answers with their colours from the middle outwards."""

    net: Net
    answers: tuple[str, ...]
    shades: tuple[str, ...]
    sign: int

    @property
    def colour(self) -> str:
        """The colour of the net."""
        return theme.colours().positive if self.sign > 0 else theme.colours().negative


@dataclass(frozen=True)
class Sides:
    """How a scale divides; `aside` are the answers on neither side."""

    negative: Side
    positive: Side
    aside: tuple[str, ...]

    def __iter__(self) -> Iterator[Side]:
        return iter((self.negative, self.positive))


@dataclass(frozen=True)
class Item:
    """One line of the figure: a question of the grid, or a group of one question."""

    table: Table
    column: int
    label: str

    def share(self, code: str) -> float:
        """Share of an answer or net; 0 when the table does not have it."""
        codes = [row.code for row in self.table.rows]
        if code not in codes:
            return 0.0
        return float(np.nan_to_num(self.table.estimate[codes.index(code), self.column]))

    def reach(self, side: Side) -> float:
        """How far the bars go on a side."""
        return sum(self.share(code) for code in side.answers)


def sides_of(question: Question) -> Sides:
    """The two sides of a scale by its first two nets; the one with the higher scores is the positive one."""
    nets = sorted(question.nets[:2], key=lambda net: -_score(question, net))
    order = [answer.code for answer in question.answers if answer.role in ("substantive", "dont_know")]
    positives, negatives = ([code for code in order if code in net.answers] for net in nets)
    if order.index(positives[0]) < order.index(negatives[0]):
        positives.reverse()
    else:
        negatives.reverse()
    aside = tuple(code for code in order if code not in positives and code not in negatives)
    shades = (_shades(theme.colours().negative_light, theme.colours().negative, len(negatives)), -1)
    negative = Side(nets[1], tuple(negatives), *shades)
    shades = (_shades(theme.colours().positive_light, theme.colours().positive, len(positives)), 1)
    return Sides(negative, Side(nets[0], tuple(positives), *shades), aside)


def divides(question: Question) -> bool:
    """Whether a question has two sides: two nets without a common answer, each with answers."""
    if len(question.nets) < 2:
        return False
    first, second = (set(net.answers) & set(question.codes("substantive")) for net in question.nets[:2])
    return bool(first) and bool(second) and not first & second


def _score(question: Question, net: Net) -> float:
    scores = [question.answer(code).score for code in net.answers if code in question.codes()]
    known = [score for score in scores if score is not None]
    return sum(known) / len(known) if known and len(known) == len(scores) else 0.0


def _shades(light: str, strong: str, count: int) -> tuple[str, ...]:
    """Colours from the middle outwards; a single answer takes the strong one."""
    if count == 1:
        return (strong,)
    ramp = LinearSegmentedColormap.from_list("side", [light, strong])
    return tuple(to_hex(ramp(number / (count - 1))) for number in range(count))
