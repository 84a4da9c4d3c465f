"""A trend: the shares of answers over waves as lines with bands, broken where waves are not compared."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from survey.language.trend_figures import TrendFigureWords
from survey.language.trends import TrendWords
from survey.reporting.amounts import level, per_cent, rounded, whole
from survey.reporting.figures.page import Frame, Page
from survey.reporting.figures.setting import Setting, half_width, shortened
from survey.reporting.figures.trend_breaks import break_notes
from survey.reporting.figures.trend_lines import TrendLines
from survey.reporting.figures.trend_places import scale_of
from survey.reporting.figures.trend_rows import Shown, compared_rows, shown_rows
from survey.vocabulary import Trend

LONGEST_WORDING, LONGEST_ANSWERS = 150, 90
"""Characters of a wording, and of a net's answers, that a subtitle can hold."""


def trend(trend: Trend, setting: Setting) -> Figure:
    """The rows that fit, at most six, over all waves."""
    shown = shown_rows(trend)
    drawing = TrendLines(Page(_frame(trend, shown, setting), setting.fonts), setting, trend, shown)
    ground = drawing.ground
    if ground.letters or ground.even:
        frame = _frame(trend, shown, setting, ground.letters, even=ground.even)
        drawing = TrendLines(Page(frame, setting.fonts), setting, trend, shown)
    drawing.draw()
    return drawing.page.figure


def title(trend: Trend, setting: Setting) -> str:
    """What happened to the row that changed most, or that none has, or what is known of the largest."""
    shown, words = shown_rows(trend), TrendFigureWords(setting.language)
    compared, lead = compared_rows(trend), shown.rows[0]
    if len(compared) > 1 and not shown.moved:
        before = {trend.before(row) for row in compared}
        if len(before) == 1:
            [place] = before
            names = {"before": trend.waves[place or 0].name, "last": trend.waves[-1].name}
            return words.none_moved.format(count=len(compared), **names)
    said = setting.text(trend.headlines[lead]) if trend.headlines else ""
    if not said:
        return setting.text(trend.title)
    return words.title.format(answer=setting.quoted(trend.rows[lead].label), said=said)


def alt(trend: Trend, setting: Setting) -> str:
    """Every share that is drawn, in words."""
    words, rows = TrendFigureWords(setting.language), []
    for row in shown_rows(trend).rows:
        points = [_point(trend, row, wave, setting) for wave in range(len(trend.waves))]
        answer = setting.text(trend.rows[row].label)
        rows.append(words.alt_row.format(answer=answer, points=setting.listed([p for p in points if p])))
    text = words.alt.format(
        intervals=setting.intervals(),
        count=len(trend.waves),
        last=trend.waves[-1].name,
        n=whole(float(trend.unweighted_base[-1])),
        rows=setting.words.aside.join(rows),
    )
    said = title(trend, setting)
    return setting.sentences(said + setting.words.stop, text, *break_notes(trend, setting))


def _point(trend: Trend, row: int, wave: int, setting: Setting) -> str:
    """A wave's share with its interval; empty where there is none."""
    words = TrendFigureWords(setting.language)
    share, low, high = (
        setting.words.share.format(number=per_cent(float(values[row, wave]), 1))
        for values in (trend.estimate, trend.low, trend.high)
    )
    if np.isnan(trend.estimate[row, wave]):
        return ""
    known = np.isfinite(trend.low[row, wave])
    template = words.alt_interval if known else words.alt_point
    return template.format(wave=trend.waves[wave].name, share=share, low=low, high=high)


def _frame(
    trend: Trend, shown: Shown, setting: Setting, letters: Sequence[str] = (), *, even: bool = False
) -> Frame:
    rows = list(shown.rows)
    large = [wave for wave, each in enumerate(trend.waves) if each.flag != "low"] or [-1]
    widest = half_width(trend.low[np.ix_(rows, large)], trend.high[np.ix_(rows, large)])
    notes = [
        "" if _wording(trend, setting) else setting.asked(trend.question),
        *break_notes(trend, setting, letters),
        *_drawn_as(trend, shown, setting),
        *_said_of_waves(trend, setting, even=even),
        _test(trend, setting),
        TrendFigureWords(setting.language).latest.format(wave=trend.waves[-1].name),
    ]
    footer = setting.footer(_base(trend, rows, setting), widest, notes, [trend.question])
    return setting.frame(title(trend, setting), _subtitle(trend, shown, setting), footer)


