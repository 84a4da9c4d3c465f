"""The public statistics and the axes they count by: bases, groups, domains, joint covariance."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from survey.errors import PlanError
from survey.responses import MemoryResponses, decode, encode
from survey.tabulation.axes import answer_axis, any_cell, base_axis, everyone, value_axis, valued_axis
from survey.tabulation.estimates import interval, shares
from survey.tabulation.statistics import chisquare, mean, proportion, total
from survey.vocabulary import Answer, Codebook, Design, Question, Raw, Survey, plain

SUPPORT = (
    Answer("5", plain("support"), score=5),
    Answer("1", plain("oppose"), score=1),
    Answer("8", plain("don't know"), role="dont_know"),
    Answer("9", plain("refused"), role="refused"),
    Answer("n", plain("not asked"), role="not_asked"),
)


def poll() -> Survey:
    draw = np.random.default_rng(5)
    rows = 200
    ticks = [tuple(k for k in "12" if draw.random() < 0.5) or ("8",) for _ in range(rows)]
    columns = {
        "support": encode([*draw.choice(["5", "1", "8", "9", "n"], rows - 2).tolist(), None, Raw("?")]),
        "sex": encode(draw.choice(["m", "f"], rows).tolist()),
        "wave": encode(draw.choice(["1", "2"], rows).tolist()),
        "ticks": encode(ticks),
        "price": encode([*draw.normal(5, 2, rows - 3).tolist(), "98", "98", None]),
        "w": encode(draw.uniform(0.5, 2, rows)),
        "h": encode((np.arange(rows) % 4).astype(str).tolist()),
        "u": encode((np.arange(rows) % 40).astype(str).tolist()),
    }
    two = (Answer("1", plain("one")), Answer("2", plain("two")))
    questions = (
        Question("support", plain("support"), "scale", answers=SUPPORT),
        Question(
            "sex", plain("sex"), "single", answers=(Answer("m", plain("men")), Answer("f", plain("women")))
        ),
        Question("wave", plain("wave"), "single", answers=two),
        Question("ticks", plain("ticks"), "multiple", answers=(*two, SUPPORT[2])),
        Question("price", plain("price"), "numeric", answers=(Answer("98", plain("?"), role="dont_know"),)),
    )
    return Survey(MemoryResponses(columns), Codebook(questions), Design("w", "h", "u"))


def values(survey: Survey, name: str) -> np.ndarray:
    return decode(survey.responses.column(name))


@pytest.mark.parametrize(
    ("base", "codes", "blanks"),
    [("asked", "5189", True), ("answered", "518", False), ("substantive", "51", False)],
)
def test_bases_by_the_role_of_the_answer(base: str, codes: str, blanks: bool) -> None:
    survey = poll()
    [counted] = survey.responses.count([[base_axis(survey, "support", base)]])  # type: ignore[arg-type]
    given = values(survey, "support")
    assert counted[0] == sum(isinstance(v, str) and v in codes for v in given) + 2 * blanks


def test_a_number_and_ticks_have_bases_too() -> None:
    survey = poll()
    axes = [
        base_axis(survey, "price", "answered"),
        base_axis(survey, "price", "substantive"),
        valued_axis(survey, "price"),
        base_axis(survey, "ticks", "substantive"),
    ]
    counted = [int(table[0]) for table in survey.responses.count([[axis] for axis in axes])]
    ticked = sum(ticks != ("8",) for ticks in values(survey, "ticks"))
    assert counted == [199, 197, 197, ticked]


def test_nets_ticks_and_values() -> None:
    survey = poll()
    net = answer_axis(survey, "support", [["5", "1"], ["5"]])
    ticked = answer_axis(survey, "ticks", [["1"], ["1", "2"]])
    scored = value_axis(survey, "support")
    some = any_cell(net)
    tables = survey.responses.count([[net], [ticked], [scored], [some]])
    support, ticks = values(survey, "support").tolist(), values(survey, "ticks").tolist()
    assert tables[0].tolist() == [support.count("5") + support.count("1"), support.count("5")]
    assert tables[1].tolist() == [sum("1" in t for t in ticks), sum(t != ("8",) for t in ticks)]
    assert tables[2].tolist() == [5 * support.count("5") + support.count("1")]
    assert tables[3].tolist() == [tables[0][0]]


def test_means_by_group_within_a_domain() -> None:
    survey = poll()
    found = mean(survey, "price", by="sex", domain={"wave": ["2"]})
    price = np.array([v if isinstance(v, float) else np.nan for v in values(survey, "price")])
    w = values(survey, "w").astype(float)
    for cell, estimate, base in zip(found.cells, found.estimate, found.unweighted_base, strict=True):
        inside = (values(survey, "sex") == cell.group[0]) & (values(survey, "wave") == "2") & ~np.isnan(price)
        assert estimate == pytest.approx(np.average(price[inside], weights=w[inside]))
        assert base == inside.sum()
    assert found.df == 36
    assert found.covariance[0, 1] != 0
    assert (found.low < found.estimate).all()
    assert (found.design_effect > 0).all()


def test_a_scored_question_has_a_mean_and_shares() -> None:
    survey = poll()
    assert len(mean(survey, "support").estimate) == 1
    answers = proportion(survey, "support")
    assert [cell.answer for cell in answers.cells] == ["5", "1", "8"]
    assert answers.estimate.sum() == pytest.approx(1)
    np.testing.assert_allclose(answers.covariance.sum(axis=0), 0, atol=1e-12)


def test_several_questions_share_respondents_and_covariance() -> None:
    survey = poll()
    found = total(survey, ["price", "sex"])
    assert [(cell.question, cell.answer) for cell in found.cells] == [
        ("price", ""),
        ("sex", "m"),
        ("sex", "f"),
    ]
    assert set(found.unweighted_base) == {197.0}
    assert found.estimate[1:].sum() == pytest.approx(found.weighted_base[0])
    assert found.covariance.shape == (3, 3)


def test_shares_and_statistics_are_one_arithmetic() -> None:
    survey = poll()
    one = proportion(survey, "support", by="sex")
    other = shares(
        survey,
        answer_axis(survey, "support", [["5"]]),
        base_axis(survey, "support", "answered"),
        answer_axis(survey, "sex", [["m"], ["f"]]),
    )
    assert one.estimate[[0, 3]] == pytest.approx(other.estimate[0])
    assert one.standard_error[[0, 3]] == pytest.approx(other.standard_error[0])
    assert one.design_effect[[0, 3]] == pytest.approx(other.design_effect[0])
    low, high = interval(other, "wald")
    assert (low < other.estimate).all()
    assert (high > other.estimate).all()


def test_the_table_of_a_test_leaves_out_answers_nobody_gave() -> None:
    survey = poll()
    codebook = Codebook(
        tuple(
            replace(q, answers=(*q.answers, Answer("x", plain("nobody")))) if q.name == "sex" else q
            for q in survey.codebook
        )
    )
    found = chisquare(replace(survey, codebook=codebook), "support", "sex")
    assert found.column_codes == ("m", "f")
    assert found.row_codes == ("5", "1", "8")
    assert found.observed.sum() == pytest.approx(1)
    np.testing.assert_allclose(found.expected.sum(axis=1), found.observed.sum(axis=1))
    assert found.df2 == pytest.approx(found.df1 * 36)


def test_unknown_questions_and_shares_of_numbers_are_refused() -> None:
    survey = poll()
    with pytest.raises(PlanError, match="'income'") as complaint:
        mean(survey, "income")
    assert "price" in complaint.value.hint
    plain_number = Codebook((Question("price", plain("price"), "numeric"),))
    with pytest.raises(PlanError, match="no answers"):
        proportion(replace(survey, codebook=plain_number), "price")


def test_unweighted_everyone() -> None:
    survey = replace(poll(), design=Design())
    found = shares(survey, answer_axis(survey, "sex", [["m"]]), everyone(), everyone())
    p = float(found.estimate[0, 0])
    assert found.standard_error[0, 0] ** 2 == pytest.approx(p * (1 - p) / 199)
    assert found.design_effect[0, 0] == pytest.approx(1)
    assert (found.df, found.effective_base[0]) == (199, 200)
