"""What goes with an answer: the average marginal effects of a model as dots with intervals, by question."""

from __future__ import annotations

from math import nan

from matplotlib.figure import Figure

from survey.language.workbook import WorkbookWords
from survey.reporting.amounts import DASH, whole
from survey.reporting.figures.driver_panels import DriverPanels, Shown
from survey.reporting.figures.driver_terms import (
    by_evidence,
    estimated,
    leading,
    printed,
    reference_of,
)
from survey.reporting.figures.page import Frame, Page
from survey.reporting.figures.setting import Setting, shortened
from survey.vocabulary import Drivers, DriverTerm, Label

LONGEST_TITLE, NAMES_IN_TITLE = 190, (64, 44, 30, 22)
"""Characters of a title (East Asian ones count two), and of each name in it: the first that makes it fit."""

LONGEST_ASKED = 140
"""Characters of the outcome's wording that the subtitle can hold; the sheet has all of it."""


def drivers(model: Drivers, setting: Setting) -> Figure:
    """Every answer's average marginal effect beside its reference, of the questions that fit."""
    panels, shown = _fitted(model, setting)
    panels.draw(shown)
    return panels.page.figure


def title(model: Drivers, setting: Setting) -> str:
    """The largest effect whose interval excludes zero, or that there is none."""
    for most in NAMES_IN_TITLE:
        text = _title(model, setting, most)
        if shortened(text, LONGEST_TITLE) == text:
            break
    return text


def alt(model: Drivers, setting: Setting) -> str:
    """Every answer that is drawn, in words."""
    words, shown = setting.words, _fitted(model, setting)[1]
    terms = [term for question in shown for term in question.terms]
    items = [
        words.drivers_alt_question.format(
            question=setting.text(question.question.label),
            items=setting.listed([_item(term, terms, setting) for term in question.terms]),
        )
        for question in shown
    ]
    text = words.drivers_alt.format(
        intervals=setting.intervals(),
        outcome=setting.quoted(model.outcome_label),
        question=setting.quoted(model.outcome.label),
        n=whole(model.unweighted_base),
        items=words.aside.join(items) if setting.language == "en" else words.stop.join(items),
    )
    return setting.sentences(title(model, setting) + words.stop, text)


def _item(term: DriverTerm, terms: list[DriverTerm], setting: Setting) -> str:
    """A term with its effect and interval, as printed."""
    words = setting.words
    answer = words.drivers_unit if term.kind == "number" else setting.text(term.label)
    if term.kind == "reference":
        return words.drivers_alt_reference.format(answer=answer)
    if not estimated(term):
        return f"{answer} {DASH}"
    effects = (term.effect, term.effect_low, term.effect_high)
    points, low, high = (printed(effect, term, terms) for effect in effects)
    return words.drivers_alt_item.format(answer=answer, points=points, low=low, high=high)


def _fitted(model: Drivers, setting: Setting) -> tuple[DriverPanels, Shown]:
    """A page and the questions that fit on it; saying what is left out may cost a line."""
    shown, arrows = by_evidence(model), False
    while True:
        page = Page(_frame(model, shown, arrows, setting), setting.fonts)
        panels = DriverPanels(page, setting, model)
        fit = panels.fitting(shown)
        if fit != shown:
            shown = fit
        elif not arrows and panels.cut(shown):
            arrows = True
        else:
            return panels, shown


def _title(model: Drivers, setting: Setting, most: int) -> str:
    """The title whose names have at most so many characters."""
    words, lead = setting.words, leading(model)

    def name(label: Label) -> str:
        return setting.quote(shortened(setting.text(label).strip(), most))

    outcome = name(model.outcome_label)
    if lead is None:
        return words.drivers_none.format(outcome=outcome)
    question = model.test(lead.question)
    reference = reference_of(question)
    number = printed(abs(lead.effect), lead, model.terms).lstrip("+")
    points = (words.drivers_point if number == "1" else words.drivers_points).format(number=number)
    asked = shortened(setting.text(question.question.label).strip(), most)
    if reference is None:
        template = words.drivers_unit_more if lead.effect > 0 else words.drivers_unit_less
        return template.format(outcome=outcome, points=points, question=asked)
    template = words.drivers_more if lead.effect > 0 else words.drivers_less
    return template.format(
        outcome=outcome,
        points=points,
        answer=name(lead.label),
        reference=name(reference.label),
        question=asked,
    )


def _frame(model: Drivers, shown: Shown, arrows: bool, setting: Setting) -> Frame:
    words = setting.words
    wording = setting.text(model.outcome.wording) or setting.text(model.outcome.label)
    subtitle = setting.sentences(
        words.drivers_subtitle.format(intervals=setting.intervals()),
        words.wording.format(wording=shortened(wording.strip(), LONGEST_ASKED)),
    )
    base = setting.text(model.base_label)
    bases = setting.base_in_words(base, [model.unweighted_base], model.effective_base)
    notes = [words.drivers_model.format(df=whole(model.df), left_out=whole(model.left_out))]
    notes += _notes(model, shown, arrows, setting)
    footer = setting.footer(bases, nan, notes, [model.outcome])
    return setting.frame(title(model, setting), subtitle, footer)


def _notes(model: Drivers, shown: Shown, arrows: bool, setting: Setting) -> list[str]:
    """What the marks mean, and what is not drawn."""
    words, sheet = setting.words, WorkbookWords(setting.language).drivers
    terms = [term for question in shown for term in question.terms]
    flags = {term.flag for term in terms}
    notes = [words.drivers_uncorrected]
    if "low" in flags:
        notes.append(words.drivers_low.format(base=setting.report.plan.tables.minimum_base))
    notes += [words.drivers_arrow] if arrows else []
    notes += [words.drivers_separated] if "separated" in flags else []
    notes += [words.drivers_undefined] if "undefined" in flags else []
    if model.warnings and "separated" not in flags:
        notes.append(words.drivers_warned.format(sheet=sheet))
    left = len(model.terms) - len(terms)
    if left:
        drawn = {question.question.name: len(question.terms) for question in shown}
        names = [
            setting.text(question.question.label)
            for question in model.questions
            if drawn.get(question.question.name) != len(question.terms)
        ]
        notes.append(words.drivers_cut.format(sheet=sheet, names=setting.named_all(names), count=left))
    return notes
