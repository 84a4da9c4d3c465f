"""Codebook sheets, told by their header cells, become questions; all their misfits come at once."""

from __future__ import annotations

import datetime

import pandas as pd
import pytest

from survey.errors import CodebookError, ReadingError
from survey.reading import read
from survey.vocabulary import ROW_COLUMN, Answer, Codebook, DataFiles, Label, Plan, Question, Raw

SURVEY = [
    [
        "type",
        "name",
        "label::English (en)",
        "label::日本語 (ja)",
        "column",
        "relevant",
        "missing",
        "role",
        "scale",
        "low",
    ],
    ["text", "rid", "Id", "番号", "番号", None, None, "id"],
    ["select_one sex", "sex", "Sex", "性別", "性別", None, None, "banner"],
    ["integer", "age", "Age", "年齢", "年齢", None, "999=refused", None, None, 18],
    ["date", "day", "Day", "日"],
    ["select_multiple media", "media", "Media", "メディア", "m_1:m_3"],
    ["select_multiple topics", "topics", "Topics", "話題"],
    ["begin_group", "grid", "How worried are you?", "心配ですか"],
    ["select_one worry", "w1", "Prices", "物価", None, "${sex} = '1'"],
    ["select_one worry", "w2", "War", "戦争"],
    ["end_group"],
]
CHOICES = [
    [
        "list_name",
        "name",
        "label::English (en)",
        "label::日本語 (ja)",
        "value",
        "score",
        "missing",
        "exclusive",
    ],
    ["sex", 1, "Male", "男性", "M;male"],
    ["sex", 2, "Female", "女性", "F"],
    ["worry", 1, "Worried", "心配", None, 2],
    ["worry", 2, "Not worried", "心配ない", None, 1],
    ["worry", 8, "Don't know", "わからない", None, None, "dont_know"],
    ["worry", 9, "No answer", "無回答", None, None, "no_answer"],
    ["media", 1, "TV", "テレビ"],
    ["media", 2, "Web", "ウェブ"],
    ["media", 3, "None", "なし", None, None, None, "yes"],
    ["topics", "a", "Prices", "物価"],
    ["topics", "b", "War", "戦争"],
]
HEADER = ["番号", "性別", "年齢", "day", "m_1", "m_2", "m_3", "topics", "w1", "w2", "extra"]
ROWS = [
    ["007", 1, 33, datetime.date(2026, 1, 5), 1, 0, 0, "a;b", 1, 9, "x"],
    ["008", "女性", 999, datetime.date(2026, 1, 6), 0, 1, 0, "Prices", 8, "心配", "y"],
    ["009", "M", "33歳", "2026/1/7", 0, 0, 0, "a、b", 7, 2, None],
    ["010", "m", 17.5, None, None, None, None, None, None, None, None],
    ["011", None, None, None, 5, 0, 1, "War", 2.0, 1, None],
]


@pytest.fixture
def survey(make_book):
    return read(make_book({"回答": [HEADER, *ROWS], "調査票": SURVEY, "コード": CHOICES}))


def levels(survey, name):
    column = survey.responses.column(name)
    return [column.levels[code] if code >= 0 else None for code in column.codes]


def test_questions_come_in_questionnaire_order_with_their_records(survey):
    assert [question.name for question in survey.codebook] == [
        *("rid", "sex", "age", "day", "media", "topics", "w1", "w2")
    ]
    sex, worry = survey.codebook["sex"], survey.codebook["w1"]
    assert (sex.kind, sex.role, sex.columns) == ("single", "banner", ("性別",))
    assert sex.label.to("ja") == "性別"
    assert sex.answers[0] == Answer("1", Label({"en": "Male", "ja": "男性"}), values=("M", "male"))
    assert (worry.kind, worry.scale, worry.grid, worry.relevant) == (
        "scale",
        "ordinal",
        "grid",
        "${sex} = '1'",
    )
    assert worry.codes("dont_know") == ("8",)
    assert worry.answers[0].score == 2
    assert worry.wording.to("en") == "How worried are you? — Prices"
    assert survey.codebook["media"].answers[2].exclusive
    assert survey.codebook["age"].low == 18


