"""“Other” with words glued to it: その他（無所属） is その他, and Other (please specify) is Other."""

from __future__ import annotations

import re
from collections import Counter

from survey.reading.folding import fold
from survey.reading.profiles import Profile
from survey.reading.workbook import text

_GLUED = re.compile(
    r"(?P<other>その他|そのほか|others?)\s*(?:[(\[【:：,、/–—-]\s*(?P<words>.*?)\s*[)\]】]?\s*)?"
)
_OTHERS = ("その他", "そのほか", "other")
_FIELD = re.compile(
    r"[\s_.…:：]*|(?:具体的に|自由(?:記述|記入|回答)|ご?記入|内容)[\s_.…:：]*.*"
    r"|(?:please )?(?:specify|describe|state|write in).*"
)
NAMED = {"その他": "その他", "そのほか": "そのほか", "other": "Other", "others": "Others"}


def glued_others(profile: Profile) -> dict[int, str]:
    """Levels that are “other” with words glued to them, {position: the bare answer}.

    Only where the column also has “other” alone, or with the field for its
    words ("please specify", 具体的に): else "Other (Asia)" may be an answer of
    its own among several.
    """
    if profile.all_numbers or not _may_say_other(profile):
        return {}
    found = {
        i: match
        for i, cell in enumerate(profile.cells.levels)
        if isinstance(cell, str) and (match := _GLUED.fullmatch(fold(cell)))
    }
    fields = [i for i, match in found.items() if match["words"] is None or _FIELD.fullmatch(match["words"])]
    if len(found) < 2 or not fields:
        return {}
    bare = Counter[str]()
    for i, match in found.items():
        if match["words"] is None:
            bare[text(profile.cells.levels[i]).strip()] += profile.counts[i]
    words = Counter(match["other"] for match in found.values()).most_common(1)[0][0]
    base = bare.most_common(1)[0][0] if bare else NAMED[words]
    return {i: base for i, match in found.items() if match["words"] is not None}


def _may_say_other(profile: Profile) -> bool:
    """Whether “other” may stand somewhere in a column, told of all its texts in one piece."""
    piece = "\0".join(profile.texts)
    if any(letter in piece for letter in "hHｈＨ"):
        piece = piece.casefold()
    return any(words in piece for words in (*_OTHERS, "ｏｔｈｅｒ"))
