"""results.csv alone makes the printed tables, a figure and every sentence again."""

from __future__ import annotations

import json
import math
import re
import warnings

import numpy as np
import pandas as pd
import pingouin
import pytest
from numpy.typing import NDArray

from survey.language.sentences import finding_in_words
from survey.reporting.amounts import per_cent
from survey.tabulation.companions import unweighted_test
from tests.demo_study import Finished, Line

SIGNS = re.compile("[▲▼]")
LETTERS = re.compile(r"\b[a-z]{1,26}\b")


def number(text: str) -> float:
    return float(text) if text else math.nan


def test_the_sheet_tables_is_made_again(finished: Finished) -> None:
    """Every number of the sheet, with its sign and letters, in the sheet's order."""
    cells = finished.of("cell")
    sheet = finished.book["Tables"]
    across = list(dict.fromkeys((line["banner"], line["column_code"]) for line in cells))
    assert len(across) == 30
    printed = [row for row in sheet.iter_rows(max_col=31) if isinstance(row[1].value, int | float)]
    made: list[tuple[list[float], list[Line | None]]] = []
    for table in dict.fromkeys(line["table"] for line in cells):
        own = [line for line in cells if line["table"] == table]
        by_place = {
            (line["answer_code"], line["measure"], line["banner"], line["column_code"]): line for line in own
        }
        rows = dict.fromkeys((line["answer_code"], line["measure"]) for line in own)
        first = next(iter(rows))
        for base in ("unweighted_base", "weighted_base", "effective_base"):
            found = [by_place.get((*first, *place)) for place in across]
            made.append(([number(line[base]) if line else math.nan for line in found], [None] * len(found)))
        for row in rows:
            found = [by_place.get((*row, *place)) for place in across]
            made.append(([number(line["estimate"]) if line else math.nan for line in found], found))
    assert len(printed) == len(made) > 250
    marked = 0
    for row, (values, lines) in zip(printed, made, strict=True):
        for cell, value, line in zip(row[1:], values, lines, strict=True):
            if math.isnan(value):
                assert not isinstance(cell.value, int | float)
                continue
            assert cell.value == pytest.approx(value, rel=1e-15)
            if line is not None:
                shown = "".join(re.findall(r'"([^"]*)"', cell.number_format.split(";")[0]))
                assert "".join(SIGNS.findall(shown)) == line["mark"]
                assert "".join(LETTERS.findall(SIGNS.sub(" ", shown))) == line["higher_than"]
                marked += bool(line["mark"])
    assert marked > 50


def test_the_ranking_is_made_again(finished: Finished) -> None:
    """Every share and limit that the ranking figure shows, as its alternative text reads them."""
    [ranking] = [
        picture
        for picture in json.loads((finished.folder / "figures" / "index.json").read_text(encoding="utf-8"))
        if "ranking" in picture["files"][0]
    ]
    bars = [
        line
        for line in finished.of("cell")
        if (line["table"], line["banner"], line["measure"]) == (ranking["table"], "", "answer")
    ]
    items = [
        f"{line['answer']} {per_cent(number(line['estimate']), 1)}% "
        f"({per_cent(number(line['low']), 1)} to {per_cent(number(line['high']), 1)})"
        for line in bars
    ]
    _, _, shown = ranking["alt"].partition(f"{int(bars[0]['unweighted_base']):,} respondents: ")
    assert sorted(shown.removesuffix(".").split(", ")) == sorted(items)
    assert len(items) == 14


def test_every_sentence_is_made_again(finished: Finished) -> None:
    findings = finished.of("finding")
    [level] = [number(line["estimate"]) for line in finished.of("cover") if line["measure"] == "level"]
    made = [
        finding_in_words(
            "en",
            question=line["question"],
            answer=line["answer"],
            net=line["measure"] == "net",
            banner=line["banner_label"],
            column=line["column"],
            share=number(line["estimate"]),
            gap=number(line["difference_from_rest"]),
            low=number(line["difference_low"]),
            high=number(line["difference_high"]),
            unweighted_base=int(line["unweighted_base"]),
            level=level,
        )
        for line in findings
    ]
    assert made == [line["sentence"] for line in findings]
    assert made == [finding.sentence.to("en") for finding in finished.report.findings]
    assert len(made) == 15