def test_only_exact_matches_are_made(survey):
    assert levels(survey, "rid") == ["007", "008", "009", "010", "011"]
    assert levels(survey, "sex") == ["1", "2", "1", Raw("m"), None]
    assert levels(survey, "age") == [33.0, "999", Raw("33歳"), 17.5, None]
    assert levels(survey, "day") == [
        datetime.date(2026, 1, 5),
        datetime.date(2026, 1, 6),
        *(Raw("2026/1/7"), None, None),
    ]
    assert levels(survey, "w1") == ["1", "8", Raw(7), None, "2"]
    assert levels(survey, "w2") == ["9", "1", "2", None, "1"]


def test_multiple_response_in_one_cell_and_in_a_block(survey):
    assert levels(survey, "topics") == [("a", "b"), ("a",), Raw("a、b"), None, ("b",)]
    assert levels(survey, "media") == [("1",), ("2",), (), None, Raw((5, 0, 1))]


def test_declared_missing_code_becomes_an_answer_with_its_reason(survey):
    refused = survey.codebook["age"].answer("999")
    assert refused.role == "refused"
    assert refused.label.to("ja") == "回答拒否(999)"


def test_columns_outside_the_codebook_are_noted_and_rows_numbered_as_excel_does(survey):
    assert any("1 column not in the codebook" in note.text and "extra" in note.text for note in survey.log)
    assert levels(survey, ROW_COLUMN) == [2, 3, 4, 5, 6]
    assert survey.source.header_rows == (1,)
    assert (survey.source.rows, survey.source.columns, survey.source.sheet) == (5, 11, "回答")
    assert len(survey.source.sha256) == 64


def test_absent_columns_come_all_at_once_with_the_nearest_header(make_book):
    header = ["番号", "性別", "年齢 ", "Day", "m_1", "m_2", "m_3", "topic", "w1", "w_2", "extra"]
    with pytest.raises(CodebookError) as caught:
        read(make_book({"回答": [header, *ROWS], "調査票": SURVEY, "コード": CHOICES}))
    message = caught.value.message
    assert "the codebook does not fit" in message
    assert "no column 'topics'; the nearest header is 'topic'" in message
    assert "no column 'w2'; the nearest header is 'w_2'" in message
    assert "sheet '調査票', row 7" in message


def test_codebook_mistakes_come_all_at_once(make_book):
    survey = [
        ["type", "name", "label", "role", "scale", "relevant"],
        ["select_one sx", "sex", "Sex", "banner"],
        ["select_one sex", "sex2", "Sex", "baner", "ordinl"],
        ["integer", "age", "Age", None, None, "${sexx} = '1'"],
        ["integer", "age", "Age again", None, None, "${sex} ="],
    ]
    choices = [
        ["list_name", "name", "label", "score"],
        ["sex", 1, "M", "one"],
        ["sex", 1, "M"],
        ["sex", 2, "F"],
    ]
    with pytest.raises(CodebookError) as caught:
        read(make_book({"d": [["sex", "age"], ["M", 3]], "survey": survey, "choices": choices}))
    for part in (
        "no list 'sx' among the choices; did you mean 'sex'?",
        "role 'baner' is not one of",
        "scale 'ordinl' is not one of",
        "score is 'one', not a number",
        "list 'sex' has code '1' twice",
        "relevant speaks of 'sexx', which is no question; did you mean 'sex'?",
        "name 'age' occurs twice",
        "sheet 'survey', row 5: relevant:",
    ):
        assert part in caught.value.message


def test_two_header_rows_with_groups(make_book):
    rows = [
        ["A title over the table"],
        [None, "Person", None, None, "Media"],
        HEADER[:10],
        *[row[:10] for row in ROWS],
        ["合計", "5件"],
    ]
    survey = read(
        make_book(
            {"回答": rows, "調査票": SURVEY, "コード": CHOICES}, merged={"回答": ["A1:J1", "B2:D2", "E2:G2"]}
        )
    )
    assert survey.source.header_rows == (2, 3)
    assert len(survey.responses) == 5
    assert levels(survey, "sex")[0] == "1"


