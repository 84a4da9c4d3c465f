"""In which order answers stand: codes ascending, bands by their numbers, known scales, else as first seen."""

from __future__ import annotations

import re
from collections.abc import Sequence

from survey.reading.folding import fold
from survey.reading.missing import role_of
from survey.vocabulary.scales import SCALES

AS_SEEN = "as first seen"

_RANKS = [{fold(words): rank for rank, words in enumerate(scale.answers.split("|"))} for scale in SCALES]
_LOWEST = re.compile(r"^(under|below|less than|up to|younger than|~|～|〜|<|≤)|(未満|以下|まで)$")
_NUMBER = re.compile(r"\d+(?:[,.]\d+)*")
_BAND = re.compile(
    r"^[^\d]{0,14}\d[\d,.]*\s*(?:[a-z%$€£¥円万歳才代年人回時間分以上未満+\-–—~～〜/ ]*\d[\d,.]*)?"
    r"[a-z%$€£¥円万億千歳才代年月四半期人回時間分以上未満下超まで+\s.]*$"
)
_LAST = re.compile(
    r"others?|other answers?.*|other[ ,(:].*|none of (the above|these).*"
    r"|その他.*|上記以外.*|特にない|特になし"
)


def in_order(labels: Sequence[str]) -> tuple[list[str], str]:
    """The labels in the order of a scale where they are one, and what told so.

    Reasons for giving no answer come last, "other" before them.
    """
    said = [label for label in labels if role_of(label) == "substantive"]
    missing = [label for label in labels if role_of(label) != "substantive"]
    other = [label for label in said if _LAST.fullmatch(fold(label))]
    plain = [label for label in said if label not in other]
    ordered, reason = _ordered(plain)
    return [*ordered, *other, *missing], reason


def _ordered(labels: Sequence[str]) -> tuple[list[str], str]:
    if len(labels) < 2:
        return list(labels), ""
    if all(_is_number(label) for label in labels):
        return sorted(labels, key=float), "codes ascending"
    folded = [fold(label) for label in labels]
    leads = [words.split(" -- ")[0].strip() for words in folded]
    for ranks in _RANKS:
        strangers = sum(words not in ranks for words in leads)
        if strangers == 0 or (strangers == 1 and len(leads) > 3):
            ranked = sorted(zip(labels, leads, strict=True), key=lambda pair: ranks.get(pair[1], len(ranks)))
            return [label for label, _ in ranked], "a known scale"
    if sum(bool(_BAND.match(words)) for words in folded) == len(folded):
        return sorted(labels, key=_lowest), "bands by their numbers"
    return list(labels), AS_SEEN


def _is_number(label: str) -> bool:
    try:
        float(label)
    except ValueError:
        return False
    return True


def _lowest(label: str) -> tuple[float, float]:
    """The number a band begins with; bands open below come before all others of their number."""
    words = fold(label)
    found = _NUMBER.findall(words)
    number = float(found[0].replace(",", "").rstrip(".")) if found else 0.0
    open_below = bool(_LOWEST.search(words)) and len(found) < 2
    return (number - 0.5 if open_below else number), float(len(found))
