"""What changed between the waves of a trend, as the footer of its figure says it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from survey.language.trend_figures import TrendFigureWords
from survey.language.trends import breaks_in_words
from survey.reporting.figures.setting import Setting, beginning
from survey.reporting.figures.wrapping import ELLIPSIS, east_asian
from survey.vocabulary import Break, Label, Trend, Wave

CONTEXT = 5
"""East Asian characters quoted on either side of what differs; elsewhere it is a word."""

MOST_IN_FULL = 2
"""Dashed lines of which the footer tells from what to what."""

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def broken_steps(trend: Trend) -> tuple[int, ...]:
    """Waves before which something changed."""
    return tuple(w for w in range(1, len(trend.waves)) if trend.changes.breaks[w][w - 1])


def break_notes(trend: Trend, setting: Setting, marks: Sequence[str] = ()) -> list[str]:
    """A sentence for every dashed line, with its mark where it has one, and for what is apart without one."""
    steps = broken_steps(trend)
    if marks or len(steps) > MOST_IN_FULL:
        named = marks or [trend.waves[wave].name for wave in steps]
        return [*_in_groups(trend, dict(zip(steps, named, strict=True)), setting), *_apart(trend, setting)]
    return [*(_broken(trend, wave, setting) for wave in steps), *_apart(trend, setting)]


def _in_groups(trend: Trend, marks: Mapping[int, str], setting: Setting) -> list[str]:
    """A sentence for all dashed lines at which the same changed; `marks` are {wave: name of its line}."""
    words = TrendFigureWords(setting.language)
    groups: dict[tuple[Break, ...], list[int]] = {}
    for wave in marks:
        groups.setdefault(trend.changes.breaks[wave][wave - 1], []).append(wave)
    return [
        (words.compared_at if trend.compared(waves[0], waves[0] - 1) else words.broken_at).format(
            marks=setting.named_all([marks[wave] for wave in waves]),
            breaks=breaks_in_words(setting.language, breaks),
            reason=setting.text(trend.reason).strip().rstrip(".。"),
        )
        for breaks, waves in groups.items()
    ]


def _broken(trend: Trend, wave: int, setting: Setting) -> str:
    words = TrendFigureWords(setting.language)
    before, after = trend.waves[wave - 1], trend.waves[wave]
    breaks = trend.changes.breaks[wave][wave - 1]
    details = [text for each in breaks for text in _details(each, before, after, setting)]
    template = words.compared if trend.compared(wave, wave - 1) else words.broken
    return template.format(
        breaks=breaks_in_words(setting.language, breaks),
        before=before.name,
        after=after.name,
        detail=words.detail.format(details=setting.words.aside.join(details)) if details else "",
        reason=setting.text(trend.reason).strip().rstrip(".。"),
    )


def _details(changed: str, before: Wave, after: Wave, setting: Setting) -> Iterator[str]:
    """From what to what, as far as both waves say it."""
    words = TrendFigureWords(setting.language)
    if changed == "answers":
        for template, ones, others in (
            (words.added, after.answers, before.answers),
            (words.dropped, before.answers, after.answers),
        ):
            there = {setting.text(label) for label in others}
            names = [setting.quoted(label) for label in ones if setting.text(label) not in there]
            if names:
                yield template.format(answers=setting.named_all(names))
        return
    texts: list[Label] = [getattr(wave, changed) for wave in (before, after)]
    first, second = (setting.text(label).strip() for label in texts)
    if first and second and first != second:
        first, second = differing(first, second)
        yield words.became.format(first=setting.quote(first), second=setting.quote(second))


def _apart(trend: Trend, setting: Setting) -> list[str]:
    """Waves that no dashed line parts and that are not compared all the same."""
    words, found = TrendFigureWords(setting.language), []
    lines = broken_steps(trend)
    for later in range(2, len(trend.waves)):
        for earlier in range(later - 1):
            breaks = trend.changes.breaks[later][earlier]
            parted = any(earlier < line <= later for line in lines)
            if breaks and not parted and not trend.compared(later, earlier):
                found.append(
                    words.apart.format(
                        breaks=breaks_in_words(setting.language, breaks),
                        before=trend.waves[earlier].name,
                        after=trend.waves[later].name,
                    )
                )
    return found


def differing(first: str, second: str) -> tuple[str, str]:
    """Two texts without what they begin and end with alike, but for the words next to it."""
    start = len(beginning([first, second]))
    rest = [text[start:][::-1] for text in (first, second)]
    stop = len(beginning(rest))
    excerpts = [_excerpt(text, start, len(text) - stop) for text in (first, second)]
    return excerpts[0], excerpts[1]


def _excerpt(text: str, start: int, stop: int) -> str:
    """Part of a text with a little of what is around it, and an ellipsis where it is cut."""
    starts = [n for n in range(1, len(text)) if text[n - 1] == " " or east_asian(text[n])]
    ends = [n for n in range(1, len(text)) if text[n] == " " or east_asian(text[n - 1])]
    first = max((n for n in starts if n <= start - _context(text, start)), default=0)
    last = min((n for n in ends if n >= stop + _context(text, stop)), default=len(text))
    return (ELLIPSIS if first else "") + text[first:last].strip() + (ELLIPSIS if last < len(text) else "")


def _context(text: str, place: int) -> int:
    """Characters quoted at least around a place: several in East Asian text, else into the next word."""
    return CONTEXT if any(map(east_asian, text[max(0, place - 1) : place + 1])) else 1
