"""Markup looked at in pieces: where words stand in one, and pieces cut where a tag begins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
_NOWHERE = np.empty(0, dtype=np.intp)


def places(content: bytes, words: bytes) -> NDArray[np.intp]:
    """Where words of two bytes or more begin, (occurrences,): quicker than to find one after another.

    Content that lacks one of their letters is passed over at once.
    """
    if not all(letter in content for letter in words):
        return _NOWHERE
    letters = np.frombuffer(content, dtype=np.uint8)
    last = max(len(letters) - len(words) + 1, 0)
    begun = letters[:last] == words[0]
    begun &= letters[1 : last + 1] == words[1]
    found = np.flatnonzero(begun) if begun.any() else _NOWHERE
    for distance, letter in enumerate(words[2:], 2):
        found = found[letters[found + distance] == letter]
    return found


@dataclass
class Pieces:
    """Pieces of markup as they come, given on with every cut right before a tag.

    Parameters
    ----------
    tag
        How what may be cut begins, such as `<row`.
    """

    tag: bytes
    _waiting: list[bytes] = field(default_factory=list, repr=False)

    def whole(self, content: bytes) -> Iterator[bytes]:
        """What can be looked at now that this piece has come; what begins with the last tag waits."""
        cut = content.rfind(self.tag)
        if cut < 0:
            self._waiting.append(content)
            return
        self._waiting.append(content[:cut])
        yield from self.rest()
        self._waiting = [content[cut:]]

    def rest(self) -> Iterator[bytes]:
        """What waits."""
        whole = b"".join(self._waiting)
        self._waiting = []
        if whole:
            yield whole
