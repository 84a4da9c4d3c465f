"""Values as forms and spreadsheets leave them: understood with evidence, changed by a rule, or set aside."""

import datetime

import openpyxl
import pytest

from survey import read
from survey.cleaning import RULES, clean
from survey.cleaning.dates import birth_year, day
from survey.cleaning.numerals import in_digits
from survey.responses import decode
from survey.vocabulary import Answer, Plan, Question, Raw, plain


@pytest.fixture
def column_of(tmp_path):
    """A cleaned survey of one column of cells beside ids and a vote, repeated to 60 rows; its question too.

    A pair (value, format) is a cell shown in that number format.
    """

    def make(header, cells, *, rows=60):
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.append(["id", "vote", header])
        for row in range(rows):
            value = cells[row % len(cells)]
            value, shown = value if isinstance(value, tuple) else (value, None)
            sheet.append([1000 + row, ["Red", "Blue", "Green"][row % 3], value])
            if shown:
                sheet.cell(row + 2, 3).number_format = shown
        path = tmp_path / "poll.xlsx"
        book.save(path)
        survey = clean(read(path), Plan())
        return survey, list(survey.codebook)[2]

    return make


def values_of(survey, question):
    return list(decode(survey.responses.column(question.name)))


def told(survey, rule):
    return [note for note in survey.log if note.rule == rule and note.level == "warning"]


@pytest.mark.parametrize("code", ["C104", "C105", "C106", "C107", "C115", "C116", "C117"])
def test_every_rule_can_be_explained(code):
    assert RULES[code].description


@pytest.mark.parametrize("code", ["C123", "C124", "C125", "C126", "C203"])
def test_every_rule_of_days_and_errors_can_be_explained(code):
    assert RULES[code].description


def test_per_cents_in_three_writings_are_one_scale(column_of):
    survey, share = column_of("share", [(0.73, "0%"), "73%", 73, (0.055, '0.0" "%'), "4％", 41])
    assert (share.kind, share.unit) == ("numeric", "%")
    assert values_of(survey, share)[:6] == [73.0, 73.0, 73.0, 5.5, 4.0, 41.0]
    (note,) = told(survey, "C116")
    assert "20 formatted as per cents, 20 with %, 20 bare" in note.text
    assert note.rows[0] == 2


def test_per_cents_shown_alike_stay_shares(column_of):
    survey, share = column_of("share", [(0.73, "0.0%"), (0.5, "0.0%"), (0.1, "0.0%")])
    assert set(values_of(survey, share)) == {0.73, 0.5, 0.1}
    assert not told(survey, "C116")


def test_a_literal_per_cent_sign_multiplies_nothing(column_of):
    survey, share = column_of("share", [(73.5, '0.0"%"'), (12.25, "General"), (1.5, "General")])
    assert set(values_of(survey, share)) == {73.5, 12.25, 1.5}


def test_shares_among_per_cents_are_left_and_said(column_of):
    survey, share = column_of("share", [0.73, "73%", 73, "12%", 55, 0.4])
    assert 0.73 in values_of(survey, share)
    assert "between 0 and 1 were left" in told(survey, "C116")[0].text


def test_numbers_written_in_several_ways(column_of):
    survey, income = column_of("income", ["1,000", "1.000,50", "1000", "n/a", "£1,000"])
    assert values_of(survey, income)[:5] == [1000.0, 1000.5, 1000.0, "n/a", 1000.0]
    assert income.answer("n/a").role == "no_answer"
    assert "European decimal commas in 12 cells" in told(survey, "C115")[0].text


def test_european_numbers_are_a_number_question(column_of):
    survey, price = column_of("price", ["1.234,56", "2.345,67", "999,00", "12,50"])
    assert values_of(survey, price)[:4] == [1234.56, 2345.67, 999.0, 12.5]
    assert "decimal commas in 60 cells" in told(survey, "C114")[0].text


def test_a_plain_number_beside_its_grouped_form_tells_of_thousands(column_of):
    survey, income = column_of("income", ["1,500", "1.250,50", "1500", "2,000 "])
    assert values_of(survey, income)[:4] == [1500.0, 1250.5, 1500.0, 2000.0]


