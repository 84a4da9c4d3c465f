"""Neighbouring columns that are one question: ticks of options, answers by turn, items of a grid."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from survey.reading import stems
from survey.reading.doubled import doubled
from survey.reading.folding import decoded, fold
from survey.reading.mentions import mentions_evidence
from survey.reading.missing import role_of
from survey.reading.profiles import Profile
from survey.reading.stems import Split
from survey.reading.ticks import MARKS, NOT_SELECTED, without_reasons

WIDEST_GRID = 12
"""Answers a grid may have; items of one grid share most of them."""

_OTHERS = ("other", "その他", "otro", "autre", "andere", "sonstige", "outro", "altro")
_FOR = re.compile(r"b(est)?|most( [a-z]+)?|like(d)?( most)?|最も?(良|よ|重要|あて|魅力)[^ ]*")
_AGAINST = re.compile(r"w(orst)?|least( [a-z]+)?|dislike(d)?|最も?(悪|わる|重要で|あてはまら|魅力の?な)[^ ]*")
YES_NO = {"yes", "no", "n/a", "y", "n", "はい", "いいえ"}
_LEAD = re.compile(r"([^:：]{2,80}?)\s*(?:[:：]| [-–―] )\s*(?=\S)")
"""What an item's wording begins with, the question, before a colon or a dash."""
_TRUTHS = ({"0", "1"}, {"true", "false"})


@dataclass(frozen=True, eq=False)
class Block:
    """Columns that belong together.

    Parameters
    ----------
    form
        "ticks" is one multiple-response question with a column per option,
        "mentions" one with a column per answer given, "grid" one question per
        column.
    stem
        What their headers share: the question.
    items
        What each header adds: the option, or the item.
    unticked
        What says not ticked besides the words that always do, folded.
    others
        Columns of people's own words beside ticks, for an option without a tick of its own.
    lead
        The question's wording, where the stem is but its variable's name.
    """

    form: Literal["ticks", "mentions", "grid"]
    stem: str
    items: tuple[str, ...]
    profiles: tuple[Profile, ...]
    evidence: str
    unticked: frozenset[str] = frozenset()
    others: tuple[Profile, ...] = ()
    lead: str = ""


_SPLITS: tuple[Split, ...] = (
    stems.by_path,
    stems.by_middle,
    stems.by_platform,
    stems.by_bracket,
    stems.by_choice,
    stems.by_dummy,
    stems.by_slash,
    stems.by_dash,
    stems.by_first_dash,
    stems.by_colon,
    stems.by_colon_after,
    stems.by_number,
)
_LOOSE: tuple[tuple[Split, int], ...] = (
    (stems.by_short_colon, 2),
    (stems.by_number_and_bracket, 2),
    (stems.by_round_bracket, 2),
    (stems.by_part, 2),
    (stems.by_question, 2),
    (stems.by_variable, 2),
    (stems.by_word, 3),
    (stems.by_own_label, 3),
)
"""Splits that also join columns of different questions, and how many columns must be alike."""


def find_blocks(profiles: Sequence[Profile], *, apart: Container[Profile] = ()) -> tuple[Block, ...]:
    """The blocks among neighbouring columns.

    Parameters
    ----------
    apart
        Columns that hold several answers in one cell, and are in no block.
    """
    found = [_beside(whole, run) for whole, run in doubled(profiles)]
    taken = {profile for block in found for profile in (*block.profiles, *block.others)}
    left = [profile for profile in profiles if profile not in taken and profile not in apart]

    def take(block: Block | None) -> None:
        if block:
            found.append(block)
            taken = set(block.profiles)
            left[:] = [profile for profile in left if profile not in taken]

    for split in _SPLITS:
        for run in stems.runs(left, split):
            take(_block(run, split))
    for split, least in _LOOSE:
        for run in stems.runs(left, split):
            for piece in _alike(run):
                if len(piece) >= least:
                    take(_block(piece, split))
    for lead, run in stems.lead_runs(left):
        for piece in _alike(run):
            if len(piece) > 2:
                take(_block(piece, _after(lead)))
    return tuple(found)


def _beside(whole: Profile, run: Sequence[Profile]) -> Block:
    """Ticks of the options that a column to their left names together."""
    ticks = tuple(profile for profile in run if set(profile.folded) <= {"0", "1", "true", "false"})
    others = tuple(profile for profile in run if profile not in ticks)
    evidence = f"{len(run)} columns are headed by options and tick what column {whole.header[:60]!r} names"
    items = tuple(profile.heading.path[-1] for profile in ticks)
    return Block("ticks", whole.heading.path[-1], items, ticks, evidence, others=others)


