"""What kind of question a column is, told from its cells: choices, scale, number, text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np

from survey.reading.folding import counted, fold, one_line
from survey.reading.joined import OTHER
from survey.reading.legends import codes_of, legend_of
from survey.reading.missing import role_of, roles_among
from survey.reading.orders import in_order, is_scale
from survey.reading.profiles import Profile, asks_quantity, spelling
from survey.reading.truths import of_truths
from survey.reading.understanding import FEW_CODES, Understanding
from survey.reading.written import of_written
from survey.vocabulary import Answer, AnswerRole, Label, Scale, plain

MOST_ANSWERS = 30
"""Different texts up to which each is an answer."""
MOST_CODES = 200
MOST_FROM_NOUGHT = 15
"""Whole numbers running on from 0 up to which they are taken for codes."""
OFTEN = 10
"""Times from which an answer is no longer one person's words, where such answers make nearly all."""
CLOSED = 0.98
SMOOTH = 0.5
"""Correlation of how often neighbouring numbers are given from which they are amounts."""
ROUGH = 2.0
"""Mean squared difference of neighbouring counts' square roots up to which they are about the same."""
ELEVEN_POINTS = [float(point) for point in range(11)]
SHORT = 25
"""Characters of a header that names a field rather than asks a question."""
OTHER_LABEL = {"en": "Other answers, in their own words", "ja": "その他(自由記述)"}

_RATING = re.compile(
    r"scale (of|from)|on a scale|(?<![a-z])nps(?![a-z])|how likely|likelihood|recommend|rate |rating"
    r"|\b[01]\s?(-|–|to|〜|~)\s?(5|7|10)\b|点満点|段階|[0-1０-１]\s?[-〜~～から]+\s?(10|１０)|推奨度|満足度|おすすめ",
    re.IGNORECASE,
)
_OWN_WORDS = re.compile(
    r"comments?\b|specify|clarify|additional context|please (explain|describe|elaborate)|anything else"
    r"|^what (could|can|should) we|^(any )?suggestions?\b"
    r"|\dsnt$|own words|feedback|_text$|open[- ]?end|(?<![a-z])fa$"
    r"|自由(記述|回答|意見|記入)|ご?意見|ご?感想|具体的に|お書きください|ご記入",
    re.IGNORECASE,
)
_PLACES = re.compile(
    r"(.*[ _.])?(pref(ecture)?|fips|region|county|district|country|industry|occupation|isco|naics"
    r"|language|religion|nationality)([ _.]?codes?)?|((home|birth)[ _.])?state|(state|area)[ _.]?codes?"
    r"|.*(都道府県|市区町村|地域|居住地|業種|職業|コード|コ-ド)"
)
_BESIDE = re.compile(r".+[_ ./([（](その他|others?)[)）\]]?([_ ](text|specify))?", re.IGNORECASE)
"""The field beside a question for the words of those whose answer is another."""
_MARKS = frozenset(("1", "x", "○", "yes", "true", "checked", "selected", "other", "others", "その他", "y"))
_IN_UNITS = re.compile(
    r"[(（［\[](分|歳|才|円|万円|千円|時間|日|年|か月|cm|kg|km|m|g|minutes?|mins?|hours?|hrs?|years?|days)[)）］\]]$"
)
"""A unit at the end of a header."""
_HOW_MUCH = re.compile(r"how much|years? old|percent(age)?|amount|どのくらい", re.IGNORECASE)
_OF_AMOUNTS = frozenset("¥\\-,0123456789０１２３４５６７８９")
_AMOUNT = re.compile(r"[¥\\]?-?[\d,]+(\.\d+)?\s*(歳|才|人|回|円|万円|年|時間|分|日|years?|yrs?)?")


def understand(profile: Profile) -> Understanding:
    """The kind and the answers of a column that stands alone."""
    if found := of_truths(profile) or of_written(profile) or _of_legend(profile):
        return found
    return _of_numbers(profile) if _are_numbers(profile) else _of_texts(profile)


