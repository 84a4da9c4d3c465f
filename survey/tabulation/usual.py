"""The banner of a report for which nobody named one: what the codebook marks so, else sex and age."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Literal

from survey.vocabulary import Note, Plan, Question, Survey

Matter = Literal["sex", "age", ""]

MOST_GROUPS = 10
"""Answers of a question beyond which it makes no banner unasked."""
LETTERS = 26
"""Groups beyond which a question the codebook marks is no banner unasked: no letters compare them."""
LEAST = 2
LONGEST = 60
"""Characters of a header that asks who somebody is, and not what they think."""

_SEX = re.compile(r"(?<![a-z])(sex|gender)(?![a-z])|性別|geschlecht|sexe|sexo|género|genre", re.IGNORECASE)
_A_SEX = re.compile(
    r"(fe)?male|(wo)?m[ae]n|m|f|boy|girl|m(ann|änn\w*)|frau|weiblich|homme|femme|hombre|mujer|男性?|女性?|男子|女子",
    re.IGNORECASE,
)
_AGE = re.compile(
    r"(?<![a-z])age(s|d|r|grp|cat|\d+)?(?![a-z])|age ?(group|band|range|class)|(?<![a-z])how old"
    r"|(?<![a-z])(alter|edad|âge)(?![a-z])|年齢|年代",
    re.IGNORECASE,
)
_AN_AGE = re.compile(
    r"\d.*([-–—~〜～+]|代|歳|才|以上|未満|(?<![a-z])(to|and|or|plus|bis|à|ans|años|years?)(?![a-z]))"
    r"|(?<![a-z])(under|over|below|above|less|more|older|younger|unter|über|plus|moins|menos|más)(?![a-z]).*\d"
    r"|teens|twenties|thirties|forties|fifties|sixties|seventies",
    re.IGNORECASE,
)
_OF_OTHERS = re.compile(
    r"(?<![a-z])(person|child(ren)?|kids?|spouse|partners?|mother|father|parents?|baby|interviewer|candidate)(?![a-z])"
    r"|配偶者|子ども|子供|お子|両親|父|母|調査員",
    re.IGNORECASE,
)
"""Whose sex or age does not tell who the respondent is."""


def with_usual_banner(plan: Plan, survey: Survey) -> tuple[Plan, tuple[Note, ...]]:
    """The plan with a banner where it says nothing of one, and the remark that it was chosen.

    Questions whose role in the codebook is `banner` come first; where there are
    none, one of sex and one of age are taken, told by their header and their
    answers. `banner = []` in the plan wants none.
    """
    if plan.tables.banner is not None:
        return plan, ()
    marked = [q for q in survey.codebook if q.role == "banner" and LEAST <= _groups(q) <= LETTERS]
    chosen = marked or list(_sex_and_age(survey))
    if not chosen:
        return plan, ()
    names = tuple(question.name for question in chosen)
    listed = ", ".join(names)
    how = "marked so in the codebook" if marked else "told by headers and answers"
    inside = ", ".join(f'"{name}"' for name in names)
    note = Note(
        step="tabulation",
        text=f"no plan names a banner: tables are split by {listed}, {how}; banner = [{inside}] under "
        "[tables] says the same, banner = [] wants none",
        count=len(names),
        level="assumption",
    )
    return replace(plan, tables=replace(plan.tables, banner=names)), (note,)


def matter_of(question: Question) -> Matter:
    """Whether a question asks of sex or of age, whatever its answers; empty where it asks of neither."""
    if _called(question, _SEX) and _fitting(question, _A_SEX.fullmatch) >= LEAST:
        return "sex"
    answers = question.codes("substantive")
    ages = question.kind == "numeric" or _fitting(question, _AN_AGE.search) >= max(LEAST, 0.75 * len(answers))
    return "age" if ages and _called(question, _AGE) else ""


def _sex_and_age(survey: Survey) -> Iterator[Question]:
    """The question of sex and the one of age that are called so most plainly, as far as there are any."""
    few = [question for question in survey.codebook if _is_few(question)]
    for matter, header in (("sex", _SEX), ("age", _AGE)):
        found = [question for question in few if matter_of(question) == matter]
        if found:
            yield min(found, key=lambda question: _called(question, header))


def _is_few(question: Question) -> bool:
    single = question.kind in ("single", "scale") and question.grid is None
    own = not any(map(_OF_OTHERS.search, question.label.texts.values()))
    asked = question.tabulated and question.role == "question"
    return asked and single and own and LEAST <= _groups(question) <= MOST_GROUPS


def _groups(question: Question) -> int:
    """How many groups a question makes: none where it has no table, or asks for a number."""
    return len(question.codes("substantive")) if question.tabulated and question.kind != "numeric" else 0


def _called(question: Question, header: re.Pattern[str]) -> int:
    """Characters of the shortest name, label or wording in which a word stands; 0 where none has it."""
    texts = (question.label.texts, question.wording.texts)
    called = [question.name.replace("_", " "), *(words for each in texts for words in each.values())]
    return min((len(words) for words in called if len(words) <= LONGEST and header.search(words)), default=0)


def _fitting(question: Question, answer: Callable[[str], re.Match[str] | None]) -> int:
    """How many answers are such ones, by what their labels say."""
    answers = [each for each in question.answers if each.role == "substantive"]
    return sum(any(answer(words.strip()) for words in each.label.texts.values()) for each in answers)