def _subtitle(trend: Trend, shown: Shown, setting: Setting) -> str:
    """What is measured, of whom it was asked how, what the bands are, and where the axis begins."""
    words, rows = TrendFigureWords(setting.language), list(shown.rows)
    row = trend.rows[rows[0]]
    members = {net.name: net.answers for net in trend.question.nets}.get(row.code, ())
    answers = " + ".join(setting.text(trend.question.answer(code).label) for code in members)
    template = words.several if len(rows) > 1 else words.net if answers else words.one
    wording, asked = _wording(trend, setting), setting.quoted(trend.question.named)
    scale = scale_of(trend.estimate[rows], trend.low[rows], trend.high[rows])
    ends = {"low": per_cent(scale.low), "high": per_cent(scale.high)}
    return setting.sentences(
        template.format(
            question=setting.quote(wording, LONGEST_WORDING) if wording else asked,
            answer=setting.quoted(row.label),
            answers=shortened(answers, LONGEST_ANSWERS),
        ),
        words.bands.format(intervals=setting.intervals()) if np.isfinite(trend.low[rows]).any() else "",
        words.axis.format(**ends) if scale.low > 0 else "",
    )


def _wording(trend: Trend, setting: Setting) -> str:
    """The question as it was put last, if a subtitle can hold it; else empty."""
    said = [setting.text(wave.wording).strip() for wave in trend.waves]
    text = next((each for each in reversed(said) if each), setting.text(trend.question.wording).strip())
    return text if shortened(text, LONGEST_WORDING) == text else ""


def _base(trend: Trend, rows: Sequence[int], setting: Setting) -> str:
    """The sentence on n, effective n and design effect of the waves, from least to most."""
    words, own = setting.words, TrendFigureWords(setting.language)
    label = setting.text(trend.base_label)
    effective = _span(trend.effective_base, 0, setting)
    effects = [wave[np.isfinite(wave)] for wave in trend.design_effect[rows].T]
    effect = _span(np.array([np.median(wave) for wave in effects if len(wave)]), 2, setting)
    return own.bases.format(
        base=own.each_wave.format(base=label) if label else own.every_wave,
        n=_span(trend.unweighted_base, 0, setting),
        effective=words.effective.format(n=effective) if effective else "",
        design_effect=words.design_effect.format(value=effect) if effect else "",
    )


def _span(values: NDArray[np.float64], decimals: int, setting: Setting) -> str:
    """The least to the greatest of the known values, as one number where they print alike."""
    known = values[np.isfinite(values)]
    if not len(known):
        return ""
    least, most = rounded(float(known.min()), decimals), rounded(float(known.max()), decimals)
    return most if least == most else TrendFigureWords(setting.language).span.format(least=least, most=most)


def _drawn_as(trend: Trend, shown: Shown, setting: Setting) -> list[str]:
    """What hollow dots, gaps and missing bands mean, and what is not drawn."""
    words, tables = TrendFigureWords(setting.language), setting.report.plan.tables
    rows, flags, notes = list(shown.rows), [wave.flag for wave in trend.waves], list[str]()
    if "caution" in flags:
        notes.append(words.caution.format(base=tables.caution_base))
    if "low" in flags:
        notes.append(words.low.format(base=tables.minimum_base))
    estimate, low = trend.estimate[rows], trend.low[rows]
    if np.isnan(estimate).any():
        notes.append(words.gap)
    if (np.isfinite(estimate) & np.isnan(low)).any():
        notes.append(words.without_interval)
    if shown.left_out:
        notes.append(words.left_out.format(count=shown.left_out))
    return notes


def _said_of_waves(trend: Trend, setting: Setting, *, even: bool) -> list[str]:
    """Which waves are published figures and of whom, and what else is to be known of all."""
    words, notes = TrendFigureWords(setting.language), list[str]()
    published = [
        setting.words.in_banner.format(column=wave.name, banner=source)
        if (source := setting.text(wave.source).strip().rstrip(".。"))
        else wave.name
        for wave in trend.waves
        if wave.published
    ]
    if published:
        notes.append(words.published.format(waves=setting.named_all(published)))
    if trend.same_psus:
        notes.append(TrendWords(setting.language).shared)
    if even:
        notes.append(words.even)
    return notes


def _test(trend: Trend, setting: Setting) -> str:
    """How a change is called significant, where any was tested."""
    words, count = TrendFigureWords(setting.language), len(compared_rows(trend))
    alpha = level(round(1 - trend.level, 10))
    return (words.test if count > 1 else words.test_one).format(alpha=alpha, count=count) if count else ""
