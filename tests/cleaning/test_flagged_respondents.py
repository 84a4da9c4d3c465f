"""Respondents flagged for a reason, kept unless the plan drops them."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from survey.cleaning import clean
from survey.cleaning.flags import flagged
from survey.errors import PlanError
from survey.reading import read
from survey.responses import MemoryResponses, encode
from survey.vocabulary import (
    FLAG_COLUMN,
    ROW_COLUMN,
    Answer,
    AttentionCheck,
    Cleaning,
    Codebook,
    Flag,
    Plan,
    Quality,
    Question,
    Survey,
    plain,
)

NASTY = Path(os.environ.get("SURVEY_NASTY", Path(__file__).parents[3] / "shared" / "nasty")) / "files"
QUESTIONS = 12
ROWS = 60


def poll(**changed: list[object]) -> Survey:
    """Sixty respondents with answers of their own to twelve questions, and what else is asked for."""
    draw = np.random.default_rng(4)
    answers: dict[str, list[object]] = {
        f"q{i}": [str(value) for value in draw.integers(1, 8 - i % 4, ROWS)] for i in range(QUESTIONS)
    }
    answers |= {"id": [f"r{row}" for row in range(ROWS)], "mode": ["web", "mail"] * (ROWS // 2)}
    answers |= {"duration": [600.0 + row if row % 2 == 0 else 2400.0 + row for row in range(ROWS)]}
    answers |= changed
    columns = {name: encode(values) for name, values in answers.items()}
    columns[ROW_COLUMN] = encode([row + 2 for row in range(ROWS)])
    codes = tuple(Answer(str(code), plain(str(code))) for code in range(1, 8))
    questions = [
        Question(f"q{i}", plain(f"q{i}"), "single", answers=codes[: 7 - i % 4]) for i in range(QUESTIONS)
    ]
    modes = tuple(Answer(code, plain(code)) for code in ("web", "mail"))
    questions += [
        Question("id", plain("id"), "text", role="id"),
        Question("mode", plain("mode"), "single", answers=modes, role="quality"),
        Question("duration", plain("duration"), "numeric", role="quality"),
    ]
    return Survey(MemoryResponses(columns), Codebook(tuple(questions)))


def with_row(name: str, row: int, value: object) -> dict[str, list[object]]:
    column = poll().responses.column(name)
    values = [column.levels[code] for code in column.codes]
    values[row] = value
    return {name: values}


def rows_flagged(survey: Survey, rule: str) -> list[int]:
    return np.flatnonzero(flagged(survey, rule)).tolist()


def test_sound_interviews_are_not_flagged() -> None:
    cleaned = clean(poll(), Plan())
    assert FLAG_COLUMN not in cleaned.responses.names
    assert not flagged(cleaned).any()


def test_speeders_are_told_by_the_median_of_their_mode() -> None:
    hasty = poll(**with_row("duration", 1, 500.0))  # a mail interview as short as one on the web
    assert rows_flagged(clean(hasty, Plan()), "C503") == []
    by_mode = Plan(clean=Cleaning(quality=Quality(mode="mode")))
    assert rows_flagged(clean(hasty, by_mode), "C503") == [1]
    stricter = Plan(clean=Cleaning(quality=Quality(mode="mode", speeder=0.2)))
    assert rows_flagged(clean(hasty, stricter), "C503") == []


def test_break_offs_are_told_from_questions_skipped() -> None:
    left: dict[str, list[object]] = {}
    for i in range(QUESTIONS):
        column = poll().responses.column(f"q{i}")
        values: list[object] = [column.levels[code] for code in column.codes]
        if i >= 8:
            values[5] = None  # stopped after question 8
        if i in (2, 3, 4, 5):
            values[6] = None  # skipped some on the way
        values[7] = None  # answered nothing at all
        left[f"q{i}"] = values
    assert rows_flagged(clean(poll(**left), Plan()), "C504") == [5]


def test_the_same_answers_under_another_id_are_no_chance() -> None:
    copied = {}
    for i in range(QUESTIONS):
        column = poll().responses.column(f"q{i}")
        values: list[object] = [column.levels[code] for code in column.codes]
        values[9] = values[4]
        copied[f"q{i}"] = values
    assert rows_flagged(clean(poll(**copied), Plan()), "C505") == [4, 9]
    few = {name: ["1"] * ROWS for name in (f"q{i}" for i in range(QUESTIONS))}
    assert rows_flagged(clean(poll(**few), Plan()), "C505") == []  # everybody agrees: that proves nothing


def test_checks_of_the_plan_flag_with_their_reason() -> None:
    plan = Plan(
        clean=Cleaning(
            attention=(AttentionCheck("q0", ("1", "2", "3", "4", "5", "6")),),
            flag=(Flag("${q1} = '1' and ${q2} = '1'", plain("says both")),),
        )
    )
    survey = poll(**with_row("q0", 3, "7") | with_row("q1", 11, "1") | with_row("q2", 11, "1"))
    cleaned = clean(survey, plan)
    q0 = survey.responses.column("q0")
    sevens = [row for row in range(ROWS) if q0.levels[q0.codes[row]] == "7"]
    assert rows_flagged(cleaned, "C506") == sevens
    assert 11 in rows_flagged(cleaned, "C507")
    assert any("says both" in note.text for note in cleaned.log)


def test_rows_that_say_test_are_flagged() -> None:
    cleaned = clean(poll(**with_row("q0", 8, "テスト")), Plan())
    assert rows_flagged(cleaned, "C508") == [8]


def test_the_plan_may_drop_the_flagged_and_the_sum_is_proved() -> None:
    hasty = poll(**with_row("duration", 2, 10.0) | with_row("q0", 8, "test"))
    kept = clean(hasty, Plan())
    assert len(kept.responses) == ROWS
    cleaned = clean(hasty, Plan(clean=Cleaning(drop_flagged=("C503", "C508"))))
    assert len(cleaned.responses) == ROWS - 2
    [balance] = [note for note in cleaned.log if note.rule == "C690"]
    assert (balance.before, balance.after, balance.count) == ("60", "58", 2)
    [removed] = [note for note in cleaned.log if note.rule == "C604"]
    assert removed.rows == (4, 10)


def test_what_does_not_fit_is_told_at_once() -> None:
    wrong = Cleaning(
        quality=Quality(duration="lenght", mode="q99", speeder=25),
        flag=(Flag("${q1} =", plain("broken")),),
        attention=(AttentionCheck("q0", ("x",)), AttentionCheck("q77", ("1",))),
        drop_flagged=("C53",),
    )
    with pytest.raises(PlanError) as complaint:
        clean(poll(), Plan(clean=wrong))
    for said in (
        "'lenght'",
        "'q99'",
        "speeder",
        "[[clean.flag]] 1",
        "no answer 'x'",
        "'q77'",
        "'C53'",
        "C503",
    ):
        assert said in complaint.value.message
    too_few = replace(Plan(), clean=Cleaning(attention=(AttentionCheck("q0", ()),)))
    with pytest.raises(PlanError, match="names no answers"):
        clean(poll(), too_few)


@pytest.mark.skipif(not NASTY.is_dir(), reason="the nasty workbooks are not beside the repository")
def test_the_workbook_of_quality_problems_gets_all_it_must() -> None:
    cleaned = clean(read(NASTY / "C01_quality_problems.xlsx"), Plan())
    assert len(cleaned.responses) == 236
    ids = cleaned.responses.column("Respondent_ID")

    def who(rule: str) -> list[str]:
        return sorted(str(ids.levels[ids.codes[row]]) for row in rows_flagged(cleaned, rule))

    assert len(who("C501")) == 10  # five pairs with one id
    assert [name for name in who("C503") if not name.startswith("73")] == [f"71{i:02}" for i in range(6)]
    assert who("C508") == ["7300", "7301", "7302", "7303"]
    assert len(set(who("C502")) - set(who("C508"))) == 8
    assert len(who("C504")) == 10
    assert {"7000", "7001", "7002"} <= set(who("C505"))
    for rule in ("C501", "C502", "C503", "C504", "C505", "C508"):
        [note] = [note for note in cleaned.log if note.rule == rule]
        assert len(note.rows) == note.count


def test_an_answer_given_by_one_person_alone_is_told_where_there_is_personal_data() -> None:
    survey = poll(**with_row("q0", 13, "7"))
    sevens = [row for row, code in enumerate(survey.responses.column("q0").codes) if code >= 0]
    values = ["1"] * ROWS
    values[13] = "2"
    alone = replace(
        survey,
        responses=survey.responses.assign({"q0": encode(values)}),
        codebook=Codebook((*survey.codebook, Question("name", plain("name"), "text", role="pii"))),
    )
    assert len(sevens) == ROWS
    assert 13 in rows_flagged(clean(alone, Plan()), "C509")
    assert rows_flagged(clean(replace(alone, codebook=survey.codebook), Plan()), "C509") == []


def test_a_spelling_that_is_near_an_answer_is_proposed_and_not_done() -> None:
    from survey.vocabulary import Raw

    survey = poll(**with_row("mode", 4, Raw("mial")))
    cleaned = clean(survey, Plan())
    [note] = [note for note in cleaned.log if note.rule == "C190"]
    assert (note.before, note.after, note.rows) == ("mial", "mail?", (6,))
    column = cleaned.responses.column("mode")
    assert column.levels[column.codes[4]] == Raw("mial")
