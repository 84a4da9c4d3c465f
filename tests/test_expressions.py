"""The expression grammar: what it accepts, what it refuses, and how it says so."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.errors import PlanError
from survey.expressions import (
    Among,
    And,
    Answered,
    Blank,
    Comparison,
    Name,
    Not,
    Number,
    Or,
    Selected,
    Starts,
    Text,
    names,
    parse,
)

EMP = Name("emp")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("${age} >= 18", Comparison(Name("age"), ">=", Number(18.0, "18"))),
        ("18 <= ${age}", Comparison(Number(18.0, "18"), "<=", Name("age"))),
        ("${t} > -3.5", Comparison(Name("t"), ">", Number(-3.5, "-3.5"))),
        ('${ emp }="1"', Comparison(EMP, "=", Text("1"))),
        ("selected(${q1}, '1')", Selected(Name("q1"), "1")),
        ("selected(${q1}, 1)", Selected(Name("q1"), "1")),
        ("blank(${q3})", Blank(Name("q3"))),
        ("starts(${resp_id}, 'T')", Starts(Name("resp_id"), "T")),
        ("${emp} in ('1', 2)", Among(EMP, (Text("1"), Number(2.0, "2")))),
        ("answered() = 0", Comparison(Answered(), "=", Number(0.0, "0"))),
        ("(${age}) != ${old}", Comparison(Name("age"), "!=", Name("old"))),
        ("${都道府県}　= '13'", Comparison(Name("都道府県"), "=", Text("13"))),
    ],
)
def test_one_condition(text, expected):
    assert parse(text) == expected


def test_and_binds_tighter_than_or_and_not_tightest():
    one, two, three = (Comparison(Name(n), "=", Text("1")) for n in "abc")
    assert parse("${a}='1' or ${b}='1' and not ${c}='1'") == Or((one, And((two, Not(three)))))
    assert parse("(${a}='1' or ${b}='1') and not(${c}='1')") == And((Or((one, two)), Not(three)))


def test_xlsform_relevants_parse():
    assert names(parse("${emp} = '1' or ${emp} = '2'")) == {"emp"}
    assert names(parse("${sex} = '1' and not(${q1} = '')")) == {"sex", "q1"}
    assert names(parse("answered() < 3")) == frozenset()


@pytest.mark.parametrize(
    ("text", "position", "message"),
    [
        ("", 1, "the expression ends"),
        ("${age}", 7, "expected a comparison"),
        ("${age} >= ", 11, "expected a question"),
        ("${age} > 18 ${sex}", 13, "found '${sex}'"),
        ("age > 18", 1, "found 'age'"),
        ("1 = 1", 3, "a question such as"),
        ("(${a} = 1) = 2", 12, "a condition cannot be compared"),
        ("(${a} = 1", 10, "expected `and`, `or`, a comparison or )"),
        ("selected(${q1})", 15, "expected , and a text"),
        ("${a} in ()", 10, "expected a text"),
        ("answered() = 'x'", 12, "answered() with a number"),
        ("${} = 1", 1, "found '${}'"),
    ],
)
def test_refusals_say_where_and_what_was_expected(text, position, message):
    with pytest.raises(PlanError) as refused:
        parse(text)
    assert f"character {position}:" in refused.value.message
    assert message in refused.value.message


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("${q} = “1”", "straight quotes"),
        ("${q} ＝ '1'", "half-width"),
        ("${q} = １", "half-width digits"),
        ("${q} = 'x", "not closed"),
        ("$q = 1", "${name}"),
        ("${q} == 1", "single ="),
        ("${q} = 1 AND ${r} = 1", "write and in small letters"),
        ("${q} = 1 && ${r} = 1", "`and`"),
        ("${q} * 2 = 1", "no arithmetic"),
    ],
)
def test_common_slips_get_a_hint(text, hint):
    with pytest.raises(PlanError) as refused:
        parse(text)
    assert hint in refused.value.hint


def test_bottomless_nesting_is_refused_not_crashed_on():
    for text in ("(" * 5000, "not " * 5000 + "${a} = 1"):
        with pytest.raises(PlanError, match="at most 40"):
            parse(text)


PIECES = st.sampled_from(
    [
        "${a}",
        "'1'",
        '"x"',
        "18",
        "-2.5",
        "=",
        "!=",
        "<",
        ">=",
        "(",
        ")",
        ",",
        "and",
        "or",
        "not",
        "in",
        "selected",
        "starts",
        "blank",
        "answered",
        "()",
        " ",
        "“",
        "＝",
        "$",
        "é",
        "\n",
    ]
)


@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=25).map(" ".join)))
def test_the_parser_fails_only_with_a_plan_error(text):
    with contextlib.suppress(PlanError):
        expression = parse(text)
        assert names(expression) <= {part.strip() for part in text.replace("}", "${").split("${")}
