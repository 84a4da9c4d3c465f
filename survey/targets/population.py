"""A population as margins to weight to, each with its source, date and caveat."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from survey.errors import WeightingError
from survey.targets.matching import answer_of, names_of, near_answer, nearest, spelling, split
from survey.vocabulary import Answer, Codebook, Label, Margin, Question

Status = Literal["published", "derived"]
Codes = Mapping[str, str]

SHOWN = 5
"""Categories that an example of a mend lists at most."""

_NO_CODES: Codes = MappingProxyType({})


@dataclass(frozen=True)
class Category:
    """A category of a population.

    Parameters
    ----------
    key
        Its name in a plan's `codes`, e.g. "male".
    code
        The official code, such as JIS gives prefectures; empty where there is none.
    also
        Other names of the very same people.
    """

    key: str
    label: Label
    code: str = ""
    also: tuple[str, ...] = ()

    def spellings(self) -> frozenset[str]:
        """Everything it is called, key and code apart, with width, case and spaces made equal."""
        return frozenset(map(spelling, (*self.label.texts.values(), *self.also)))


@dataclass(frozen=True)
class Dimension:
    """What a population is divided by: its name, the usual name of a question on it, the categories."""

    name: str
    question: str
    label: Label
    categories: tuple[Category, ...]


@dataclass(frozen=True)
class PopulationMargin:
    """How many of a population are in each category.

    Parameters
    ----------
    counts
        {keys of categories, one per dimension: persons}.
    status
        "published" as printed in the source, or "derived" from it by arithmetic.
    ages
        Whom it counts: "18+", "15+", "all ages".
    via
        Where the figures were read, when not in the source itself.
    """

    dimensions: tuple[Dimension, ...]
    counts: Mapping[tuple[str, ...], float]
    status: Status
    ages: str
    source: str
    date: str
    caveat: str = ""
    via: str = ""

    @property
    def name(self) -> str:
        """`sex × age`."""
        return " × ".join(dimension.name for dimension in self.dimensions)

    @property
    def questions(self) -> tuple[str, ...]:
        """Names that questions on these dimensions usually have, one per dimension."""
        return tuple(dimension.question for dimension in self.dimensions)

    @property
    def total(self) -> float:
        """Persons in all categories together."""
        return sum(self.counts.values())

    @property
    def shares(self) -> dict[tuple[str, ...], float]:
        """{keys of categories, one per dimension: share of the total}."""
        total = self.total
        return {keys: count / total for keys, count in self.counts.items()}


@dataclass(frozen=True, repr=False)
class Population:
    """A population at a day, by margin.

    Parameters
    ----------
    universe
        Who is counted, and who of them a survey may not mean; goes into every caveat.
    margins
        {name: margin}.
    """

    name: str
    label: Label
    universe: str
    margins: Mapping[str, PopulationMargin] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<Population {self.name}: {', '.join(self.margins)}>"

    def __iter__(self) -> Iterator[PopulationMargin]:
        return iter(self.margins.values())

    def __getitem__(self, name: str) -> PopulationMargin:
        """The margin of this name, or of these usual questions, in any order; KeyError when there is none."""
        return self._oriented(name)[0]

    def __contains__(self, name: object) -> bool:
        try:
            self._oriented(str(name))
        except KeyError:
            return False
        return True

    def margin(
        self,
        name: str,
        codebook: Codebook | None = None,
        questions: Sequence[str] = (),
        codes: Codes = _NO_CODES,
    ) -> Margin:
        """Population shares of the answers to one question, or to several questions crossed.

        A category is the answer that has one of its names, in either
        language; only where the answers have no labels does the code decide,
        since a code says nothing of what another codebook means by it.

        Parameters
        ----------
        name
            `sex × age`, or the usual names of its questions, `sex × age_band`.
        codebook
            Whose answers the categories are matched to; None keeps codes and keys.
        questions
            Names of the questions, in the order of `name`; by default the usual ones.
        codes
            {category: answer code or label}, for those that do not match by
            themselves; categories given the same answer are added up.

        Raises
        ------
        WeightingError
            There is no such margin or question, or categories match no answer:
            all of them, with the nearest answers.
        """
        try:
            found, order = self._oriented(name)
        except KeyError:
            raise WeightingError(
                f"{self.name} has no margin {name!r}{nearest(name, self.margins)}",
                hint=f"it has {', '.join(self.margins)}",
            ) from None
        names = tuple(questions) or tuple(found.questions[place] for place in order)
        if isinstance(questions, str) or len(names) != len(order):
            raise WeightingError(
                f"the margin {name!r} of {self.name} needs {len(order)} question names, not {questions!r}",
                hint='give a tuple with one name for each part: ("sex", "age_band")',
            )
        dimensions = [found.dimensions[place] for place in order]
        answers = _Matching(self.name, name, names, dimensions, codes).answers(codebook)
        counts: dict[tuple[str, ...], float] = {}
        for keys, count in found.counts.items():
            category = tuple(known[keys[place]] for known, place in zip(answers, order, strict=True))
            counts[category] = counts.get(category, 0) + count
        shares = {category: count / found.total for category, count in counts.items()}
        caveat = " ".join(filter(None, (found.caveat, self.universe)))
        return Margin(names, shares, found.source, found.date, caveat, found.total)

    def _oriented(self, name: str) -> tuple[PopulationMargin, tuple[int, ...]]:
        """The margin, and for each part of the name the place of its dimension there."""
        parts = split(name)
        for margin in self:
            for known in (tuple(d.name for d in margin.dimensions), margin.questions):
                if sorted(known) == sorted(parts):
                    return margin, tuple(known.index(part) for part in parts)
        raise KeyError(name)


@dataclass(frozen=True)
class _Matching:
    """The categories of a margin, and the answers of a survey that they are to be."""

    population: str
    margin: str
    questions: tuple[str, ...]
    dimensions: Sequence[Dimension]
    codes: Codes

    def answers(self, codebook: Codebook | None) -> list[dict[str, str]]:
        """{key of the category: answer code} for each question."""
        given = self._given()
        if codebook is None:
            return [
                {c.key: chosen.get(c.key, c.code or c.key) for c in dimension.categories}
                for dimension, chosen in zip(self.dimensions, given, strict=True)
            ]
        found, misfits, unmatched = [], [], []
        for dimension, name, chosen in zip(self.dimensions, self.questions, given, strict=True):
            if name not in codebook:
                known = [question.name for question in codebook]
                misfits.append(f"there is no question {name!r}{nearest(name, known)}")
            elif not codebook[name].answers:
                misfits.append(f"the question {name!r} lists no answers to match")
            else:
                answers, lines, left = _matched(dimension, codebook[name], chosen)
                found.append(answers)
                misfits += lines
                unmatched += left
        if misfits:
            raise WeightingError(
                f"the margin {self.margin!r} of {self.population} does not fit the answers: "
                + "; ".join(misfits),
                hint=_mend(unmatched),
            )
        return found

    def _given(self) -> list[dict[str, str]]:
        """What `codes` says of each dimension, {key of the category: answer as written}."""
        given: list[dict[str, str]] = [{} for _ in self.dimensions]
        strange = []
        for words, answer in self.codes.items():
            places = [
                (place, category.key)
                for place, dimension in enumerate(self.dimensions)
                for category in dimension.categories
                if words == category.key or spelling(words) in category.spellings()
            ]
            for place, key in places:
                given[place][key] = answer
            strange += [] if places else [words]
        if strange:
            keys = [category.key for dimension in self.dimensions for category in dimension.categories]
            told = "; ".join(f"{words!r}{nearest(words, keys)}" for words in strange)
            raise WeightingError(
                f"codes speaks of what the margin {self.margin!r} of {self.population} does not have: {told}",
                hint=f"its categories are {', '.join(keys)}",
            )
        return given


def _matched(
    dimension: Dimension, question: Question, given: Mapping[str, str]
) -> tuple[dict[str, str], list[str], list[str]]:
    """{key: answer code}; what does not match, in words; and the keys of that."""
    found: dict[str, str] = {}
    misfits, unmatched = [], []
    for category in dimension.categories:
        written = given.get(category.key)
        code = _answer_for(category, question) if written is None else answer_of(question, written)
        if code is not None:
            found[category.key] = code
            continue
        words = [*category.label.texts.values(), category.key] if written is None else [written]
        near = near_answer(words, question)
        what = f"for {category.label.to('en')!r} ({category.key})" if written is None else f"{written!r}"
        misfits.append(f"{question.name} has no answer {what}" + (f", the nearest is {near}" if near else ""))
        unmatched.append(category.key)
    return found, misfits, unmatched


def _answer_for(category: Category, question: Question) -> str | None:
    """Code of the one answer with a name of the category, else of one without label that has its code."""
    answers = [answer for answer in question.answers if answer.role == "substantive"]
    wanted = category.spellings()
    named = [answer.code for answer in answers if wanted & _spellings(answer)]
    if len(named) == 1:
        return named[0]
    bare = [answer.code for answer in answers if category.code and _without_label(answer)]
    same = [code for code in bare if (code.lstrip("0") or code) == category.code]
    return same[0] if not named and len(same) == 1 else None


def _spellings(answer: Answer) -> set[str]:
    """What an answer is called; its code only where that is a word, as in M or 18-29."""
    words = [*names_of(answer), *([] if answer.code.isdigit() else [answer.code])]
    return {spelling(text) for text in words}


def _without_label(answer: Answer) -> bool:
    return all(spelling(text) == spelling(answer.code) for text in names_of(answer))


def _mend(keys: Sequence[str]) -> str:
    if not keys:
        return "name the questions, or derive them in the plan ([[derive]])"
    shown = [f'"{key}" = "…"' if not key.isidentifier() else f'{key} = "…"' for key in keys[:SHOWN]]
    more = ", …" if len(keys) > SHOWN else ""
    return f"say which answer each category is: codes = {{ {', '.join(shown)}{more} }}"
