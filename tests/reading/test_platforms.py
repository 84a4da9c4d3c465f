"""Exports of survey platforms and agencies: told by their header rows, however few respondents follow."""

from __future__ import annotations

import json

import pytest

from survey.reading import read
from survey.reading.headers import find_layout
from survey.reading.workbook import Sheet

PEOPLE = 24


def sheet(rows, merges=()) -> Sheet:
    width = max(len(row) for row in rows)
    return Sheet("Data", [[*row, *[None] * (width - len(row))] for row in rows], merges=tuple(merges))


def guess(layout):
    """The note of which platform a file came from."""
    notes = [note for note in layout.notes if "looks like an export" in note.text]
    return notes[0] if notes else None


def import_ids(*names):
    return [json.dumps({"ImportId": name}) for name in names]


@pytest.mark.parametrize(
    "wordings",
    [
        ["Start Date", "Response ID", "Which do you read?"],
        ["Anfangsdatum", "Antwort-ID", "Which do you read?"],
        ["開始日", "回答ID", "どれを読みますか"],
    ],
)
@pytest.mark.parametrize("people", [1, PEOPLE])
def test_qualtrics_is_told_by_its_third_row_in_any_language(wordings, people):
    rows = [
        ["StartDate", "ResponseId", "Q1"],
        wordings,
        import_ids("startDate", "_recordId", "QID1"),
        *[["2026-03-01 09:00:00", f"R_{n}", "a" if n % 2 else "b"] for n in range(people)],
    ]
    layout = find_layout(sheet(rows))
    assert (layout.header_rows, layout.stop - layout.start) == ((0, 1, 2), people)
    assert [heading.name for heading in layout.headings] == ["StartDate", "ResponseId", "Q1"]
    assert [heading.path for heading in layout.headings] == [(words,) for words in wordings]
    assert "Qualtrics: row 3 holds" in guess(layout).text
    assert "header_rows = [1, 2, 3]" in guess(layout).text


def test_what_qualtrics_recorded_is_told_by_its_names_where_the_wording_is_german(make_book):
    names = ["StartDate", "IPAddress", "Progress", "RecipientLastName", "UserLanguage", "Q1"]
    words = ["Anfangsdatum", "IP-Adresse", "Stand", "Nachname", "Benutzersprache", "Which do you read?"]
    rows = [
        names,
        words,
        import_ids(*names),
        *[["2026-03-01 09:00", "192.0.2.7", 100, "x", "DE", "Paper" if n % 2 else "Web"] for n in range(30)],
    ]
    roles = {question.name: question.role for question in read(make_book({"d": rows})).codebook}
    assert roles == {
        "StartDate": "quality",
        "IPAddress": "pii",
        "Progress": "quality",
        "RecipientLastName": "pii",
        "UserLanguage": "quality",
        "Q1": "question",
    }


def test_legacy_qualtrics_has_two_rows():
    rows = [
        [*(f"V{n}" for n in range(1, 8)), "Q1"],
        ["ResponseID", "ResponseSet", "Name", "IPAddress", "Status", "StartDate", "EndDate", "Which?"],
        ["R_1", "Default", "Anonymous", "192.0.2.7", 0, "2026-03-01 09:00:00", "2026-03-01 09:10:00", 2],
    ]
    layout = find_layout(sheet(rows))
    assert (layout.header_rows, layout.stop - layout.start) == ((0, 1), 1)
    assert "Qualtrics (legacy): V1 to V7 stand above" in guess(layout).text
    assert (layout.headings[-1].name, layout.headings[-1].path) == ("Q1", ("Which?",))


@pytest.mark.parametrize("response", ["Response", "Open-Ended Response", "Antwort", "回答", "Respuesta"])
def test_survey_monkey_writes_responses_below_questions(response):
    rows = [
        ["Respondent ID", "Do you fly?", "Which did you use?", None, "Why?"],
        [None, response, "Air", "Sea", response],
        [1001, "Yes", "Air", None, "it is quick"],
        [1002, "No", None, "Sea", "no reason"],
    ]
    layout = find_layout(sheet(rows))
    assert (layout.header_rows, layout.stop - layout.start) == ((0, 1), 2)
    assert [heading.path for heading in layout.headings][1:4] == [
        ("Do you fly?",),
        ("Which did you use?", "Air"),
        ("Which did you use?", "Sea"),
    ]
    assert f"SurveyMonkey: row 2 says {response!r} below 2 questions" in guess(layout).text


