"""XLSForms as survey platforms write them, beside the data as these export it; misfits come all at once."""

from __future__ import annotations

import pytest

from survey.errors import CodebookError
from survey.reading import read
from survey.vocabulary import Raw

SURVEY = [
    ["type", "name", "label::English (en)", "label::日本語 (ja)", "relevant", "appearance", "disabled"],
    ["start", "start"],
    ["deviceid", "device"],
    ["begin group", "about", "About you", "あなたについて"],
    ["integer", "age", "Age", "年齢"],
    ["select_one yn or_other", "paid_work", "Do you work?", "就業"],
    ["end group"],
    ["note", "thanks", "Thank you"],
    ["begin_group", "opinions", "How far do you agree?", "どの程度", "${age} >= 18", "table-list"],
    ["select_one agree", "prices", "Prices are high", "物価は高い"],
    ["select_one agree", "wages", "Wages are low", "賃金は低い", "${paid_work} = 'y'"],
    ["end_group"],
    ["select_multiple media", "media", "Media", "メディア"],
    ["begin repeat", "child", "Child"],
    ["integer", "child_age", "Age of the child"],
    ["end repeat"],
    ["text", "old", "No longer asked", None, None, None, "yes"],
    ["select_one_from_file towns.csv", "town", "Town", "町"],
    ["calculate", "double"],
]
CHOICES = [
    ["list_name", "name", "label::English (en)", "label::日本語 (ja)"],
    ["yn", "y", "Yes", "はい"],
    ["yn", "n", "No", "いいえ"],
    [],
    ["agree", 1, "Agree", "賛成"],
    ["agree", 2, "Disagree", "反対"],
    ["media", "tv", "TV", "テレビ"],
    ["media", "web", "Web", "ウェブ"],
]
HEADER = ["about/age", "about/paid_work", "opinions/prices", "opinions/wages", "media", "town", "start"]
DATA = [
    [33, "y", 1, 2, "tv web", "Leeds", "2026-01-05T10:00:00"],
    [17, "n", None, None, "web", "York", "2026-01-05T10:05:00"],
    [51, "retired", 2, None, "tv", "Leeds", "2026-01-05T10:07:00"],
    [40, "Y ", 2, None, None, "York", "2026-01-05T10:08:00"],
]


@pytest.fixture
def poll(make_book):
    return read(make_book({"Data": [HEADER, *DATA], "survey": SURVEY, "choices": CHOICES}))


def levels(survey, name):
    column = survey.responses.column(name)
    return [column.levels[code] if code >= 0 else None for code in column.codes]


def test_groups_stand_before_the_names_of_columns_as_platforms_write_them(poll) -> None:
    assert [question.name for question in poll.codebook] == [
        *("start", "age", "paid_work", "prices", "wages", "media", "town")
    ]
    assert poll.codebook["age"].columns == ("about/age",)
    assert levels(poll, "age") == [33, 17, 51, 40]


def test_choices_with_one_list_are_a_grid_and_other_groups_are_sections(poll) -> None:
    assert [question.grid for question in poll.codebook] == [
        None,
        None,
        None,
        "opinions",
        "opinions",
        None,
        None,
    ]
    assert poll.codebook["prices"].wording.to("ja") == "どの程度 — 物価は高い"
    assert poll.codebook["age"].wording.to("en") == "Age"


def test_who_was_asked_of_a_group_holds_for_the_questions_in_it(poll) -> None:
    assert poll.codebook["prices"].relevant == "${age} >= 18"
    assert poll.codebook["wages"].relevant == "(${age} >= 18) and (${paid_work} = 'y')"


def test_or_other_takes_in_other_words_once_spelling_is_set_aside(poll) -> None:
    assert levels(poll, "paid_work") == ["y", "n", "other", "y"]
    assert poll.codebook["paid_work"].answer("other").label.to("ja") == "その他"


def test_several_choices_stand_in_a_cell_with_spaces_between(poll) -> None:
    assert levels(poll, "media") == [("tv", "web"), ("web",), ("tv",), None]


def test_a_list_that_stands_elsewhere_is_told_from_the_cells(poll) -> None:
    assert poll.codebook["town"].codes() == ("Leeds", "York")
    assert levels(poll, "town") == ["Leeds", "York", "Leeds", "York"]


def test_what_forms_fill_in_or_repeat_may_be_missing_from_the_data_and_is_noted(poll) -> None:
    assert any("not in the data: device, child_age, double" in note.text for note in poll.log)


def test_a_name_is_found_by_its_place_and_columns_named_like_places_come_first(make_book) -> None:
    survey = [
        ["type", "name", "label", "column"],
        ["text", "first", "First", "$A"],
        ["text", "second", "Second", "A"],
        ["integer", "third", "Third", "C"],
    ]
    found = read(make_book({"Data": [["x", "A", "z"], ["p", "q", 1], ["r", "s", 2]], "survey": survey}))
    assert [question.columns for question in found.codebook] == [("x",), ("A",), ("z",)]


