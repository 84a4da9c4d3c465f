"""Where targets come from: the sheet, the plan, a population; and how they find their answers."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import survey as public
from survey.errors import WeightingError
from survey.responses import MemoryResponses, decode, encode
from survey.targets import (
    POPULATIONS,
    japan_2025,
    matched,
    parts_of,
    planned_margin,
    questions_named,
    scaled,
    split,
)
from survey.vocabulary import (
    WEIGHT_COLUMN,
    Answer,
    Codebook,
    Label,
    Margin,
    Plan,
    Question,
    Survey,
    TargetPlan,
    Targets,
    Weighting,
    plain,
)
from survey.weighting import weight


def question(name: str, answers: dict[str, str], language: str = "en") -> Question:
    listed = tuple(Answer(code, Label({language: label})) for code, label in answers.items())
    return Question(name, plain(name), "single", answers=listed)


SEX = question("sex", {"1": "Men", "2": "Women", "3": "Other"})
BANDS = {band: band for band in ("18-29", "30-39", "40-49", "50-59", "60-69", "70-79", "80+")}
AGE = question("age_band", BANDS)


def poll(*questions: Question, targets: tuple[Margin, ...] = ()) -> Survey:
    """A hundred and twenty respondents who give each answer in turn."""
    data = {
        asked.name: encode(
            [asked.answers[(row // (1 + 3 * place)) % len(asked.answers)].code for row in range(120)]
        )
        for place, asked in enumerate(questions)
    }
    return Survey(MemoryResponses(data), Codebook(questions), targets=Targets(targets))


def shares(survey: Survey, name: str) -> dict[object, float]:
    weights = decode(survey.responses.column(WEIGHT_COLUMN)).astype(float)
    given = decode(survey.responses.column(name))
    return {code: float(weights[given == code].sum() / weights.sum()) for code in set(given.tolist())}


def by(*margins: str, target: tuple[TargetPlan, ...] = (), population: str = "") -> Plan:
    return Plan(weighting=Weighting(margins=margins, population=population), target=target)


def log(survey: Survey, level: str = "change") -> list[str]:
    return [note.text for note in survey.log if note.rule == "W401" and note.level == level]


SHEET = Margin(("sex",), {("1",): 0.5, ("2",): 0.5}, "sheet")
OURS = TargetPlan("sex", shares={"Men": 48, "2": 52}, source="ours", date="2025", caveat="rough")


def test_the_plan_overrules_the_sheet_and_says_so() -> None:
    asked = replace(SEX, answers=SEX.answers[:2])
    survey, result = weight(poll(asked, targets=(SHEET,)), by("sex", target=(OURS,)))
    assert shares(survey, "sex")["1"] == pytest.approx(0.48)
    assert result is not None
    [met] = result.margins
    assert (met.source, met.date, met.caveat) == ("ours", "2025", "rough")
    assert log(survey) == ["the targets for sex are the plan's; those beside the data were not used"]


def test_targets_nobody_weights_to_are_told() -> None:
    survey, _ = weight(poll(SEX), by(target=(OURS,)))
    assert log(survey, "warning") == [
        "the plan holds targets for sex, which [weighting] margins does not name"
    ]
    survey, _ = weight(poll(SEX, AGE, targets=(SHEET,)), by("age_band", target=(OURS, _ages())))
    assert "the plan holds targets for sex, which [weighting] margins does not name" in log(survey)


def _ages() -> TargetPlan:
    return TargetPlan("age_band", shares=dict.fromkeys(BANDS, 1 / 7))


def test_a_sheet_written_in_labels_fits_questions_derived_later() -> None:
    asked = question("group", {"a": "Young", "b": "Old"})
    written = Margin(("GROUP",), {("young",): 0.3, ("ＯＬＤ",): 0.7}, "census")
    survey, result = weight(poll(asked, targets=(written,)), by("group"))
    assert shares(survey, "group") == pytest.approx({"a": 0.3, "b": 0.7})
    assert result is not None
    assert result.margins[0].name == "group"


def test_a_sheet_that_names_an_answer_twice_is_refused() -> None:
    written = Margin(("sex",), {("1",): 0.3, ("men",): 0.2, ("2",): 0.5})
    with pytest.raises(WeightingError, match="name an answer twice"):
        weight(poll(SEX, targets=(written,)), by("sex"))


def test_a_population_serves_what_nothing_else_gives() -> None:
    plan = by("sex × age_band", population="japan_2025")
    survey, result = weight(poll(question("sex", {"m": "男性", "f": "女性"}, "ja"), AGE), plan)
    assert result is not None
    [line] = [line for line in result.achieved if line.category.to("en") == "男性 × 80+"]
    assert line.after == pytest.approx(4_721_038 / 106_309_345)
    [note] = log(survey)
    assert note.startswith("the targets for sex × age_band come from japan_2025: 2025 Population Census")
    assert "foreign residents" in result.margins[0].caveat
    assert "two fifths" in result.margins[0].caveat


def test_a_target_names_a_population_and_which_answer_is_which() -> None:
    gender = question("gender", {"m": "Type A", "w": "Type B"})
    target = TargetPlan(
        "band × gender",
        population="japan_2025",
        margin="age × sex",
        codes={"male": "m", "Female": "type b"},
        caveat="ours",
    )
    margin = planned_margin(target, Codebook((gender, replace(AGE, name="band"))))
    assert margin.questions == ("band", "gender")
    assert margin.shares[("80+", "w")] == pytest.approx(8_094_833 / 106_309_345)
    assert margin.caveat.startswith("ours 18-19 taken")
    assert margin.total == 106_309_345


def test_labels_decide_before_codes() -> None:
    """A codebook in which 1 is Female must not get the men's share for it."""
    swapped = Codebook((question("sex", {"1": "Female", "2": "Male"}),))
    assert japan_2025.margin("sex", swapped).shares[("2",)] == japan_2025.margin("sex").shares[("1",)]
    unlabelled = Codebook((question("sex", {"1": "1", "2": "2"}),))
    assert japan_2025.margin("sex", unlabelled).shares == japan_2025.margin("sex").shares
    foreign = Codebook((question("sex", {"1": "Femme", "2": "Homme"}, "fr"),))
    with pytest.raises(WeightingError, match=r"'Male' \(male\)") as told:
        japan_2025.margin("sex", foreign)
    assert "'Female' (female), the nearest is 'Femme' (1)" in told.value.message
    assert told.value.hint == 'say which answer each category is: codes = { male = "…", female = "…" }'


