"""Processor's seconds and memory of reading a file whole, and of its peers on the same file, as ratios.

.venv/bin/python benchmarks/reading.py [--rounds N] [--large] [--csv ROWS]

Mixed Japanese workbooks of 2,000 and 50,000 × 60 (with --large also 200,000),
written here, against python-calamine's `to_python` and openpyxl's read-only
mode, and a CSV of 200,000 × 60 (--csv 1000000 for the large one) against
polars' reader with its cast to categories. Ours is all of reading: every
check, the child process, coding, and telling what the columns are. Every
measurement is a process of its own that has imported what it needs, but for
ours, which loads polars (extra `large`) when a file is large.
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
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
KINDS = (
    *("id", "day", "sex", "place"),
    *["likert"] * 20,
    *["code"] * 16,
    *["tick"] * 10,
    *["amount"] * 6,
    *["words"] * 4,
)
WORDY = (
    *("id", "day", "sex", "place"),
    *["likert"] * 32,
    *["amount"] * 6,
    *["prose"] * 10,
    *["several"] * 8,
)
"""Answers of which a third are sentences, or several options in a cell, which take longest to understand."""
SAID = {
    "sex": ("男性", "女性"),
    "place": ("北海道", "東京都", "大阪府", "愛知県", "福岡県", "沖縄県", "京都府"),
    "likert": ("非常に満足", "やや満足", "どちらともいえない", "やや不満", "非常に不満", "わからない"),
}
OPTIONS = ("食料品の値上げ", "光熱費", "ガソリン代", "家賃・住宅ローン", "教育費", "医療費", "税金", "その他")
SUBJECTS = ("物価", "電気代", "給料", "年金", "消費税", "教育費", "家賃", "医療費", "政府", "近所の店")
CLAUSES = ("が上がって", "が下がらず", "を考えると", "のせいで", "ばかりで")
FEELINGS = ("生活が苦しい", "将来が不安だ", "我慢している", "節約するしかない", "納得できない", "仕方がない")
PHRASE = "この商品はとても使いやすく価格も手頃だと思いますしかし配送が遅い点は改善してほしい"
STEP = 5_000
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def answers(rows: int, kinds: Sequence[str] = KINDS) -> Iterator[list[list[object]]]:
    """Answers of invented people, a few thousand rows at a time; None is a blank."""
    random = np.random.default_rng(20_261)
    for start in range(0, rows, STEP):
        size = min(STEP, rows - start)
        columns = [_column(kind, random.random(size), start) for kind in kinds]
        yield [list(row) for row in zip(*columns, strict=True)]


def _column(kind: str, drawn: np.ndarray, start: int) -> list[object]:
    if kind == "id":
        return list(range(start + 1, start + len(drawn) + 1))
    if kind == "day":
        return (46_000 + (drawn * 30).astype(int)).tolist()
    if kind == "tick":
        return ["○" if x < 0.3 else None for x in drawn]
    kept = [None if x < 0.05 else (x - 0.05) / 0.95 for x in drawn.tolist()]
    if kind == "code":
        return [None if x is None else 1 + int(x * 5) for x in kept]
    if kind == "amount":
        return [None if x is None else round(x * 1000, 1) for x in kept]
    if kind == "words":
        return [f"{PHRASE[int(x * 100) :][:12]}{int(x * 1e6)}" if x and x < 0.25 else None for x in kept]
    if kind == "several":
        return [_several(np.random.default_rng(int(x * 1e9))) if x else None for x in kept]
    if kind == "prose":
        return [_prose(np.random.default_rng(int(x * 1e9))) if x else None for x in kept]
    said = SAID[kind]
    return [None if x is None else said[int(x * len(said))] for x in kept]


def _several(random: np.random.Generator) -> str:
    chosen = random.permutation(len(OPTIONS))[: random.integers(1, 5)]
    return ", ".join(OPTIONS[place] for place in chosen)


def _prose(random: np.random.Generator) -> str:
    """One to four invented sentences."""

    def drawn(words: Sequence[str]) -> str:
        return words[random.integers(len(words))]

    return "".join(
        f"{drawn(SUBJECTS)}{drawn(CLAUSES)}、{drawn(SUBJECTS)}{drawn(CLAUSES)}{drawn(FEELINGS)}{drawn('。！')}"
        for _ in range(random.integers(1, 5))
    )


def headers(kinds: Sequence[str] = KINDS) -> list[str]:
    """A header for each column."""
    return [f"問{number} {kind}についてお答えください" for number, kind in enumerate(kinds, 1)]


def _letters(column: int) -> str:
    return chr(65 + column) if column < 26 else chr(64 + column // 26) + chr(65 + column % 26)


def workbook(path: Path, rows: int, kinds: Sequence[str] = KINDS) -> Path:
    """A workbook as Excel writes it: shared strings, one sheet, a style for days."""
    strings: dict[str, int] = {}
    names = [_letters(place) for place in range(len(kinds))]

    def cell(place: int, row: int, value: object) -> str:
        if value is None:
            return ""
        if isinstance(value, str):
            number = strings.setdefault(value, len(strings))
            return f'<c r="{names[place]}{row}" t="s"><v>{number}</v></c>'
        style = ' s="1"' if kinds[place] == "day" else ""
        return f'<c r="{names[place]}{row}"{style}><v>{value}</v></c>'

    def line(row: int, values: list[object]) -> str:
        return f'<row r="{row}">{"".join(cell(place, row, v) for place, v in enumerate(values))}</row>'

    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
        with packed.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(f'<?xml version="1.0"?><worksheet xmlns="{MAIN}"><sheetData>'.encode())
            sheet.write(line(1, list(headers(kinds))).encode())
            row = 2
            for block in answers(rows, kinds):
                sheet.write("".join(line(row + n, values) for n, values in enumerate(block)).encode())
                row += len(block)
            sheet.write(b"</sheetData></worksheet>")
        items = "".join(f"<si><t>{words}</t></si>" for words in strings)
        packed.writestr(
            "xl/sharedStrings.xml",
            f'<?xml version="1.0"?><sst xmlns="{MAIN}" uniqueCount="{len(strings)}">{items}</sst>',
        )
        for part, content in _frame().items():
            packed.writestr(part, f'<?xml version="1.0"?>{content}')
    return path


def _frame() -> dict[str, str]:
    """The parts around a sheet that make a package of it."""
    parts = {"workbook": "sheet.main", "worksheets/sheet1": "worksheet", "sharedStrings": "sharedStrings"}
    parts["styles"] = "styles"
    types = "".join(
        f'<Override PartName="/xl/{part}.xml" ContentType="{TYPE}.{kind}+xml"/>'
        for part, kind in parts.items()
    )
    inner = {"worksheets/sheet1": "worksheet", "sharedStrings": "sharedStrings", "styles": "styles"}
    links = "".join(
        f'<Relationship Id="r{n}" Type="{RELATIONS}/{kind}" Target="{part}.xml"/>'
        for n, (part, kind) in enumerate(inner.items(), 1)
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets><sheet name="回答" '
        'sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{links}'
        "</Relationships>",
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts>'
        '<fills count="1"><fill><patternFill/></fill></fills><borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0"/>'
        '<xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
    }


def text_file(path: Path, rows: int) -> Path:
    """The same answers as a CSV."""
    with path.open("w", encoding="utf-8", newline="") as out:
        out.write(",".join(headers()) + "\n")
        for block in answers(rows):
            out.writelines(",".join("" if v is None else str(v) for v in row) + "\n" for row in block)
    return path


def with_ours(path: str) -> Callable[[], object]:
    """All of reading, as the command line reads."""
    from survey.reading import read_confined

    return lambda: read_confined(path)


def with_calamine(path: str) -> Callable[[], object]:
    """calamine's cells as Python's lists."""
    from python_calamine import CalamineWorkbook

    return lambda: CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()


def with_openpyxl(path: str) -> Callable[[], object]:
    """openpyxl's cells in its read-only mode."""
    import openpyxl

    def every_row() -> int:
        book = openpyxl.load_workbook(path, read_only=True)
        return sum(1 for _ in book.worksheets[0].iter_rows(values_only=True))

    return every_row