def _of_legend(profile: Profile) -> Understanding | None:
    """A question whose header says what its codes mean, as （1.男 2.女）, or None where it does not."""
    legend = legend_of(profile.header)
    if not legend or profile.manifold or not codes_of(legend, profile.folded):
        return None
    found = f"{counted(len(profile.folded), 'code')}, which the header explains"
    answers, order = explained(legend, profile.folded)
    known = is_scale(order)
    scale: Scale = "ordinal" if known else "nominal"
    evidence = f"{found}; in the order of {order}" if known else found
    return Understanding("single", evidence, answers, scale)


def explained(
    legend: Mapping[str, str], spellings: Mapping[str, Sequence[tuple[str, int]]]
) -> tuple[tuple[Answer, ...], str]:
    """Answers by codes whose labels a header tells, in the order of a scale or of the codes; and that order.

    Codes that the header does not tell of stand last, as they are.
    """
    code_by_label = {label: code for code, label in legend.items()}
    ordered, order = in_order(list(code_by_label))
    codes = [code_by_label[label] for label in ordered]
    rest = [commonest(found) for key, found in spellings.items() if key not in legend]
    said = answers_of(spellings, [*codes, *sorted(rest)])
    labels = [*ordered, *sorted(rest)]
    return tuple(
        replace(answer, label=plain(label), role=role)
        for answer, label, role in zip(said, labels, roles_among(labels), strict=True)
    ), order


def _are_numbers(profile: Profile) -> bool:
    """Whether cells are numbers, but for reasons for giving none."""
    if profile.all_texts:
        return False
    numbers = sum(profile.numbers.values())
    if profile.all_numbers:
        return numbers >= 0.9 * profile.answered
    words = [(cell, n) for cell, n in profile.items() if isinstance(cell, str)] if numbers else []
    if not numbers or len(words) > MOST_CODES:
        return profile.share(numbers) >= 0.9
    reasons = sum(times for cell, times in words if role_of(cell) != "substantive")
    return numbers >= 0.9 * (profile.answered - reasons)


def _of_numbers(profile: Profile) -> Understanding:
    numbers = sorted(profile.numbers)
    low, high, different = numbers[0], numbers[-1], len(numbers)
    found = f"{different} different numbers from {low:g} to {high:g}" if different > 1 else f"only {low:g}"
    if profile.numeric_share < 1:
        found += f", and {counted(len(profile.cells.levels) - different, 'text')}"
    if not profile.whole:
        return Understanding("numeric", f"{found}, not all whole", scale="numeric")
    if is_rating(numbers, profile.header):
        answers = (*rating(numbers), *answers_of(profile.folded, _reasons(profile)))
        return Understanding("scale", f"{found}, and the header speaks of a rating", answers, "numeric")
    if numbers == ELEVEN_POINTS and not _counts_things(profile.header):
        answers = (*rating(numbers), *answers_of(profile.folded, _reasons(profile)))
        return Understanding("scale", f"{found}, all eleven points of a rating", answers, "numeric")
    if different > FEW_CODES and asks_quantity(profile.header):
        return Understanding("numeric", f"{found}, and the header asks for a quantity", scale="numeric")
    if _are_in_units(numbers, profile.header):
        return Understanding("numeric", f"{found}, and the header ends in their unit", scale="numeric")
    if different <= FEW_CODES or _run_on(numbers, profile) or _are_places(profile):
        said = [*map(_code, numbers), *_not_numbers(profile)]
        ordered, _ = in_order(said)
        return Understanding(
            "single", f"{found}: taken for codes of answers", answers_of(profile.folded, ordered)
        )
    return Understanding("numeric", found, scale="numeric")


def _are_in_units(numbers: Sequence[float], header: str) -> bool:
    """Whether a header ends in a unit, and numbers lie too far apart for codes."""
    apart = len(numbers) > 4 and numbers[-1] - numbers[0] > 2 * len(numbers)
    return apart and bool(_IN_UNITS.search(fold(header)))


def is_rating(numbers: Sequence[float], header: str) -> bool:
    """Whether numbers are points of a scale: whole, within 0 to 10, and the header speaks of rating."""
    return (
        len(numbers) > 2
        and all(number.is_integer() and 0 <= number <= 10 for number in numbers)
        and bool(_RATING.search(header))
    )


def rating(numbers: Sequence[float]) -> tuple[Answer, ...]:
    """The points of a scale from the lowest to the highest, each its own score."""
    points = range(int(min(numbers)), int(max(numbers)) + 1)
    return tuple(Answer(str(point), plain(str(point)), score=float(point)) for point in points)


