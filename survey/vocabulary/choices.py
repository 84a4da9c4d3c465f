"""One check for every parameter that takes one of a few words."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any, get_args

from survey.errors import PlanError


def check_choice(parameter: str, value: object, choices: Any) -> None:
    """Refuses a word that is none of the choices, with the nearest one.

    Parameters
    ----------
    choices
        A `Literal`.

    Raises
    ------
    PlanError
        The value is not among them.
    """
    allowed: Sequence[object] = get_args(choices)
    if value in allowed:
        return
    words = [str(choice) for choice in allowed]
    near = get_close_matches(str(value).casefold(), [word.casefold() for word in words], n=1)
    meant = next((word for word in words if near and word.casefold() == near[0]), "")
    raise PlanError(
        f"{parameter} is one of {', '.join(words)}, not {value!r}",
        hint=f"did you mean {meant!r}?" if meant else "",
    )


def check_level(level: float) -> None:
    """Refuses a confidence level that is none.

    Raises
    ------
    PlanError
        It does not lie between 0 and 1.
    """
    if not 0 < level < 1:
        meant = f"write {level / 100:g}" if 1 < level < 100 else "write 0.95"
        raise PlanError(f"a confidence level lies between 0 and 1, not at {level:g}", hint=meant)
