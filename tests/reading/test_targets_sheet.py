"""Targets and dispositions beside the data."""

from __future__ import annotations

import pytest

from survey.reading import read

DATA = [
    ["id", "sex", "region"],
    *[[n, ["Male", "Female"][n % 2], ["North", "South"][n % 3 == 0]] for n in range(40)],
]


def margins(make_book, rows):
    survey = read(make_book({"Data": DATA, "population": rows}))
    return survey, {margin.name: margin for margin in survey.targets.margins}


def test_shares_crossed_margins_source_and_date(make_book):
    survey, found = margins(
        make_book,
        [
            ["variable", "choice", "share", "source", "date"],
            ["sex × age_band", "Male × 18-29", 0.25, "Census", "2025-10-01"],
            ["sex × age_band", "Female × 18-29", 0.25],
            ["sex × age_band", "Male × 30+", 0.25],
            [None, "Female × 30+", 0.25],
            ["region", "North", 48.2],
            ["region", "South", 51.8],
        ],
    )
    crossed = found["sex × age_band"]
    assert crossed.questions == ("sex", "age_band")
    assert crossed.shares[("Female", "30+")] == 0.25
    assert (crossed.source, crossed.date) == ("Census", "2025-10-01")
    assert found["region"].shares[("North",)] == pytest.approx(0.482)
    assert len(survey.responses) == 40


def test_counts_become_shares_and_labels_codes(make_book):
    _, found = margins(make_book, [["変数", "区分", "人口"], ["Sex", "male", 490], ["Sex", "FEMALE", 510]])
    assert found["sex"].shares == {("Male",): 0.49, ("Female",): 0.51}


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([["region", "North", 0.5], ["region", "South", 0.55]], "sum to 105.0%"),
        ([["region", "North", 0.5], ["region", "North", 0.5]], "occur twice"),
        ([["region", "North", -0.5], ["region", "South", 1.5]], "must be positive"),
    ],
)
def test_margins_that_cannot_be_right_are_left_out_with_a_warning(make_book, rows, words):
    survey, found = margins(make_book, [["variable", "choice", "share"], *rows])
    assert not found
    warning = next(note for note in survey.log if note.level == "warning")
    assert words in warning.text


def test_dispositions(make_book):
    sheet = [
        ["disposition", "label", "count"],
        ["I", "Complete", 900],
        ["R", "Refused", 50],
        ["ineligible", "x", 4],
    ]
    survey = read(make_book({"Data": DATA, "cases": [*sheet, ["合計", None, 954]]}))
    assert survey.dispositions == {"I": 900, "R": 50, "ineligible": 4}
