"""A finished report as its folder tells it: the lines of results.csv, and the manifest."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from survey.errors import ReadingError
from survey.reporting.text import looks_like_formula

RESULTS, MANIFEST = "results.csv", "manifest.json"

Line = Mapping[str, str]


@dataclass(frozen=True, eq=False)
class Finished:
    """A report's lines and manifest.

    Parameters
    ----------
    manifest
        As JSON has it; its parts `questions`, `design`, `plan` and `weighting` are asked for.
    """

    folder: Path
    lines: tuple[Line, ...]
    manifest: Mapping[str, Any]

    def question(self, name: str) -> Mapping[str, Any]:
        """Labels, answers and nets of a question; empty where the manifest has none of this name."""
        found: Mapping[str, Any] = self.manifest["questions"].get(name, {})
        return found

    @property
    def alpha(self) -> float:
        """One minus the level of the report's tests."""
        return 1 - float(self.manifest["plan"]["tables"]["level"])

    @property
    def minimum_base(self) -> int:
        """Respondents below which nothing is compared."""
        return int(self.manifest["plan"]["tables"]["minimum_base"])


def read_finished(folder: Path) -> Finished:
    """The report in a folder.

    Raises
    ------
    ReadingError
        No report stands there, or one without results.csv, or of an earlier version.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        with (folder / RESULTS).open(encoding="utf-8-sig", newline="") as file:
            lines = tuple(
                {name: _unquoted(text) for name, text in line.items()} for line in csv.DictReader(file)
            )
    except (OSError, ValueError) as error:
        fault = getattr(error, "strerror", "") or error
        raise ReadingError(
            f"{folder} holds no report with {RESULTS} and {MANIFEST} ({fault})",
            hint="name the folder of a report with -r, e.g. -r reports/2026",
        ) from error
    parts = ("questions", "design", "plan", "weighting")
    if not all(part in manifest for part in parts) or not lines or "record" not in lines[0]:
        raise ReadingError(
            f"{folder} was written by another version of this program, and does not say enough",
            hint="write the report again: survey analyze …",
        )
    return Finished(folder, lines, manifest)


def number(line: Line, name: str) -> float:
    """A number of a line; NaN where it has none."""
    return float(line[name]) if line.get(name) else math.nan


def _unquoted(text: str) -> str:
    """A text as it was before it was kept from becoming a formula."""
    return text[1:] if text[:1] == "'" and looks_like_formula(text[1:]) else text
