from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from survey.errors import PlanError
from survey.language import Language
from survey.reporting.figures import draw, lint, theme, trend
from survey.reporting.figures.setting import Setting
from survey.reporting.figures.trend_breaks import differing
from survey.reporting.figures.trend_places import scale_of, spread
from survey.reporting.figures.trend_rows import places, runs, shown_rows
from survey.reporting.published import drawable
from survey.vocabulary import FigurePlan, Plan, Report, Trend, TrendPlan, Wave, plain
from tests.reporting.figures import records
from tests.reporting.figures.test_kinds import LABELS
from tests.reporting.figures.trend_records import alike, six_answers
from tests.reporting.figures.trend_records import trend as followed

MakeSetting = Callable[..., Setting]
NAN = float("nan")


def texts(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.texts]


def words(figure: Figure) -> str:
    return " ".join(texts(figure))


def drawn(made: Trend, setting: Setting) -> Figure:
    """The figure, in which nothing is at fault."""
    figure = trend.trend(made, setting)
    assert lint.faults(figure) == []
    return figure


# --- what it says


def test_the_title_says_what_the_test_carries(setting: MakeSetting) -> None:
    quiet = followed([[0.694, 0.708, 0.731]])
    assert trend.title(quiet, setting()) == (
        "“Prices” stands at 73.1%, the highest of the 3 waves shown; "
        "the rise of 2.3 points since 2025 is not significant"
    )
    risen = followed([[0.694, 0.631, 0.731], [0.2, 0.2, 0.2]], answers=[plain("Prices"), plain("Food")])
    assert "“Prices” stands at 73.1%" in trend.title(risen, setting())
    assert "the rise of 10.0 points since 2025 is significant" in trend.title(risen, setting())


def test_of_several_answers_of_which_none_moved_no_one_is_told_apart(setting: MakeSetting) -> None:
    quiet = followed([[0.7, 0.71], [0.2, 0.21]], answers=[plain("Prices"), plain("Food")])
    found = trend.title(quiet, setting())
    assert found == "None of the 2 shares compared changes significantly from 2025 to 2026"


def test_what_cannot_be_tested_is_not_called_insignificant(setting: MakeSetting) -> None:
    assert "cannot be tested" in trend.title(followed([[1.0, 1.0, 1.0]]), setting())


def test_both_languages(setting: MakeSetting, japanese_font: str) -> None:
    made = followed([[0.694, 0.708, 0.731]], breaks={(1, 0): ("wording",)})
    context = setting(language="ja", font=japanese_font)
    said = words(drawn(made, context))
    assert "「物価」は73.1%。2025からの2.3ポイントの上昇は有意ではない" in trend.title(made, context)
    assert "質問文を変更" in said
    assert "帯は95%信頼区間" in said
    assert "縦軸は60～80%" in said
    assert "2025 70.8%（68.5%～73.1%）" in trend.alt(made, context)


def test_shares_wording_bands_axis_and_bases_are_printed(setting: MakeSetting) -> None:
    figure = drawn(followed([[0.694, 0.708, 0.731]]), setting())
    assert {"69.4%", "70.8%", "73.1%", "Prices", "2024", "2025", "2026"} <= set(texts(figure))
    for part in (
        "% answering “Prices” to “In which areas do you think Japan is heading in a bad direction?”",
        "Bands: 95% confidence intervals. Axis from 60% to 80%.",
        "All who answered, each wave: n = 1,960–2,000 unweighted, effective n = 1,508–1,538",
        "design effect 1.30",
        "Significance: two-sided test at 5%.",
        "2026: Mail, with a web option",
        "Weighted by raking to Sex × Age",
        "SYNTHETIC DATA",
    ):
        assert part in words(figure)


def test_an_opt_in_sample_has_model_based_bands(setting: MakeSetting) -> None:
    opt_in = records.report(plan=Plan(study=records.study(False)))
    assert "Bands: 95% model-based intervals" in words(drawn(followed([[0.7, 0.71]]), setting(opt_in)))


# --- what breaks a line


def test_a_change_interrupts_the_line_and_the_footer_tells_what_became_what(setting: MakeSetting) -> None:
    made = six_answers()
    figure = drawn(made, setting())
    assert runs(made, 0) == [(0, 1, 2), (3, 4, 5, 6)]
    assert "new wording" in texts(figure)
    assert len(figure.axes[0].lines) == 12
    assert (
        "Dashed line: the wording changed from 2024-03 to 2024-09 "
        "(“…for AI?” became “…for firms that develop AI?”); not compared."
    ) in words(figure)


