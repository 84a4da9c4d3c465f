"""Reading in a child process with limits, so that a parser's crash is one clear refusal.

A parser is code of others that a file can drive: it may crash, loop without
end, or ask for all memory there is. In a child none of that reaches the run.
Where the system can fork, the child costs some milliseconds; elsewhere a fresh
Python is started. The child may write no file, which the system sees to, and
Python lets it start no program and open no connection; native code is not held.
"""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import os
import pickle
import signal
import subprocess
import sys
import time
import traceback
import warnings
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, NoReturn, TypeVar

from survey.errors import ReadingError, SurveyError
from survey.reading.checking import Check, check
from survey.reading.door import Look, look, read
from survey.reading.drafts import Draft, drafted
from survey.reading.passage import received, send
from survey.reading.safety import MEGABYTE, SAVE_AGAIN
from survey.reading.tidy import SPACE, by_polars
from survey.reading.waves import read_waves
from survey.vocabulary import EarlierWave, Plan, Survey

Result = TypeVar("Result")

BASE_MEMORY, MEMORY_PER_BYTE = 800 * MEGABYTE, 5
"""Memory that reading may take beyond what the run has: a base, and so much per byte unpacked."""
BASE_SECONDS, SECONDS_PER_MEGABYTE = 20.0, 0.25
"""Time that reading may take: a base, and so much per megabyte unpacked."""
THREADS = min(4, os.cpu_count() or 1)
"""Threads at most that a parser may start: each wants address space of its own."""
KEPT = 8 * MEGABYTE
"""Freed memory that a child keeps for what it unpacks next, rather than have it from the system once more."""
FORBIDDEN = (
    *("socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.system", "os.startfile", "pty.spawn"),
    *("os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod"),
)
"""How those of Python's audit events begin that reading has no need of."""
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


@dataclass(frozen=True)
class Limits:
    """What the child may take: bytes beyond those it starts with, and seconds."""

    memory: int
    seconds: float


def read_confined(source: str | Path, *, plan: Plan | None = None) -> Survey:
    """`survey.read` of a file in a child process with limits of memory and time.

    Raises
    ------
    ReadingError, CodebookError
        As `survey.read`; also where the child crashed or met its limits.
    """
    return confined(read, source, plan=plan, name=str(source), limits=limits_of([Path(source)]))


def read_waves_confined(plan: Plan, folder: str | Path) -> dict[str, EarlierWave]:
    """`survey.read_waves` in a child process with limits of memory and time."""
    files = [Path(folder) / wave.file for trend in plan.trend for wave in trend.waves if wave.file]
    return confined(read_waves, plan, folder, name="the earlier waves", limits=limits_of(files))


def check_confined(source: str | Path, *, plan: Plan | None = None) -> Check:
    """`survey.check` of a file in a child process with limits of memory and time."""
    return confined(check, source, plan=plan, name=str(source), limits=limits_of([Path(source)]))


def init_confined(
    source: str | Path, *, force: bool = False, codebook_only: bool = False, plan: Plan | None = None
) -> Draft:
    """`survey.init` of a file that is read in child processes with limits of memory and time."""
    return drafted(source, force=force, codebook_only=codebook_only, plan=plan, looking=_look_confined)


def _look_confined(source: str | Path, *, plan: Plan | None = None, companion: Path | None = None) -> Look:
    limits = limits_of([Path(source)])
    return confined(look, source, plan=plan, companion=companion, name=str(source), limits=limits)


def limits_of(files: list[Path]) -> Limits:
    """What reading these files may take, by what they unpack to."""
    size = sum(map(_unpacked, dict.fromkeys(files)))
    base = BASE_MEMORY + (SPACE if any(map(_is_for_polars, files)) else 0)
    return Limits(base + MEMORY_PER_BYTE * size, BASE_SECONDS + SECONDS_PER_MEGABYTE * size / MEGABYTE)


def _is_for_polars(path: Path) -> bool:
    """Whether a file may go to polars: a large text, which begins without zero bytes as no archive does."""
    try:
        if not by_polars(path.stat().st_size):
            return False
        with path.open("rb") as stream:
            return b"\0" not in stream.read(4096)
    except OSError:
        return False


def _unpacked(path: Path) -> int:
    """Bytes of a file, unpacked where it is an archive; 0 where there is none."""
    try:
        if not path.is_file():
            return 0
        with path.open("rb") as stream:
            packed = stream.read(2) == b"PK"
        if not packed:
            return path.stat().st_size
        with zipfile.ZipFile(path) as archive:
            return min(sum(part.file_size for part in archive.infolist()), 600 * MEGABYTE)
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError):
        return 0


def confined(
    work: Callable[..., Result], /, *arguments: Any, name: str, limits: Limits, **named: Any
) -> Result:
    """What `work` gives for these arguments, done in a child process.

    Parameters
    ----------
    name
        The file, as a complaint shall call it.

    Raises
    ------
    SurveyError
        As `work` does.
    ReadingError
        The child crashed, or met its limits.
    """
    start = _forked if _can_fork() else _started
    child, stream = start(work, arguments, named, limits)
    deadline = time.monotonic() + limits.seconds
    try:
        answer = received(stream, deadline)
    except TimeoutError:
        raise ReadingError(
            f"{name}: reading took more than {limits.seconds:.0f} s, the limit for a file of this size",
            hint="split the file, or leave out what is not needed; " + SAVE_AGAIN,
        ) from None
    finally:
        status = child.end()
        stream.close()
    if answer is None:
        raise _broken_down(name, status, limits)
    kind, found = answer
    if kind == "complaint":
        raise found
    if kind == "failure":
        raise ReadingError(f"{name}: reading failed on this file: {found}", hint=SAVE_AGAIN)
    result: Result = found
    return result


