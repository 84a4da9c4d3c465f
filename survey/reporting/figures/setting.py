"""What every figure of a report shares: language, fonts, and the sentences of the footer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan

import numpy as np
from numpy.typing import NDArray

from survey.language import Language
from survey.language.figures import FigureWords, figure_words
from survey.language.sentences import opened
from survey.reporting.amounts import level, rounded, whole
from survey.reporting.figures.fonts import Fonts
from survey.reporting.figures.page import Frame
from survey.reporting.figures.wrapping import ELLIPSIS, NEVER_LAST, east_asian
from survey.reporting.margins import margin_label
from survey.vocabulary import Label, Question, Report, Table

ENOUGH_WORDING = 12
"""Characters that items' wordings must begin with alike to be worth quoting."""

LONGEST_WORDING, LONGEST_NAME, LONGEST_QUOTE, LONGEST_LIST = 280, 96, 64, 200
"""Characters of a wording, of a question's and an answer's name in a title, of a list; tables have all."""


@dataclass(frozen=True)
class Setting:
    """A report to be drawn in one language with these fonts."""

    report: Report
    language: Language
    fonts: Fonts

    @property
    def words(self) -> FigureWords:
        """The templates of the language."""
        return figure_words(self.language)

    @property
    def alpha(self) -> str:
        """The threshold of marks: 5%."""
        return level(round(1 - self.report.plan.tables.level, 10))

    def text(self, label: Label) -> str:
        """A label in the language."""
        return label.to(self.language)

    def quoted(self, label: Label) -> str:
        """A label in the language's quotation marks, shortened to what a title can hold."""
        return self.quote(self.text(label))

    def quote(self, text: str, most: int = LONGEST_QUOTE) -> str:
        """A text in the language's quotation marks, those inside it turned into the inner kind."""
        outer, inner = self.words.quoted.format(text=""), self.words.inner
        text = shortened(text.strip(), most)
        return self.words.quoted.format(text=text.translate(str.maketrans(outer, inner)))

    def named(self, label: Label) -> str:
        """A question's label as a title opens with it: short, and with its own mark at the end or a colon."""
        text = shortened(self.text(label).strip().rstrip(":： "), LONGEST_NAME)
        return opened(text, self.language)

    def listed(self, texts: Sequence[str]) -> str:
        """Several texts as the language lists them."""
        return self.words.listing.join(texts)

    def named_all(self, texts: Sequence[str]) -> str:
        """Several names in a footer, cut where they would fill it."""
        return shortened(self.listed(texts), LONGEST_LIST)

    def intervals(self) -> str:
        """What the drawn intervals are, e.g. 95% confidence intervals."""
        stated = self.report.plan.study.probability
        template = {True: self.words.probability, False: self.words.model_based, None: self.words.assumed}
        return template[stated].format(level=level(self.report.plan.tables.level))

    def asked(self, *questions: Question) -> str:
        """The question as it was put to people; of several, what their wordings begin with alike.

        Empty where there is no wording but the label, which the title has.
        """
        wordings = [(self.text(q.wording) or self.text(q.label)).strip() for q in questions]
        labels = [self.text(q.label).strip() for q in questions]
        if wordings == labels and all(shortened(label, LONGEST_NAME) == label for label in labels):
            return ""
        shared = beginning(wordings)
        if len(set(wordings)) > 1:
            shared = shared.rstrip(" -–—:：・" + "".join(NEVER_LAST))
            if len(shared) < ENOUGH_WORDING:
                return ""
            shared += "" if shared[-1] in ".?。？" else ELLIPSIS
        return self.words.wording.format(wording=shortened(shared))

    def margin(self, name: str) -> str:
        """A weighting margin as readers know it: Sex × Age."""
        return margin_label(self.report.survey.codebook, name, self.language)

    def net(self, label: Label) -> str:
        """A heading for a net: marked as one, unless its own label says so."""
        text = self.text(label)
        if any(word in text.casefold() for word in self.words.net_words):
            return text
        return self.words.net.format(net=text)

    def sentences(self, *texts: str) -> str:
        """Sentences one after the other; empty ones are left out."""
        return self.words.gap.join(text for text in texts if text)

    def frame(self, title: str, subtitle: str, footer: str) -> Frame:
        """The words around a figure, with the chip where the data are synthetic."""
        chip = self.words.chip if self.report.plan.study.synthetic else ""
        return Frame(title, subtitle, footer, chip)

    def footer(
        self, bases: str, widest: float | None, notes: Sequence[str], questions: Sequence[Question] = ()
    ) -> str:
        """The footer of a figure.

        Parameters
        ----------
        bases
            The sentence on bases, from `base_of` or the kind's own.
        widest
            Half the widest drawn interval of the total, a share; NaN when it is not
            known, None when the kind draws no intervals.
        notes
            Sentences of the kind.
        questions
            The questions drawn, for what is known of their figures.
        """
        study = self.report.plan.study
        return self.sentences(
            bases,
            self.precision(widest) if widest is not None else "",
            *notes,
            self._fieldwork(),
            self.weighting(),
            self.words.source.format(source=self._bare(study.source)) if self._bare(study.source) else "",
            *self._provenances(questions),
            self.words.synthetic if study.synthetic else "",
        )

    def base_of(self, tables: Sequence[Table], rows: Sequence[int]) -> str:
        """The sentence on n, effective n and design effect of some tables' totals."""
        effects = [table.design_effect[row, 0] for table in tables for row in rows if row < len(table.rows)]
        known = [float(effect) for effect in effects if np.isfinite(effect)]
        return self.base_in_words(
            self.text(tables[0].base_label),
            [float(table.unweighted_base[0]) for table in tables],
            min(float(table.effective_base[0]) for table in tables),
            float(np.median(known)) if known else nan,
        )

    def base_in_words(
        self, base: str, unweighted_bases: Sequence[float], effective_base: float, design_effect: float = nan
    ) -> str:
        """A base, its n (from least to most), effective n and design effect; unknown ones are left out."""
        least, most = min(unweighted_bases), max(unweighted_bases)
        effective = self.words.effective.format(n=whole(effective_base)) if effective_base > 0 else ""
        effect = self.words.design_effect.format(value=rounded(design_effect, 2)) if design_effect > 0 else ""
        return (self.words.base if least == most else self.words.bases).format(
            base=base,
            n=whole(most),
            least=whole(least),
            most=whole(most),
            effective=effective,
            design_effect=effect,
        )

    def weights_effect(self, unweighted_base: float, effective_base: float) -> str:
        """The sentence on the weights' design effect (Kish), of figures whose numbers have each their own."""
        if not effective_base > 0 or round(unweighted_base / effective_base, 2) == 1:
            return ""
        return self.words.weights_effect.format(value=rounded(unweighted_base / effective_base, 2))

    def precision(self, widest: float) -> str:
        """The sentence on the margin of error, or on what intervals assume."""
        stated = self.report.plan.study.probability
        if stated is None:
            return self.words.assumed_margin
        if not stated:
            return self.words.based
        if not np.isfinite(widest):
            return ""
        confidence = level(self.report.plan.tables.level)
        return self.words.margin.format(points=rounded(widest * 100, 1), level=confidence)

    def weighting(self) -> str:
        """Weighting in a sentence."""
        result = self.report.weighting
        if result is None:
            weighted = self.report.survey.design.weight is not None
            return self.words.delivered_weights if weighted else self.words.unweighted
        templates = {"rake": self.words.rake, "poststratify": self.words.poststratify}
        margins = self.listed([self.margin(margin.name) for margin in result.margins])
        return templates.get(result.method, self.words.calibrate).format(margins=margins)

    def _fieldwork(self) -> str:
        study = self.report.plan.study
        parts = [self._bare(label) for label in (study.mode, study.population, study.fieldwork)]
        stated = self.words.aside.join(part for part in parts if part)
        return stated + self.words.stop if stated else ""

    def _provenances(self, questions: Sequence[Question]) -> list[str]:
        """What is known of the questions' figures, its first sentence; with their names when it differs."""
        known: dict[str, str] = {}
        for question in questions:
            known_of = self.text(question.provenance)
            text = known_of.partition(". ")[0].partition("。")[0].strip().rstrip(".")
            if text:
                known.setdefault(text, self.quoted(question.label))
        template = self.words.provenance if len(known) == 1 else self.words.provenance_of
        return [template.format(provenance=text, question=name) for text, name in known.items()]

    def _bare(self, label: Label) -> str:
        return self.text(label).strip().rstrip(".。")


def shortened(text: str, most: int = LONGEST_WORDING) -> str:
    """A text of at most so many characters (East Asian ones count two), cut with an ellipsis."""
    room = most
    for position, character in enumerate(text):
        room -= 2 if east_asian(character) else 1
        if room < 0:
            return text[:position].rstrip() + ELLIPSIS
    return text


def beginning(texts: Sequence[str]) -> str:
    """What several texts begin with alike."""
    for position, alike in enumerate(zip(*texts, strict=False)):
        if len(set(alike)) > 1:
            return texts[0][:position]
    return min(texts, key=len)


def half_width(low: NDArray[np.float64], high: NDArray[np.float64]) -> float:
    """Half of the widest interval; NaN when none is known."""
    widths = (high - low) / 2
    return float(np.nanmax(widths)) if np.isfinite(widths).any() else float("nan")
