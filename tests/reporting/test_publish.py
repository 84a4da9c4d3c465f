"""What may be published: hidden numbers, and what nobody can work out from the rest."""

from __future__ import annotations

import csv
import io
from dataclasses import fields, replace
from functools import cache
from itertools import compress, product

import numpy as np
import openpyxl
import pytest

from survey.analysis import analyze
from survey.reporting.data import results_csv
from survey.reporting.door import write
from survey.reporting.excel import workbook
from survey.reporting.published import drawable, published
from survey.reporting.restated import Recode, Restated, recodes_of
from survey.reporting.suppression import GUARD, SMALL, given_away
from survey.responses import MemoryResponses, encode
from survey.vocabulary import (
    AddedTable,
    Answer,
    Codebook,
    CrossingPlan,
    Derivation,
    DesignPlan,
    Finding,
    Net,
    Plan,
    Question,
    Report,
    ReportPlan,
    Survey,
    TablePlan,
    Unflagged,
    plain,
)

PEOPLE = 900
FINDING = Finding(plain("A sentence."), "q", "1", "sex", "1", 0.1, 0.05, 0.15, 0.01, 400)


def question(name, codes, kind="single", scores=None, nets=()):
    answers = tuple(Answer(c, plain(f"{name} {c}"), score=(scores or {}).get(c)) for c in codes)
    return Question(name, plain(name), kind, answers=answers, nets=nets)


BANNERS = ("sex", "age", "wide", "ticks", "sex × age")
TURNED = ("q", "age", "sex × age", "sex × q")
OLD = Net("old", plain("old"), ("4", "5"))


@cache
def made(seed: int, publish: bool = True, turned: bool = False) -> Report:
    """A poll with a rare age group, nested and derived banners, a filtered table and a crossing.

    Turned, opinions are banners too, ages are merged in the crossing, and the
    derived question has a table and no banner.
    """
    rng = np.random.default_rng(seed)
    rare = float(rng.uniform(0.01, 0.05))
    nets = (Net("support", plain("Support"), ("1", "2")), Net("oppose", plain("Oppose"), ("3",)))
    drawn = {
        "sex": rng.choice(["1", "2"], PEOPLE).tolist(),
        "age": rng.choice(list("12345"), PEOPLE, p=[0.35, 0.3 - rare, 0.2, 0.15, rare]).tolist(),
        "q": rng.choice(["1", "2", "3"], PEOPLE).tolist(),
        "ticks": [
            tuple(c for c in "abc" if rng.random() < (0.4, 0.4, 0.03)["abc".index(c)]) or ("z",)
            for _ in range(PEOPLE)
        ],
        "w": rng.uniform(0.5, 2.0, PEOPLE).tolist(),
    }
    codebook = Codebook(
        (
            question("sex", "12"),
            question("age", "12345"),
            question("q", "123", "scale", {"1": 3.0, "2": 2.0, "3": 1.0}, nets),
            question("ticks", "abcz", "multiple"),
            Question("w", plain("w"), "numeric", role="weight"),
        )
    )
    responses = MemoryResponses({name: encode(values) for name, values in drawn.items()})
    plan = Plan(
        design=DesignPlan(weight="w"),
        derive=(
            Derivation("wide", "age", plain("wide"), map={"y": ("1", "2"), "m": ("3",), "o": ("4", "5")}),
        ),
        tables=TablePlan(banner=TURNED if turned else BANNERS, levels=(0.95, 0.99)),
        table=(AddedTable("q", filter="${sex} = '1'", banner=("age",), title=plain("Men")),),
        crossing=(CrossingPlan("age", "q", merge=(OLD,) if turned else ()),),
        report=ReportPlan(publish=publish),
    )
    return analyze(Survey(responses, codebook), plan)


def lines_of(report: Report) -> list[dict[str, str]]:
    text = results_csv(report, "en").decode("utf-8-sig")
    lines = csv.DictReader(io.StringIO(text))
    return [line for line in lines if line["record"] in ("cell", "crossing")]


SETS = [
    {"sex": sex, "age": age, "wide": {"1": "y", "2": "y", "3": "m"}.get(age, "o"), "q": q, "ticks": ticks}
    for sex, age, q in product("12", "12345", "123")
    for ticks in (*(tuple(compress("abc", ticked)) for ticked in product((0, 1), repeat=3)), ("z",))
    if ticks
]
"""Every set of answers that a respondent could have given."""


def inside(banner: str, code: str) -> np.ndarray:
    """Which sets of answers are in a column, (sets,), found without the program."""
    named = list(zip(banner.split(" × "), code.split(" × "), strict=True)) if banner else []
    return np.array(
        [
            float(
                all(
                    answers[name] in OLD.answers if own == "old" else own in answers[name]
                    for name, own in named
                )
            )
            for answers in SETS
        ]
    )


