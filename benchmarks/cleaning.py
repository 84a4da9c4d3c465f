"""What cleaning costs beside the coding of answers into categories, on a large synthetic poll.

.venv/bin/python benchmarks/cleaning.py [RESPONDENTS] [QUESTIONS]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import numpy as np

from survey.cleaning import clean
from survey.responses import MemoryResponses, encode
from survey.vocabulary import (
    ROW_COLUMN,
    Answer,
    Codebook,
    Column,
    Label,
    Plan,
    Question,
    Raw,
    Survey,
)

SPELLINGS: tuple[object, ...] = (
    "1",
    "2",
    "3",
    "4",
    "5",
    "8",
    None,
    Raw(" 2"),
    Raw("３"),
    Raw("Support"),
    Raw("?"),
)
SHARES = (0.2, 0.2, 0.2, 0.15, 0.1, 0.05, 0.05, 0.02, 0.01, 0.01, 0.01)
WORDS = ("Support", "Rather support", "Neither", "Rather oppose", "Oppose")


def question(name: str, filtered_by: str) -> Question:
    """A scale with a don't know; every fourth is asked of some only."""
    answers = tuple(Answer(str(code), Label({"en": word})) for code, word in enumerate(WORDS, 1))
    unsure = Answer("8", Label({"en": "Don't know"}), "dont_know")
    relevant = f"${{{filtered_by}}} != '1'" if filtered_by else ""
    return Question(name, Label({"en": name}), "scale", answers=(*answers, unsure), relevant=relevant)


def seconds(work: Callable[[], object]) -> tuple[float, object]:
    """Wall time of the work, and its result."""
    start = time.perf_counter()
    found = work()
    return time.perf_counter() - start, found


def main() -> None:
    respondents = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    questions = int(sys.argv[2]) if len(sys.argv) > 2 else 60
    draw = np.random.default_rng(7)
    names = [f"q{i}" for i in range(questions)]
    asked = tuple(question(name, "q0" if i % 4 == 3 else "") for i, name in enumerate(names))
    cells = np.empty(len(SPELLINGS), dtype=object)
    cells[:] = SPELLINGS
    columns: dict[str, Column] = {}
    coding = 0.0
    for name in names:
        values = cells[draw.choice(len(SPELLINGS), respondents, p=SHARES)].tolist()
        took, columns[name] = seconds(lambda given=values: encode(given))  # type: ignore[assignment,misc]
        coding += took
    columns[ROW_COLUMN] = encode(np.arange(2, respondents + 2))
    poll = Survey(MemoryResponses(columns), Codebook(asked))
    cleaning, cleaned = seconds(lambda: clean(poll, Plan()))
    assert isinstance(cleaned, Survey)
    print(f"{respondents:,} respondents × {questions} questions, {len(cleaned.log)} notes")
    print(f"coding    {coding:7.2f} s")
    print(f"cleaning  {cleaning:7.2f} s")
    print(f"ratio     {cleaning / coding:7.2f}   (at most 2)")


if __name__ == "__main__":
    main()
