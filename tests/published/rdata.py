"""Data frames of R's own files (.rda, .RData), read as a notebook user would have them: as DataFrames.

References
----------
R Core Team, *R Internals*, section 1.8, "Serialization Formats".
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

NOTHING = {0, 254, 242, 241, 251, 252, 253}
"""Codes of values without content: NULL and the environments that R always has."""

MISSING_INTEGER = -(2**31)


@dataclass(eq=False)
class Vector:
    """One R value: its elements, and its attributes by name."""

    elements: Any
    attributes: dict[str, Any] = field(default_factory=dict)


def frames_of(path: Path) -> dict[str, pd.DataFrame]:
    """The data frames that the file holds, by name."""
    content = _inflated(path.read_bytes())
    if content[:5] not in (b"RDX2\n", b"RDX3\n") or content[5:7] != b"X\n":
        raise ValueError(f"{path} is not one of R's binary files")
    stored = _Stream(content, 7).whole()
    return {
        name: _frame(value)
        for name, value in stored.items()
        if isinstance(value, Vector) and "data.frame" in _texts(value.attributes.get("class"))
    }


def _inflated(content: bytes) -> bytes:
    for start, inflate in (
        (b"\x1f\x8b", gzip.decompress),
        (b"BZh", bz2.decompress),
        (b"\xfd7zXZ", lzma.decompress),
    ):
        if content.startswith(start):
            return inflate(content)
    return content


def _texts(value: Any) -> list[str]:
    return list(value.elements) if isinstance(value, Vector) else []


def _frame(value: Vector) -> pd.DataFrame:
    names = _texts(value.attributes["names"])
    return pd.DataFrame({name: _column(column) for name, column in zip(names, value.elements, strict=True)})


def _column(value: Vector) -> pd.Series[Any]:
    """A column; what is coded, by factor levels or by value labels, as its labels."""
    labels = {}
    if "levels" in value.attributes:
        labels = {float(i): text for i, text in enumerate(_texts(value.attributes["levels"]), start=1)}
    elif "labels" in value.attributes:
        given = value.attributes["labels"]
        labels = dict(zip(given.elements, _texts(given.attributes["names"]), strict=True))
    elements = [labels.get(element, element) for element in value.elements]
    return pd.Series([None if _is_missing(element) else element for element in elements], dtype=object)


def _is_missing(element: object) -> bool:
    return element is None or (isinstance(element, float) and np.isnan(element))


class _Stream:
    """R values, read one after the other."""

    def __init__(self, content: bytes, start: int) -> None:
        self.content = content
        self.place = start
        self.seen: list[Any] = []
        self.readers: Mapping[int, Callable[[int], Any]] = {
            1: self._symbol,
            2: self._pairs,
            6: self._pairs,
            9: self._characters,
            10: lambda _: Vector(self._integers()),
            13: lambda _: Vector(self._integers()),
            14: lambda _: Vector(self._reals()),
            16: lambda _: Vector([self.value() for _ in range(self._integer())]),
            19: lambda _: Vector([self.value() for _ in range(self._integer())]),
            238: self._compact,
            255: lambda flags: self.seen[(flags >> 8) - 1],
        }

    def whole(self) -> dict[str, Any]:
        """What the file stores, by name."""
        version = self._integer()
        self.place += 8  # versions of R: the writer's, and the oldest that can read it
        if version == 3:
            self._take(self._integer())  # the name of the encoding
        return dict(self.value())

    def value(self) -> Any:
        """The next value with its attributes."""
        flags = self._integer()
        kind = flags & 255
        if kind in NOTHING:
            return None
        if kind not in self.readers:
            raise ValueError(f"a value of R's kind {kind} stands in the file, and is not read here")
        found = self.readers[kind](flags)
        if isinstance(found, Vector) and kind not in (255, 238) and flags & 512:
            found.attributes = dict(self.value())
        return found

    def _take(self, size: int) -> bytes:
        self.place += size
        return self.content[self.place - size : self.place]

    def _integer(self) -> int:
        return int(struct.unpack(">i", self._take(4))[0])

    def _integers(self) -> list[float | None]:
        size = self._integer()
        found = np.frombuffer(self._take(4 * size), ">i4", size)
        return [None if each == MISSING_INTEGER else float(each) for each in found]

    def _reals(self) -> list[float]:
        size = self._integer()
        return [float(each) for each in np.frombuffer(self._take(8 * size), ">f8", size)]

    def _characters(self, flags: int) -> str | None:
        size = self._integer()
        if size < 0:
            return None
        return self._take(size).decode("latin-1" if flags >> 12 & 4 else "utf-8")

    def _symbol(self, _: int) -> str:
        name = str(self.value())
        self.seen.append(name)
        return name

    def _pairs(self, flags: int) -> list[tuple[str, Any]]:
        """A list of tagged values, to its end."""
        found = []
        kind = flags & 255
        while kind not in NOTHING:
            if flags & 512:
                self.value()
            tag = self.value() if flags & 1024 else ""
            found.append((str(tag), self.value()))
            flags = self._integer()
            kind = flags & 255
        return found

    def _compact(self, _: int) -> Vector:
        """A vector that R stores by how it came about: a sequence, or another vector."""
        name = str(self.value()[0][1])
        state = self.value()
        self.value()
        if name in ("compact_intseq", "compact_realseq"):
            size, first, step = state.elements
            return Vector([first + step * i for i in range(int(size))])
        if name.startswith("wrap_"):
            wrapped = state.elements[0] if isinstance(state, Vector) else state[0][1]
            return Vector(wrapped.elements, wrapped.attributes)
        raise ValueError(f"R stored a vector as {name!r}, which is not read here")
