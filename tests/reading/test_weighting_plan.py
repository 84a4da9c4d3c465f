"""[weighting] in survey.toml: every key becomes a record, what is wrong is told with its line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from survey.errors import PlanError
from survey.reading import check_plan, read, read_plan
from survey.vocabulary import (
    AlternativePlan,
    Derivation,
    Label,
    NonresponsePlan,
    Plan,
    TrimPlan,
    Weighting,
)
from tests.reading.plans import complaint, write

FULL = """[weighting]
margins = ["sex", "age × region"]
method = "raking"
equal_within = "home"
missing = "exclude"
unmet = "accept"
scale = "population"
total = 105_000_000
[weighting.means]
income = 412.5
[weighting.trim]
cap = 4
floor = 0.2
percentiles = [1, 99]
[weighting.nonresponse]
classes = ["area", "kind"]
issued = { "1 × u" = 120, "2 × u" = 80 }
[[weighting.alternative]]
name = "without age"
margins = ["sex"]
[[weighting.alternative]]
name = { en = "tighter", ja = "厳しい上限" }
method = "linear"
trim = { cap = 2.5 }
"""


def test_every_key_becomes_a_record(tmp_path: Path) -> None:
    assert read_plan(write(tmp_path, FULL)).weighting == Weighting(
        margins=("sex", "age × region"),
        method="raking",
        means={"income": 412.5},
        equal_within="home",
        missing="exclude",
        unmet="accept",
        scale="population",
        total=105e6,
        trim=TrimPlan(cap=4.0, floor=0.2, percentiles=(1.0, 99.0)),
        nonresponse=NonresponsePlan(("area", "kind"), issued={"1 × u": 120, "2 × u": 80}),
        alternative=(
            AlternativePlan(Label({"": "without age"}), margins=("sex",)),
            AlternativePlan(
                Label({"en": "tighter", "ja": "厳しい上限"}), method="linear", trim=TrimPlan(cap=2.5)
            ),
        ),
    )


def test_cases_issued_are_told_apart_by_any_sign_of_crossing(tmp_path: Path) -> None:
    issued = '{ "North x Urban" = 120, "South*Urban" = 80, "South ✕ Rural" = 40 }'
    text = f'[weighting.nonresponse]\nclasses = ["area", "kind"]\nissued = {issued}\n'
    adjustment = read_plan(write(tmp_path, text)).weighting.nonresponse
    assert adjustment is not None
    assert sum(adjustment.issued.values()) == 240
    text = '[weighting.nonresponse]\nclasses = ["box"]\nissued = { "4 × 4" = 120 }\n'
    assert read_plan(write(tmp_path, text)).weighting.nonresponse is not None


def test_unknown_keys_and_words_name_the_nearest(tmp_path: Path) -> None:
    message = complaint(
        tmp_path,
        """[weighting]
