"""The README is true: its output is what the command prints, its code runs, its pictures are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.test_command import run

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "raw").symlink_to(ROOT / "raw", target_is_directory=True)
    return tmp_path


def test_the_output_shown_is_the_output_printed(checkout: Path) -> None:
    found = run("analyze", "raw/2026.xlsx", cwd=checkout)
    assert (found.stderr + found.stdout).splitlines() == blocks("")[0].splitlines()


def test_the_python_code_runs(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(checkout)
    [code] = blocks("python")
    names: dict[str, object] = {}
    exec(compile(code, "README.md", "exec"), names)
    assert (checkout / "reports" / "2026" / "2026.xlsx").is_file()


def test_the_plan_shown_is_a_plan(tmp_path: Path) -> None:
    from survey.reading import read_plan

    [text] = blocks("toml")
    (tmp_path / "survey.toml").write_text(text, encoding="utf-8")
    plan = read_plan(tmp_path / "survey.toml")
    assert plan.weighting.margins == ("sex × age_band", "region", "city_size")
    assert plan.crossing[0].columns == "q10"


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target
