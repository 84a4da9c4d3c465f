"""Answers of which only the ends are worded: Not at all, 2, 3, 4, A lot; 左, 1, 2, 3, 右."""

from __future__ import annotations

import re
from collections.abc import Sequence

from survey.reading.folding import fold

LEAST_BETWEEN = 2
"""Numbers that must stand between the ends."""
_LOW = re.compile(
    r"\b(not|no|none|never|nothing|cannot|can['’]?t|dissatisfied|unhappy|unlikely|disagree|bad|worst|poor"
    r"|least|lowest|low|left|nada|ning[uú]n[oa]?|nunca|izquierda|pas|aucune?|jamais|gauche|nicht|keine?|nie"
    r"|links|niente|nessun[oa]?|mai|sinistra|nenhum[a]?|esquerda|niet|geen|nooit)\b"
    r"|まったく|全く|不満|反対|悪い|最低|左|ない$"
)
"""What the lower end of a scale says."""


def by_ends(labels: Sequence[str]) -> list[str] | None:
    """Whole numbers that run on, between the two answers in words; None unless one of these says little."""
    numbers = {int(words): label for label in labels if (words := fold(label)).isdecimal()}
    worded = [label for label in labels if not fold(label).isdecimal()]
    if len(worded) != 2 or len(numbers) < LEAST_BETWEEN or len(numbers) + 2 != len(labels):
        return None
    low = [label for label in worded if _LOW.search(fold(label))]
    if len(low) != 1 or max(numbers) - min(numbers) != len(numbers) - 1:
        return None
    high = next(label for label in worded if label not in low)
    return [*low, *(numbers[number] for number in sorted(numbers)), high]