def _after(lead: str) -> Split:
    """A split at the words that headers begin with."""

    def split(profile: Profile) -> tuple[str, str]:
        item = profile.heading.path[-1][len(lead) :].strip(" .:：-–?？")
        return lead.strip(" .:：-–(（"), item or profile.heading.path[-1]

    return split


def _alike(run: Sequence[Profile]) -> list[list[Profile]]:
    """A run broken where the answers change: ticks beside ticks, and items that share most answers."""
    pieces: list[list[Profile]] = []
    for profile in run:
        if pieces and _match(pieces[-1], profile):
            pieces[-1].append(profile)
        else:
            pieces.append([profile])
    return pieces


def _match(piece: Sequence[Profile], profile: Profile) -> bool:
    known = [other for other in piece if other.answered]
    if not known or not profile.answered:
        return True
    if profile.manifold or known[0].manifold:
        return False
    tick = _is_sure_tick(profile)
    if tick or _is_sure_tick(known[0]):
        return tick and _is_sure_tick(known[0])
    said = set(profile.folded)
    before: set[str] = set().union(*(set(other.folded) for other in known))
    return len(said & before) >= 0.6 * max(len(said), len(before), 1) and len(before) >= 2


def _is_sure_tick(profile: Profile) -> bool:
    """Whether a column can be nothing but a tick, whatever stands beside it."""
    if profile.manifold:
        return False
    said = set(profile.folded)
    if said <= {"true", "false"}:
        return True
    if len(said) == 1:
        return fold(next(iter(said))) in MARKS or profile.numeric_share < 1
    said = without_reasons(said)
    return len(said) == 2 and bool(said & (NOT_SELECTED - {"0"}))


def _block(run: Sequence[Profile], split: Split) -> Block | None:
    stem = next(pair[0] for profile in run if (pair := split(profile)))
    if split is stems.by_number_and_bracket:
        stem = stems.before_bracket(run[0])
    for form in _FORMS:
        if block := form(run, split, stem):
            return _led(block)
    return None


def _led(block: Block) -> Block:
    """The block with what the wordings of its variables begin with, 購入： in 購入：A社, as its question."""
    if not all(profile.heading.code for profile in block.profiles):
        return block
    leads = {found[1] if (found := _LEAD.match(item)) else "" for item in block.items}
    lead = leads.pop()
    if leads or not lead:
        return block
    items = tuple(item.partition(lead)[2].lstrip(" :：-–―") for item in block.items)
    return replace(block, lead=lead, items=items) if all(items) and len(set(items)) == len(items) else block


def _as_ticks(run: Sequence[Profile], split: Split, stem: str) -> Block | None:
    yes_no = _says_yes_no(run, split)
    ticks = [profile for profile in run if _is_tick(profile, yes_no=yes_no)]
    ticks = [p for p, item in zip(ticks, _items(ticks, split), strict=True) if not _is_own_words(p, item)]
    others = [profile for profile in run if profile not in ticks]
    answered = [profile for profile in ticks if profile.answered]
    if len(answered) < 2 or len(others) > max(1, 0.2 * len(run)):
        return None
    items = _items(ticks, split)
    named = {fold(item) for item in items}
    apart = tuple(p for p, item in zip(others, _items(others, split), strict=True) if _is_other(item, named))
    return Block("ticks", stem, items, tuple(ticks), _tick_evidence(answered, len(others)), others=apart)


def _is_other(item: str, named: set[str]) -> bool:
    """Whether a column of own words stands for “other” and no tick does."""
    words = fold(item)
    return words.startswith(_OTHERS) and not any(name.startswith(_OTHERS) for name in named)


def _says_yes_no(run: Sequence[Profile], split: Split) -> bool:
    """Whether yes and no are ticked and not ticked.

    So they are where LimeSurvey exports codes, and where one column beside
    them is headed "other" and holds words.
    """
    if split is stems.by_platform:
        return True
    worded = [profile for profile in run if profile.manifold or not set(profile.folded) <= YES_NO]
    return (
        len(run) > 2
        and len(worded) == 1
        and all(fold(item).startswith(_OTHERS) for item in _items(worded, split))
    )


def _is_own_words(profile: Profile, item: str) -> bool:
    """Whether a column headed “other” holds one person's words, and no tick."""
    only = next(iter(profile.folded)) if len(profile.folded) == 1 and not profile.all_numbers else ""
    words = fold(item)
    return bool(only) and words.startswith(_OTHERS) and only not in MARKS and not _alike_words(only, words)


def _alike_words(one: str, other: str) -> bool:
    """Whether one begins as the other does, up to the shorter's end: Other, and Other (please specify)."""
    short = min(len(one), len(other))
    return one[:short] == other[:short] or one.startswith(_OTHERS)


