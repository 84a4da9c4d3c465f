"""Crossings collapsed to two groups by two: which groups, and their odds ratio."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, isfinite, nan

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from survey.errors import PlanError
from survey.language.crossings import others_in_words, together_in_words
from survey.stats.odds import homogeneity, log_odds_ratio_derivatives, log_odds_ratios
from survey.stats.ratios import ratios
from survey.tabulation.axes import answer_axis
from survey.tabulation.bases import (
    base_kind,
    codes_inside,
    crossing_base_label,
    group_inside,
    in_languages,
)
from survey.tabulation.sampling import sampling
from survey.tabulation.sides import row_side
from survey.tabulation.totals import Variables, totals
from survey.vocabulary import (
    Axis,
    Base,
    Collapsed,
    CrossingPlan,
    Homogeneity,
    Label,
    Net,
    Odds,
    Plan,
    Question,
    Survey,
)
from survey.vocabulary.nets import nets_of

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class TwoByTwo:
    """The two row groups and the two column groups, as axes of two cells that do not overlap."""

    rows: Axis
    columns: Axis
    words: Collapsed


@dataclass(frozen=True)
class _Pair:
    codes: tuple[str, ...]
    against: tuple[str, ...]
    label: Label
    label_against: Label


def collapse(survey: Survey, plan: Plan, wanted: CrossingPlan) -> TwoByTwo | None:
    """A crossing's groups by the plan, else each side's first net against its other answers.

    None where a side has neither net nor just two answers and the plan is silent.

    Raises
    ------
    PlanError
        The plan names an answer or net that is not there, twice, or outside the base.
    """
    rows, columns = survey.codebook[wanted.rows], survey.codebook[wanted.columns]
    odds = wanted.odds
    nets = nets_of(rows, plan), nets_of(columns, plan)
    first = _pair(rows, base_kind(rows, plan), (*nets[0], *wanted.merge), odds.rows, odds.rows_against)
    second = _pair(columns, base_kind(columns, plan), nets[1], odds.columns, odds.columns_against)
    if first is None or second is None:
        return None
    said = {*second.codes, *second.against} <= {*columns.codes("substantive")}
    kind = "substantive" if said else base_kind(columns, plan)
    words = Collapsed(
        first.label,
        first.label_against,
        second.label,
        second.label_against,
        base_label=crossing_base_label(survey.codebook, rows, columns, kind),
        of_rows=_of_rows(rows, wanted, first),
    )
    return TwoByTwo(_axis(survey, rows.name, first), _axis(survey, columns.name, second), words)


def _pair(
    question: Question, base: Base, nets: Sequence[Net], wanted: Sequence[str], against: Sequence[str]
) -> _Pair | None:
    known, inside = question.codes("substantive"), codes_inside(question, base)
    by_name = {net.name: net for net in reversed(nets)}
    wanted = wanted or [net.name for net in nets if not set(net.answers).isdisjoint(inside)][:1]
    wanted = wanted or (known[:1] if len(known) == 2 else ())
    if not wanted:
        return None
    codes = _codes(question, base, by_name, wanted)
    named = _codes(question, base, by_name, against)
    both = sorted(set(codes) & set(named))
    if both:
        raise PlanError(f"[crossing.odds] has {both[0]!r} of {question.name!r} in both groups")
    rest = named or tuple(code for code in known if code not in codes)
    if not rest:
        return None
    label = _label(question, by_name, wanted)
    same = [net.name for net in nets if set(net.answers) & set(inside) == set(rest)]
    same = same or list(rest if len(rest) == 1 else ())
    if against or same:
        return _Pair(codes, rest, label, _label(question, by_name, against or same[:1]))
    unsure = not {*question.codes("dont_know")} <= {*codes}
    return _Pair(codes, rest, label, in_languages(lambda to: others_in_words(to, unsure)))


def _of_rows(question: Question, wanted: CrossingPlan, pair: _Pair) -> bool:
    """Whether the crossing's rows add up to both groups; answers ticked together do not add up."""
    rows = [set(codes) for codes in row_side(question, wanted.merge).codes]
    groups = set(pair.codes), set(pair.against)
    return question.kind != "multiple" and all(
        group == set().union(*(row for row in rows if row <= group)) for group in groups
    )


