"""Several entries in one cell of a codebook: `M;male`, with quotes around what could be misread."""

from __future__ import annotations

import re
from collections.abc import Iterable

_ENTRY = re.compile(r'\s*(?:"((?:[^"]|"")*)"|([^;；]*))\s*(?:[;；]|$)')
_SEPARATOR = re.compile(r'"([^"]*)"|(\S+)')
_SPELLED = {"newline": "\n", "改行": "\n", "space": " ", "tab": "\t"}


def entries_in(cell: str) -> tuple[str, ...]:
    """The entries between semicolons; quotes keep the spaces and semicolons of an entry."""
    found, place = [], 0
    while place < len(cell):
        match = _ENTRY.match(cell, place)
        if match is None:
            following = re.search("[;；]|$", cell[place:])
            stop = place + (following.start() if following else 0)
            found.append(cell[place:stop].strip())
            place = stop + 1
            continue
        quoted, plain = match.groups()
        found.append(plain.strip() if quoted is None else quoted.replace('""', '"'))
        place = match.end()
    return tuple(entry for entry in found if entry)


def as_entries(entries: Iterable[str]) -> str:
    """Entries as `entries_in` reads them back."""
    return ";".join(map(_entry, entries))


def _entry(words: str) -> str:
    plain = words == words.strip() and not re.search('[;；"]', words)
    return words if plain and words else '"' + words.replace('"', '""') + '"'


def separators_in(cell: str) -> tuple[str, ...]:
    """Separators with spaces between them; `newline`, `space` and `tab` are spelled out, ", " is quoted."""
    found = (quoted or _SPELLED.get(plain.casefold(), plain) for quoted, plain in _SEPARATOR.findall(cell))
    return tuple(found)


def as_separators(separators: Iterable[str]) -> str:
    """Separators as `separators_in` reads them back."""
    names = {separator: name for name, separator in reversed(_SPELLED.items())}
    return " ".join(names.get(each, f'"{each}"' if re.search(r"\s", each) else each) for each in separators)
