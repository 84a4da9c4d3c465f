"""Questions told from the cells alone, and every guess said with its evidence."""

from __future__ import annotations

import datetime

import pandas as pd
import pytest

from survey.reading import read
from survey.reading.joined import OTHER, split_outside_brackets
from survey.reading.missing import role_of
from survey.reading.orders import in_order
from survey.vocabulary import Raw

N = 120


def cycle(*values):
    return [values[n % len(values)] for n in range(N)]


def detected(**columns):
    return read(pd.DataFrame({"id": range(1, N + 1), **columns}))


def levels(survey, name):
    column = survey.responses.column(name)
    return [column.levels[code] if code >= 0 else None for code in column.codes]


def test_blank_is_outside_and_each_answer_is_one():
    survey = detected(vote=cycle("Red", "Blue", None, "Don't know"))
    question = survey.codebook["vote"]
    assert question.codes() == ("Red", "Blue", "Don't know")
    assert question.answer("Don't know").role == "dont_know"
    assert levels(survey, "vote")[:4] == ["Red", "Blue", None, "Don't know"]


def test_spellings_that_differ_in_case_width_and_spaces_are_one_answer():
    survey = detected(vote=cycle("Red", "red ", "ＲＥＤ", "Red", "Blue"))
    assert survey.codebook["vote"].codes() == ("Red", "Blue")
    assert set(levels(survey, "vote")) == {"Red", "Blue"}


def test_answers_that_differ_by_a_comma_stay_apart():
    survey = detected(q=cycle("apples, and pears", "apples and pears"))
    assert len(survey.codebook["q"].answers) == 2


@pytest.mark.parametrize(
    ("header", "values", "kind"),
    [
        ("code", (1, 2, 3, 4, 9), "single"),
        ("性別", (1, 2), "single"),
        ("Age", tuple(range(18, 78)), "numeric"),
        ("居住地", tuple(range(1, 21)), "single"),
        ("How likely are you to recommend us?", (0, 3, 10), "scale"),
        ("spending", (1.5, 2.25, 8.0), "numeric"),
        ("anything", tuple(range(100, 100 + N, 1)), "text"),
        ("note", tuple(f"words of person {n}" for n in range(N)), "text"),
        ("vote", ("Red", "Blue"), "single"),
        ("年齢（歳）", tuple(f"{n}歳" for n in range(20, 60)), "numeric"),
    ],
)
def test_kinds(header, values, kind):
    survey = read(pd.DataFrame({"x": cycle("a", "b"), header: cycle(*values)}))
    question = next(q for q in survey.codebook if q.label.to("en") == header)
    assert question.kind == kind


def test_number_alone_is_never_a_missing_code():
    survey = detected(q=cycle(1, 2, 8, 9, 98, 99))
    assert {answer.role for answer in survey.codebook["q"].answers} == {"substantive"}
    assert survey.codebook["q"].codes() == ("1", "2", "8", "9", "98", "99")


def test_scale_carries_scores():
    survey = read(pd.DataFrame({"x": cycle("a", "b"), "Rate us on a scale of 1 to 5": cycle(1, 2, 4, 5)}))
    question = next(q for q in survey.codebook if q.kind == "scale")
    assert [(answer.code, answer.score) for answer in question.answers] == [
        (str(n), float(n)) for n in range(1, 6)
    ]


def test_numeric_column_keeps_stray_text_raw():
    values = [float(n) for n in range(20, 20 + N - 1)] + ["about 30"]
    survey = detected(**{"年齢": values[::2] + values[1::2]})
    assert Raw("about 30") in levels(survey, "年齢")


def test_common_answers_and_own_words():
    own = [f"my very own way {n}" for n in range(40)]
    values = ["Online", "Friend"] * 140 + own
    survey = read(pd.DataFrame({"how did you hear": values, "x": ["a", "b"] * 160}))
    question = next(iter(survey.codebook))
    assert question.codes() == ("Online", "Friend", OTHER)
    assert levels(survey, question.name)[-1] == OTHER
    assert not any("own way" in text for answer in question.answers for text in (answer.code, *answer.values))


def test_numbered_columns_of_zero_and_one_are_one_question_per_stem():
    columns = {f"影響{n}": cycle(*(1 if k % n == 0 else 0 for k in range(1, 7))) for n in range(1, 4)}
    columns |= {f"魅力（人）{n}": cycle(1, 0, 1) for n in range(1, 3)}
    survey = detected(**columns)
    effect = survey.codebook["影響"]
    assert effect.kind == "multiple"
    assert effect.columns == ("影響1", "影響2", "影響3")
    assert [answer.label.to("ja") for answer in effect.answers] == ["影響1", "影響2", "影響3"]
    assert survey.codebook["魅力（人）"].kind == "multiple"
    assert levels(survey, "影響")[:3] == [("1",), ("1", "2"), ("1", "3")]