def _can_fork() -> bool:
    """Whether a fork is safe: macOS has libraries that do not outlive one."""
    return hasattr(os, "fork") and sys.platform != "darwin"


@dataclass
class _Forked:
    """A forked child."""

    pid: int

    def end(self) -> int:
        """Stop it if it still runs; its exit code, negative for a signal."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        _, status = os.waitpid(self.pid, 0)
        return os.waitstatus_to_exitcode(status)


@dataclass
class _Started:
    """A child that was started as a fresh Python."""

    process: subprocess.Popen[bytes]

    def end(self) -> int:
        """Stop it if it still runs; its exit code, negative for a signal."""
        self.process.kill()
        return self.process.wait()


def _forked(
    work: Callable[..., Any], arguments: tuple[Any, ...], named: Mapping[str, Any], limits: Limits
) -> tuple[_Forked, IO[bytes]]:
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        # Linear algebra's idle threads are no hindrance: the child never calls them.
        warnings.simplefilter("ignore", DeprecationWarning)
        pid = os.fork()
    if pid == 0:
        os.close(reading)
        _serve(os.fdopen(writing, "wb"), work, arguments, named, limits)
    os.close(writing)
    return _Forked(pid), os.fdopen(reading, "rb", buffering=0)


def _started(
    work: Callable[..., Any], arguments: tuple[Any, ...], named: Mapping[str, Any], limits: Limits
) -> tuple[_Started, IO[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "-c", "from survey.reading.confined import serve; serve()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        bufsize=0,
    )
    request = pickle.dumps((work, arguments, dict(named), limits))
    with contextlib.suppress(BrokenPipeError):
        if process.stdin:
            process.stdin.write(request)
            process.stdin.close()
    if process.stdout is None:
        raise RuntimeError("a child without a pipe")
    return _Started(process), process.stdout


def serve() -> NoReturn:
    """The child that is a fresh Python: does what it is asked on its standard input."""
    answer = os.fdopen(os.dup(1), "wb")
    work, arguments, named, limits = pickle.load(sys.stdin.buffer)
    _serve(answer, work, arguments, named, limits)


def _serve(
    stream: IO[bytes],
    work: Callable[..., Any],
    arguments: tuple[Any, ...],
    named: Mapping[str, Any],
    limits: Limits,
) -> NoReturn:
    """Do the work within the limits, send what came of it, and end without a trace."""
    code = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        faulthandler.disable()
        os.environ.setdefault("POLARS_MAX_THREADS", str(THREADS))
        gc.disable()  # the child ends before any garbage could matter
        bytes(KEPT)  # the C library of Linux keeps as much as the largest block that it was given back
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        _limit(limits)
        sys.addaudithook(_refuse)
        send(stream, _done(work, arguments, named, limits))
        code = 0
    finally:
        os._exit(code)


def _done(
    work: Callable[..., Any], arguments: tuple[Any, ...], named: Mapping[str, Any], limits: Limits
) -> tuple[str, Any]:
    try:
        return "result", work(*arguments, **named)
    except SurveyError as error:
        error.__cause__ = error.__context__ = None
        return "complaint", error.with_traceback(None)
    except MemoryError:
        return "failure", f"it needs more than {limits.memory / MEGABYTE:,.0f} MB of memory"
    except BaseException as error:  # noqa: BLE001 - a parser's panic is no Exception
        place = traceback.extract_tb(error.__traceback__)[-1:]
        where = "".join(f" at {Path(frame.filename).name}, line {frame.lineno}" for frame in place)
        return "failure", f"{type(error).__name__} {' '.join(str(error).split())[:200]}{where}"


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    """Let the child do nothing but read."""
    if event == "open":
        name, _, flags = arguments
        if flags & _WRITING and not isinstance(name, int):
            raise PermissionError(f"it tried to write {name}")
    elif event.startswith(FORBIDDEN):
        raise PermissionError(f"it tried {event}")


def _limit(limits: Limits) -> None:
    """Hold this process to its limits, as far as the system can: no more memory, no time, no file written."""
    try:
        import resource
    except ImportError:
        return
    wanted = {
        "RLIMIT_AS": _address_space() + limits.memory,
        "RLIMIT_CPU": int(limits.seconds) + 1,
        "RLIMIT_FSIZE": 0,
        "RLIMIT_CORE": 0,
    }
    for name, amount in wanted.items():
        with contextlib.suppress(ValueError, OSError, AttributeError):
            kind = getattr(resource, name)
            _, most = resource.getrlimit(kind)
            resource.setrlimit(kind, (amount if most < 0 else min(amount, most), most))


def _address_space() -> int:
    """Bytes of address space that this process has."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        return pages * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, AttributeError):
        return 1 << 33


def _broken_down(name: str, status: int, limits: Limits) -> ReadingError:
    """The complaint of a child that ended without an answer."""
    said = f"signal {-status}" if status < 0 else f"exit code {status}"
    with contextlib.suppress(ValueError):
        said = signal.Signals(-status).name if status < 0 else said
    return ReadingError(
        f"{name}: the reader broke down on this file ({said}); it is damaged, made to do so, "
        f"or needs more than {limits.memory / MEGABYTE:,.0f} MB of memory",
        hint=SAVE_AGAIN,
    )
