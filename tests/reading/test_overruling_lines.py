"""`[data.questions]`: the line that every reading prints works when pasted, and changes what it says."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from survey.errors import PlanError
from survey.reading import read, read_plan
from survey.reading.drafts import same_answers
from survey.vocabulary import DataFiles, Plan, QuestionLine, Survey

N = 60
FRAME = pd.DataFrame(
    {
        "id": [f"r{n}" for n in range(N)],
        "weight": [0.5 + n % 7 / 10 for n in range(N)],
        "Trust": [n % 4 + 1 for n in range(N)],
        "Age": [18 + n for n in range(N)],
        "Town; the nearest one": [["Leeds", "York", "Bath"][n % 3] for n in range(N)],
        "満足度": [["満足", "不満", "わからない"][n % 3] for n in range(N)],
        "Fruit": [["Apples;Pears", "Pears", "Plums;Apples", "Apples"][n % 4] for n in range(N)],
        "Media: TV": [n % 2 for n in range(N)],
        "Day": [pd.Timestamp(2026, 1, 1 + n % 28) for n in range(N)],
        "Hobby [music]": [n % 2 for n in range(N)],
        "Hobby [reading]": [n % 3 % 2 for n in range(N)],
        "Hobby [walking]": [n % 5 % 2 for n in range(N)],
    }
)


def pasted(lines: str, tmp_path: Path) -> Plan:
    """The plan with lines under [data.questions]."""
    path = tmp_path / "survey.toml"
    path.write_text(f"[data.questions]\n{lines}\n", encoding="utf-8")
    return read_plan(path)


def assert_same(found: Survey, wanted: Survey, *, but: str = "") -> None:
    assert [question.name for question in found.codebook] == [question.name for question in wanted.codebook]
    for question in wanted.codebook:
        if question.name != but:
            assert found.codebook[question.name] == question
            assert same_answers(found.responses.column(question.name), wanted.responses.column(question.name))


def test_lines_pasted_as_they_are_say_what_was_read_and_end_the_guessing(tmp_path: Path) -> None:
    guessed = read(FRAME)
    plan = pasted("\n".join(guess.override for guess in guessed.guesses), tmp_path)
    said = read(FRAME, plan=plan)
    assert_same(said, guessed)
    assert not said.guesses
    assert {reading.confidence for reading in said.readings} == {"stated"}
    assert [reading.places for reading in said.readings] == [reading.places for reading in guessed.readings]


@pytest.mark.parametrize("name", [guess.question for guess in read(FRAME).guesses])
def test_every_line_has_effect_when_its_role_is_changed(name: str, tmp_path: Path) -> None:
    guessed = read(FRAME)
    line = next(guess.override for guess in guessed.guesses if guess.question == name)
    role = guessed.codebook[name].role
    mended = line.replace(f'role = "{role}"', 'role = "drop"')
    assert mended != line
    found = read(FRAME, plan=pasted(mended, tmp_path))
    assert found.codebook[name] == replace(guessed.codebook[name], role="drop")
    assert_same(found, guessed, but=name)


@pytest.mark.parametrize(
    ("name", "kind", "answers"),
    [
        ("Trust", "numeric", 0),
        ("Trust", "text", 0),
        ("Trust", "scale", 4),
        ("Age", "single", N),
        ("Fruit", "single", 4),
        ("Day", "text", 0),
    ],
)
def test_a_line_with_another_kind_reads_the_column_anew(name, kind, answers, tmp_path) -> None:
    guessed = read(FRAME)
    line = next(guess.override for guess in guessed.guesses if guess.question == name)
    mended = line.replace(f'kind = "{guessed.codebook[name].kind}"', f'kind = "{kind}"')
    found = read(FRAME, plan=pasted(mended, tmp_path))
    assert (found.codebook[name].kind, len(found.codebook[name].answers)) == (kind, answers)
    assert_same(found, guessed, but=name)


def test_a_line_says_labels_orders_and_what_is_no_answer(tmp_path: Path) -> None:
    line = (
        'Trust = { label = { en = "Trust", ja = "信頼" }, order = ["4", "2"], missing = { 3 = "refused" } }'
    )
    question = read(FRAME, plan=pasted(line, tmp_path)).codebook["Trust"]
    assert question.label.to("ja") == "信頼"
    assert question.codes() == ("4", "2", "1", "3")
    assert question.codes("refused") == ("3",)


def test_lines_that_do_not_fit_come_all_at_once() -> None:
    lines = {
        "Trsut": QuestionLine(kind="numeric"),
        "Trust": QuestionLine(missing={"9": "refused"}),
        "Hobby": QuestionLine(kind="numeric"),
        "Age": QuestionLine(kind="multiple"),
        "Fruit": QuestionLine(kind="scale"),
    }
    with pytest.raises(PlanError) as caught:
        read(FRAME, plan=Plan(data=DataFiles(questions=lines)))
    for part in (
        "'Trsut' is no question; did you mean 'Trust'?",
        "Trust: there is no answer '9'",
        "Hobby: columns J:L are one question of kind multiple",
        "Age: no separator stands between answers",
        "Fruit: a scale needs numbers, and",
    ):
        assert part in caught.value.message


def test_a_misspelt_key_of_a_line_is_refused_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match=r"has no key 'knd'; did you mean 'kind'\?"):
        pasted('Trust = { knd = "numeric" }', tmp_path)


def test_lines_overrule_a_codebook_too(make_book) -> None:
    rows = [["vote"], *[["ab"[n % 2]] for n in range(30)]]
    survey = [["type", "name", "label"], ["select_one v", "vote", "Vote"]]
    choices = [["list_name", "name", "label"], ["v", "a", "A"], ["v", "b", "B"]]
    path = make_book({"Data": rows, "survey": survey, "choices": choices})
    assert read(path).stated[0].evidence == "codebook, sheet 'survey', row 2"
    plan = Plan(data=DataFiles(questions={"vote": QuestionLine(role="screener")}))
    found = read(path, plan=plan)
    assert found.codebook["vote"].role == "screener"
    assert [reading.evidence for reading in found.readings] == ["survey.toml, [data.questions]"]


def test_lines_for_questions_of_this_wave_do_not_keep_an_earlier_one_from_being_read(make_book) -> None:
    from survey.reading.door import look

    path = make_book({"Data": [["id", "vote"], *[[n, "ab"[n % 2]] for n in range(30)]]})
    plan = Plan(data=DataFiles(questions={"new": QuestionLine(kind="text")}))
    assert len(look(path, plan=plan, wave=True).survey.codebook) == 2
    assert tomllib.loads(read(path).guesses[1].override)
    with pytest.raises(PlanError, match="'new' is no question"):
        read(path, plan=plan)
