"""Lists of codes as agencies write them: over several columns, side by side, and in other languages."""

from __future__ import annotations

import pytest
from openpyxl import Workbook

import survey

N = 60


def book(tmp_path, data, **sheets):
    """A workbook of a sheet of respondents, {header: cells by turn}, and the sheets that explain them."""
    workbook = Workbook()
    first = workbook.active
    first.title = "data"
    first.append(["ID", *data])
    for n in range(N):
        first.append([1000 + n, *(values[n % len(values)] for values in data.values())])
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    path = tmp_path / "poll.xlsx"
    workbook.save(path)
    return survey.read(path)


def labels(question):
    return [answer.label.to("en") for answer in question.answers]


TICKS = {"Q2_1": [1, 0], "Q2_2": [0, 1, 1], "Q2_3": [1, 1, 0, 0]}


def test_a_variable_stands_for_the_ticks_that_are_called_as_it_is(tmp_path):
    listed = [["設問番号", "設問文", "コード", "選択肢"], ["Q2", "媒体", 1, "TV"], *([None, None, 2, "紙"],)]
    poll = book(tmp_path, TICKS, codes=[*listed, [None, None, 3, "他"], [None, None, 99, "無回答"]])
    question = poll.codebook["Q2"]
    assert (question.kind, labels(question)) == ("multiple", ["TV", "紙", "他"])
    assert question.columns == ("Q2_1", "Q2_2", "Q2_3")
    assert {len(level) for level in poll.responses.column("Q2").levels} == {0, 1, 2, 3}


def test_a_variable_stands_for_items_that_share_its_answers(tmp_path):
    listed = [["Variable", "Value", "Label"], ["Q3", 1, "Good"], [None, 2, "Fair"], [None, 3, "Bad"]]
    poll = book(tmp_path, {"Q3_1": [1, 2, 3], "Q3_2": [3, 3, 1]}, codes=listed)
    items = [poll.codebook[name] for name in ("Q3_1", "Q3_2")]
    assert [labels(item) for item in items] == [["Good", "Fair", "Bad"]] * 2
    assert {item.grid for item in items} == {"Q3"}


def test_a_variable_stands_for_answers_one_after_another(tmp_path):
    listed = [
        ["Variable", "Value", "Label"],
        *[["Q3" if code == 1 else None, code, f"A{code}"] for code in range(1, 6)],
    ]
    poll = book(
        tmp_path, {"Q3M1": [1, 2, 3, 4], "Q3M2": [5, 1, None, 2], "Q3M3": [None, 4, None, None]}, codes=listed
    )
    question = poll.codebook["Q3"]
    assert (question.kind, len(question.columns)) == ("multiple", 3)
    assert labels(question) == ["A1", "A2", "A3", "A4", "A5"]


def test_neighbours_that_list_one_option_each_are_one_question(tmp_path):
    listed = [["項目名", "設問文", "コード", "選択肢"], ["Q2_1", "媒体", 1, "TV"], ["Q2_2", None, 2, "紙"]]
    listed += [["Q2_3", None, 3, "他"], ["S1", "性別", 1, "男性"], [None, None, 2, "女性"]]
    poll = book(tmp_path, {**TICKS, "S1": [1, 2]}, codes=listed)
    question = poll.codebook["Q2"]
    assert (question.kind, labels(question)) == ("multiple", ["TV", "紙", "他"])
    assert question.wording.to("ja") == "媒体"


@pytest.mark.parametrize(("ticked", "not_ticked"), [("Selected", "Not selected"), ("Yes", "No")])
def test_variables_take_their_names_from_a_sheet(tmp_path, ticked, not_ticked):
    values = [
        ["Variable", "Value", "Label"],
        *([name, code, words] for name in TICKS for code, words in ((0, not_ticked), (1, ticked))),
    ]
    names = [["Variable", "Position", "Label"], ["Q2_1", 2, "TV"], ["Q2_2", 3, "Radio"], ["Q2_3", 4, "Press"]]
    poll = book(tmp_path, TICKS, names=names, values=values)
    if ticked == "Yes":
        assert [poll.codebook[name].label.to("en") for name in TICKS] == ["TV", "Radio", "Press"]
    else:
        assert labels(poll.codebook["Q2"]) == ["TV", "Radio", "Press"]


@pytest.mark.parametrize("heads", [("1", "2", "3"), (1, 2, 3), ("選択肢1", "選択肢2", "選択肢3")])
def test_codes_that_stand_side_by_side(tmp_path, heads):
    layout = [["設問番号", "設問文", "形式", *heads], ["S1", "性別", "SA", "男性", "女性", None]]
    layout.append(["Q2", "媒体", "MA", "TV", "紙", "他"])
    poll = book(tmp_path, {"S1": [1, 2], **TICKS}, layout=layout)
    assert labels(poll.codebook["S1"]) == ["男性", "女性"]
    assert labels(poll.codebook["Q2"]) == ["TV", "紙", "他"]


@pytest.mark.parametrize(
    "heads",
    [
        ("변수명", "설문", "코드", "보기"),
        ("变量名", "题目", "编码", "标签"),
        ("Variable", "Frage", "Wert", "Bedeutung"),
    ],
)
def test_lists_in_other_languages(tmp_path, heads):
    poll = book(tmp_path, {"SQ1": [1, 2]}, codes=[heads, ["SQ1", "Sex", 1, "M"], [None, None, 2, "F"]])
    assert labels(poll.codebook["SQ1"]) == ["M", "F"]
    assert poll.codebook["SQ1"].label.to("en") == "Sex"


def test_a_sheet_of_respondents_is_no_list_of_names(tmp_path):
    poll = book(tmp_path, {"variable": ["a", "b", "c"], "label": ["x", "y"]})
    assert poll.source.rows == N