@pytest.mark.parametrize(
    "cells",
    [
        ["1", "2", "3人以上"],
        ["1回", "2回", "3回"],
        ["1", "1 ", "１", 2, "2.0"],
        ["1,2", "1", "2"],
        ["01", "02"],
    ],
)
def test_answers_that_look_like_numbers_stay_answers(column_of, cells):
    _, question = column_of("人の数", cells)
    assert question.kind in ("single", "multiple")


def test_error_cells_are_missing_and_counted(column_of):
    survey, score = column_of("score", [1, 2, "#DIV/0!", 3, "#N/A", 4])
    assert [answer.code for answer in score.answers] == ["1", "2", "3", "4"]
    assert values_of(survey, score)[:6] == ["1", "2", None, "3", None, "4"]
    (note,) = told(survey, "C203")
    assert (note.question, note.count, note.rows[:2]) == ("score", 20, (4, 6))


@pytest.mark.parametrize(
    "cells",
    [
        [True, False, 1, 0, "TRUE", "False"],
        ["はい", "いいえ", "YES", "no"],
        [True, False],
        ["true", "FALSE", "わからない"],
    ],
)
def test_yes_and_no_are_two_answers(column_of, cells):
    survey, question = column_of("uses", cells)
    assert [a.label.to("en") for a in question.answers if a.role == "substantive"] == ["Yes", "No"]
    assert values_of(survey, question)[:2] == ["yes", "no"]
    assert not [value for value in values_of(survey, question) if isinstance(value, Raw)]
    assert bool(told(survey, "C104")) == (cells[0] is True and len(cells) > 2)


def test_one_and_nought_alone_stay_codes(column_of):
    _, question = column_of("uses", [1, 0])
    assert question.codes() == ("0", "1")


def test_a_mixture_is_flagged_and_kept(column_of):
    survey, mixed = column_of("mixed", [1, "a", datetime.datetime(2026, 1, 1), True, None, 3.5])
    assert set(mixed.codes()) == {"1", "a", "2026-01-01", "TRUE", "3.5"}
    assert "20 numbers, 10 words, 10 days, 10 TRUE or FALSE" in told(survey, "C105")[0].text
    assert not told(column_of("codes", [1, 2, "don't know"])[0], "C105")


def test_entities_are_decoded_once_even_where_they_hold_a_separator(column_of):
    cells = ["R&amp;D", "R&D", "&amp;lt;b", "It&#39;s", "a & b;", "x &copy y"]
    survey, sector = column_of("sector", cells)
    assert set(sector.codes()) == {"R&D", "&lt;b", "It's", "a & b;", "x &copy y"}
    assert values_of(survey, sector)[0] == values_of(survey, sector)[1] == "R&D"
    assert [note.count for note in survey.log if note.rule == "C107"] == [30]


def test_other_with_words_is_other_where_it_has_a_field(column_of):
    cells = ["A党", "その他（具体的に：　）", "その他（無所属）", "B党", "その他"]
    survey, party = column_of("支持政党", cells)
    assert party.codes() == ("A党", "B党", "その他")
    assert values_of(survey, party)[:5] == ["A党", "その他", "その他", "B党", "その他"]
    assert "その他（無所属） 12" in told(survey, "C106")[0].text
    survey, club = column_of("club", ["Tennis", "Other (please specify)", "Other: chess", "Other – go"])
    assert club.codes() == ("Tennis", "Other")


@pytest.mark.parametrize(
    "cells", [["UK", "Other (Asia)", "Other (Europe)"], ["Other Asian", "Other", "White"]]
)
def test_answers_of_their_own_that_begin_with_other_stay(column_of, cells):
    survey, origin = column_of("origin", cells)
    assert set(origin.codes()) == set(cells)
    assert not told(survey, "C106")


def test_an_order_that_is_no_scale_says_so(column_of):
    survey, _ = column_of("満足度", ["不満", "とても満足", "満足"])
    (note,) = (note for note in survey.log if "first seen" in note.text)
    assert note.text.endswith("first seen: vote")
    assert list(survey.codebook)[2].codes() == ("とても満足", "満足", "不満")


@pytest.mark.parametrize(
    ("cells", "ordered"),
    [
        (["3月", "10月", "1月"], ("1月", "3月", "10月")),
        (["Mar", "Jan", "Dec"], ("Jan", "Mar", "Dec")),
        (["水曜日", "日曜日", "月曜日"], ("月曜日", "水曜日", "日曜日")),
        (["65以上", "~17", "100+", "18-24"], ("~17", "18-24", "65以上", "100+")),
    ],
)
def test_months_weekdays_and_bands_stand_in_order(column_of, cells, ordered):
    assert column_of("when", cells)[1].codes() == ordered


