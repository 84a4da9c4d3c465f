"""Real workbooks without a codebook, the demo, and broken files of many kinds."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from survey.errors import SurveyError
from survey.reading import check_plan, find_plan, plan_covers, read, read_plan
from survey.vocabulary import Question, Raw, Survey

RAW = Path(__file__).resolve().parents[2] / "raw"


def counts(survey: Survey, question: Question) -> dict[object, int]:
    column = survey.responses.column(question.name)
    found = np.bincount(column.codes[column.codes >= 0], minlength=len(column.levels))
    return dict(zip(column.levels, found.tolist(), strict=True))


def check_expected(survey: Survey, expected: dict) -> int:
    """Compare every computed topline, mean and multiple response; how many there were."""
    by_wording = {question.wording.to("en"): question for question in survey.codebook}
    checked = 0
    for case in expected["computed"]:
        if case["kind"] == "topline":
            question = by_wording[case["variable"]]
            found = {question.answer(code).label.to("en"): n for code, n in counts(survey, question).items()}
            assert found == {cell["value"]: cell["n"] for cell in case["cells"]}
            assert sum(found.values()) == case["base_unweighted"]
        elif case["kind"] == "mean":
            found = counts(survey, by_wording[case["variable"]])
            assert sum(found.values()) == case["n"]
            mean = sum(float(value) * n for value, n in found.items()) / case["n"]
            assert mean == pytest.approx(case["mean"], abs=1e-9)
        elif case["kind"] == "multi_response":
            question = next(q for q in survey.codebook if q.columns == tuple(case["columns"]))
            found = counts(survey, question)
            for answer, cell in zip(question.answers, case["cells"], strict=True):
                assert answer.label.to("en") == cell["value"]
                assert sum(n for ticked, n in found.items() if answer.code in ticked) == cell["n"]
        checked += 1
    return checked


@pytest.mark.parametrize(
    ("slug", "pattern", "columns"),
    [("rcommunity-2019", "*English*.xlsx", 52), ("jp-tokyo-tourism-r5", "*.xlsx", 131)],
)
def test_real_workbooks_without_a_codebook(shared, slug, pattern, columns):
    folder = shared / "data" / slug
    if not folder.is_dir():
        pytest.skip(f"needs the real survey {slug}")
    expected = json.loads((folder / "EXPECTED.json").read_text(encoding="utf-8"))
    survey = read(next((folder / "raw").glob(pattern)))
    assert len(survey.responses) == expected["rows"]
    assert survey.source.columns == columns
    assert check_expected(survey, expected) >= 7
    raw = [
        level
        for q in survey.codebook
        for level in survey.responses.column(q.name).levels
        if isinstance(level, Raw)
    ]
    assert not raw


def test_the_demo_is_read_by_its_own_codebook_and_plan():
    data = RAW / "2026.xlsx"
    if not data.exists():
        pytest.skip("the demo study has not been made: survey demo raw")
    plan = read_plan(find_plan(data))
    assert plan_covers(plan, data)
    assert not plan_covers(plan, RAW / "2025.xlsx")
    survey = read(data, plan=plan)
    check_plan(plan, survey)
    assert (survey.source.rows, survey.source.columns, survey.source.header_rows) == (2060, 30, (2, 3))
    assert len(survey.codebook) == 30
    assert {margin.name for margin in survey.targets.margins} == {"sex × age_band", "region", "city_size"}
    assert survey.dispositions["I"] == 1978
    assert survey.source.synthetic
    assert not survey.guesses


def test_a_demo_wave_without_a_plan_still_says_that_it_is_synthetic():
    data = RAW / "2024.xlsx"
    if not data.exists():
        pytest.skip("the demo study has not been made: survey demo raw")
    assert read(data).source.synthetic


CASES = {
    "A01": 200,
    "A02": 200,
    "A04": 200,
    "A05": 200,
    "A07": 200,
    "A08": 200,
    "A10": 200,
    "A11": 200,
    "A12": 200,
    "A13": 200,
    "A15": 200,
    "A19": 100,
    "B01": 200,
    "B05": 200,
    "B10": 70,
    "B15": 200,
    "C03": 200,
    "D03": 200,
    "E03": 1,
    "E04": 200,
    "E05": 200,
    "E07": 200,
    "E09": 60,
    "F04": 200,
    "F05": 200,
    "F06": 200,
    "F07": 200,
    "F08": 200,
    "F09": 200,
    "F11": 200,
    "F15": 200,
    "F17": 200,
    "F19": 200,
    "F20": 200,
    "F21": 200,
    "F25": 200,
    "F26": 200,
    "F28": 200,
    "F29": 200,
    "F31": 200,
    "G06": 200,
    "G09": 200,
    "G10": 200,
    "G11": 200,
    "G13": 200,
}
REFUSED = {
    "A16": "table of results",
    "A17": "transposed",
    "E01": "empty",
    "E02": "no respondent",
    "E06": "holds no answers",
    "F01": "0 bytes",
    "F02": "damaged",
    "F03": "damaged",
    "F13": "password",
    "F22": "damaged",
    "F24": "folder",
    "F27": "open",
    "G01": "unpacks",
    "G02": "unpacks",
    "G03": "type definition",
    "G05": "type definition",
    "G14": "1,000,000 characters",
    "G15": "5,000 columns",
    "G17": "not an SPSS file",
    "G18": "a JSON file",
    "G19": "a YAML file",
}


def nasty(shared: Path, case: str) -> Path:
    manifest = shared / "nasty" / "MANIFEST.json"
    if not manifest.exists():
        pytest.skip("needs the broken and hostile files")
    listed = {c["id"]: c["file"] for c in json.loads(manifest.read_text(encoding="utf-8"))["cases"]}
    return shared / "nasty" / listed[case]


@pytest.mark.parametrize("case", CASES)
def test_awkward_files_hold_the_respondents_they_should(shared, case):
    survey = read(nasty(shared, case))
    assert len(survey.responses) == CASES[case]
    assert any(question.tabulated for question in survey.codebook)


@pytest.mark.parametrize("case", REFUSED)
def test_broken_files_are_refused_in_one_line(shared, case):
    with pytest.raises(SurveyError) as caught:
        read(nasty(shared, case))
    assert REFUSED[case] in caught.value.message
    assert "\n" not in caught.value.message
    assert caught.value.exit_code == 3


def test_two_header_rows_give_a_block_and_a_grid(shared):
    survey = read(nasty(shared, "A02"))
    blocks = [question for question in survey.codebook if question.kind == "multiple"]
    assert [len(block.answers) for block in blocks] == [4]
    assert len([question for question in survey.codebook if question.grid]) == 2
    assert "Vote_intention" in survey.codebook


def test_header_below_notes_and_labels_from_a_code_list(shared):
    assert read(nasty(shared, "A08")).source.header_rows == (6,)
    labels = {a.code: a.label.to("ja") for a in read(nasty(shared, "A10")).codebook["q1"].answers}
    assert labels == {"1": "男性", "2": "女性", "9": "無回答"}


def test_personal_data_ids_and_postcodes_are_no_questions(shared):
    assert len(read(nasty(shared, "C03")).codebook.with_role("pii")) == 8
    asked = [q.name for q in read(nasty(shared, "E07")).codebook if q.tabulated]
    assert asked == ["Vote_intention"]
