"""Targets and dispositions beside the data."""

from __future__ import annotations

import pytest

from survey.analysis import analyze
from survey.errors import SurveyError, WeightingError
from survey.reading import check_plan, read
from survey.vocabulary import Plan, Weighting

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
        ([["region", "North", 0.5], ["region", "North", 0.5]], "row 3 gives 'North' a second time"),
        (
            [["region", "North", -0.5], ["region", "South", 1.5]],
            "row 2 should give a share of zero or more",
        ),
    ],
)
def test_margins_that_cannot_be_right_are_left_out_with_a_warning(make_book, rows, words):
    survey, found = margins(make_book, [["variable", "choice", "share"], *rows])
    assert not found
    assert fault(survey, "region") == 3
    warning = next(note for note in survey.log if note.level == "warning")
    assert words in warning.text


def test_a_wrong_sum_is_left_to_diagnosis_which_knows_where_it_stands(make_book):
    rows = [["region", "North", 0.5], ["region", "South", 0.55], ["region", "Islands", 0.1]]
    survey, found = margins(make_book, [["variable", "choice", "share"], *rows])
    assert sum(found["region"].shares.values()) == pytest.approx(1.15)
    with pytest.raises(WeightingError) as caught:
        analyze(survey, Plan(weighting=Weighting(margins=("region",))))
    for words in ("add up to 1.1500, not to 1 (sheet 'population', rows 2 to 4)", "wants 10.0% of 'Islands'"):
        assert words in caught.value.message


def fault(survey, margin: str) -> int:
    """Exit code of a plan that weights to the margin; the complaint must be what reading found."""
    with pytest.raises(SurveyError) as caught:
        check_plan(Plan(weighting=Weighting(margins=(margin,))), survey)
    warnings = [note.text for note in survey.log if note.level == "warning"]
    assert not warnings or any(text in caught.value.message for text in warnings)
    return caught.value.exit_code


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (None, "row 3 should give a share of the population for 'South', found nothing"),
        ("half", "row 3 should give a share of the population for 'South', found 'half'"),
    ],
)
def test_a_fault_in_the_targets_is_told_with_its_row(make_book, cell, words):
    rows = [["region", "North", 0.5], ["region", "South", cell], *[["region", c, 0] for c in "abcd"]]
    survey, found = margins(make_book, [["variable", "choice", "share"], *rows])
    assert not found
    assert any(words in note.text for note in survey.log)
    assert fault(survey, "region") == 3


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (["variable", "choice", "shaer"], "row 1, column C says 'shaer'; did you mean 'share'?"),
        (["varable", "choice", "share"], "row 1, column A says 'varable'; did you mean 'variable'?"),
    ],
)
def test_a_misspelt_header_of_the_targets_is_named(make_book, header, words):
    survey, found = margins(make_book, [header, ["region", "North", 0.5], ["region", "South", 0.5]])
    assert not found
    assert any(words in note.text for note in survey.log if note.level == "warning")
    assert fault(survey, "region") == 3


def test_a_margin_without_targets_is_a_slip_of_the_plan(make_book):
    survey, _ = margins(
        make_book, [["variable", "choice", "share"], ["sex", "Male", 0.5], ["sex", "Female", 0.5]]
    )
    assert fault(survey, "region") == 2


def test_dispositions(make_book):
    sheet = [
        ["disposition", "label", "count"],
        ["I", "Complete", 900],
        ["R", "Refused", 50],
        ["ineligible", "x", 4],
    ]
    survey = read(make_book({"Data": DATA, "cases": [*sheet, ["合計", None, 954]]}))
    assert survey.dispositions == {"I": 900, "R": 50, "ineligible": 4}