def test_a_reason_keeps_the_line_whole(setting: MakeSetting) -> None:
    made = followed([[0.6, 0.61, 0.72]], breaks={(1, 0): ("mode",)}, reason="a split sample showed none")
    figure = drawn(made, setting())
    assert runs(made, 0) == [(0, 1, 2)]
    assert "compared all the same: a split sample showed none." in words(figure)


def test_many_changes_have_letters(setting: MakeSetting) -> None:
    breaks = {(k, k - 1): ("mode", "population", "wording") for k in range(1, 8)}
    figure = drawn(followed([[0.5 + 0.01 * k for k in range(8)]], breaks=breaks), setting())
    assert set("ABCDEFG") <= set(texts(figure))
    assert (
        "Dashed lines, A, B, C, D, E, F, G: the mode, the population and the wording changed; not compared."
    ) in words(figure)


def test_waves_apart_without_a_line_between_them_are_named(setting: MakeSetting) -> None:
    figure = drawn(followed([[0.5, 0.5, 0.5]], breaks={(2, 0): ("mode",)}), setting())
    assert "Not compared, as the mode changed: 2024 and 2026." in words(figure)


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ("Rules for AI?", "Rules for firms with AI?", ("…for AI?", "…for firms with AI?")),
        ("Are you worried?", "How worried are you?", ("Are you worried?", "How worried are you?")),
        ("Mail", "Web", ("Mail", "Web")),
        ("郵送調査", "郵送調査（ウェブ回答も可）", ("郵送調査", "郵送調査（ウェブ回答も可）")),
    ],
)
def test_only_what_differs_is_quoted(first: str, second: str, found: tuple[str, str]) -> None:
    assert differing(first, second) == found


def published() -> Trend:
    """Two answers: a published wave without intervals, small waves, and shares that waves lack."""
    waves = [
        Wave("2021", published=True, source=plain("Press release of 3 May")),
        Wave("2023", flag="caution"),
        Wave("2024", flag="low"),
        Wave("2026"),
    ]
    made = followed(
        [[0.694, NAN, 0.708, 0.74], [0.2, 0.22, 0.21, NAN]],
        answers=[plain("Prices"), plain("Food")],
        waves=waves,
        bases=[1000, 80, 20, 2000],
    )
    made.low[:, 0] = made.high[:, 0] = NAN
    return made


def test_gaps_small_bases_and_published_figures_are_what_they_are(setting: MakeSetting) -> None:
    made = published()
    figure = drawn(made, setting())
    assert runs(made, 0) == [(0,), (2,), (3,)]
    assert runs(made, 1) == [(0, 1), (2,)]
    assert {"2023*", "2024*", "–"} <= set(texts(figure))
    dots = [each for each in figure.axes[0].collections if isinstance(each, PathCollection)]
    faces = [to_hex(tuple(face)) for each in dots for face in np.asarray(each.get_facecolor())]
    assert faces.count(theme.PAPER) == 3
    for part in (
        "Hollow and *: base or effective base under 100, treat with caution.",
        "Hollow, *, not joined: base or effective base under 30, not compared.",
        "Gap: a wave without that share.",
        "Without a band: interval not known.",
        "Published figures: 2021 (Press release of 3 May).",
    ):
        assert part in words(figure)


# --- labels, shares and waves nobody foresaw


@pytest.mark.parametrize("name", LABELS)
def test_no_label_breaks_it(name: str, setting: MakeSetting, japanese_font: str) -> None:
    label = records.both(LABELS[name])
    language: Language = "ja" if name == "japanese" else "en"
    context = setting(
        language=language, font=japanese_font if language == "ja" else "DejaVu Sans", text=LABELS[name]
    )
    for made in (followed([[0.694, 0.708, 0.731]]), six_answers(), published()):
        assert lint.faults(trend.trend(alike(made, label), context)) == []


@pytest.mark.parametrize(
    "shares",
    [
        [[1.0, 1.0, 1.0]],
        [[0.0, 0.0]],
        [[0.002, 0.001, 0.004], [0.01, 0.012, 0.013]],
        [[1 / 12 + 0.003 * k * w for w in range(4)] for k in range(12)],
        [[0.5, 0.9, 0.1, 0.9, 0.1, 0.5]],
        [[0.5 + 0.1 * np.sin(k / 4) for k in range(40)]],
        [[0.5, NAN, 0.6]],
        [[NAN, 0.6]],
        [[0.5, NAN, 0.5], [0.5, 0.5, NAN], [NAN, 0.5, 0.5]],
    ],
)
def test_no_share_breaks_it(shares: list[list[float]], setting: MakeSetting) -> None:
    answers = [plain(f"Answer {number}") for number, _ in enumerate(shares, start=1)]
    figure = drawn(followed(shares, answers=answers), setting())
    assert ("Not drawn: 6 more, in the tables." in words(figure)) == (len(shares) == 12)