def test_the_commonest_spelling_is_the_label(column_of):
    _, media = column_of("メディア", ["新聞", "新 聞", "新聞", "ﾃﾚﾋﾞ", "テレビ", "テレビ\u3000", "テレビ"])
    assert media.codes() == ("新聞", "テレビ")
    _, band = column_of("band", ["18–24", "18-24", "18-24", "25〜44", "25～44"])
    assert len(band.answers) == 2


def test_days_of_every_kind_in_a_column_asking_for_them(column_of):
    cells = [
        "令和7年4月1日",
        46082,
        "03/04/2026",
        "25/12/2025",
        "2569/03/01 10:06",
        "2026-03-01T09:00:00+09:00",
    ]
    survey, when = column_of("回答日", [*cells, "平成元年2月30日", "昭和70年1月1日"], rows=64)
    assert (when.kind, when.role) == ("date", "quality")
    first, march = datetime.date(2025, 4, 1), datetime.date(2026, 3, 1)
    assert values_of(survey, when)[:2] == [first, march]
    assert values_of(survey, when)[2] == Raw("03/04/2026")
    assert values_of(survey, when)[3:6] == [datetime.date(2025, 12, 25), march, march]
    assert [told(survey, rule)[0].count for rule in ("C123", "C124", "C125", "C126")] == [8, 8, 16, 64]
    assert "2026-03-04 or 2026-04-03" in told(survey, "C123")[0].text
    assert "平成元年2月30日" in told(survey, "C125")[0].text


@pytest.mark.parametrize(
    "cell", ["昭和70年1月1日", "平成元年2月30日", "平成32年1月1日", "S70.1.1", "令和0年1月1日"]
)
def test_days_no_era_has_are_none(cell):
    assert day(cell) is None


def test_a_birth_in_no_year_is_set_aside(survey_of, values, notes):
    age = Question("age", plain("Age"), "numeric", unit="歳")
    cleaned = clean(survey_of((age, [40.0, Raw("昭和70年")])), Plan())
    assert birth_year(Raw("昭和70年")) is None
    assert values(cleaned, "age") == [40.0, Raw("昭和70年")]
    assert "昭和70年" in notes(cleaned, "C125")[0].text
    assert notes(cleaned, "C190")


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("三十五歳", "35歳"),
        ("二十", "20"),
        ("千二百", "1200"),
        ("四百五十万円", "450万円"),
        ("一万二千", "12000"),
        ("二〇二六", "2026"),
        ("二三人", "二三人"),
        ("5千万円", "5千万円"),
        ("3万五千", "3万五千"),
        ("億", "億"),
    ],
)
def test_kanji_numerals(written, digits):
    assert in_digits(written) == digits


def test_kanji_numerals_in_a_number_question(survey_of, values, notes):
    age = Question("age", plain("Age"), "numeric", unit="歳")
    cells = ["三十五歳", "二十", "約六十", "二十〜三十", "若い", "36歳"]
    cleaned = clean(survey_of((age, map(Raw, cells))), Plan())
    assert values(cleaned, "age") == [35.0, 20.0, 60.0, 25.0, Raw("若い"), 36.0]
    assert [note.before for note in notes(cleaned, "C117")] == ["三十五歳", "二十", "約六十"]


def test_words_for_codebook_answers(survey_of, values, notes):
    yes_no = Question(
        "uses", plain("Uses"), "single", answers=(Answer("1", plain("はい")), Answer("2", plain("いいえ")))
    )
    labels = {"1": "R&D", "9": "その他（具体的に：　）"}
    sector = Question(
        "s", plain("s"), "single", answers=tuple(Answer(k, plain(v)) for k, v in labels.items())
    )
    rows = ([Raw(True), Raw("no"), "1", Raw(0.0)], [Raw("R&amp;D"), Raw("その他（農業）"), "9", Raw("農業")])
    cleaned = clean(survey_of((yes_no, rows[0]), (sector, rows[1])), Plan())
    assert values(cleaned, "uses") == ["1", "2", "1", Raw(0.0)]
    assert values(cleaned, "s") == ["1", "9", "9", Raw("農業")]
    assert [len(notes(cleaned, rule)) for rule in ("C104", "C106", "C107")] == [3, 2, 1]