def test_nobody_ticked_is_not_the_same_as_blank():
    survey = detected(**{"media use 1": cycle(1, 0, None), "media use 2": cycle(1, 0, None)})
    assert levels(survey, "media_use")[:3] == [("1", "2"), (), None]


def test_questions_called_q1_q2_are_not_a_block():
    survey = detected(q1=cycle(1, 0), q2=cycle(0, 1), q3=cycle(1, 1, 0))
    assert [q.kind for q in survey.codebook if q.role == "question"] == ["single"] * 3


def test_ticks_with_labels_and_somebodys_own_words_beside_them():
    survey = detected(
        **{
            "News [TV]": cycle("TV", None),
            "News [Web]": cycle("Web", None, None),
            "News [Other]": cycle("the neighbour", None, "my aunt", None, "a bird", None),
        }
    )
    news = survey.codebook["News"]
    assert [answer.label.to("en") for answer in news.answers] == ["TV", "Web", "Other"]
    assert levels(survey, "News")[:3] == [("TV", "Web", "Other"), None, ("TV", "Other")]
    assert sum(q.name != "id" for q in survey.codebook) == 2


def test_grid_items_share_their_answers_and_order():
    scale = ("Fairly satisfied", "Very satisfied", "Don't know", "Very dissatisfied")
    survey = detected(
        **{"How satisfied? [Economy]": cycle(*scale), "How satisfied? [Health]": cycle(*scale[:3])}
    )
    items = [q for q in survey.codebook if q.grid]
    assert len(items) == 2
    assert items[0].grid == items[1].grid
    assert items[1].codes() == ("Very satisfied", "Fairly satisfied", "Very dissatisfied", "Don't know")
    assert items[0].label.to("en") == "Economy"
    assert items[0].wording.to("en") == "How satisfied? — Economy"


def test_several_answers_in_one_cell_whose_options_contain_commas():
    cells = cycle(
        "TV (public, private)",
        "Online",
        "Online, Newspapers, magazines",
        "TV (public, private), Online",
        "Newspapers, magazines",
        None,
    )
    survey = detected(sources=cells)
    question = survey.codebook["sources"]
    assert question.kind == "multiple"
    assert set(question.codes()) == {"TV (public, private)", "Online", "Newspapers, magazines"}
    assert set(levels(survey, "sources")[2]) == {"Online", "Newspapers, magazines"}


def test_trailing_separator_makes_no_option():
    survey = detected(news=cycle("TV;", "Web;", "TV;Web;"))
    assert survey.codebook["news"].codes() == ("TV", "Web")


def test_sentences_with_commas_are_no_options():
    survey = detected(why=[f"Well, reason {n}, and then some more, {n * 7}" for n in range(N)])
    assert survey.codebook["why"].kind == "text"


def test_parts_outside_the_questionnaire():
    survey = detected(
        email=[f"p{n}@example.org" for n in range(N)],
        contact=[f"090-0000-{n:04d}" for n in range(N)],
        氏名=cycle("x", "y"),
        weight=[0.5 + (n % 7) / 10 for n in range(N)],
        Timestamp=[datetime.datetime(2026, 1, 1, 9, n % 60) for n in range(N)],
        empty=[None] * N,
        body_weight=[50 + n % 40 for n in range(N)],
        vote=cycle("a", "b"),
    )
    roles = {question.name: question.role for question in survey.codebook}
    assert roles == {
        "id": "id",
        "email": "pii",
        "contact": "pii",
        "氏名": "pii",
        "weight": "weight",
        "Timestamp": "quality",
        "empty": "drop",
        "body_weight": "question",
        "vote": "question",
    }
    assert any("personal data" in note.text for note in survey.log)


def test_spaces_and_na_are_blank_and_counted():
    survey = detected(vote=cycle("Red", "  ", "NA", "Blue"))
    assert levels(survey, "vote")[:4] == ["Red", None, None, "Blue"]
    assert any("60 cells of nothing but spaces" in note.text for note in survey.log)


def test_headers_that_occur_twice_are_told_apart(make_book):
    rows = [["id", "Q5", "Q5"], *[[n, ["a", "b"][n % 2], ["c", "d"][n % 2]] for n in range(30)]]
    survey = read(make_book({"d": rows}))
    assert [question.name for question in survey.codebook][1:] == ["Q5", "Q5_2"]
    assert survey.codebook["Q5_2"].label.to("en") == "Q5 (column C)"


