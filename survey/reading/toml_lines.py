"""On which line of a TOML file a key stands, so that a complaint can say so."""

from __future__ import annotations

import re
from collections.abc import Sequence

Path = tuple[str | int, ...]

_HEADER = re.compile(r"^\s*(\[\[?)\s*(.+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(
    r"""^\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*'))*)\s*="""
)
_PART = re.compile(r"""[A-Za-z0-9_-]+|"[^"]*"|'[^']*'""")
_STRING = re.compile(r'''""".*?"""|\'\'\'.*?\'\'\'|(?P<open>"""|\'\'\').*|"(?:\\.|[^"\\])*"|'[^']*'|#.*''')


def line_of(content: str, path: Sequence[str | int]) -> int | None:
    """The line, from 1, on which the value at `path` is set; of the nearest thing around it otherwise."""
    lines = key_lines(content)
    for length in range(len(path), 0, -1):
        if (line := lines.get(tuple(path[:length]))) is not None:
            return line
    return None


def key_lines(content: str) -> dict[Path, int]:
    """Where each table and key stands, {path: line}; an array of tables counts its entries from 0."""
    found: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    inside = ""
    depth = 0
    for number, line in enumerate(content.splitlines(), 1):
        if inside:
            if inside in line:
                line, inside = line.split(inside, 1)[1], ""
            else:
                continue
        elif depth == 0:
            if match := _HEADER.match(line):
                table = _table(match[1], match[2], counts)
                found.setdefault(table, number)
                continue
            if match := _KEY.match(line):
                path: Path = (*table, *_parts(match[1]))
                found.setdefault(path, number)
                found.update({(*path, key): number for key in _inline_keys(line[match.end() :])})
        opened = next((match["open"] for match in _STRING.finditer(line) if match["open"]), None)
        inside = opened or ""
        bare = _STRING.sub("", line)
        depth = max(0, depth + sum(bare.count(c) for c in "[{") - sum(bare.count(c) for c in "]}"))
    return found


def _table(brackets: str, words: str, counts: dict[Path, int]) -> Path:
    """The path a table header opens; each part that is an array of tables means its latest entry."""
    parts = _parts(words)
    path: Path = ()
    for place, part in enumerate(parts):
        path = (*path, part)
        if brackets == "[[" and place == len(parts) - 1:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _parts(words: str) -> Path:
    return tuple(part.strip("\"'") for part in _PART.findall(words))


def _inline_keys(value: str) -> list[str]:
    """Keys of an inline table that stands on the key's own line."""
    if not value.lstrip().startswith("{"):
        return []
    return re.findall(r"[{,]\s*([A-Za-z0-9_-]+)\s*=", value)
