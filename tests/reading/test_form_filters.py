"""What of an XLSForm is not taken as it stands: filters beyond ours, and all but the first of a ranking."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import survey
from survey.errors import CodebookError
from survey.reading import read
from survey.reading.form_filters import is_beyond, names_in
from survey.vocabulary import Raw

CHOICES = [
    ["list_name", "name", "label::English (en)", "label::日本語 (ja)"],
    *(["media", code, label, label] for code, label in (("tv", "TV"), ("web", "Web"), ("paper", "Paper"))),
]
HEAD = ["type", "name", "label::English (en)", "label::日本語 (ja)", "relevant"]
RANKS = ["web tv paper", "tv web paper", "web paper tv", None, "web tv radio", "paper"]


def form(make_book, *rows, data):
    return make_book({"Data": data, "survey": [HEAD, *rows], "choices": CHOICES})


@pytest.mark.parametrize(
    "words",
    [
        "count-selected(${media}) > 1",
        "selected(., 'a')",
        "${age} + 1 > 18",
        "${age} - ${years} > 18",
        "(${age} div 2) > 9",
        "string-length(${name}) > 0 and ${age} > 1",
        "regex(${name}, '^a')",
        "../age > 18",
        "${day} > today()",
        "if(${a} = '1', true(), false())",
    ],
)
def test_what_only_xlsform_can_say_is_told_from_slips(words):
    assert is_beyond(words)


@pytest.mark.parametrize(
    "words",
    [
        "${age} >= 18",
        "${age} > 18.5 or ${age} = -1",
        "selected(${media}, 'a+b')",
        "not(${a} = 'today()')",
        "${count} = '1'",
        "${a.b} = '1'",
        "${a} == '1'",
        "${a} = '1",
        "${a-b} in ('1', '2')",
        "blank(${a}) and answered() > 3",
    ],
)
def test_what_our_expressions_say_and_slips_are_not_beyond_them(words):
    assert not is_beyond(words)


@given(st.lists(st.from_regex(r"[a-z_][a-z0-9_.+*-]{0,8}", fullmatch=True), min_size=1, max_size=4))
def test_names_are_found_whatever_they_are_made_of(names):
    words = " and ".join(f"${{{name}}} = 'x'" for name in names)
    assert names_in(words) == tuple(dict.fromkeys(names))
    assert not is_beyond(words)
    assert is_beyond(f"{words} or position(${{{names[0]}}}) > 1")


def test_a_filter_beyond_ours_is_left_aside_with_a_warning_and_the_rest_is_followed(make_book):
    rows = [
        ["select_multiple media", "media", "Media", "メディア"],
        ["integer", "age", "Age", "年齢"],
        ["begin_group", "grown", None, None, "${age} >= 18"],
        ["select_one media", "best", "Best", "一番", "count-selected(${media}) > 1"],
        ["end_group"],
    ]
    data = [
        ["media", "age", "best"],
        ["tv web", 30, "tv"],
        ["tv", 41, None],
        ["tv web", 17, None],
        ["web", 50, "web"],
    ]
    found = read(form(make_book, *rows, data=data))
    assert found.codebook["best"].relevant == "${age} >= 18"
    [warning] = [note for note in found.log if note.level == "warning" and note.question == "best"]
    assert "`count-selected(${media}) > 1` (sheet 'survey', row 5)" in warning.text
    table = survey.analyze(found).tables["best"]
    assert "not_asked" in table.question.codes()


def test_a_filter_beyond_ours_of_a_question_that_is_not_there_is_refused(make_book):
    rows = [["select_one media", "best", "Best", "一番", "count-selected(${mdia}) > 1"]]
    with pytest.raises(CodebookError, match="relevant speaks of 'mdia', which is no question"):
        read(form(make_book, *rows, data=[["best"], ["tv"], ["web"]]))
    rows = [["select_one media", "best", "Best", "一番", "${best} == 'tv'"]]
    with pytest.raises(CodebookError, match="relevant: the expression"):
        read(form(make_book, *rows, data=[["best"], ["tv"], ["web"]]))


def test_of_a_ranking_the_first_is_counted(make_book, tmp_path):
    rows = [["rank media", "order", "Media", "メディア"], ["integer", "n", "N", "数"]]
    path = form(make_book, *rows, data=[["order", "n"], *([ranks, n] for n, ranks in enumerate(RANKS))])
    found = read(path)
    column = found.responses.column("order")
    levels = [column.levels[code] if code >= 0 else None for code in column.codes]
    assert levels == ["web", "tv", "web", None, Raw("web tv radio"), "paper"]
    question = found.codebook["order"]
    assert (question.kind, question.label.texts) == (
        "single",
        {"en": "Media (ranked first)", "ja": "メディア（1位）"},
    )
    assert any("of 1 ranking the answer ranked first is counted: order" in note.text for note in found.log)
    survey.init(path)
    again = read(path)
    assert again.codebook["order"].label == question.label
    assert again.responses.column("order").levels == column.levels
