from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from survey.reporting.figures import dots, drivers, heat, likert, lint, ranking, theme
from survey.reporting.figures.setting import Setting
from survey.reporting.figures.sides import sides_of
from survey.vocabulary import Answer, Label, Net, Plan, Question, Report, Row
from tests.reporting.figures import crossing_records, driver_records, records

MakeSetting = Callable[..., Setting]


def texts(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.texts]


def words(figure: Figure) -> str:
    return " ".join(texts(figure))


# --- numbers drawn are the table's


def test_ranking_prints_every_share_and_starts_its_bars_at_zero(setting: MakeSetting) -> None:
    figure = ranking.ranking(records.areas(), setting())
    for _, share, english, _ in records.AREAS:
        assert english in texts(figure)
        assert f"{share:.1%}" in texts(figure)
    bars = [patch for patch in figure.axes[0].patches if isinstance(patch, Rectangle)]
    assert all(bar.get_x() == 0 for bar in bars)
    lengths = sorted(round(bar.get_width(), 3) for bar in bars)
    assert lengths == sorted(share for _, share, _, _ in records.AREAS)


def test_ranking_puts_the_largest_first_and_what_is_no_area_last(setting: MakeSetting) -> None:
    figure = ranking.ranking(records.areas(), setting())
    heights = {text.get_text(): text.get_position()[1] for text in figure.texts}
    assert heights["Prices"] > heights["Economic conditions"] > heights["Science and technology"]
    assert heights["Science and technology"] > heights["None of these"] > heights["Don’t know"]


def test_an_ordinal_question_keeps_its_order(setting: MakeSetting) -> None:
    figure = ranking.ranking(records.package(()), setting())
    heights = {text.get_text(): text.get_position()[1] for text in figure.texts}
    order = ["Support", "Somewhat support", "Neither", "Somewhat oppose", "Oppose", "Don’t know"]
    assert sorted(order, key=lambda text: -heights[text]) == order


def test_a_lead_within_the_intervals_is_not_called_one(setting: MakeSetting) -> None:
    table = records.areas()
    table.low[0, 0], table.high[1, 0] = 0.5, 0.6
    assert "overlap" in ranking.title(table, setting())


def test_likert_prints_nets_and_segments_and_drops_slivers(setting: MakeSetting) -> None:
    first, *rest = records.layers()
    figure = likert.likert([first, *rest], setting())
    found = texts(figure)
    for value in ("47", "20", "39", "24", "33", "27", "32", "15", "22"):
        assert value in found
    thin = replace(first, estimate=first.estimate.copy())
    thin.estimate[0, 0] = 0.02
    assert texts(likert.likert([thin, *rest], setting())).count("2") == 0


@pytest.mark.parametrize(
    "words",
    [
        ("Sometimes + never", "Enthusiastically + moderately", "Neither"),
        ("For", "Against", "Conscientiously undecided"),
    ],
)
def test_likert_heads_its_columns_with_whole_words(setting: MakeSetting, words: tuple[str, ...]) -> None:
    first, *rest = records.layers()
    asked, labels = first.question, [records.both(text) for text in words]
    nets = tuple(replace(net, label=label) for net, label in zip(asked.nets, labels, strict=False))
    answers = tuple(replace(a, label=labels[2]) if a.code == "3" else a for a in asked.answers)
    tables = [replace(t, question=replace(t.question, nets=nets, answers=answers)) for t in (first, *rest)]
    figure = likert.likert(tables, setting())
    assert lint.faults(figure) == []
    assert set(" ".join(words).split()) <= set(" ".join(texts(figure)).split())


def test_likert_sorts_by_its_positive_side(setting: MakeSetting) -> None:
    figure = likert.likert(records.layers()[::-1], setting())
    heights = {text.get_text(): text.get_position()[1] for text in figure.texts}
    assert heights["47"] > heights["39"] > heights["33"]


def test_items_that_print_the_same_share_are_not_told_apart(setting: MakeSetting) -> None:
    first, second = records.layers()[:2]
    alike = [first, replace(second, estimate=first.estimate)]
    assert likert.title(alike, setting()) == "“Support” is 47% for each of the 2 items"


