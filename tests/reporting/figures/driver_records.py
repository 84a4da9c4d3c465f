"""Finished models for figure tests: effects in points in, terms with plausible intervals out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import nan

from survey.vocabulary import Answer, Drivers, Label
from survey.vocabulary.drivers import DriverQuestion, DriverTerm, TermFlag
from tests.reporting.figures import records


def term(name: str, label: Label, points: float, *, half: float = 5.0, flag: TermFlag = "") -> DriverTerm:
    """An answer whose effect is so many points, give or take `half`."""
    effect, error = points / 100, half / 100
    base = 12.0 if flag == "low" else 400.0
    return DriverTerm(
        name,
        label.to("en"),
        label,
        "answer",
        0.4,
        base,
        base,
        base / 1.3,
        flag=flag,
        coefficient=effect * 4,
        p=0.01,
        effect=effect,
        effect_error=error / 2,
        effect_low=effect - error,
        effect_high=effect + error,
        effect_p=0.01 if abs(points) > half else 0.5,
    )


def explaining(
    name: str, label: Label, effects: Sequence[tuple[Label, float | None]], *, p: float = 0.01
) -> DriverQuestion:
    """A question of the model; the answer without points is the reference."""
    asked = records.question(name, label, [Answer(each.to("en"), each) for each, _ in effects])
    terms = [
        DriverTerm(name, each.to("en"), each, "reference", 0.4, 500.0, 500.0, 380.0)
        if points is None
        else term(name, each, points)
        for each, points in effects
    ]
    return DriverQuestion(asked, tuple(terms), 4.2, len(terms) - 1.0, 120.0, p, 1.1)


def number(name: str, label: Label, points: float, *, half: float, p: float = 0.02) -> DriverQuestion:
    asked = records.question(name, label, [], kind="numeric")
    made = replace(term(name, label, points, half=half), kind="number", code="", share=nan)
    return DriverQuestion(asked, (made,), 4.2, 1.0, 120.0, p, 1.1)


def worry(*, p: float = 0.002) -> DriverQuestion:
    both = records.both
    effects = [
        (both("Very worried", "非常に心配"), -12.4),
        (both("Somewhat worried", "ある程度心配"), -2.0),
        (both("Not worried", "心配していない"), None),
    ]
    return explaining("q2", both("Worry about prices", "物価上昇の心配"), effects, p=p)


def sex(*, p: float = 0.2) -> DriverQuestion:
    both = records.both
    return explaining(
        "sex", both("Sex", "性別"), [(both("Male", "男性"), None), (both("Female", "女性"), 4.1)], p=p
    )


def model(*questions: DriverQuestion, **changes: object) -> Drivers:
    made = Drivers(
        id="drivers_q10_support",
        title=records.both("What goes with support", "賛成との関連"),
        outcome=records.package(()).question,
        outcome_code="support",
        outcome_label=records.both("Support (total)", "賛成（計）"),
        base_label=records.both("All who answered every question", "全質問の回答者"),
        level=0.95,
        questions=questions or (worry(), sex()),
        share=0.46,
        df=125.0,
        unweighted_base=1573.0,
        weighted_base=1570.0,
        effective_base=1336.0,
        left_out=135.0,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def changed(question: DriverQuestion, position: int, **changes: object) -> DriverQuestion:
    """A question with one of its terms changed."""
    terms = list(question.terms)
    terms[position] = replace(terms[position], **changes)  # type: ignore[arg-type]
    return replace(question, terms=tuple(terms))


def many(questions: int, answers: int, *, label: str = "Answer", points: float = 1.0) -> Drivers:
    """A model of so many questions with so many answers each, the first with the smallest p."""
    both = records.both
    made = []
    for n in range(1, questions + 1):
        effects = [(both(f"{label} {k}"), points) for k in range(1, answers)]
        made.append(explaining(f"x{n}", both(f"Question {n}"), [(both("First"), None), *effects], p=n / 1000))
    return model(*made)


def relabelled(found: Drivers, label: Label) -> Drivers:
    """A model in which everything that has a label has this one."""
    questions = tuple(
        replace(
            each,
            question=replace(each.question, label=label),
            terms=tuple(replace(one, label=label) for one in each.terms),
        )
        for each in found.questions
    )
    outcome = replace(found.outcome, label=label, wording=label)
    return replace(found, questions=questions, outcome=outcome, outcome_label=label, base_label=label)
