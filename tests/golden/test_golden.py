"""The referee: agreement with R survey, on the small file that travels with the code and on the whole."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SMALL = Path(__file__).with_name("golden_small.json")
WHOLE = Path(os.environ.get("SURVEY_GOLDEN", ROOT.parent / "shared" / "golden")) / "golden_public.json"


def agree(file: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.golden.agree", str(file)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def tally(output: str) -> dict[str, tuple[int, ...]]:
    """{kind: agreeing, differing, not covered}."""
    lines = output.split("kind\tagree", 1)[1].split("\n\n")[0].splitlines()[1:]
    return {kind: tuple(map(int, counts)) for kind, *counts in (line.split("\t") for line in lines)}


def test_the_small_file_agrees_throughout() -> None:
    done = agree(SMALL)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr
    counted = tally(done.stdout)
    assert set(counted) == {"mean", "total", "prop", "mean_by", "chisq", "ciprop", "weights"}
    assert all(differ == missing == 0 for _, differ, missing in counted.values())
    assert sum(agreeing for agreeing, _, _ in counted.values()) == 95


def test_a_wrong_number_is_found(tmp_path: Path) -> None:
    content = json.loads(SMALL.read_text(encoding="utf-8"))
    kept = content["cases"]["pa_cl.chisq.vote.age.F"]
    kept["expected"]["statistic"] *= 1 + 1e-5
    content["cases"], content["designs"] = {kept["id"]: kept}, {"pa_cl": content["designs"]["pa_cl"]}
    (tmp_path / "data").symlink_to(SMALL.parent / "data")
    (tmp_path / "changed.json").write_text(json.dumps(content), encoding="utf-8")
    done = agree(tmp_path / "changed.json")
    assert done.returncode == 1
    assert "DIFFERS" in done.stdout


def test_a_missing_file_is_a_usage_error() -> None:
    assert agree(ROOT / "no such file.json").returncode == 2


@pytest.mark.skipif(not WHOLE.is_file(), reason="the whole golden file is not beside the repository")
def test_the_whole_file_agrees_wherever_it_is_covered() -> None:
    done = agree(WHOLE)
    assert done.returncode == 0, "\n".join(line for line in done.stdout.splitlines() if "DIFFERS" in line)
    counted = tally(done.stdout)
    assert counted["mean"][0] >= 64
    assert counted["chisq"][0] >= 43
    assert counted["weights"][0] >= 26