def test_the_cover_is_made_again(finished: Finished) -> None:
    found = {line["measure"]: line for line in finished.of("cover")}
    summary = finished.report.summary
    for name in (
        "raw_rows",
        "respondents",
        "unweighted_base",
        "effective_base",
        "design_effect",
        "margin_of_error",
    ):
        assert number(found[name]["estimate"]) == pytest.approx(getattr(summary, name), rel=1e-15)
    assert found["headline"]["answer"] == "Prices"
    assert per_cent(number(found["headline"]["estimate"]), 1) == "73.1"
    assert summary.unflagged is not None
    assert number(found["headline_without_flagged"]["estimate"]) == summary.unflagged.share


def test_every_whole_table_test_is_there(finished: Finished) -> None:
    found = {(line["table"], line["banner"]): line for line in finished.of("test")}
    for table in finished.report.tables.values():
        for banner, test in table.tests.items():
            line = found[table.id, banner]
            assert number(line["p"]) == pytest.approx(test.p, rel=1e-14, nan_ok=True)
            assert number(line["df2"]) == pytest.approx(test.df2, rel=1e-14, nan_ok=True)
    for crossing in finished.report.crossings:
        assert number(found[crossing.id, crossing.row_question.name]["statistic"]) == crossing.test.statistic


def test_an_index_is_a_hundred_times_the_share_over_everyones(finished: Finished) -> None:
    cells = finished.of("cell")
    total = {
        (line["table"], line["answer_code"], line["measure"]): number(line["estimate"])
        for line in cells
        if not line["banner"]
    }
    seen = 0
    for line in cells:
        everyone = total[line["table"], line["answer_code"], line["measure"]]
        if line["measure"] not in ("answer", "net", "outside"):
            assert line["index"] == ""
        elif line["estimate"] and everyone > 0:
            assert number(line["index"]) == pytest.approx(100 * number(line["estimate"]) / everyone)
            seen += 1
    assert seen > 5000


def pingouins(count: NDArray[np.float64]) -> pd.Series:
    """Pearson's test of the rows and columns that hold somebody, without continuity correction."""
    filled = count[np.ix_(count.sum(axis=1) > 0, count.sum(axis=0) > 0)]
    row, column = np.indices(filled.shape)
    times = np.rint(filled).astype(int).ravel()
    answers = pd.DataFrame({"row": np.repeat(row, times), "column": np.repeat(column, times)})
    with warnings.catch_warnings():
        # It warns of counts under 5, a fifth of which chi-square bears.
        warnings.simplefilter("ignore")
        _, _, tests = pingouin.chi2_independence(answers, "row", "column", correction=False)
    return tests.set_index("test").loc["pearson"]


def test_the_unweighted_companion_is_pingouins(finished: Finished) -> None:
    """Worked out without it for speed, and equal to it on all tables and crossings of the demo with one."""
    lines = finished.of("unweighted test")
    assert all("UNWEIGHTED" in line["test"] for line in lines)
    crossings = {crossing.id: crossing for crossing in finished.report.crossings}
    crossed = 0
    for line in lines:
        if line["table"] in crossings:
            crossing = crossings[line["table"]]
            answers = [column.kind == "answer" for column in crossing.columns]
            theirs = pingouins(crossing.count[:, answers].T)
            crossed += 1
        else:
            table = finished.report.tables[line["table"]]
            answers = [row.kind == "answer" for row in table.rows]
            within = [column.banner == line["banner"] for column in table.columns]
            theirs = pingouins(table.count[np.ix_(answers, within)])
        assert number(line["statistic"]) == pytest.approx(theirs["chi2"], rel=1e-12)
        assert number(line["df1"]) == theirs["dof"]
        assert number(line["p"]) == pytest.approx(theirs["pval"], rel=1e-10)
        assert number(line["cramers_v"]) == pytest.approx(theirs["cramer"], rel=1e-12)
    assert crossed
    assert len(lines) > 80


def test_no_companion_where_chi_square_is_not_valid() -> None:
    assert unweighted_test(np.array([[1.0, 2.0], [2.0, 1.0]])) is None
    assert unweighted_test(np.array([[50.0, 0.0], [60.0, 0.0]])) is None
    assert unweighted_test(np.array([[50.0, 40.0], [60.0, 70.0]])) is not None


def test_only_single_answers_have_companions(finished: Finished) -> None:
    kinds = {table.id: table.question.kind for table in finished.report.tables.values()}
    assert {kinds[line["table"]] for line in finished.of("unweighted test") if line["table"] in kinds} <= {
        "single",
        "scale",
    }
