"""The main job on the demo study: `survey analyze raw/2026.xlsx`, end to end."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from openpyxl.utils import range_boundaries

from tests.demo_study import ROOT, Finished
from tests.test_command import run

PUBLISHED_Q1 = {"1": 73.1, "2": 51.8, "3": 40.6, "4": 37.7, "5": 37.7, "6": 35.5}


def test_published_marginals_come_back(finished: Finished) -> None:
    table = finished.report.tables["q1"]
    found = sorted((100 * table.estimate[:, 0]).tolist(), reverse=True)
    shares = {
        row.code: 100 * table.estimate[r, 0] for r, row in enumerate(table.rows) if row.kind == "answer"
    }
    assert shares["1"] == pytest.approx(73.1, abs=0.05)
    published = sorted(PUBLISHED_Q1.values(), reverse=True)
    assert sorted(shares.values(), reverse=True)[: len(published)] == pytest.approx(published, abs=0.05)
    assert found[0] > 100  # the total of mentions


def test_rows_in_are_rows_kept_and_removed(finished: Finished) -> None:
    summary = finished.report.summary
    removed = [note for note in finished.report.survey.log if note.rule in {"C601", "C602"}]
    assert (summary.raw_rows, summary.respondents, summary.unweighted_base) == (2060, 2016, 2015)
    assert sum(note.count for note in removed) == 44


def test_weights_meet_their_targets(finished: Finished) -> None:
    assert finished.report.weighting is not None
    assert {margin.name for margin in finished.report.weighting.margins} == {
        "sex × age_band",
        "region",
        "city_size",
    }
    assert finished.report.weighting.max_error < 1e-8
    assert 1.0 < finished.report.summary.design_effect < 1.7
    assert 0.02 < finished.report.summary.margin_of_error < 0.03


def test_the_crossings_show_what_was_planted(finished: Finished) -> None:
    ticked, worry = finished.report.crossings
    gaps = {c.answer.code: c for c in ticked.contrasts}
    assert gaps["support"].high < 0 < gaps["oppose"].low
    assert ticked.test.p < 0.01
    assert worry.test.p < 0.05
    assert [row.code for row in worry.rows][-1] == "not_worried"


def test_the_model_shows_what_was_planted(finished: Finished) -> None:
    [found] = finished.report.drivers
    assert not found.warnings
    planted = {("prices_ticked", "1"): 0.65, ("q3", "3"): 0.72, ("sex", "2"): 0.70}
    planted |= {("q6", code): 2.0 for code in "1234"}
    for (question, code), odds in planted.items():
        term = found.term(question, code)
        assert term.odds_low < odds < term.odds_high
        assert (term.effect > 0) == (odds > 1)
    assert found.test("age_band").p > 0.05 > found.test("form").p


def test_every_file_of_the_report_is_there(finished: Finished) -> None:
    names = {path.relative_to(finished.folder).as_posix() for path in finished.written.files}
    assert {"2026.xlsx", "results.csv", "weights.csv", "cleaning.csv", "manifest.json"} <= names
    pictures = json.loads((finished.folder / "figures" / "index.json").read_text(encoding="utf-8"))
    assert {f"figures/{file}" for picture in pictures for file in picture["files"]} <= names
    assert all(picture["alt"] and picture["title"] for picture in pictures)
    assert len([name for name in names if name.endswith(".png")]) == 8
    assert len([name for name in names if name.endswith(".svg")]) == 8
    assert not finished.written.warnings


def test_the_workbook_leads_with_the_headline_and_says_synthetic(finished: Finished) -> None:
    book = finished.book
    cover = [
        cell.value for row in book[book.sheetnames[0]].iter_rows() for cell in row if cell.value is not None
    ]
    assert any(isinstance(value, float) and abs(value - 0.731) < 0.0005 for value in cover)
    assert any("SYNTHETIC" in str(value) for value in cover)
    assert book.sheetnames[:3] == ["Cover", "Contents", "Findings"]
    assert {"Tables", "Drivers", "Data", "Weights", "Cleaning", "Methodology"} <= set(book.sheetnames)


def test_personal_data_and_open_text_reach_no_output(finished: Finished) -> None:
    texts = [
        str(cell.value) for sheet in finished.book for row in sheet.iter_rows() for cell in row if cell.value
    ]
    for path in finished.written.files:
        if path.suffix in {".csv", ".json"}:
            texts.append(path.read_text(encoding="utf-8-sig"))
    everything = "\n".join(texts)
    assert "000-0000-0000" not in everything
    assert "=1+1" not in everything


def test_results_hold_the_numbers_of_the_tables(finished: Finished) -> None:
    with (finished.folder / "results.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["table"] == "q10" and not row["banner"]]
    table = finished.report.tables["q10"]
    assert {row["answer_code"]: float(row["estimate"]) for row in rows} == pytest.approx(
        {row.code: float(table.estimate[r, 0]) for r, row in enumerate(table.rows)}
    )


def test_results_are_frames_when_asked(finished: Finished) -> None:
    frame = finished.report.tables["q10"].to_frame()
    assert len(frame) == finished.report.tables["q10"].estimate.size
    assert frame.loc[frame["answer_code"].eq("support") & frame["banner"].eq(""), "estimate"].item() == (
        pytest.approx(0.40, abs=0.0005)
    )


def test_other_waves_are_analysed_without_the_plan(tmp_path: Path) -> None:
    found = run("analyze", ROOT / "raw" / "2025.xlsx", "-o", tmp_path / "r", "--formats", "csv", cwd=tmp_path)
    assert found.returncode == 0, found.stderr
    assert "is not for 2025.xlsx" in found.stderr


def test_a_plan_gone_wrong_leaves_the_earlier_report_whole(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "2026.xlsx").write_bytes((ROOT / "raw" / "2026.xlsx").read_bytes())
    plan = (ROOT / "raw" / "survey.toml").read_text(encoding="utf-8")
    (tmp_path / "raw" / "survey.toml").write_text(
        plan.replace('psu = "psu"', 'psu = "pzu"'), encoding="utf-8"
    )
    earlier = tmp_path / "reports" / "2026" / "2026.xlsx"
    earlier.parent.mkdir(parents=True)
    earlier.write_bytes(b"the earlier report")
    (earlier.parent / "manifest.json").write_text('{"output": {"2026.xlsx": ""}}', encoding="utf-8")
    found = run("analyze", "raw/2026.xlsx", cwd=tmp_path)
    assert found.returncode == 2
    assert "pzu" in found.stderr
    assert "psu" in found.stderr
    assert "Traceback" not in found.stderr
    assert earlier.read_bytes() == b"the earlier report"


def test_every_picture_and_chart_is_on_a_printed_page(finished: Finished) -> None:
    """Figures of the whole plan, earlier waves and all: none lies below what its sheet prints."""
    found = 0
    for sheet in finished.book:
        bottom = range_boundaries(sheet.print_area.rpartition("!")[2])[3] if sheet.print_area else 0
        for each in (*sheet._images, *sheet._charts):
            pixels = each.anchor.ext.height / 9525
            last = each.anchor._from.row + pixels / 20
            assert last <= bottom, (sheet.title, last, bottom)
            found += 1
    assert found >= 14
