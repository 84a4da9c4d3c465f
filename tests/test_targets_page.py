"""The page on targets is true: its tables are the program's, its plan is one, its examples run."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

from survey.reading import read_plan
from survey.targets import japan_2025

PAGE = Path(__file__).parent.parent / "docs" / "targets.md"
TEXT = PAGE.read_text(encoding="utf-8")


def test_every_margin_stands_on_the_page_with_its_source_and_caveat() -> None:
    for margin in japan_2025:
        cells = [
            margin.name,
            " × ".join(margin.questions),
            f"{len(margin.counts)}",
            margin.ages,
            margin.status,
            f"{margin.total:,}",
            margin.source,
            margin.date,
            margin.caveat,
        ]
        assert f"| {' | '.join(cells)} |\n" in TEXT
        assert f"- {margin.name}: {margin.via}\n" in TEXT
        for dimension in margin.dimensions:
            keys = ", ".join(category.key for category in dimension.categories)
            assert f"- {dimension.name}: {keys}\n" in TEXT
    assert japan_2025.universe in " ".join(TEXT.split())


def test_the_examples_print_what_the_page_says() -> None:
    [code] = re.findall(r"```pycon\n(.*?)```", TEXT, flags=re.DOTALL)
    test = doctest.DocTestParser().get_doctest(code, {}, PAGE.name, str(PAGE), 0)
    told: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    runner.run(test, out=told.append)
    assert not runner.failures, "".join(told)


def test_the_plan_shown_is_a_plan(tmp_path: Path) -> None:
    [plan] = re.findall(r"```toml\n(.*?)```", TEXT, flags=re.DOTALL)
    (tmp_path / "survey.toml").write_text(plan, encoding="utf-8")
    (tmp_path / "targets.csv").write_text("variable,choice,share\nregion,1,1\n", encoding="utf-8")
    found = read_plan(tmp_path / "survey.toml")
    assert [target.question for target in found.target] == ["gender × band", "owner × rooms", "region"]
    assert found.target[1].caveat == "dwellings, not persons"
