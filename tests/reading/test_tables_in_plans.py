"""Tables, figures and crossings of a plan, and what may be published."""

from __future__ import annotations

import pytest

from survey.errors import PlanError
from survey.reading import read_plan
from tests.reading.plans import complaint, write


def test_the_figure_of_the_weighting_is_on_until_it_is_turned_off(tmp_path):
    assert read_plan(write(tmp_path, "[figures]\n")).figures.weights
    assert not read_plan(write(tmp_path, "[figures]\nweights = false\n")).figures.weights
    assert "weights" in complaint(tmp_path, '[figures]\nweights = ["sex"]\n')


TABLES = """[tables]
banner = ["sex", "sex × age"]
levels = [0.95, 0.99]
filter = "${sex} = '1'"

[[table]]
question = "q"
filter = "${age} > 20"
banner = []
title = { en = "Older", ja = "年長者" }

[report]
publish = true
"""


def test_tables_and_what_may_be_published(tmp_path):
    plan = read_plan(write(tmp_path, TABLES))
    assert plan.tables.banner == ("sex", "sex × age")
    assert plan.tables.letter_levels == (0.95, 0.99)
    assert plan.table[0].banner == ()
    assert plan.table[0].title.to("ja") == "年長者"
    assert plan.report.publish


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[tables]\nbanner = ["sex × sex"]\n', "nests a question in itself"),
        ('[tables]\nbanner = ["sex × age", "sex*age"]\n', "twice"),
        ("[tables]\nlevels = [0.9, 0.99]\n", "should hold 0.95"),
        ("[tables]\nlevels = [0.9, 0.95, 0.99]\n", "one or two levels"),
        ("[tables]\nlevels = [0.95, 99.0]\n", "should lie between"),
        ('[[table]]\nquestion = "q"\n', "would repeat"),
    ],
)
def test_tables_that_cannot_be_meant(tmp_path, text, said):
    assert said in complaint(tmp_path, text)


def test_a_crossing_names_its_odds_and_a_third_question(tmp_path):
    path = tmp_path / "survey.toml"
    body = '[[crossing]]\nrows = "a"\ncolumns = "b"\nwithin = "{}"\n[crossing.odds]\ncolumns = ["x"]\n'
    path.write_text(body.format("c"), encoding="utf-8")
    crossing = read_plan(path).crossing[0]
    assert (crossing.within, crossing.odds.columns) == ("c", ("x",))
    path.write_text(body.format("a"), encoding="utf-8")
    with pytest.raises(PlanError, match="is 'a', a side of the crossing; name a third question"):
        read_plan(path)


HOUSE = """[figures.style]
fonts = ["DejaVu Sans"]
palette = ["#7b3294", "#c2a5cf", "#dddddd", "#a6dba0", "#00702a"]
"""


def test_a_house_s_style(tmp_path):
    style = read_plan(write(tmp_path, HOUSE)).figures.style
    assert style.fonts == ("DejaVu Sans",)
    assert style.palette[0] == "#7b3294"
    said = complaint(tmp_path, HOUSE.replace("#00702a", "#a6dba0"))
    assert "line 3: [figures] style palette" in said
    assert "has #a6dba0 last, in which figures write: 1.6:1 on white, under 4.5:1" in said
