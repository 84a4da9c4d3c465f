"""Interviews that the platform itself marks: not completed, or a preview of the questionnaire."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from survey.reading.folding import counted, fold
from survey.reading.profiles import Profile
from survey.reading.workbook import text
from survey.vocabulary import Note
from survey.vocabulary.platforms import from_qualtrics, plain_name

_COMPLETED_AT = re.compile(
    r"submitdate(\. ?.*)?|date ?submitted|completion ?time|submitted ?at|完了(日時|時刻)"
)
_FINISHED = re.compile(r"finished|completed|完了")
_STATUS = re.compile(r"status|response ?type|回答?状況|ステータス")
_NOT = {"false", "0", "no", "いいえ", "falsch", "faux"}
_PREVIEW = re.compile(r"(survey )?(preview|test)|プレビュー|テスト")
_ACTED_ON = {"finished", "status", "responsetype"}
SHOWN = 10


def completion_notes(profiles: Sequence[Profile], first_row: int) -> Iterator[Note]:
    """How many interviews the platform's own columns mark as not completed, or as previews.

    What Qualtrics recorded is left to cleaning, which acts on it and says so.

    Parameters
    ----------
    first_row
        Row of the first respondent, as the sheet counts.
    """
    qualtrics = from_qualtrics(each for found in profiles for each in found.heading.path)
    for found in profiles:
        if qualtrics and _ACTED_ON.intersection(map(plain_name, found.heading.path)):
            continue
        if note := _note(found, first_row):
            yield note


def _note(profile: Profile, first_row: int) -> Note | None:
    headers = [fold(each) for each in profile.heading.path]
    if any(map(_COMPLETED_AT.fullmatch, headers)) and profile.answered:
        marked, what = profile.cells.codes < 0, "not completed"
    elif any(map(_FINISHED.fullmatch, headers)):
        marked, what = _says(profile, _NOT.__contains__), "not completed"
    elif any(map(_STATUS.fullmatch, headers)):
        marked, what = _says(profile, lambda words: bool(_PREVIEW.fullmatch(words))), "previews or tests"
    else:
        return None
    rows = np.flatnonzero(marked)
    if not len(rows) or len(rows) > profile.respondents / 2:
        return None
    return Note(
        step="reading",
        text=f"{what}: {counted(len(rows), 'interview')}, by column {profile.heading.path[0][:40]!r}; kept, "
        "for only a line under [[clean.remove]] removes",
        count=len(rows),
        rows=tuple((rows[:SHOWN] + first_row).tolist()),
        level="warning",
    )


def _says(profile: Profile, means: Callable[[str], bool]) -> NDArray[np.bool_]:
    """Which cells mean it, (respondents,)."""
    said = [means(fold(text(cell))) for cell in profile.cells.levels]
    return np.array([*said, False], dtype=bool)[profile.cells.codes]
