"""What neighbouring headers share, and what each adds: how platforms write a question's parts."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import groupby, pairwise

from survey.reading.folding import fold
from survey.reading.profiles import Profile

Split = Callable[[Profile], tuple[str, str] | None]
"""What a header shares with its neighbours, and what it adds; None where it is not written so."""

SHORTEST_LEAD = 12
"""Characters that headers must share at their beginning for it to be a question."""

LAST = frozenset((*range(88, 100), *range(995, 1000)))
"""Numbers of a question's last parts, other, none and don't know, before which numbers may be left out."""

_PREFIX = re.compile(
    r"(q|question|v|var|item|s|sq|f|d|c|a|b|x|preg(unta)?|pergunta|frage|column|row"
    r"|問|設問|質問|項目)?[ _.]*",
    re.IGNORECASE,
)
_LIME = re.compile(r"^([^\[\]]+)\[([^\[\]]+)\][._:]*\s*(.*?)\s*\[([^\[\]]*)\]\s*$", re.DOTALL)
_LIME_CODE = re.compile(r"^([A-Za-z]\w*)\[(\w+)\](?:\[\w+\])?$")
_BRACKET = re.compile(r"^(.*\S)\s*[\[［]([^\[\]［］]+)[\]］]\s*$", re.DOTALL)
_ROUND_BRACKET = re.compile(r"^(.*\S)\s*[(（]([^()（）]+)[)）]\s*$", re.DOTALL)
_NUMBERED = re.compile(r"^(.*[^\s_.\-](?=[\s_.\-])|.*[^\d\s_.\-])[\s_.\-]*(\d{1,3})\s*$", re.DOTALL)
_QUESTION = re.compile(
    r"^(?:q|question|問|設問|質問)?\s*(\d{1,3})\s*[.:)．、：）]\s*(\S.*)$", re.IGNORECASE | re.DOTALL
)
_SUB = re.compile(
    r"^((?:[A-Za-z]{0,8}|問|設問|質問)[ _.]?\d{1,3})"
    r"(?:[ _]?([a-z])(?![a-z])|([A-Z])(?=[.:)）．、：\s]|$)|[-_.－ー](\d{1,2})(?!\d)"
    r"|[(（](\d{1,2}|[ア-ンa-z])[)）]"
    r"|([ア-オカ-コサ-ソ①-⑳]))"
    r"[\s.:)）．、：]*(.*)$",
    re.DOTALL,
)
_VARIABLE = re.compile(r"^([A-Za-z][A-Za-z_]*)\d{1,2}[a-z]?\. (.+)$", re.DOTALL)
_DUMMY = re.compile(r"^([A-Za-z]\w*)\s*==\s*(?:\d+\.\s*)?(\S.*)$", re.DOTALL)
_CHOICE = re.compile(r"^(.*\S)\s*\(choice=(.+)\)\s*$", re.DOTALL)
_CHECKBOX = re.compile(r"^(\w*?[^\W_])___(\w+)$")
_NUMBER_BRACKET = re.compile(
    r"^q?(\d{1,3})(?:\s*[、.．:：].*)?\s*[(（]([^()（）]+)[)）]\s*$", re.DOTALL | re.IGNORECASE
)
_COLON = re.compile(r"^([^:：]{1,100})[:：]\s*(\S.{9,})$", re.DOTALL)
_WORDS = re.compile(r"^([A-Za-z][A-Za-z0-9]*)_(.+)$")
_JAPANESE = re.compile(r"[\u3040-\u9fff]")


def by_path(profile: Profile) -> tuple[str, str] | None:
    """Several header rows: the group, and the lowest."""
    path = profile.heading.path
    return (" / ".join(path[:-1]), path[-1]) if len(path) > 1 else None


def by_middle(profile: Profile) -> tuple[str, str] | None:
    """Three header rows, the lowest of which says how items are coded: the group and this, and the item."""
    path = profile.heading.path
    return (f"{path[0]} / {path[2]}", path[1]) if len(path) == 3 else None


def by_platform(profile: Profile) -> tuple[str, str] | None:
    """`code[sub]. question [option]`."""
    match = _LIME.match(profile.heading.path[-1])
    if match:
        return f"{match[1]}. {match[3]}", match[4] or match[2]
    match = _LIME_CODE.match(profile.heading.code or profile.heading.path[-1])
    return (match[1], profile.heading.path[-1] if profile.heading.code else match[2]) if match else None


def by_bracket(profile: Profile) -> tuple[str, str] | None:
    """`question [option]`."""
    match = _BRACKET.match(profile.heading.path[-1])
    return (match[1], match[2]) if match else None


def by_round_bracket(profile: Profile) -> tuple[str, str] | None:
    """`question (option)`."""
    match = _ROUND_BRACKET.match(profile.heading.path[-1])
    return (match[1], match[2]) if match else None


def by_choice(profile: Profile) -> tuple[str, str] | None:
    """`question (choice=option)`, or `name___code`, as REDCap writes its checkboxes."""
    match = _CHOICE.match(profile.heading.path[-1]) or _CHECKBOX.match(profile.heading.path[-1])
    return (match[1], match[2]) if match else None


def by_dummy(profile: Profile) -> tuple[str, str] | None:
    """`variable==option`, as Stata labels the indicators it makes of a variable."""
    match = next(filter(None, map(_DUMMY.match, profile.heading.path)), None)
    return (match[1], match[2]) if match else None


def by_slash(profile: Profile) -> tuple[str, str] | None:
    """`question/option`."""
    stem, slash, item = profile.heading.path[-1].rpartition("/")
    return (stem, item) if slash and stem.strip() and item.strip() and " / " not in stem else None


def by_dash(profile: Profile) -> tuple[str, str] | None:
    """`question - option`, the last dash dividing."""
    stem, dash, item = profile.heading.path[-1].rpartition(" - ")
    return (stem, item) if dash and stem.strip() and item.strip() else None


def by_first_dash(profile: Profile) -> tuple[str, str] | None:
    """`question - option`, the first dash dividing: options may hold dashes."""
    stem, dash, item = profile.heading.path[-1].partition(" - ")
    return (stem, item) if dash and stem.strip() and item.strip() else None


def by_colon(profile: Profile) -> tuple[str, str] | None:
    """`question: option`."""
    stem, colon, item = profile.heading.path[-1].replace("：", ":").partition(":")
    return (stem, item.strip()) if colon and len(stem) >= SHORTEST_LEAD // 2 and item.strip() else None


def by_short_colon(profile: Profile) -> tuple[str, str] | None:
    """`Rate: item`, however short what stands before the colon is."""
    stem, colon, item = profile.heading.path[-1].replace("：", ":").partition(":")
    return (stem, item.strip()) if colon and len(stem) > 1 and item.strip() else None


def by_number_and_bracket(profile: Profile) -> tuple[str, str] | None:
    """`3、question?(option)`, then `3(option)`: the number is what the headers share."""
    match = _NUMBER_BRACKET.match(profile.heading.path[-1])
    return (match[1], match[2]) if match else None


def before_bracket(profile: Profile) -> str:
    """What stands before the last bracket of a header."""
    return re.sub(r"\s*[(（][^()（）]*[)）]\s*$", "", profile.heading.path[-1])


def by_colon_after(profile: Profile) -> tuple[str, str] | None:
    """`option:question`."""
    match = _COLON.match(profile.heading.path[-1])
    return (match[2].strip(), match[1].strip()) if match else None


def by_question(profile: Profile) -> tuple[str, str] | None:
    """`3. option`, where the wording of question 3 is gone."""
    match = _QUESTION.match(profile.heading.path[-1])
    return (f"Q{match[1]}", match[2].strip()) if match else None


def by_number(profile: Profile) -> tuple[str, str] | None:
    """`name1`, `name_1`; not Q1, Q2, which are questions of their own."""
    match = _NUMBERED.match(profile.heading.code or profile.heading.path[-1])
    if match is None or _PREFIX.fullmatch(match[1]):
        return None
    return match[1], profile.heading.path[-1] if profile.heading.code else match[2]


def number_of(profile: Profile) -> int:
    """The number that `by_number` found."""
    match = _NUMBERED.match(profile.heading.code or profile.heading.path[-1])
    return int(match[2]) if match else 0


def by_part(profile: Profile) -> tuple[str, str] | None:
    """`10a. item`, `Q5_1 item`, `問3(1)項目`: parts of one numbered question."""
    heading = profile.heading
    match = _SUB.match(heading.code or heading.path[-1])
    if match is None:
        return None
    item = heading.path[-1] if heading.code else match[7].strip()
    return match[1], item or next(filter(None, match.groups()[1:6]))


def by_variable(profile: Profile) -> tuple[str, str] | None:
    """`perf1. item`, `perf2. item`: variables of one name, numbered, before their wordings."""
    match = _VARIABLE.match(profile.heading.path[-1])
    return (match[1], match[2].strip()) if match and not _PREFIX.fullmatch(match[1]) else None


def by_word(profile: Profile) -> tuple[str, str] | None:
    """`news_tv`: variables that begin with the same word."""
    match = _WORDS.match(profile.heading.code or profile.heading.path[-1])
    return (match[1], match[2]) if match else None


def by_own_label(profile: Profile) -> tuple[str, str] | None:
    """A header that is the option itself, over cells that repeat it."""
    header = profile.heading.path[-1]
    own = not profile.manifold and len(profile.folded) == 1 and fold(header) == next(iter(profile.folded))
    return ("", header) if own else None


def runs(profiles: Sequence[Profile], split: Split) -> list[list[Profile]]:
    """Neighbours that share a stem, two or more."""
    keyed = [(split(profile), profile) for profile in profiles]
    found = []
    for stem, members in groupby(keyed, key=lambda pair: pair[0][0] if pair[0] else None):
        run = [profile for _, profile in members]
        if stem is not None and len(run) > 1:
            found += _side_by_side(run, counted=split is by_number)
    return found


def _side_by_side(run: Sequence[Profile], *, counted: bool) -> list[list[Profile]]:
    """A run broken where columns are not neighbours, or where numbers do not run on."""
    pieces: list[list[Profile]] = [[run[0]]]
    for before, after in pairwise(run):
        beside = after.heading.position == before.heading.position + 1
        runs_on = number_of(after) == number_of(before) + 1 or number_of(before) < number_of(after) in LAST
        if beside and (not counted or runs_on):
            pieces[-1].append(after)
        else:
            pieces.append([after])
    return [piece for piece in pieces if len(piece) > 1]


def lead_runs(profiles: Sequence[Profile]) -> list[tuple[str, list[Profile]]]:
    """Neighbours whose headers begin with the same words, three or more, and these words."""
    found: list[tuple[str, list[Profile]]] = []
    run: list[Profile] = []
    lead = ""
    for profile in profiles:
        header = profile.heading.path[-1]
        shared = _whole_words(lead, header) if run else ""
        beside = bool(run) and profile.heading.position == run[-1].heading.position + 1
        if beside and len(shared) >= max(SHORTEST_LEAD, 0.4 * len(header)):
            run, lead = [*run, profile], shared
            continue
        found.append((lead, run))
        run, lead = [profile], header
    found.append((lead, run))
    return [(words, piece) for words, piece in found if len(piece) > 2]


def _whole_words(one: str, other: str) -> str:
    """What two headers begin with, up to the end of a word."""
    end = next(
        (place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]),
        min(len(one), len(other)),
    )
    same = one[:end]
    if same == one and other[len(same) : len(same) + 1] in ("", " "):
        return same
    if _JAPANESE.search(same):
        return same
    return same[: same.rfind(" ") + 1]
