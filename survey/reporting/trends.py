"""A trend as lines of `results.csv`: its shares wave by wave, then every change between two waves."""

from __future__ import annotations

from math import isfinite, nan

from survey.language import Language
from survey.language.trends import TrendWords, breaks_in_words
from survey.vocabulary import Trend

CHANGE = "change"
"""The measure of a line that holds the difference of two waves."""


def trend_cells(trend: Trend, language: Language) -> list[dict[str, object]]:
    """A trend's numbers as plain mappings: waves stand where a banner's columns would."""
    words = TrendWords(language)
    rows, waves = range(len(trend.rows)), range(len(trend.waves))
    shares = [_share(trend, r, w, language, words) for r in rows for w in waves]
    pairs = [(later, earlier) for later in waves for earlier in range(later)]
    changes = [_change(trend, r, *pair, language, words) for r in rows for pair in pairs]
    return shares + changes


def _head(trend: Trend, r: int, language: Language, words: TrendWords) -> dict[str, object]:
    question, row = trend.question, trend.rows[r]
    return {
        "table": trend.id,
        "question": question.label.to(language),
        "wording": question.wording.to(language),
        "answer_code": row.code,
        "answer": row.label.to(language),
        "measure": row.kind,
        "banner": "wave",
        "banner_label": words.wave,
        "base": trend.base_label.to(language),
    }


def _share(trend: Trend, r: int, w: int, language: Language, words: TrendWords) -> dict[str, object]:
    wave = trend.waves[w]
    return {
        **_head(trend, r, language, words),
        "wording": wave.wording.to(language),
        "column_code": wave.name,
        "column": wave.name,
        "estimate": float(trend.estimate[r, w]),
        "standard_error": float(trend.standard_error[r, w]),
        "low": float(trend.low[r, w]),
        "high": float(trend.high[r, w]),
        "unweighted_base": float(trend.unweighted_base[w]),
        "weighted_base": float(trend.weighted_base[w]),
        "effective_base": float(trend.effective_base[w]),
        "design_effect": float(trend.design_effect[r, w]),
        "flag": wave.flag,
        "compared_with": "",
        "t": nan,
        "degrees_of_freedom": nan,
        "p": nan,
        "q": nan,
        "remark": "",
    }


def _change(
    trend: Trend, r: int, later: int, earlier: int, language: Language, words: TrendWords
) -> dict[str, object]:
    found, cell = trend.changes, (r, later, earlier)
    return {
        **_head(trend, r, language, words),
        "measure": CHANGE,
        "column_code": trend.waves[later].name,
        "column": trend.waves[later].name,
        "estimate": float(found.gap[cell]),
        "standard_error": float(found.standard_error[cell]),
        "low": float(found.low[cell]),
        "high": float(found.high[cell]),
        "compared_with": trend.waves[earlier].name,
        "t": float(found.t[cell]),
        "degrees_of_freedom": float(found.df[cell]),
        "p": float(found.p[cell]),
        "q": float(found.q[cell]),
        "remark": remark(trend, r, later, earlier, language),
    }


def remark(trend: Trend, r: int, later: int, earlier: int, language: Language) -> str:
    """Why two waves are not compared, or are although something changed; or that a base is small."""
    words, breaks = TrendWords(language), trend.changes.breaks[later][earlier]
    said = []
    if breaks:
        known = {"breaks": breaks_in_words(language, breaks), "reason": trend.reason.to(language)}
        pattern = words.accepted if trend.compared(later, earlier) else words.refused
        said.append(pattern.format(**known))
    if isfinite(trend.changes.gap[r, later, earlier]) and "low" in (
        trend.waves[later].flag,
        trend.waves[earlier].flag,
    ):
        said.append(words.small)
    text = "; ".join(said)
    return text[:1].upper() + text[1:]