def test_header_rows_and_blanks_of_the_settings_are_followed(make_book) -> None:
    data = [["Vote", "Age"], ["vote", "age"], ["a", 1], ["n.a.", 2], ["b", "n.a."]]
    survey = [["type", "name", "label"], ["select_one v", "vote", "Vote"], ["integer", "age", "Age"]]
    choices = [["list_name", "name", "label"], ["v", "a", "A"], ["v", "b", "B"]]
    settings = [["header_rows", "blank"], ["1;2", "n.a.;NA"]]
    found = read(make_book({"Data": data, "survey": survey, "choices": choices, "settings": settings}))
    assert found.source.header_rows == (1, 2)
    assert levels(found, "vote") == ["a", None, "b"]
    assert levels(found, "age") == [1, 2, None]
    with pytest.raises(CodebookError, match=r"header_rows of the settings is 'one', not numbers of rows"):
        read(
            make_book(
                {
                    "Data": data,
                    "survey": survey,
                    "choices": choices,
                    "settings": [["header_rows", "blank"], ["one"]],
                }
            )
        )


def test_only_reasons_for_giving_no_number_are_answers_of_a_number(make_book) -> None:
    survey = [["type", "name", "label"], ["integer", "age", "Age"]]
    choices = [
        ["list_name", "name", "label", "missing"],
        ["age", 33, "33", None],
        ["age", 999, "None", "refused"],
    ]
    found = read(make_book({"Data": [["age"], [33], [999]], "survey": survey, "choices": choices}))
    assert levels(found, "age") == [33.0, "999"]
    assert found.codebook["age"].codes() == ("999",)


def test_an_answer_that_contains_the_separator_is_one_answer(make_book) -> None:
    survey = [["type", "name", "label", "separator"], ["select_multiple f", "fruit", "Fruit", '", "']]
    choices = [
        ["list_name", "name", "label"],
        ["f", 1, "Plums (red, blue)"],
        ["f", 2, "Figs, fresh"],
        ["f", 3, "Pears"],
    ]
    data = [["fruit"], ["Plums (red, blue), Pears"], ["Figs, fresh, Pears"], ["Figs, fresh"], ["Nuts, Pears"]]
    found = read(make_book({"Data": data, "survey": survey, "choices": choices}))
    assert levels(found, "fruit") == [("1", "3"), ("2", "3"), ("2",), Raw("Nuts, Pears")]


def test_rows_columns_and_cells_that_do_not_fit_come_all_at_once(make_book) -> None:
    survey = [
        ["type", "name", "label", "role"],
        ["select_one vote", "vote", "Vote"],
        ["integer", "aeg", "Age"],
        ["text", "town", "Town", "baner"],
        ["select_one votes", "again", "Again"],
    ]
    choices = [["list_name", "name", "label"], ["vote", "lab", "Labour"], ["vote", "con", "Conservative"]]
    data = [["vote", "age", "town", "again"], ["Labuor", 30, "York", "x"], ["Tory", 31, "Bath", "y"]]
    with pytest.raises(CodebookError) as caught:
        read(make_book({"Data": data, "survey": survey, "choices": choices}))
    for part in (
        "sheet 'survey', row 2: vote: none of its answers ('lab', 'con', 'Labour', 'Conservative') stands in "
        "column A 'vote', which holds 'Labuor', 'Tory'; the nearest answer to 'Labuor' is 'Labour'",
        "sheet 'survey', row 3: aeg: the data has no column 'aeg'; the nearest header is 'age'",
        "sheet 'survey', row 4: role 'baner' is not one of",
        "sheet 'survey', row 5: there is no list 'votes' among the choices; did you mean 'vote'?",
    ):
        assert part in caught.value.message
    assert len(caught.value.message.splitlines()) == 5


def test_a_companion_goes_before_the_sheets_in_the_workbook(make_book) -> None:
    choices = [["list_name", "name", "label"], ["v", "a", "A"], ["v", "b", "B"]]
    inside = [["type", "name", "label"], ["select_one v", "vote", "Inside"]]
    beside = [["type", "name", "label"], ["select_one v", "vote", "Beside"]]
    make_book({"survey": beside, "choices": choices}, name="poll.codebook.xlsx")
    path = make_book({"Data": [["vote"], ["a"], ["b"]], "survey": inside, "choices": choices})
    assert read(path).codebook["vote"].label.to("en") == "Beside"


def test_a_choice_without_a_list_and_without_a_separator_says_what_it_needs(make_book) -> None:
    survey = [["type", "name", "label"], ["select_multiple", "town", "Town"]]
    with pytest.raises(CodebookError, match="town has no list of choices, and no separator stands between"):
        read(make_book({"Data": [["town"], ["York"], ["Bath"]], "survey": survey}))
