"""The files of the demo study."""

from __future__ import annotations

import tempfile
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from survey.demo.ledger import WAVES
from survey.demo.sheets import SYNTHETIC, workbook_bytes
from survey.demo.waves import build
from survey.errors import OutputError

_PLAN = Path(__file__).with_name("survey.toml")
_LAST_SAVED_BY_US = "lastModifiedBy>survey demo<"
_NO_PROPERTIES = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, RuntimeError)
"""What a file complains of that is no workbook, or a damaged or locked one."""


def demo(folder: Path | str, *, seed: int = 2026) -> tuple[Path, ...]:
    """Write 2024.xlsx, 2025.xlsx, 2026.xlsx and survey.toml to `folder`; their paths.

    Workbooks of an earlier demo are replaced, all of them at the end. A file of
    the same name that is somebody's own, and a plan that somebody has edited,
    are never touched.

    Parameters
    ----------
    seed
        Seed of the synthetic respondents; the same seed gives the same bytes.

    Raises
    ------
    OutputError
        The folder, or a file in it, cannot be written, or a file of somebody's
        own has the name of one of ours.
    """
    target = Path(folder)
    books = {year: target / f"{year}.xlsx" for year in WAVES}
    paths = (*books.values(), target / _PLAN.name)
    try:
        target.mkdir(parents=True, exist_ok=True)
        _refuse_to_overwrite(paths)
        contents = {book: workbook_bytes(year, build(year, seed).rows) for year, book in books.items()}
        contents[target / _PLAN.name] = _PLAN.read_bytes()
        _refuse_to_overwrite(paths)  # building took seconds
        _put_in_place(target, contents)
    except OSError as error:
        raise OutputError(
            f"{target}: the demo study cannot be written ({error.strerror})",
            hint="name a folder you may write to",
        ) from error
    return paths


def _refuse_to_overwrite(paths: Sequence[Path]) -> None:
    """An error that names the files which are not as a demo writes them."""
    foreign = [path for path in paths if path.exists() and not _replaceable(path)]
    if foreign:
        names = ", ".join(map(str, foreign))
        raise OutputError(
            f"{names}: there already, and not as `survey demo` writes it; it would be lost",
            hint="choose another folder, as in `survey demo FOLDER`",
        )


def _replaceable(path: Path) -> bool:
    if not path.is_file():
        return False
    return _is_our_workbook(path) if path.suffix == ".xlsx" else path.read_bytes() == _PLAN.read_bytes()


def _is_our_workbook(path: Path) -> bool:
    """Whether its properties call it synthetic and nobody has saved it since we did."""
    try:
        with zipfile.ZipFile(path) as archive:
            properties = archive.read("docProps/core.xml").decode("utf-8")
    except _NO_PROPERTIES:
        return False
    return SYNTHETIC in properties and _LAST_SAVED_BY_US in properties


def _put_in_place(target: Path, contents: Mapping[Path, bytes]) -> None:
    """All files written aside first, so that an interruption leaves no half of a study."""
    with tempfile.TemporaryDirectory(prefix=".survey-demo-", dir=target) as aside:
        ready = {}
        for path, content in contents.items():
            if not path.exists() or path.read_bytes() != content:
                ready[path] = Path(aside, path.name)
                ready[path].write_bytes(content)
        for path, written in ready.items():
            written.replace(path)
