"""Finished trends for figure tests: shares of answers by wave in, with intervals and changes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from survey.tabulation.trends import in_words
from survey.vocabulary import Answer, Break, Changes, Label, Net, Question, Row, Trend, Wave, plain
from tests.reporting.figures import records

Shares = Sequence[Sequence[float]]
WORDING = records.both(
    "In which areas do you think Japan is heading in a bad direction?",
    "現在の日本の状況について、悪い方向に向かっていると思われるのは、どのような分野についてですか。",
)


def trend(
    shares: Shares,
    *,
    waves: Sequence[Wave] = (),
    answers: Sequence[Label] = (),
    nets: Mapping[str, tuple[str, ...]] | None = None,
    bases: Sequence[float] = (),
    breaks: Mapping[tuple[int, int], tuple[Break, ...]] | None = None,
    reason: str = "",
    label: Label | None = None,
) -> Trend:
    """A trend of these rows, (rows, waves): answers 1, 2 ... and then nets, {name: codes}.

    `breaks` are {(later, earlier): what changed}; unequal neighbours part all waves beyond them too.
    """
    estimate = np.array(shares, dtype=float)
    count = estimate.shape[1]
    found = tuple(waves) or tuple(Wave(str(2027 - count + k), wording=WORDING) for k in range(count))
    rows = tuple(Row(str(k + 1), text) for k, text in enumerate(answers or [records.both("Prices", "物価")]))
    named = tuple(Net(name, plain(name), codes) for name, codes in (nets or {}).items())
    asked = Question(
        "q1",
        label or records.both("Areas heading the wrong way", "悪い方向に向かっている分野"),
        "single",
        WORDING,
        tuple(Answer(row.code, row.label) for row in rows),
        nets=named,
    )
    base = np.array(bases or [2000.0 - 20 * k for k in range(count)])
    error = np.sqrt(np.clip(estimate * (1 - estimate), 0, None) * 1.3 / base)
    made = Trend(
        id="trend_q1",
        title=asked.label,
        question=asked,
        base_label=records.both("All who answered", "回答者全員"),
        rows=(*rows, *(Row(net.name, net.label, "net") for net in named)),
        waves=found,
        estimate=estimate,
        standard_error=error,
        low=np.clip(estimate - 1.96 * error, 0, 1),
        high=np.clip(estimate + 1.96 * error, 0, 1),
        design_effect=np.where(np.isnan(estimate), np.nan, 1.3),
        unweighted_base=base,
        weighted_base=base,
        effective_base=base / 1.3,
        changes=_changes(estimate, error, breaks or {}, reason),
        reason=plain(reason) if reason else Label({}),
    )
    return in_words(made)


def _changes(
    estimate: np.ndarray, error: np.ndarray, breaks: Mapping[tuple[int, int], tuple[Break, ...]], reason: str
) -> Changes:
    rows, waves = estimate.shape
    parted = tuple(
        tuple(_between(max(one, other), min(one, other), breaks) for other in range(waves))
        for one in range(waves)
    )
    gap, spread = (np.full((rows, waves, waves), np.nan) for _ in range(2))
    for later in range(waves):
        for earlier in range(later):
            if reason or not parted[later][earlier]:
                gap[:, later, earlier] = estimate[:, later] - estimate[:, earlier]
                spread[:, later, earlier] = np.hypot(error[:, later], error[:, earlier])
    with np.errstate(divide="ignore", invalid="ignore"):
        t = gap / spread
    sure = np.where(np.isnan(t), np.nan, np.where(np.abs(t) > 1.96, 0.01, 0.4))
    return Changes(gap, spread, gap - 1.96 * spread, gap + 1.96 * spread, t, t, sure, sure, parted)


def _between(
    later: int, earlier: int, breaks: Mapping[tuple[int, int], tuple[Break, ...]]
) -> tuple[Break, ...]:
    if (later, earlier) in breaks:
        return breaks[later, earlier]
    steps = [change for wave in range(earlier + 1, later + 1) for change in breaks.get((wave, wave - 1), ())]
    return tuple(dict.fromkeys(steps))


def alike(made: Trend, label: Label) -> Trend:
    """The trend with one label for every answer, net, question and wave's text."""
    asked = replace(
        made.question,
        label=label,
        wording=label,
        answers=tuple(replace(answer, label=label) for answer in made.question.answers),
        nets=tuple(replace(net, label=label) for net in made.question.nets),
    )
    waves = tuple(
        replace(wave, wording=label, mode=label, population=label, source=label) for wave in made.waves
    )
    rows = tuple(replace(row, label=label) for row in made.rows)
    return in_words(replace(made, question=asked, waves=waves, rows=rows, title=label))


def six_answers() -> Trend:
    """Six answers over seven half years, one of them rising, with a new wording on the way."""
    names = ["2023-03", "2023-09", "2024-03", "2024-09", "2025-03", "2025-09", "2026-03"]
    old, new = (records.both(f"Do you support rules for {what}?") for what in ("AI", "firms that develop AI"))
    waves = [Wave(name, wording=old if name < "2024-09" else new) for name in names]
    start = np.array([0.49, 0.45, 0.44, 0.30, 0.29, 0.12])
    slope = np.array([0.03, 0.02, 0.005, -0.01, 0.0, 0.002])
    shares = (
        start[:, None] + slope[:, None] * np.arange(7) + 0.008 * np.sin(np.arange(7) * start[:, None] * 9)
    )
    answers = (
        "Very concerned about prices",
        "Somewhat concerned",
        "Not concerned",
        "Food",
        "Rent",
        "Don’t know",
    )
    return trend(
        shares.tolist(),
        waves=waves,
        answers=[records.both(text) for text in answers],
        breaks={(3, 2): ("wording",)},
    )
