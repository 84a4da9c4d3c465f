"""How long the report's workbook takes, as a ratio to openpyxl's write-only mode writing the same cells.

.venv/bin/python benchmarks/workbook.py [--rounds N] [QUESTIONSxCOLUMNS ...]

Ours is the whole workbook from a finished report: layout, widths, marks, links,
printed pages, the Table of the sheet Data. The peer is handed the finished
cells of the same book, sheet by sheet: their values alone, and with their
looks. Processor's seconds, each run in a process of its own, in turn; memory is
the high-water mark of the process that makes the report and the book, imports
and analysis included.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from io import BytesIO
from pathlib import Path

from null_marks import BANNERS, respondents

PEOPLE = 2_000
SIZES = ("60x26", "72x26", "200x26", "200x60")
MEGABYTE = 1024.0


def book(size: str, out: Path) -> dict[str, float]:
    """The workbook of so many questions by so many columns."""
    import survey
    from survey.reporting.data import result_lines
    from survey.reporting.excel import workbook
    from survey.reporting.parts import part
    from survey.vocabulary import DesignPlan, Plan, TablePlan

    questions, columns = map(int, size.split("x"))
    poll = respondents(1, PEOPLE, questions=questions, banners=banners(columns))
    asked = tuple(f"b{place}" for place in range(len(banners(columns))))
    report = survey.analyze(poll, Plan(design=DesignPlan(weight="w"), tables=TablePlan(banner=asked)))
    report = part(report, [f"q{place}" for place in range(questions)])
    assert {len(table.columns) for table in report.tables.values()} == {columns}
    start = time.process_time()
    content = workbook(report)
    took = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE
    out.write_bytes(content)
    return {"seconds": took, "memory": peak, "lines": len(result_lines(report, "en"))}


def banners(columns: int) -> tuple[int, ...]:
    """Sizes of banner questions that have so many columns together, the total not among them."""
    found = [*BANNERS]
    while sum(found) + 1 < columns:
        found.append(min(6, columns - 1 - sum(found)))
    return tuple(found)


def peer(source: Path, *, looks: bool) -> dict[str, float]:
    """The same cells in write-only mode."""
    from openpyxl import Workbook, load_workbook
    from openpyxl.cell import WriteOnlyCell

    made, copy = load_workbook(source), Workbook(write_only=True)
    for name in ("fonts", "fills", "borders", "alignments", "protections", "number_formats", "cell_styles"):
        setattr(copy, f"_{name}", getattr(made, f"_{name}"))
    cells = {
        sheet.title: [[(cell.value, cell._style) for cell in row] for row in sheet.iter_rows()]
        for sheet in made
    }
    count = sum(value is not None for rows in cells.values() for row in rows for value, _ in row)
    start = time.process_time()
    for title, rows in cells.items():
        sheet = copy.create_sheet(title)
        for row in rows:
            sheet.append([_cell(sheet, *each, WriteOnlyCell) if looks else each[0] for each in row])
    copy.save(BytesIO())
    return {"seconds": time.process_time() - start, "cells": count}


def _cell(sheet: object, value: object, style: object, kind: type) -> object:
    if value is None:
        return None
    cell = kind(sheet, value=value)
    cell._style = style
    return cell


def apart(*arguments: str) -> dict[str, float]:
    """One job in a process of its own, on one thread."""
    command = [sys.executable, __file__, "--job", *arguments]
    one = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    found: dict[str, float] = json.loads(
        subprocess.run(command, check=True, stdout=subprocess.PIPE, env=one).stdout
    )
    return found


def line(size: str, rounds: int, folder: Path) -> str:
    """One line of the table."""
    out = folder / f"{size}.xlsx"
    runs = [
        (apart("book", size, str(out)), apart("looks", str(out)), apart("bare", str(out)))
        for _ in range(rounds)
    ]
    ours, looks, bare = ([run[place]["seconds"] for run in runs] for place in range(3))
    of_looks, of_bare = (
        sorted(mine / theirs for mine, theirs in zip(ours, peers, strict=True)) for peers in (looks, bare)
    )
    first = runs[0]
    parts = (
        size.replace("x", " × "),
        f"{first[0]['lines']:,.0f}",
        f"{first[1]['cells']:,.0f}",
        f"{statistics.median(ours):.1f} s",
        f"{statistics.median(looks):.1f} s",
        ratio(of_looks),
        f"{statistics.median(bare):.1f} s",
        ratio(of_bare),
        f"{max(run[0]['memory'] for run in runs):.0f} MB",
    )
    return f"| {' | '.join(parts)} |"


def ratio(found: list[float]) -> str:
    """Median, least and most."""
    return f"{statistics.median(found):.2f} ({found[0]:.2f} to {found[-1]:.2f})"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("sizes", nargs="*", default=SIZES, metavar="QUESTIONSxCOLUMNS")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--job", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.job:
        job, *given = arguments.sizes
        found = (
            book(given[0], Path(given[1])) if job == "book" else peer(Path(given[0]), looks=job == "looks")
        )
        print(json.dumps(found))
        return
    print(
        "| questions × columns | lines of Data | cells | ours "
        "| with looks | ratio | values alone | ratio | memory |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for size in arguments.sizes:
            print(line(size, arguments.rounds, Path(folder)), flush=True)


if __name__ == "__main__":
    main()
