"""Questions and answers told from the cells alone, for data that nobody described; every guess is said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from survey.reading.apart import note_of_apart, numbers_apart
from survey.reading.blocked import grid_questions, mentions_question, ticks_question
from survey.reading.blocked import option as as_option
from survey.reading.blocks import Block, find_blocks
from survey.reading.coding import code_cells, relevel
from survey.reading.completion import completion_notes
from survey.reading.days import writings_of
from survey.reading.folding import counted, fold
from survey.reading.form_filters import first_of
from survey.reading.headers import Heading
from survey.reading.joined import OTHER, Options, divide, spelled_out
from survey.reading.kinds import MOST_ANSWERS, OTHER_LABEL, understand
from survey.reading.mixtures import mixture_of
from survey.reading.naming import Namer, code_of, is_name, label_of_header
from survey.reading.orders import AS_SEEN
from survey.reading.others import glued_others
from survey.reading.profiles import Profile, profile
from survey.reading.readings import confidence_of, reading_of
from survey.reading.roles import Part, part_of
from survey.reading.truths import NO, YES, YES_NO
from survey.reading.understanding import Remark, Understanding
from survey.reading.weights import notes_of_weights, of_bodies
from survey.reading.workbook import letters, text
from survey.reading.written import of_written
from survey.vocabulary import Answer, Column, Guess, Kind, Label, Note, Question, QuestionRole

ENTITIES = "C107"


@dataclass(frozen=True, eq=False)
class Detected:
    """What detection made of columns nobody described, in the order of the file."""

    questions: tuple[Question, ...] = ()
    columns: Mapping[str, Column] = field(default_factory=dict)
    guesses: tuple[Guess, ...] = ()
    notes: tuple[Note, ...] = ()


def detect(
    headings: Sequence[Heading],
    cells: Sequence[Column],
    *,
    taken: Collection[str] = (),
    first_row: int = 1,
    gone: int = 0,
) -> Detected:
    """Questions, their coded columns, and a guess per column with its evidence.

    Parameters
    ----------
    cells
        The distinct cells of each heading's column, (respondents,).
    taken
        Names of questions that are known already.
    first_row
        Row of the first respondent, as Excel counts.
    gone
        Rows, all blank, that are no respondents'.
    """
    profiles = [profile(heading, column, gone=gone) for heading, column in zip(headings, cells, strict=True)]
    detector = _Detector(Namer(taken), Counter(p.header for p in profiles), first_row)
    bodies = of_bodies(profiles)
    parts = {p: part_of(p) if p not in bodies else None for p in profiles}
    open_columns = [p for p in profiles if parts[p] is None or not p.answered]
    if not any(parts[p] is None for p in profiles):
        parts = {p: _recorded(p, parts[p]) for p in profiles}
    divided = {p: options for p in open_columns if p.answered and (options := divide(p))}
    blocks = find_blocks(open_columns, apart=divided)
    block_of = {p: block for block in blocks for p in block.profiles}
    own_words = {p for block in blocks for p in block.others}
    stems = {fold(block.stem) for block in blocks if block.form == "ticks"}
    detector.reserve(blocks)
    done: set[Profile] = set()
    for found in profiles:
        block, part = block_of.get(found), parts[found]
        if found in done:
            continue
        if block is not None:
            done.update(block.profiles)
            detector.block(block)
        elif part is not None:
            detector.part(found, part)
        elif fold(found.header) in stems:
            detector.part(
                found, Part("drop", "text", "the columns beside it hold the same answers one by one")
            )
        elif found in divided:
            detector.joined(found, divided[found])
        else:
            detector.alone(found, own_words=found in own_words)
    return detector.result(profiles)


@dataclass
class _Detector:
    """Gathers questions as columns are gone through from left to right."""

    namer: Namer
    headers: Counter[str]
    first_row: int = 1
    questions: list[Question] = field(default_factory=list)
    columns: dict[str, Column] = field(default_factory=dict)
    guesses: list[Guess] = field(default_factory=list)
    names: dict[Block, str] = field(default_factory=dict)
    noticed: list[Note] = field(default_factory=list)
    as_seen: list[str] = field(default_factory=list)
    apart: dict[str, tuple[float, ...]] = field(default_factory=dict)
    cells_apart: int = 0

    def reserve(self, blocks: Sequence[Block]) -> None:
        """Give blocks their names before any column beside them takes one."""
        for block in blocks:
            name = self.namer.name(block.stem, block.profiles[0].heading.position + 1)
            self.names[block] = name

    def part(self, found: Profile, part: Part) -> None:
        """A column that is no question."""
        question = self._question(found, part.kind, role=part.role)
        self._add((found,), question, code_cells(question, found.cells), part.evidence)
        if part.kind == "date" and (remark := writings_of(found)):
            self.noticed.append(note_of_remark(question, found.cells, remark, self.first_row))

    def alone(self, found: Profile, *, own_words: bool = False) -> None:
        """A column that is a question of its own, or holds people's words beside the options of one."""
        understood = _without_glue(found)
        if own_words and understood.kind == "single" and not found.numbers:
            words = f"{counted(found.different, 'text')} beside the options of a question"
            understood = Understanding("text", words)
        if understood.kind == "single" and understood.order != YES_NO and (mixture := mixture_of(found)):
            understood = replace(understood, remarks=(*understood.remarks, mixture))
        self._understood(found, self._question(found, understood.kind), understood)

    def block(self, block: Block) -> None:
        """Columns that are one multiple-response question, or the items of a grid."""
        if block.form != "grid":
            of_block = ticks_question if block.form == "ticks" else mentions_question
            question, column = of_block(block, self.names[block])
            self._add((*block.profiles, *block.others), question, column, block.evidence)
            return
        grid = self.names[block]
        names = [self._item_name(block, place) for place in range(len(block.profiles))]
        for member, question in zip(block.profiles, grid_questions(block, names, grid), strict=True):
            self._add((member,), question, code_cells(question, member.cells), block.evidence)

    def _item_name(self, block: Block, place: int) -> str:
        """An item's own variable name where it has one, else the grid's with its number."""
        heading = block.profiles[place].heading
        header = heading.code or heading.path[-1]
        own = header if is_name(header) else code_of(header)
        numbered = f"{self.names[block]}_{place + 1}"
        fits = len(heading.path) == 1 and own.startswith(block.stem)
        return self.namer.name(own if fits else numbered, heading.position + 1)

    def result(self, profiles: Sequence[Profile]) -> Detected:
        """Everything gathered, with the notes that sum it up."""
        return Detected(
            tuple(self.questions), self.columns, tuple(self.guesses), tuple(self._notes(profiles))
        )

    def _question(self, found: Profile, kind: Kind, *, role: QuestionRole = "question") -> Question:
        header = found.header
        if self.headers[header] > 1:
            header = f"{header} (column {letters(found.heading.position)})"
        name = self.namer.name(found.heading.code or found.heading.path[-1], found.heading.position + 1)
        label, wording = label_of_header(header)
        return Question(
            name=name,
            label=label,
            kind=kind,
            wording=wording,
            columns=(found.heading.name,),
            role=role,
            scale="numeric" if kind == "numeric" else "nominal",
        )

    def _understood(self, found: Profile, question: Question, understood: Understanding) -> None:
        question = replace(
            question,
            answers=understood.answers,
            scale=understood.scale,
            unit=understood.unit,
            other=OTHER if understood.other else "",
        )
        cells = found.cells
        if understood.other:
            cells = relevel(
                cells.codes, [OTHER if text(cell) in understood.other else cell for cell in cells.levels]
            )
        if understood.kind != "text" and (apart := numbers_apart(found)):
            self.apart[question.name] = apart
            self.cells_apart += sum(found.numbers[number] for number in apart)
        doubtful = bool(understood.remarks) or question.name in self.apart
        self._add((found,), question, code_cells(question, cells), understood.evidence, doubtful=doubtful)
        self.noticed += [
            note_of_remark(question, found.cells, remark, self.first_row) for remark in understood.remarks
        ]
        if understood.order == AS_SEEN:
            self.as_seen.append(question.name)

    def joined(self, found: Profile, options: Options) -> None:
        """A column whose cells hold several answers."""
        answers = tuple(
            Answer(OTHER, Label(OTHER_LABEL)) if option == OTHER else as_option(option, option)
            for option in options.options
        )
        other = OTHER if OTHER in options.options else ""
        question = replace(
            self._question(found, "multiple"), answers=answers, separators=(options.separator,), other=other
        )
        if options.ranked:
            self._ranked(found, question, options)
            return
        order = {option: place for place, option in enumerate(options.options)}
        levels = [
            tuple(sorted(options.cells[text(cell)], key=order.__getitem__)) for cell in found.cells.levels
        ]
        rare = f"; {options.rare} rarer ones are people's own words" if options.rare else ""
        evidence = (
            f"cells hold several answers with {spelled_out(options.separator)} between them: "
            f"{len(options.options)} options{rare}"
        )
        self._add((found,), question, relevel(found.cells.codes, levels), evidence)

    def _ranked(self, found: Profile, question: Question, options: Options) -> None:
        """A column whose cells rank the options: the first of each is counted."""
        label = first_of(question.label)
        question = replace(question, kind="single", label=label)
        levels = [options.cells[text(cell)][0] for cell in found.cells.levels]
        evidence = (
            f"cells rank {len(options.options)} options with {spelled_out(options.separator)} between them: "
            "the one ranked first is counted"
        )
        self._add((found,), question, relevel(found.cells.codes, levels), evidence)

    def _add(
        self,
        found: Sequence[Profile],
        question: Question,
        column: Column,
        evidence: str,
        *,
        doubtful: bool = False,
    ) -> None:
        self.questions.append(question)
        self.columns[question.name] = column
        sure = confidence_of(question, found, doubtful=doubtful)
        self.guesses.append(reading_of(question, [p.heading for p in found], evidence, sure))

    def _notes(self, profiles: Sequence[Profile]) -> list[Note]:
        kinds = Counter(q.kind if q.role == "question" else q.role for q in self.questions)
        summary = ", ".join(f"{times} {kind}" for kind, times in kinds.most_common())
        notes = [
            Note(
                step="reading",
                text=f"{counted(len(profiles), 'column')} without a codebook, understood from headers and "
                f"cells as: {summary}",
                count=len(profiles),
                level="assumption",
            )
        ]
        notes += _note_of_blanks(profiles)
        notes += self.noticed
        notes += note_of_apart(self.apart, self.cells_apart)
        notes += _note_of_entities(profiles)
        notes += _note_of_order(self.as_seen)
        notes += _notes_of_roles(self.questions)
        notes += notes_of_weights(profiles)
        notes += completion_notes(profiles, self.first_row)
        repeated = [header for header, times in self.headers.items() if times > 1]
        if repeated:
            words = (
                f"headers that occur more than once were told apart by their column: {', '.join(repeated)}"
            )
            notes.append(Note(step="reading", text=words, count=len(repeated), level="warning"))
        return notes + self._note_of_near()

    def _note_of_near(self) -> list[Note]:
        """A warning of headers that a person would take for one and the same."""
        alike = Counter(map(fold, self.headers))
        near = [repr(header) for header in self.headers if alike[fold(header)] > 1]
        words = f"headers that differ by case, width or spaces only were kept apart: {', '.join(near)}"
        return [Note("reading", words, count=len(near), level="warning")] if near else []