def _reasons(profile: Profile) -> list[str]:
    """Reasons for giving no number, as they are most often written."""
    spelled = [commonest(found) for found in profile.folded.values()]
    return [words for words in spelled if role_of(words) != "substantive"]


def _code(number: float) -> str:
    return str(int(number))


def _not_numbers(profile: Profile) -> list[str]:
    """Texts that are none of the numbers, however these are spelt."""
    numbers = set(map(_code, profile.numbers))
    return [commonest(found) for words, found in profile.folded.items() if words not in numbers]


def _run_on(numbers: Sequence[float], profile: Profile) -> bool:
    """Whether whole numbers run on from 0 or 1 with hardly a gap, each given often: a list of codes.

    Numbers far above the rest (88, 99, 998) may stand for anything and are not
    looked at. Many that begin with 0 count something, as do many of which
    neighbours are given about as often.
    """
    body = list(numbers)
    while len(body) > 2 and body[-1] - body[-2] > 10:
        body.pop()
    span = body[-1] - body[0] + 1
    if body[0] not in (0, 1) or span > MOST_CODES or len(body) < 0.85 * span:
        return False
    counts = (body[0] == 0 and len(body) > MOST_FROM_NOUGHT) or (
        len(body) > MOST_ANSWERS and _is_smooth(body, profile.numbers)
    )
    return profile.answered >= 5 * len(body) and not counts


def _are_places(profile: Profile) -> bool:
    """Whether the header names regions, industries or occupations, which have codes, however many."""
    return len(profile.numbers) <= MOST_CODES and bool(_PLACES.fullmatch(fold(profile.header)))


def _is_smooth(body: Sequence[float], times: Mapping[float, int]) -> bool:
    """Whether neighbouring numbers are given about as often, as amounts are and codes are not.

    Of counts that chance alone makes uneven, square roots differ from their
    neighbours by 0.5 in the mean of squares, whatever the counts.
    """
    heights = np.sqrt([times.get(number, 0) for number in np.arange(body[0], body[-1] + 1).tolist()])
    before, after = heights[:-1] - heights[:-1].mean(), heights[1:] - heights[1:].mean()
    spread = float(np.sqrt((before**2).sum() * (after**2).sum()))
    even = float((np.diff(heights) ** 2).mean()) <= ROUGH
    return even and spread > ROUGH and float((before * after).sum()) / spread >= SMOOTH


def _counts_things(header: str) -> bool:
    """Whether a header asks for a number of things; “how much” may ask for a rating too."""
    return asks_quantity(_HOW_MUCH.sub(" ", header))


def _of_texts(profile: Profile) -> Understanding:
    different = profile.different
    found = f"{different} different answers among {profile.answered:,}"
    sparse = profile.answered < 0.5 * profile.respondents or different > FEW_CODES
    if (
        (sparse or len(profile.header) < SHORT)
        and _OWN_WORDS.search(profile.header)
        and not (different == 1 and set(profile.folded) == {spelling(profile.header)})
    ):
        return Understanding("text", f"{found}, and the header asks for people's own words")
    if (
        sparse
        and _BESIDE.fullmatch(profile.header)
        and not (_MARKS.issuperset(profile.folded) or _is_ordered(profile))
    ):
        return Understanding("text", f"{found}, in few cells under a header that ends in “other”")
    if points := _written_points(profile):
        answers = (*rating(points), *answers_of(profile.folded, _reasons(profile)))
        evidence = f"{found}, all numbers kept as text, and the header speaks of a rating"
        return Understanding("scale", evidence, answers, "numeric")
    if different > FEW_CODES and profile.share(_amounts(profile)) >= 0.9:
        return Understanding("numeric", f"{found}, nearly all of them numbers", scale="numeric")
    if _is_prose(profile, different):
        return Understanding("text", f"{found}, mean length {profile.length:.0f} characters")
    if different <= MOST_ANSWERS:
        ordered, order = in_order([commonest(spellings) for spellings in profile.folded.values()])
        known = is_scale(order)
        evidence = f"{found}; in the order of {order}" if known else f"{found}; order {order or 'of one'}"
        scale: Scale = "ordinal" if known else "nominal"
        return Understanding("single", evidence, answers_of(profile.folded, ordered), scale, order=order)
    return _of_many_texts(profile, found)