@pytest.mark.parametrize(
    "labels",
    [
        {
            str(n): c.label.to("en").upper()
            for n, c in enumerate(japan_2025["prefecture"].dimensions[0].categories)
        },
        {str(n): c.label.to("ja") for n, c in enumerate(japan_2025["prefecture"].dimensions[0].categories)},
        {str(n): c.also[0] for n, c in enumerate(japan_2025["prefecture"].dimensions[0].categories)},
        {f"{n:02}": "" for n in range(1, 48)},
    ],
    ids=["English", "Japanese", "short", "JIS codes"],
)
def test_prefectures_by_any_of_their_names(labels: dict[str, str]) -> None:
    codes = Codebook((question("prefecture", labels),))
    found = japan_2025.margin("prefecture", codes)
    assert list(found.shares.values()) == pytest.approx(list(japan_2025["prefecture"].shares.values()))
    assert {code for (code,) in found.shares} == set(labels)


def test_categories_given_one_answer_are_added() -> None:
    asked = question("age_band", {"y": "Young", "o": "Old"})
    codes = {**dict.fromkeys(list(BANDS)[:3], "y"), **dict.fromkeys(list(BANDS)[3:], "o")}
    found = japan_2025.margin("age", Codebook((asked,)), codes=codes)
    assert found.shares[("y",)] == pytest.approx(sum(list(japan_2025["age"].shares.values())[:3]))
    assert sum(found.shares.values()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: japan_2025.margin("regoin10"), "has no margin 'regoin10'; did you mean 'region10'"),
        (lambda: japan_2025.margin("sex", questions=("a", "b")), "needs 1 question names"),
        (lambda: japan_2025.margin("sex", codes={"mail": "1"}), "'mail'; did you mean 'male'"),
        (lambda: japan_2025.margin("age", Codebook((SEX,))), "there is no question 'age_band'"),
        (lambda: japan_2025.margin("sex", Codebook((replace(SEX, answers=()),))), "lists no answers"),
        (
            lambda: planned_margin(TargetPlan("sex", population="japan"), Codebook()),
            "did you mean 'japan_2025'",
        ),
        (
            lambda: planned_margin(TargetPlan("sex", counts={"Man": 1, "Wimen": 2}), Codebook((SEX,))),
            "no answer 'Man'; the nearest is 'Men' (1); sex has no answer 'Wimen'; the nearest is 'Women'",
        ),
        (lambda: planned_margin(TargetPlan("sx", shares={"1": 1}), Codebook((SEX,))), "did you mean 'sex'"),
        (
            lambda: planned_margin(TargetPlan("sex × age_band", shares={"1": 1}), Codebook()),
            "one answer of each",
        ),
        (lambda: planned_margin(TargetPlan("sex", shares={"1": 0.7}), Codebook()), "sum to 70.0%"),
    ],
)
def test_complaints_name_what_was_asked_and_the_nearest(call: object, words: str) -> None:
    with pytest.raises(WeightingError) as told:
        call()  # type: ignore[operator]
    assert words in told.value.message


