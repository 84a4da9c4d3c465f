"""The demo study's report, written once: its record, its folder, and its results as a reader has them."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

import survey
from survey.reporting import FORMATS
from survey.vocabulary import LonelyPolicy, Report

ROOT = Path(__file__).parent.parent.parent

Line = dict[str, str]


@dataclass(frozen=True)
class Finished:
    """A report, where it was written, and the lines of its results.csv."""

    report: Report
    folder: Path
    lines: tuple[Line, ...]

    def of(self, record: str) -> list[Line]:
        """Lines of one kind, in their order."""
        return [line for line in self.lines if line["record"] == record]


def _finished(folder: Path, *, lonely: LonelyPolicy = "adjust", formats: Sequence[str] = FORMATS) -> Finished:
    poll = survey.read(ROOT / "raw" / "2026.xlsx")
    plan = survey.read_plan(ROOT / "raw" / "survey.toml")
    plan = replace(plan, design=replace(plan.design, lonely=lonely))
    report = survey.analyze(poll, plan, waves=survey.read_waves(plan, ROOT / "raw"))
    survey.write(report, folder, formats=formats)
    with (folder / "results.csv").open(encoding="utf-8-sig", newline="") as file:
        return Finished(report, folder, tuple(csv.DictReader(file)))


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    """As the demo's plan has it."""
    return _finished(tmp_path_factory.mktemp("reports") / "2026")


@pytest.fixture(scope="session")
def certain(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    """The stratum of one sampling point taken as certain, on which R agrees to the last digit."""
    return _finished(tmp_path_factory.mktemp("certain") / "2026", lonely="certainty", formats=("csv",))
