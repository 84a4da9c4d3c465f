"""The demo's mess, as it stands in the file: every planted fault is mended, and nothing else is touched."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from survey.cleaning import clean
from survey.demo import planted, truth
from survey.reading import read, read_plan
from survey.responses import decode
from survey.vocabulary import ROW_COLUMN, Plan, Raw

RAW = Path(__file__).parents[2] / "raw"


@pytest.fixture(scope="module")
def wave():
    return clean(read(RAW / "2026.xlsx"), read_plan(RAW / "survey.toml"))


def test_the_respondents_left_are_the_valid_ones(wave):
    assert sorted(decode(wave.responses.column(ROW_COLUMN))) == sorted(truth(2026).rows)


@pytest.mark.parametrize("name", sorted(truth(2026).levels))
def test_every_cell_is_what_the_respondent_meant(wave, name):
    """Equality for all respondents: no fault missed, no sound cell changed."""
    cleaned = dict(
        zip(decode(wave.responses.column(ROW_COLUMN)), decode(wave.responses.column(name)), strict=True)
    )
    meant = dict(zip(truth(2026).rows, truth(2026).levels[name], strict=True))
    assert {row: (level, meant[row]) for row, level in cleaned.items() if level != meant[row]} == {}


def test_rows_removed_are_those_planted_by_reason(wave):
    found = {note.before: note.count for note in wave.log if note.rule in ("C601", "C602")}
    wanted = Counter(
        fault.kind for fault in planted(2026) if fault.cleaned is None and fault.question == "resp_id"
    )
    assert sorted(found.values()) == sorted(wanted.values())
    (balance,) = (note for note in wave.log if note.rule == "C690")
    assert (balance.before, balance.after, balance.count) == ("2060", "2016", sum(wanted.values()))


def test_what_is_set_aside_is_what_was_planted_so(wave):
    found = Counter()
    for note in wave.log:
        if note.rule == "C190":
            found[note.question] += note.count
    assert found == Counter(fault.question for fault in planted(2026) if isinstance(fault.cleaned, Raw))


def test_without_a_plan_nobody_leaves_and_nothing_is_reversed():
    survey = read(RAW / "2026.xlsx")
    cleaned = clean(survey, Plan())
    assert len(cleaned.responses) == len(survey.responses)
    rules = {note.rule for note in cleaned.log[len(survey.log) :]}
    assert {"C501", "C202"} <= rules
    assert not rules & {"C401", "C402", "C601", "C602", "C690"}


def test_the_wave_without_the_package_questions_is_cleaned_by_the_same_rules():
    plan = replace(read_plan(RAW / "survey.toml"), net=())
    cleaned = clean(read(RAW / "2024.xlsx"), plan)
    assert sorted(decode(cleaned.responses.column(ROW_COLUMN))) == sorted(truth(2024).rows)