def _is_ordered(profile: Profile) -> bool:
    """Whether cells choose from the steps of a scale, as nobody's own words do."""
    said = [commonest(spellings) for spellings in profile.folded.values()]
    return len(said) <= MOST_ANSWERS and is_scale(in_order(said)[1])


def _written_points(profile: Profile) -> list[float]:
    """The points of a rating that a workbook keeps as text; empty where the cells are no such thing."""
    if profile.manifold or not _RATING.search(profile.header):
        return []
    said = [words for words in profile.folded if role_of(words) == "substantive"]
    if not all(words.isdecimal() and str(int(words)) == words for words in said):
        return []
    points = sorted(map(float, said))
    return points if is_rating(points, profile.header) else []


def _amounts(profile: Profile) -> int:
    """How many cells are a number with its unit."""
    if profile.mostly_fails(_AMOUNT.fullmatch):
        return 0
    folded = zip(profile.folds, profile.texts.values(), strict=True)
    return sum(times for words, times in folded if words[:1] in _OF_AMOUNTS and _AMOUNT.fullmatch(words))


def _is_prose(profile: Profile, different: int) -> bool:
    """Whether texts are people's own words: long, or hardly ever the same."""
    few = profile.answered < 20
    if profile.length > 300:
        return True
    if few:
        return profile.length > 60 and different > 0.6 * profile.answered
    if different <= 2:
        return profile.length > 200
    return different > 0.5 * profile.answered or (profile.length > 80 and different > 0.2 * profile.answered)


def _of_many_texts(profile: Profile, found: str) -> Understanding:
    """Choices with an "other" field: the common answers, and one for everybody's own words."""
    totals = {key: sum(times for _, times in spellings) for key, spellings in profile.folded.items()}
    common, covered = _given_often(totals, OFTEN)
    if len(common) > 2 * MOST_ANSWERS or covered < CLOSED * profile.answered:
        common, covered = _given_often(totals, max(3.0, 0.005 * profile.answered))
    if not 2 <= len(common) <= 2 * MOST_ANSWERS or covered < 0.75 * profile.answered or profile.length > 120:
        return Understanding("text", found)
    ordered, order = in_order([commonest(profile.folded[key]) for key in common])
    other = frozenset(words for key in totals if key not in common for words, _ in profile.folded[key])
    if not other:
        return Understanding(
            "single", f"{found}; order {order}", answers_of(profile.folded, ordered), order=order
        )
    answers = (*answers_of(profile.folded, ordered), Answer(OTHER, Label(OTHER_LABEL)))
    answers = tuple(sorted(answers, key=lambda answer: role_of(answer.label.to("en")) != "substantive"))
    evidence = (
        f"{found}; {len(common)} of them make {covered / profile.answered:.0%}, the rest are people's own "
        f"words and were put together; order {order}"
    )
    return Understanding("single", evidence, answers, other=other, order=order)


def _given_often(totals: Mapping[str, int], least: float) -> tuple[list[str], int]:
    """The answers given so often, and how many times all of them were."""
    common = [key for key, times in totals.items() if times >= least]
    return common, sum(totals[key] for key in common)


def commonest(spellings: Sequence[tuple[str, int]]) -> str:
    """The commonest spelling, without the spaces around it."""
    return max(spellings, key=lambda pair: pair[1])[0].strip()


def answers_of(
    spellings: Mapping[str, Sequence[tuple[str, int]]], codes: Sequence[str]
) -> tuple[Answer, ...]:
    """Answers with these codes, each with its other spellings and the role its label gives it.

    Parameters
    ----------
    spellings
        {folded: [(text, times)]}, as a profile has them.
    """
    known = {commonest(found): found for found in spellings.values()}
    return tuple(
        _answer(code, role, tuple(dict.fromkeys(words for words, _ in known.get(code, ()) if words != code)))
        for code, role in zip(codes, roles_among(codes), strict=True)
    )


@lru_cache(maxsize=4096)
def _answer(code: str, role: AnswerRole, values: tuple[str, ...]) -> Answer:
    """An answer as its cells call it; the questions of a battery share theirs."""
    return Answer(code, plain(one_line(code)), role, values=values)
