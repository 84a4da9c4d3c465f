"""The printed numbers of models as plain lines, for results.csv and the sheet Data."""

from __future__ import annotations

from collections.abc import Iterator
from math import nan

from survey.language import Language
from survey.vocabulary import DriverQuestion, Drivers, DriverTerm

Line = dict[str, object]


def driver_lines(found: Drivers, language: Language) -> list[Line]:
    """One line per number with its error and limits: `measure` says which it is.

    The model's questions stand where a banner's would, their answers where its
    columns would: `share` as observed, `average_marginal_effect`, `odds_ratio`
    (its error is that of its logarithm), `wald_f` and `widening` of a question.
    """
    return [
        _common(found, language) | line
        for question in found.questions
        for line in (*_of_question(question, language), *_of_terms(question, language))
    ] + _of_model(found, language)


def _common(found: Drivers, language: Language) -> Line:
    return {
        "table": found.id,
        "question": found.outcome.label.to(language),
        "wording": found.outcome.wording.to(language),
        "answer_code": found.outcome_code,
        "answer": found.outcome_label.to(language),
        "measure": "",
        "banner": "",
        "banner_label": "",
        "column_code": "",
        "column": "",
        "estimate": nan,
        "standard_error": nan,
        "low": nan,
        "high": nan,
        "unweighted_base": found.unweighted_base,
        "weighted_base": found.weighted_base,
        "effective_base": found.effective_base,
        "p": nan,
        "df1": nan,
        "df2": nan,
        "flag": "",
        "base": found.base_label.to(language),
    }


def _of_model(found: Drivers, language: Language) -> list[Line]:
    """The outcome's share among the model's respondents, and how many were left out."""
    if found.failed.texts:
        return []
    whole = _common(found, language)
    return [
        whole | {"measure": "share", "estimate": found.share},
        whole | {"measure": "left_out", "estimate": found.left_out},
    ]


def _of_question(question: DriverQuestion, language: Language) -> Iterator[Line]:
    about = {"banner": question.question.name, "banner_label": question.question.label.to(language)}
    degrees = {"df1": question.df1, "df2": question.df2}
    yield about | {"measure": "wald_f", "estimate": question.statistic, "p": question.p} | degrees
    yield about | {"measure": "widening", "estimate": question.width, "df1": question.df1}


def _of_terms(question: DriverQuestion, language: Language) -> Iterator[Line]:
    for term in question.terms:
        about: Line = {
            "banner": question.question.name,
            "banner_label": question.question.label.to(language),
            "column_code": term.code,
            "column": term.label.to(language),
            "unweighted_base": term.unweighted_base,
            "weighted_base": term.weighted_base,
            "effective_base": term.effective_base,
            "flag": term.flag or "ok",
        }
        for measure in _measures(term, question.df2):
            yield about | measure


def _measures(term: DriverTerm, df: float) -> Iterator[Line]:
    if term.kind != "number":
        yield {"measure": "share", "estimate": term.share}
    if term.kind == "reference":
        return
    yield {
        "measure": "average_marginal_effect",
        "estimate": term.effect,
        "standard_error": term.effect_error,
        "low": term.effect_low,
        "high": term.effect_high,
        "p": term.effect_p,
        "df2": df,
    }
    yield {
        "measure": "odds_ratio",
        "estimate": term.odds_ratio,
        "standard_error": term.standard_error,
        "low": term.odds_low,
        "high": term.odds_high,
        "p": term.p,
        "df2": df,
    }
