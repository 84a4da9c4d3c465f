"""Random numbers that stay the same: one stream per purpose, plain methods only."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Draws:
    """Streams of one wave. A purpose added later leaves the other streams as they were."""

    seed: int
    year: int

    def stream(self, purpose: str) -> np.random.Generator:
        """The generator for this purpose, always at its beginning."""
        return np.random.Generator(np.random.PCG64([self.seed, self.year, zlib.crc32(purpose.encode())]))

    def uniform(self, purpose: str, size: int) -> Floats:
        """Numbers strictly between 0 and 1, (size,)."""
        return (self.stream(purpose).random(size) * (1 - 2e-12)) + 1e-12

    def logistic(self, purpose: str, size: int) -> Floats:
        """Standard logistic noise, (size,)."""
        uniform = self.uniform(purpose, size)
        return np.asarray(np.log(uniform / (1 - uniform)))

    def order(self, purpose: str, size: int) -> Ints:
        """A random order of `size` things, (size,)."""
        return np.asarray(self.stream(purpose).permutation(size), dtype=np.int64)
