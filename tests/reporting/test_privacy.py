"""Personal data and open text never reach any file of a report."""

from __future__ import annotations

import datetime
import zipfile
from pathlib import Path

from openpyxl import Workbook

from survey.analysis import analyze
from survey.reading import read
from survey.reporting import write

PERSONAL = {
    "氏名": lambda row: f"仮名{row:03}",
    "email": lambda row: f"box{row:03}@example.org",
    "電話番号": lambda row: f"090-0000-{row:04}",
    "IP Address": lambda row: f"198.51.100.{row}",
    "生年月日": lambda row: datetime.datetime(1950, 1, 1) + datetime.timedelta(days=row * 97),
    "GPS": lambda row: f"35.{row:04},139.{row:04}",
    "住所": lambda row: f"見本県見本市{row}丁目",
    "ご意見": lambda row: f"連絡先は秘密{row:03}番です" if row % 7 == 0 else None,
}


def workbook(folder: Path) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["ID", *PERSONAL, "性別", "支持"])
    for row in range(1, 91):
        answers = [["男", "女"][row % 2], ["賛成", "反対", "わからない"][row % 3]]
        sheet.append([f"K{row:05}", *(make(row) for make in PERSONAL.values()), *answers])
    book.save(folder / "poll.xlsx")
    return folder / "poll.xlsx"


def everything_written(folder: Path) -> str:
    texts = []
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as book:
                texts += [book.read(name).decode("utf-8", "ignore") for name in book.namelist()]
        elif path.is_file() and path.suffix != ".png":
            texts.append(path.read_text(encoding="utf-8"))
    return "\n".join(texts)


def test_nothing_personal_is_written(tmp_path: Path) -> None:
    poll = read(workbook(tmp_path))
    written = write(analyze(poll), tmp_path / "report", formats=("xlsx", "csv", "svg"))
    found = everything_written(Path(written.folder))
    assert "賛成" in found
    for row in range(1, 91):
        for name, make in PERSONAL.items():
            value = make(row)
            if value is not None:
                shown = f"{value:%Y-%m-%d}" if isinstance(value, datetime.datetime) else str(value)
                assert shown not in found, name


def test_a_repr_says_nothing_of_anybody(tmp_path: Path) -> None:
    poll = read(workbook(tmp_path))
    assert "仮名" not in repr(poll)
    assert "90 respondents" in repr(poll)
