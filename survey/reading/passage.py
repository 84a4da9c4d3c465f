"""An answer's way from one process to another: its pickle, columns packed small, arrays beside it."""

from __future__ import annotations

import contextlib
import copyreg
import gc
import io
import os
import pickle
import select
import struct
import time
from collections.abc import Callable, Iterator, Sequence
from typing import IO, Any, cast

import numpy as np
from numpy.typing import NDArray

from survey.reading.safety import MEGABYTE
from survey.vocabulary import Column

MARK = "\x1f"
"""Stands between texts that are sent as one: a unit separator, which no answer has need of."""
_LENGTH = struct.Struct("<Q")


def send(stream: IO[bytes], answer: object) -> None:
    """Send an answer: its pickle, then the arrays that stand outside it, each after its length."""
    buffers: list[pickle.PickleBuffer] = []
    body = io.BytesIO()
    pickler = pickle.Pickler(body, protocol=5, buffer_callback=buffers.append)
    pickler.dispatch_table = _REDUCERS
    pickler.dump(answer)
    views = [body.getbuffer(), *(buffer.raw() for buffer in buffers)]
    stream.write(_LENGTH.pack(len(views)))
    for view in views:
        stream.write(_LENGTH.pack(view.nbytes))
        stream.write(view)
    stream.flush()


def received(stream: IO[bytes], deadline: float) -> Any:
    """The answer that was sent; None where the stream ended without one.

    Raises
    ------
    TimeoutError
        The deadline passed.
    """
    parts: list[bytearray] = []
    head = _exactly(stream, _LENGTH.size, deadline)
    for _ in range(_LENGTH.unpack(head)[0] if head else 0):
        size = _exactly(stream, _LENGTH.size, deadline)
        part = _exactly(stream, _LENGTH.unpack(size)[0], deadline) if size else None
        if part is None:
            return None
        parts.append(part)
    if not parts:
        return None
    with _no_collection():
        return pickle.loads(parts[0], buffers=parts[1:])


@contextlib.contextmanager
def _no_collection() -> Iterator[None]:
    """No look for garbage while many objects are made, none of which is garbage."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _packed(column: Column) -> tuple[Callable[..., Column], tuple[object, ...]]:
    """How a column is sent: codes of as few bytes as will do, levels of one type as one thing."""
    small = np.min_scalar_type(-max(len(column.levels), 1))
    codes = column.codes.astype(small) if small.itemsize < column.codes.itemsize else column.codes
    return _unpacked, (codes, _as_one(column.levels))


def _unpacked(codes: NDArray[np.integer], levels: Sequence[object] | NDArray[Any] | str) -> Column:
    """The column that `_packed` took apart."""
    if isinstance(levels, str):
        levels = levels.split(MARK)
    elif isinstance(levels, np.ndarray):
        levels = levels.tolist()
    return Column(codes.astype(np.int32, copy=False), tuple(levels))


def _as_one(levels: tuple[object, ...]) -> object:
    """Levels as a single text or array where all are texts or numbers of one type; else as they are."""
    kinds = set(map(type, levels))
    if kinds == {str}:
        joined = MARK.join(cast("tuple[str, ...]", levels))
        return joined if joined.count(MARK) == len(levels) - 1 else levels
    if kinds == {float}:
        return np.array(levels, dtype=np.float64)
    if kinds == {int}:
        with contextlib.suppress(OverflowError):
            return np.array(levels, dtype=np.int64)
    return levels


_REDUCERS = {**copyreg.dispatch_table, Column: _packed}
"""How what is sent is taken apart, where pickle shall not do it in its own way."""


def _exactly(stream: IO[bytes], size: int, deadline: float) -> bytearray | None:
    """So many bytes; None where the stream ends before."""
    content = bytearray(size)
    view = memoryview(content)
    while view.nbytes:
        if not _readable(stream, deadline):
            raise TimeoutError
        read_bytes = os.readv(stream.fileno(), [view]) if hasattr(os, "readv") else _into(stream, view)
        if not read_bytes:
            return None
        view = view[read_bytes:]
    return content


def _into(stream: IO[bytes], view: memoryview) -> int:
    found = os.read(stream.fileno(), min(view.nbytes, MEGABYTE))
    view[: len(found)] = found
    return len(found)


def _readable(stream: IO[bytes], deadline: float) -> bool:
    """Whether there is something to read before the deadline; Windows cannot wait for a pipe."""
    if os.name == "nt":
        return time.monotonic() < deadline
    ready, _, _ = select.select([stream], [], [], max(0.0, deadline - time.monotonic()))
    return bool(ready)
