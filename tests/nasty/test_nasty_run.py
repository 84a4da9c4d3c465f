"""The runner of hostile files: what it finds of a run, and how a manifest's checks are held against facts."""

from __future__ import annotations

import json

from tests.nasty.checking import failures
from tests.nasty.run import main

FACTS = {
    "rows": 12,
    "kept": 10,
    "columns": 3,
    "header_rows": [6],
    "questions": [
        {
            "name": "q1",
            "label": "News",
            "header": "B News / {ImportId}",
            "kind": "multiple",
            "role": "question",
            "grid": None,
            "answers": [{"code": "a", "label": "TV", "role": "substantive"}],
        },
        {
            "name": "mail",
            "label": "Mail",
            "header": "C Mail",
            "kind": "text",
            "role": "pii",
            "grid": None,
            "answers": [],
        },
    ],
    "notes": [
        {
            "rule": "C501",
            "text": "10 rows share 5 respondent ids; all are kept",
            "count": 10,
            "level": "change",
        },
        {"rule": "", "text": "text file, read in the encoding cp932: …", "count": 0, "level": "assumption"},
    ],
    "flags": {"C503 C508": 4, "C503": 6},
    "first_date": "2026-03-01",
}


def test_facts_as_stated_and_otherwise():
    stated = {
        "n": 10,
        "n_raw": 12,
        "cols": 3,
        "header_row": 6,
        "multi_groups": 1,
        "grids": 0,
        "options": ["TV"],
        "labels": {"q1": {"a": "TV"}},
        "pii": ["Mail"],
        "exact_dup": 5,
        "speeders": 6,
        "encoding": "cp932",
        "first_date": "2026-03-01",
        "strings": ["x"],
    }
    assert failures(FACTS, stated) == ([], [])
    other = {
        "n": 11,
        "options": ["TV", ""],
        "pii": ["News"],
        "exact_dup": 10,
        "encoding": "euc-jp",
        "moon": 1,
    }
    wrong, unknown = failures(FACTS, other)
    assert [line.partition(":")[0] for line in wrong] == ["n", "options", "pii", "exact_dup", "encoding"]
    assert unknown == ["moon"]
    assert wrong[0] == "n: wanted 11, found 10"


def test_refusals_are_run_as_the_command_line_would(tmp_path, capsys):
    (tmp_path / "empty.xlsx").touch()
    case = {"id": "X1", "file": "empty.xlsx", "what": "nothing", "outcome": "refuse", "checks": {}}
    manifest = tmp_path / "MANIFEST.json"
    manifest.write_text(json.dumps({"cases": [case]}), encoding="utf-8")
    assert main([str(manifest)]) == 0
    assert "1 of 1 as written" in capsys.readouterr().out
    manifest.write_text(json.dumps({"cases": [case | {"outcome": "analyse"}]}), encoding="utf-8")
    assert main([str(manifest)]) == 1
    printed = capsys.readouterr().out
    assert "FAIL X1" in printed
    assert "the file is empty (0 bytes)" in printed
    assert main([str(manifest), "nobody"]) == 2
