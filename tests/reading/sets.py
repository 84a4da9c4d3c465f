"""How real surveys are read with no plan: `python -m tests.reading.sets [--report] [FOLDER…]`.

Each folder holds a public survey: its files in `raw/` (or, where those are of a
kind that is not read, in `derived/`), and SOURCE.md, whose line "Rows × columns"
says how many respondents and columns there are. Every file of the set that the
line speaks of is read with nothing but its content to go by, and analysed;
`--report` also writes the workbook and the data files. Printed is, for each
file, respondents and columns expected and found, header rows, the kinds of
questions, whether there is a report, and seconds.

By default, all sets of ../shared/data. Exit code 0 when every set is as its
SOURCE.md says and has a report, 1 when one is not, 2 when there is no set.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import survey
from survey.errors import SurveyError

ROOT = Path(__file__).resolve().parents[2]
SOURCE = "SOURCE.md"
KINDS = (".xlsx", ".xlsm", ".sav", ".dta", ".por", ".csv", ".tsv", ".xls", ".xlsb", ".ods")
"""What may be read, what says most of itself first."""

_SIZE = re.compile(r"^- Rows × columns: (.+) × (.+)$", re.MULTILINE)
_DERIVED = re.compile(r"^- `derived/(.+)`", re.MULTILINE)
_EITHER = re.compile(r"\s*[/+]\s*")
EXPLAINED = {
    "recs-2020-codebook": "a codebook; SOURCE.md counts its header and a blank column too",
    "r-survey-api": "five samples of one population, of 37 to 40 columns",
}
"""Why a set is not as its SOURCE.md says."""


@dataclass(frozen=True)
class Size:
    """How many respondents or columns there are: one number, several, or from one to another."""

    words: str

    def holds(self, number: int) -> bool:
        """Whether this many are as said."""
        for part in _EITHER.split(self.words):
            low, _, high = part.partition("–")
            if int(low) <= number <= int(high or low):
                return True
        return False


@dataclass(frozen=True)
class Outcome:
    """What became of one file."""

    slug: str
    file: str
    rows: Size
    columns: Size
    found: tuple[int, int] | None
    header_rows: tuple[int, ...] = ()
    kinds: str = ""
    report: str = ""
    seconds: float = 0.0

    @property
    def as_said(self) -> bool:
        """Whether respondents and columns are those of SOURCE.md, or the difference is explained."""
        if self.found is None:
            return False
        agree = self.rows.holds(self.found[0]) and self.columns.holds(self.found[1])
        return agree or self.slug in EXPLAINED

    def __str__(self) -> str:
        rows, columns = self.found or ("–", "–")
        verdict = "as said" if self.as_said else "DIFFERS"
        return "\t".join(
            (
                self.slug,
                self.file,
                f"{self.rows.words} → {rows}",
                f"{self.columns.words} → {columns}",
                verdict,
                ",".join(map(str, self.header_rows)),
                self.kinds,
                self.report,
                f"{self.seconds:.1f}",
            )
        )


def default_folders() -> list[Path]:
    """Sets beside the repository, in the order of their names."""
    data = Path(os.environ.get("SURVEY_PUBLISHED", ROOT.parent / "shared" / "data"))
    return sorted(path.parent for path in data.glob(f"*/{SOURCE}") if _SIZE.search(_source(path.parent)))


def _source(folder: Path) -> str:
    return (folder / SOURCE).read_text(encoding="utf-8")


def files_of(folder: Path) -> list[Path]:
    """The files of a set that hold respondents: those its reference numbers come from, else the largest."""
    there = [
        path
        for place in ("raw", "derived")
        for path in sorted((folder / place).glob("*"))
        if path.suffix.lower() in KINDS
    ]
    expected = folder / "EXPECTED.json"
    blocks = json.loads(expected.read_text(encoding="utf-8")) if expected.is_file() else {}
    named = {
        Path(str(block["file"]).rpartition("!")[2]).stem
        for part in ("published", "computed")
        for block in blocks.get(part, ())
        if block.get("file")
    }
    chosen = [path for path in there if path.stem in named or path.stem.removesuffix("_g1") in named]
    derived = set(_DERIVED.findall(_source(folder)))
    if not chosen:
        chosen = [path for path in there if path.name in derived]
    if not chosen:
        chosen = sorted(there, key=lambda path: -path.stat().st_size)[:1]
    return _one_of_each(chosen)


def _one_of_each(paths: Sequence[Path]) -> list[Path]:
    """Of files that are called the same, the one that says most of itself."""
    best: dict[str, Path] = {}
    for path in sorted(paths, key=lambda path: KINDS.index(path.suffix.lower())):
        best.setdefault(path.stem, path)
    return list(best.values())


def outcome_of(folder: Path, file: Path, *, analysed: bool = True, written: bool = False) -> Outcome:
    """What a file was read as, and whether there is a report of it."""
    match = _SIZE.search(_source(folder))
    rows, columns = (Size(words) for words in (match[1], match[2])) if match else (Size("0"), Size("0"))
    begin = time.perf_counter()
    try:
        poll = survey.read(file)
        said = "not asked for"
        if analysed or written:
            report = survey.analyze(poll)
            said = f"{len(report.tables)} tables"
        if written:
            with tempfile.TemporaryDirectory() as out:
                said += f", {len(survey.write(report, out).files)} files"
    except SurveyError as error:
        seconds = time.perf_counter() - begin
        return Outcome(folder.name, file.name, rows, columns, None, report=error.message, seconds=seconds)
    kinds = Counter(q.kind if q.role == "question" else q.role for q in poll.codebook)
    return Outcome(
        slug=folder.name,
        file=file.name,
        rows=rows,
        columns=columns,
        found=(len(poll.responses), poll.source.columns),
        header_rows=poll.source.header_rows,
        kinds=" ".join(f"{kind}:{times}" for kind, times in kinds.most_common()),
        report=said,
        seconds=time.perf_counter() - begin,
    )


def main(arguments: Sequence[str]) -> int:
    """Print how the sets were read; the exit code says whether all are as their SOURCE.md says."""
    folders = [Path(argument) for argument in arguments if not argument.startswith("-")] or default_folders()
    if not folders:
        print("there are no real surveys to read", file=sys.stderr)
        return 2
    print("set\tfile\trespondents\tcolumns\tverdict\theader rows\tkinds\treport\tseconds")
    good = 0
    for folder in folders:
        outcomes = []
        for file in files_of(folder):
            outcomes.append(outcome_of(folder, file, written="--report" in arguments))
            print(outcomes[-1], flush=True)
        good += bool(outcomes) and all(each.as_said and each.found for each in outcomes)
        if not outcomes:
            print(f"{folder.name}\tno file of a kind that is read")
    print(f"{good} of {len(folders)} sets as said, with a report")
    return int(good < len(folders))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
