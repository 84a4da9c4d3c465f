"""Numbers as people write them, amounts where bands were asked, and numbers out of range."""

import pytest

from survey.cleaning import clean
from survey.cleaning.amounts import bands
from survey.vocabulary import Answer, Plan, Question, Raw, plain


@pytest.fixture(scope="session")
def inflation() -> Question:
    answers = (
        Answer("98", plain("わからない"), "dont_know"),
        Answer("99", plain("無回答"), "no_answer"),
    )
    return Question("q4", plain("Expected"), "numeric", answers=answers, unit="%", low=-20, high=100)


@pytest.fixture(scope="session")
def income() -> Question:
    labels = ("300万円未満", "300万円〜500万円未満", "500万円〜1,000万円未満", "1,000万円以上")
    answers = tuple(Answer(str(i), plain(label)) for i, label in enumerate(labels, 1))
    return Question(
        "income",
        plain("Income"),
        "single",
        answers=(*answers, Answer("98", plain("わからない"), "dont_know")),
    )


@pytest.mark.parametrize(
    ("cell", "number", "rule"),
    [
        ("10%", 10.0, "C110"),
        ("１０", 10.0, "C110"),
        ("約5パーセント", 5.0, "C110"),
        ("−3", -3.0, "C110"),
        ("5くらい", 5.0, "C110"),
        (7, 7.0, "C110"),
        ("5〜10", 7.5, "C111"),
        ("5-10%", 7.5, "C111"),
        ("5%から10%", 7.5, "C111"),
        ("わから ない", "98", "C101"),
        ("９９", "99", "C101"),
    ],
)
def test_a_number_in_another_writing(survey_of, values, notes, inflation, cell, number, rule):
    cleaned = clean(survey_of((inflation, [10.0, Raw(cell)])), Plan())
    assert values(cleaned, "q4") == [10.0, number]
    assert [note.count for note in notes(cleaned, rule)] == [1]


@pytest.mark.parametrize("cell", ["10円", "ten", "10-5", "5か10", "1.000.50", True, "10%?"])
def test_what_is_no_number_of_this_question_stays(survey_of, values, inflation, cell):
    assert values(clean(survey_of((inflation, [Raw(cell)])), Plan()), "q4") == [Raw(cell)]


def test_commas_and_multipliers(survey_of, values):
    spent = Question("spent", plain("Spent"), "numeric", unit="円")
    cells = ["1,200", "1.5万円", "12,34", "¥3,000", "1,200人"]
    cleaned = clean(survey_of((spent, map(Raw, cells))), Plan())
    assert values(cleaned, "spent") == [1200.0, 15000.0, Raw("12,34"), 3000.0, Raw("1,200人")]


def test_a_group_of_thousands_never_follows_a_leading_zero(survey_of, values, notes):
    weight = Question("weight", plain("Weight"), "numeric")
    cleaned = clean(survey_of((weight, map(Raw, ["0,944", "1,167", "-2,5", "7"]))), Plan())
    assert values(cleaned, "weight") == [0.944, 1.167, -2.5, 7.0]
    (told,) = notes(cleaned, "C114")
    assert (told.level, told.count, told.rows) == ("warning", 3, (4, 5, 6))
    assert told.text == "weight: decimal commas in 3 cells (0,944 was read as 0.944)"
    assert [note.count for note in notes(cleaned, "C110")] == [1, 1, 1, 1]


@pytest.mark.parametrize(
    ("cells", "numbers", "told"),
    [
        (["1,000", "1.000,50"], [1.0, 1000.5], True),
        (["1,234", "5,678"], [1234.0, 5678.0], False),
        (["1,234", "1,2345"], [1.234, 1.2345], True),
        (["1,234", "2,5〜3,5"], [1.234, 3.0], True),
        (["1,234", "5,6,7"], [1234.0, Raw("5,6,7")], False),
        (["1,234", "4,5 or so, I guess"], [1234.0, Raw("4,5 or so, I guess")], False),
        (["1,234", "0,5", "0.5"], [1234.0, Raw("0,5"), 0.5], False),
        (["1,234,567", "0,5"], [1234567.0, Raw("0,5")], False),
        (["1.234 €", "0,5 €"], [1234.0, 0.5], True),
    ],
)
def test_commas_are_decimal_where_some_cell_has_no_other_reading(
    survey_of, values, notes, cells, numbers, told
):
    amount = Question("amount", plain("Amount"), "numeric", unit="€")
    cleaned = clean(survey_of((amount, map(Raw, cells))), Plan())
    assert values(cleaned, "amount") == numbers
    assert bool(notes(cleaned, "C114")) == told