margins = ["sex"]
missing = "drop"
unmet = "acept"
scale = "people"
[weighting.trim]
caps = 3
[weighting.nonresponse]
clases = ["area"]
[[weighting.alternative]]
margin = ["sex"]
name = "x"
""",
    )
    for part in (
        "line 3: [weighting] missing should be 'bucket', 'exclude' or 'error', found 'drop'",
        "line 4: [weighting] unmet should be 'refuse' or 'accept', found 'acept'",
        "line 5: [weighting] scale should be 'sample' or 'population', found 'people'",
        "line 7: [weighting] trim has no key 'caps'; did you mean 'cap'?",
        "line 9: [weighting] nonresponse has no key 'clases'; did you mean 'classes'?",
        "line 11: [[weighting.alternative]] 1 has no key 'margin'; did you mean 'margins'?",
    ):
        assert part in message


MARGINS = '[weighting]\nmargins = ["sex"]\n'


@pytest.mark.parametrize(
    ("text", "misfit"),
    [
        ("bounds = [1.2, 3]\n", "line 3: [weighting] bounds should be two numbers on both sides of 1"),
        ("bounds = [0.5]\n", "line 3: [weighting] bounds should be two numbers on both sides of 1"),
        (
            "total = -3\nscale = 'population'\n",
            "line 3: [weighting] total should be a number of people above 0",
        ),
        ("total = 500\n", 'line 3: [weighting] total is used where scale = "population"'),
        (
            'method = "poststratify"\nequal_within = "home"\nbounds = [0.5, 2]\nmeans = { age = 45 }\n',
            "line 4: [weighting] equal_within cannot be kept by post-stratification",
        ),
        ('method = "poststratify"\nbounds = [0.5, 2]\n', "line 4: [weighting] bounds cannot be kept"),
        ("means = { age = 45 }\nmethod = 'poststratify'\n", "line 3: [weighting] means cannot be kept"),
        ("trim = { cap = 1 }\n", "line 3: [weighting] trim cap should be above 1"),
        ("[weighting.trim]\nfloor = 1.0\n", "line 4: [weighting] trim floor should be from 0 to below 1"),
        (
            "[weighting.trim]\npercentiles = [99, 1]\n",
            "line 4: [weighting] trim percentiles should be two numbers",
        ),
        (
            "[weighting.trim]\npercentiles = [1]\n",
            "line 4: [weighting] trim percentiles should be two numbers",
        ),
        ('[weighting.nonresponse]\nclasses = ["a"]\n', "line 3: [weighting] nonresponse needs either issued"),
        (
            '[weighting.nonresponse]\nclasses = ["a"]\noutcome = "o"\n',
            "nonresponse respondents is empty",
        ),
        (
            "[weighting.nonresponse]\nclasses = []\nissued = { x = 1 }\n",
            "line 4: [weighting] nonresponse classes is empty",
        ),
        (
            '[weighting.nonresponse]\nclasses = ["a"]\nissued = { x = -1 }\n',
            "line 5: [weighting] nonresponse issued x should be a number of cases, 0 or more, found -1",
        ),
        (
            '[weighting.nonresponse]\nclasses = ["a", "b"]\nissued = { x = 1 }\n',
            "line 5: [weighting] nonresponse issued x is not one answer each of a × b",
        ),
        (
            '[[weighting.alternative]]\nname = "x"\nmargins = ["sex", "sex"]\n',
            "line 5: [[weighting.alternative]] 1 margins 2 names 'sex' twice",
        ),
        (
            '[[weighting.alternative]]\nname = "x"\ntrim = { cap = 0.5 }\n',
            "line 5: [[weighting.alternative]] 1 trim cap should be above 1",
        ),
    ],
)
def test_what_no_type_can_say_is_told_with_its_line(tmp_path: Path, text: str, misfit: str) -> None:
    assert misfit in complaint(tmp_path, MARGINS + text)


def test_an_empty_list_of_margins_is_not_all_of_them(tmp_path: Path) -> None:
    message = complaint(tmp_path, '[weighting]\nmethod = "linear"\nmargins = []\n')
    assert "line 3: [weighting] margins is empty; name the margins to meet" in message
    assert 'write method = "none" to weight to none' in message
    message = complaint(
        tmp_path, f'{MARGINS}[[weighting.alternative]]\nname = "x"\nmargins = []\ntrim = {{ cap = 3 }}\n'
    )
    assert "line 5: [[weighting.alternative]] 1 margins is empty; name the margins to meet" in message
    assert "the design weights alone are compared in any case" in message
    message = complaint(tmp_path, "[weighting]\nmargins = []\n[tables]\nlevel = 95\n")
    assert "line 2: [weighting] margins is empty" in message
    assert "line 4: [tables] level" in message
    for lines in ('method = "linear"\n', 'method = "none"\nmargins = []\n'):
        assert read_plan(write(tmp_path, f"[weighting]\n{lines}")).weighting.margins == ()


@pytest.mark.parametrize(
    "line",
    [
        "bounds = [0.5, 2]",
        'equal_within = "home"',
        'missing = "exclude"',
        'unmet = "accept"',
        'scale = "population"',
        "trim = { cap = 3 }",
    ],
)
def test_keys_without_targets_are_not_ignored(tmp_path: Path, line: str) -> None:
    key = line.partition(" ")[0]
    message = complaint(tmp_path, f"[weighting]\n{line}\n")
    assert f"line 2: [weighting] {key} is about weights that meet targets" in message
    met = f"[weighting]\n{line}\nmeans = {{ age = 45 }}\n"
    assert getattr(read_plan(write(tmp_path, met)).weighting, key)
    tried = f'[weighting]\n{line}\n[[weighting.alternative]]\nname = "x"\nmargins = ["sex"]\n'
    assert getattr(read_plan(write(tmp_path, tried)).weighting, key)


def test_names_of_questions_answers_and_margins_are_checked(tmp_path: Path) -> None:
    survey = read(
        pd.DataFrame(
            {
                "sex": [n % 2 + 1 for n in range(60)],
                "age": [18 + n for n in range(60)],
                "became": ["done" if n % 3 else "refused" for n in range(60)],
            }
        )
    )
    text = """[weighting]