@pytest.mark.parametrize(
    "names", [("a very long name of a wave, longer than most",) * 2, tuple("abcdefghij")]
)
def test_no_wave_s_name_breaks_it(names: tuple[str, ...], setting: MakeSetting) -> None:
    waves = [Wave(f"{name} {number}") for number, name in enumerate(names)]
    assert lint.faults(trend.trend(followed([[0.5 for _ in waves]], waves=waves), setting())) == []


def test_nets_come_first_then_what_is_outside_them() -> None:
    made = followed(
        [[0.2, 0.2], [0.3, 0.3], [0.25, 0.2], [0.15, 0.16], [0.1, 0.1], [0.5, 0.54], [0.4, 0.36]],
        answers=[plain(text) for text in "abcde"],
        nets={"most": ("1", "2"), "least": ("3", "4")},
    )
    found = shown_rows(made)
    assert {made.rows[row].code for row in found.rows} == {"most", "least", "5"}
    assert found.left_out == 4
    assert made.rows[found.rows[0]].code in ("most", "least")


def test_waves_stand_by_their_dates_where_all_are_dates() -> None:
    assert places(["2020", "2021", "2024"]) == pytest.approx([0, 0.25, 1])
    assert places(["2024-01", "2024-04", "2025-01"]) == pytest.approx([0, 0.25, 1])
    assert places(["first", "2021", "2024"]) == pytest.approx([0, 0.5, 1])
    assert places(["2024", "2021", "2024"]) == pytest.approx([0, 0.5, 1])


def test_an_axis_begins_at_zero_where_that_is_near_and_does_not_zoom_into_noise() -> None:
    assert scale_of(np.array([0.1, 0.3])).low == 0
    near = scale_of(np.array([0.708, 0.731]))
    assert (near.low, near.high) == pytest.approx((0.6, 0.8))
    assert scale_of(np.array([0.97, 1.0])).high == 1.0


def test_labels_are_spread_in_order_within_the_plot() -> None:
    found = spread([50.0, 50.0, 49.0, 3.0], [10.0] * 4, 0.0, 60.0)
    assert found[0] > found[1] > found[2] > found[3]
    assert min(np.diff(sorted(found))) >= 10 - 1e-9
    assert max(found) <= 55
    assert found[3] == 5


# --- which trends are drawn


def report_of(*made: Trend, figures: FigurePlan | None = None) -> Report:
    planned = (TrendPlan("q1", ()), TrendPlan("q2:1", ()))
    plan = Plan(study=records.study(), trend=planned, figures=figures or FigurePlan())
    return replace(records.report(plan=plan), trends=made)


def test_every_trend_is_drawn_before_the_weights_and_the_same_each_time() -> None:
    made = report_of(six_answers(), replace(followed([[0.7, 0.71]]), id="trend_q2_1"))
    found = draw(made)
    assert [drawing.name for drawing in found] == ["01-trend-q1", "02-trend-q2_1"]
    assert [(drawing.table, drawing.unweighted_base) for drawing in found] == [
        ("trend_q1", 1880),
        ("trend_q2_1", 1980),
    ]
    share, low, high = (
        f"{values[0, -1]:.1%}"
        for values in (made.trends[0].estimate, made.trends[0].low, made.trends[0].high)
    )
    assert f"2026-03 {share} ({low} to {high})" in found[0].alt
    assert draw(made) == found


def test_the_plan_chooses_by_question_or_id() -> None:
    made = (six_answers(), replace(followed([[0.7, 0.71]]), id="trend_q2_1"))
    for name in ("q2:1", "trend_q2_1"):
        found = draw(report_of(*made, figures=FigurePlan(trend=(name,))), formats=())
        assert [drawing.table for drawing in found] == ["trend_q2_1"]
    with pytest.raises(PlanError) as caught:
        draw(report_of(*made, figures=FigurePlan(trend=("trend_q2_2",))), formats=())
    assert "did you mean trend_q2_1?" in caught.value.hint


def test_a_trend_without_two_waves_is_no_figure() -> None:
    made = followed([[NAN, 0.6]])
    assert draw(report_of(made), formats=()) == ()
    with pytest.raises(PlanError, match="fewer than two waves"):
        draw(report_of(made, figures=FigurePlan(trend=("q1",))), formats=())


def test_a_trend_that_is_hidden_is_not_drawn() -> None:
    figures = FigurePlan(trend=("q1", "q2:1"))
    made = drawable(report_of(six_answers(), figures=figures))
    assert made.plan.figures.trend == ("q1",)
    assert [drawing.table for drawing in draw(made, formats=())] == ["trend_q1"]
