"""Which encoding a text file is in: all are scored by how likely their letters are, none tried in turn."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

CANDIDATES = ("utf-8", "cp932", "euc-jp", "cp1252", "mac-roman")
"""What is scored where no byte order mark says it; the first of equals wins."""
NAMES = {"utf-8-sig": "UTF-8", "utf-8": "UTF-8", "mac-roman": "Mac Roman"}
ESCAPES = "its escape sequences say so"
ASCII = "it holds ASCII letters only, which all encodings share"
WINDOWS, WINDOW = 8, 4_000
"""Places of a file that are sampled, and bytes of whole lines after which each is left."""
LONGEST = 1 << 16
"""Bytes before and after a telling letter that are taken of a line."""
VALID = 1.0
"""What being valid UTF-8 counts for, which other encodings' letters hardly ever are."""
STRAYS = 0.01
"""Share of zero bytes up to which a program left them in a text by mistake."""
LEAP = 1 << 16
"""Bytes that are passed over at once where all are ASCII."""
SCORED_LETTERS = 4_000
"""Letters outside ASCII that are scored, spread over the sample."""
BROKEN = 0.05
"""Share of the letters outside ASCII that may be broken: an export that counts bytes cuts some in two."""
DOUBTFUL = 0.6
"""Score below which an encoding is likely to be another one than those that are scored."""
FEW_KANA = 3
"""Hiragana, whose two bytes other encodings hardly write, that bear out a text of half-width kana."""
TELLING_LETTERS = 40
"""Letters outside ASCII from which the lack of others tells something."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_JIS = (b"\x1b$B", b"\x1b$@")
"""What goes before Japanese letters in ISO-2022-JP, whose bytes are all ASCII."""
_OUTSIDE_ASCII = re.compile(rb"[\x80-\xff]")
_LINE_END = re.compile(rb"[\r\n]|\Z")
_BROKEN = re.compile("\ufffd+")
_HALF_WIDTH = re.compile(r"[\uff61-\uff9f]+")
_NO_ASCII = dict.fromkeys(range(128))
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_FOREIGN_WORD = re.compile(r"[^\W\d_a-zA-Z]{4,}")
_HIRAGANA = re.compile("[\u3041-\u3093]")
_KANA = re.compile("[\u3041-\u30fa]")
_COMMON_MARKS = frozenset("’‘“”–—…€£°«»•·×")


@dataclass(frozen=True)
class Encoding:
    """The encoding chosen, and the next best.

    Parameters
    ----------
    evidence
        What spoke for it, in words.
    runner_up
        The candidate that scored next; empty where there is no doubt.
    doubt
        Why it may be an encoding that is no candidate; empty where nothing says so.
    """

    name: str
    evidence: str
    runner_up: str = ""
    doubt: str = ""


def choose_encoding(content: bytes) -> Encoding:
    """The encoding in which a file's letters are likeliest to have been meant."""
    for mark, name in _MARKS:
        if content.startswith(mark):
            return Encoding(name, "its first bytes say so")
    if wide := wide_without_mark(content[:4096]):
        return Encoding(wide, "its zero bytes say so")
    if content.isascii():
        escaped = any(sequence in content for sequence in _JIS)
        return Encoding("iso-2022-jp", ESCAPES) if escaped else Encoding("utf-8", ASCII)
    sample = _sample(content)
    scores = {name: score for name in CANDIDATES if (score := _score(sample, name)) is not None}
    if not scores:
        return Encoding("cp1252", "no encoding fits all of it")
    ranked = sorted(scores, key=lambda name: -scores[name])
    best = ranked[0]
    evidence = f"of its letters outside ASCII it makes the likeliest text (score {min(scores[best], 1):.2f}"
    doubt = "" if best == "utf-8" else _doubt(sample.decode(best, errors="replace"), best, scores[best])
    if len(ranked) == 1:
        return Encoding(best, f"{evidence}; no other can read it)", doubt=doubt)
    return Encoding(best, f"{evidence}, next {ranked[1]} {scores[ranked[1]]:.2f})", ranked[1], doubt)


def _doubt(words: str, name: str, score: float) -> str:
    """Why words may be in an encoding that is no candidate; empty where they look as they should."""
    foreign = "".join(words.split()).translate(_NO_ASCII)
    example = max(_FOREIGN.findall(words), key=len, default="")[:20]
    if score < DOUBTFUL and not (name == "cp932" and len(_HIRAGANA.findall(words)) >= FEW_KANA):
        return f"read so, its letters make unlikely words, such as {example!r}"
    if name in ("cp1252", "mac-roman"):
        runs = sum(map(len, _FOREIGN_WORD.findall(words)))
        if runs > 0.5 * len(foreign):
            return f"whole words are of accented letters, such as {example!r}, as in none of its languages"
    elif name == "euc-jp" and len(foreign) >= TELLING_LETTERS and not _KANA.search(words):
        return f"no kana stands among its letters, such as {example!r}, as in Chinese"
    return ""