def _as_pairs(run: Sequence[Profile], split: Split, stem: str) -> Block | None:
    """1 for ticked, and -1 or 2 for not ticked, in every column; 2 only where it is mostly said."""
    answered = [profile for profile in run if profile.answered]
    if any(profile.manifold for profile in answered):
        return None
    said = {words for profile in answered for words in profile.folded}
    if len(answered) < 3 or said not in ({"-1", "1"}, {"1", "2"}):
        return None
    if said == {"1", "2"} and not _is_battery(answered):
        return None
    unticked = next(iter(said - {"1"}))
    evidence = (
        f"{len(run)} neighbouring columns share their header and hold 1 and {unticked} alone: taken for "
        f"ticked and not ticked"
    )
    return Block("ticks", stem, _items(run, split), tuple(run), evidence, frozenset({unticked}))


def _is_battery(answered: Sequence[Profile]) -> bool:
    """Whether columns of 1 and 2 are options: answered by the same people, 2 by most in nearly all."""
    first = answered[0].cells.codes < 0
    same = all(((profile.cells.codes < 0) == first).all() for profile in answered)
    rare = sum(profile.share(_times(profile, "1")) < 0.5 for profile in answered)
    return same and len(answered) > 3 and rare >= 0.75 * len(answered)


def _times(profile: Profile, words: str) -> int:
    return sum(times for _, times in profile.folded.get(words, ()))


def _as_mentions(run: Sequence[Profile], split: Split, stem: str) -> Block | None:
    """A column per answer given: the first, the second, …, each with the code of an option."""
    if split not in (stems.by_number, stems.by_part, stems.by_path, stems.by_bracket):
        return None
    items = [fold(item) for item in _items(run, split)]
    if any(map(_FOR.fullmatch, items)) and any(map(_AGAINST.fullmatch, items)):
        return None
    evidence = mentions_evidence(run)
    return Block("mentions", stem, _items(run, split), tuple(run), evidence) if evidence else None


def _as_grid(run: Sequence[Profile], split: Split, stem: str) -> Block | None:
    filled = [profile for profile in run if profile.answered]
    if split is stems.by_round_bracket or any(profile.manifold for profile in filled):
        return None
    answers = Counter(words for profile in filled for words in profile.folded)
    if len(filled) < 2 or not 2 <= len(answers) <= WIDEST_GRID:
        return None
    said = Counter({words: times for words, times in answers.items() if role_of(words) == "substantive"})
    if said.total() <= 0.5 * len(said) * len(filled):
        return None
    evidence = f"{len(run)} neighbouring columns share their header and {len(answers)} answers"
    return Block("grid", stem, _items(run, split), tuple(run), evidence)


_FORMS: tuple[Callable[[Sequence[Profile], Split, str], Block | None], ...] = (
    _as_ticks,
    _as_pairs,
    _as_mentions,
    _as_grid,
)


def _items(profiles: Sequence[Profile], split: Split) -> tuple[str, ...]:
    return tuple(pair[1] if (pair := split(profile)) else profile.header for profile in profiles)


def _is_tick(profile: Profile, *, yes_no: bool) -> bool:
    """Whether a column says ticked or not: 0/1, one value or blank, a label or "not selected"."""
    if profile.manifold:
        return False
    said = set(profile.folded)
    if not said or any(said <= truths for truths in _TRUTHS):
        return True
    if len(said) == 1:
        only = next(iter(said))
        return only in MARKS or only in map(fold, profile.heading.path) or profile.numeric_share < 1
    if any(len(words) == 2 and words & NOT_SELECTED for words in (said, without_reasons(said))):
        return True
    return yes_no and said <= YES_NO


def _tick_evidence(profiles: Sequence[Profile], own_words: int) -> str:
    said = {words for profile in profiles for words in profile.folded}
    if said <= {"0", "1"}:
        what = "hold 0 and 1"
    elif all(len(profile.folded) == 1 for profile in profiles):
        what = "hold one value or nothing"
    else:
        what = "say ticked or not"
    beside = f"; {own_words} beside them hold people's own words" if own_words else ""
    shared = "share their header and " if not _headers_are_options(profiles) else "are headed by options and "
    return f"{len(profiles)} neighbouring columns {shared}{what}{beside}"


def _headers_are_options(profiles: Sequence[Profile]) -> bool:
    return all(stems.by_own_label(profile) for profile in profiles)


def option_label(profile: Profile, item: str) -> str:
    """What a tick column's option is called: its one value where that is a label, else the header's part."""
    labels = [words for words in profile.texts if fold(words) not in NOT_SELECTED | MARKS | {"no", "false"}]
    told = labels[0].strip() if len(labels) == 1 and len(profile.folded) < 3 else ""
    return told if told and not told.lstrip("-").isdigit() else decoded(item)
