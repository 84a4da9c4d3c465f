"""Hostile files, run as the command line would: `python -m tests.nasty.run MANIFEST.json [ID…]`.

Every case is `survey analyze FILE -o FOLDER` in a fresh process. Asked of each:
the outcome the manifest states (`analyse` exit 0; `analyse_with_warning` exit 0
and a warning of its own; `refuse` exit 2 or 3 with one clear line), no
traceback, under 1 GB and 30 s, nothing written outside the folder, no payload
run, the canary in no output, an earlier report whole after a refusal, and the
case's `checks`. Memory is the largest process of the run.

Exit code 0 when every case is as written, 1 when one is not, 2 without cases.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.nasty.checking import failures

ROOT = Path(__file__).resolve().parents[2]
MEGABYTES, SECONDS = 1000, 30
LEFT_TO_RUN = 60
"""Seconds after which a run is stopped, late as it is."""
EARLIER = {"results.csv": "an earlier report", "manifest.json": '{"output": {"results.csv": ""}}'}
"""What stands in the folder before a run."""
GENERIC = ("columns were read by detection", "the design was recognised")
"""Warnings that say nothing of what is wrong with a file."""


@dataclass
class Run:
    """One process: how it ended, what it said and took."""

    code: int
    said: str
    told: str
    megabytes: float
    seconds: float


@dataclass
class Outcome:
    """What a case came to, and everything that is not as it should be."""

    found: str
    run: Run
    wrong: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def run(arguments: Sequence[str], folder: Path) -> Run:
    """A fresh Python in a folder, with the largest memory of its processes."""
    out, err = folder / ".stdout", folder / ".stderr"
    started = time.monotonic()
    paths = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH", ""))))
    with out.open("wb") as stdout, err.open("wb") as stderr:
        child = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=folder,
            stdout=stdout,
            stderr=stderr,
            env={**os.environ, "PYTHONPATH": paths},
            start_new_session=True,
        )
        timer = threading.Timer(LEFT_TO_RUN, _stop, (child.pid,))
        timer.start()
        _, status, usage = os.wait4(child.pid, 0)
        timer.cancel()
    child.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.monotonic() - started
    said, told = (path.read_text(encoding="utf-8", errors="replace") for path in (out, err))
    out.unlink()
    err.unlink()
    return Run(child.returncode, said, told, usage.ru_maxrss / 1024, seconds)


def _stop(pid: int) -> None:
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def judged(case: Mapping[str, Any], file: Path, canary: bytes) -> Outcome:
    """One case, run and held against what the manifest states."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        target = folder / "report"
        target.mkdir()
        for path, words in EARLIER.items():
            (target / path).write_text(words, encoding="utf-8")
        traps = _trapped()
        found = run(["-m", "survey", "analyze", "-o", "report", "--", str(file)], folder)
        outcome = Outcome(_found(found), found)
        if outcome.found != case["outcome"] and (outcome.found, case["outcome"]) != (
            "analyse_with_warning",
            "analyse",
        ):
            outcome.wrong.append(f"outcome: {_last_line(found)}")
        outcome.wrong += _asked_of_every(found, folder, canary)
        if _trapped() != traps:
            outcome.wrong.append(f"a payload ran: {sorted(_trapped() - traps)}")
        if case["outcome"] != "refuse" and found.code == 0:
            facts = run(["-m", "tests.nasty.facts", str(file)], folder)
            known = json.loads(facts.said) if facts.code == 0 else {"refused": facts.told[-300:]}
            wrong, outcome.unknown = failures(known, case.get("checks", {}))
            outcome.wrong += wrong
        return outcome


def _found(found: Run) -> str:
    """The outcome as the manifest would call it."""
    if found.code != 0:
        return "refuse" if found.code in (2, 3) else f"exit {found.code}"
    return "analyse_with_warning" if _warnings(found) else "analyse"


def _warnings(found: Run) -> list[str]:
    """Warnings that speak of this file."""
    lines = [line.strip()[2:] for line in found.said.splitlines() if line.startswith("  ! ")]
    return [line for line in lines if not any(words in line for words in GENERIC)]


def _last_line(found: Run) -> str:
    lines = [line for line in found.told.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("error:")]
    return ((errors or lines)[-1:] or [f"exit {found.code}"])[0][:200]


def _asked_of_every(found: Run, folder: Path, canary: bytes) -> Iterator[str]:
    """What is wrong with a run whatever its case."""
    if found.megabytes > MEGABYTES:
        yield f"{found.megabytes:,.0f} MB"
    if found.seconds > SECONDS:
        yield f"{found.seconds:.0f} s"
    if "Traceback" in found.told + found.said or "panicked" in found.told:
        yield "a traceback"
    if found.code != 0:
        errors = [line for line in found.told.splitlines() if line.startswith("error:")]
        if len(errors) != 1:
            yield f"{len(errors)} error lines"
        left = {path.name: path.read_bytes() for path in (folder / "report").iterdir() if path.is_file()}
        if left != {path: words.encode() for path, words in EARLIER.items()}:
            yield f"an earlier report is not whole: {sorted(left)}"
    strays = sorted(path.name for path in folder.iterdir() if path.name != "report")
    if strays:
        yield f"written outside the folder: {strays}"
    if canary:
        yield from (
            f"the canary is in {path.name}"
            for path in (folder / "report").rglob("*")
            if path.is_file() and canary in _content(path)
        )
    for path in (folder / "report").rglob("*.svg"):
        if "<script" in path.read_text(encoding="utf-8").lower():
            yield f"a script in {path.name}"


def _content(path: Path) -> bytes:
    if path.suffix != ".xlsx":
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def _trapped() -> set[str]:
    found = {str(path) for path in Path("/tmp").glob("pwned*")}
    return found | {str(path) for path in Path("/tmp").glob("evil*")}


def main(arguments: Sequence[str]) -> int:
    """Run the cases of a manifest and print what came of each; the exit code."""
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    manifest = Path(arguments[0]).resolve()
    cases = json.loads(manifest.read_text(encoding="utf-8"))["cases"]
    chosen = [case for case in cases if not arguments[1:] or case["id"] in arguments[1:]]
    if not chosen:
        print(f"no case in {manifest}", file=sys.stderr)
        return 2
    secret = manifest.with_name("canary.txt")
    canary = secret.read_bytes().strip() if secret.is_file() else b""
    failed = 0
    most = [0.0, 0.0]
    for case in chosen:
        outcome = judged(case, manifest.parent / case["file"], canary)
        failed += bool(outcome.wrong)
        most = [max(most[0], outcome.run.megabytes), max(most[1], outcome.run.seconds)]
        print(
            f"{'ok  ' if not outcome.wrong else 'FAIL'} {case['id']:<5} {case['outcome']:<21}"
            f"{outcome.found:<21}{outcome.run.megabytes:6.0f} MB {outcome.run.seconds:5.1f} s  "
            f"{case['what'][:60]}",
            flush=True,
        )
        for line in outcome.wrong:
            print(f"       {line}", flush=True)
        if outcome.unknown:
            print(f"       not checked: {', '.join(outcome.unknown)}", flush=True)
    print(f"{len(chosen) - failed} of {len(chosen)} as written; most {most[0]:.0f} MB, {most[1]:.1f} s")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
