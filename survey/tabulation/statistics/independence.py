"""Tests of shares: independence of two questions, and answers against given shares."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from survey.errors import DataError, PlanError
from survey.stats import chisquare as chisquares
from survey.tabulation.axes import answer_axis, any_cell
from survey.tabulation.estimates import Bases, table_test
from survey.tabulation.statistics.records import Fit, Independence
from survey.tabulation.statistics.scope import Domain, answers_inside, asked, domain_axes
from survey.tabulation.totals import Variables, totals
from survey.vocabulary import Survey, check_choice


def chisquare(
    survey: Survey,
    rows: str,
    columns: str,
    *,
    domain: Domain | None = None,
    statistic: chisquares.Statistic = "rao_scott",
) -> Independence:
    """Test of the independence of two single-response questions; by default Rao–Scott's second-order F.

    Parameters
    ----------
    domain
        {question: answer codes}; others leave the table, not the design.
    statistic
        `rao_scott`, `first_order`, `wald` or `adjusted_wald`; see
        `survey.stats.chisquare.independence`.

    Raises
    ------
    PlanError
        A question that is not there, or takes several answers.
    """
    check_choice("statistic", statistic, chisquares.Statistic)
    if rows == columns:
        raise PlanError(f"{rows!r} cannot be crossed with itself")
    single = [answers_inside(survey, single_response(survey, name)) for name in (rows, columns)]
    row_codes, column_codes = single
    row_axis, column_axis = (
        answer_axis(survey, name, [[code] for code in codes])
        for name, codes in zip((rows, columns), single, strict=True)
    )
    inside = domain_axes(survey, domain)
    test = table_test(survey, row_axis, column_axis, inside, statistic)
    axes = (*inside, row_axis, column_axis)
    weight = survey.design.weight
    observed, respondents = (
        survey.responses.count([axes], weight=weight, power=power)[0].reshape(
            len(row_codes), len(column_codes)
        )
        for power in (1, 0)
    )
    there = observed.sum(axis=1) > 0, observed.sum(axis=0) > 0
    observed = observed[np.ix_(*there)] / max(observed.sum(), np.finfo(float).tiny)
    return Independence(
        statistic=test.statistic,
        df1=test.df1,
        df2=test.df2,
        p=test.p,
        cramers_v=test.cramers_v,
        observed=observed,
        expected=np.outer(observed.sum(axis=1), observed.sum(axis=0)),
        row_codes=tuple(code for code, kept in zip(row_codes, there[0], strict=True) if kept),
        column_codes=tuple(code for code, kept in zip(column_codes, there[1], strict=True) if kept),
        unweighted_base=float(respondents.sum()),
    )


def goodness_of_fit(
    survey: Survey, question: str, shares: Mapping[str, float], *, domain: Domain | None = None
) -> Fit:
    """Test of a question's answers against given shares, {answer code: share}; Rao–Scott's scaled chi-square.

    Raises
    ------
    PlanError
        Shares that are not those of the question's answers, are not above
        zero, or do not add up to one.

    References
    ----------
    Rao & Scott (1981), *Journal of the American Statistical Association* 76, 221-230.
    """
    codes = answers_inside(survey, single_response(survey, question))
    wanted = _wanted(question, codes, shares)
    axes = (*domain_axes(survey, domain), answer_axis(survey, question, [[code] for code in codes]))
    found = totals(survey, [Variables(axes)])
    [respondents] = survey.responses.count([axes], weight=survey.design.weight, power=0)
    total, unweighted_base = found.values[0], float(respondents.sum())
    if not total.sum() > 0:
        raise DataError(f"nobody in the domain answered {question!r}")
    per_respondent = unweighted_base / total.sum()
    covariance = found.covariance_of(
        lambda values: chisquares.misfits(values, wanted), chisquares.misfit_derivatives(total, wanted)[None]
    )[0]
    if Bases.of(survey, (*axes[:-1], any_cell(axes[-1]))).undefined[0]:
        covariance = np.full_like(covariance, np.nan)
    distance = chisquares.misfits(total, wanted)
    test = chisquares.fit(distance * np.sqrt(per_respondent), covariance * per_respondent)
    return Fit(
        statistic=test.statistic,
        df=test.df1,
        p=test.p,
        scale=float(per_respondent * (distance @ distance) / test.statistic) if test.statistic else np.nan,
        observed=total / total.sum(),
        expected=wanted,
        codes=codes,
        unweighted_base=unweighted_base,
    )


def _wanted(question: str, codes: tuple[str, ...], shares: Mapping[str, float]) -> np.ndarray:
    if set(shares) != set(codes):
        odd = sorted(set(shares) ^ set(codes))
        raise PlanError(
            f"the shares given for {question!r} and its answers differ in {', '.join(odd)}",
            hint=f"give one share for each of {', '.join(codes)}",
        )
    wanted = np.array([float(shares[code]) for code in codes])
    if not (wanted > 0).all() or abs(wanted.sum() - 1) > 1e-6:
        raise PlanError(
            f"the shares given for {question!r} must be above zero and add up to 1, "
            f"and they add up to {wanted.sum():g}"
        )
    return wanted


def single_response(survey: Survey, name: str) -> str:
    """The name itself; a PlanError where its question has no answers, or takes several."""
    if not answers_inside(survey, name):
        raise PlanError(f"{name!r} has no answers to make rows or columns of")
    if asked(survey, name).kind == "multiple":
        raise PlanError(
            f"{name!r} takes several answers, whose cells overlap, so that this test does not apply",
            hint="compare shares of its answers with `proportion` and `pairwise`",
        )
    return name
