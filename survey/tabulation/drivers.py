"""What goes with an answer when other answers are held equal: a weighted logistic model, finished."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from survey.errors import DataError, PlanError
from survey.language.drivers import DriverWords
from survey.stats.collinearity import generalised_inflation
from survey.tabulation.axes import base_axis
from survey.tabulation.banners import large_enough
from survey.tabulation.bases import base_kind, base_label, codes_inside, group_inside, in_languages
from survey.tabulation.driver_warnings import warnings_of
from survey.tabulation.estimates import Bases
from survey.tabulation.statistics.effects import Effects, average_effects
from survey.tabulation.statistics.models import Modelled, modelled, term_test
from survey.tabulation.statistics.patterns import PATTERN_COLUMN
from survey.tabulation.statistics.scope import asked, names_of
from survey.vocabulary import (
    Axis,
    DriverQuestion,
    Drivers,
    DriversPlan,
    DriverTerm,
    Label,
    Plan,
    Question,
    Survey,
    check_choice,
)
from survey.vocabulary.drivers import DriverBase, TermFlag, model_id

Floats = NDArray[np.float64]

EXPLAINING_KINDS = ("single", "scale", "numeric")
"""Questions that a model can go on: one answer each, or a number."""


def all_drivers(survey: Survey, plan: Plan) -> tuple[Drivers, ...]:
    """Every model of the plan, finished; one that these respondents do not allow says why.

    Raises
    ------
    PlanError
        A question or an answer that is not there, outside its base, or of a
        kind no model takes.
    """
    return tuple(_planned(survey, plan, wanted) for wanted in plan.drivers)


def drivers(
    survey: Survey,
    outcome: str,
    explain: str | Sequence[str],
    *,
    references: Mapping[str, str] | None = None,
    base: DriverBase = "answered",
    title: Label | None = None,
    level: float = 0.95,
    minimum_base: int = 30,
) -> Drivers:
    """Weighted logistic model of giving an answer or a net: odds ratios and adjusted gaps, with tests.

    It tells what goes with the answer when the other questions of the model
    are held equal; association, never cause.

    Parameters
    ----------
    outcome
        The answer or net: `question:answer`.
    explain
        Questions with one answer, or numbers; respondents who say "don't know"
        to one of them leave the model, not the design.
    references
        {question: answer that its others are held against}; by default the
        first answer that somebody gave.
    base
        Whether "don't know" to the outcome's question counts as not giving
        the answer ("answered") or leaves ("substantive").
    minimum_base
        Respondents, and effective ones, below which a term is flagged `low`.

    Raises
    ------
    PlanError
        A question or an answer that is not there, an outcome outside the base,
        or questions of which one determines another.
    DataError
        Nobody to model, an outcome that does not vary, or no fit.

    References
    ----------
    Binder (1983), *International Statistical Review* 51, 279-292.
    Graubard & Korn (1999), *Biometrics* 55, 652-659.
    """
    check_choice("base", base, DriverBase)
    names = names_of(explain)
    empty, success = _asked_for(survey, outcome, names, base, title, level)
    question = empty.outcome
    domain = {name: asked(survey, name).codes("substantive") for name in names if _answered(survey, name)}
    domain[question.name] = codes_inside(question, base)
    model = modelled(
        survey, question.name, names, success, "binomial", references or {}, frozenset(), domain, level
    )
    return _finished(model, empty, base, minimum_base)


def _planned(survey: Survey, plan: Plan, wanted: DriversPlan) -> Drivers:
    name = wanted.outcome.rpartition(":")[0]
    base = wanted.base or _base_of(asked(survey, name), plan)
    title = wanted.title if wanted.title.texts else None
    level = plan.tables.level
    empty, _ = _asked_for(survey, wanted.outcome, wanted.explain, base, title, level)
    try:
        return drivers(
            survey,
            wanted.outcome,
            wanted.explain,
            references=wanted.references,
            base=base,
            title=title,
            level=level,
            minimum_base=plan.tables.minimum_base,
        )
    except (PlanError, DataError) as error:
        said = f"{error.message}; {error.hint}" if error.hint else error.message
        failed = in_languages(lambda to: DriverWords(to).failed.format(reason=said))
        return replace(empty, failed=failed)


def _base_of(question: Question, plan: Plan) -> DriverBase:
    """The tables' base; those who did not answer have no outcome, so that all asked are those who did."""
    return "substantive" if base_kind(question, plan) == "substantive" else "answered"