def counted(survey: Survey, line: dict[str, str]) -> np.ndarray | None:
    """What each set of answers counts in a printed line, (sets,); None for what is no sum."""
    asked = survey.codebook[asked_in(line)]
    given = {answer.code: inside(asked.name, answer.code) for answer in asked.answers}
    nets = {net.name: sum(given[code] for code in net.answers) for net in asked.nets}
    match line["measure"]:
        case "answer":
            return given[line["answer_code"]]
        case "net":
            return nets[line["answer_code"]]
        case "net_score":
            return nets["support"] - nets["oppose"]
        case "mean":
            return sum((answer.score or 0.0) * given[answer.code] for answer in asked.answers)
        case "mentions":
            return sum(given.values())
    return None


def asked_in(line: dict[str, str]) -> str:
    return line["table"].removeprefix("age_x_").partition("_")[0]


def column_of(line: dict[str, str]) -> tuple[str, str, str]:
    return line["table"], line["banner"], line["column_code"]


def tells_opinions(line: dict[str, str]) -> bool:
    """Whether a line is about more than who is in a group, which bases tell anyway."""
    return not {asked_in(line), *line["banner"].split(" × ")} <= {"sex", "age", "wide", ""}


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("seed", range(12))
def test_no_hidden_number_follows_from_all_published_ones_together(seed, turned):
    """Unknown is how many, weighted, gave each set of answers to all questions; known is every sum that
    `results.csv` prints, of any table and crossing, and every base. Columns that are hidden whole are asked
    for: what else is hidden restates them."""
    survey, lines = made(seed, False, turned).survey, lines_of(published(made(seed, True, turned)))
    shown = {column_of(line) for line in lines if line["estimate"]}
    known, hidden = [], []
    for line in lines:
        who = inside(line["banner"], line["column_code"])
        who = who * inside("sex", "1") if line["table"] == "q_2" else who
        known.append(who)
        found = counted(survey, line)
        if found is not None and line["estimate"]:
            known.append(who * found)
        elif column_of(line) in shown:
            continue
        elif found is not None and float(line["unweighted_base"]) and tells_opinions(line):
            hidden.append(who * found)
    _, values, basis = np.linalg.svd(np.array(known), full_matrices=False)
    basis = basis[values > 1e-9 * values.max()]
    left = np.array(hidden) - (np.array(hidden) @ basis.T) @ basis
    assert np.abs(left).max(axis=1).min() > 1e-6
    assert len(hidden) > 50


@pytest.mark.parametrize("seed", range(6))
def test_what_is_hidden_of_a_column_is_hidden_read_the_other_way(seed):
    """share(sex | age 5) × n(age 5) = share(age 5 | sex) × n(sex): both tables print it, or neither."""
    report = published(made(seed))
    cells = {
        (line["table"], line["answer_code"], line["banner"], line["column_code"]): line["estimate"]
        for line in lines_of(report)
        if line["measure"] == "answer"
    }
    turned = 0
    for (table, answer, banner, column), value in cells.items():
        other = cells.get((banner, column, table, answer))
        if not value and other is not None:
            assert not other
            turned += 1
    assert turned > 0


@pytest.mark.parametrize("seed", range(3))
def test_small_columns_are_hidden_and_large_ones_stay(seed):
    before, after = made(seed), published(made(seed))
    for name, table in before.tables.items():
        hidden = after.tables[name].hidden
        for c, column in enumerate(table.columns):
            if column.flag == "low" and table.unweighted_base[c]:
                assert hidden is not None
                assert (hidden[:, c] == SMALL).all()
                assert np.isnan(after.tables[name].estimate[:, c]).all()
                assert after.tables[name].unweighted_base[c] == table.unweighted_base[c]
        assert hidden is None or not (hidden[:, 0] == GUARD).any()
    [note] = [note for note in after.survey.log if note.step == "publishing"]
    masks = [t.hidden for t in after.tables.values() if t.hidden is not None]
    masks += [c.hidden for c in after.crossings if c.hidden is not None]
    assert note.count == sum(int((mask > 0).sum()) for mask in masks)


def test_the_record_keeps_its_numbers_and_the_internal_book_shows_them():
    report = made(0, False)
    assert published(report) is report
    assert np.isfinite(made(0).tables["q"].estimate).all()


def test_nothing_hidden_is_in_the_workbook_and_the_notes_say_why():
    report = published(made(0))
    book = openpyxl.load_workbook(io.BytesIO(workbook(report)))
    texts = [cell.value for line in book["Tables"].iter_rows() for cell in line]
    assert "n<30" in texts
    assert "[x]" in texts
    printed = [c.value for s in book for line in s.iter_rows() for c in line if isinstance(c.value, float)]
    full, shown = made(0).tables["q"], report.tables["q"]
    answers = [r for r, row in enumerate(full.rows) if row.kind == "answer"]
    gone = (full.estimate[np.isnan(shown.estimate) & np.isfinite(full.estimate)])[: len(answers)]
    assert len(gone)
    assert not {f"{value:.12g}" for value in printed} & {f"{value:.12g}" for value in gone}
    notes = [str(cell.value) for line in book["Notes"].iter_rows() for cell in line]
    assert any("subtraction" in text for text in notes)
    japanese = openpyxl.load_workbook(io.BytesIO(workbook(report, language="ja")))
    assert any("差し引き" in str(c.value) for line in japanese.worksheets[-1].iter_rows() for c in line)