def test_all_categories_that_match_no_answer_are_told_at_once() -> None:
    eight = japan_2025["region8"].dimensions[0].categories
    asked = question("region", {str(n): category.label.to("en") for n, category in enumerate(eight)})
    with pytest.raises(WeightingError) as told:
        japan_2025.margin("region10", Codebook((asked,)))
    assert all(f"({key})" in told.value.message for key in ("hokuriku", "tosan", "tokai"))
    assert "(kanto)" not in told.value.message


@given(st.lists(st.integers(1, 10**6), min_size=2, max_size=6))
def test_shares_per_cents_and_counts_give_one_margin(numbers: list[int]) -> None:
    codes = [str(place) for place in range(len(numbers))]
    book = Codebook((question("q", {code: f"answer {code}" for code in codes}),))
    total = sum(numbers)
    margins = [
        planned_margin(target, book)
        for target in (
            TargetPlan("q", counts=dict(zip(codes, numbers, strict=True))),
            TargetPlan("q", shares={code: n / total for code, n in zip(codes, numbers, strict=True)}),
            TargetPlan(
                "q", shares={f"ANSWER {c}": 100 * n / total for c, n in zip(codes, numbers, strict=True)}
            ),
        )
    ]
    for margin in margins:
        assert dict(margin.shares) == pytest.approx(
            {(c,): n / total for c, n in zip(codes, numbers, strict=True)}
        )
        assert sum(margin.shares.values()) == pytest.approx(1)
    assert [margin.total for margin in margins] == [total, None, None]


@given(st.dictionaries(st.text(min_size=1), st.floats(), max_size=5), st.booleans())
def test_any_figures_give_shares_that_sum_to_one_or_a_fault(figures: dict[str, float], counted: bool) -> None:
    found, fault = scaled({(words,): figure for words, figure in figures.items()}, counted=counted)
    assert fault or found
    assert fault or sum(found.values()) == pytest.approx(1)


def test_what_matches_nothing_stays_as_written_and_is_told() -> None:
    margin, misfits = matched(Margin(("sex", "aeg_band"), {("Men", "x"): 1.0}), Codebook((SEX, AGE)))
    assert (margin.questions, margin.shares) == (("sex", "aeg_band"), {("1", "x"): 1.0})
    assert misfits == ["there is no question 'aeg_band'; did you mean 'age_band'?"]


def test_a_crossed_name_finds_its_questions_however_it_is_written() -> None:
    book = Codebook((SEX, replace(AGE, label=Label({"en": "Age in bands", "ja": "年代"}))))
    for written in ("sex × age_band", " Sex x 年代", "SEX*age in bands", "sex ✕ ＡＧＥ_band "):
        assert questions_named(book, split(written)) == ("sex", "age_band")
    assert questions_named(book, split("sex × town")) == ("sex", "town")


def test_a_category_of_one_question_is_never_parted() -> None:
    assert parts_of(" Men × 18-29", ("sex", "age_band")) == ("Men", "18-29")
    assert parts_of(" Box 4 × 4 ", ("sex",)) == ("Box 4 × 4",)


def test_japan_in_2025_adds_up_to_the_official_totals() -> None:
    """The census of 2025 counted 123,049,524 (preliminary); 106,309,345 of known age are 18 and over."""
    assert (
        japan_2025["sex × age_band"].total
        == japan_2025["sex"].total
        == japan_2025["age"].total
        == 106_309_345
    )
    for name in ("prefecture", "region8", "region10", "city_size"):
        assert japan_2025[name].total == 123_049_524
    assert japan_2025["education"].shares[("university",)] == pytest.approx(0.256, abs=5e-4)
    assert all(sum(margin.shares.values()) == pytest.approx(1) for margin in japan_2025)
    assert all(margin.source and margin.date and margin.ages and margin.caveat for margin in japan_2025)
    assert {margin.name: margin for margin in japan_2025} == japan_2025.margins
    assert "age_band × sex" in japan_2025
    assert POPULATIONS["japan_2025"] is japan_2025


def test_every_name_of_a_category_is_its_own() -> None:
    for margin in japan_2025:
        for dimension in margin.dimensions:
            names = [name for category in dimension.categories for name in category.spellings()]
            assert len(names) == len(set(names))
            assert all(set(category.label.texts) == {"en", "ja"} for category in dimension.categories)


def test_the_population_wakes_no_science() -> None:
    code = (
        "import survey, sys; survey.targets.japan_2025.margin('sex'); "
        "print([m for m in ('numpy', 'pandas', 'scipy', 'pydantic') if m in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
    assert public.targets.japan_2025 is japan_2025
