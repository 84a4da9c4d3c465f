"""Columns of yes and no, written as TRUE and FALSE, 1 and 0, or in words: two answers."""

from __future__ import annotations

from survey.reading.missing import role_of
from survey.reading.profiles import Profile
from survey.reading.understanding import Understanding
from survey.vocabulary import Answer, Label, plain

YES, NO = Label({"en": "Yes", "ja": "はい"}), Label({"en": "No", "ja": "いいえ"})
YES_NO = "yes, no"
MOST = 50
"""Different cells beyond which no column says yes and no."""
_PAIRS = (("true", "false"), ("1", "0"), ("yes", "no"), ("y", "n"), ("t", "f"), ("はい", "いいえ"))
TRUTHS = frozenset(word for pair in _PAIRS for word in pair)
"""What yes and no are written as, folded; cleaning takes one for the other."""


def of_truths(profile: Profile) -> Understanding | None:
    """A yes-or-no question, or None: TRUE and FALSE are in it, or the two are written in several ways.

    Cells in other words than Yes and No are left for cleaning, which notes
    each of them (C104).
    """
    if len(profile.cells.levels) > MOST or not profile.folded.keys() & TRUTHS:
        return None
    said = {words: found for words, found in profile.folded.items() if role_of(words) == "substantive"}
    pairs = [pair for pair in _PAIRS if said.keys() & set(pair)]
    if not said.keys() <= {word for pair in pairs for word in pair}:
        return None
    both = all(said.keys() & {pair[side] for pair in pairs} for side in (0, 1))
    if not both or (len(pairs) == 1 and pairs[0] != ("true", "false")):
        return None
    reasons = [found[0][0].strip() for words, found in profile.folded.items() if words not in said]
    answers = (
        Answer("yes", YES),
        Answer("no", NO),
        *(Answer(words, plain(words), role_of(words)) for words in reasons),
    )
    written = sorted({words for found in said.values() for words, _ in found})
    return Understanding("single", f"yes or no, written as {', '.join(written)}", answers, order=YES_NO)
