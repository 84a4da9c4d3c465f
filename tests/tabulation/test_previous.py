"""Tables beside the wave before: each cell's change, its error, and which changes are marked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

import survey
from survey.tabulation import beside_previous, tabulate
from survey.vocabulary import (
    AddedTable,
    EarlierWave,
    Label,
    NetPlan,
    Plan,
    Question,
    Since,
    Study,
    Survey,
    Table,
    TablePlan,
    TrendPlan,
    WavePlan,
    Weighting,
    plain,
)

Ask = Callable[..., Question]
Build = Callable[..., Survey]
Draw = Callable[..., Survey]

WAVE = WavePlan("2025", file="2025.xlsx")
PLAN = Plan(
    net=(NetPlan("q", "any", plain("Any opinion"), ("1", "2")),),
    tables=TablePlan(banner=("sex", "age", "sex × age", "ticks")),
    trend=(TrendPlan("q", (WAVE,), name="2026"),),
)
ANSWERS = {"1": "Support", "2": "Oppose", "98": "Don't know"}
AGES = {"a": "18-39", "b": "40-59", "c": "60+"}


@pytest.fixture
def draw(ask: Ask, study: Build) -> Draw:
    """A weighted poll of forty towns; `support` is the share giving the first answer, per sex."""

    def make(
        seed: int,
        support: tuple[float, float] = (0.4, 0.4),
        *,
        people: int = 1200,
        answers: dict[str, str] = ANSWERS,
        ages: dict[str, str] = AGES,
    ) -> Survey:
        rng = np.random.default_rng(seed)
        sex = rng.choice(["1", "2"], people)
        lean = rng.normal(0, 0.05, 40)
        town = rng.integers(40, size=people)
        first = rng.random(people) < np.where(sex == "1", *support) + lean[town]
        codes = list(answers)
        given = np.where(first, codes[0], rng.choice(codes[1:], people))
        ticks = [tuple(c for c in "xy" if rng.random() < 0.5) or ("z",) for _ in range(people)]
        data = [
            (ask("sex", {"1": "Men", "2": "Women"}), sex.tolist()),
            (ask("age", ages), rng.choice(list(ages), people).tolist()),
            (ask("ticks", {"x": "X", "y": "Y", "z": "None"}, kind="multiple"), ticks),
            (ask("q", answers), given.tolist()),
        ]
        return study(data, weight=rng.uniform(0.5, 2, people).tolist(), psu=[f"town {t}" for t in town])

    return make


def beside(now: Survey, before: Survey, plan: Plan = PLAN) -> Table:
    tables = tabulate(now, plan)
    return beside_previous(tables, now, plan, {"2025": EarlierWave(before, replace(plan, trend=()))})["q"]


def since(table: Table) -> Since:
    assert table.since is not None
    return table.since


def test_every_cell_changes_by_the_gap_of_the_two_waves_tables_with_both_errors(draw: Draw) -> None:
    now, before = draw(1), draw(2)
    table, other = beside(now, before), tabulate(before, PLAN)["q"]
    found = since(table)
    assert [(c.banner, c.code) for c in table.columns] == [(c.banner, c.code) for c in other.columns]
    rows = [r for r, row in enumerate(table.rows) if row.kind in ("answer", "net")]
    assert [found.waves[r] for r in rows] == ["2025"] * 4
    assert found.before[rows] == pytest.approx(other.estimate[rows])
    assert found.gap[rows] == pytest.approx(table.estimate[rows] - other.estimate[rows])
    own = np.sqrt(table.standard_error**2 + other.standard_error**2)[rows]
    assert (found.standard_error[rows] >= own * (1 - 1e-12)).all()
    n, m = table.effective_base, other.effective_base
    p1, p2 = table.estimate[rows], other.estimate[rows]
    common = (p1 * n + p2 * m) / (n + m)
    wider = common * (1 - common) * (1 / n + 1 / m) / (p1 * (1 - p1) / n + p2 * (1 - p2) / m)
    assert found.standard_error[rows] == pytest.approx(own * np.sqrt(np.maximum(wider, 1)))
    v1, v2 = table.standard_error[rows] ** 2, other.standard_error[rows] ** 2
    assert table.interval_degrees is not None
    assert other.interval_degrees is not None
    df = (v1 + v2) ** 2 / (v1**2 / table.interval_degrees[rows] + v2**2 / other.interval_degrees[rows])
    assert found.degrees_of_freedom[rows] == pytest.approx(df)
    t = found.gap[rows] / found.standard_error[rows]
    assert found.p[rows] == pytest.approx(2 * stats.t.sf(np.abs(t), df))
    answers, nets = found.p[rows[:3]], found.p[rows[3:]]
    assert found.q[rows[:3]].ravel() == pytest.approx(stats.false_discovery_control(answers.ravel()))
    assert found.q[rows[3:]].ravel() == pytest.approx(stats.false_discovery_control(nets.ravel()))
    assert found.comparisons == answers.size + nets.size


def test_a_real_change_is_marked_where_it_happened_and_nowhere_else(draw: Draw) -> None:
    table = beside(draw(1, (0.6, 0.4), people=4000), draw(2, people=4000))
    found = since(table)
    column = {(c.banner, c.code): k for k, c in enumerate(table.columns)}
    support = found.mark[table.row("1")]
    assert support[0] == support[column["sex", "1"]] == 1
    assert support[column["sex", "2"]] == 0
    assert all(support[column["sex × age", f"1 × {age}"]] == 1 for age in AGES)
    assert found.mark[table.row("2")][column["sex", "1"]] == -1


def test_marks_without_a_change_are_as_rare_as_the_correction_says(draw: Draw) -> None:
    marked = [since(beside(draw(k), draw(k + 500))).mark.any() for k in range(40)]
    assert sum(marked) <= 5


def test_the_same_wave_has_not_changed(draw: Draw) -> None:
    plan = replace(PLAN, trend=(replace(PLAN.trend[0], same_psus=True),))
    found = since(beside(draw(1), draw(1), plan))
    assert np.nanmax(np.abs(found.gap)) == pytest.approx(0, abs=1e-12)
    assert not found.mark.any()


def test_shared_sampling_points_are_credited_in_every_column(draw: Draw) -> None:
    """One town's scores of both waves together, column by column, by hand."""
    now, before = draw(1), draw(2)
    table = beside(now, before, replace(PLAN, trend=(replace(PLAN.trend[0], same_psus=True),)))
    found = since(table)
    c = next(k for k, column in enumerate(table.columns) if (column.banner, column.code) == ("age", "b"))
    towns: dict[str, float] = {}
    shares = []
    for sign, each in ((1, now), (-1, before)):
        values = {
            name: [each.responses.column(name).levels[k] for k in each.responses.column(name).codes]
            for name in ("age", "q", "w", "psu")
        }
        w = np.array(values["w"]) * (np.array(values["age"]) == "b")
        yes = (np.array(values["q"]) == "1").astype(float)
        share = w @ yes / w.sum()
        shares.append(share)
        for town, score in zip(values["psu"], sign * w * (yes - share) / w.sum(), strict=True):
            towns[town] = towns.get(town, 0.0) + score
    total = np.array(list(towns.values()))
    expected = np.sqrt(40 / 39 * np.sum((total - total.mean()) ** 2))
    assert found.gap[0, c] == pytest.approx(shares[0] - shares[1])
    assert found.standard_error[0, c] == pytest.approx(expected, rel=0.01)
    assert found.standard_error[0, c] >= expected * (1 - 1e-9)
    assert found.degrees_of_freedom[0, c] == 39


