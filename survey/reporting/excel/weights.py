"""The sheet Weights: what was to be met, what was found wrong with it, what was reached, and at what cost."""

from __future__ import annotations

from dataclasses import replace

from survey.language.weights import WeightsWords
from survey.reporting.excel.book import Book
from survey.reporting.excel.grid import FIRST, NUMBER, TEXT, Field, write_grid
from survey.reporting.excel.sheet import Sheet
from survey.reporting.excel.style import BODY, GREY, STATUS, Look
from survey.reporting.methodology import weighting_in_words
from survey.vocabulary import Diagnosed, WeightingResult

NOISE = 6
"""Decimals beyond which a difference in points is the computer's rounding."""

PIXELS_PER_LINE, HEADS = 22, 3
"""Height of a line, and lines of a part's heading."""

_SHARE = replace(NUMBER, format="0.0%")
_POINTS = replace(NUMBER, format="+0.00;−0.00;0.00")
_MEAN = replace(NUMBER, format="#,##0.00")
_OFF = replace(NUMBER, format="+#,##0.00;−#,##0.00;0.00")
_FACTOR = replace(NUMBER, format="0.00")
_FOUND = Look(align="left", bold=True)

Lines = list[tuple[str, float, str]]


def write_weights(book: Book) -> None:
    """Nothing is written of an unweighted report: the cover says so."""
    words, weighting = book.words, book.report.weighting
    if not book.weighted:
        return
    sheet = book.sheet(words.weights, columns=9, colour=GREY)
    sheet.widths(36, 46, 12, 12, 12, 12, 13, 13, 13)
    book.place("sheet", "weights", sheet, 1)
    sheet.title(words.weights, lead=words.weights_lead, status=book.status)
    told = WeightsWords(book.language)
    unmet = weighting is not None and weighting.unmet
    sheet.paragraph(weighting_in_words(book.report, book.language), STATUS if unmet else BODY)
    sheet.row += 1
    if (spread := weighting or book.report.spread) is not None:
        _write_figures(sheet, words.diagnosis, _spread(book, told, spread))
    if weighting is not None:
        _write_trimming(sheet, told, weighting)
    _write_effects(book, sheet, told)
    if weighting is not None:
        start = 1
        for write, lines in (
            (_write_margins, 3 * len(weighting.margins)),
            (_write_diagnosis, 2 * len(weighting.diagnosis)),
            (_write_profiles, len(weighting.profiles)),
            (_write_nonresponse, len(weighting.nonresponse)),
            (_write_achieved, len(weighting.achieved)),
            (_write_means, sum(line.mean for line in weighting.achieved)),
        ):
            start = sheet.keep_together(start, PIXELS_PER_LINE * (lines + HEADS), landscape=True)
            write(book, sheet, told, weighting)
    sheet.page(footer=words.page)


def _write_figures(sheet: Sheet, heading: str, lines: Lines) -> None:
    sheet.heading(heading)
    for label, value, pattern in lines:
        sheet.text(sheet.row, 1, label)
        sheet.number(sheet.row, 2, value, replace(_FOUND, format=pattern))
        sheet.row += 1
    sheet.row += 1


def _spread(book: Book, told: WeightsWords, weighting: WeightingResult) -> Lines:
    words = book.words
    return [
        (words.effective_n, weighting.effective_base, "#,##0"),
        (words.weight_effect, weighting.design_effect, "0.00"),
        (words.smallest_weight, weighting.minimum, "0.000"),
        (told.median, weighting.median, "0.000"),
        (words.largest_weight, weighting.maximum, "0.000"),
        (words.variation, weighting.coefficient_of_variation, "0.000"),
        (told.total, weighting.total, "#,##0"),
        *(
            [
                (words.iterations, weighting.iterations, "0"),
                (words.max_error, weighting.max_error, "0.0E+00"),
            ]
            if weighting.achieved
            else []
        ),
    ]


def _write_trimming(sheet: Sheet, told: WeightsWords, weighting: WeightingResult) -> None:
    trimming = weighting.trimming
    if trimming is None:
        return
    low, high = f"{told.limits} (min)", f"{told.limits} (max)"
    lines: Lines = [
        (low, trimming.lower, "0.00"),
        (high, trimming.upper, "0.00"),
        (told.trimmed, trimming.trimmed, "#,##0"),
        (told.share_trimmed, trimming.share_trimmed, "0.0%"),
        (told.weight_moved, trimming.weight_moved, "0.0%"),
        (told.effect_before, trimming.design_effect, "0.00"),
    ]
    _write_figures(sheet, told.trimming, lines)
    sheet.row -= 1
    lead = told.trimmed_lead_unmet if weighting.unmet else told.trimmed_lead
    sheet.paragraph(lead if trimming.trimmed else told.none_trimmed)
    sheet.row += 1


def _write_effects(book: Book, sheet: Sheet, told: WeightsWords) -> None:
    """Shares with and without weights, and the design effect in its parts, of the main figures."""
    effects = book.report.weight_effects
    if not effects:
        return
    sheet.heading(told.effects)
    sheet.paragraph(told.effects_lead)
    fields = [
        Field(book.words.question, FIRST),
        Field(book.words.answer),
        Field(book.words.respondents_n, NUMBER),
        Field(told.unweighted_share, _SHARE),
        Field(told.design_share, _SHARE),
        Field(told.weighted_share, _SHARE),
        Field(told.effect, _FACTOR),
        Field(told.effect_of_weights, _FACTOR),
        Field(told.effect_of_sampling, _FACTOR),
    ]
    lines = [
        (
            line.question.to(book.language),
            line.answer.to(book.language),
            line.unweighted_base,
            line.unweighted,
            line.design_weighted,
            line.weighted,
            line.design_effect,
            line.weighting_effect,
            line.sampling_effect,
        )
        for line in effects
    ]
    write_grid(sheet, fields, lines)


