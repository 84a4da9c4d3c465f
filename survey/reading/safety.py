"""The limits of what is unpacked and read, and the one complaint that a parser's trouble becomes."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from survey.errors import ReadingError, SurveyError

MEGABYTE = 1 << 20
EXPANDED_LIMIT = 600 * MEGABYTE
"""Bytes a workbook may unpack to."""
RATIO_LIMIT = 150
"""How many times its packed size a large part may unpack to; sheets of answers stay below 30."""
SMALL_PART = 10 * MEGABYTE
CELL_LIMIT = 15_000_000
"""Rows × columns a sheet may span: a reader needs some 30 bytes for each, filled or not."""
COLUMN_LIMIT = 5_000
LAST_ROW = 1_048_576
CHUNK = 4 * MEGABYTE
PIECE = MEGABYTE // 8
"""Bytes of markup that are looked at together: few enough for the memory that the last ones left."""

SAVE_AGAIN = "open it in Excel or LibreOffice, save it again as .xlsx, and try once more"


_DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError),
    UnicodeDecodeError,  # names of parts that are no text
)


def locked(path: Path) -> ReadingError:
    """The complaint of a workbook that only a password, or the right to it, opens."""
    return ReadingError(
        f"{path}: the workbook is protected with a password or by rights management",
        hint="open it in Excel and save an unprotected copy",
    )


@contextmanager
def unpacking(path: Path) -> Iterator[zipfile.ZipFile]:
    """The archive that a file is, open for reading; whatever is wrong with it is one ReadingError."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except _DAMAGE as error:
        if "encrypted" in str(error):
            raise locked(path) from error
        raise ReadingError(
            f"{path}: the file is damaged or cut short ({error})",
            hint="fetch it again from where it came; " + SAVE_AGAIN,
        ) from error


class Parsing:
    """Turns whatever a parser raises, a Rust panic included, into one ReadingError.

    Parameters
    ----------
    name
        The file, as the complaint shall call it.
    hint
        What helps where the file is damaged.
    """

    def __init__(self, name: str, *, what: str = "workbook", hint: str = SAVE_AGAIN) -> None:
        self.name = name
        self.what = what
        self.hint = hint

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None or isinstance(error, SurveyError | KeyboardInterrupt | SystemExit):
            return
        if isinstance(error, MemoryError):
            raise ReadingError(
                f"{self.name}: to read the {self.what} takes more memory than there is",
                hint="split it, or delete what is not needed, and save it again",
            ) from error
        what = " ".join(str(error).split())[:200] or type(error).__name__
        raise ReadingError(f"{self.name}: the {self.what} is damaged: {what}", hint=self.hint) from error