def note_of_remark(question: Question, cells: Column, remark: Remark, first_row: int) -> Note:
    """A note of what was noticed in some cells of a column."""
    concerned = np.flatnonzero(np.isin(cells.codes, remark.levels))
    return Note(
        step="reading",
        text=f"{question.name}: {remark.text}",
        rule=remark.rule,
        question=question.name,
        count=len(concerned),
        rows=tuple((concerned + first_row).tolist()),
        level=remark.level,
    )


def remarks_of(question: Question, found: Profile) -> tuple[Remark, ...]:
    """What is odd in the cells of a question's column, whoever says what it is."""
    if question.kind == "numeric":
        written = of_written(found)
        return written.remarks if written else ()
    if question.kind == "date":
        remark = writings_of(found)
    else:
        yes_no = [answer.label for answer in question.answers[:2]] == [YES, NO]
        remark = mixture_of(found) if question.kind == "single" and not yes_no else None
    return (remark,) if remark else ()


def notes_of_cells(profiles: Sequence[Profile]) -> list[Note]:
    """Cells taken as blank, entities decoded, and columns named weight that are none or are odd."""
    return [*_note_of_blanks(profiles), *_note_of_entities(profiles), *notes_of_weights(profiles)]


def _recorded(found: Profile, part: Part | None) -> Part | None:
    """No part for what a platform recorded in words, in a file that asks nothing else."""
    if part is None or part.role != "quality" or part.kind != "text" or not found.answered:
        return part
    return None if len(found.folded) <= MOST_ANSWERS and understand(found).kind == "single" else part