def test_likert_sides_by_score(setting: MakeSetting) -> None:
    asked = records.layers()[0].question
    turned = replace(asked, nets=asked.nets[::-1])
    sides = sides_of(turned)
    assert (sides.negative.net.name, sides.positive.net.name) == ("oppose", "support")
    assert sides.positive.answers == ("4", "5")
    assert sides.negative.answers == ("2", "1")
    assert sides.aside == ("3", "8")


def test_dots_print_shares_and_bases_and_leave_low_bases_out(setting: MakeSetting) -> None:
    figure = dots.dots(records.package(("sex", "q2", "city_size")), setting())
    found = texts(figure)
    assert {"45", "36", "52", "940", "1,060", "2,016", "50"} <= set(found)
    assert "*" in found
    assert "Abroad" not in found
    assert "Not drawn, base or effective base under 30: Abroad (City size)" in words(figure)


def test_dots_fill_what_differs_and_hollow_what_does_not(setting: MakeSetting) -> None:
    table = records.package(("sex", "age_band"))
    figure = dots.dots(table, setting())
    points = [c for axes in figure.axes for c in axes.collections if isinstance(c, PathCollection)]
    faces = [to_hex(tuple(face)) for collection in points for face in np.asarray(collection.get_facecolor())]
    told = [theme.OWN.positive, theme.OWN.negative, theme.INK]
    assert sorted(faces) == sorted([theme.PAPER] * 7 + told)


def test_dots_leave_out_banners_that_do_not_fit_and_say_so(setting: MakeSetting) -> None:
    figure = dots.dots(records.crowded(banners=6, groups=9), setting())
    assert lint.faults(figure) == []
    assert "Banner 6: in the tables." in words(figure)
    assert "Banner 1" in texts(figure)
    assert "Banner 6" not in texts(figure)


@pytest.mark.parametrize("times", [100, 1_000, 100_000])
def test_dots_leave_room_for_large_bases(setting: MakeSetting, times: int) -> None:
    table = records.package(("sex", "q2", "city_size"))
    figure = dots.dots(replace(table, unweighted_base=table.unweighted_base * times), setting())
    assert lint.faults(figure) == []
    assert f"{2016 * times:,}" in texts(figure)


def test_one_banner_with_more_groups_than_two_panels_hold(setting: MakeSetting) -> None:
    figure = dots.dots(records.crowded(banners=1, groups=47), setting())
    assert lint.faults(figure) == []
    drawn = sum(text.startswith("Group ") for text in texts(figure))
    assert 20 < drawn < 47
    assert f"{47 - drawn} more are in the tables only." in words(figure)


def test_a_title_without_any_difference_says_so(setting: MakeSetting) -> None:
    table = records.package(("age_band",))
    assert "no group differs reliably" in dots.title(table, setting())


def test_heat_prints_shares_residuals_and_bases(setting: MakeSetting) -> None:
    crossing = crossing_records.worry_by_support()
    found = texts(heat.heat(crossing, setting()))
    for r, c in np.ndindex(4, 6):
        assert f"{crossing.share_of_row[r, c] * 100 + 1e-9:.0f}%" in found
    assert "−2.7" in found
    assert {"1,130", "665", "141", "50", "1,986"} <= set(found)


def test_heat_is_bold_where_the_residual_is_significant(setting: MakeSetting) -> None:
    figure = heat.heat(crossing_records.worry_by_support(), setting())
    bold = {text.get_text() for text in figure.texts if text.get_fontweight() == "bold"}
    assert "−2.7" in bold
    assert "+0.5" not in bold


def test_heat_falls_back_on_the_cell_and_then_on_nothing(setting: MakeSetting) -> None:
    crossing = replace(crossing_records.worry_by_support(), contrasts=())
    assert "is 6% among “Somewhat worried” (Worry about prices) against 9% overall" in heat.title(
        crossing, setting()
    )
    quiet = replace(crossing, residual_q=np.full_like(crossing.residual_q, 0.5))
    assert "no reliable link" in heat.title(quiet, setting())


# --- the words around


