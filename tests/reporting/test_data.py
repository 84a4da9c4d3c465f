"""The files beside the workbook."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import numpy as np
import pytest

from survey.reporting.data import ROWS_IN_A_CELL, cleaning_csv, manifest_json, results_csv, weights_csv
from survey.vocabulary import Label, Note, Row
from tests.reporting.sample import sample_report


def read(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_numbers_are_written_in_full() -> None:
    report = sample_report()
    lines = read(results_csv(report, "en"))
    table = report.tables["sex"]
    found = [float(line["estimate"]) for line in lines[: table.estimate.size]]
    np.testing.assert_allclose(found, table.estimate.ravel(), rtol=1e-15)
    assert lines[0]["q"] == ""


@pytest.mark.parametrize("label", ["=1+1", "+81", "-5 or less", "@home", "\tx"])
def test_text_never_becomes_a_formula(label: str) -> None:
    report = sample_report()
    table = report.tables["q2"]
    rows = (Row("1", Label({"en": label})), *table.rows[1:])
    lines = read(results_csv(replace(report, tables={"q2": replace(table, rows=rows)}, crossings=()), "en"))
    assert lines[0]["answer"] == f"'{label}"
    assert all(not line["difference_from_rest"].startswith("'") for line in lines)


def test_weights_by_respondent() -> None:
    report = sample_report()
    lines = read(weights_csv(report.survey))
    assert list(lines[0]) == ["respondent", "design_weight", "weight"]
    assert lines[0]["respondent"] == "0000001"
    assert len(lines) == report.summary.respondents
    assert np.isclose(sum(float(line["weight"]) for line in lines), report.summary.respondents)


def test_weights_that_do_not_exist_have_no_column() -> None:
    report = sample_report(weighted=False)
    lines = read(weights_csv(report.survey))
    assert len(lines) == report.summary.respondents
    assert {tuple(line) for line in lines} == {("respondent",)}


def test_weights_of_nobody_keep_their_header() -> None:
    report = sample_report()
    nobody = report.survey.responses.keep(np.zeros(len(report.survey.responses), dtype=bool))
    content = weights_csv(replace(report.survey, responses=nobody))
    assert content.decode("utf-8-sig") == "respondent,design_weight,weight\n"


def test_cleaning_lists_every_note_and_keeps_its_header_without_any() -> None:
    report = sample_report()
    note = Note("cleaning", "=cmd", "C101", "q1", before="=1+1")
    lines = read(cleaning_csv(replace(report, survey=replace(report.survey, log=(note,)))))
    assert lines[0]["before"] == "'=1+1"
    empty = cleaning_csv(replace(report, survey=replace(report.survey, log=())))
    assert empty.decode("utf-8-sig").startswith("step,level,rule")


def test_cleaning_names_every_row_in_cells_that_excel_can_hold() -> None:
    report = sample_report()
    many = tuple(range(1_000_000, 1_000_000 + 2 * ROWS_IN_A_CELL + 7))
    log = (
        Note("cleaning", "many", "C302", "q1", count=len(many), rows=many),
        Note("reading", "the first few", count=500, rows=(4, 5)),
        Note("cleaning", "none", count=12),
    )
    lines = read(cleaning_csv(replace(report, survey=replace(report.survey, log=log))))
    assert [line["what"] for line in lines] == ["many"] * 3 + ["the first few", "none"]
    assert [int(line["count"]) for line in lines] == [ROWS_IN_A_CELL, ROWS_IN_A_CELL, 7, 500, 12]
    assert tuple(int(row) for line in lines[:3] for row in line["rows"].split()) == many
    assert max(len(line["rows"]) for line in lines) < 32_767


def test_manifest_has_plan_versions_and_hashes_but_no_times_and_no_paths() -> None:
    report = sample_report()
    content = json.loads(manifest_json(report, {"b": "2", "a": "1"}, {"survey": "0.1.0"}, language="en"))
    assert list(content["output"]) == ["a", "b"]
    assert content["plan"]["tables"]["minimum_base"] == 30
    assert content["input"]["sha256"] == "0" * 64
    assert content["decisions"] == ["the two header rows were joined"]
    assert "date" not in content
