"""The demo's report as the tests share it: its record, its folder, and its results as a reader has them."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import openpyxl

import survey
from survey.reporting import Written
from survey.vocabulary import LonelyPolicy, Report

ROOT = Path(__file__).parent.parent
RAW = ROOT / "raw"

Line = dict[str, str]


@dataclass(frozen=True)
class Finished:
    """A report, where it was written, and the lines of its results.csv; nobody may change any of them."""

    report: Report
    written: Written
    lines: tuple[Line, ...]

    @property
    def folder(self) -> Path:
        return self.written.folder

    def of(self, record: str) -> list[Line]:
        """Lines of one kind, in their order."""
        return [line for line in self.lines if line["record"] == record]

    @cached_property
    def book(self) -> openpyxl.Workbook:
        """The workbook; opening it takes seconds."""
        return openpyxl.load_workbook(self.folder / "2026.xlsx")


def analysed(*, lonely: LonelyPolicy = "adjust") -> Report:
    """The report on the demo's last wave with the earlier ones, by its plan but for lone units."""
    poll = survey.read(RAW / "2026.xlsx")
    plan = survey.read_plan(RAW / "survey.toml")
    plan = replace(plan, design=replace(plan.design, lonely=lonely))
    return survey.analyze(poll, plan, waves=survey.read_waves(plan, RAW))


def finish(report: Report, folder: Path, *, formats: Sequence[str] | None = None) -> Finished:
    """Write a report, and read its results again."""
    written = survey.write(report, folder, formats=formats)
    with (folder / "results.csv").open(encoding="utf-8-sig", newline="") as file:
        return Finished(report, written, tuple(csv.DictReader(file)))