def test_the_footer_discloses(setting: MakeSetting) -> None:
    found = words(likert.likert(records.layers(), setting()))
    for part in (
        "n = 2,016 unweighted",
        "effective n = 1,551",
        "design effect 1.40",
        "Largest margin of error ±",
        "Mail, with a web option",
        "15 January to 20 February 2026",
        "Weighted by raking to Sex × Age, City size.",
        "invented for the demo",
        "SYNTHETIC DATA",
    ):
        assert part in found


def test_a_crossing_and_a_model_tell_the_weights_design_effect(setting: MakeSetting) -> None:
    crossing = crossing_records.worry_by_support()
    made = driver_records.model()
    assert f"Design effect of weighting {1986 / 1528:.2f}." in words(heat.heat(crossing, setting()))
    assert f"Design effect of weighting {1573 / 1336:.2f}." in words(drivers.drivers(made, setting()))
    alone = replace(crossing, total_effective_base=1986.0)
    assert "esign effect" not in words(heat.heat(alone, setting()))


@pytest.mark.parametrize(
    ("probability", "stated", "unsaid"),
    [
        (None, "assume a random sample", "margin of error"),
        (False, "Model-based: treats this opt-in sample as if it were random", "confidence intervals"),
        (True, "95% confidence intervals", "Model-based"),
    ],
)
def test_precision_is_named_for_what_it_is(
    setting: MakeSetting, probability: bool | None, stated: str, unsaid: str
) -> None:
    made = records.report(records.areas(), plan=Plan(study=records.study(probability)))
    found = words(ranking.ranking(made.tables["q1"], setting(made)))
    assert stated in found
    assert unsaid not in found


def test_without_weights_the_figure_says_unweighted(setting: MakeSetting) -> None:
    made = records.report(records.areas(), weighted=False)
    assert "Unweighted." in words(ranking.ranking(made.tables["q1"], setting(made)))


# --- labels nobody foresaw


LONG = (
    "国内で開発される人工知能の基盤となるデータセンターやクラウドサービスの整備に対する"
    "公的な支援（補助金・減税・融資を含む）"
)
LABELS = {
    "dollar": "$50,000 – $99,999 ($k_1$)",
    "long": "A very long answer that goes on about subsidies, tax breaks, loans and everything else there is",
    "unbroken": "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen" * 2,
    "one": "x",
    "japanese": LONG,
}


@pytest.mark.parametrize("name", LABELS)
@pytest.mark.parametrize("kind", ["ranking", "likert", "dots", "heat", "drivers"])
def test_no_label_breaks_a_figure(name: str, kind: str, setting: MakeSetting, japanese_font: str) -> None:
    label = records.both(LABELS[name])
    font = japanese_font if name == "japanese" else "DejaVu Sans"
    made = relabelled(label)
    context = setting(made, "ja" if name == "japanese" else "en", font=font, text=LABELS[name])
    if kind == "ranking":
        figure = ranking.ranking(made.tables["q1"], context)
    elif kind == "likert":
        figure = likert.likert([made.tables[f"q11_{layer}"] for layer in ("hw", "infra", "app")], context)
    elif kind == "dots":
        figure = dots.dots(made.tables["q10"], context)
    elif kind == "drivers":
        crowd = driver_records.many(3, 12)
        figure = drivers.drivers(driver_records.relabelled(crowd, label), context)
    else:
        figure = heat.heat(made.crossings[0], context)
    assert lint.faults(figure) == []


def relabelled(label: Label) -> Report:
    """The demo with one label for every answer, net, question, group and row."""

    def asked(question: Question) -> Question:
        answers = tuple(replace(answer, label=label) for answer in question.answers)
        nets = tuple(replace(net, label=label) for net in question.nets)
        return replace(question, label=label, wording=label, answers=answers, nets=nets)

    def rows(found: tuple[Row, ...]) -> tuple[Row, ...]:
        return tuple(replace(row, label=label) for row in found)

    demo = crossing_records.demo()
    tables = [
        replace(
            table,
            question=asked(table.question),
            rows=rows(table.rows),
            columns=tuple(replace(column, label=label, banner_label=label) for column in table.columns),
        )
        for table in demo.tables.values()
    ]
    crossing = demo.crossings[0]
    crossing = replace(
        crossing,
        rows=rows(crossing.rows),
        columns=rows(crossing.columns),
        row_question=asked(crossing.row_question),
        column_question=asked(crossing.column_question),
        contrasts=(),
    )
    return records.report(*tables, crossings=(crossing,))


