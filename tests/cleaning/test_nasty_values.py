"""The broken values of the shared collection: what a report says of each file, without a plan."""

import csv
import json
import os
from pathlib import Path

import pytest

import survey
from survey.responses import decode

FOLDER = Path(os.environ.get("SURVEY_NASTY") or Path(__file__).resolve().parents[3] / "shared" / "nasty")


@pytest.fixture(scope="module")
def report():
    """The report on a case, made without a plan."""
    if not (FOLDER / "MANIFEST.json").is_file():
        pytest.skip("needs the broken files beside the repository, or in the folder SURVEY_NASTY names")
    cases = json.loads((FOLDER / "MANIFEST.json").read_text(encoding="utf-8"))["cases"]
    files = {case["id"]: FOLDER / case["file"] for case in cases}
    made = {}

    def of(case):
        if case not in made:
            made[case] = survey.analyze(survey.read(files[case]))
        return made[case]

    return of


def warning(report, words):
    (told,) = (text for text in report.warnings if words in text)
    return told


def labels(report, question):
    return [answer.label.to("ja") for answer in report.survey.codebook[question].answers]


def numbers(report, question):
    return {value for value in decode(report.survey.responses.column(question)) if isinstance(value, float)}


def test_full_width_and_half_width(report):
    found = report("B01")
    assert labels(found, "メディア") == ["新聞", "テレビ"]
    assert labels(found, "世帯年収") == ["200万円～400万円", "４００万円以上"]
    assert {"年齢", "支持率"} <= set(found.tables)
    assert max(numbers(found, "支持率")) <= 100
    assert found.survey.codebook["支持率"].unit == "%"


def test_days_in_every_writing(report):
    found = report("B02")
    assert "回答日" not in found.tables
    told = warning(found, "days are written in 7 ways")
    assert "20 as serial numbers" in told
    assert "20 with a time zone" in told
    assert "was read as 2026-03-01" in warning(found, "Buddhist era")
    assert "20 cells could be either of two days (03/04/2026" in warning(found, "either")


def test_per_cents_are_on_one_scale(report):
    found = report("B04")
    assert all(value == round(value) for value in numbers(found, "share"))
    assert max(numbers(found, "share")) > 90
    assert "67 formatted as per cents, 67 with %, 66 bare" in warning(found, "per cents")


def test_numbers_as_text(report):
    found = report("B05")
    assert labels(found, "q1") == ["1", "2"]
    assert numbers(found, "income") == {1000.0, 1000.5}
    assert found.survey.codebook["income"].answer("n/a").role == "no_answer"
    assert "40 cells (1.000,50 was read as 1000.5)" in warning(found, "European decimal commas")


def test_error_cells_are_missing_and_counted(report):
    told = warning(report("B08"), "spreadsheet error")
    assert told.startswith("score: 25 cells hold")
    (note,) = (note for note in report("B08").survey.log if note.rule == "C203")
    assert (note.count, len(note.rows)) == (25, 25)
    assert labels(report("B08"), "score") == [str(code) for code in range(11)]


def test_booleans_once_and_mixtures_flagged(report):
    found = report("B09")
    assert [answer.label.to("en") for answer in found.survey.codebook["uses_tv"].answers] == ["Yes", "No"]
    assert "yes and no are written in" in warning(found, "uses_tv")
    assert "67 numbers, 34 words, 33 days, 33 TRUE or FALSE" in warning(found, "mixed: ")


def test_extreme_open_text_is_no_table(report):
    assert set(report("B10").tables) == {"Vote_intention"}


def test_entities_are_decoded_once(report, tmp_path):
    found = report("B11")
    assert set(labels(found, "sector")) == {"R&D", "Cafés & bars", "It's complicated", "&lt;b&gt;"}
    assert labels(found, "tenure") == ["<5 years", "5–10 years", ">10"]
    survey.write(found, tmp_path / "out", formats=("csv",))
    (results,) = (tmp_path / "out").glob("results.csv")
    with results.open(encoding="utf-8-sig") as stream:
        assert {row["answer"] for row in csv.DictReader(stream)} >= {"R&D", "&lt;b&gt;"}


def test_other_with_words_is_other(report):
    found = report("B13")
    assert labels(found, "支持政党")[-1] == "その他"
    assert len(labels(found, "支持政党")) == 4
    assert "その他（無所属） 28" in warning(found, "97 answers have words glued")
    assert list(decode(found.survey.responses.column("支持政党"))).count("その他") == 97
    assert "支持政党_その他FA" not in found.tables


def test_answers_stand_in_the_order_of_their_scale(report):
    found = report("B15")
    assert labels(found, "Satisfaction")[0] == "Very satisfied"
    assert labels(found, "Age_band") == ["~17", "18-24", "25-44", "45-64", "65-99", "100+"]
    assert labels(found, "満足度") == [
        "満足",
        "やや満足",
        "どちらともいえない",
        "やや不満",
        "不満",
        "わからない",
    ]
