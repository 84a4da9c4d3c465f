"""The same answers of a multiple-response question in every way files write them, read to the same."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.reading import read

OPTIONS = ("Television", "Radio (public, private)", "Daily paper", "Web")
QUESTION = "Which of these do you use?"


def labels(survey, question):
    """Labels of what each respondent ticked; None for blank."""
    named = {answer.code: answer.label.to("en") for answer in question.answers}
    column = survey.responses.column(question.name)
    said = [column.levels[code] if code >= 0 else None for code in column.codes]
    return [None if ticked is None else {named[code] for code in ticked} for ticked in said]


def ticks(ticked, yes, no):
    """A column per option; a respondent without an answer is blank in all."""
    return {
        option: [None if given is None else (yes(option) if option in given else no) for given in ticked]
        for option in OPTIONS
    }


def by_header(columns, write):
    named = enumerate(columns.items(), 1)
    return pd.DataFrame({write(option, number): cells for number, (option, cells) in named})


def joined(ticked, separator, trailing=""):
    cells = [
        None if not given else separator.join(o for o in OPTIONS if o in given) + trailing for given in ticked
    ]
    return pd.DataFrame({QUESTION: cells})


ENCODINGS = {
    "tick labels": lambda t: by_header(ticks(t, lambda o: o, None), lambda o, n: f"{QUESTION} - {o}"),
    "tick labels, two header rows": lambda t: pd.DataFrame(
        {(QUESTION, o): cells for o, cells in ticks(t, lambda o: o, None).items()}
    ),
    "tick labels, option alone": lambda t: by_header(ticks(t, lambda o: o, None), lambda o, n: o),
    "tick labels, number alone": lambda t: by_header(ticks(t, lambda o: o, None), lambda o, n: f"3. {o}"),
    "0 and 1": lambda t: by_header(ticks(t, lambda o: 1, 0), lambda o, n: f"{QUESTION} [{o}]"),
    "0 and 1, Kobo": lambda t: by_header(ticks(t, lambda o: 1, 0), lambda o, n: f"media/{o}"),
    "TRUE and FALSE": lambda t: by_header(ticks(t, lambda o: True, False), lambda o, n: f"{QUESTION}: {o}"),
    "label or not selected": lambda t: by_header(
        ticks(t, lambda o: o, "Not selected"), lambda o, n: f"{QUESTION} - {o}"
    ),
    "1 and -1": lambda t: by_header(ticks(t, lambda o: 1, -1), lambda o, n: f"{o}:{QUESTION}"),
    "Yes and No, LimeSurvey": lambda t: by_header(
        ticks(t, lambda o: "Yes", "No"), lambda o, n: f"q3[SQ00{n}]. {QUESTION} [{o}]"
    ),
    "joined by semicolons": lambda t: joined(t, ";"),
    "joined by semicolons, one behind": lambda t: joined(t, ";", ";"),
    "joined by commas": lambda t: joined(t, ", "),
    "joined by line breaks": lambda t: joined(t, "\n"),
}

subsets = st.sets(st.sampled_from(OPTIONS)).map(frozenset)
drawn_answers = st.lists(st.one_of(st.none(), subsets), max_size=8)


def plentiful(drawn):
    """Enough respondents for every option and a few pairs to be told, and those that were drawn."""
    each = [frozenset(OPTIONS[:n]) for n in (1, 2, 3, 4)] + [frozenset({option}) for option in OPTIONS]
    enough = each * 3 + [frozenset(OPTIONS[::2]), frozenset(OPTIONS[1::2])] * 3
    return enough + list(drawn) + enough


@pytest.mark.parametrize("encoding", ENCODINGS)
@settings(max_examples=15, deadline=None)
@given(drawn=drawn_answers)
def test_every_encoding_gives_back_the_answers(encoding, drawn):
    ticked = plentiful(drawn)
    survey = read(ENCODINGS[encoding](ticked))
    (question,) = (question for question in survey.codebook if question.kind == "multiple")
    assert {answer.label.to("en") for answer in question.answers} == set(OPTIONS)
    empty = None if encoding.startswith(("tick labels", "joined")) else set()
    wanted = [None if given is None else set(given) if given else empty for given in ticked]
    assert labels(survey, question) == wanted
    again = read(ENCODINGS[encoding](ticked), codebook=survey.codebook)
    assert "joined" in encoding or labels(again, question) == wanted


@settings(max_examples=15, deadline=None)
@given(drawn=st.lists(st.lists(st.sampled_from([1, 2, 3, 4, 5, 98]), max_size=3, unique=True), max_size=20))
def test_codes_one_after_another_are_one_question(drawn):
    people = [[1], [2, 3], [3, 1], [4, 98, 2], [5], [98, 1], [2], [3, 5, 4]] * 6 + drawn
    frame = pd.DataFrame({f"a1_{n + 1}": [p[n] if len(p) > n else None for p in people] for n in range(3)})
    survey = read(frame.assign(sex=["f"] * len(people)))
    (question,) = (question for question in survey.codebook if question.kind == "multiple")
    assert question.columns == ("a1_1", "a1_2", "a1_3")
    assert labels(survey, question) == [{str(code) for code in p} or None for p in people]
    again = read(frame.assign(sex=["f"] * len(people)), codebook=survey.codebook)
    assert labels(again, again.codebook[question.name]) == labels(survey, question)
    assert "one after another" in next(g.evidence for g in survey.guesses if g.question == question.name)


def test_ratings_in_numbered_columns_stay_a_grid():
    frame = pd.DataFrame({f"item_{n}": [1 + (k * n) % 5 for k in range(60)] for n in (1, 2, 3)})
    assert [question.kind for question in read(frame).codebook] == ["single"] * 3


def test_ranks_of_every_item_stay_a_grid():
    frame = pd.DataFrame({f"rank_{n}": [1 + (k + n) % 3 for k in range(60)] for n in (1, 2, 3)})
    assert not any(question.kind == "multiple" for question in read(frame).codebook)


def test_a_battery_of_ones_and_twos_is_ticks_only_where_two_is_mostly_said():
    rare = {f"media_{n}": [1 if (k + n) % 4 == 0 else 2 for k in range(60)] for n in range(1, 6)}
    (question,) = read(pd.DataFrame(rare)).codebook
    assert (question.kind, len(question.answers)) == ("multiple", 5)
    common = {f"media_{n}": [2 if (k + n) % 4 == 0 else 1 for k in range(60)] for n in range(1, 6)}
    assert all(question.kind == "single" for question in read(pd.DataFrame(common)).codebook)


def test_a_code_that_may_be_missing_keeps_a_pair_from_being_ticks():
    frame = pd.DataFrame({f"media_{n}": [(1, 2, 8, 9)[(k + n) % 4] for k in range(60)] for n in range(1, 6)})
    assert all(
        answer.role == "substantive" for question in read(frame).codebook for answer in question.answers
    )


def test_neighbours_are_split_by_their_stem():
    columns = {
        f"{stem}{n}": [int((k + n) % size == 0) for k in range(60)]
        for stem, size in (("利用媒体", 3), ("信頼媒体", 2))
        for n in range(1, 5)
    }
    asked = [question.name for question in read(pd.DataFrame(columns)).codebook]
    assert asked == ["利用媒体", "信頼媒体"]


def test_answers_together_and_one_by_one_count_once():
    options = ["家で過ごす", "買い物（市内、市外）", "その他"]
    people = [[0], [0, 1], [1], [2], [], [0, 2]] * 12
    together = ["\n".join(options[n] for n in p) or None for p in people]
    columns = {option: [int(n in p) for p in people] for n, option in enumerate(options)}
    frame = pd.DataFrame({"訪問目的ALL": together, **columns, "性別": ["男", "女"] * 36})
    survey = read(frame)
    roles = [(question.kind, question.role) for question in survey.codebook]
    assert roles == [("text", "drop"), ("multiple", "question"), ("single", "question")]
    question = survey.codebook["訪問目的ALL"]
    assert [answer.label.to("ja") for answer in question.answers] == options
    assert labels(survey, question)[:5] == [{options[0]}, set(options[:2]), {options[1]}, {options[2]}, set()]
    again = read(frame, codebook=survey.codebook)
    assert labels(again, again.codebook["訪問目的ALL"]) == labels(survey, question)


def test_somebodys_own_words_tick_other_unless_a_tick_does():
    own = [f"somebody's {n}th bird" if n % 4 in (0, 3) else None for n in range(60)]
    tv, web = ["TV", None, "TV", None] * 15, ["Web", "Web", None, None] * 15
    frame = pd.DataFrame({"News - TV": tv, "News - Web": web, "News - Other (please specify)": own})
    survey = read(frame)
    news = survey.codebook["News"]
    assert labels(survey, news)[3] == {"Other (please specify)"}
    assert sum(question.kind == "text" for question in survey.codebook) == 1
    ticked = frame.assign(**{"News - Other": ["Other", None, None, "Other"] * 15})[
        ["News - TV", "News - Web", "News - Other", "News - Other (please specify)"]
    ]
    assert [answer.label.to("en") for answer in read(ticked).codebook["News"].answers] == [
        "TV",
        "Web",
        "Other",
    ]
