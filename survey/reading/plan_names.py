"""Whether a plan speaks of questions and answers that are there; every misfit in one complaint."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from survey.errors import PlanError, WeightingError
from survey.expressions import Selected, names, parse, walk
from survey.reading.codebook import listing, nearest, shortlist
from survey.reading.plan_drivers import drivers_complaints
from survey.reading.plan_figures import figures_complaints
from survey.reading.readings import toml_key
from survey.reading.targets import TARGETS
from survey.targets import POPULATIONS, planned_margin, questions_named, split
from survey.vocabulary import (
    Answer,
    Codebook,
    CrossingPlan,
    Note,
    Plan,
    Question,
    Survey,
    TrendPlan,
    plain,
)
from survey.vocabulary.nets import net_names
from survey.vocabulary.table_plans import added_ids

DESIGN_KEYS = ("weight", "stratum", "psu", "fpc")


def check_plan(plan: Plan, survey: Survey) -> None:
    """Refuse a plan that names questions, answers, margins or tables the survey does not have.

    Raises
    ------
    PlanError
        All misfits, each with the nearest name there is.
    WeightingError
        The plan fits, but targets it weights to are there and cannot be used.
    """
    checker = _Checker(plan, survey)
    checker.derivations()
    checker.cleaning()
    checker.design()
    checker.weighting_questions()
    checker.weighting()
    checker.tables()
    checker.figures()
    if checker.misfits:
        head = f"the plan does not fit {survey.source.name or 'the data'}"
        raise PlanError(listing(head, checker.misfits), hint=checker.hint)
    if checker.faults:
        texts = [note.text for note in checker.faults]
        raise WeightingError(
            texts[0] if len(texts) == 1 else listing("[weighting] margins has no targets to meet", texts),
            hint="mend the targets, or leave out of [weighting] margins what cannot be met",
        )


@dataclass
class _Checker:
    plan: Plan
    survey: Survey
    misfits: list[str] = field(default_factory=list)
    hint: str = ""
    faults: list[Note] = field(default_factory=list)
    answers: dict[str, tuple[str, ...]] = field(init=False)
    derived: list[Question] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.answers = {question.name: question.codes() for question in self.survey.codebook}

    @property
    def codebook(self) -> Codebook:
        """The questions of the file, and those that the plan derives."""
        return Codebook((*self.survey.codebook, *self.derived))

    def _add(self, misfit: str, hint: str = "") -> None:
        """One more misfit; the first one's hint is the one that is shown."""
        if not self.misfits:
            self.hint = hint
        self.misfits.append(misfit)

    def derivations(self) -> None:
        """Names and answers that derivations start from; each makes its own name known to those below."""
        for derivation in self.plan.derive:
            where = f"[[derive]] {derivation.name}"
            if derivation.name in self.answers:
                self._add(f"{where}: there is already a question of this name", "choose another name")
            for condition in derivation.where.values():
                self._expression(f"{where} where", condition)
            if not derivation.where and self._question(where, derivation.source, "from"):
                for codes in derivation.map.values():
                    self._answers(where, derivation.source, codes)
                if derivation.ticked:
                    self._answers(where, derivation.source, (derivation.ticked,))
            made = derivation.bands or tuple(derivation.map) or ("1", "0")
            if derivation.where:
                made = (*derivation.where, *([derivation.otherwise] if derivation.otherwise else []))
            for code in derivation.labels:
                if code not in made:
                    words = f"labels speaks of {code!r}, which it does not make{nearest(code, made)}"
                    self._add(f"{where}: {words}", f"it makes {shortlist(made)}")
            if derivation.name not in self.answers:
                self.answers[derivation.name] = made
                labelled = [Answer(code, derivation.labels.get(code, plain(code))) for code in made]
                self.derived.append(
                    Question(derivation.name, derivation.label, "single", answers=tuple(labelled))
                )

    def cleaning(self) -> None:
        """Expressions and questions of `[clean]`."""
        for place, removal in enumerate(self.plan.clean.remove, 1):
            self._expression(f"[[clean.remove]] {place} where", removal.where)
        for place, reversal in enumerate(self.plan.clean.reverse, 1):
            self._question(f"[[clean.reverse]] {place}", reversal.question, "question")
            self._expression(f"[[clean.reverse]] {place} where", reversal.where)

    def design(self) -> None:
        """Questions of `[design]`."""
        self.replicates()
        for key in (*DESIGN_KEYS, "entering"):
            if name := getattr(self.plan.design, key):
                self._question("[design]", name, key)
        for name in self.plan.design.calibrated_to:
            for question in split(name):
                known = self._question("[design] calibrated_to", question)
                if known and not self.answers[question]:
                    self._add(
                        f"[design] calibrated_to: {question} has no answers to make categories of",
                        "derive bands of it ([[derive]]), and name those",
                    )

    def weighting_questions(self) -> None:
        """Questions of `[weighting]` beside its margins."""
        weighting = self.plan.weighting
        for name in weighting.means:
            if self._question("[weighting.means]", name) and self.answers[name]:
                question = self.codebook[name]
                if question.kind != "numeric":
                    self._add(f"[weighting.means] {name} is no number", _numeric_hint(question))
        if weighting.equal_within:
            self._question("[weighting]", weighting.equal_within, "equal_within")
        if (adjustment := weighting.nonresponse) is None:
            return
        for name in adjustment.classes:
            self._question("[weighting.nonresponse] classes", name)
        outcome = adjustment.outcome
        if outcome and self._question("[weighting.nonresponse]", outcome, "outcome"):
            self._answers("[weighting.nonresponse] respondents", outcome, adjustment.respondents)

    def weighting(self) -> None:
        """The margins of `[weighting]` with the targets they need; questions and answers of `[[target]]`."""
        codebook = self.codebook
        for target in self.plan.target:
            try:
                planned_margin(target, codebook)
            except WeightingError as error:
                self._add(error.message, error.hint)
        found = [margin.questions for margin in self.survey.targets.margins]
        found += [split(target.question) for target in self.plan.target]
        margins = {
            frozenset(questions_named(codebook, questions)): " × ".join(questions) for questions in found
        }
        alternatives = self.plan.weighting.alternative
        names = [name for each in alternatives for name in each.margins or ()]
        for written in dict.fromkeys((*self.plan.weighting.margins, *names)):
            questions = split(written)
            known = [self._question("[weighting] margins", name) for name in questions]
            if not all(known) or frozenset(questions) in margins:
                continue
            own, of_sheets = self._faults(frozenset(questions))
            if not own and self._lent(written, codebook):
                continue
            if faults := own or of_sheets:
                self.faults += [note for note in faults if note not in self.faults]
                continue
            there = ", ".join(margins.values()) or "none"
            self._add(
                f"[weighting] margins: there are no targets for {written!r}; those found are: {there}",
                "targets stand on a sheet with the columns variable, choice, share, or in the plan as "
                "[[target]]; name those found, or leave the margin out",
            )

    def replicates(self) -> None:
        """Columns of `[design.replicates]`."""
        given = self.plan.design.replicates
        if given is None:
            return
        where = "[design.replicates]"
        if given.weight:
            self._question(where, given.weight, "weight")
        names = [name for name in self.survey.responses.names if not name.startswith("#")]
        for entry in given.columns:
            alone = replace(given, columns=(entry,))
            if not alone.columns_among(names):
                taken = [each.name for each in self.survey.codebook if alone.columns_among(each.columns)]
                what = f"{entry!r} was read as the question {taken[0]!r}" if taken else ""
                self._add(
                    f"{where} columns: {what or f'no column is called {entry!r}{nearest(entry, names)}'}",
                    "read the file with its plan: survey.read(file, plan=plan)"
                    if taken
                    else f"columns: {shortlist(names)}",
                )
        found = given.columns_among(names)
        own = {key: getattr(self.plan.design, key) for key in DESIGN_KEYS}
        for key, name in (*own.items(), ("weight", given.weight)):
            if name in found:
                self._add(
                    f"{where} columns: they take in {name!r}, the design's {key}",
                    'write a narrower pattern, e.g. "rw_[0-9]*", or the names of the columns',
                )
        if given.scales and found and len(given.scales) != len(found):
            self._add(
                f"{where} scales: there are {len(given.scales)} scales and {len(found)} columns",
                "give one scale for each column, in the order of the file",
            )

    def _lent(self, written: str, codebook: Codebook) -> bool:
        """Whether the plan's population has the margin; complains where its categories do not fit."""
        population = POPULATIONS.get(self.plan.weighting.population)
        if population is None or written not in population:
            return False
        try:
            population.margin(written, codebook)
        except WeightingError as error:
            self._add(f"[weighting] population: {error.message}", error.hint)
        return True

    def _faults(self, questions: frozenset[str]) -> tuple[list[Note], list[Note]]:
        """What reading found wrong with the targets of a margin, and with sheets that may hold them."""
        warnings = [note for note in self.survey.log if note.step == "reading" and note.level == "warning"]
        own = [note for note in warnings if frozenset(split(note.question)) == questions]
        return own, [note for note in warnings if note.question == TARGETS]

    def tables(self) -> None:
        """Questions and answers of banners, bases, nets, crossings and the headline."""
        self._banner("[tables] banner", self.plan.tables.banner or ())
        if self.plan.tables.filter:
            self._expression("[tables] filter", self.plan.tables.filter)
        for place, added in enumerate(self.plan.table, 1):
            self._question(f"[[table]] {place}", added.question, "question")
            self._banner(f"[[table]] {place} banner", added.banner or ())
            if added.filter:
                self._expression(f"[[table]] {place} filter", added.filter)
        for name in self.plan.tables.bases:
            self._question("[tables] bases", name)
        for net in self.plan.net:
            where = f"[[net]] {net.name}"
            if self._question(where, net.question, "question"):
                self._answers(where, net.question, net.answers)
                if net.name in self.answers[net.question]:
                    self._add(
                        f"{where}: {net.question} has an answer of this code already",
                        "name the net in a word that is no code",
                    )
        for place, crossing in enumerate(self.plan.crossing, 1):
            self._crossing(f"[[crossing]] {place}", crossing)
        self._drivers()
        for trend in self.plan.trend:
            self._trend(trend)
        self._headline()

    def _crossing(self, where: str, crossing: CrossingPlan) -> None:
        """Questions of a crossing, the answers it merges, and the answers and nets of its `odds`."""
        if self._question(where, crossing.rows, "rows"):
            for merged in crossing.merge:
                self._answers(f"{where} merge {merged.name}", crossing.rows, merged.answers)
            nets = (*self._nets(crossing.rows), *(merged.name for merged in crossing.merge))
            for key in ("rows", "rows_against"):
                self._answers(f"{where} odds.{key}", crossing.rows, getattr(crossing.odds, key), nets)
        if self._question(where, crossing.columns, "columns"):
            nets = self._nets(crossing.columns)
            for key in ("columns", "columns_against"):
                self._answers(f"{where} odds.{key}", crossing.columns, getattr(crossing.odds, key), nets)
        if crossing.within:
            self._question(where, crossing.within, "within")

    def _drivers(self) -> None:
        """Questions, answers and nets of `[[drivers]]`."""
        for place, wanted in enumerate(self.plan.drivers, 1):
            where, outcome = f"[[drivers]] {place}", wanted.outcome.rpartition(":")[0]
            self._question(where, outcome, "outcome")
            for name in wanted.explain:
                self._question(f"{where} explain", name)
            nets = self._nets(outcome)
            for text, hint in drivers_complaints(wanted, where, self.codebook, self.answers, nets):
                self._add(text, hint)

    def _trend(self, trend: TrendPlan) -> None:
        name, code = trend.asked
        if self._question(f"[[trend]] {trend.question}", name, "question"):
            nets = self._nets(name)
            if code:
                self._answers(f"[[trend]] {trend.question}", name, (code,), nets)
            for wave in trend.waves:
                self._answers(
                    f"[[trend]] {trend.question}, {wave.name}", name, (*wave.map, *wave.shares), nets
                )

    def _banner(self, where: str, banner: Iterable[str]) -> None:
        """Questions of a banner, those of nested ones one by one."""
        for name in banner:
            for part in (name,) if name in self.answers else split(name):
                self._question(where, part)

    def _headline(self) -> None:
        headline, added = self.plan.study.headline, added_ids(self.plan.table, self.answers)
        if not headline or headline in (*self.answers, *added):
            return
        id, colon, code = headline.rpartition(":")
        name = self.plan.table[added.index(id)].question if id in added else id or headline
        if self._question("[study]", name, "headline") and colon:
            self._answers("[study] headline", name, (code,), self._nets(name))

    def figures(self) -> None:
        """Tables, crossings and grids that figures are drawn from, of the kind the figure can show."""
        for text, hint in figures_complaints(self.plan, self.codebook):
            self._add(text, hint)

    def _nets(self, name: str) -> tuple[str, ...]:
        """Nets that a question will have: the plan's, the codebook's, and those of a scale's ends."""
        return net_names(self.codebook[name], self.plan) if name in self.codebook else ()

    def _question(self, where: str, name: str, key: str = "") -> bool:
        if name in self.answers:
            return True
        said = f"{key} is" if key else "there is no question"
        what = f"{said} {name!r}, which is no question" if key else f"{said} {name!r}"
        self._add(f"{where}: {what}{nearest(name, self.answers)}", f"questions: {shortlist(self.answers)}")
        return False

    def _answers(self, where: str, question: str, codes: Iterable[str], also: Iterable[str] = ()) -> None:
        known = (*self.answers[question], *also)
        sought = "answer or net" if len(known) > len(self.answers[question]) else "answer"
        for code in codes:
            if code not in known:
                self._add(
                    f"{where}: {question} has no {sought} {code!r}{nearest(code, known)}",
                    f"answers of {question}: {shortlist(known)}" if known else f"{question} has no answers",
                )

    def _expression(self, where: str, words: str) -> None:
        try:
            parsed = parse(words)
        except PlanError as error:
            self._add(f"{where.removesuffix(' where')}: {error.message}", error.hint)
            return
        for name in sorted(names(parsed)):
            self._question(where, name)
        for node in walk(parsed):
            if isinstance(node, Selected) and self.answers.get(node.question.name):
                self._answers(where, node.question.name, (node.code,))


def _numeric_hint(question: Question) -> str:
    """How to have a number in place of a question with answers: the line of the plan that makes it one."""
    hint = "name a numeric question"
    if len(question.columns) != 1:
        return hint
    line = f'{toml_key(question.name)} = {{ kind = "numeric" }}'
    return f"{hint}, or have this one read as numbers, by {line} under [data.questions]"
