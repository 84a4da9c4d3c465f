"""What codes mean, where headers or a list say so, and what wordings of variables share."""

from __future__ import annotations

import pytest

from survey.reading import read
from survey.reading.legends import codes_of, legend_of
from survey.vocabulary import Question, Survey


def one(survey: Survey, words: str) -> Question:
    return next(question for question in survey.codebook if words in question.columns[0])


def labels(question: Question) -> list[str]:
    return [answer.label.to("en") for answer in question.answers]


@pytest.mark.parametrize(
    ("header", "legend"),
    [
        ("問1 性別（1.男 2.女 9.無回答）", {"1": "男", "2": "女", "9": "無回答"}),
        ("Q1. Did you vote? (1 = Yes, 2 = No)", {"1": "Yes", "2": "No"}),
        ("年齢 1.10代 2.20代", {"1": "10代", "2": "20代"}),
        ("問2 ①賛成②反対", {"1": "賛成", "2": "反対"}),
        ("3. 1) Item", {}),
        ("1. How old are you?", {}),
        ("営業時間（9:00〜17:00, 18:00〜）", {}),
    ],
)
def test_codes_that_a_header_explains(header, legend):
    assert legend_of(header) == legend


def test_ends_of_a_scale_explain_no_codes_between_them():
    assert not codes_of(legend_of("Rate it (1 = bad, 5 = good)"), ["1", "2", "3", "4", "5"])


def test_answers_take_their_labels_from_the_header(make_book):
    satisfied = "How satisfied? (1=Very satisfied 2=Fairly satisfied 3=Not very satisfied 9=Refused)"
    rows = [["id", "性別（1.男 2.女）", satisfied], *([n, n % 2 + 1, [1, 2, 3, 9][n % 4]] for n in range(60))]
    survey = read(make_book({"Data": rows}))
    assert labels(one(survey, "性別")) == ["男", "女"]
    question = one(survey, "How satisfied")
    assert [answer.role for answer in question.answers] == [*["substantive"] * 3, "refused"]
    assert (question.scale, question.answers[0].code) == ("ordinal", "1")


def test_a_list_of_codes_headed_by_the_question_explains_cells_of_several_codes(make_book):
    codes = [["設問", "コード", "内容"], *(["Q2", n, label] for n, label in enumerate(["TV", "紙", "他"], 1))]
    rows = [["NO", "Q2"], *([n, ["1,3", "2", "1,2,3", "3"][n % 4]] for n in range(40))]
    question = one(read(make_book({"コード表": codes, "data": rows})), "Q2")
    assert (question.kind, labels(question)) == ("multiple", ["TV", "紙", "他"])


def test_wordings_that_share_their_question_are_its_items(tmp_path):
    rows = ["NO,Q3M1,Q3M2", "番号,購入：A社,購入：B社", *(f"{n},{n % 2},{n % 3 % 2}" for n in range(40))]
    path = tmp_path / "poll.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    question = next(question for question in read(path).codebook if question.kind == "multiple")
    assert (question.label.to("en"), labels(question)) == ("購入", ["A社", "B社"])
