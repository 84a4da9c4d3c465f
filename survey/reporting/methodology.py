"""The disclosure items of AAPOR's Code, from the plan and from the run."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from survey.language import Language
from survey.language.disclosure import OUTCOMES, DisclosureWords
from survey.language.weights import WeightsWords
from survey.language.workbook import WorkbookWords
from survey.reporting import amounts
from survey.reporting.ledger import ledger_of
from survey.reporting.margins import delivered_weight, margin_label, met_before
from survey.vocabulary import MetMargin, Report, WeightingResult


@dataclass(frozen=True)
class Disclosure:
    """One statement of the methodology page; an empty statement was not made.

    Parameters
    ----------
    number
        Which of the eleven items it belongs to.
    detail
        What part of the item; empty when it is all of it.
    """

    number: int
    item: str
    detail: str
    statement: str

    @property
    def stated(self) -> bool:
        """Whether anything was said."""
        return bool(self.statement)


def disclosure(report: Report, language: Language) -> tuple[Disclosure, ...]:
    """All statements, in the order of the Code's items."""
    words, study = DisclosureWords(language), report.plan.study

    def said(label: Mapping[str, str]) -> str:
        return label.get(language) or next((text for text in label.values() if text), "")

    mode = said(study.mode.texts)
    made: list[tuple[int, str, str, str]] = [
        (1, words.strategy, "", words.survey_strategy.format(mode=mode) if mode else ""),
        (2, words.sponsor, words.sponsor_is, said(study.sponsor.texts)),
        (2, words.sponsor, words.conductor_is, said(study.conductor.texts)),
        (3, words.instrument, "", _wordings(report, words)),
        (4, words.population, "", said(study.population.texts)),
        (5, words.sample, words.frame_is, said(study.frame.texts)),
        (5, words.sample, words.selection_is, said(study.selection.texts)),
        (5, words.sample, words.probability_is, _probability(report, words)),
        (5, words.sample, words.design_is, _design(report, words)),
        (6, words.mode, words.mode_is, mode),
        (6, words.mode, words.language_is, _languages(report, words)),
        (7, words.dates, words.fieldwork_is, said(study.fieldwork.texts)),
        *((8, words.precision, *pair) for pair in _precision(report, words)),
        *((9, words.weighting, *pair) for pair in _weighting(report, language, words)),
        (10, words.processing, "", _processing(report, words)),
        (11, words.limitations, "", said(study.limitations.texts)),
        (11, words.limitations, words.source_is, said(study.source.texts)),
        (11, words.limitations, words.contact_is, said(study.contact.texts)),
    ]
    return tuple(Disclosure(*entry) for entry in made)


def weighting_in_words(report: Report, language: Language) -> str:
    """How respondents were weighted, in a sentence or two; says plainly when they, or targets, were not."""
    words, weighting = WorkbookWords(language), report.weighting
    if weighting is None:
        if report.survey.design.weight is None:
            return words.not_weighted
        return _as_it_came(report, words)
    told = WeightsWords(language)
    spread = {
        "minimum": amounts.rounded(weighting.minimum, 2),
        "maximum": amounts.rounded(weighting.maximum, 2),
        "effect": amounts.rounded(weighting.design_effect, 2),
    }
    cases = {
        "classes": amounts.whole(len(weighting.nonresponse)),
        "issued": amounts.whole(sum(each.issued for each in weighting.nonresponse)),
        "responded": amounts.whole(sum(each.responded for each in weighting.nonresponse)),
    }
    if weighting.method == "nonresponse":
        return told.nonresponse_alone.format(**cases, **spread)
    methods = {"rake": words.rake, "poststratify": words.poststratify}
    shares = [line.gap for line in weighting.achieved if not line.mean]
    error = amounts.rounded(100 * max(shares, default=0.0), 2)
    names = dict.fromkeys(
        [*(met.name for met in weighting.margins), *(line.margin for line in weighting.achieved)]
    )
    sentences = [
        words.weighted_by.format(
            method=methods.get(weighting.method, words.calibrate),
            margins=words.listing.join(
                margin_label(report.survey.codebook, name, language) for name in names
            ),
            error=error,
            **spread,
        )
    ]
    if weighting.unmet:
        sentences.insert(0, _unmet_in_words(report, weighting, language))
    if (trimming := weighting.trimming) is not None:
        limits = {name: amounts.rounded(getattr(trimming, name), 2) for name in ("lower", "upper")}
        said = told.trimmed_said if trimming.trimmed else told.none_trimmed_said
        sentences.append(said.format(n=amounts.whole(trimming.trimmed), **limits))
    if weighting.nonresponse:
        sentences.append(told.nonresponse_said.format(**cases))
    return words.gap.join(sentences)


def _unmet_in_words(report: Report, weighting: WeightingResult, language: Language) -> str:
    """That targets are not all met, with the one missed by most."""
    told, worst = WeightsWords(language), weighting.farthest
    if not worst.mean:
        return told.unmet_said.format(error=amounts.rounded(100 * worst.gap, 2))
    return told.unmet_mean_said.format(
        margin=margin_label(report.survey.codebook, worst.margin, language),
        after=amounts.rounded(worst.after, 2),
        target=amounts.rounded(worst.target, 2),
    )


def replicates_in_words(report: Report, language: Language) -> str:
    """Which replicate weights the standard errors come from; empty where they come from none."""
    words, replication = DisclosureWords(language), report.survey.design.replication
    if replication is None:
        return ""
    number = amounts.whole(len(replication.scales))
    kept = f", ρ = {replication.rho:g}" if replication.method == "Fay" else ""
    method = replication.method + kept
    given = report.plan.design.replicates
    if given is not None and given.columns:
        return words.replicated_came.format(number=number, method=method)
    if replication.method == "bootstrap" and given is not None:
        return words.replicated_seed.format(number=number, method=method, seed=given.seed or 0)
    return words.replicated.format(number=number, method=method)


