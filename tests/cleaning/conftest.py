"""Small surveys in memory, and what cleaning made of them."""

from collections.abc import Callable, Iterable

import pytest

from survey.responses import MemoryResponses, decode, encode
from survey.vocabulary import ROW_COLUMN, Answer, Codebook, Label, Note, Question, Survey, plain

FIRST_ROW = 4


@pytest.fixture(scope="session")
def survey_of() -> Callable[..., Survey]:
    """A survey of (question, values) pairs; data start in row 4 of the sheet."""

    def build(*columns: tuple[Question, Iterable[object]]) -> Survey:
        data = {question.name: encode(list(values)) for question, values in columns}
        count = len(next(iter(data.values())).codes)
        data[ROW_COLUMN] = encode(list(range(FIRST_ROW, FIRST_ROW + count)))
        return Survey(MemoryResponses(data), Codebook(tuple(question for question, _ in columns)))

    return build


@pytest.fixture(scope="session")
def values() -> Callable[[Survey, str], list[object]]:
    """The values of one question, a respondent each; None for a blank."""
    return lambda survey, name: list(decode(survey.responses.column(name)))


@pytest.fixture(scope="session")
def notes() -> Callable[[Survey, str], list[Note]]:
    """The notes a rule signed."""
    return lambda survey, rule: [note for note in survey.log if note.rule == rule]


@pytest.fixture(scope="session")
def single() -> Callable[..., Question]:
    """A single-response question with bare codes, or codes with English and Japanese labels."""

    def build(name: str, *codes: str, **fields: object) -> Question:
        answers = tuple(Answer(code, plain(f"answer {code}")) for code in codes)
        return Question(name, plain(name), "single", **{"answers": answers, **fields})

    return build


@pytest.fixture(scope="session")
def sex() -> Question:
    return Question(
        "sex",
        Label({"en": "Sex", "ja": "性別"}),
        "single",
        answers=(
            Answer("1", Label({"en": "Male", "ja": "男性"}), values=("男", "M")),
            Answer("2", Label({"en": "Female", "ja": "女性"}), values=("女", "F")),
            Answer("9", Label({"en": "No answer", "ja": "無回答"}), "no_answer"),
        ),
    )


@pytest.fixture(scope="session")
def areas() -> Question:
    labels = {"1": "Prices, wages", "2": "Economy", "5": "Safety", "12": "Food"}
    return Question(
        "q1",
        plain("Areas"),
        "multiple",
        answers=(
            *(Answer(code, plain(label)) for code, label in labels.items()),
            Answer("98", plain("None"), exclusive=True),
            Answer("99", plain("No answer"), "no_answer"),
        ),
    )
