"""What a file alone is drawn as: its lists, and the answers of its largest findings by sex."""

from __future__ import annotations

import pandas as pd

import survey
from survey.reporting.figures.choice import choose
from survey.vocabulary import CrossingPlan, Plan, Report


def report_of(plan: Plan | None = None, size: int = 240) -> Report:
    """Men favour it and hardly ride, women the reverse; nobody's plans differ."""
    people = range(size)
    frame = pd.DataFrame(
        {
            "Sex": ["Male" if n % 2 else "Female" for n in people],
            "Favours it": ["Yes" if n % 2 or n % 8 == 0 else "No" for n in people],
            "Rides": [("Never" if n % 2 and n % 5 else "Daily", "Weekly")[n % 3 == 0] for n in people],
            "Plans": [("Stay", "Move", "Unsure")[n // 2 % 3] for n in people],
        }
    )
    return survey.analyze(survey.read(frame), plan)


def chosen(report: Report) -> list[tuple[str, str, str]]:
    return [(choice.kind, choice.id, choice.row) for choice in choose(report)]


def test_a_file_alone_shows_its_lists_and_its_largest_findings() -> None:
    report = report_of()
    found = {(finding.table, finding.answer) for finding in report.findings}
    drawn = chosen(report)
    assert [id for kind, id, _ in drawn if kind == "ranking"] == ["Rides", "Plans"]
    dots = [(id, row) for kind, id, row in drawn if kind == "dots"]
    assert [id for id, _ in dots] == [report.findings[0].table, report.findings[1].table]
    assert set(dots) <= found
    assert "Sex" not in {id for _, id, _ in drawn}


def test_a_plan_with_a_crossing_is_drawn_as_it_asks() -> None:
    asked = Plan(crossing=(CrossingPlan(rows="Sex", columns="Rides"),))
    drawn = chosen(report_of(asked))
    assert [id for kind, id, _ in drawn if kind == "ranking"] == ["Rides"]
    assert [id for kind, id, _ in drawn if kind == "dots"] == ["Rides"]
