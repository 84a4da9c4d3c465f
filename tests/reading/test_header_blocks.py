"""Where the respondents stand in a sheet: titles, header rows, groups, totals and remarks."""

from __future__ import annotations

import pytest

from survey.errors import ReadingError
from survey.reading.headers import find_layout
from survey.reading.workbook import Sheet, letters

PEOPLE = [
    [1000 + n, ["M", "F"][n % 2], 20 + n, [None, "TV"][n % 2], [None, "Web"][n % 3 == 0]] for n in range(40)
]


def sheet(rows, merges=()) -> Sheet:
    width = max(len(row) for row in rows)
    return Sheet("Data", [[*row, *[None] * (width - len(row))] for row in rows], merges=tuple(merges))


def test_one_header_row():
    layout = find_layout(sheet([["id", "sex", "age", "TV", "Web"], *PEOPLE]))
    assert layout.header_rows == (0,)
    assert (layout.start, layout.stop) == (1, 41)
    assert [heading.path for heading in layout.headings][1] == ("sex",)


def test_titles_above_and_totals_below_are_noted():
    rows = [
        ["A monitor of opinion"],
        ["Fieldwork 1–9 March, n = 40"],
        [],
        ["id", "sex", "age", "TV", "Web"],
        *PEOPLE,
        [],
        ["合計", "40件", 39.5],
        ["※ 回答はコード"],
        ["Source: an agency"],
    ]
    layout = find_layout(sheet(rows))
    assert layout.header_rows == (3,)
    assert layout.stop - layout.start == 40
    texts = [note.text for note in layout.notes]
    assert any("2 rows above the header" in text for text in texts)
    assert any("3 rows below the respondents" in text and "合計" in text for text in texts)


def test_blank_rows_inside_stay_and_trailing_ones_go():
    rows = [["id", "sex", "age", "TV", "Web"], *PEOPLE[:10], [], *PEOPLE[10:], [], []]
    layout = find_layout(sheet(rows))
    assert layout.stop - layout.start == 41


@pytest.mark.parametrize("stray", [[None] * 9 + [1], [None, 1], ["x", "y", 3, 4, 5]])
def test_what_stands_far_below_the_respondents_is_left_out_and_told(stray):
    rows = [["id", "sex", "age", "TV", "Web"], *PEOPLE, *[[]] * 900, stray]
    layout = find_layout(sheet(rows))
    assert (layout.start, layout.stop) == (1, 41)
    assert [heading.path[0] for heading in layout.headings] == ["id", "sex", "age", "TV", "Web"]
    (note,) = (note for note in layout.notes if note.level == "warning")
    assert "sheet 'Data': the table ends at row 41; below 900 blank rows 1 row more" in note.text
    assert note.rows == (942,)


def test_a_stray_cell_just_below_and_beside_is_no_respondent():
    rows = [["id", "sex", "age", "TV", "Web"], *PEOPLE, [], [None] * 8 + ["checked"]]
    layout = find_layout(sheet(rows))
    assert (layout.stop, len(layout.headings)) == (41, 5)
    assert any("I to I" in note.text for note in layout.notes)


def test_a_table_with_its_larger_part_below_a_gap_is_read_to_its_end():
    rows = [["id", "sex", "age", "TV", "Web"], *PEOPLE[:5], *[[]] * 20, *PEOPLE[5:]]
    assert find_layout(sheet(rows)).stop == 61


def test_last_respondent_is_no_footer():
    rows = [["name", "sex", "age"], *[["Total Energies", "M", 30], ["Shell", "F", 40]] * 10]
    assert find_layout(sheet(rows)).stop == 21


def test_group_reaches_over_blanks_to_its_right():
    rows = [
        ["Respondent ID", "Sex", "Age", "Which did you use?", None],
        [None, "Response", "Response", "TV", "Web"],
        *PEOPLE,
    ]
    layout = find_layout(sheet(rows))
    assert layout.header_rows == (0, 1)
    paths = [heading.path for heading in layout.headings]
    assert paths[1] == ("Sex",)
    assert paths[3:] == [("Which did you use?", "TV"), ("Which did you use?", "Web")]


def test_merged_group_above_the_header_reaches_as_far_as_it_is_merged():
    rows = [
        ["A title over everything"],
        [None, "Person", None, "Media"],
        ["id", "sex", "age", "TV", "Web"],
        *PEOPLE,
    ]
    merges = [(0, 0, 0, 4), (1, 1, 1, 2), (1, 3, 1, 4)]
    layout = find_layout(sheet(rows, merges), known=["id", "sex", "age", "TV", "Web"])
    assert layout.header_rows == (1, 2)
    assert [heading.path for heading in layout.headings] == [
        ("id",),
        ("Person", "sex"),
        ("Person", "age"),
        ("Media", "TV"),
        ("Media", "Web"),
    ]
    assert [heading.name for heading in layout.headings] == ["id", "sex", "age", "TV", "Web"]


def test_codes_above_labels_make_two_header_rows():
    rows = [["q1", "q2"], ["How old are you, in years?", "Are you well?"], *[[n, n % 2] for n in range(30)]]
    assert find_layout(sheet(rows), known=["q1", "q2"]).header_rows == (0, 1)


def test_header_rows_of_the_plan_win():
    rows = [["a", "b"], ["c", "d"], *[[n, "x"] for n in range(20)]]
    assert find_layout(sheet(rows), header_rows=[2]).start == 2
    with pytest.raises(ReadingError, match="header_rows names row 99"):
        find_layout(sheet(rows), header_rows=[99])


def test_table_beside_the_respondents_is_left_out():
    rows = [
        ["id", "sex", "age", None, "Party", "Share"],
        *[[*person[:3], None, None, None] for person in PEOPLE],
    ]
    rows[1][4:], rows[2][4:] = ["Blue", 0.4], ["Red", 0.6]
    layout = find_layout(sheet(rows))
    assert [heading.path[0] for heading in layout.headings] == ["id", "sex", "age"]
    assert any("E to F" in note.text and note.level == "warning" for note in layout.notes)


def test_unnamed_column_is_named_by_its_place_and_an_empty_one_dropped():
    rows = [["id", None, "sex", "  "], *[[n, "South", "M", None] for n in range(20)]]
    layout = find_layout(sheet(rows))
    assert [heading.path[0] for heading in layout.headings] == ["id", "Column B", "sex"]
    assert any("named by their place: B" in note.text for note in layout.notes)


def test_letters_are_those_of_excel():
    assert [letters(0), letters(25), letters(26), letters(16383)] == ["A", "Z", "AA", "XFD"]


def test_ranges_merged_beside_the_table_say_nothing_of_it():
    rows = [["Person", None, None, "Media"], ["id", "sex", "age", "TV", "Web"], *PEOPLE]
    merges = [(0, 0, 0, 2), (0, 3, 0, 90), (0, 7, 0, 9), (0, 9, 1_048_575, 16_383)]
    layout = find_layout(sheet(rows, merges), known=["id", "sex", "age", "TV", "Web"])
    assert [heading.path for heading in layout.headings] == [
        *(("Person", name) for name in ("id", "sex", "age")),
        *(("Media", name) for name in ("TV", "Web")),
    ]
