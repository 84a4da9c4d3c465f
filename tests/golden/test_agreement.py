"""Agreement with R survey: the small file that travels with the code, and the whole one beside it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.golden import levels, verdicts
from tests.golden.mended import MENDED
from tests.golden.test_golden import ROOT, SMALL, small_with, tally

WHOLE = Path(os.environ.get("SURVEY_GOLDEN", ROOT.parent / "shared" / "golden")) / "golden_public.json"
IN_THE_WHOLE_FILE_ONLY = {"ratio", "var", "quantile_by"}


def agree(file: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.golden.agree", str(file)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_small_file_agrees_throughout() -> None:
    done = agree(SMALL)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr
    counted = tally(done.stdout)
    assert set(counted) == {"designs", "weights", *levels.KINDS, *verdicts.KINDS} - IN_THE_WHOLE_FILE_ONLY
    assert all(differ == missing == explained == 0 for _, differ, missing, explained in counted.values())
    assert counted["designs"][0] == 11
    assert sum(agreeing for agreeing, *_ in counted.values()) == 173


@pytest.mark.parametrize(("id", "field"), [("pa_cl.chisq.vote.age.F", "statistic"), ("dnh.mean.chol", "se")])
def test_a_wrong_number_is_found(tmp_path: Path, id: str, field: str) -> None:
    changed = json.loads(SMALL.read_text(encoding="utf-8"))
    kept = changed["cases"][id]
    kept["expected"][field] *= 1 + 1e-5
    changed["cases"] = {id: kept}
    changed["designs"] = {kept["design"]: changed["designs"][kept["design"]]}
    done = agree(small_with(tmp_path, changed))
    assert done.returncode == 1
    assert f"{id}\t{field}" in done.stdout


def test_a_missing_file_is_a_usage_error() -> None:
    done = agree(ROOT / "no such file.json")
    assert done.returncode == 2
    assert "no such file.json" in done.stderr


def test_every_explanation_has_its_page() -> None:
    for mended in MENDED.values():
        assert (ROOT / mended.page).is_file()


@pytest.mark.skipif(not WHOLE.is_file(), reason="the whole golden file is not beside the repository")
def test_the_whole_file_agrees_wherever_it_is_covered() -> None:
    done = agree(WHOLE)
    assert done.returncode == 0, "\n".join(line for line in done.stdout.splitlines() if "DIFFERS" in line)
    counted = tally(done.stdout)
    assert counted["mean"][0] >= 77
    assert counted["chisq"][0] >= 102
    assert counted["weights"][0] >= 31
    assert counted["replicates"][0] >= 4
    assert counted["designs"][0] >= 59
    assert sum(agreeing for agreeing, *_ in counted.values()) >= 729
    assert sum(explained for *_, explained in counted.values()) <= 5