def test_each_question_has_its_own_commas(survey_of, values):
    one, two = (Question(name, plain(name), "numeric") for name in ("one", "two"))
    survey = survey_of((one, [Raw("1,234"), Raw("0,5")]), (two, [Raw("1,234"), None]))
    cleaned = clean(survey, Plan())
    assert values(cleaned, "one") == [1.234, 0.5]
    assert values(cleaned, "two") == [1234.0, None]


def test_a_unit_the_codebook_does_not_state_must_be_one_and_the_same(survey_of, values):
    time = Question("time", plain("Time"), "numeric")
    assert values(clean(survey_of((time, [Raw("30分"), Raw("20 min")])), Plan()), "time") == [30.0, 20.0]
    assert values(clean(survey_of((time, [Raw("30分"), Raw("2時間")])), Plan()), "time") == [
        Raw("30分"),
        Raw("2時間"),
    ]


def test_a_number_out_of_range_is_set_aside_and_listed(survey_of, values, notes, inflation):
    cleaned = clean(survey_of((inflation, [-3.0, 300.0, 100.0, Raw("500%")])), Plan())
    assert values(cleaned, "q4") == [-3.0, Raw(300.0), 100.0, Raw(500.0)]
    assert [(note.before, note.count, note.text) for note in notes(cleaned, "C190")] == [
        ("300", 1, "set aside: outside -20 to 100"),
        ("500", 1, "set aside: outside -20 to 100"),
    ]


def test_a_number_past_all_measure_is_set_aside(survey_of, values, notes):
    amount = Question("amount", plain("Amount"), "numeric")
    cleaned = clean(survey_of((amount, [1e300, -1e300, 1e15, 7.0])), Plan())
    assert values(cleaned, "amount") == [Raw(1e300), Raw(-1e300), 1e15, 7.0]
    assert [note.text for note in notes(cleaned, "C190")] == ["set aside: outside its range"] * 2


def test_a_fraction_among_per_cents_is_doubted_and_left(survey_of, values, notes, inflation):
    cleaned = clean(survey_of((inflation, [*[10.0] * 30, 0.1])), Plan())
    assert values(cleaned, "q4")[-1] == 0.1
    doubts = notes(cleaned, "C113")
    assert [(note.level, note.count, note.rows) for note in doubts] == [("warning", 1, (34,))]
    assert not notes(clean(survey_of((inflation, [0.5, 0.2, 0.9])), Plan()), "C113")


def test_an_amount_belongs_to_the_band_that_holds_it(survey_of, values, income):
    cells = ["1200万", "300万円", "約450万円", "2億円", "1200", "200万人", "4,500,000円"]
    cleaned = clean(survey_of((income, map(Raw, cells))), Plan())
    assert values(cleaned, "income") == ["4", "2", "2", "4", Raw("1200"), Raw("200万人"), Raw("4,500,000円")]


def test_bands_are_read_only_when_every_answer_is_one_and_they_meet(income, sex):
    assert [(band.low, band.high) for band in bands(income)][1:3] == [(3e6, 5e6), (5e6, 1e7)]
    assert bands(sex) == ()
    gap = Question(
        "x", plain("x"), "single", answers=(Answer("1", plain("under 10")), Answer("2", plain("20 or more")))
    )
    assert bands(gap) == ()
    closed = Question(
        "x", plain("x"), "single", answers=tuple(Answer(t, plain(t)) for t in ("18-29", "30-39", "40+"))
    )
    assert [(band.low, band.high) for band in bands(closed)] == [(18, 30), (30, 40), (40, float("inf"))]
