"""What goes with an answer: the average marginal effects of a model as dots with intervals, by question."""

from __future__ import annotations

from math import nan

from matplotlib.figure import Figure

from survey.language.drivers import DriverFigureWords
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
    own, shown = DriverFigureWords(setting.language), _fitted(model, setting)[1]
    terms = [term for question in shown for term in question.terms]
    items = [
        own.alt_question.format(
            question=setting.text(question.question.label),
            items=setting.listed([_item(term, terms, setting) for term in question.terms]),
        )
        for question in shown
    ]
    text = own.alt.format(
        intervals=setting.intervals(),
        outcome=setting.quoted(model.outcome_label),
        question=setting.quoted(model.outcome.label),
        n=whole(model.unweighted_base),
        items=own.alt_listing.join(items),
    )
    return setting.sentences(title(model, setting) + setting.words.stop, text)


def _item(term: DriverTerm, terms: list[DriverTerm], setting: Setting) -> str:
    """A term with its effect and interval, as printed."""
    own = DriverFigureWords(setting.language)
    answer = own.unit if term.kind == "number" else setting.text(term.label)
    if term.kind == "reference":
        return own.alt_reference.format(answer=answer)
    if not estimated(term):
        return f"{answer} {DASH}"
    effects = (term.effect, term.effect_low, term.effect_high)
    points, low, high = (printed(effect, term, terms) for effect in effects)
    return own.alt_item.format(answer=answer, points=points, low=low, high=high)


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
    own, lead = DriverFigureWords(setting.language), leading(model)

    def name(label: Label) -> str:
        return setting.quote(shortened(setting.text(label).strip(), most))

    outcome = name(model.outcome_label)
    if lead is None:
        return own.none.format(outcome=outcome)
    question = model.test(lead.question)
    reference = reference_of(question)
    number = printed(abs(lead.effect), lead, model.terms).lstrip("+")
    points = (own.point if number == "1" else own.points).format(number=number)
    asked = shortened(setting.text(question.question.label).strip(), most)
    if reference is None:
        template = own.unit_more if lead.effect > 0 else own.unit_less
        return template.format(outcome=outcome, points=points, question=asked)
    template = own.more if lead.effect > 0 else own.less
    return template.format(
        outcome=outcome,
        points=points,
        answer=name(lead.label),
        reference=name(reference.label),
        question=asked,
    )


def _frame(model: Drivers, shown: Shown, arrows: bool, setting: Setting) -> Frame:
    own = DriverFigureWords(setting.language)
    wording = setting.text(model.outcome.wording) or setting.text(model.outcome.label)
    subtitle = setting.sentences(
        own.subtitle.format(intervals=setting.intervals()),
        setting.words.wording.format(wording=shortened(wording.strip(), LONGEST_ASKED)),
    )
    base = setting.text(model.base_label)
    bases = setting.base_in_words(base, [model.unweighted_base], model.effective_base)
    notes = [setting.weights_effect(model.unweighted_base, model.effective_base)]
    notes += [own.model.format(df=whole(model.df), left_out=whole(model.left_out))]
    notes += _notes(model, shown, arrows, setting)
    footer = setting.footer(bases, nan, notes, [model.outcome])
    return setting.frame(title(model, setting), subtitle, footer)


def _notes(model: Drivers, shown: Shown, arrows: bool, setting: Setting) -> list[str]:
    """What the marks mean, and what is not drawn."""
    own, sheet = DriverFigureWords(setting.language), WorkbookWords(setting.language).drivers
    terms = [term for question in shown for term in question.terms]
    flags = {term.flag for term in terms}
    notes = [own.uncorrected]
    if "low" in flags:
        notes.append(own.low.format(base=setting.report.plan.tables.minimum_base))
    notes += [own.arrow] if arrows else []
    notes += [own.separated] if "separated" in flags else []
    notes += [own.undefined] if "undefined" in flags else []
    if model.warnings and "separated" not in flags:
        notes.append(own.warned.format(sheet=sheet))
    left = len(model.terms) - len(terms)
    if left:
        drawn = {question.question.name: len(question.terms) for question in shown}
        names = [
            setting.text(question.question.label)
            for question in model.questions
            if drawn.get(question.question.name) != len(question.terms)
        ]
        notes.append(own.cut.format(sheet=sheet, names=setting.named_all(names), count=left))
    return notes
