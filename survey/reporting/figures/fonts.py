"""Fonts that have the characters a figure needs: asked of the font files, never assumed.

Matplotlib draws an empty box for a character that no font has, and ships a
"Last Resort" font that claims them all; here such a character is an error
that names it and the mend.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from matplotlib.font_manager import FontEntry, findSystemFonts, fontManager
from matplotlib.ft2font import FT2Font

from survey.errors import OutputError
from survey.reporting.figures.pictographs import is_pictured
from survey.vocabulary import Label

EAST_ASIAN = (
    "Noto Sans CJK JP",
    "BIZ UDGothic",
    "Yu Gothic",
    "Hiragino Sans",
    "Hiragino Kaku Gothic ProN",
    "Meiryo",
    "Noto Sans JP",
    "IPAexGothic",
)
WESTERN = (
    "Noto Sans CJK JP",
    "Noto Sans",
    "Segoe UI",
    "Helvetica Neue",
    "Arial",
    "Liberation Sans",
    "DejaVu Sans",
)
LAST_RESORT = "Last Resort"
BUNDLE = "matplotlib_fontja"
ALWAYS = frozenset("0123456789.,:;%()+−–…*=<“”‘’")
BOLD_FROM = 600


@dataclass(frozen=True)
class Fonts:
    """Font families that together have the characters, the first being the main one.

    Parameters
    ----------
    bold
        Whether the main one has a bold face; if not, bold is drawn with an outline.
    """

    families: tuple[str, ...]
    bold: bool


def choose(
    characters: Iterable[str], candidates: Sequence[str] | None = None, house: Sequence[str] = ()
) -> Fonts:
    """The first installed candidate with all these characters, or several that together have them.

    Parameters
    ----------
    candidates
        Family names, the best first; default for what the characters are:
        Japanese gothics when any is Japanese.
    house
        Families that are taken whatever else is there; candidates give what they lack.

    Raises
    ------
    OutputError
        A house's family is not installed, or no candidate has some of the
        characters; they are named, with the mend.
    """
    needed = {c for c in characters if drawable(c) and not (c.isspace() or is_pictured(c))} | ALWAYS
    _register_bundle()
    _register_new_fonts()
    order = tuple(candidates) if candidates is not None else _order(needed)
    found = _found(needed, house, order)
    if absent := [name for name in house if not _entries(name)]:
        raise OutputError(
            f"[figures.style] names the font {absent[0]!r}, which is not installed; figures were not drawn",
            hint="install it, or name another; a font has the name that other programs list it by",
        )
    if found is None:
        raise _complaint(needed, (*house, *order))
    return Fonts(found, bold=any(_weight(entry) >= BOLD_FROM for entry in _entries(found[0])))


def characters(thing: object, language: str) -> set[str]:
    """Characters of every label in a record (or records, or a text), in one language."""
    if isinstance(thing, str):
        return set(thing)
    if isinstance(thing, Label):
        return set(thing.to(language))
    parts: list[object] = []
    if isinstance(thing, tuple | list):
        parts = list(thing)
    elif is_dataclass(thing) and not isinstance(thing, type):
        parts = [getattr(thing, field.name) for field in fields(thing)]
    return set().union(*(characters(part, language) for part in parts if not isinstance(part, str)))


def drawable(character: str) -> bool:
    """Whether a character leaves ink or a space; control characters do not."""
    return character.isprintable() or _private(character)


def _private(character: str) -> bool:
    return "\ue000" <= character <= "\uf8ff" or character >= "\U000f0000"


def _order(needed: set[str]) -> tuple[str, ...]:
    japanese = any("\u3000" <= c <= "\u9fff" or "\uff00" <= c <= "\uffef" for c in needed)
    return (*EAST_ASIAN, *WESTERN) if japanese else (*WESTERN, *EAST_ASIAN)


def _found(needed: set[str], house: Sequence[str], order: Sequence[str]) -> tuple[str, ...] | None:
    """The house's families and those that have what they lack; None where nothing has it."""
    lacking = needed.difference(*(_family_glyphs(name) for name in house))
    rest = _cover(lacking, order) if lacking or not house else ()
    return None if rest is None else (*house, *rest)


def _cover(needed: set[str], order: Sequence[str]) -> tuple[str, ...] | None:
    installed = {name: glyphs for name in dict.fromkeys(order) if (glyphs := _family_glyphs(name))}
    for name, glyphs in installed.items():
        if needed <= glyphs:
            return (name,)
    chosen: list[str] = []
    for name, glyphs in sorted(installed.items(), key=lambda item: len(needed - item[1])):
        if needed & glyphs:
            chosen.append(name)
            needed = needed - glyphs
    return tuple(chosen) if not needed else None


def _entries(name: str) -> list[FontEntry]:
    if name.startswith(LAST_RESORT):
        return []
    return [entry for entry in fontManager.ttflist if entry.name == name and entry.style == "normal"]


def _weight(entry: FontEntry) -> int:
    return entry.weight if isinstance(entry.weight, int) else 400


def _family_glyphs(name: str) -> frozenset[str]:
    entries = _entries(name)
    if not entries:
        return frozenset()
    regular = min(entries, key=lambda entry: abs(_weight(entry) - 400))
    return _glyphs(regular.fname, getattr(regular, "index", 0))


@lru_cache(maxsize=32)
def _glyphs(path: str, face: int) -> frozenset[str]:
    try:
        font = FT2Font(path, face_index=face) if face else FT2Font(path)
    except (OSError, RuntimeError):  # a font that was removed since matplotlib listed it
        return frozenset()
    return frozenset(map(chr, font.get_charmap()))


@lru_cache(maxsize=1)
def _register_bundle() -> None:
    """Make the font of the `ja` extra known, without importing the package (which changes settings)."""
    spec = find_spec(BUNDLE)
    for folder in (spec.submodule_search_locations or []) if spec else []:
        for path in sorted(Path(folder).rglob("*.ttf")):
            fontManager.addfont(str(path))


@lru_cache(maxsize=1)
def _register_new_fonts() -> None:
    """Make fonts known that were installed since matplotlib last looked; its old list decides nothing."""
    known = {entry.fname for entry in fontManager.ttflist}
    for path in sorted(set(findSystemFonts()) - known):
        try:
            fontManager.addfont(path)
        except (OSError, RuntimeError):  # not a font matplotlib can use
            continue


def _complaint(needed: set[str], order: Sequence[str]) -> OutputError:
    missing = needed.difference(*(_family_glyphs(name) for name in order))
    shown = " ".join(c if not _private(c) else f"U+{ord(c):04X}" for c in sorted(missing)[:12])
    more = "" if len(missing) <= 12 else " …"
    return OutputError(
        f"no installed font has {shown}{more} ({len(missing)} of {len(needed)} characters); "
        "figures were not drawn",
        hint='.venv/bin/pip install -e ".[ja]" brings a Japanese font; so does Debian’s fonts-noto-cjk',
    )
