"""A model as dots: every number is the record's, nothing speaks of causes, no label breaks the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import nan

import numpy as np
import pytest
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from survey.language import LANGUAGES, Language
from survey.language.drivers import DriverFigureWords
from survey.reporting.figures import drivers, lint, theme
from survey.reporting.figures.setting import Setting
from survey.vocabulary import Answer, Drivers, Plan
from tests.reporting.figures import driver_records, records
from tests.reporting.figures.driver_records import changed, model, number, sex, worry
from tests.tabulation.test_drivers import CAUSAL

MakeSetting = Callable[..., Setting]


def texts(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.texts]


def said(figure: Figure) -> str:
    return " ".join(texts(figure))


def faces(figure: Figure) -> list[str]:
    points = [c for axes in figure.axes for c in axes.collections if isinstance(c, PathCollection)]
    return [to_hex(tuple(face)) for collection in points for face in np.asarray(collection.get_facecolor())]


# --- numbers and marks are the record's


def test_every_effect_and_base_is_printed_and_drawn(setting: MakeSetting) -> None:
    figure = drivers.drivers(model(), setting())
    assert {"−12", "−2", "+4", "400", "500", "ref.", "Very worried", "Sex"} <= set(texts(figure))
    assert texts(figure).count("ref.") == 2
    ends = sorted(
        round(float(x), 3)
        for axes in figure.axes
        for lines in axes.collections
        if isinstance(lines, LineCollection)
        for segment in lines.get_segments()
        for x in np.asarray(segment)[:, 0]
    )
    assert ends == sorted([-0.174, -0.074, -0.07, 0.03, -0.009, 0.091])


def test_filled_where_the_interval_excludes_zero_hollow_else_and_at_the_reference(
    setting: MakeSetting,
) -> None:
    found = faces(drivers.drivers(model(), setting()))
    assert sorted(found) == sorted([theme.colours().negative, *[theme.PAPER] * 4])
    bold = {t.get_text() for t in drivers.drivers(model(), setting()).texts if t.get_fontweight() == "bold"}
    assert "−12" in bold
    assert "−2" not in bold


def test_few_respondents_are_grey_and_their_interval_may_leave_the_axis(setting: MakeSetting) -> None:
    low = driver_records.term("sex", records.both("Female"), 40.0, half=35.0, flag="low")
    question = replace(sex(), terms=(sex().terms[0], low))
    figure = drivers.drivers(model(worry(), question), setting())
    assert "*" in texts(figure)
    assert "of the answer or its reference under 30. Arrow: goes beyond the axis." in said(figure)
    assert theme.FAINT in faces(figure)
    assert "“Not worried”" in drivers.title(model(worry(), question), setting())
    assert "Arrow" not in said(drivers.drivers(model(), setting()))


@pytest.mark.parametrize(("flag", "note"), [("separated", "–: separation"), ("undefined", "gives no error")])
def test_what_the_model_cannot_tell_is_a_dash_and_a_note(setting: MakeSetting, flag: str, note: str) -> None:
    found = model(changed(worry(), 0, flag=flag), sex())
    figure = drivers.drivers(found, setting())
    assert "–" in texts(figure)
    assert note in said(figure)
    assert "−12" not in texts(figure)
    assert len(faces(figure)) == 4
    assert "Very worried –" in drivers.alt(found, setting())


def test_a_number_is_per_one_unit_with_its_own_decimals(setting: MakeSetting) -> None:
    found = model(number("age", records.both("Age"), 0.253, half=0.1), sex())
    figure = drivers.drivers(found, setting())
    assert {"per one unit more", "+0.25", "+4"} <= set(texts(figure))


def test_tiny_effects_get_the_decimals_that_show_them(setting: MakeSetting) -> None:
    found = model(changed(sex(), 1, effect=0.00004, effect_low=0.00001, effect_high=0.00007))
    figure = drivers.drivers(found, setting())
    assert "+0.004" in texts(figure)
    assert "is 0.004 points more common" in drivers.title(found, setting())
    assert lint.faults(figure) == []
    nothing = model(changed(sex(), 1, effect=0.0, effect_low=0.0, effect_high=0.0))
    assert lint.faults(drivers.drivers(nothing, setting())) == []


# --- the title is the finding


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        (
            model(),
            "“Support (total)” is 12 points less common among “Very worried” than “Not worried” "
            "(Worry about prices), other questions held equal",
        ),
        (
            model(changed(sex(), 1, effect=0.0104, effect_low=0.001)),
            "“Support (total)” is 1 point more common among “Female” than “Male” (Sex), "
            "other questions held equal",
        ),
        (
            model(number("age", records.both("Age"), 0.253, half=0.1), sex()),
            "“Support (total)” is 0.25 points more common with each unit more (Age), "
            "other questions held equal",
        ),
        (
            model(sex()),
            "“Support (total)”: no answer differs reliably from its reference, other questions held equal",
        ),
    ],
)
def test_the_title_is_the_largest_sure_effect(setting: MakeSetting, found: Drivers, wanted: str) -> None:
    assert drivers.title(found, setting()) == wanted
    assert wanted in drivers.alt(found, setting())


def test_the_title_in_japanese(setting: MakeSetting, japanese_font: str) -> None:
    context = setting(language="ja", font=japanese_font, text="価")
    assert drivers.title(model(), context) == (
        "「賛成（計）」は「非常に心配」で「心配していない」より12ポイント少ない"
        "（物価上昇の心配、他の質問の回答をそろえた場合）"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_of_causes(language: Language) -> None:
    own = DriverFigureWords(language).every()
    assert len(own) > 20
    assert not [text for text in own if CAUSAL.search(text)]


# --- what fits the page


def test_whole_questions_with_the_smallest_p_and_where_the_others_are(setting: MakeSetting) -> None:
    figure = drivers.drivers(driver_records.many(9, 6), setting())
    assert lint.faults(figure) == []
    drawn = [n for n in range(1, 10) if f"Question {n}" in texts(figure)]
    assert drawn == list(range(1, len(drawn) + 1))
    assert 2 <= len(drawn) < 9
    assert texts(figure).count("First") == len(drawn)
    left = ", ".join(f"Question {n}" for n in range(len(drawn) + 1, 10))
    assert f"Not drawn, on the sheet Drivers: {left} ({6 * (9 - len(drawn))} answers)." in said(
        figure
    ).replace("\n", " ")


def test_the_question_of_the_title_is_drawn_whatever_its_p(setting: MakeSetting) -> None:
    crowd = driver_records.many(9, 6)
    found = replace(crowd, questions=(*crowd.questions, worry(p=0.9)))
    figure = drivers.drivers(found, setting())
    assert "Worry about prices" in texts(figure)
    assert "“Very worried”" in drivers.title(found, setting())


def test_a_question_longer_than_the_page_keeps_its_reference_and_its_leader(setting: MakeSetting) -> None:
    [long] = driver_records.many(1, 47).questions
    found = model(changed(long, 40, effect=-0.3, effect_low=-0.4, effect_high=-0.2))
    figure = drivers.drivers(found, setting())
    assert lint.faults(figure) == []
    assert {"First", "Answer 40", "−30"} <= set(texts(figure))
    drawn = sum(text.startswith("Answer ") for text in texts(figure))
    assert 20 < drawn < 46
    assert f"Question 1 ({46 - drawn} answers)" in said(figure)


def test_few_questions_take_one_panel_and_large_type(setting: MakeSetting) -> None:
    figure = drivers.drivers(model(), setting())
    assert len(figure.axes) == 1
    assert next(t.get_fontsize() for t in figure.texts if t.get_text() == "Very worried") == 16


def test_long_labels_are_wrapped(setting: MakeSetting) -> None:
    crowd = driver_records.many(3, 5, label="Rather more often than a year ago, all in all,")
    figure = drivers.drivers(crowd, setting())
    assert lint.faults(figure) == []
    assert any(text.startswith("Rather more often") and not text.endswith("1") for text in texts(figure))
    assert not any(text.endswith("…") for text in texts(figure))


# --- the words around


def test_subtitle_and_footer_disclose(setting: MakeSetting) -> None:
    found = said(drivers.drivers(model(), setting()))
    for part in (
        "average marginal effects with 95% confidence intervals",
        "reference answer (ref.), other questions held equal",
        "Question: “The government is considering",
        "All who answered every question: n = 1,573 unweighted, effective n = 1,336.",
        "125 degrees of freedom, 135 left out",
        "Mail, with a web option",
        "15 January to 20 February 2026",
        "Weighted by raking",
        "not corrected for their number",
        "SYNTHETIC DATA",
    ):
        assert part in found
    assert "margin of error" not in found


def test_an_opt_in_sample_is_told_to_be_modelled(setting: MakeSetting) -> None:
    made = records.report(records.areas(), plan=Plan(study=records.study(False)))
    found = said(drivers.drivers(model(), setting(made)))
    assert "95% model-based intervals" in found
    assert "Model-based: treats this opt-in sample as if it were random" in found


def test_a_model_with_warnings_sends_to_the_sheet(setting: MakeSetting) -> None:
    warned = model(warnings=(records.both("“Age” and “Income” say much the same"),))
    assert "Cautions on this model: sheet Drivers." in said(drivers.drivers(warned, setting()))


def test_the_alternative_text_holds_every_number(setting: MakeSetting) -> None:
    found = drivers.alt(model(), setting())
    assert "1,573 respondents" in found
    assert (
        "Worry about prices: Very worried −12 (−17 to −7), Somewhat worried −2 (−7 to +3), "
        "Not worried reference; Sex: Male reference, Female +4 (−1 to +9)." in found
    )


# --- models nobody foresaw


@pytest.mark.parametrize("answers", [2, 12, 24])
@pytest.mark.parametrize("questions", [1, 2, 5, 12])
def test_any_number_of_questions_and_answers(setting: MakeSetting, questions: int, answers: int) -> None:
    assert lint.faults(drivers.drivers(driver_records.many(questions, answers), setting())) == []


def test_a_model_of_dashes_and_one_without_limits(setting: MakeSetting) -> None:
    dashes = model(changed(sex(), 1, flag="separated", effect=nan, effect_low=nan, effect_high=nan))
    assert lint.faults(drivers.drivers(dashes, setting())) == []
    bare = model(changed(sex(), 1, effect_low=nan, effect_high=nan))
    assert lint.faults(drivers.drivers(bare, setting())) == []
    assert "+4 (– to –)" in drivers.alt(bare, setting())


def test_every_note_at_once_fits_the_footer(setting: MakeSetting) -> None:
    question = changed(changed(changed(worry(), 0, flag="separated"), 1, flag="undefined"), 2, flag="low")
    low = driver_records.term("sex", records.both("Female"), 40.0, half=35.0, flag="low")
    crowd = driver_records.many(9, 6).questions
    asked = records.package(()).question
    answers = tuple(Answer(f"{n}", records.both(f"Answer {n}")) for n in range(3))
    found = model(
        question,
        replace(sex(), terms=(sex().terms[0], low), p=0.001),
        *crowd,
        outcome=replace(asked, answers=answers),
        warnings=(records.both("So"),),
    )
    figure = drivers.drivers(found, setting())
    assert lint.faults(figure) == []
    assert "no respondent is real." in said(figure)
