"""The page on cleaning names every rule as the code does."""

from __future__ import annotations

from pathlib import Path

from survey.cleaning import RULES

PAGE = (Path(__file__).parents[2] / "docs" / "cleaning.md").read_text(encoding="utf-8")


def test_every_rule_stands_on_the_page_in_its_own_words() -> None:
    told = [line for line in PAGE.split("## All rules")[1].splitlines() if line.startswith("| C")]
    assert told == [f"| {rule.code} | {rule.description} |" for rule in RULES.values()]
