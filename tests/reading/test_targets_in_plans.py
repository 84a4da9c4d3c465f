"""Targets in the plan and in a file of its own: read, checked, and told with their line."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

import survey as public
from survey.analysis import analyze
from survey.errors import PlanError, ReadingError, WeightingError
from survey.reading import check_plan, read, read_plan, read_targets
from survey.vocabulary import Derivation, Plan, TargetPlan, Weighting, plain

ROWS = [
    ["variable", "choice", "share", "source", "date", "caveat"],
    ["sex × age", "Male × 18-29", "0.25", "Census", "2025-10-01", "all ages, not 18+"],
    ["sex × age", "Female × 18-29", "0.25"],
    ["sex × age", "Male × 30+", "0.25"],
    ["", "Female × 30+", "0.25"],
    ["region", "North", "48.2%"],
    ["region", "South", "51.8%"],
]
DATA = [
    ["id", "sex", "region"],
    *[[n, ["Male", "Female"][n % 2], ["North", "South"][n % 3 == 0]] for n in range(40)],
]


def table(rows: list[list[str]], separator: str = ",") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue()


def write(folder: Path, text: str, *, name: str = "survey.toml", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_text(text, encoding=encoding)
    return path


@pytest.fixture
def survey(make_book):
    return read(make_book({"Data": DATA}))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_a_file_of_targets_in_any_writing(tmp_path, encoding, separator):
    text = table([*ROWS, ["性別", "男性", "0.4"], ["性別", "女性", "0.6"]], separator)
    path = write(tmp_path, text, name="t.csv", encoding=encoding)
    crossed, region, sex = public.read_targets(path).margins
    assert (crossed.name, crossed.source, crossed.date) == ("sex × age", "Census", "2025-10-01")
    assert crossed.caveat == "all ages, not 18+"
    assert crossed.shares[("Female", "30+")] == 0.25
    assert region.shares == pytest.approx({("North",): 0.482, ("South",): 0.518})
    assert sex.shares == {("男性",): 0.4, ("女性",): 0.6}


def test_words_of_the_file_find_the_codebook(tmp_path, survey):
    path = write(
        tmp_path,
        table([["変数", "区分", "人口", "備考"], ["SEX", "male", "1,490", "概数"], ["SEX", "FEMALE", "510"]]),
        name="t.csv",
    )
    [margin] = read_targets(path, survey.codebook).margins
    assert margin.name == "sex"
    assert margin.shares == {("Male",): 0.745, ("Female",): 0.255}
    assert (margin.total, margin.caveat) == (2000, "概数")


def test_decimal_commas_beside_semicolons(tmp_path):
    path = write(tmp_path, "variable;choice;share\nsex;m;0,48\nsex;f;0,52\n", name="t.csv")
    assert read_targets(path).margins[0].shares == {("m",): 0.48, ("f",): 0.52}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "variable,choice,share\nsex,m,0.5\nsex,f,0.6\n",
            "sex: the shares of t.csv, rows 2 to 3 sum to 110.0%",
        ),
        ("variable,choice,share\nsex,m,half\nsex,f,-1\n", "t.csv, row 3 should give a share of zero or more"),
        ("variable,choice,shaer\nsex,m,0.5\n", "column C says 'shaer'; did you mean 'share'?"),
        ("variable,choice,share,count\nsex,m,0.5,\nsex,f,,10\n", "shares in some rows and counts in others"),
        (
            "variable,choice,share,caveat\nsex,m,1,all ages, not 18+\n",
            "t.csv, row 2 has 5 cells under a header of 4",
        ),
        ("variable,choice,share\n", "no targets below the header"),
        ("sex\n0.5\n", "no row names the columns variable, choice, and share or count"),
        ("", "no row names the columns"),
    ],
)
def test_a_file_that_cannot_be_right_is_refused_with_the_place(tmp_path, text, words):
    with pytest.raises(ReadingError) as told:
        read_targets(write(tmp_path, text, name="t.csv"))
    assert words in told.value.message
    assert told.value.hint


def test_files_that_are_no_targets(tmp_path):
    write(tmp_path, table(ROWS), name="targets.csv")
    with pytest.raises(ReadingError, match="no such file") as told:
        read_targets(tmp_path / "target.csv")
    assert "targets.csv" in told.value.hint
    with pytest.raises(ReadingError, match="a folder"):
        read_targets(tmp_path)
    (tmp_path / "book.csv").write_bytes(b"PK\x03\x04")
    with pytest.raises(ReadingError, match="a workbook"):
        read_targets(tmp_path / "book.csv")
    (tmp_path / "bytes.csv").write_bytes(b"\x81\xff\xfd")
    with pytest.raises(ReadingError, match="neither UTF-8 nor cp932"):
        read_targets(tmp_path / "bytes.csv")


def test_counts_of_a_sheet_keep_their_total_and_a_note_is_a_caveat(make_book):
    sheet = [
        ["variable", "choice", "count", "note"],
        ["sex", "Male", 490, "residents"],
        ["sex", "Female", 510],
    ]
    [margin] = read(make_book({"Data": DATA, "t": sheet})).targets.margins
    assert (margin.total, margin.caveat) == (1000, "residents")
    sheet = [["variable", "choice", "share", "備考"], ["sex", "Male", 0.49, "住民"], ["sex", "Female", 0.51]]
    [margin] = read(make_book({"Data": DATA, "t": sheet})).targets.margins
    assert (margin.total, margin.caveat) == (None, "住民")


GOOD = """
[weighting]
margins = ["sex", "region × sex", "age"]
targets = "more/targets.csv"
population = "japan_2025"

