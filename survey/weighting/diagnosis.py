"""What is wrong with margins, or worth knowing of them, before anything is weighted to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from survey.errors import EmptyMargin, NotConverged, WeightingError
from survey.language.sentences import Texts
from survey.language.weighting import DIAGNOSES, MENDS
from survey.responses import combinations
from survey.vocabulary import Column, Diagnosed, DiagnosisKind, Label, Margin, MissingTarget, Survey
from survey.weighting.agreement import Disagreement, Outsiders
from survey.weighting.cells import Cells, category_label

Floats = NDArray[np.float64]

SHARES_OFF = 0.005
"""Shares that miss one, or each other, by less than this are rounded shares, and are scaled."""

TINY = 20
"""Respondents below which one of them moves a weighted figure visibly."""

STRETCHED = 3.0
"""How many times their share people in no category may come to stand for before a reader must know."""

NOBODY = float("nan")
FORBIDDEN = ", and the plan forbids that"
LISTED = 12
"""Answers without a target that are told one by one."""


def diagnosed(
    survey: Survey,
    cells: Sequence[Cells],
    disagreements: Sequence[Disagreement],
    beside: Sequence[Outsiders],
    entering: Floats,
    missing: MissingTarget,
) -> tuple[Diagnosed, ...]:
    """All there is to know of the margins, what prevents weighting first.

    Parameters
    ----------
    entering
        (respondents,) weights; those of 0 are nobody's.
    """
    lines = [line for each in cells for line in (*_shares(survey, each), *_categories(survey, each))]
    lines += [line for each in cells for line in _without_target(survey, each, entering, missing)]
    lines += [_disagreeing(each) for each in disagreements if not _off(each.margin) and not _off(each.other)]
    lines += [line for each in beside for line in _kept_apart(each)]
    lines += list(_totals([each.margin for each in cells]))
    return tuple(sorted(lines, key=lambda line: not line.grave))


def refuse_grave(lines: Sequence[Diagnosed]) -> None:
    """Refuses margins that no weights can meet, with all that is wrong with them.

    Raises
    ------
    EmptyMargin
        Somebody is wanted where nobody is.
    NotConverged
        Margins contradict each other.
    WeightingError
        Shares are none, or respondents have no target and must have one.
    """
    grave = [line for line in lines if line.grave]
    if not grave:
        return
    forbidden = {"no_target": FORBIDDEN, "missing": FORBIDDEN}
    texts = [line.text.to("en") + forbidden.get(line.kind, "") for line in grave]
    mends = list(dict.fromkeys(line.mend.to("en") for line in grave))
    message, hint = texts[0], "; ".join(filter(None, mends))
    named = {line.margin for line in grave if line.kind in ("empty", "shares")}
    also = [line for line in lines if line.kind == "no_target" and not line.grave and line.margin in named]
    if len(grave) + len(also) > 1:
        message = "these targets cannot be met:"
        for text, line in zip(texts, grave, strict=True):
            own = line.mend.to("en") if len(mends) > 1 else ""
            message += f"\n  - {text}" + (f": {own}" if own else "")
        message += "".join(f"\n  - besides, {line.text.to('en')}" for line in also)
    if len(mends) > 1:
        hint = "mend each of them in the targets, or take a margin out of [weighting]"
    kinds = {line.kind for line in grave}
    if "empty" in kinds:
        raise EmptyMargin(message, hint=hint)
    if kinds <= {"contradiction", "stranded"}:
        names = dict.fromkeys(name for line in grave for name in (line.margin, line.other))
        raise NotConverged(message, margins=list(names), hint=hint)
    raise WeightingError(message, hint=hint)


def _off(margin: Margin) -> bool:
    """Whether the shares of a margin add up to something else than one."""
    return abs(sum(margin.shares.values()) - 1) > SHARES_OFF


def _shares(survey: Survey, cells: Cells) -> Iterator[Diagnosed]:
    margin = cells.margin
    total = float(sum(margin.shares.values()))
    if _off(margin):
        yield _line("shares", margin, wanted=1.0, found=total, grave=True, shown=f"{total:.4f}")
    for category, share in margin.shares.items():
        if share < 0:
            yield _line(
                "negative",
                margin,
                category_label(survey, margin.questions, category),
                wanted=share,
                grave=True,
            )


def _categories(survey: Survey, cells: Cells) -> Iterator[Diagnosed]:
    """Categories of the targets in which nobody is, or few are, or nobody is wanted."""
    for place, share in enumerate(cells.margin.shares.values()):
        base = int(cells.respondents[place])
        if share == 0 and base:
            found = float(cells.found[place])
            yield _line("unwanted", cells.margin, cells.labels[place], wanted=0.0, found=found, base=base)
        if share <= 0 or base >= TINY:
            continue
        near = neighbour(survey, cells, place)
        mend = "merge" if near is not None else "take_out"
        yield _line(
            "tiny" if base else "empty",
            cells.margin,
            cells.labels[place],
            wanted=float(share),
            found=float(cells.found[place]),
            base=base,
            grave=not base,
            mend="" if base and near is None else mend,
            neighbour=None if near is None else cells.labels[near],
            neighbour_base=0 if near is None else int(cells.respondents[near]),
        )


def neighbour(survey: Survey, cells: Cells, place: int) -> int | None:
    """The category next to one in the codebook's order that it is best merged with, or None.

    Of crossed questions one whose answers have an order changes, else the one
    with more answers; of two neighbours the one with fewer respondents.
    """
    categories = list(cells.margin.shares)
    orders = [_order(survey, question) for question in cells.margin.questions]
    own = categories[place]

    def preference(question: int) -> tuple[bool, int]:
        return not orders[question][1], -len(orders[question][0])

    for question in sorted(range(len(own)), key=preference):
        codes = [
            code
            for code in orders[question][0]
            if (*own[:question], code, *own[question + 1 :]) in cells.margin.shares
        ]
        if own[question] not in codes:
            continue
        at = codes.index(own[question])
        beside = [
            categories.index((*own[:question], code, *own[question + 1 :]))
            for code in codes[max(at - 1, 0) : at + 2]
            if code != own[question]
        ]
        beside = [each for each in beside if cells.respondents[each] > 0]
        if beside:
            return min(beside, key=lambda each: int(cells.respondents[each]))
    return None


def _order(survey: Survey, question: str) -> tuple[list[str], bool]:
    """A question's codes in the codebook's order, else as they come; and whether that is an order."""
    if question in survey.codebook:
        known = survey.codebook[question]
        return list(known.codes()), known.scale == "ordinal" or known.kind == "scale"
    return [str(level) for level in survey.responses.column(question).levels], False


def _without_target(
    survey: Survey, cells: Cells, entering: Floats, missing: MissingTarget
) -> Iterator[Diagnosed]:
    """Answers that the targets leave out, and blanks, of those with a weight."""
    outside = cells.outside & (entering > 0)
    if not outside.any():
        return
    columns = [survey.responses.column(question) for question in cells.margin.questions]
    occupied, which = combinations([Column(column.codes[outside], column.levels) for column in columns])
    weights = np.bincount(which, entering[outside]) / entering.sum()
    bases = np.bincount(which)
    held: dict[tuple[tuple[str, str], ...], tuple[float, int]] = {}
    for codes, weight, base in zip(occupied, weights, bases, strict=True):
        answers = [
            column.levels[code] if code >= 0 else None for column, code in zip(columns, codes, strict=True)
        ]
        key = _to_blame(cells.margin, answers)
        share, respondents = held.get(key, (0.0, 0))
        held[key] = share + float(weight), respondents + int(base)
    for key, (found, base) in sorted(held.items(), key=lambda item: (bool(item[0]), -item[1][1]))[:LISTED]:
        questions, answer = tuple(part for part, _ in key), tuple(part for _, part in key)
        yield _line(
            "no_target" if key else "missing",
            cells.margin,
            category_label(survey, questions, answer),
            found=found,
            base=base,
            grave=missing == "error",
            mend=missing,
        )


def _to_blame(margin: Margin, answers: Sequence[object]) -> tuple[tuple[str, str], ...]:
    """Question and answer that no category has, or all of them where only together; none for a blank."""
    given = [(question, answer) for question, answer in zip(margin.questions, answers, strict=True)]
    known = tuple((question, answer) for question, answer in given if isinstance(answer, str))
    if len(known) < len(given):
        return ()
    for place, pair in enumerate(known):
        if all(category[place] != pair[1] for category in margin.shares):
            return (pair,)
    return known


def _disagreeing(found: Disagreement) -> Diagnosed:
    if found.gap > SHARES_OFF or found.one_sided:
        kind: DiagnosisKind = "contradiction"
    else:
        kind = "rounding" if found.gap > found.NOTHING else "nested"
    return _line(
        kind,
        found.margin,
        found.label,
        wanted=found.wanted,
        found=found.implied,
        grave=kind == "contradiction",
        mend="contradiction" if kind == "contradiction" else "",
        other=found.other.name,
    )


def _kept_apart(found: Outsiders) -> Iterator[Diagnosed]:
    """People in no category who cannot keep their share, or would count for much."""
    uneven = found.wanted > STRETCHED * found.found
    if found.wanted <= Disagreement.NOTHING or not uneven:
        return
    yield _line(
        "uneven" if found.base else "stranded",
        found.margin,
        found.label,
        wanted=found.wanted,
        found=found.found,
        base=found.base,
        other=found.other.name,
        grave=not found.base,
        mend="stranded",
    )


def _totals(margins: Sequence[Margin]) -> Iterator[Diagnosed]:
    """Margins that count other numbers of people than the first that counts any."""
    counted = [margin for margin in margins if margin.total]
    for margin in counted[1:]:
        first, own = counted[0].total or 0.0, margin.total or 0.0
        if abs(own - first) > SHARES_OFF * first:
            yield _line("totals", margin, wanted=own, found=first, other=counted[0].name)


def _line(
    kind: DiagnosisKind,
    margin: Margin,
    category: Label | None = None,
    *,
    wanted: float = NOBODY,
    found: float = NOBODY,
    base: int = 0,
    grave: bool = False,
    other: str = "",
    mend: str | None = None,
    neighbour: Label | None = None,
    neighbour_base: int = 0,
    shown: str = "",
) -> Diagnosed:
    """The line with its sentences in every language."""
    category = category or Label({})

    where = f" ({margin.place})" if grave and margin.place else ""

    def told(templates: Texts, people: int) -> Label:
        return Label(
            {
                language: template.format(
                    margin=margin.name,
                    category=category.to(language),
                    wanted=f"{wanted:,.0f}" if kind == "totals" else f"{100 * wanted:.1f}%",
                    found=shown or (f"{found:,.0f}" if kind == "totals" else f"{100 * found:.1f}%"),
                    n=f"{people:,}",
                    people=f"{people:,} respondent{'' if people == 1 else 's'}",
                    other=other,
                    neighbour=neighbour.to(language) if neighbour is not None else "",
                )
                for language, template in templates.items()
            }
        )

    return Diagnosed(
        kind=kind,
        margin=margin.name,
        category=category,
        wanted=wanted,
        found=found,
        unweighted_base=base,
        grave=grave,
        other=other,
        neighbour=neighbour,
        text=_followed(told(DIAGNOSES[kind], base), where),
        mend=told(MENDS.get(kind if mend is None else mend, {}), neighbour_base),
    )


def _followed(label: Label, words: str) -> Label:
    return Label({language: text + words for language, text in label.texts.items()})
