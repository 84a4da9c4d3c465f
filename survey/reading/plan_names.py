"""Whether a plan speaks of questions and answers that are there; every misfit in one complaint."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from survey.errors import PlanError
from survey.expressions import Selected, names, parse, walk
from survey.reading.codebook import listing, nearest
from survey.vocabulary import Plan, Survey

CROSSED = re.compile(r"\s*[×✕*]\s*|\s+[xX]\s+")
"""What stands between the questions of a crossed margin."""


def check_plan(plan: Plan, survey: Survey) -> None:
    """Refuse a plan that names questions, answers, margins or tables the survey does not have.

    Raises
    ------
    PlanError
        All misfits, each with the nearest name there is.
    """
    checker = _Checker(plan, survey)
    checker.derivations()
    checker.cleaning()
    checker.design()
    checker.tables()
    checker.figures()
    if checker.misfits:
        head = f"the plan does not fit {survey.source.name or 'the data'}"
        raise PlanError(
            listing(head, checker.misfits), hint="names are those of the codebook and of [[derive]]"
        )


@dataclass
class _Checker:
    plan: Plan
    survey: Survey
    misfits: list[str] = field(default_factory=list)
    answers: dict[str, tuple[str, ...]] = field(init=False)

    def __post_init__(self) -> None:
        self.answers = {question.name: question.codes() for question in self.survey.codebook}

    def derivations(self) -> None:
        """Names and answers that derivations start from; each makes its own name known to those below."""
        for derivation in self.plan.derive:
            where = f"[[derive]] {derivation.name}"
            if derivation.name in self.answers:
                self.misfits.append(f"{where}: there is already a question of this name")
            if self._question(where, derivation.source, "from"):
                for codes in derivation.map.values():
                    self._answers(where, derivation.source, codes)
                if derivation.ticked:
                    self._answers(where, derivation.source, (derivation.ticked,))
            made = derivation.bands or tuple(derivation.map) or ("1", "0")
            for code in derivation.labels:
                if code not in made:
                    self.misfits.append(f"{where}: labels speaks of {code!r}, which it does not make")
            self.answers.setdefault(derivation.name, made)

    def cleaning(self) -> None:
        """Expressions and questions of `[clean]`."""
        for place, removal in enumerate(self.plan.clean.remove, 1):
            self._expression(f"[[clean.remove]] {place}", removal.where)
        for place, reversal in enumerate(self.plan.clean.reverse, 1):
            self._question(f"[[clean.reverse]] {place}", reversal.question, "question")
            self._expression(f"[[clean.reverse]] {place}", reversal.where)

    def design(self) -> None:
        """Questions of `[design]`, and the margins of `[weighting]` with the targets they need."""
        for key in ("weight", "stratum", "psu", "fpc"):
            if name := getattr(self.plan.design, key):
                self._question("[design]", name, key)
        margins = {margin.questions: margin.name for margin in self.survey.targets.margins}
        for written in self.plan.weighting.margins:
            questions = tuple(CROSSED.split(written.strip()))
            known = [self._question("[weighting] margins", name) for name in questions]
            if all(known) and frozenset(questions) not in map(frozenset, margins):
                there = ", ".join(margins.values()) or "none"
                self.misfits.append(
                    f"[weighting] margins: there are no targets for {written!r}; those found are: {there}"
                )

    def tables(self) -> None:
        """Questions and answers of banners, bases, nets, crossings and the headline."""
        for name in self.plan.tables.banner:
            self._question("[tables] banner", name)
        for name in self.plan.tables.bases:
            self._question("[tables] bases", name)
        for net in self.plan.net:
            where = f"[[net]] {net.name}"
            if self._question(where, net.question, "question"):
                self._answers(where, net.question, net.answers)
        for place, crossing in enumerate(self.plan.crossing, 1):
            where = f"[[crossing]] {place}"
            self._question(where, crossing.columns, "columns")
            if self._question(where, crossing.rows, "rows"):
                for merged in crossing.merge:
                    self._answers(f"{where} merge {merged.name}", crossing.rows, merged.answers)
        self._headline()

    def _headline(self) -> None:
        headline = self.plan.study.headline
        if not headline or headline in self.answers:
            return
        name, colon, code = headline.rpartition(":")
        if self._question("[study]", name or headline, "headline") and colon:
            self._answers("[study] headline", name, (code,), self._nets(name))

    def figures(self) -> None:
        """Tables, crossings and grids that figures are drawn from."""
        grids = {question.grid for question in self.survey.codebook if question.grid}
        crossings = {f"{crossing.rows}_x_{crossing.columns}" for crossing in self.plan.crossing}
        crossings |= {f"{crossing.rows} × {crossing.columns}" for crossing in self.plan.crossing}
        drawn: Mapping[str, set[str]] = {
            "ranking": set(self.answers),
            "likert": set(self.answers) | grids,
            "dots": set(self.answers) | crossings,
            "heat": set(self.answers) | crossings,
        }
        for key, known in drawn.items():
            for name in getattr(self.plan.figures, key):
                if name not in known and name.partition(":")[0] not in known:
                    self.misfits.append(
                        f"[figures] {key}: there is no table or crossing {name!r}{nearest(name, known)}"
                    )

    def _nets(self, name: str) -> tuple[str, ...]:
        return tuple(net.name for net in self.plan.net if net.question == name)

    def _question(self, where: str, name: str, key: str = "") -> bool:
        if name in self.answers:
            return True
        said = f"{key} is" if key else "there is no question"
        what = f"{said} {name!r}, which is no question" if key else f"{said} {name!r}"
        self.misfits.append(f"{where}: {what}{nearest(name, self.answers)}")
        return False

    def _answers(self, where: str, question: str, codes: Iterable[str], also: Iterable[str] = ()) -> None:
        known = (*self.answers[question], *also)
        for code in codes:
            if code not in known:
                self.misfits.append(f"{where}: {question} has no answer {code!r}{nearest(code, known)}")

    def _expression(self, where: str, words: str) -> None:
        try:
            parsed = parse(words)
        except PlanError as error:
            self.misfits.append(f"{where}: {error.message}")
            return
        for name in sorted(names(parsed)):
            self._question(f"{where} where", name)
        for node in walk(parsed):
            if isinstance(node, Selected) and self.answers.get(node.question.name):
                self._answers(f"{where} where", node.question.name, (node.code,))