def _asked_for(
    survey: Survey, outcome: str, explain: Sequence[str], base: DriverBase, title: Label | None, level: float
) -> tuple[Drivers, tuple[str, ...]]:
    """The model before it is fitted, and the codes of the answers that make its outcome."""
    name, _, code = outcome.rpartition(":")
    if not name:
        raise PlanError(
            f"a model needs an answer as its outcome, and was given {outcome!r}",
            hint="write question:answer, or question:net, as in q10:support",
        )
    question = asked(survey, name)
    label, codes = _outcome_of(question, code)
    success = group_inside(question, codes, base, f"the outcome {outcome!r}")
    for each in explain:
        if asked(survey, each).kind not in EXPLAINING_KINDS:
            raise PlanError(
                f"{each!r} is a {survey.codebook[each].kind} question, which no model can go on",
                hint="make a question of one of its answers ([[derive]] ticked), and name that",
            )
    among = base_label(survey.codebook, question, base)
    found = Drivers(
        id=model_id(outcome),
        title=title or _title(question, label),
        outcome=question,
        outcome_code=code,
        outcome_label=label,
        base_label=in_languages(lambda to: DriverWords(to).base.format(base=among.to(to))),
        level=level,
    )
    return found, success


def _outcome_of(question: Question, code: str) -> tuple[Label, tuple[str, ...]]:
    """The name of an answer or a net, and the codes of its answers."""
    for net in question.nets:
        if net.name == code:
            return net.label, net.answers
    if code in question.codes():
        return question.answer(code).label, (code,)
    there = ", ".join((*question.codes(), *(net.name for net in question.nets)))
    raise PlanError(
        f"{question.name!r} has no answer or net {code!r} to model",
        hint=f"its answers and nets are: {there}" if there else "name a question that has answers",
    )


def _title(question: Question, label: Label) -> Label:
    return in_languages(
        lambda to: DriverWords(to).untitled.format(answer=label.to(to), question=question.label.to(to))
    )


def _answered(survey: Survey, name: str) -> bool:
    return asked(survey, name).kind != "numeric"


def _finished(model: Modelled, empty: Drivers, base: DriverBase, minimum: int) -> Drivers:
    patterns, found = model.patterns, model.regression
    survey, weights = patterns.survey, patterns.weights
    effects = average_effects(model, empty.level)
    names = list(dict.fromkeys(term.question for term in found.terms if term.question))
    groups = [[i for i, term in enumerate(found.terms) if term.question == name] for name in names]
    terms = [[i - 1 for i in group] for group in groups]
    inflation = generalised_inflation(patterns.matrix[:, 1:], weights, terms)
    questions = tuple(
        _question(model, effects, group, float(factor), _partner(model, group, groups), minimum)
        for group, factor in zip(groups, inflation, strict=True)
    )
    whole = patterns.scope.bases
    everyone = Bases.of(survey, (base_axis(survey, empty.outcome.name, base),)).unweighted[0]
    finished = replace(
        empty,
        questions=questions,
        share=float(weights @ patterns.answers / weights.sum()),
        df=found.df,
        unweighted_base=found.unweighted_base,
        weighted_base=found.weighted_base,
        effective_base=float(whole.effective[0]),
        left_out=max(float(everyone) - found.unweighted_base, 0.0),
    )
    return replace(finished, warnings=warnings_of(finished, found.flags))


def _partner(model: Modelled, group: Sequence[int], groups: Sequence[Sequence[int]]) -> str:
    """The other question that one alone inflates these terms by most; empty when there is none."""
    matrix, weights = model.patterns.matrix, model.patterns.weights
    factors = {}
    for other in groups:
        if other is not group:
            own = list(range(len(group)))
            both = matrix[:, [*group, *other]]
            name = model.regression.terms[other[0]].question
            factors[name] = float(generalised_inflation(both, weights, [own])[0])
    return max(factors, key=factors.__getitem__, default="")


