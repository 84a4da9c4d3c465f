"""`survey check` and `survey init` as commands: they say what their functions give, with an exit code."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl
import pandas as pd

import survey
from survey.reading import read_plan
from survey.vocabulary import Cleaning, Plan
from tests.commands import run_here as run

RAW = Path(__file__).parent.parent / "raw"


def poll(folder: Path, rows: int = 40) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["id", "Trust", "Town", "E-mail"])
    for n in range(rows):
        sheet.append([n, n % 4 + 1, ["Leeds", "York"][n % 2], f"a{n}@example.org"])
    book.save(folder / "poll.xlsx")
    return folder / "poll.xlsx"


def test_what_the_command_prints_is_what_the_function_gives(tmp_path: Path) -> None:
    path = poll(tmp_path)
    found = run("check", path, "--json", cwd=tmp_path)
    assert (found.returncode, found.stderr) == (0, "")
    checked = survey.check(path)
    assert json.loads(found.stdout) == checked.to_dict()
    told = run("check", path, cwd=tmp_path)
    assert told.stdout.rstrip("\n") == checked.to_text()
    assert "none found" in told.stderr
    assert not (tmp_path / "survey.toml").exists()


def test_a_check_tells_every_column_with_its_evidence_and_the_line_that_overrules_it(tmp_path: Path) -> None:
    found = survey.check(poll(tmp_path)).to_dict()
    assert (found["respondents"], found["columns"], found["header_rows"]) == (40, 4, [1])
    assert [reading["column"][:2] for reading in found["readings"]] == ["A ", "B ", "C ", "D "]
    trust = found["readings"][1]
    assert (trust["question"], trust["kind"], trust["confidence"]) == ("Trust", "single", "low")
    assert trust["override"] == 'Trust = { kind = "single", role = "question", scale = "nominal" }'
    assert [answer["code"] for answer in trust["answers"]] == ["1", "2", "3", "4"]
    text = survey.check(poll(tmp_path)).to_text()
    assert all(reading["override"] in text for reading in found["readings"])


def test_cells_that_fit_no_answer_are_shown_and_personal_data_is_not(tmp_path: Path) -> None:
    found = survey.check(RAW / "2026.xlsx", plan=read_plan(RAW / "survey.toml"))
    unfit = {each.question: each for each in found.unfit}
    assert unfit["sex"].cells > 0
    assert "ja" not in unfit
    assert {reading.confidence for reading in found.readings} == {"stated"}
    assert "@example" not in survey.check(poll(tmp_path)).to_text()


def test_rows_that_qualtrics_calls_no_interview_are_told_before_they_leave() -> None:
    def export(previews: int) -> pd.DataFrame:
        rows = range(20)
        return pd.DataFrame(
            {
                "RecordedDate": [f"2026-01-{n + 1:02} 10:00:00" for n in rows],
                "ResponseId": [f"R_{n}" for n in rows],
                "UserLanguage": ["EN"] * 20,
                "Status": ["Survey Preview" if n < previews else "IP Address" for n in rows],
                "Finished": ["False" if n in (1, 19) else "True" for n in rows],
                "Q1": [["yes", "no", "unsure"][n % 3] for n in rows],
            }
        )

    def told(previews: int, plan: Plan) -> list[tuple[int, str]]:
        notes = survey.check(export(previews), plan=plan).to_dict()["notes"]
        return [(note["count"], note["text"]) for note in notes if "Qualtrics recorded" in note["text"]]

    [(previews, words), (unfinished, more)] = told(3, Plan())
    assert (previews, unfinished) == (3, 1), "a row that is both is told once"
    assert 'will be left out; previews = "keep" under [clean]' in words
    assert "not finished (column Finished)" in more
    assert len(survey.analyze(survey.read(export(3))).survey.responses) == 20 - previews - unfinished
    [(unfinished, _)] = told(3, Plan(clean=Cleaning(previews="keep")))
    assert unfinished == 2
    assert [(count, "will be kept" in words) for count, words in told(12, Plan())] == [(12, True), (2, True)]
    assert told(3, Plan(clean=Cleaning(off=("C605", "C606")))) == []


def test_a_plan_nearby_is_followed_and_one_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    path = poll(tmp_path)
    plan = tmp_path / "survey.toml"
    plan.write_text('[data]\nfiles = ["poll.xlsx"]\n[data.questions]\nTrust = { kind = "numeric" }\n')
    found = run("check", path, cwd=tmp_path)
    assert "B Trust → Trust: numeric  [stated]" in found.stdout
    assert str(plan) in found.stderr
    plan.write_text('[data]\nfiles = ["poll.xlsx"]\n[tables]\nbanner = ["Twon"]\n')
    refused = run("check", path, cwd=tmp_path)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "Twon" in refused.stderr


def test_a_file_that_would_be_refused_is_told_with_every_misfit_and_code_3(tmp_path: Path) -> None:
    path = poll(tmp_path)
    book = openpyxl.Workbook()
    for row in (["type", "name", "label"], ["integer", "Turst", "Trust"], ["text", "Twon", "Town"]):
        book.worksheets[0].append(row)
    book.save(tmp_path / "poll.codebook.xlsx")
    found = run("check", path, "--json", cwd=tmp_path)
    assert found.returncode == 3
    refused = json.loads(found.stdout)["refused"]
    assert len(refused["misfits"]) == 2
    assert "the nearest header is 'Trust'" in refused["misfits"][0]
    assert found.stderr.startswith("error: ")
    assert "Traceback" not in found.stderr
    missing = run("check", "none.xlsx", "--json", cwd=tmp_path)
    assert (missing.returncode, json.loads(missing.stdout)["refused"]["misfits"]) == (3, [])


def test_the_command_drafts_what_the_function_drafts(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        poll(tmp_path / name)
    survey.init(tmp_path / "one" / "poll.xlsx")
    made = run("init", "poll.xlsx", cwd=tmp_path / "two")
    assert made.returncode == 0, made.stderr
    assert made.stdout.split() == ["poll.codebook.xlsx", "survey.toml"]
    assert "thin evidence (orange rows): Trust" in made.stderr
    assert "Next: correct poll.codebook.xlsx, then survey analyze poll.xlsx" in made.stderr
    drafts = [openpyxl.load_workbook(tmp_path / name / "poll.codebook.xlsx") for name in ("one", "two")]
    for sheet in drafts[0].sheetnames:
        assert list(drafts[0][sheet].values) == list(drafts[1][sheet].values)
    plans = [(tmp_path / name / "survey.toml").read_text(encoding="utf-8") for name in ("one", "two")]
    assert plans[0] == plans[1]
    again = run("init", "poll.xlsx", "-q", cwd=tmp_path / "two")
    assert (again.returncode, again.stdout) == (2, "")
    assert "hint: --force writes over it; --codebook-only" in again.stderr
    assert run("init", "poll.xlsx", "--force", cwd=tmp_path / "two").returncode == 0


def test_a_folder_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    shutil.copy(RAW / "2024.xlsx", tmp_path / "x.xlsx")
    blocked = tmp_path / "x.codebook.xlsx"
    blocked.mkdir()
    found = run("init", "x.xlsx", "--force", cwd=tmp_path)
    assert found.returncode == 4
    assert found.stderr.startswith("error: ")
    assert [path.name for path in tmp_path.glob(".draft*")] == []