def with_polars(path: str) -> Callable[[], object]:
    """polars' reader, every column cast to categories."""
    import polars

    return lambda: polars.read_csv(path, infer_schema=False).with_columns(
        polars.all().cast(polars.Categorical)
    )


WAYS = {"ours": with_ours, "calamine": with_calamine, "openpyxl": with_openpyxl, "polars": with_polars}


def _cpu() -> float:
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def measure(way: str, path: str) -> None:
    """One measurement in this process, printed as JSON."""
    work = WAYS[way](path)
    before, began = _cpu(), time.perf_counter()
    kept = work()
    spent, passed = _cpu() - before, time.perf_counter() - began
    peak = max(resource.getrusage(w).ru_maxrss for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(json.dumps({"cpu": spent, "passed": passed, "megabytes": peak / 1024, "kept": kept is not None}))


def rounds(ways: list[str], path: Path, times: int) -> dict[str, dict[str, float]]:
    """Medians of each way on a file, taken in turn, {way: {cpu, passed, megabytes}}."""
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    found: dict[str, list[dict[str, float]]] = {way: [] for way in ways}
    for _ in range(times):
        for way in ways:
            done = subprocess.run(
                [sys.executable, __file__, "--one", way, str(path)],
                env=environment,
                capture_output=True,
                check=True,
            )
            found[way].append(json.loads(done.stdout))
    return {
        way: {key: statistics.median(each[key] for each in runs) for key in ("cpu", "passed", "megabytes")}
        for way, runs in found.items()
    }


def report(title: str, found: dict[str, dict[str, float]], wanted: dict[str, str]) -> None:
    """Print what each way took, and our ratio to each peer."""
    print(title)
    for way, taken in found.items():
        ratio = "" if way == "ours" else f"   ours / {way} {found['ours']['cpu'] / taken['cpu']:.2f}"
        print(
            f"  {way:<9}{taken['cpu']:8.2f} s of processor {taken['passed']:8.2f} s passed "
            f"{taken['megabytes']:7,.0f} MB{ratio}{'  wanted ' + wanted[way] if way in wanted else ''}"
        )


def main() -> None:
    """Measure every size and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--csv", type=int, default=200_000)
    chosen = parser.parse_args()
    if chosen.one:
        measure(*chosen.one)
        return
    with tempfile.TemporaryDirectory() as folder:
        books = [(2_000, KINDS, ""), (2_000, WORDY, ", a third of them sentences or several options")]
        books += [(rows, KINDS, "") for rows in (50_000, *([200_000] if chosen.large else []))]
        for rows, kinds, what in books:
            path = workbook(Path(folder) / f"{rows}.xlsx", rows, kinds)
            ways = ["ours", "calamine", *(["openpyxl"] if rows < 200_000 else [])]
            wanted = {"calamine": "at most 2", "openpyxl": "at most 0.33"}
            report(f".xlsx, {rows:,} × {len(kinds)}{what}", rounds(ways, path, chosen.rounds), wanted)
            path.unlink()
        path = text_file(Path(folder) / "poll.csv", chosen.csv)
        found = rounds(["ours", "polars"], path, chosen.rounds)
        report(f".csv, {chosen.csv:,} × {len(KINDS)}", found, {"polars": "at most 2"})


if __name__ == "__main__":
    main()