equal_within = "home"
[weighting.means]
agee = 45
became = 2
[weighting.nonresponse]
classes = ["sx"]
outcome = "became"
respondents = ["don"]
[[weighting.alternative]]
name = "x"
margins = ["educ"]
"""
    with pytest.raises(PlanError) as caught:
        check_plan(read_plan(write(tmp_path, text)), survey)
    for part in (
        "[weighting]: equal_within is 'home', which is no question",
        "[weighting.means]: there is no question 'agee'; did you mean 'age'?",
        "[weighting.means] became is no number",
        "[weighting.nonresponse] classes: there is no question 'sx'; did you mean 'sex'?",
        "[weighting.nonresponse] respondents: became has no answer 'don'; did you mean 'done'?",
        "[weighting] margins: there is no question 'educ'",
    ):
        assert part in caught.value.message


def test_a_mean_of_answers_is_told_how_to_be_one_of_numbers(tmp_path: Path, make_book) -> None:
    """The line that the hint writes, put in the plan, makes it fit."""
    data = [["id", "Cars at home"], *([n, n % 3] for n in range(60))]
    plan = Plan(weighting=Weighting(method="raking", means={"Cars_at_home": 1.2}))
    with pytest.raises(PlanError, match="Cars_at_home is no number") as told:
        check_plan(plan, read(make_book({"Data": data})))
    line = told.value.hint.partition(", by ")[2].removesuffix(" under [data.questions]")
    path = tmp_path / "survey.toml"
    path.write_text(f"[data.questions]\n{line}\n", encoding="utf-8")
    mended = replace(plan, data=read_plan(path).data)
    check_plan(mended, read(make_book({"Data": data}), plan=mended))


def test_a_mean_of_a_derived_question_is_told_to_name_a_number() -> None:
    survey = read(pd.DataFrame({"age": [18 + n % 40 for n in range(60)]}))
    band = Derivation("band", source="age", label=Label({"en": "Band"}), bands=("18-39", "40+"))
    plan = Plan(derive=(band,), weighting=Weighting(method="raking", means={"band": 1.2}))
    with pytest.raises(PlanError, match="band is no number") as told:
        check_plan(plan, survey)
    assert told.value.hint == "name a numeric question"


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ('[weighting]\nmethod = "none"\nmargins = ["sex"]\n', "line 2: [weighting] method is 'none'"),
        (
            '[weighting]\nmargins = ["sex"]\nbounds = [0.5, 2]\n[weighting.trim]\ncap = 3\n',
            "line 3: [weighting] bounds cannot be kept beside [weighting.trim]",
        ),
    ],
)
def test_keys_that_contradict_each_other_are_refused(tmp_path, lines, words):
    path = tmp_path / "survey.toml"
    path.write_text(lines, encoding="utf-8")
    with pytest.raises(PlanError) as told:
        read_plan(path)
    assert words in told.value.message
