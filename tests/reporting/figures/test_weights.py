"""Weights before and after: what it leaves in, what it leaves out, and that any margin can be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import matplotlib
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from survey.language import Language
from survey.reporting.figures import draw, fonts, lint, theme, weights
from survey.reporting.figures.corrections import Corrections, corrections, fitting, height, largest, moved
from survey.reporting.figures.setting import Setting
from survey.vocabulary import Achieved, FigurePlan, Label, MetMargin, Plan, Report, WeightingResult
from tests.reporting.figures import records

MakeSetting = Callable[..., Setting]
Shares = Sequence[tuple[str, float, float]]
"""(category, share before, share after)."""

SEX: Shares = (("Male", 0.455, 0.482), ("Female", 0.545, 0.518))
AGE: Shares = (("18–29", 0.074, 0.139), ("30–49", 0.29, 0.27), ("50–69", 0.34, 0.311), ("70+", 0.296, 0.28))
CENSUS = MetMargin("sex", "Population census of a land", "2025-10-01")


def lines(margin: str, shares: Shares, *, off: float = 0.0) -> list[Achieved]:
    """Categories of a margin that are all met, but the first, which is so far off its target."""
    return [
        Achieved(
            margin,
            records.both(name),
            after - (off if not number else -off / (len(shares) - 1)),
            before,
            after,
            50,
        )
        for number, (name, before, after) in enumerate(shares)
    ]


def bucket(margin: str, share: float) -> Achieved:
    label = records.both("No target category", "目標区分なし")
    return Achieved(margin, label, share, share, share, 25, bucket=True)


def mean(name: str, value: float) -> Achieved:
    return Achieved(name, records.both("mean", "平均"), value, value - 1.5, value, 100, mean=True)


def result(achieved: Sequence[Achieved], margins: Sequence[MetMargin] = (CENSUS,)) -> WeightingResult:
    base = WeightingResult("rake", tuple(margins), (), 12, 1e-11, 0.4, 0.9, 2.7, 2015.0, 0.5, 1.18, 1710.0)
    return replace(base, achieved=tuple(achieved))


def weighted(found: WeightingResult, *, plan: Plan | None = None) -> Report:
    return replace(records.report(records.areas(), plan=plan), weighting=found)


def demo() -> WeightingResult:
    return result([*lines("sex", SEX), *lines("age_band", AGE)])


def many(margin: str, count: int, name: str = "Category {n}") -> list[Achieved]:
    """So many categories, the later ones corrected more and in turn up and down."""
    change = np.array([(1 if n % 2 else -1) * (1 + n // 2) * 0.1 / count**2 for n in range(count)])
    shares = [(name.format(n=n), 1 / count, 1 / count + change[n] - change.mean()) for n in range(count)]
    return lines(margin, shares)


def texts(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.texts]


def drawn(found: WeightingResult, setting: MakeSetting, language: Language = "en", **font: str) -> Figure:
    """The figure, looked at by the lint."""
    figure = weights.weights(found, setting(weighted(found), language, **font))
    assert lint.faults(figure) == []
    return figure


def dots(figure: Figure) -> list[list[float]]:
    """Where the dots stand: shares before, then shares after, a category at a place in both."""
    [axes] = figure.axes
    hollow, filled = (c for c in axes.collections if isinstance(c, PathCollection))
    return [np.asarray(each.get_offsets())[:, 0].tolist() for each in (hollow, filled)]


# --- numbers drawn are the result's


def test_every_share_is_printed_and_stands_where_it_says(setting: MakeSetting) -> None:
    figure = drawn(demo(), setting)
    assert {"Sex", "Age", "Male", "Female", "18–29", "70+"} <= set(texts(figure))
    assert {"7.4", "13.9", "+6.5", "45.5", "48.2", "+2.7", "−2.9"} <= set(texts(figure))
    before, after = dots(figure)
    rows = [*SEX, *AGE]
    assert sorted(before) == pytest.approx(sorted(row[1] for row in rows))
    assert sorted(after) == pytest.approx(sorted(row[2] for row in rows))
    [axes] = figure.axes
    hollow, _ = (c for c in axes.collections if isinstance(c, PathCollection))
    assert {to_hex(face) for face in np.asarray(hollow.get_facecolor())} == {theme.PAPER}


def test_ticks_stand_at_the_targets_and_a_target_missed_is_said(setting: MakeSetting) -> None:
    found = result(lines("sex", SEX, off=0.012))
    figure = drawn(found, setting)
    upright = [
        segment
        for collection in figure.axes[0].collections
        if isinstance(collection, LineCollection)
        for segment in collection.get_segments()
        if segment[0][0] == segment[1][0]
    ]
    assert sorted(segment[0][0] for segment in upright) == pytest.approx([0.47, 0.53])
    assert "departure from a target 1.2 points" in " ".join(texts(figure))
    assert "Male 45.5% to 48.2% (target 47.0%)" in weights.alt(found, setting(weighted(found)))
    assert "departure" not in " ".join(texts(drawn(demo(), setting)))


def test_colour_says_up_or_down_or_neither(setting: MakeSetting) -> None:
    shares = (("Up", 0.2, 0.3), ("Down", 0.4, 0.3), ("Still", 0.4, 0.4))
    figure = drawn(result(lines("sex", shares)), setting)
    filled = [c for c in figure.axes[0].collections if isinstance(c, PathCollection)][-1]
    faces = [to_hex(tuple(face)) for face in np.asarray(filled.get_facecolor())]
    assert sorted(faces) == sorted([theme.colours().positive, theme.colours().negative, theme.FAINT])


def test_points_that_rounding_sets_apart_are_explained(setting: MakeSetting) -> None:
    shares = (("A", 0.3004, 0.3116), ("B", 0.6996, 0.6884))
    assert "Points are of unrounded shares." in " ".join(texts(drawn(result(lines("sex", shares)), setting)))
    assert "unrounded" not in " ".join(texts(drawn(demo(), setting)))


# --- titles


def titled(achieved: Sequence[Achieved], setting: MakeSetting, language: Language = "en") -> str:
    found = result(achieved)
    return weights.title(found, setting(weighted(found), language))


def test_the_title_is_the_largest_correction(setting: MakeSetting) -> None:
    both = [*lines("sex", SEX), *lines("age_band", AGE)]
    assert titled(both, setting) == (
        "Weighting raises “18–29” from 7.4% to 13.9%: the largest of 6 corrections"
    )
    assert titled(both, setting, "ja") == ("ウエイト補正で「18–29」は7.4%から13.9%に上昇、6区分で最大の補正")
    down = [("A", 0.5, 0.3), ("B", 0.3, 0.39), ("C", 0.2, 0.31)]
    assert titled(lines("sex", down), setting).startswith("Weighting lowers “A” from 50.0% to 30.0%")


def test_two_categories_mirror_each_other_and_are_both_named(setting: MakeSetting) -> None:
    alone = "Weighting raises “Male” from 45.5% to 48.2% and lowers “Female” from 54.5% to 51.8%"
    assert titled(lines("sex", SEX), setting) == alone
    assert titled([*lines("sex", SEX), bucket("sex", 0.0)], setting) == alone
    still = [("North", 0.4, 0.4), ("South", 0.3, 0.3), ("East", 0.3, 0.3)]
    assert titled([*lines("sex", SEX), *lines("region", still)], setting) == (
        f"{alone}: the largest of 5 corrections"
    )
    assert titled(lines("sex", SEX), setting, "ja") == (
        "ウエイト補正で「Male」は45.5%から48.2%に上昇、「Female」は54.5%から51.8%に低下"
    )


def test_a_name_that_two_margins_share_is_told_apart(setting: MakeSetting) -> None:
    answers = [("Yes", 0.2, 0.3), ("No", 0.5, 0.45), ("Refused", 0.3, 0.25)]
    twice = [*lines("sex", answers), *lines("age_band", [("Yes", 0.4, 0.41), ("Perhaps", 0.6, 0.59)])]
    assert "raises “Yes” (Sex) from 20.0%" in titled(twice, setting)
    assert "raises “Yes” from 20.0%" in titled(lines("sex", answers), setting)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_weighting_that_moves_nothing_says_so(setting: MakeSetting, language: Language) -> None:
    found = result(lines("sex", [("A", 0.3, 0.3004), ("B", 0.7, 0.6996)]))
    figure = weights.weights(found, setting(weighted(found), language, **font_of(language)))
    assert lint.faults(figure) == []
    title = weights.title(found, setting(weighted(found), language))
    assert title in (
        "Weighting moves none of 2 categories by 0.05 points or more",
        "ウエイト補正で0.05ポイント以上動いた区分はない（2区分）",
    )


def font_of(language: Language) -> dict[str, str]:
    fonts._register_bundle()
    known = [name for name in fonts.EAST_ASIAN if "価" in fonts._family_glyphs(name)]
    if language == "ja" and not known:
        pytest.skip("no Japanese font is installed")
    return {"font": known[0], "text": "区分"} if language == "ja" else {}


# --- what is not drawn


def test_means_and_buckets_are_left_out_and_named(setting: MakeSetting) -> None:
    found = result([*lines("sex", SEX), bucket("sex", 0.013), mean("age", 48.3)])
    found = replace(found, achieved=tuple(rescaled(found.achieved, "sex", 0.987)))
    figure = drawn(found, setting)
    assert not {"mean", "No target category", "48.3"} & set(texts(figure))
    words = " ".join(texts(figure))
    assert "Without a target category, share kept, not drawn: 1.3% (Sex)." in words
    assert "Means met by weighting, not drawn: age." in words
    assert "All respondents: n = 125 unweighted, effective n = 1,710." in words


def rescaled(achieved: Sequence[Achieved], margin: str, share: float) -> list[Achieved]:
    return [
        line
        if line.bucket or line.margin != margin
        else replace(line, target=line.target * share, before=line.before * share, after=line.after * share)
        for line in achieved
    ]


@pytest.mark.parametrize("value", [0.4, 1.0, 48.3, -2.0])
def test_a_mean_is_no_share_whatever_its_size(value: float) -> None:
    found = corrections(result([*lines("sex", SEX), mean("age", value)]))
    assert found.means == ("age",)
    assert {line.margin for line in found.lines} == {"sex"}


def test_means_alone_are_no_figure() -> None:
    assert corrections(result([mean("age", 48.3)])) == Corrections(means=("age",))
    assert [d.name for d in draw(weighted(result([mean("age", 48.3)])), formats=())] == ["01-ranking-q1"]


def test_what_does_not_fit_is_the_smallest_corrections_and_is_counted(setting: MakeSetting) -> None:
    figure = drawn(result(many("pref", 47)), setting)
    shown = [text for text in texts(figure) if text.startswith("Category ")]
    assert shown == [f"Category {n}" for n in range(47 - len(shown), 47)]
    assert 9 <= len(shown) < 47
    assert f"Shown: the {len(shown)} largest corrections of 47." in " ".join(texts(figure))


@given(
    st.lists(st.tuples(st.sampled_from("abcd"), st.integers(-40, 40)), min_size=1, max_size=30),
    st.integers(3, 40),
)
def test_those_kept_are_as_many_as_fit_in_order_and_none_left_out_moved_more(
    changes: list[tuple[str, int]], room: int
) -> None:
    every = [
        Achieved(margin, records.both(str(n)), 0.5, 0.5, 0.5 + change / 100, 10)
        for n, (margin, change) in enumerate(sorted(changes, key=lambda change: change[0]))
    ]
    kept = fitting(every, room)
    assert height(kept) <= room
    assert [line for line in every if line in kept] == list(kept)
    left = [abs(moved(line)) for line in every if line not in kept]
    assert max(left, default=0.0) <= min(abs(moved(line)) for line in kept)
    lead = largest(every)
    assert not lead or lead[0] in kept


# --- margins nobody foresaw


LONG = {
    "words": "A category whose label goes on about all the cities, towns and villages that it is made of",
    "unbroken": "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen" * 2,
    "dollar": "$50,000 – $99,999 ($k_1$)",
    "japanese": "人口十万人以上二十万人未満の市に居住し、かつ国内で働いている者（自営業・家族従業者を含む）",
}
SHAPES: Mapping[str, Callable[[str], list[Achieved]]] = {
    "two": lambda name: lines("sex", [(name, 0.4, 0.5), (f"{name} 2", 0.6, 0.5)]),
    "twelve": lambda name: many("month", 12, name),
    "prefectures": lambda name: many("pref", 47, name),
    "many margins": lambda name: [
        line
        for n in range(14)
        for line in lines(f"{name} {n}", [("A", 0.4, 0.41 + n / 100), ("B", 0.6, 0.59 - n / 100)])
    ],
    "empty category": lambda name: lines("sex", [(name, 0.2, 0.0), ("Rest", 0.8, 1.0)]),
    "slivers": lambda name: lines("sex", [(name, 0.0001, 0.0002), ("Rest", 0.9999, 0.9998)]),
    "bucket": lambda name: [*lines("sex", [(name, 0.2, 0.4), ("Rest", 0.4, 0.2)]), bucket("sex", 0.4)],
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", LONG)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_no_margin_breaks_the_figure(
    shape: str, name: str, language: Language, setting: MakeSetting, japanese_font: str
) -> None:
    font = japanese_font if "japanese" in (name, {"ja": "japanese"}.get(language)) else "DejaVu Sans"
    source = MetMargin(LONG[name], LONG[name], "2025-10-01")
    found = result(SHAPES[shape](LONG[name]), [CENSUS, source, replace(source, date="2020")])
    figure = drawn(found, setting, language, font=font, text=LONG[name])
    before, after = dots(figure)
    assert len(before) == len(after) > 0


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(1, 400), st.integers(0, 400)), min_size=2, max_size=20))
def test_any_shares_can_be_read(setting: MakeSetting, counts: list[tuple[int, int]]) -> None:
    before, after = (np.array(column, dtype=float) + 1e-9 for column in zip(*counts, strict=True))
    before, after = before / before.sum(), after / after.sum()
    shares = [(f"Group {n}", float(before[n]), float(after[n])) for n in range(len(counts))]
    before, after = dots(drawn(result(lines("sex", shares)), setting))
    given_pairs = {(round(was, 9), round(now, 9)) for _, was, now in shares}
    assert {(round(was, 9), round(now, 9)) for was, now in zip(before, after, strict=True)} <= given_pairs


# --- the words around


def test_the_subtitle_names_the_population_in_brief_and_the_footer_in_full(setting: MakeSetting) -> None:
    register = "Census of a land, complete tabulation of everyone who lives in it by age (table 1)"
    margins = [
        MetMargin("sex", register, "2025-10-01"),
        MetMargin("age_band", f"{register[:-2]}2)", "2025-10-01"),
    ]
    words = " ".join(texts(drawn(replace(demo(), margins=tuple(margins)), setting)))
    assert (
        "Population: Census of a land, complete tabulation of everyone who lives in it by age, 2025" in words
    )
    assert f"Population figures: {register}; " in words
    short = " ".join(texts(drawn(demo(), setting)))
    assert "Population: Population census of a land, 2025-10-01." in short
    assert "Population figures" not in short
    unsaid = " ".join(texts(drawn(replace(demo(), margins=(MetMargin("sex", "", ""),)), setting)))
    assert "Population" not in unsaid


def test_no_interval_is_claimed_where_none_is_drawn(setting: MakeSetting) -> None:
    words = " ".join(texts(drawn(demo(), setting)))
    assert "margin of error" not in words
    assert "Design effect of weighting 1.18." in words
    assert "SYNTHETIC DATA: no respondent is real." in words


# --- as one figure of a report


def test_it_comes_last_unless_the_plan_says_no() -> None:
    found = draw(weighted(demo()))
    assert [drawing.name for drawing in found] == ["01-ranking-q1", "02-weights"]
    assert (found[1].table, found[1].unweighted_base) == ("", 100)
    chosen = Plan(study=records.study(), figures=FigurePlan(ranking=("q1",)))
    assert [drawing.name for drawing in draw(weighted(demo(), plan=chosen), formats=())] == [
        "01-ranking-q1",
        "02-weights",
    ]
    off = Plan(study=records.study(), figures=FigurePlan(weights=False))
    assert [drawing.name for drawing in draw(weighted(demo(), plan=off), formats=())] == ["01-ranking-q1"]
    assert draw(weighted(demo())) == found


def test_the_alternative_text_holds_the_rows_by_margin() -> None:
    [_, drawing] = draw(weighted(demo()), formats=())
    assert "Sex: Male 45.5% to 48.2%, Female 54.5% to 51.8%; Age: 18–29 7.4% to 13.9%, 30–49" in drawing.alt
    assert "share of 100 respondents before weighting (unweighted) and after" in drawing.alt


def test_every_character_of_categories_and_sources_has_a_font(japanese_font: str) -> None:
    achieved = lines("sex", [("男性", 0.4, 0.5), ("女性", 0.6, 0.5)])
    found = draw(weighted(result(achieved, [MetMargin("sex", "国勢調査", "2025年")])), formats=())
    assert "「" not in found[1].title
    assert "“男性” from 40.0% to 50.0%" in found[1].title


def test_drawing_leaves_matplotlib_as_it_was() -> None:
    before = dict(matplotlib.rcParams)
    draw(weighted(demo()), formats=())
    assert dict(matplotlib.rcParams) == before


def test_a_label_in_one_language_serves_both(setting: MakeSetting) -> None:
    only = [replace(line, category=Label({"en": line.category.to("en")})) for line in lines("sex", SEX)]
    assert "「Male」" in titled(only, setting, "ja")
