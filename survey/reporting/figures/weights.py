"""Weights before and after: what weighting did to the share of each category of its margins."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure

from survey.reporting.amounts import per_cent, rounded, whole
from survey.reporting.figures.correction_rows import CorrectionRows
from survey.reporting.figures.corrections import (
    LEAST,
    Corrections,
    adds_up,
    corrections,
    fitting,
    largest,
    moved,
)
from survey.reporting.figures.page import Frame, Page
from survey.reporting.figures.setting import ENOUGH_WORDING, Setting, beginning, shortened
from survey.reporting.figures.wrapping import ELLIPSIS
from survey.reporting.margins import delivered_weight
from survey.vocabulary import Achieved, WeightingResult

LONGEST_SOURCES, LONGEST_MARGIN = 90, 40
"""Characters of the population's sources that a subtitle can hold, and of a margin's name in a title."""


def weights(result: WeightingResult, setting: Setting) -> Figure:
    """Share before and after weighting, and the target, of the categories that fit the page."""
    page, shown = _fitted(result, setting)
    CorrectionRows(page, setting, shown, largest(corrections(result).lines)).draw()
    return page.figure


def title(result: WeightingResult, setting: Setting) -> str:
    """The largest correction, up or down; both when two categories of a margin share it."""
    words, lines = setting.words, corrections(result).lines
    found = largest(lines)
    if not found:
        return words.weights_none.format(count=len(lines))
    rest = words.weights_largest.format(count=len(lines)) if len(lines) > len(found) else ""
    if len(found) > 1:
        raised, lowered = sorted(found, key=moved, reverse=True)
        pair = words.weights_pair.format(
            raised=_name(raised, lines, setting),
            raised_before=_share(raised.before, setting),
            raised_after=_share(raised.after, setting),
            lowered=_name(lowered, lines, setting),
            lowered_before=_share(lowered.before, setting),
            lowered_after=_share(lowered.after, setting),
        )
        return pair + rest
    [line] = found
    template = words.weights_raise if moved(line) > 0 else words.weights_lower
    shares = {"before": _share(line.before, setting), "after": _share(line.after, setting)}
    return template.format(category=_name(line, lines, setting), **shares) + rest


def alt(result: WeightingResult, setting: Setting) -> str:
    """Every category that is drawn, in words."""
    words = setting.words
    margins: dict[str, list[str]] = {}
    for line in _fitted(result, setting)[1]:
        template = words.weights_alt_target if _off(line) >= LEAST else words.weights_alt_item
        item = template.format(
            category=setting.text(line.category),
            before=_share(line.before, setting),
            after=_share(line.after, setting),
            target=_share(line.target, setting),
        )
        margins.setdefault(line.margin, []).append(item)
    items = [
        words.weights_alt_margin.format(margin=setting.margin(name), items=setting.listed(found))
        for name, found in margins.items()
    ]
    text = words.weights_alt.format(
        n=whole(corrections(result).unweighted_base),
        entering=_entering(setting),
        items=words.weights_alt_listing.join(items),
    )
    return setting.sentences(title(result, setting) + words.stop, text)


def _fitted(result: WeightingResult, setting: Setting) -> tuple[Page, tuple[Achieved, ...]]:
    """A page and what fits on it, the largest corrections; saying that some are cut may cost a line."""
    found = corrections(result)
    shown = found.lines
    while True:
        page = Page(_frame(result, found, shown, setting), setting.fonts)
        fit = fitting(shown, CorrectionRows.room(page))
        if len(fit) == len(shown):
            return page, shown
        shown = fit


def _share(share: float, setting: Setting) -> str:
    return setting.words.share.format(number=per_cent(share, 1))


def _name(line: Achieved, lines: Sequence[Achieved], setting: Setting) -> str:
    """A category in quotation marks, with its margin where another margin has one of that name."""
    text, quoted = setting.text(line.category), setting.quoted(line.category)
    elsewhere = {setting.text(other.category) for other in lines if other.margin != line.margin}
    if text not in elsewhere:
        return quoted
    margin = shortened(setting.margin(line.margin), LONGEST_MARGIN)
    return setting.words.in_banner.format(column=quoted, banner=margin)


def _off(line: Achieved) -> float:
    return abs(line.after - line.target)


def _entering(setting: Setting) -> str:
    """What weights there were before."""
    words = setting.words
    return words.weights_design if delivered_weight(setting.report) else words.weights_bare


def _frame(result: WeightingResult, found: Corrections, shown: Sequence[Achieved], setting: Setting) -> Frame:
    words = setting.words
    brief, full = _sources(result, setting)
    cut = len(shown) < len(found.lines)
    subtitle = setting.sentences(
        words.weights_subtitle.format(entering=_entering(setting)),
        words.weights_population.format(sources=brief) + (words.stop if brief[-1] != ELLIPSIS else "")
        if brief
        else "",
        words.weights_cut.format(shown=len(shown), count=len(found.lines)) if cut else "",
    )
    bases = setting.base_in_words(words.weights_base, [found.unweighted_base], result.effective_base)
    notes = _notes(result, found, setting)
    if not all(adds_up(line) for line in shown):
        notes.append(words.weights_rounding)
    if full != brief:
        notes.append(words.weights_sources.format(sources=shortened(full)))
    return setting.frame(title(result, setting), subtitle, setting.footer(bases, None, notes))


def _notes(result: WeightingResult, found: Corrections, setting: Setting) -> list[str]:
    """What weighting cost, how near it came, and what is not drawn."""
    words = setting.words
    notes = [words.weights_effect.format(value=rounded(result.design_effect, 2))]
    furthest = max(_off(line) for line in found.lines)
    if furthest >= LEAST:
        notes.append(words.weights_off.format(points=rounded(furthest * 100, 1)))
    if found.buckets:
        kept = [
            words.in_banner.format(column=_share(line.after, setting), banner=setting.margin(line.margin))
            for line in found.buckets
        ]
        notes.append(words.weights_bucket.format(items=setting.named_all(kept)))
    if found.means:
        names = setting.named_all([setting.margin(name) for name in found.means])
        notes.append(words.weights_means.format(names=names))
    return notes


def _sources(result: WeightingResult, setting: Setting) -> tuple[str, str]:
    """The population's sources with their dates: for the subtitle, and in full."""
    comma = setting.words.listing
    stated = [(met.source.strip(" .。"), met.date.strip()) for met in result.margins]
    sources = list(dict.fromkeys(source for source, _ in stated if source))
    dates = list(dict.fromkeys(date for _, date in stated if date))
    lines = [(setting.words.aside.join(sources), *dates)] if len(dates) < 2 else dict.fromkeys(stated)
    full = setting.words.aside.join(comma.join(filter(None, line)) for line in lines if any(line))
    if shortened(full, LONGEST_SOURCES) == full:
        return full, full
    name = _alike(sources)
    if len(name) < ENOUGH_WORDING:
        return shortened(full, LONGEST_SOURCES), full
    return shortened(comma.join((name, *dates)), LONGEST_SOURCES), full


def _alike(sources: Sequence[str]) -> str:
    """What several sources begin with alike, up to a mark; empty when they do not."""
    alike = beginning(sources) if len(sources) > 1 else ""
    return alike[: max(0, *(alike.rfind(mark) for mark in ",;:(、；：（"))].strip()