def _question(
    model: Modelled, effects: Effects, group: Sequence[int], inflation: float, partner: str, minimum: int
) -> DriverQuestion:
    name = model.regression.terms[group[0]].question
    question = model.patterns.survey.codebook[name]
    test = term_test(model.regression, name)
    return DriverQuestion(
        question=question,
        terms=_terms(model, effects, question, group, minimum),
        statistic=test.statistic,
        df1=test.df1,
        df2=test.df2,
        p=test.p,
        inflation=inflation,
        partner=partner,
    )


def _terms(
    model: Modelled, effects: Effects, question: Question, group: Sequence[int], minimum: int
) -> tuple[DriverTerm, ...]:
    """The question's terms in questionnaire order, the reference among them; or a number's one term."""
    terms = model.regression.terms
    if not terms[group[0]].answer:
        everyone = _observed(model, model.patterns.inside[:, None].astype(float), minimum)[0]
        bare = DriverTerm(
            question.name, "", question.label, "number", np.nan, *everyone[1:4], flag=everyone[4]
        )
        return (_estimated(bare, model, effects, group[0]),)
    reference = model.regression.references[question.name]
    positions = {terms[i].answer: i for i in group}
    codes = [code for code in question.codes() if code in positions or code == reference]
    matrix = model.patterns.matrix
    of_reference = model.patterns.inside - matrix[:, list(group)].sum(axis=1)
    cells = [of_reference if code == reference else matrix[:, positions[code]] for code in codes]
    observed = _observed(model, np.column_stack(cells), minimum)
    reference_flag = observed[codes.index(reference)][4]
    made = []
    for code, (share, unweighted, weighted, effective, flag) in zip(codes, observed, strict=True):
        label = question.answer(code).label
        bases = (share, unweighted, weighted, effective)
        if code == reference:
            made.append(DriverTerm(question.name, code, label, "reference", *bases, flag=flag))
        else:
            bare = DriverTerm(question.name, code, label, "answer", *bases, flag=flag or reference_flag)
            made.append(_estimated(bare, model, effects, positions[code]))
    return tuple(made)


def _observed(
    model: Modelled, cells: Floats, minimum: int
) -> list[tuple[float, float, float, float, TermFlag]]:
    """Of the respondents in each cell, (patterns, cells): share giving the outcome, bases, and flag."""
    weights, answers = model.patterns.weights, model.patterns.answers
    bases = Bases.of(model.patterns.survey, (Axis(PATTERN_COLUMN, cells),))
    weighted = weights @ cells
    share = (weights * answers) @ cells / weighted
    enough = large_enough(bases.unweighted, bases.effective, minimum)
    return [
        (float(s), float(n), float(w), float(e), "" if large else "low")
        for s, n, w, e, large in zip(share, bases.unweighted, weighted, bases.effective, enough, strict=True)
    ]


def _estimated(bare: DriverTerm, model: Modelled, effects: Effects, i: int) -> DriverTerm:
    """The term with its numbers; odds ratios that grow without end are not given."""
    found = model.regression
    flag = found.flags[i]
    told: TermFlag = "separated" if flag == "separated" else "undefined" if flag else bare.flag
    loose = told == "separated"
    with np.errstate(over="ignore"):
        odds = [
            float(np.exp(value)) if not loose else np.nan
            for value in (found.estimate[i], found.low[i], found.high[i])
        ]
    return replace(
        bare,
        flag=told,
        coefficient=np.nan if loose else float(found.estimate[i]),
        standard_error=float(found.standard_error[i]),
        odds_ratio=odds[0],
        odds_low=odds[1],
        odds_high=odds[2],
        p=float(found.p[i]),
        effect=float(effects.estimate[i]),
        effect_error=float(effects.standard_error[i]),
        effect_low=float(effects.low[i]),
        effect_high=float(effects.high[i]),
        effect_p=float(effects.p[i]),
    )
