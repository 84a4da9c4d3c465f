"""The command line in this process: for tests of what a command says, a second less than `run`."""

from __future__ import annotations

import io
import signal
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NoReturn
from unittest.mock import patch

from survey.cli import main

SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


def run_here(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """What `survey ARGUMENTS` prints, and its exit code, as if the command had been called in a folder."""
    words = ["survey", *map(str, arguments)]
    output, complaints = io.StringIO(), io.StringIO()
    handlers = {number: signal.getsignal(number) for number in SIGNALS}
    code = 0
    try:
        with (
            chdir(cwd),
            patch.object(sys, "argv", words),
            redirect_stdout(output),
            redirect_stderr(complaints),
        ):
            main()
    except SystemExit as end:
        code = int(end.code or 0)
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
    return subprocess.CompletedProcess(words, code, output.getvalue(), complaints.getvalue())


def end_here(*arguments: str | Path, cwd: Path) -> NoReturn:
    """End this process as the command would."""
    sys.exit(run_here(*arguments, cwd=cwd).returncode)
