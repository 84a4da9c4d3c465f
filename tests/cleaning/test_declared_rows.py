"""Rows that Qualtrics recorded as previews or unfinished: they leave, are listed, or stay by the plan."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.cleaning import clean
from survey.vocabulary import Answer, Cleaning, Plan, Question, Removal, plain

ROWS = 12
LINES = (
    ["IP Address"] * 9 + ["Survey Preview"] * 2 + ["Survey Test"],
    ["True"] * 8 + ["False"] * 2 + ["True"] * 2,
)


def text(name, label=""):
    return Question(name, plain(label or name), "text", role="quality")


@pytest.fixture(scope="module")
def export(survey_of, single):
    """A file with the columns of Qualtrics; `status` and `finished` are a value per respondent."""

    def build(
        status=LINES[0], finished=LINES[1], *, own=("RecordedDate", "ResponseId", "UserLanguage"), names=None
    ):
        called = names or ("Status", "Finished")
        count = len(status)
        return survey_of(
            *((text(name), [f"{name} {i}" for i in range(count)]) for name in own),
            (text(called[0]), status),
            (text(called[1]), finished),
            (single("q1", "1", "2"), ["1", "2"] * (count // 2) + ["1"] * (count % 2)),
        )

    return build


def said(notes, survey, *rules):
    return [(n.rule, n.level, n.before, n.count, n.rows) for rule in rules for n in notes(survey, rule)]


def test_previews_and_unfinished_interviews_leave_and_each_row_is_told(export, notes):
    cleaned = clean(export(), Plan())
    assert len(cleaned.responses) == 8
    assert said(notes, cleaned, "C605", "C606") == [
        ("C605", "change", "preview or test", 3, (13, 14, 15)),
        ("C605", "warning", "", 0, ()),
        ("C606", "change", "not finished", 1, (12,)),
        ("C606", "warning", "", 0, ()),
    ]
    (balance,) = notes(cleaned, "C690")
    assert balance.text == "12 rows in = 8 kept + 3 preview or test + 1 not finished"
    assert [n.text for n in notes(cleaned, "C606") if n.level == "warning"] == [
        "1 rows that Qualtrics recorded as not finished (column Finished) were left out; "
        'unfinished = "keep" under [clean] keeps them'
    ]


@pytest.mark.parametrize(
    ("line", "left"),
    [
        (Cleaning(previews="keep"), 10),
        (Cleaning(unfinished="keep"), 9),
        (Cleaning(previews="keep", unfinished="keep"), 12),
        (Cleaning(off=("C605", "C606")), 12),
    ],
)
def test_a_line_of_the_plan_keeps_them(export, notes, line, left):
    cleaned = clean(export(), Plan(clean=line))
    assert len(cleaned.responses) == left
    if left == ROWS:
        assert {note.level for rule in ("C605", "C606") for note in notes(cleaned, rule)} == {"assumption"}
        assert not notes(cleaned, "C690")


def test_where_less_than_half_would_be_left_all_stay_with_a_warning(export, notes):
    many = export(["IP Address"] * 4 + ["Survey Preview"] * 3, ["True"] * 3 + ["False"] + ["True"] * 3)
    cleaned = clean(many, Plan())
    assert len(cleaned.responses) == 7
    (warned,) = notes(cleaned, "C605")
    assert (warned.level, warned.count, warned.rows) == ("warning", 4, (7, 8, 9, 10))
    assert "4 of 7 rows are previews, tests or not finished" in warned.text
    assert not notes(cleaned, "C606")
    half = export(["IP Address"] * 3 + ["Survey Preview"] * 3, ["True"] * 6)
    assert len(clean(half, Plan()).responses) == 3


def test_a_file_of_another_platform_loses_nobody(export):
    assert len(clean(export(own=("RecordedDate", "id", "UserLanguage")), Plan()).responses) == ROWS


@pytest.mark.parametrize(
    "word", ["Umfragevorschau", "アンケートのプレビュー", "Survey Test", "1", "2", "9", "17"]
)
def test_previews_are_known_in_other_languages_and_as_numbers(export, word):
    normal = "0" if word.isdigit() else "IP"
    cleaned = clean(export([normal] * 11 + [word], ["1"] * ROWS), Plan())
    assert len(cleaned.responses) == ROWS - 1


@pytest.mark.parametrize("word", ["False", "FALSE", "0", "Falsch", "いいえ", 0.0, False])
def test_not_finished_is_known_in_every_writing(export, word):
    cleaned = clean(export(["IP Address"] * ROWS, ["True"] * 11 + [word]), Plan())
    assert len(cleaned.responses) == ROWS - 1


def test_blanks_spam_and_numbers_of_another_meaning_declare_nothing(export):
    assert len(clean(export([None] * ROWS, [None] * ROWS), Plan()).responses) == ROWS
    assert len(clean(export(["IP Address"] * 10 + ["Spam"] * 2, ["True"] * ROWS), Plan()).responses) == ROWS
    marital = export(["0"] * 8 + ["1", "2", "3", "5"], ["True"] * ROWS)
    assert len(clean(marital, Plan()).responses) == ROWS


def test_a_column_is_known_by_its_header_where_its_name_says_nothing(survey_of, single):
    own = [text(f"V{i}", name) for i, name in enumerate(("ResponseID", "ResponseSet", "IPAddress"), 1)]
    survey = survey_of(
        *((each, list("abcdef")) for each in own),
        (text("V7", "Finished"), ["1"] * 5 + ["0"]),
        (single("q1", "1"), ["1"] * 6),
    )
    assert len(clean(survey, Plan()).responses) == 5


def test_codes_mean_what_their_labels_say(export, survey_of):
    labelled = Question(
        "Status",
        plain("Response Type"),
        "single",
        role="quality",
        answers=(Answer("0", plain("IP Address")), Answer("7", plain("Survey Preview"))),
    )
    own = [text(name) for name in ("RecordedDate", "ResponseId", "UserLanguage")]
    survey = survey_of(*((each, list("abcdef")) for each in own), (labelled, ["0"] * 5 + ["7"]))
    assert len(clean(survey, Plan()).responses) == 5


def test_the_channel_tells_a_preview_too(export, notes):
    cleaned = clean(
        export(["anonymous"] * 10 + ["preview"] * 2, names=("DistributionChannel", "Finished")), Plan()
    )
    assert [note.count for note in notes(cleaned, "C605")] == [2, 0]


def test_the_plans_own_lines_come_first_and_repeated_ids_last(export, notes):
    plan = Plan(
        clean=Cleaning(
            remove=(Removal("${Status} = 'Survey Test'", plain("test")),), duplicates="keep_most_complete"
        )
    )
    survey = export()
    ids = Question("id", plain("id"), "text", role="id")
    column = survey.responses.column("q1")
    survey = replace(
        survey,
        responses=survey.responses.assign({"id": replace(column, levels=("a", "b"))}),
        codebook=replace(survey.codebook, questions=(ids, *survey.codebook)),
    )
    cleaned = clean(survey, plan)
    (balance,) = notes(cleaned, "C690")
    assert balance.text == (
        "12 rows in = 2 kept + 1 test + 2 preview or test + 1 not finished + 6 duplicate id"
    )


@given(
    status=st.lists(st.sampled_from(["IP Address", "Survey Preview"]), min_size=1, max_size=20),
    keep=st.tuples(st.booleans(), st.booleans()),
)
def test_rows_in_are_rows_kept_and_rows_told(export, status, keep):
    finished = ["False" if i % 5 == 4 else "True" for i in range(len(status))]
    line = Cleaning(
        **{
            key: "keep" if kept else "drop"
            for key, kept in zip(("previews", "unfinished"), keep, strict=True)
        }
    )
    cleaned = clean(export(status, finished), Plan(clean=line))
    gone = sum(note.count for note in cleaned.log if note.rule in ("C605", "C606") and note.level == "change")
    assert len(cleaned.responses) + gone == len(status)
    assert 2 * len(cleaned.responses) >= len(status)