def test_headers_are_made_readable(make_book):
    long = "Q3 R&amp;D: " + "very long question " * 80
    rows = [
        ["Q1. <b>Who</b> would<br>you choose?", "Q2.\nRegion\xa0of residence", long],
        *[["a", "b", "c"]] * 30,
    ]
    labels = [question.label.to("en") for question in read(make_book({"d": rows})).codebook]
    assert labels[:2] == ["Q1. Who would you choose?", "Q2. Region of residence"]
    assert labels[2].startswith("Q3 R&D: very")
    assert len(labels[2]) <= 160


def test_every_column_has_a_guess_with_evidence_and_a_way_to_overrule_it():
    survey = detected(vote=cycle("Red", "Blue"), age=list(range(20, 20 + N)))
    assert [guess.question for guess in survey.guesses] == [q.name for q in survey.codebook]
    assert all(guess.evidence and guess.override.startswith(guess.question) for guess in survey.guesses)
    assert any(note.level == "assumption" and "without a codebook" in note.text for note in survey.log)


@pytest.mark.parametrize(
    ("labels", "ordered"),
    [
        (
            ["Neither", "Don't know", "Very dissatisfied", "Very satisfied", "Fairly satisfied"],
            ["Very satisfied", "Fairly satisfied", "Neither", "Very dissatisfied", "Don't know"],
        ),
        (["わからない", "不満", "満足", "やや満足"], ["満足", "やや満足", "不満", "わからない"]),
        (["100+", "18-24", "~17", "65以上", "25-44"], ["~17", "18-24", "25-44", "65以上", "100+"]),
        (["10", "2", "1"], ["1", "2", "10"]),
        (["Blue", "Other", "Red"], ["Blue", "Red", "Other"]),
        (["No", "Yes"], ["Yes", "No"]),
    ],
)
def test_order_of_answers(labels, ordered):
    assert in_order(labels)[0] == ordered


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("Don't know", "dont_know"),
        ("[DO NOT READ] Don’t know", "dont_know"),
        ("(8) Don't know.", "dont_know"),
        ("わからない", "dont_know"),
        ("Prefer not to say", "refused"),
        ("無回答", "no_answer"),
        ("Not asked", "not_asked"),
        ("I don't know what the tidyverse is", "substantive"),
        ("None", "substantive"),
        ("9", "substantive"),
    ],
)
def test_reasons_for_no_answer_are_told_by_the_whole_label(label, role):
    assert role_of(label) == role


def test_separators_inside_brackets_do_not_count():
    assert split_outside_brackets("TV (a, b), Web, ", ", ") == ("TV (a, b)", "Web")


@pytest.mark.parametrize(
    ("weights", "level", "words"),
    [
        ((1.5, -1.0, 0.5), "warning", "was not used as one: 40 negative"),
        ((1.5, None, "inf"), "warning", "was not used as one: 40 that are no number, 40 blank"),
        ((0, 0), "warning", "was not used as one: all 120 values are 0"),
        ((1, 2, 3), "warning", "was not used as one: its values are whole numbers"),
        ((1, 1), "assumption", "are all 1: weighting has no effect"),
    ],
)
def test_a_column_named_weight_that_is_none_says_why(weights, level, words):
    survey = detected(vote=cycle("Red", "Blue"), weight=cycle(*weights))
    (note,) = (note for note in survey.log if "'weight'" in note.text)
    assert note.level == level
    assert words in note.text


def test_a_weight_far_above_the_others_is_a_warning():
    weights = [0.5 + n / N for n in range(N)]
    assert not any("largest weight" in note.text for note in detected(weight=weights, q=cycle("a", "b")).log)
    weights[7] = 60.0
    survey = detected(weight=weights, q=cycle("a", "b"))
    (note,) = (note for note in survey.log if "largest weight" in note.text)
    assert note.level == "warning"
    assert "60, is 60 times the median: one respondent carries 34% of the total" in note.text
    assert survey.codebook["weight"].role == "weight"


@pytest.mark.parametrize("header", ["F3_その他", "Job [Other]", "Q5 other", "職業（その他）"])
def test_few_words_under_a_header_that_ends_in_other_are_own_words(header):
    words = cycle(*[None] * 9, "a farmer", *[None] * 9, "a fisher")
    survey = read(pd.DataFrame({"vote": cycle("Red", "Blue"), header: words}))
    assert next(q for q in survey.codebook if header in q.columns).kind == "text"
    ticks = read(pd.DataFrame({"vote": cycle("Red", "Blue"), header: cycle(None, None, "○")}))
    assert next(q for q in ticks.codebook if header in q.columns).kind == "single"


def test_a_scale_under_a_header_that_ends_in_others_is_one():
    words = cycle(None, None, None, "daily", None, "weekly")
    survey = read(pd.DataFrame({"vote": cycle("Red", "Blue"), "Contact with others": words}))
    assert next(q for q in survey.codebook if "Contact with others" in q.columns).kind == "single"
