"""Work shared among processes, where the system can fork safely and has processors to spare."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import warnings
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import TypeVar

Result = TypeVar("Result")


def shared(job: Callable[[int], Result], count: int) -> list[Result]:
    """What a job gives for 0, 1 … count − 1, in that order.

    This process does a part, forked ones the others; a part that a fork does
    not bring home, for whatever reason, is done here. A fork that is left
    alone ends with its part.
    """
    hands = min(processors(), count)
    if hands < 2:
        return [job(number) for number in range(count)]
    context, forks = get_context("fork"), []
    for hand in range(1, hands):
        receiving, sending = context.Pipe(duplex=False)
        process = context.Process(target=_send, args=(job, range(hand, count, hands), sending), daemon=True)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # idle threads of libraries are no hindrance
            process.start()
        sending.close()
        forks.append((process, receiving))
    found = {number: job(number) for number in range(0, count, hands)}
    for process, receiving in forks:
        with contextlib.suppress(EOFError, OSError):
            found |= receiving.recv()
        receiving.close()
        process.join()
    return [found[number] if number in found else job(number) for number in range(count)]


def processors() -> int:
    """How many processes may share work: one where a fork is not safe, as beside other threads of ours."""
    if sys.platform == "darwin" or not hasattr(os, "fork") or threading.active_count() > 1:
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _send(job: Callable[[int], object], numbers: range, sending: Connection) -> None:
    with contextlib.suppress(Exception):
        sending.send({number: job(number) for number in numbers})
