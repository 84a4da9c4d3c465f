"""Files with names or of kinds that no survey has: told in a line a terminal can show, never waited for."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from survey.cli.speaking import in_json, visible
from survey.errors import ReadingError
from survey.reading import read_confined

LINE = "id,sex,q1\n"
PEOPLE = "".join(f"r{number},{'MF'[number % 2]},{['Yes', 'No'][number % 3 == 0]}\n" for number in range(40))


def said(folder: Path, *arguments: bytes | str) -> tuple[int, list[str]]:
    found = subprocess.run(
        [sys.executable, "-m", "survey", *arguments],
        cwd=folder,
        capture_output=True,
        check=False,
        timeout=120,
    )
    return found.returncode, (found.stdout + found.stderr).decode().splitlines()


@pytest.mark.skipif(os.name == "nt", reason="Windows forbids such names")
@pytest.mark.parametrize(
    ("name", "shown"),
    [(b"a\nb\x1b[31m.csv", r"a\nb\x1b[31m.csv"), (b"\xff\xfe.csv", r"\udcff\udcfe.csv")],
)
def test_names_that_would_steer_a_terminal_are_shown_escaped(tmp_path, name, shown):
    path = tmp_path / os.fsdecode(name)
    path.touch()
    code, lines = said(tmp_path, b"check", b"--", name)
    assert code == 3
    assert f"error: {shown}: the file is empty (0 bytes)" in lines
    path.write_text(LINE + PEOPLE, encoding="utf-8")
    code, lines = said(tmp_path, b"check", b"--", name)
    assert code == 0
    assert not any("\x1b" in line for line in lines)


def test_what_a_terminal_shows_stays_as_it_is():
    assert visible("満足　①\u00a0😀") == "満足　①\u00a0😀"
    assert visible("a\tb\u202ec\nd") == r"a\tb\u202ec\nd"
    assert visible("a\nb", lines=True) == "a\nb"


@pytest.mark.skipif(os.name == "nt", reason="Windows forbids such names")
def test_a_workbook_whose_name_is_no_text_is_read(tmp_path):
    book = openpyxl.Workbook()
    for line in (LINE + PEOPLE).splitlines():
        book.worksheets[0].append(line.split(","))
    path = tmp_path / os.fsdecode(b"\xff poll.xlsx")
    book.save(path)
    code, lines = said(
        tmp_path, b"analyze", b"--formats", b"xlsx", b"-o", b"report", b"--", os.fsencode(path)
    )
    assert code == 0
    assert any(r"\udcff poll.xlsx: sheet Sheet" in line for line in lines)
    assert (tmp_path / "report" / "\ufffd poll.xlsx").is_file()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_named_pipe_is_refused_and_not_waited_for(tmp_path):
    path = tmp_path / "poll.xlsx"
    os.mkfifo(path)
    with pytest.raises(ReadingError, match="not an ordinary file"):
        read_confined(path)


def test_a_link_to_nothing_is_told_as_such(tmp_path):
    path = tmp_path / "poll.xlsx"
    path.symlink_to("gone.xlsx")
    with pytest.raises(ReadingError, match=r"a link to gone\.xlsx, which is not there"):
        read_confined(path)


def test_json_stays_json_whatever_it_tells():
    told = {"q\x7f\x85\u2028": ["a\x1b[31m\n", "\u202e満足", "\udcff"]}
    shown = in_json(told)
    assert json.loads(shown) == told
    assert visible(shown, lines=True) == shown