def _as_it_came(report: Report, words: WorkbookWords) -> str:
    """The weights that were there before the analysis, and the margins they are known to meet."""
    codebook, declared = report.survey.codebook, report.plan.design.calibrated_to
    names = declared or met_before(report)
    if not names:
        return words.came_weighted.format(weight=delivered_weight(report))
    sentence = words.came_calibrated if declared else words.weighted_before
    return sentence.format(
        weight=delivered_weight(report),
        margins=words.listing.join(margin_label(codebook, name, words.language) for name in names),
    )


def _wordings(report: Report, words: DisclosureWords) -> str:
    asked = [question for question in report.survey.codebook if question.tabulated and question.columns]
    missing = sum(not question.wording.to(words.language) for question in asked)
    template = words.wordings_missing if missing else words.all_wordings
    return template.format(count=len(report.survey.codebook), missing=missing)


def _probability(report: Report, words: DisclosureWords) -> str:
    probability = report.survey.design.probability
    return "" if probability is None else words.yes if probability else words.no


def _design(report: Report, words: DisclosureWords) -> str:
    design = report.survey.design
    parts = [
        template.format(name=name)
        for template, name in (
            (words.stratified, design.stratum),
            (words.clustered, design.psu),
            (words.finite, design.fpc),
        )
        if name
    ]
    named = "; ".join(parts) or words.simple_design
    replicates = replicates_in_words(report, words.language)
    return f"{named}; {replicates}" if replicates else named


def _languages(report: Report, words: DisclosureWords) -> str:
    found = {
        key for question in report.survey.codebook for key, text in question.wording.texts.items() if text
    }
    names = {"ja": words.japanese, "en": words.english}
    listed = [names[key] for key in names if key in found]
    return words.languages.format(names=", ".join(listed)) if listed else ""


def _precision(report: Report, words: DisclosureWords) -> list[tuple[str, str]]:
    summary = report.summary
    counts = words.respondent_counts.format(
        rows=amounts.whole(summary.raw_rows),
        kept=amounts.whole(summary.respondents),
        bases=amounts.whole(summary.unweighted_base),
    )
    known = math.isfinite(summary.margin_of_error)
    if report.survey.design.weight is None:
        template = words.precision_unweighted if known else words.precision_bare
    else:
        template = words.precision_said if known else words.precision_without
    precision = template.format(
        effective=amounts.whole(summary.effective_base),
        effect=amounts.rounded(summary.design_effect, 2),
        margin=amounts.rounded(summary.margin_of_error * 100, 1),
        level=amounts.level(report.plan.tables.level),
    )
    return [
        (words.respondents_are, counts),
        (words.precision_is, precision),
        (words.response_is, _response(report, words)),
    ]


def _response(report: Report, words: DisclosureWords) -> str:
    """The cases by outcome, the valid return, and AAPOR's rates beside it."""
    counts, outcomes = report.survey.dispositions, report.outcomes
    if not counts:
        return ""
    listed = words.listing.join(
        f"{_outcome(code, words)} {amounts.whole(count)}" for code, count in counts.items()
    )
    if outcomes is None:
        return listed
    printed = [
        f"{rate.name} {amounts.per_cent(rate.value, 1)}%"
        for rate in outcomes.rates
        if not rate.refused and math.isfinite(rate.value)
    ]
    refused = [rate.name for rate in outcomes.rates if rate.refused]
    share = words.share_allocated if outcomes.allocated else words.share_given
    sentences = [
        listed,
        words.valid_return.format(
            valid=amounts.whole(outcomes.valid),
            issued=amounts.whole(outcomes.issued),
            rate=amounts.per_cent(outcomes.valid_return, 1),
        ),
        words.outcome_rates.format(rates=", ".join(printed)),
        share.format(
            e=amounts.rounded(outcomes.eligible_share, 3), reason=outcomes.reason.to(words.language)
        ),
    ]
    if refused:
        sentences.append(words.rates_refused.format(rates=", ".join(refused)))
    return words.sentence_end.join(sentences) + words.full_stop


def _outcome(code: str, words: DisclosureWords) -> str:
    """An AAPOR code with what it stands for: `I (complete returns)`."""
    meaning = OUTCOMES.get(code)
    return words.outcome.format(code=code, meaning=meaning[words.language]) if meaning else code


def _weighting(report: Report, language: Language, words: DisclosureWords) -> list[tuple[str, str]]:
    lines = [("", weighting_in_words(report, language))]
    margins = report.weighting.margins if report.weighting else ()
    return [*lines, *(("", _margin(report, margin, language, words)) for margin in margins)]


def _margin(report: Report, margin: MetMargin, language: Language, words: DisclosureWords) -> str:
    """Where a margin's targets come from, and what must be known of them."""
    told = words.margins_are.format(
        name=margin_label(report.survey.codebook, margin.name, language),
        source=margin.source or words.not_stated,
        date=margin.date or words.not_stated,
    )
    return words.margin_caveat.format(margin=told, caveat=margin.caveat) if margin.caveat else told


def _processing(report: Report, words: DisclosureWords) -> str:
    ledger = ledger_of(report)
    return words.processing_said.format(
        values=amounts.whole(sum(note.count for note in ledger.changes)),
        rules=len({note.rule for note in ledger.changes}),
        removed=amounts.whole(sum(note.count for note in ledger.removals)),
        aside=amounts.whole(sum(note.count for note in ledger.set_aside)),
    )
