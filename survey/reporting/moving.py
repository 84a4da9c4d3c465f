"""Folders that change places: a new one where an old one stood, in one step where the system can."""

from __future__ import annotations

import ctypes
import os
import secrets
import shutil
import stat
import sys
import time
from collections.abc import Iterable
from itertools import count
from pathlib import Path

NEW, OLD = ".new", ".old"
STALE = 3600.0
"""Seconds after which what a killed run left beside a folder is taken away."""

OPEN = ("~${name}", ".~lock.{name}#")
"""Files that Excel and LibreOffice keep beside a workbook while it is open."""

_HERE, _EXCHANGE = -100, 2
"""Linux's AT_FDCWD and RENAME_EXCHANGE; macOS's RENAME_SWAP is 2 as well."""


def new_folder(place: Path) -> Path:
    """An empty folder beside this one, on the same disk."""
    place = place.resolve()
    place.parent.mkdir(parents=True, exist_ok=True)
    folder = place.parent / f".{place.name}.{secrets.token_hex(4)}{NEW}"
    folder.mkdir()
    return folder


def take_place(aside: Path, place: Path) -> None:
    """The folder aside where the other stands, which is gone then.

    In one step, so that nobody ever finds neither, on Linux and macOS; elsewhere
    the old one steps aside first, and `put_back` finds it if the run ends there.
    """
    place = place.resolve()
    if not place.exists():
        aside.rename(place)
    elif _exchanged(aside, place):
        shutil.rmtree(aside, ignore_errors=True)
    else:
        old = aside.with_suffix(OLD)
        place.rename(old)
        try:
            aside.rename(place)
        except BaseException:
            old.rename(place)
            raise
        shutil.rmtree(old, ignore_errors=True)


def _exchanged(one: Path, other: Path) -> bool:
    """Whether the system exchanged the two names; some systems and disks cannot."""
    try:
        system = ctypes.CDLL(None, use_errno=True)
        names = os.fsencode(one), os.fsencode(other)
        if sys.platform == "darwin":
            return bool(system.renamex_np(*names, _EXCHANGE) == 0)
        return bool(system.renameat2(_HERE, names[0], _HERE, names[1], _EXCHANGE) == 0)
    except (OSError, TypeError, AttributeError):
        return False


def put_back(place: Path) -> None:
    """What runs that were killed left beside a folder: the old one comes back, what is stale goes."""
    place = place.resolve()
    if not place.parent.is_dir():
        return
    left = [folder for folder in place.parent.iterdir() if _left_by(folder, place)]
    for folder in sorted(left, key=lambda folder: folder.stat().st_mtime, reverse=True):
        if folder.suffix == OLD and not place.exists():
            folder.rename(place)
        elif time.time() - folder.stat().st_mtime > STALE:
            shutil.rmtree(folder, ignore_errors=True)


def _left_by(folder: Path, place: Path) -> bool:
    name, _, key = folder.stem.rpartition(".")
    return folder.suffix in (NEW, OLD) and name == f".{place.name}" and len(key) == 8 and folder.is_dir()


def why_held(place: Path, files: Iterable[str]) -> str:
    """Why a folder and these files in it are not to be replaced now; empty where they may be."""
    if os.name == "posix" and place.is_dir() and _read_only(place):
        return f"the folder {place.name} is read-only"
    for name in files:
        path = place / name
        if path.is_file() and _read_only(path):
            return f"{name} is read-only"
        for pattern in OPEN:
            beside = path.with_name(pattern.format(name=path.name))
            if path.is_file() and beside.exists():
                return f"{name} is open in another program, or was when it ended and left {beside.name}"
    return ""


def _read_only(path: Path) -> bool:
    return not path.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)


def second_name(place: Path) -> Path:
    """A name like this one that nothing has."""
    return next(
        name for number in count(2) if not (name := place.with_name(f"{place.name}-{number}")).exists()
    )