[[target]]
question = "sex"
counts = { 1 = 490, Female = 510 }
source = "Register"
date = "2025-10-01"
caveat = "rounded"

[[target]]
question = "gender × band"
population = "japan_2025"
margin = "sex × age"
codes = { male = "m", "80+" = "old" }

[[target]]
question = "a × b"
[target.shares]
"1 × 1" = 40
"1 × 2" = 60
"""


def test_a_plan_holds_its_targets_and_those_of_its_file(tmp_path):
    (tmp_path / "more").mkdir()
    write(tmp_path / "more", table(ROWS), name="targets.csv")
    plan = read_plan(write(tmp_path, GOOD))
    sex, lent, crossed, of_file, region = plan.target
    assert sex == TargetPlan(
        "sex", {}, {"1": 490, "Female": 510}, "", "", {}, "Register", "2025-10-01", "rounded"
    )
    assert (lent.population, lent.margin, lent.codes) == (
        "japan_2025",
        "sex × age",
        {"male": "m", "80+": "old"},
    )
    assert crossed.shares == {"1 × 1": 40, "1 × 2": 60}
    assert of_file.question == "sex × age"
    assert of_file.shares["Female × 30+"] == 0.25
    assert (of_file.source, of_file.caveat) == ("Census", "all ages, not 18+")
    assert region.figures == pytest.approx({"North": 0.482, "South": 0.518})


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (
            'question = "sex"',
            "line 2: [[target]] 1 needs exactly one of shares, counts, population, found none",
        ),
        (
            'question = "sex"\nshares = { 1 = 1 }\ncounts = { 1 = 1 }',
            "line 2: [[target]] 1 needs exactly one of shares, counts, population, found shares and counts",
        ),
        (
            'question = "sex"\nshares = { 1 = 0.5, 2 = 0.6 }',
            "line 4: [[target]] 1 shares sum to 110.0%, not to 100%",
        ),
        (
            'question = "sex"\nshares = { 1 = -0.5, 2 = 1.5 }',
            "line 4: [[target]] 1 shares should be zero or more",
        ),
        ('question = "sex"\ncounts = { 1 = inf }', "line 4: [[target]] 1 counts should be finite"),
        ('question = "sex"\ncounts = { 1 = 0 }', "line 4: [[target]] 1 counts sum to nothing"),
        (
            'question = "sex"\nshares = { 1 = "half" }',
            "line 4: [[target]] 1 shares 1 should be a number, found 'half'",
        ),
        (
            'question = "sex × age"\n[target.shares]\n"1 × 2" = 0.5\n"1" = 0.5',
            "line 4: [[target]] 1 shares names '1', not one answer for each of 'sex × age'",
        ),
        ('question = " "\nshares = { 1 = 1 }', "line 3: [[target]] 1 question is empty"),
        ("shares = { 1 = 1 }", "[[target]] 1 needs the key 'question'"),
        ('question = "sex"\npopulation = "japan"', "which is no population; did you mean 'japan_2025'?"),
        (
            'question = "sex"\npopulation = "japan_2025"\nmargin = "sexx"',
            "line 5: [[target]] 1 margin japan_2025 has no margin 'sexx'; did you mean 'sex'?",
        ),
        ('question = "gender"\npopulation = "japan_2025"', "name one with the key 'margin'"),
        (
            'question = "sex"\npopulation = "japan_2025"\nmargin = "sex × age"',
            "line 3: [[target]] 1 question names 1 question(s), and 'sex × age' needs 2",
        ),
        (
            'question = "sex"\npopulation = "japan_2025"\nsource = "me"',
            "line 5: [[target]] 1 source is that of japan_2025",
        ),
        (
            'question = "sex"\nshares = { 1 = 1 }\ncodes = { male = "1" }',
            "line 5: [[target]] 1 codes belongs to",
        ),
        (
            'question = "a×b"\ncounts = { "1×1" = 1 }\n[[target]]\nquestion = "b×a"\ncounts = { "1×1" = 1 }',
            "line 5: [[target]] 2 gives 'b×a' a second time",
        ),
        ('question = "sex"\nshars = { 1 = 1 }', "[[target]] 1 has no key 'shars'; did you mean 'shares'?"),
        (
            'question = "sex"\nshares = { 1 = 1 }\n[weighting]\npopulation = "japan2025"',
            "line 6: [weighting] population is 'japan2025', which is no population; did you mean",
        ),
    ],
)
def test_what_a_target_cannot_say_is_told_with_its_line(tmp_path, lines, words):
    with pytest.raises(PlanError) as told:
        read_plan(write(tmp_path, f"\n[[target]]\n{lines}\n"))
    assert words in told.value.message


def test_the_file_of_targets_is_part_of_the_plan(tmp_path):
    path = write(
        tmp_path, '[weighting]\n\ntargets = "t.csv"\n[[target]]\nquestion = "region"\ncounts = { 1 = 2 }'
    )
    with pytest.raises(PlanError, match=r"line 3: \[weighting\] targets: .*t\.csv: there is no such file"):
        read_plan(path)
    write(tmp_path, "variable,choice,share\nsex,m,0.5\n", name="t.csv")
    with pytest.raises(PlanError, match=r"line 3: .*rows? 2 sum to 50\.0%"):
        read_plan(path)
    write(tmp_path, table(ROWS), name="t.csv")
    with pytest.raises(PlanError, match=r"line 3: .* the file and a \[\[target\]\] both give 'region'"):
        read_plan(path)


def target(question: str, **figures: float) -> TargetPlan:
    return TargetPlan(question, counts=figures)


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (Plan(target=(target("sexx", Male=1),)), "there is no question 'sexx'; did you mean 'sex'?"),
        (
            Plan(target=(target("sex", Mail=1, Female=1),)),
            "the targets of the plan for 'sex': sex has no answer 'Mail'; the nearest is 'Male' (Male)",
        ),
        (
            Plan(target=(TargetPlan("region", population="japan_2025"),)),
            "region has no answer for 'Hokkaido' (hokkaido)",
        ),
        (
            Plan(weighting=Weighting(margins=("region",), population="japan_2025")),
            "[weighting] population: the margin 'region' of japan_2025 does not fit the answers",
        ),
        (Plan(weighting=Weighting(margins=("sex",))), "there are no targets for 'sex'"),
    ],
)
def test_a_plan_that_does_not_fit_the_answers(survey, plan, words):
    with pytest.raises(PlanError) as told:
        check_plan(plan, survey)
    assert words in told.value.message
    assert told.value.hint


def test_plans_whose_targets_fit(survey):
    sex = Weighting(margins=("sex",))
    check_plan(Plan(weighting=sex, target=(target("sex", male=1, FEMALE=1),)), survey)
    check_plan(Plan(weighting=replace(sex, population="japan_2025")), survey)
    band = Derivation(
        "half", "region", plain("Half"), map={"n": ("North",), "s": ("South",)}, labels={"n": plain("Up")}
    )
    check_plan(Plan(derive=(band,), target=(target("half", up=1, s=1),)), survey)


def test_a_broken_sheet_is_not_passed_over_for_the_population(make_book):
    sheet = [["variable", "choice", "share"], ["sex", "Male", 0.5], ["sex", "Female", 0.6]]
    broken = read(make_book({"Data": DATA, "t": sheet}))
    plan = Plan(weighting=Weighting(margins=("sex",), population="japan_2025"))
    with pytest.raises(WeightingError, match=r"add up to 1\.1000, not to 1 \(sheet 't', rows 2 to 3\)"):
        analyze(broken, plan)


def test_a_report_weighted_to_a_file_and_a_population(tmp_path, survey):
    write(
        tmp_path, "variable,choice,share,caveat\nRegion,north,60,as of old\nRegion,south,40,\n", name="t.csv"
    )
    lines = '[weighting]\nmargins = ["sex", "region"]\ntargets = "t.csv"\npopulation = "japan_2025"\n'
    report = analyze(survey, read_plan(write(tmp_path, lines)))
    assert report.weighting is not None
    sex, region = report.weighting.margins
    assert sex.source.startswith("2025 Population Census")
    assert (region.name, region.caveat) == ("region", "as of old")
    reached = {(line.margin, line.category.to("en")): line.after for line in report.weighting.achieved}
    assert reached[("region", "North")] == pytest.approx(0.6)
    assert reached[("sex", "Male")] == pytest.approx(0.481994, abs=1e-6)
