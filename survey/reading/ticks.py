"""What the cells of a column of ticks say: ticked, not ticked, or a reason for neither."""

from __future__ import annotations

from collections.abc import Collection

from survey.reading.folding import fold
from survey.reading.missing import role_of

NOT_SELECTED = {
    "0",
    "not selected",
    "unselected",
    "unchecked",
    "not checked",
    "not mentioned",
    "not chosen",
    "non sélectionné",
    "nicht ausgewählt",
    "nicht gewählt",
    "no seleccionado",
    "非選択",
    "選択なし",
    "非該当",
    "no to: ",
}
"""What says that an option was not ticked, folded."""
MARKS = {
    "1",
    "x",
    "○",
    "◯",
    "●",
    "✓",
    "✔",
    "yes",
    "true",
    "y",
    "selected",
    "checked",
    "mentioned",
    "はい",
    "選択",
    "該当",
}
"""What says that it was, whatever the option is."""


def without_reasons(said: Collection[str]) -> set[str]:
    """What cells say, folded, but for reasons for giving no answer: who was not asked ticked nothing."""
    return {words for words in said if not is_reason(words)}


def is_reason(words: str) -> bool:
    """Whether a cell says neither ticked nor not ticked, but why there is no answer."""
    return fold(words) not in NOT_SELECTED and role_of(words) != "substantive"


def is_tick_value(words: str, unticked: frozenset[str] = frozenset()) -> bool:
    """Whether a tick column's cell says ticked."""
    return fold(words) not in NOT_SELECTED | {"no", "false", "n", "いいえ"} | unticked


def is_mark(words: str) -> bool:
    """Whether a cell says ticked whatever the option is: 1, x, ○, yes."""
    return fold(words) in MARKS