@pytest.mark.parametrize(
    ("headers", "platform"),
    [
        (["Timestamp", "Sex"], "Google Forms"),
        (["タイムスタンプ", "性別"], "Google Forms"),
        (["ID", "Start time", "Completion time", "Email", "Name", "Sex"], "Microsoft Forms"),
        (["ID", "開始時刻", "完了時刻", "メール", "名前", "性別"], "Microsoft Forms"),
        (["id", "submitdate", "lastpage", "startlanguage", "Q1. Sex"], "LimeSurvey"),
        (["Q1[SQ001]", "Q1[SQ002]", "Q1[SQ003]", "Q2"], "LimeSurvey"),
        (["q1. Which? [TV]", "q1. Which? [Web]", "q1. Which? [Radio]"], "LimeSurvey"),
        (["news/tv", "news/web", "_id", "_uuid", "_submission_time"], "KoboToolbox or ODK"),
        (["Response ID", "Time Started", "Date Submitted", "Status", "Sex"], "Alchemer"),
        (["Respondent ID", "Collector ID", "Start Date", "Sex"], "SurveyMonkey"),
        (["票番号", "問1 性別", "問2 年齢"], "a Japanese survey agency"),
        (["sex", "age", "region"], None),
        (["Q1", "Q2", "Q3"], None),
    ],
)
def test_platforms_with_one_header_row(headers, platform):
    rows = [headers, *[[f"{column}{n % 3}" for column in headers] for n in range(PEOPLE)]]
    layout = find_layout(sheet(rows))
    assert layout.header_rows == (0,)
    found = guess(layout)
    assert found is None if platform is None else f"an export of {platform}: " in found.text
    assert found is None or found.level == "assumption"


def agency_rows():
    top = ["票番号", "問1", "問2", None, None, "問3", None, None]
    middle = [None, "性別", "経済政策", "外交政策", "社会保障", "ふだん利用するもの(いくつでも)", None, None]
    low = [None, None, None, None, None, "テレビ", "新聞", "ウェブ"]
    people = [
        [n + 1, 1 + n % 2, 1 + n % 4, 1 + (n + 1) % 4, 1 + (n + 2) % 4, n % 2, (n + 1) % 2, int(n % 3 == 0)]
        for n in range(40)
    ]
    return [top, middle, low, *people]


def test_agency_export_with_question_item_and_option_rows(make_book):
    path = make_book({"data": agency_rows()}, merged={"data": ["C1:E1", "F1:H1", "F2:H2"]})
    survey = read(path)
    assert survey.source.header_rows == (1, 2, 3)
    assert len(survey.responses) == 40
    multiple = [question for question in survey.codebook if question.kind == "multiple"]
    assert [[answer.label.to("ja") for answer in question.answers] for question in multiple] == [
        ["テレビ", "新聞", "ウェブ"]
    ]
    assert "ふだん利用するもの" in multiple[0].label.to("ja")
    grid = [question.label.to("ja") for question in survey.codebook if question.grid]
    assert grid == ["経済政策", "外交政策", "社会保障"]
    assert survey.codebook.with_role("id")
    assert any("a Japanese survey agency" in note.text for note in survey.log)


def test_variable_names_above_or_below_wordings_name_the_questions(make_book):
    names = ["Q1", "Q2_1", "Q2_2", "weight"]
    words = ["Are you well?", "How often do you walk?", "How often do you swim?", "Weight of the respondent"]
    often = ["often", "sometimes", "never"]
    people = [["Yes" if n % 3 else "No", often[n % 3], often[n % 2], 0.5 + n / 40] for n in range(40)]
    for header in ([names, words], [words, names]):
        survey = read(make_book({"d": [*header, *people]}))
        assert survey.source.header_rows == (1, 2)
        assert [question.name for question in survey.codebook] == names
        assert survey.codebook["Q1"].label.to("en") == "Are you well?"
        assert survey.codebook["weight"].role == "weight"


def test_options_below_a_group_are_no_variable_names(make_book):
    rows = [
        ["id", "Which did you use?", None, "Which would you use?", None],
        [None, "TV", "Web", "TV", "Web"],
        *[[n, "TV" if n % 2 else None, "Web", None if n % 3 else "TV", "Web"] for n in range(30)],
    ]
    survey = read(make_book({"d": rows}))
    assert [question.kind for question in survey.codebook][1:] == ["multiple", "multiple"]


def test_the_plan_names_other_header_rows(make_book):
    rows = [["a", "b"], ["Response", "Response"], *[["x", n % 3] for n in range(20)]]
    layout = find_layout(sheet(rows), header_rows=[1])
    assert layout.header_rows == (0,)
    assert layout.stop - layout.start == 21