def test_a_dollar_sign_is_a_dollar_sign(setting: MakeSetting) -> None:
    made = relabelled(records.both("$a$ and $b$"))
    figure = ranking.ranking(made.tables["q1"], setting(made))
    label = next(text for text in figure.texts if text.get_text() == "$a$ and $b$")
    assert not label.get_parse_math()


# --- shares nobody foresaw


def test_all_one_answer_tiny_shares_and_unknown_intervals(setting: MakeSetting) -> None:
    asked = records.layers()[0].question
    everyone = records.table(asked, records.spread(1.0, 0.0, 0.0, 0.0, 0.0, 0.0))
    nobody = records.table(asked, records.spread(0.0, 0.0, 0.998, 0.002, 0.0, 0.0))
    everyone.low[:], everyone.high[:] = np.nan, np.nan
    context = setting()
    assert lint.faults(likert.likert([everyone, nobody], context)) == []
    assert lint.faults(ranking.ranking(everyone, context)) == []
    assert lint.faults(ranking.ranking(nobody, context)) == []


def test_a_negative_side_that_outweighs_the_positive(setting: MakeSetting) -> None:
    asked = records.layers()[0].question
    table = records.table(asked, records.spread(0.01, 0.04, 0.05, 0.40, 0.48, 0.02))
    figure = likert.likert([table], setting())
    assert lint.faults(figure) == []
    assert {"5", "88", "40", "48"} <= set(texts(figure))


def test_twelve_answers_a_side_more_than_two_and_a_gazetteer(setting: MakeSetting) -> None:
    answers = [Answer(str(n), records.both(f"Answer {n}"), score=float(n)) for n in range(1, 13)]
    nets = (
        Net("low", records.both("Low"), tuple(str(n) for n in range(1, 6))),
        Net("high", records.both("High"), tuple(str(n) for n in range(8, 13))),
    )
    asked = records.question("q8", records.both("Trust"), answers, kind="scale", nets=nets)
    table = records.table(asked, {answer.code: 1 / 12 for answer in answers})
    assert lint.faults(likert.likert([table], setting())) == []
    prefectures = [Answer(str(n), records.both(f"Prefecture {n}")) for n in range(47)]
    places = records.question("pref", records.both("Where"), prefectures)
    figure = ranking.ranking(records.table(places, {a.code: 1 / 47 for a in prefectures}), setting())
    assert lint.faults(figure) == []
    assert "further answers" in words(figure)


def test_a_grid_longer_than_the_page_says_what_it_leaves_out(setting: MakeSetting) -> None:
    first = records.layers()[0]
    items = [
        replace(first, question=replace(first.question, label=records.both(f"Item {n}"))) for n in range(24)
    ]
    figure = likert.likert(items, setting())
    assert lint.faults(figure) == []
    drawn = sum(text.startswith("Item ") for text in texts(figure))
    assert 6 < drawn < 24
    assert f"{24 - drawn} more are in the tables only." in words(figure)


def test_a_crossing_larger_than_the_page_keeps_its_largest_rows(setting: MakeSetting) -> None:
    crossing = crossing_records.wide_crossing(30, 20)
    figure = heat.heat(crossing, setting(records.report(crossings=(crossing,))))
    assert lint.faults(figure) == []
    drawn = sum(text.startswith("Region ") for text in texts(figure))
    assert "Region 29" in texts(figure)
    assert "Region 0" not in texts(figure)
    assert f"{30 - drawn + 8} more are in the tables only." in words(figure)
    assert "effective n" not in words(figure)


def test_groups_without_an_estimate(setting: MakeSetting) -> None:
    table = records.package(("sex", "q2"))
    row = dots.row_of(table)
    for values in (table.estimate, table.low, table.high):
        values[row, 2] = np.nan
    figure = dots.dots(table, setting())
    assert lint.faults(figure) == []
    assert "–" in texts(figure)