def test_codebook_beside_the_data(make_book):
    make_book({"s": SURVEY, "c": CHOICES}, name="poll.codebook.xlsx")
    survey = read(make_book({"Data": [HEADER, *ROWS]}, name="poll.xlsx"))
    assert survey.codebook["sex"].label.to("en") == "Sex"
    assert not survey.guesses


def test_plain_list_of_codes(make_book):
    codes = [
        ["変数", "設問", "コード", "ラベル"],
        ["q1", "あなたの性別", "1", "男性"],
        ["q1", None, "2", "女性"],
        [None, None, "9", "無回答"],
    ]
    data = [["id", "q1", "q2"], *[[n, [1, 2, 9][n % 3], ["a", "b"][n % 2]] for n in range(30)]]
    survey = read(make_book({"データ": data, "コード表": codes}))
    question = survey.codebook["q1"]
    assert question.label.to("ja") == "あなたの性別"
    assert [answer.role for answer in question.answers] == ["substantive", "substantive", "no_answer"]
    assert [question.name for question in survey.codebook] == ["id", "q1", "q2"]
    assert set(levels(survey, "q1")) == {"1", "2", "9"}


def test_codebook_given_by_hand_and_a_data_frame():
    book = Codebook(
        (
            Question(
                "sex",
                Label({"en": "Sex"}),
                "single",
                answers=(Answer("1", Label({})), Answer("2", Label({}))),
            ),
            Question("score", Label({"en": "Score"}), "numeric", columns=("pts",)),
        )
    )
    frame = pd.DataFrame({"sex": [1.0, 2.0, None], "pts": [0.5, 2, 3], "junk": ["a", "b", "c"]})
    survey = read(frame, codebook=book)
    assert levels(survey, "sex") == ["1", "2", None]
    assert levels(survey, "score") == [0.5, 2.0, 3.0]
    assert levels(survey, ROW_COLUMN) == [2, 3, 4]
    assert survey.source.name == "DataFrame"


def test_published_example_of_the_codebook_form_is_read(shared, make_book):
    from survey.reading.codebook import described_by
    from survey.reading.forms import recognise
    from survey.reading.spreadsheets import open_workbook

    path = shared / "codebook-example" / "nonvoters_codebook.xlsx"
    forms = [form for sheet in open_workbook(path) if (form := recognise(sheet))]
    by_name = {entry.question.name: entry for entry in described_by(forms).entries}
    assert [form.form for form in forms] == ["survey", "choices", "targets", "settings"]
    assert by_name["Q18"].columns == "Q18_1:Q18_10"
    assert by_name["Q2_1"].question.grid == "Q2"
    assert by_name["Q23"].question.answer("-1").role == "no_answer"
    assert by_name["Q21"].question.answer("3").role == "dont_know"


def test_sheet_of_the_plan_is_named_or_the_sheets_are_listed(make_book):
    rows = [["id", "sex"], *[[n, "MF"[n % 2]] for n in range(30)]]
    path = make_book({"Read me": [["hello"]], "2025": rows, "2026": [*rows, [99, "M"]]})
    chosen = read(path, plan=Plan(data=DataFiles(sheet="2025")))
    assert len(chosen.responses) == 30
    with pytest.raises(ReadingError) as caught:
        read(path, plan=Plan(data=DataFiles(sheet="2027")))
    assert "'Read me', '2025', '2026'" in caught.value.message
    warned = read(path)
    assert len(warned.responses) == 31
    assert any("'2025' look like respondents too" in note.text for note in warned.log)


@pytest.mark.parametrize(("said", "synthetic"), [("yes", True), ("YES", True), ("no", False), (None, False)])
def test_a_sheet_of_settings_says_whether_the_file_is_synthetic(make_book, said, synthetic):
    rows = [["id", "sex"], *[[n, "MF"[n % 2]] for n in range(30)]]
    settings = [["form_title", "default_language", "synthetic"], ["A poll", "en", said]]
    survey = read(make_book({"Data": rows, "settings": settings}))
    assert survey.source.synthetic is synthetic
    assert survey.source.sheet == "Data"
