"""Columns of numbers written in several ways: 1,000 and £1,000, 73 and 73% and a cell shown as 73%."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping

from survey.reading.folding import fold
from survey.reading.hidden import Percent
from survey.reading.missing import role_of
from survey.reading.profiles import Profile
from survey.reading.understanding import FEW_CODES, Remark, Understanding
from survey.reading.workbook import Cell, text
from survey.vocabulary import Answer, plain

PER_CENTS = "C116"
MOST_STRANGE = 0.1
"""Share of other texts that may stand among many different numbers; among few there may be none."""
BARE, SHOWN, PER_CENT = "bare", "formatted as per cents", "with %"
MONEY, COMMAS, DECIMAL_COMMA = (
    "with a currency",
    "with digits in groups",
    "with a decimal comma",
)
SMALL = "between 0 and 1"

_GROUPED = r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?|[1-9]\d{0,2}(?:\.\d{3})+,\d+"
_FIGURE = re.compile(
    r"(?:約|およそ|about )?(?P<money>[¥$€£\\]?) ?[-+]?"
    rf"(?:(?P<grouped>{_GROUPED})|(?P<comma>\d+,\d+)|(?P<digits>\d+(?:\.\d+)?)) ?(?:百万|千万|千|万|億)?"
    r"(?P<unit>歳|才|人|名|回|円|年|時間|分|日|years?|yrs?|%|パーセント|percent|pct|[¥$€£])?"
    r"(?:くらい|ぐらい|程度|ほど)?"
)
_DIGIT = re.compile(r"\d")
_PER_CENT = ("%", "パーセント", "percent", "pct")


def of_written(profile: Profile) -> Understanding | None:
    """A question for a number whose cells are written in several ways, or None when it is none.

    Few different values written in one way may be answers to choose from, and
    are left to be; written in several ways they are amounts.
    """
    if profile.all_numbers:
        return None
    found = _ways(profile)
    ways = {way for way, _ in found.values()}
    units = {unit for _, unit in found.values() if unit}
    if not ways - {BARE} or ways == {SHOWN} or len(units) > 1:
        return None
    strange = [i for i in range(len(profile.cells.levels)) if i not in found]
    reasons = [words for i in strange if role_of(words := text(profile.cells.levels[i])) != "substantive"]
    odd = sum(profile.counts[i] for i in strange if text(profile.cells.levels[i]) not in reasons)
    many = len({fold(text(profile.cells.levels[i])) for i in found}) > FEW_CODES
    if odd > (MOST_STRANGE * profile.answered if many else 0):
        return None
    if not many and (len(ways) == 1 or (DECIMAL_COMMA in ways and not ways & {COMMAS, MONEY})):
        return None
    if many and not ways & {SHOWN, PER_CENT, MONEY, COMMAS, DECIMAL_COMMA}:
        return None
    if ways == {BARE, SHOWN} and all(abs(number) <= 1 for number in profile.numbers):
        return None
    return _understanding(profile, {i: way for i, (way, _) in found.items()}, units, reasons)


def _ways(profile: Profile) -> dict[int, tuple[str, str]]:
    """How each level writes a number, and its unit; none where too many are other texts."""
    if profile.mostly_fails(lambda words: not _is_strange(words)):
        return {}
    if profile.all_texts and not _DIGIT.search("".join(profile.folds)):
        return {}
    found: dict[int, tuple[str, str]] = {}
    odd = 0
    for i, (cell, times) in enumerate(profile.items()):
        if pair := _way(cell):
            found[i] = pair
        elif _gives_no_reason(cell):
            odd += times
            if odd > MOST_STRANGE * profile.answered:
                return {}
    return found


def _is_strange(cell: Cell) -> bool:
    """Whether a cell is neither a number nor a reason for giving none."""
    return _way(cell) is None and _gives_no_reason(cell)


def _gives_no_reason(cell: Cell) -> bool:
    return role_of(text(cell)) == "substantive"


def _way(cell: Cell) -> tuple[str, str] | None:
    """How a cell writes a number, and its unit; None where it is no number."""
    if isinstance(cell, Percent):
        return SHOWN, "%"
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        return None
    if not isinstance(cell, str):
        return BARE, ""
    folded = fold(cell)
    if not _DIGIT.search(folded):
        return None
    found = _FIGURE.fullmatch(unicodedata.normalize("NFKC", folded).replace("−", "-"))
    if found is None or re.fullmatch(r"0\d.*", found["digits"] or ""):
        return None
    unit = found["unit"] or ""
    if unit in _PER_CENT:
        return PER_CENT, "%"
    if found["comma"]:
        return DECIMAL_COMMA, unit
    if found["money"] or unit in ("¥", "$", "€", "£"):
        return MONEY, unit
    return (COMMAS, unit) if found["grouped"] else (f"with {unit}" if unit else BARE, unit)


def _understanding(
    profile: Profile, ways: Mapping[int, str], units: set[str], reasons: list[str]
) -> Understanding:
    per_cent = "%" in units
    times = Counter[str]()
    for i, way in ways.items():
        small = per_cent and way == BARE and _is_small(profile.cells.levels[i])
        times[SMALL if small else way] += profile.counts[i]
    listed = ", ".join(f"{often:,} {way}" for way, often in times.most_common())
    evidence = f"all cells are numbers, though not all written alike: {listed}"
    remarks = []
    if per_cent and len(times) > 1:
        left = "; those between 0 and 1 were left, for they may be shares" if times[SMALL] else ""
        words = f"per cents are written in {len(times)} ways ({listed}); put on one scale, 73% being 73{left}"
        remarks.append(Remark(PER_CENTS, words, tuple(ways)))
    if reasons:
        evidence += f"; {', '.join(reasons)} is a reason for giving none"
    answers = tuple(Answer(words, plain(words), role_of(words)) for words in dict.fromkeys(reasons))
    unit = next(iter(units), "")
    return Understanding("numeric", evidence, answers, "numeric", unit=unit, remarks=tuple(remarks))


def _is_small(cell: Cell) -> bool:
    return isinstance(cell, float) and 0 < abs(cell) < 1
