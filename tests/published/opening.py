"""A published file as a survey, as a notebook user gets one: `survey.read` of a workbook or a DataFrame."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

import survey
from survey.vocabulary import Answer, Codebook, Plan, Question, Report, Survey, plain
from tests.published.rdata import frames_of

PLANS = Path(__file__).parent / "plans"


@dataclass(frozen=True)
class Published:
    """One survey with published results: its folder of data, and our plan for it.

    Parameters
    ----------
    folder
        Holds EXPECTED.json and the files; never copied into the repository.
    """

    folder: Path

    @property
    def name(self) -> str:
        return self.folder.name

    @cached_property
    def told(self) -> Mapping[str, Any]:
        """`figures.toml`: how files are opened, where published figures stand, reasons of differences."""
        return tomllib.loads((PLANS / self.name / "figures.toml").read_text(encoding="utf-8"))

    @cached_property
    def plan(self) -> Plan:
        """`survey.toml`; an empty plan where nothing was published that needs one."""
        path = PLANS / self.name / "survey.toml"
        return survey.read_plan(path) if path.is_file() else Plan()

    @cached_property
    def _opened(self) -> dict[str, Survey]:
        return {}

    @cached_property
    def _reports(self) -> dict[str, Report]:
        return {}

    def open(self, file: str) -> Survey:
        """The survey of a file, as the reference file names it."""
        if file not in self._opened:
            self._opened[file] = self._read(file)
        return self._opened[file]

    def report(self, file: str) -> Report:
        """What `survey.analyze` says of a file by the set's plan."""
        if file not in self._reports:
            self._reports[file] = survey.analyze(self.open(file), self.plan)
        return self._reports[file]

    def reason(self, about: str) -> str:
        """Why a number differs, as far as that is known; empty where it is not."""
        for line in self.told.get("explained", ()):
            if re.search(line["about"], about):
                return str(line["reason"])
        return ""

    def _read(self, file: str) -> Survey:
        told = self.told.get("file", {}).get(file, {})
        path = self.folder / str(told.get("path", f"raw/{file}"))
        if path.suffix == ".xlsx":
            return survey.read(path, plan=self.plan)
        if path.suffix in (".rda", ".RData"):
            frame = frames_of(path)[str(told["frame"])]
        else:
            frame = _frame(path, **told.get("csv", {}))
        found = survey.read(frame, plan=self.plan)
        taken = told.get("as_answers", ())
        return survey.read(frame, codebook=_with_answers(found, taken)) if taken else found

    def has(self, file: str) -> bool:
        """Whether this set opens the file."""
        return file in self.told.get("file", {})


def _frame(path: Path, encoding: str = "utf-8", header_rows: int = 1, separator: str = ",") -> pd.DataFrame:
    """A CSV file with all its header rows; only empty cells are missing, for "NA" may be an answer."""
    options: dict[str, Any] = {
        "encoding": encoding,
        "header": None,
        "sep": separator,
        "keep_default_na": False,
    }
    headers = pd.read_csv(path, nrows=header_rows, dtype=str, **options)
    frame: pd.DataFrame = pd.read_csv(path, skiprows=header_rows, na_values=[""], low_memory=False, **options)
    rows = headers.to_numpy().tolist()
    frame.columns = pd.Index(rows[0]) if header_rows == 1 else pd.MultiIndex.from_arrays(rows)
    return frame


def _with_answers(poll: Survey, headers: Sequence[str]) -> Codebook:
    """The codebook as it was told from the cells, but each of these columns holds answers."""
    changed = {question_of(poll, header).name for header in headers}
    return Codebook(
        tuple(_as_answers(poll, each) if each.name in changed else each for each in poll.codebook)
    )


def _as_answers(poll: Survey, question: Question) -> Question:
    levels = poll.responses.column(question.name).levels
    codes = dict.fromkeys(f"{level:g}" if isinstance(level, float) else str(level) for level in levels)
    answers = tuple(Answer(code, plain(code)) for code in codes)
    return replace(question, kind="single", role="question", answers=answers)


def question_of(poll: Survey, variable: str) -> Question:
    """The question whose column, or whose name, is this; `column 5: …` counts columns of the file."""
    by_place = variable.removeprefix("column ").split(":")[0]
    if variable.startswith("column ") and by_place.isdigit():
        place = int(by_place) - 1
        columns = [column for question in poll.codebook for column in question.columns]
        variable = columns[place]
    wanted = folded(variable)
    for question in poll.codebook:
        if wanted in {folded(question.name), *map(folded, question.columns)}:
            return question
    raise KeyError(f"no question of {variable!r}")


def code_of(question: Question, value: object) -> str:
    """The code of the answer that a reference file calls so."""
    wanted = folded(value)
    for answer in question.answers:
        if wanted in {folded(answer.code), folded(answer.label.to("en")), *map(folded, answer.values)}:
            return answer.code
    raise KeyError(f"{question.name!r} has no answer {value!r}")


def folded(value: object) -> str:
    """A text with its spaces made alike."""
    return " ".join(unicodedata.normalize("NFKC", str(value)).split())