def test_findings_and_figures_leave_hidden_numbers_out(tmp_path):
    report = made(0)
    table = report.tables["q"]
    small = next(c for c in table.columns if c.flag == "low")
    planted = replace(
        report,
        findings=(replace(FINDING, banner=small.banner, column=small.code), FINDING),
    )
    shown = published(planted)
    assert [finding.column for finding in shown.findings] == ["1"]
    for each in drawable(shown).tables.values():
        for c, column in enumerate(each.columns):
            assert column.flag == "low" or np.isfinite(each.estimate[:, c]).all()
    written = write(report, tmp_path / "out")
    assert written.warnings == ()


def test_given_away_by_one_difference():
    relations = np.array([[-1.0, 1, 1, 1], [0, 0, 1, 0]])
    assert given_away(relations[:1], np.array([False, True, False, False])).tolist() == [
        False,
        True,
        False,
        False,
    ]
    assert not given_away(relations[:1], np.array([False, True, True, False])).any()
    assert given_away(relations, np.array([False, True, True, False])).sum() == 2


def test_hidden_cells_of_a_crossing_have_no_number_left():
    before, after = made(0).crossings[0], published(made(0)).crossings[0]
    gone = after.hidden > 0
    assert gone.any()
    for each in fields(after):
        value = getattr(after, each.name)
        if isinstance(value, np.ndarray) and value.shape == gone.shape and each.name != "hidden":
            assert np.isnan(value[gone]).all(), each.name
            assert np.array_equal(value[~gone], getattr(before, each.name)[~gone], equal_nan=True)


@pytest.mark.parametrize(("clear", "kept"), [(900, True), (895, False), (800, True), (20, False)])
def test_a_headline_without_the_flagged_does_not_tell_what_a_few_of_them_said(clear, kept):
    report = made(0)
    unflagged = Unflagged(flagged=900 - clear, share=0.5, low=0.4, high=0.6, unweighted_base=clear)
    summary = replace(report.summary, headline=("q", 0), unflagged=unflagged)
    shown = published(replace(report, summary=summary)).summary
    assert shown.headline == ("q", 0)
    assert (shown.unflagged is not None) == kept


def test_answers_are_hidden_with_the_coarser_and_the_finer_question():
    parts = {"y": frozenset("12"), "m": frozenset("3"), "o": frozenset("45")}
    ages = [Recode("wide", "age", parts)]
    finer = Restated([("q", "age", "5", ""), ("q", "age", "2", "")], ages)
    by_opinion = frozenset([("q", "1")])
    assert finer.answers("age", by_opinion) == {"2", "5"}
    assert finer.answers("wide", by_opinion) == {"y", "o"}
    coarser = Restated([("q", "wide", "o", "")], ages)
    assert coarser.answers("age", by_opinion) == {"4", "5"}
    assert coarser.answers("age", frozenset([("sex", "1")])) == frozenset()
    nested = Restated([("q", "sex × age", "1 × 5", "")], ages)
    assert nested.answers("age", by_opinion) == frozenset()
    assert nested.answers("age", by_opinion | {("sex", "1")}) == {"5"}
    assert nested.answers("age", by_opinion | {("sex", "2")}) == frozenset()
    assert nested.answers("age", by_opinion, "${sex} = '2'") == {"5"}
    filtered = Restated([("q", "age", "5", "${sex} = '1'")], ages)
    assert filtered.answers("age", by_opinion) == frozenset()
    assert filtered.answers("age", by_opinion | {("sex", "2")}) == {"5"}


def test_recodes_are_read_off_a_plan_and_its_data():
    survey, plan = made(0).survey, made(0).plan
    [mapped] = recodes_of(survey, plan)
    assert mapped == Recode("wide", "age", {"y": {"1", "2"}, "m": {"3"}, "o": {"4", "5"}})


def test_lowest_and_highest_are_somebody_s_and_hidden():
    numbers = Question("n", plain("n"), "numeric")
    columns = {"n": encode([float(value) for value in range(200)])}
    report = analyze(
        Survey(MemoryResponses(columns), Codebook((numbers,))), Plan(report=ReportPlan(publish=True))
    )
    table = published(report).tables["n"]
    for row, line in zip(table.rows, table.estimate, strict=True):
        assert np.isnan(line[0]) == (row.kind == "extreme"), row.code
