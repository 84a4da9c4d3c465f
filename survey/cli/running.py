"""The command `survey` as the system sees it: one clear line for each complaint, and an exit code."""

from __future__ import annotations

import os
import signal
import sys
from typing import NoReturn

import click
from click.exceptions import NoArgsIsHelpError

from survey.cli.commands import cli
from survey.cli.speaking import complain
from survey.errors import OutputError, PlanError, SurveyError

INTERRUPTED = 130
SINGLE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


def main() -> None:
    """The command `survey`: runs it, and turns every complaint into one clear line.

    Our matrices are small: a linear algebra library that shares them out among
    threads is several times slower, and may add in another order each time.
    """
    for name in SINGLE_THREAD:
        os.environ.setdefault(name, "1")
    interruption = _Interruption()
    try:
        code = cli.main(standalone_mode=False)
    except (click.Abort, KeyboardInterrupt):
        code = INTERRUPTED
    except NoArgsIsHelpError as complaint:
        complaint.show()
        code = complaint.exit_code
    except click.UsageError as complaint:
        code = complain(PlanError(complaint.format_message(), hint=_help_of(complaint)))
    except SurveyError as error:
        code = complain(error)
    except OSError as error:
        code = complain(OutputError(f"{error.filename or 'the output'}: {error.strerror or error}"))
    except Exception:
        if not interruption.asked:
            raise
        code = INTERRUPTED
    if code == INTERRUPTED:
        _end_interrupted()
    sys.exit(code if isinstance(code, int) else 0)


def _end_interrupted() -> NoReturn:
    """Say so and end at once.

    An interruption that met a library's start-up makes Python end by the
    signal itself, whatever exit code it is asked for; only this is certain.
    """
    click.echo("interrupted; the earlier report, if any, is untouched", err=True)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(INTERRUPTED)


class _Interruption:
    """Whether the person at the keyboard, or the system, asked for an end.

    What a library makes of the interruption may be another error; that it was
    asked for decides.
    """

    def __init__(self) -> None:
        self.asked = False
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), self._note)

    def _note(self, _number: int, _frame: object) -> None:
        self.asked = True
        raise KeyboardInterrupt


def _help_of(complaint: click.UsageError) -> str:
    command = complaint.ctx.command_path if complaint.ctx else "survey"
    return f"see {command} --help"