def _without_glue(found: Profile) -> Understanding:
    """What a column is once “other” with words glued to it is seen as “other”; its cells stay as they are."""
    glued = glued_others(found)
    if not glued:
        return understand(found)
    levels = [glued.get(i, cell) for i, cell in enumerate(found.cells.levels)]
    understood = understand(replace(found, cells=relevel(found.cells.codes, levels)))
    if understood.kind != "single":
        return understand(found)
    base = next(iter(glued.values()))
    words = f"; {len(glued)} of the answers are {base} with words glued to it"
    return replace(understood, evidence=understood.evidence + words)


def _note_of_blanks(profiles: Sequence[Profile]) -> list[Note]:
    emptied = sum(p.emptied for p in profiles)
    if not emptied:
        return []
    words = f"{emptied:,} cells of nothing but spaces, or NA, were taken as blank"
    return [Note(step="reading", text=words, count=emptied, level="assumption")]


def _note_of_entities(profiles: Sequence[Profile]) -> list[Note]:
    """Columns whose HTML entities were decoded, and how many cells held some."""
    found = {p.header: p.unescaped for p in profiles if p.unescaped}
    if not found:
        return []
    words = f"HTML entities were decoded once (&amp; is &) in: {', '.join(name[:40] for name in found)}"
    return [Note(step="reading", text=words, rule=ENTITIES, count=sum(found.values()), level="assumption")]


def _note_of_order(names: Sequence[str]) -> list[Note]:
    """Which questions' answers stand in no order but that of the file."""
    if not names:
        return []
    listed = ", ".join(names[:10]) + ("…" if len(names) > 10 else "")
    words = (
        f"the answers of {counted(len(names), 'question')} form no known scale and stand in the order in "
        f"which they were first seen: {listed}"
    )
    return [Note(step="reading", text=words, count=len(names), level="assumption")]


def _notes_of_roles(questions: Sequence[Question]) -> list[Note]:
    notes = []
    for role, words in _REMARKS.items():
        named = [question.label.to("en")[:40] for question in questions if question.role == role]
        if named:
            text = f"{counted(len(named), 'column')} {words}: {', '.join(named[:10])}"
            notes.append(Note(step="reading", text=text, count=len(named), level="warning"))
    return notes


_REMARKS: Mapping[QuestionRole, str] = {
    "pii": "with personal data, kept out of the report",
    "drop": "without a table, being empty or repeating others",
}
