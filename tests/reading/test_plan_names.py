"""What a plan may call by name: answers, nets of all origins, and added tables."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

import survey as toolkit
from survey.errors import PlanError
from survey.reading import check_plan, read, read_plan
from survey.reporting.figures.choice import choose
from survey.vocabulary import AddedTable, Codebook, Label, Net, Plan, Survey
from survey.vocabulary.table_plans import added_ids

WORRIED = ["Very worried", "Somewhat worried", "Not very worried", "Not at all worried"]


@pytest.fixture
def poll() -> Survey:
    """Sex, a known scale, and a question whose codebook has a net."""
    rows = range(240)
    found = read(
        pd.DataFrame(
            {
                "sex": ["Man" if n % 2 else "Woman" for n in rows],
                "worry": [WORRIED[(n * n + n // 7) % 4] for n in rows],
                "vote": [["Left", "Centre", "Right"][(n // 5) % 3] for n in rows],
            }
        )
    )
    net = Net("apart", Label({"en": "Left or right"}), ("Left", "Right"))
    questions = [replace(q, nets=(net,)) if q.name == "vote" else q for q in found.codebook]
    return replace(found, codebook=Codebook(tuple(questions)))


def plan_of(folder: Path, text: str) -> Plan:
    path = folder / "survey.toml"
    path.write_text(text, encoding="utf-8")
    return read_plan(path)


def complaint(folder: Path, poll: Survey, text: str) -> tuple[str, str]:
    with pytest.raises(PlanError) as caught:
        check_plan(plan_of(folder, text), poll)
    return caught.value.message, caught.value.hint


EVERY_NET = """
[study]
headline = "{question}:{net}"
[[net]]
question = "worry"
name = "some"
label = "At least somewhat"
answers = ["Somewhat worried", "Very worried", "Not very worried"]
[[drivers]]
outcome = "{question}:{net}"
explain = ["sex"]
[[trend]]
question = "{question}:{net}"
waves = [{{ name = "before", share = 0.5, n = 1000 }}]
[[trend]]
question = "{question}"
waves = [{{ name = "before", shares = {{ {net} = 0.5 }}, n = 1000 }}]
"""


@pytest.mark.parametrize(
    ("question", "net"), [("worry", "top2"), ("worry", "bottom2"), ("worry", "some"), ("vote", "apart")]
)
def test_nets_of_any_origin_can_be_named_wherever_nets_can(tmp_path, poll, question, net) -> None:
    plan = plan_of(tmp_path, EVERY_NET.format(question=question, net=net))
    report = toolkit.analyze(poll, plan)
    table, row = report.summary.headline
    assert (table, report.tables[table].rows[row].code) == (question, net)
    assert [(model.outcome_code, model.failed.texts) for model in report.drivers] == [(net, {})]
    one, every = report.trends
    assert [row.code for row in one.rows] == [net]
    assert dict(zip([row.code for row in every.rows], every.estimate[:, 0], strict=True))[net] == 0.5


def test_nets_that_the_plan_turns_off_cannot_be_named(tmp_path, poll) -> None:
    text = EVERY_NET.format(question="worry", net="top2") + "[tables]\nauto_nets = false\n"
    said, hint = complaint(tmp_path, poll, text)
    assert "[study] headline: worry has no answer or net 'top2'" in said
    assert "[[drivers]] 1 outcome: worry has no answer or net 'top2'" in said
    assert "[[trend]] worry:top2: worry has no answer or net 'top2'" in said
    assert "some" in hint


CROSSED = """
[[net]]
question = "vote"
name = "moderate"
label = "Not right"
answers = ["Left", "Centre"]
[[crossing]]
rows = "worry"
columns = "vote"
merge = [{{ name = "calm", label = "Calm", answers = ["Not very worried", "Not at all worried"] }}]
[crossing.odds]
{side} = ["{name}"]
"""


@pytest.mark.parametrize(
    ("side", "name"),
    [
        ("rows", "calm"),
        ("rows_against", "bottom2"),
        ("rows", "Somewhat worried"),
        ("columns", "moderate"),
        ("columns_against", "Right"),
    ],
)
def test_groups_of_odds_may_be_answers_nets_and_merges(tmp_path, poll, side, name) -> None:
    check_plan(plan_of(tmp_path, CROSSED.format(side=side, name=name)), poll)


@pytest.mark.parametrize(
    ("side", "question", "name", "near"),
    [
        ("rows", "worry", "clam", "calm"),
        ("rows_against", "worry", "botom2", "bottom2"),
        ("columns", "vote", "moderat", "moderate"),
        ("columns_against", "vote", "Rihgt", "Right"),
    ],
)
def test_groups_of_odds_that_are_not_there_are_told_with_the_nearest(
    tmp_path, poll, side, question, name, near
) -> None:
    said, hint = complaint(tmp_path, poll, CROSSED.format(side=side, name=name))
    assert (
        f"[[crossing]] 1 odds.{side}: {question} has no answer or net {name!r}; did you mean {near!r}?"
        in said
    )
    assert near in hint


ADDED = """
[study]
headline = "{headline}"
[tables]
banner = ["sex"]
[[table]]
question = "vote"
filter = "${{sex}} = 'Man'"
banner = ["worry"]
[[table]]
question = "worry"
filter = "${{sex}} = 'Woman'"
[[table]]
question = "vote"
filter = "${{sex}} = 'Woman'"
[figures]
ranking = ["{ranking}"]
likert = ["worry_2"]
dots = ["vote_2:apart"]
weights = false
"""


@pytest.mark.parametrize(
    ("headline", "row"), [("vote_3:apart", "apart"), ("worry_2:top2", "top2"), ("vote_2", "Left")]
)
def test_added_tables_can_lead_the_cover_and_be_drawn(tmp_path, poll, headline, row) -> None:
    report = toolkit.analyze(poll, plan_of(tmp_path, ADDED.format(headline=headline, ranking="vote_3")))
    table, position = report.summary.headline
    assert (table, report.tables[table].rows[position].code) == (headline.partition(":")[0], row)
    drawn = [(each.kind, each.tables[0].id, each.row) for each in choose(report)]
    assert drawn == [("ranking", "vote_3", ""), ("likert", "worry_2", ""), ("dots", "vote_2", "apart")]


def test_added_tables_that_are_not_there_are_told(tmp_path, poll) -> None:
    said, _ = complaint(tmp_path, poll, ADDED.format(headline="vote_9:Left", ranking="vote_4"))
    assert "[figures] ranking: there is no table or crossing 'vote_4'; did you mean 'vote_3'?" in said
    assert "[study]: headline is 'vote_9', which is no question; did you mean 'vote'?" in said
    said, _ = complaint(tmp_path, poll, ADDED.format(headline="vote_2:Lift", ranking="vote_2"))
    assert "[study] headline: vote has no answer or net 'Lift'; did you mean 'Left'?" in said


def test_ids_of_added_tables_leave_out_names_of_questions() -> None:
    tables = [AddedTable("q", filter="a"), AddedTable("p", filter="a"), AddedTable("q", filter="b")]
    assert added_ids(tables, {"q", "p", "q_2", "q_4"}) == ("q_3", "p_2", "q_5")