def _write_margins(book: Book, sheet: Sheet, told: WeightsWords, weighting: WeightingResult) -> None:
    """Where the targets come from."""
    words = book.words
    if not weighting.margins:
        return
    sheet.heading(words.margins_met)
    for met in weighting.margins:
        name, source = book.margin(met.name), met.source or told.not_stated
        sheet.text(sheet.row, 1, name, FIRST)
        said = f"{source}{words.listing}{met.date}" if met.date else source
        sheet.paragraph(said, column=2)
        if met.caveat:
            sheet.paragraph(f"{told.caveat}{words.colon}{met.caveat}", column=2)
    sheet.row += 1


def _write_diagnosis(book: Book, sheet: Sheet, told: WeightsWords, weighting: WeightingResult) -> None:
    if not weighting.margins:
        return
    sheet.heading(told.diagnosed)
    if not weighting.diagnosis:
        sheet.paragraph(told.nothing_found)
    said = ""
    for line in weighting.diagnosis:
        text, mend = _named(book, line), line.mend.to(book.language)
        sheet.paragraph(f"• {text[:1].upper()}{text[1:]}")
        if mend and mend != said:
            sheet.paragraph(f"   → {mend}")
        said = mend
    sheet.row += 1


def _named(book: Book, line: Diagnosed) -> str:
    """What was found, with margins by the names that readers know."""
    text = line.text.to(book.language)
    for name in filter(None, (line.margin, line.other)):
        label = book.words.quoted.format(text=book.margin(name))
        text = text.replace(repr(name), label).replace(f"「{name}」", label)
    return text


def _write_achieved(book: Book, sheet: Sheet, told: WeightsWords, weighting: WeightingResult) -> None:
    """Each category of each margin: before, after, target, and what is left between them."""
    words = book.words
    fields = [
        Field(words.margin_name, FIRST),
        Field(words.category),
        Field(words.respondents_n, NUMBER),
        Field(words.before, _SHARE),
        Field(words.after, _SHARE),
        Field(words.target, _SHARE),
        Field(words.off_target, _POINTS),
    ]
    lines = []
    for reached in weighting.achieved:
        if reached.mean:
            continue
        category = reached.category.to(book.language)
        lines.append(
            (
                book.margin(reached.margin),
                words.bucket.format(category=category) if reached.bucket else category,
                reached.unweighted_base,
                reached.before,
                reached.after,
                reached.target,
                round(100 * (reached.after - reached.target), NOISE),
            )
        )
    if lines:
        sheet.heading(told.met)
        write_grid(sheet, fields, lines)


def _write_means(book: Book, sheet: Sheet, told: WeightsWords, weighting: WeightingResult) -> None:
    """The mean of each number: before, after, target, and what is left between them."""
    words = book.words
    lines = [
        (
            book.margin(reached.margin),
            None,
            reached.unweighted_base,
            reached.before,
            reached.after,
            reached.target,
            round(reached.after - reached.target, NOISE),
        )
        for reached in weighting.achieved
        if reached.mean
    ]
    if not lines:
        return
    sheet.heading(told.means_met)
    fields = [
        Field(told.mean_of, FIRST),
        Field("", TEXT),
        Field(words.respondents_n, NUMBER),
        Field(words.before, _MEAN),
        Field(words.after, _MEAN),
        Field(words.target, _MEAN),
        Field(told.off_mean, _OFF),
    ]
    write_grid(sheet, fields, lines)


def _write_nonresponse(book: Book, sheet: Sheet, told: WeightsWords, weighting: WeightingResult) -> None:
    if not weighting.nonresponse:
        return
    sheet.heading(told.nonresponse)
    fields = [
        Field(told.response_class, FIRST),
        Field("", TEXT),
        Field(told.issued, NUMBER),
        Field(told.responded, NUMBER),
        Field(told.rate, _SHARE),
        Field(told.factor, _FACTOR),
    ]
    lines = [
        (
            each.category.to(book.language),
            None,
            each.issued,
            each.responded,
            each.responded / each.issued if each.issued else float("nan"),
            each.factor,
        )
        for each in weighting.nonresponse
    ]
    write_grid(sheet, fields, lines)


def _write_profiles(book: Book, sheet: Sheet, told: WeightsWords, weighting: WeightingResult) -> None:
    if not weighting.profiles:
        return
    sheet.heading(told.profiles)
    sheet.paragraph(told.profiles_lead)
    names = book.words.listing.join(book.margin(met.name) for met in weighting.margins)
    fields = [
        Field(f"{told.profile}{book.words.colon}{names}", FIRST),
        Field("", TEXT),
        Field(book.words.respondents_n, NUMBER),
        Field(told.mean_weight, _FACTOR),
        Field(told.share_of_weight, _SHARE),
    ]
    lines = []
    for each in weighting.profiles:
        answers = [answer.to(book.language) for answer in each.answers]
        first, rest = answers[0], book.words.listing.join(answers[1:])
        lines.append((first, rest, each.unweighted_base, each.weight, each.share))
    write_grid(sheet, fields, lines)
