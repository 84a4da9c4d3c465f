"""A report takes the place of another whole or not at all: killed runs, read-only and open targets."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import time
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from survey.reporting import moving, write
from tests.commands import end_here
from tests.reporting.killed import small
from tests.reporting.test_door import names, snapshot

ROOT = Path(__file__).parent.parent.parent
MOMENTS = 20


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
@pytest.mark.parametrize("options", [(), ("--step-aside",)])
def test_a_run_killed_at_any_dealing_with_the_disk_leaves_a_whole_report(
    tmp_path: Path, options: tuple[str, ...]
) -> None:
    driver = [sys.executable, "-m", "tests.reporting.killed", str(tmp_path), *options]
    found = subprocess.run(driver, cwd=ROOT, capture_output=True, text=True, check=True)
    moments = [line.split(maxsplit=1) for line in found.stdout.splitlines()]
    assert len(moments) >= 10, found.stdout
    assert {dealing for dealing, _ in moments} >= {"os.mkdir", "open", "shutil.rmtree"}
    states = [state for _, state in moments]
    put_back = ["put back"] * (len(options) or not sys.platform.startswith(("linux", "darwin")))
    first = states.index("new")
    assert states == ["earlier"] * (first - len(put_back)) + put_back + ["new"] * (len(states) - first)
    folder = tmp_path / "reports" / "2026"
    debris = [path for path in folder.parent.iterdir() if path != folder]
    assert debris
    for path in debris:
        os.utime(path, (0, 0))
    write(small(), folder, formats=("csv",))
    assert names(folder.parent) == ["2026"]


def poll(folder: Path, shift: int) -> Path:
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["sex", "view"])
    for row in range(40):
        book.active.append([["male", "female"][row % 2], ["support", "oppose"][(row + shift) % 3 > 0]])
    book.save(folder / "poll.xlsx")
    return folder / "poll.xlsx"


def command(folder: Path) -> BaseProcess:
    """`survey tables` in a process of its own, forked from one that has imported everything already."""
    forks = multiprocessing.get_context("forkserver")
    forks.set_forkserver_preload(["tests.commands", "survey.analysis", "survey.reporting.excel"])
    arguments = ("tables", "poll.xlsx", "-q", "-o", "reports/poll")
    return forks.Process(target=end_here, args=arguments, kwargs={"cwd": folder})


def seconds_of(process: BaseProcess) -> float:
    """Seconds until a run ends by itself."""
    start = time.monotonic()
    process.start()
    process.join()
    assert process.exitcode == 0
    return time.monotonic() - start


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
def test_a_run_killed_at_twenty_moments_leaves_the_earlier_report_or_the_new_one(tmp_path: Path) -> None:
    folder = tmp_path / "reports" / "poll"
    new_poll = poll(tmp_path, 1).read_bytes()
    seconds_of(command(tmp_path))
    new = snapshot(folder)
    poll(tmp_path, 0)
    took, earlier = seconds_of(command(tmp_path)), snapshot(folder)
    assert new != earlier
    (tmp_path / "poll.xlsx").write_bytes(new_poll)
    killed = 0
    for moment in range(MOMENTS):
        start = time.monotonic()
        process = command(tmp_path)
        process.start()
        process.join(took * (moment + 0.5) / MOMENTS)
        if process.is_alive():
            process.kill()
            process.join()
            killed += 1
        else:
            took = time.monotonic() - start  # the machine has become quicker
        assert snapshot(folder) in (earlier, new), moment
    assert killed
    seconds_of(command(tmp_path))
    assert snapshot(folder) == new
    assert [path.name for path in folder.parent.iterdir() if not path.name.startswith(".")] == ["poll"]


def hold(folder: Path, how: str) -> None:
    """Make a report's folder one that is not to be replaced."""
    if how == "read-only file":
        (folder / "results.csv").chmod(0o444)
    elif how == "read-only folder":
        folder.chmod(0o555)
    elif how == "open in Excel":
        (folder / "~$results.csv").write_bytes(b"\x05owner")
    else:
        (folder / ".~lock.results.csv#").write_text(",,,;", encoding="utf-8")


@pytest.mark.parametrize(
    "how",
    [
        "read-only file",
        pytest.param("read-only folder", marks=pytest.mark.skipif(os.name != "posix", reason="posix modes")),
        "open in Excel",
        "open in LibreOffice",
    ],
)
def test_a_target_in_use_gets_a_second_name(tmp_path: Path, how: str) -> None:
    folder = tmp_path / "2026"
    write(small(), folder, formats=("csv",))
    hold(folder, how)
    before = snapshot(folder)
    for number in (2, 3):
        written = write(small(), folder, formats=("csv",))
        assert written.folder == tmp_path / f"2026-{number}"
        assert all(path.is_file() and path.parent == written.folder for path in written.files)
        assert "was left as it is" in written.warnings[0]
        assert str(written.folder) in written.warnings[0]
        assert ("read-only" if "read-only" in how else "open in another program") in written.warnings[0]
        assert {path.name for path in written.files} == set(snapshot(written.folder))
    assert snapshot(folder) == before
    folder.chmod(0o755)
    assert names(tmp_path) == ["2026", "2026-2", "2026-3"]


def test_a_folder_that_the_system_will_not_move_gets_a_second_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows, where a file that a program has open holds its folder."""
    folder = tmp_path / "2026"
    write(small(), folder, formats=("csv",))
    before, rename = snapshot(folder), Path.rename

    def refuse(source: Path, target: Path) -> Path:
        if source == folder:
            raise PermissionError(13, "The process cannot access the file because it is in use")
        return rename(source, target)

    monkeypatch.setattr(moving, "_exchanged", lambda one, other: False)
    monkeypatch.setattr(Path, "rename", refuse)
    written = write(small(), folder, formats=("csv",))
    assert written.folder == tmp_path / "2026-2"
    assert "it is in use" in written.warnings[0]
    assert snapshot(folder) == before
    assert names(tmp_path) == ["2026", "2026-2"]