def wide_without_mark(first: bytes) -> str:
    """UTF-16 without a mark, told by zero bytes at every other place only, more than strays; else empty."""
    even, odd = first[::2].count(0), first[1::2].count(0)
    if (even and odd) or even + odd <= STRAYS * len(first):
        return ""
    return "utf-16-le" if odd else "utf-16-be"


def _sample(content: bytes) -> bytes:
    """Lines with letters outside ASCII, from the start and from all over the file.

    A line end is one in all candidates, so that few letters are cut in two.
    """
    found: dict[bytes, None] = {}
    for part in range(WINDOWS):
        begin = content.find(b"\n", len(content) * part // WINDOWS) + 1 if part else 0
        taken = 0
        for line in _telling_lines(content, begin):
            found[line] = None
            taken += len(line)
            if taken > WINDOW:
                break
    return b"\n".join(found)


def _telling_lines(content: bytes, begin: int) -> Iterator[bytes]:
    """Lines with letters outside ASCII, from a place where a line begins; of very long ones a part."""
    while (place := _outside_ascii(content, begin)) is not None:
        start = max(begin, *(content.rfind(end, begin, place) + 1 for end in (b"\n", b"\r")))
        end = _LINE_END.search(content, place)
        begin = end.start() if end else len(content)
        yield content[max(start, place - LONGEST) : min(begin, place + LONGEST)]


def _outside_ascii(content: bytes, begin: int) -> int | None:
    """The first place, from `begin`, of a byte outside ASCII; None where there is none."""
    for start in range(begin, len(content), LEAP):
        if content[start : start + LEAP].isascii():
            continue
        if found := _OUTSIDE_ASCII.search(content, start):
            return found.start()
    return None


def _score(sample: bytes, name: str) -> float | None:
    """Mean plausibility of the letters outside ASCII, from -1 to 1; None where too many are broken."""
    try:
        words = sample.decode(name)
    except UnicodeDecodeError:
        words = sample.decode(name, errors="replace")
        if len(_BROKEN.findall(words)) > BROKEN * sum(letter > "\x7f" for letter in words):
            return None
    if name == "cp932":
        words = _HALF_WIDTH.sub(lambda run: run[0] if len(run[0]) > 1 else "\ufffd", words)
    places = [place for place, letter in enumerate(words) if letter > "\x7f"]
    step = max(1, len(places) // SCORED_LETTERS)
    points = [_plausible(words, place) for place in places[::step]]
    score = sum(points) / len(points) if points else 0.0
    return score + VALID if name == "utf-8" else score


def _plausible(words: str, place: int) -> float:
    letter = words[place]
    before = words[place - 1] if place else " "
    after = words[place + 1] if place + 1 < len(words) else " "
    if letter == "\xa0":
        return 0.8 if before.isalnum() or after.isalnum() or before in ".,;:!?" else 0.2
    if letter in _COMMON_MARKS:
        within = before.isascii() and after.isascii() and before.isalpha() and after.isalpha()
        return 1.0 if letter != "’" or within else 0.7
    kind = unicodedata.category(letter)
    if kind.startswith("C"):
        return 0.0 if kind == "Cf" else -1.0
    if "\u3040" <= letter <= "\u30ff" or "\u3000" <= letter <= "\u3011" or "\uff01" <= letter <= "\uff5e":
        return 1.0
    if "\uff61" <= letter <= "\uff9f":
        return 0.3
    if "\u4e00" <= letter <= "\u9fff":
        beside_letters = any(each.isascii() and each.isalpha() for each in (before, after))
        return -0.6 if beside_letters else 0.8
    if kind.startswith("L"):
        return _plausible_letter(letter, before, after)
    return -0.3


def _plausible_letter(letter: str, before: str, after: str) -> float:
    """A letter of the Latin or another alphabet: a capital inside a word is unlikely."""
    if letter > "\u024f":
        return 0.3
    if letter.isupper() and (before.islower() or (before.isspace() and after.isspace())):
        return -1.0
    in_word = before.isalpha() or after.isalpha()
    usual = letter.casefold() in "äöüßéèêëàâçñáíóúôîïûùåøæœãõ"
    return (0.9 if usual else 0.4) if in_word else -0.2


def decoded_pieces(content: bytes, name: str, size: int, *, errors: str = "replace") -> Iterator[str]:
    """The text of a file, piece by piece; bytes that are no letters become U+FFFD, unless told otherwise."""
    decoder = codecs.getincrementaldecoder(name)(errors=errors)
    for start in range(0, len(content), size):
        yield decoder.decode(content[start : start + size])
    yield decoder.decode(b"", final=True)
