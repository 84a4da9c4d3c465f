"""The draft of a plan: a `survey.toml` that decides nothing yet, and says what can be decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from survey.language.drafts import DraftWords
from survey.language.readings import ReadingWords
from survey.reading.readings import line_of_question, toml_key, toml_text
from survey.vocabulary import Codebook, Question, Survey
from survey.vocabulary.platforms import from_qualtrics

MOST_NAMED = 6
"""Questions that a line proposes at most."""


def draft_plan(survey: Survey, words: DraftWords, *, codebook: str) -> str:
    """The text of a plan for the survey's file, whose only decision is which file it is for."""
    return "\n".join([*_head(survey, words, codebook), *_study(survey, words), *_rules(survey, words), ""])


def _head(survey: Survey, words: DraftWords, codebook: str) -> Iterator[str]:
    yield f"# {words.plan_head.format(file=survey.source.name)}"
    yield f"# {words.plan_codebook.format(codebook=codebook)}"


def _study(survey: Survey, words: DraftWords) -> Iterator[str]:
    source = survey.source
    yield from _table("study", words.plan_study)
    for key in ("title", "sponsor", "conductor", "population", "mode", "fieldwork", "frame", "selection"):
        yield f'# {key} = ""'
    yield "# probability = true"
    yield f'# language = "{words.language}"'
    yield from _table("data", words.plan_data)
    yield f"files = [{toml_text(source.name)}]"
    if source.sheet:
        yield f"# sheet = {toml_text(source.sheet)}"
    if source.header_rows:
        yield f"# header_rows = [{', '.join(map(str, source.header_rows))}]"


def _rules(survey: Survey, words: DraftWords) -> Iterator[str]:
    book = survey.codebook
    yield from _table("clean", words.plan_clean)
    yield '# duplicates = "keep_most_complete"'
    if from_qualtrics(header for question in book for header in (question.name, question.label.to("en"))):
        yield f"# {words.plan_qualtrics}"
        yield '# previews = "keep"'
        yield '# unfinished = "keep"'
    yield from _table("design", words.plan_design)
    for role, key in (("weight", "weight"), ("stratum", "stratum"), ("psu", "psu")):
        named = [question.name for question in book if question.role == role]
        remark = f"  # {words.plan_weights}: {_listed(named)}" if role == "weight" and named else ""
        yield f"# {key} = {toml_text(named[0] if named else '')}{remark}"
    yield from _table("weighting", words.plan_weighting)
    yield '# method = "raking"'
    yield from _table("tables", words.plan_tables)
    yield f"# banner = [{', '.join(map(toml_text, _banner(book)))}]"
    yield from _table("data.questions", words.plan_questions)
    said = ReadingWords(words.language)
    for guess in survey.readings:
        if guess.confidence == "low":
            line, evidence = line_of_question(book[guess.question]), said.evidence_of(guess.evidence)
            yield f"# {line}  # {_one_line(guess.column)[:40]}: {_one_line(evidence)}"


def _table(name: str, comment: str) -> tuple[str, ...]:
    return "", f"# {comment}", f"[{name}]"


def _banner(book: Codebook) -> Sequence[str]:
    """Questions with few answers, as most banners are of: a proposal, not followed as it stands."""
    return [question.name for question in book if _heads(question)][:MOST_NAMED]


def _heads(question: Question) -> bool:
    few = 2 <= len(question.codes("substantive")) <= 7
    return question.tabulated and question.kind == "single" and few and question.grid is None


def _listed(names: Sequence[str]) -> str:
    return ", ".join(map(toml_key, names[:MOST_NAMED])) + ("…" if len(names) > MOST_NAMED else "")


def _one_line(words: str) -> str:
    return " ".join(words.split())