def _codes(question: Question, base: Base, nets: Mapping[str, Net], names: Sequence[str]) -> tuple[str, ...]:
    """The answers in the base that these answers and nets hold, each at least one."""
    found: dict[str, None] = {}
    for name in names:
        if name not in nets and name not in question.codes():
            raise PlanError(
                f"[crossing.odds] names {name!r}, which is no answer or net of {question.name!r}",
                hint=f"there are: {', '.join([*question.codes(), *nets])}",
            )
        held = nets[name].answers if name in nets else (name,)
        found |= dict.fromkeys(group_inside(question, held, base, f"[crossing.odds] {name!r}"))
    return tuple(found)


def _label(question: Question, nets: Mapping[str, Net], names: Sequence[str]) -> Label:
    labels = [nets[name].label if name in nets else question.answer(name).label for name in names]
    return in_languages(lambda to: together_in_words(to, [label.to(to) for label in labels]))


def _axis(survey: Survey, name: str, pair: _Pair) -> Axis:
    """Two cells; who ticked an answer of the first group is not in the second."""
    axis = answer_axis(survey, name, [pair.codes, pair.against])
    members = np.zeros((0, 2)) if axis.members is None else axis.members
    return Axis(name, np.column_stack([members[:, 0], members[:, 1] * (1 - members[:, 0])]))


def odds_ratio(survey: Survey, pair: TwoByTwo, level: float) -> Odds:
    """The odds ratio among everyone."""
    [found] = odds_ratios(survey, pair, (), level)[0]
    return found


def odds_ratios(
    survey: Survey,
    pair: TwoByTwo,
    groups: tuple[Axis, ...],
    level: float,
    tested: NDArray[np.bool_] | None = None,
) -> tuple[list[Odds], Homogeneity]:
    """The odds ratio in each cell of the groups' axes, and whether those `tested` are one.

    Limits are t limits of the log odds ratio on the design's degrees of
    freedom, by its linearised error, or from replicates.

    References
    ----------
    Woolf (1955), *Annals of Human Genetics* 19, 251-253; Rao & Thomas (1989),
    in *Analysis of Complex Surveys*, 89-114.
    """
    axes = (*groups, pair.rows, pair.columns)
    found = totals(survey, [Variables(axes)])
    logs = log_odds_ratios(found.values)[0]
    covariance = found.covariance_of(log_odds_ratios, log_odds_ratio_derivatives(found.values[0])[None])[0]
    degrees = sampling(survey.responses, survey.design).degrees
    [counts] = survey.responses.count([axes], weight=survey.design.weight, power=0)
    tables = found.values.reshape(-1, 2, 2)
    bases = counts.reshape(-1, 2, 2).sum(axis=2)
    shares = ratios(tables[:, :, 0], tables.sum(axis=2))
    errors = np.sqrt(np.diagonal(covariance))
    single = [
        _odds(float(logs[k]), float(errors[k]), shares[k], bases[k], degrees, level) for k in range(len(logs))
    ]
    kept = np.isfinite(logs) & np.isfinite(errors) & (errors > 0)
    kept = kept if tested is None else kept & tested
    test = homogeneity(logs[kept], covariance[np.ix_(kept, kept)], degrees)
    return single, Homogeneity(test.statistic, test.df1, test.df2, test.p, int(kept.sum()))


def _odds(log: float, error: float, shares: Floats, bases: Floats, degrees: float, level: float) -> Odds:
    sound = isfinite(log) and error > 0 and degrees > 0
    reach = float(stats.t.ppf(0.5 + level / 2, degrees)) * error if sound else nan
    return Odds(
        ratio=exp(log) if isfinite(log) else nan,
        low=exp(log - reach) if sound else nan,
        high=exp(log + reach) if sound else nan,
        log_error=error if sound else nan,
        p=float(2 * stats.t.sf(abs(log / error), degrees)) if sound else nan,
        share=float(shares[0]),
        share_against=float(shares[1]),
        unweighted_base=float(bases[0]),
        unweighted_base_against=float(bases[1]),
    )
