"""The page about results.csv names every kind of line and every column that there is."""

from __future__ import annotations

import re

from tests.demo_study import ROOT, Finished


def test_the_page_names_every_record_and_column(finished: Finished) -> None:
    page = (ROOT / "docs" / "results.md").read_text(encoding="utf-8")
    kinds, columns = page.split("## Columns")
    assert set(re.findall(r"^\| `([^`]+)`", kinds, flags=re.MULTILINE)) - {"record"} == {
        line["record"] for line in finished.lines
    }
    named = {
        name
        for row in re.findall(r"^\| (`.*?) \|", columns, flags=re.MULTILINE)
        for name in re.findall("`([^`]+)`", row)
    }
    there = set(finished.lines[0]) - {"record"}
    assert named >= there
    assert named - there == {"within", "within_code", "within_label"}, (
        "only where a plan names a third question"
    )
