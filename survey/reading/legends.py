"""What the codes of a column mean, where its header says so: 性別（1.男 2.女）, 1 = yes, 2 = no."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from itertools import pairwise

from survey.reading.folding import fold, one_line
from survey.reading.missing import role_of

LONGEST_LABEL = 60
"""Characters of the longest label; more is a wording in which numbers stand."""

_ENTRY = re.compile(
    r"(?:^|(?<=[\s(（［\[【「<,，、､;；/／・|:：?？。]))(\d{1,3})\s*[.．:：=＝)）、､]\s*"
    r"(?=[^\s\d]|\d+(?:[-~〜～–]\d+)?\s*[^\s\d.,、)）])|([①-⑳])\s*"
)
_SAYS = re.compile(r"[^\W\d_]|\A\d+(?:[-~〜～–]\d+|\+)\Z")
"""What a label has: a letter, unless it is a band of numbers."""
_EDGES = " \t\n\u3000,，、､;；/／・|。"
_CLOSED = {"(": ")", "（": "）", "［": "］", "[": "]", "【": "】"}


@lru_cache(maxsize=1 << 12)
def legend_of(header: str) -> Mapping[str, str]:
    """What each code means, {code: label}; empty where the header lists no codes that rise.

    The last run of rising numbers is the list: what goes before it is the question's own number.
    """
    found = list(_ENTRY.finditer(header))
    first = len(found) - 1
    while first > 0 and _number(found[first - 1]) < _number(found[first]):
        first -= 1
    entries = found[max(first, 0) :]
    if len(entries) < 2 or any(_is_numbered(header, entries)):
        return {}
    ends = [entry.start() for entry in entries[1:]]
    closing = _CLOSED.get(header[entries[0].start() - 1 : entries[0].start()], "")
    last = header.find(closing, entries[-1].end()) if closing else len(header)
    ends.append(last if last >= 0 else len(header))
    labels = [
        one_line(header[entry.end() : end]).strip(_EDGES) for entry, end in zip(entries, ends, strict=True)
    ]
    if (
        not all(map(_SAYS.search, labels))
        or len(set(map(fold, labels))) < len(labels)
        or max(map(len, labels)) > LONGEST_LABEL
    ):
        return {}
    return {str(_number(entry)): label for entry, label in zip(entries, labels, strict=True)}


def _number(entry: re.Match[str]) -> int:
    return int(entry[1]) if entry[1] else ord(entry[2]) - ord("①") + 1


def _is_numbered(header: str, entries: list[re.Match[str]]) -> list[bool]:
    """Whether numbers are those of a question and its part, as in 3. 1) item: nothing stands between them."""
    return [not header[one.end() : two.start()].strip(_EDGES) for one, two in pairwise(entries)]


def codes_of(legend: Mapping[str, str], said: Collection[str]) -> frozenset[str]:
    """The codes that cells give and a legend explains; empty where cells give others that it does not.

    A reason for giving none may stand beside them, and one code that lies far above.
    """
    known = frozenset(legend).intersection(said)
    strange = [words for words in said if words not in legend and role_of(words) == "substantive"]
    beyond = all(words.isdecimal() and int(words) > 2 * max(map(int, legend)) for words in strange)
    return known if len(known) > 1 and len(strange) < 2 and beyond else frozenset()