def test_only_columns_that_mean_the_same_are_compared(draw: Draw) -> None:
    older = draw(2, ages={"a": "18-39", "b": "40-49", "c": "60+"})
    table = beside(draw(1), older)
    gaps = {(c.banner, c.code): since(table).gap[0, k] for k, c in enumerate(table.columns)}
    assert np.isfinite([gaps["", ""], gaps["age", "a"], gaps["sex × age", "1 × c"]]).all()
    assert np.isnan([gaps["age", "b"], gaps["sex × age", "1 × b"]]).all()
    without = replace(
        older, codebook=type(older.codebook)(tuple(q for q in older.codebook if q.name != "age"))
    )
    table = beside(draw(1), without)
    gaps = {(c.banner, c.code): since(table).gap[0, k] for k, c in enumerate(table.columns)}
    assert np.isfinite([gaps["", ""], gaps["sex", "1"], gaps["ticks", "x"]]).all()
    assert np.isnan([gap for (banner, _), gap in gaps.items() if "age" in banner]).all()


def test_few_respondents_in_either_wave_are_not_compared(draw: Draw) -> None:
    table = beside(draw(1), draw(2, people=110))
    found = since(table)
    small = found.unweighted_base[0] < 30
    assert small.any()
    assert np.isnan(found.gap[:, small]).all()
    assert np.isfinite(found.gap[0, ~small & (found.effective_base[0] >= 30)]).all()


def test_a_break_is_refused_and_named_unless_the_plan_says_why_not(draw: Draw) -> None:
    now, before = draw(1), draw(2)
    wave = replace(WAVE, mode=plain("telephone"))
    plan = replace(PLAN, study=Study(mode=plain("web")), trend=(TrendPlan("q", (wave,)),))
    found = since(beside(now, before, plan))
    assert np.isnan(found.gap).all()
    assert found.breaks == {"2025": ("mode",)}
    reason = Label({"en": "a pilot found no difference"})
    comparable = replace(plan, trend=(replace(plan.trend[0], comparable=True, reason=reason),))
    found = since(beside(now, before, comparable))
    assert np.isfinite(found.gap[0]).all()
    assert found.reasons == {"2025": reason}


def test_published_figures_are_held_against_everyone_alone(draw: Draw) -> None:
    wave = WavePlan("2025", share=0.3, n=1000)
    found = since(beside(draw(1), draw(2), replace(PLAN, trend=(TrendPlan("q:1", (wave,)),))))
    assert found.waves == ("2025", "", "", "")
    assert np.isfinite(found.gap[0, 0])
    assert np.isnan(found.gap[0, 1:]).all()
    assert np.isnan(found.gap[1:]).all()


def test_tables_of_a_filter_and_of_weighted_margins_are_left_alone(draw: Draw) -> None:
    now, earlier = draw(1), {"2025": EarlierWave(draw(2), Plan())}
    plan = replace(PLAN, table=(AddedTable("q", filter="${sex} = '1'"),))
    tables = beside_previous(tabulate(now, plan), now, plan, earlier)
    assert tables["q_2"].since is None
    assert tables["sex"].since is None
    settled = replace(PLAN, weighting=Weighting(margins=("q",)))
    assert beside_previous(tabulate(now, settled), now, settled, earlier)["q"].since is None


def test_a_report_carries_them(draw: Draw) -> None:
    report = survey.analyze(draw(1), PLAN, waves={"2025": draw(2)})
    assert since(report.tables["q"]).waves[0] == "2025"
    assert report.trends[0].changes.gap[0, 1, 0] == pytest.approx(since(report.tables["q"]).gap[0, 0])
