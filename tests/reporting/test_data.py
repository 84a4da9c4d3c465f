"""The files beside the workbook."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import numpy as np
import pytest

from survey.reporting.data import cleaning_csv, manifest_json, results_csv, weights_csv
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
    lines = read(weights_csv(report))
    assert list(lines[0]) == ["respondent", "design_weight", "weight"]
    assert lines[0]["respondent"] == "0000001"
    assert len(lines) == report.summary.respondents
    assert np.isclose(sum(float(line["weight"]) for line in lines), report.summary.respondents)


def test_weights_without_weights_are_empty() -> None:
    lines = read(weights_csv(sample_report(weighted=False)))
    assert {(line["design_weight"], line["weight"]) for line in lines} == {("", "")}


def test_cleaning_lists_every_note_and_keeps_its_header_without_any() -> None:
    report = sample_report()
    note = Note("cleaning", "=cmd", "C101", "q1", before="=1+1")
    lines = read(cleaning_csv(replace(report, survey=replace(report.survey, log=(note,)))))
    assert lines[0]["before"] == "'=1+1"
    empty = cleaning_csv(replace(report, survey=replace(report.survey, log=())))
    assert empty.decode("utf-8-sig").startswith("step,level,rule")


def test_manifest_has_plan_versions_and_hashes_but_no_times_and_no_paths() -> None:
    report = sample_report()
    content = json.loads(manifest_json(report, {"b": "2", "a": "1"}, {"survey": "0.1.0"}, language="en"))
    assert list(content["output"]) == ["a", "b"]
    assert content["plan"]["tables"]["minimum_base"] == 30
    assert content["input"]["sha256"] == "0" * 64
    assert content["decisions"] == ["the two header rows were joined"]
    assert "date" not in content
