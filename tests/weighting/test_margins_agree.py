"""Margins that speak of the same people: contradictions found, rounding evened out, chance left alone."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.errors import NotConverged, WeightingError
from survey.vocabulary import Margin, Survey
from survey.weighting import diagnose, rake
from tests.stats.rows import gave, weights_of
from tests.weighting.people import drawn, joint_margin, margin, survey_of

NAMES = ("a", "b", "c")
CROSSINGS = [each for size in (1, 2, 3) for each in itertools.permutations(NAMES, size)]


@given(
    st.integers(0, 10_000),
    st.tuples(st.integers(2, 3), st.integers(2, 4), st.integers(2, 3)),
    st.lists(st.sampled_from(CROSSINGS), min_size=2, max_size=4, unique=True),
)
@settings(max_examples=60, derandomize=True)
def test_margins_of_one_distribution_never_contradict(
    seed: int, sizes: tuple[int, int, int], crossings: list[tuple[str, ...]]
) -> None:
    joint = np.random.default_rng(seed).dirichlet(np.full(int(np.prod(sizes)), 3.0)).reshape(sizes)
    survey = drawn(seed, 400, dict(zip(NAMES, sizes, strict=True)))
    margins = [joint_margin(joint, NAMES, each) for each in crossings]
    kinds = {line.kind for line in diagnose(survey, margins)}
    assert not kinds & {"contradiction", "rounding"}
    _, result = rake(survey, margins)
    assert max(abs(line.after - line.target) for line in result.achieved) < 1e-9


def rounded(shares: Margin, digits: int = 3) -> Margin:
    return Margin(shares.questions, {key: round(share, digits) for key, share in shares.shares.items()})


@given(st.integers(0, 10_000), st.permutations([("a",), ("b",), ("a", "b"), ("b", "c"), ("c", "a")]))
@settings(max_examples=40, derandomize=True)
def test_rounded_margins_are_evened_out_whatever_their_order(
    seed: int, crossings: list[tuple[str, ...]]
) -> None:
    joint = np.random.default_rng(seed).dirichlet(np.full(18, 6.0)).reshape(2, 3, 3)
    survey = drawn(seed, 400, {"a": 2, "b": 3, "c": 3})
    margins = [rounded(joint_margin(joint, NAMES, each)) for each in crossings]
    _, result = rake(survey, margins)
    for line in result.achieved:
        assert abs(line.after - line.target) < 1e-9
    wanted = {(each.name, " × ".join(key)): share for each in margins for key, share in each.shares.items()}
    told = [(line.margin, line.category.to("en")) for line in result.achieved]
    off = [abs(line.target - wanted[key]) for line, key in zip(result.achieved, told, strict=True)]
    assert max(off) < 0.006


def test_rounding_in_one_pair_does_not_break_the_next_that_agreed() -> None:
    """The crossing is scaled to the first margin, and the last, which agreed with it, must follow."""
    survey = drawn(1, 300, {"a": 2, "b": 2})
    margins = [
        margin("a", {"0": 0.503, "1": 0.497}),
        margin("a × b", {"0 × 0": 0.375, "0 × 1": 0.125, "1 × 0": 0.125, "1 × 1": 0.375}),
        margin("b", {"0": 0.5, "1": 0.5}),
    ]
    _, result = rake(survey, margins)
    assert max(abs(line.after - line.target) for line in result.achieved) < 1e-9


@pytest.mark.parametrize(("gap", "kind"), [(0.0049, "rounding"), (0.0051, "contradiction")])
def test_half_a_point_is_the_most_that_rounding_makes(gap: float, kind: str) -> None:
    survey = drawn(1, 300, {"a": 2, "b": 2})
    margins = [
        margin("a", {"0": 0.5, "1": 0.5}),
        margin(
            "a × b", {f"{a} × {b}": 0.25 + (gap / 2 if a == "0" else -gap / 2) for a in "01" for b in "01"}
        ),
    ]
    [line] = diagnose(survey, margins)
    assert (line.kind, line.margin, line.other) == (kind, "a × b", "a")
    if kind == "rounding":
        _, result = rake(survey, margins)
        assert [line.after for line in result.achieved[:2]] == pytest.approx([0.5, 0.5], abs=1e-9)
        return
    with pytest.raises(NotConverged, match=r"'a × b' wants 50\.5% of '0', and 'a' implies 50\.0%"):
        rake(survey, margins)


def test_somebody_wanted_here_and_nobody_there_is_no_rounding() -> None:
    survey = drawn(1, 300, {"a": 3, "b": 2})
    margins = [
        margin("a", {"0": 0.5, "1": 0.496, "2": 0.004}),
        margin("a × b", {"0 × 0": 0.25, "0 × 1": 0.25, "1 × 0": 0.25, "1 × 1": 0.25, "2 × 0": 0, "2 × 1": 0}),
    ]
    with pytest.raises(NotConverged, match=r"'a × b' wants 0\.0% of '2', and 'a' implies 0\.4%"):
        rake(survey, margins)


SEX_AGE = margin("sex × age", {"1 × y": 0.24, "1 × o": 0.24, "2 × y": 0.26, "2 × o": 0.26})
SEX_AREA = margin("sex × area", {"1 × n": 0.2, "1 × s": 0.28, "2 × n": 0.3, "2 × s": 0.22})


def without_age(men: int, women: int) -> Survey:
    """A thousand people, half of them women, of whom some give no age."""
    sexes = ["1"] * 500 + ["2"] * 500
    ages: list[object] = ["y", "o"] * 500
    ages[:men], ages[500 : 500 + women] = [None] * men, [None] * women
    return survey_of({"sex": list(sexes), "age": ages, "area": ["n", "n", "s", "s"] * 250})


def test_one_without_an_age_cannot_keep_a_share_that_only_women_have() -> None:
    with pytest.raises(
        NotConverged, match=r"those in no category of 'sex × age' .* none of them is in '1'"
    ) as told:
        rake(without_age(0, 1), [SEX_AGE, SEX_AREA])
    assert 'missing = "exclude"' in told.value.hint
    _, result = rake(without_age(0, 1), [SEX_AGE, SEX_AREA], missing="exclude")
    assert result.max_error < 1e-9
    _, result = rake(without_age(0, 1), [SEX_AGE, SEX_AREA], unmet="accept")
    assert result.unmet


def test_few_without_an_age_who_come_to_stand_for_many_are_told() -> None:
    met, result = rake(without_age(2, 58), [SEX_AGE, SEX_AREA])
    [line] = [line for line in result.diagnosis if line.kind == "uneven"]
    assert (line.unweighted_base, line.found) == (2, pytest.approx(0.002))
    men = gave(met, "sex", "1") & ~gave(met, "age", ["y", "o"])
    weights = weights_of(met)
    assert line.wanted == pytest.approx(weights[men].sum() / weights.sum())
    assert [note.level for note in met.log if note.rule == "W202"] == ["warning"]
    _, even = rake(without_age(30, 30), [SEX_AGE, SEX_AREA])
    assert {line.kind for line in even.diagnosis} == {"missing"}


REGION_OF = {"p": "north", "q": "north", "r": "south", "s": "south"}


def nested_survey(rows: int = 400):
    """Prefectures p, q in the north and r, s in the south, beside sex."""
    draw = np.random.default_rng(5)
    prefectures = draw.choice(list(REGION_OF), rows).tolist()
    return survey_of(
        {
            "pref": prefectures,
            "region": [REGION_OF[each] for each in prefectures],
            "sex": draw.choice(["1", "2"], rows).tolist(),
        }
    )


PREF = margin("pref", {"p": 0.3, "q": 0.25, "r": 0.25, "s": 0.2})


def by_region(north: float) -> Margin:
    return margin("region", {"north": north, "south": 1 - north})


def by_region_and_sex(north: float) -> Margin:
    parts = {"north": north, "south": 1 - north}
    return margin("region × sex", {f"{r} × {s}": share / 2 for r, share in parts.items() for s in "12"})


@pytest.mark.parametrize("swapped", [False, True])
def test_a_prefecture_lies_in_a_region_by_who_is_in_it(swapped: bool) -> None:
    def found(north: float):
        margins = [PREF, by_region(north)]
        return diagnose(nested_survey(), margins[::-1] if swapped else margins)

    [nested] = found(0.55)
    assert (nested.kind, nested.margin, nested.other) == ("nested", "region", "pref")
    [wrong] = found(0.6)
    assert (wrong.kind, {wrong.margin, wrong.other}) == ("contradiction", {"region", "pref"})
    assert {round(wrong.wanted, 6), round(wrong.found, 6)} == {0.55, 0.6}
    assert wrong.category.to("en") == "north"
    [rounding] = found(0.553)
    assert rounding.kind == "rounding"


@pytest.mark.parametrize("order", [1, -1])
def test_regions_by_sex_and_prefectures_share_the_regions(order: int) -> None:
    """Neither margin nests in the other, and both say how many live in the north."""
    survey = nested_survey()
    assert diagnose(survey, [PREF, by_region_and_sex(0.55)][::order]) == ()
    [slight] = diagnose(survey, [PREF, by_region_and_sex(0.553)][::order])
    assert slight.kind == "rounding"
    _, result = rake(survey, [PREF, by_region_and_sex(0.553)][::order])
    assert max(abs(line.after - line.target) for line in result.achieved) < 1e-9
    with pytest.raises(NotConverged) as told:
        rake(survey, [PREF, by_region_and_sex(0.6)][::order])
    assert set(told.value.margins) == {"pref", "region × sex"}
    assert "north × 1, north × 2" in told.value.message or "'p, q'" in told.value.message


@given(st.integers(0, 10_000), st.integers(2, 8), st.integers(2, 8))
@settings(max_examples=60, derandomize=True)
def test_independent_margins_are_not_taken_for_nested(seed: int, first: int, second: int) -> None:
    survey = drawn(seed, 200, {"a": first, "b": second})
    draw = np.random.default_rng(seed)
    margins = [
        Margin(
            (name,),
            {(str(code),): float(share) for code, share in enumerate(draw.dirichlet(np.full(size, 5)))},
        )
        for name, size in (("a", first), ("b", second))
    ]
    assert not {line.kind for line in diagnose(survey, margins)} & {"nested", "rounding", "contradiction"}


def test_the_same_question_twice_is_nested_or_a_contradiction() -> None:
    survey = drawn(3, 300, {"a": 2, "b": 2})
    one = margin("a × b", {"0 × 0": 0.4, "0 × 1": 0.1, "1 × 0": 0.2, "1 × 1": 0.3})
    turned = margin("b × a", {"0 × 0": 0.4, "1 × 0": 0.1, "0 × 1": 0.2, "1 × 1": 0.3})
    [line] = diagnose(survey, [one, turned])
    assert line.kind == "nested"
    wrong = margin("b × a", {"0 × 0": 0.1, "1 × 0": 0.4, "0 × 1": 0.2, "1 × 1": 0.3})
    with pytest.raises(WeightingError, match="'b × a' wants"):
        rake(survey, [one, wrong])
