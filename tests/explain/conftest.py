"""The demo study's report, written once: its record, its folder, and its results as a reader has them."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import pytest

import survey
from survey.vocabulary import Report

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


def _finished(folder: Path, language: str) -> Finished:
    poll = survey.read(ROOT / "raw" / "2026.xlsx")
    report = survey.analyze(poll, survey.read_plan(ROOT / "raw" / "survey.toml"))
    survey.write(report, folder, language=language)
    with (folder / "results.csv").open(encoding="utf-8-sig", newline="") as file:
        return Finished(report, folder, tuple(csv.DictReader(file)))


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    return _finished(tmp_path_factory.mktemp("en") / "2026", "en")
