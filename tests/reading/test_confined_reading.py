"""Reading in a child: the same survey as in place, and one clear refusal for whatever befalls the child."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from survey.errors import CodebookError, ReadingError
from survey.reading import confined as door
from survey.reading import read, read_confined, tidy
from survey.reading.confined import Limits, confined, limits_of
from survey.reading.safety import MEGABYTE

ROOM = Limits(600 * MEGABYTE, 60)
ROWS = [["id", "sex", "age"], *[[f"r{n}", "MF"[n % 2], 20 + n % 50] for n in range(300)]]


@pytest.fixture(params=["forked", "started"])
def way(request, monkeypatch):
    """Both ways to have a child."""
    if request.param == "forked" and not hasattr(os, "fork"):
        pytest.skip("this system cannot fork")
    monkeypatch.setattr(door, "_can_fork", lambda: request.param == "forked")


def crash() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def loop() -> None:
    while True:
        time.sleep(0.01)


def grow() -> int:
    return len([np.ones(10 * MEGABYTE) for _ in range(400)])


def write(path: Path) -> None:
    path.write_bytes(b"x" * 100_000)


def connect() -> None:
    socket.create_connection(("127.0.0.1", 9), timeout=1)


def start() -> None:
    subprocess.run([sys.executable, "-c", ""], check=True)


def shell() -> None:
    os.system("true")


def complain() -> None:
    raise CodebookError("no such column", hint="mend it")


def fail() -> None:
    raise KeyError("a fault of ours")


def panic() -> None:
    raise BaseException("a parser's panic")


def test_the_same_survey_as_in_place(way, make_book):
    path = make_book({"Data": ROWS})
    ours, theirs = read(path), read_confined(path)
    assert ours.codebook == theirs.codebook
    assert (ours.log, ours.guesses, ours.source) == (theirs.log, theirs.guesses, theirs.source)
    for name in ours.responses.names:
        assert ours.responses.column(name).levels == theirs.responses.column(name).levels
        assert (ours.responses.column(name).codes == theirs.responses.column(name).codes).all()


@pytest.mark.parametrize(
    ("work", "words"),
    [(crash, "broke down on this file"), (fail, "KeyError"), (panic, "panic"), (grow, "memory")],
)
def test_whatever_befalls_the_child_is_one_refusal(way, work, words):
    with pytest.raises(ReadingError, match=words) as caught:
        confined(work, name="poll.xlsx", limits=ROOM)
    assert caught.value.message.startswith("poll.xlsx: ")
    assert "\n" not in caught.value.message
    assert caught.value.exit_code == 3


def test_an_endless_loop_is_stopped(way):
    with pytest.raises(ReadingError, match="reading took more than 1 s"):
        confined(loop, name="poll.xlsx", limits=Limits(ROOM.memory, 1))


def test_the_child_writes_no_file_and_empties_none(way, tmp_path):
    (tmp_path / "there.txt").write_text("kept", encoding="utf-8")
    for name in ("there.txt", "evil.txt"):
        with pytest.raises(ReadingError, match=rf"PermissionError it tried to write .*{name}"):
            confined(write, tmp_path / name, name="poll.xlsx", limits=ROOM)
    assert [path.read_text(encoding="utf-8") for path in tmp_path.iterdir()] == ["kept"]


@pytest.mark.parametrize(
    ("work", "tried"),
    [
        (connect, r"socket\."),
        (start, "subprocess.Popen"),
        (shell, "os.system"),
        (Path("x").unlink, "os.remove"),
    ],
)
def test_the_child_connects_to_nothing_and_starts_no_program(way, work, tried):
    with pytest.raises(ReadingError, match=f"PermissionError it tried {tried}"):
        confined(work, name="poll.xlsx", limits=ROOM)


def test_complaints_come_back_whole(way):
    with pytest.raises(CodebookError) as caught:
        confined(complain, name="poll.xlsx", limits=ROOM)
    assert (caught.value.message, caught.value.hint) == ("no such column", "mend it")


def test_limits_grow_with_what_a_file_unpacks_to(make_book, tmp_path):
    path = make_book({"Data": ROWS})
    absent, small = limits_of([tmp_path / "none.xlsx"]), limits_of([path])
    assert absent.memory < small.memory < absent.memory + 10 * MEGABYTE
    assert absent.seconds < small.seconds < absent.seconds + 1


def test_only_large_texts_get_the_space_that_polars_sets_aside(tmp_path, monkeypatch):
    pytest.importorskip("polars", reason="needs the extra `large`")
    monkeypatch.setattr(tidy, "LARGE", 1000)
    memory = {}
    for name, content in (("a.csv", b"a,b\n" * 999), ("b.xlsx", b"PK\0\0" * 999), ("c.csv", b"a,b\n" * 9)):
        path = tmp_path / name
        path.write_bytes(content)
        memory[name] = limits_of([path]).memory
    assert memory["a.csv"] - memory["b.xlsx"] >= tidy.SPACE > memory["c.csv"]
