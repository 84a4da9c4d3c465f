"""Slow raking: Newton's steps take over from the sweeps, and end where the sweeps would."""

from __future__ import annotations

import numpy as np
import pytest

from survey.responses import numbers as numbers_of
from survey.vocabulary import Margin, Survey
from survey.weighting import declare_design, rake, replicate
from survey.weighting.raking import rake as sweep
from tests.stats.rows import gave, weights_of
from tests.weighting.people import margin, survey_of


def correlated(seed: int, rows: int = 400) -> tuple[Survey, list[Margin]]:
    """Three questions answered almost alike, whose margins ask the few odd answers to carry the change."""
    draw = np.random.default_rng(seed)
    codes = [draw.integers(0, 3, rows)]
    for _ in range(2):
        codes.append(np.where(draw.random(rows) < 0.06, draw.integers(0, 3, rows), codes[-1]))
    answers = {name: each.astype(str).tolist() for name, each in zip("abc", codes, strict=True)}
    survey = survey_of({**answers, "w": draw.uniform(0.5, 2, rows).tolist()}, weight="w")
    w = numbers_of(survey.responses.column("w"))
    margins = []
    for place, name in enumerate("abc"):
        shares = np.array([gave(survey, name, [code]) @ w for code in "012"]) / w.sum()
        shares = shares + 0.008 * np.roll([1, -1, 0], place)
        margins.append(margin(name, dict(zip("012", (shares / shares.sum()).tolist(), strict=True))))
    return survey, margins


@pytest.mark.parametrize("seed", range(5))
def test_slow_raking_ends_where_many_sweeps_would(seed: int) -> None:
    survey, margins = correlated(seed)
    met, result = rake(survey, margins)
    assert result.max_error <= 1e-10
    codes = np.column_stack([sum(k * gave(survey, name, [str(k)]) for k in range(3)) for name in "abc"])
    w = numbers_of(survey.responses.column("w"))
    targets = [np.array(list(each.shares.values())) * w.sum() for each in margins]
    plain = sweep(w, codes, targets, tolerance=1e-13, max_sweeps=20_000)
    np.testing.assert_allclose(weights_of(met), w * plain.factors, rtol=1e-8, atol=1e-8)
    assert plain.iterations > 50
    assert 50 < result.iterations < 100


def test_slow_raking_in_replicates_meets_every_target() -> None:
    survey, margins = correlated(2)
    replicated = replicate(declare_design(survey, weight="w"), "bootstrap", replicates=12, seed=1)
    met, _ = rake(replicated, margins)
    replication = met.design.replication
    assert replication is not None
    block = met.responses.block(replication.block)
    for each in margins:
        for (code,), share in each.shares.items():
            reached = gave(met, each.questions[0], [code]) @ block / block.sum(axis=0)
            np.testing.assert_allclose(reached, share, atol=1e-9)
