"""Which answers form a scale, and in which order its steps stand, in English and Japanese."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.reading.missing import role_of
from survey.reading.orders import AS_SEEN, in_order, is_scale

SCALES = [
    "Yes, very rude|Yes, somewhat rude|No, not rude at all",
    "Very favorably|Somewhat favorably|Neither favorably nor unfavorably (neutral)|Somewhat unfavorably"
    "|Very unfavorably|Unfamiliar (N/A)",
    "Strongly Agree|Agree|Neither agree or disagree|Disagree|Strongly disagree",
    "Very safe|Fairly safe|A bit unsafe|Very unsafe",
    "Much better|Better|About the same|Worse|Much worse",
    "Very liberal|Liberal|Moderate|Conservative|Very conservative",
    "Quite a lot|Some|Only a little",
    "Always|Usually|About half the time|Once in a while|Never",
    "Every day|A few times per week|A few times per month|Once a month or less|Once a year or less|Never",
    "Daily.|Weekly.|Monthly.|Every few months.|Never.",
    "Less than high school degree|High school degree|Some college or Associate degree|Bachelor degree"
    "|Graduate degree",
    "Once|Twice|Three times|Four times|More than five times times",
    "Once|Twice|Three times|Four times|More than five times times|It is not okay to get up during flight",
    "No children|One child|Two children|Three or more children",
    "None|One|Two|Three to five|Six or more",
    "一人|二人|三人|四人以上",
    "(0) Not a problem|(1) Trivial.|(2) Minor.|(3) Major.|(4) Critical.",
    "1 (None at all)|2|3|4 (All my time)",
    "\ufeff1 (None at all)|2|3|4 (All my time)",
    "1. Very much interested|2. Somewhat interested|3. Not much interested|-9. Refused",
    "Often|Sometimes|Rarely|Never, and not open to it",
    "Multiple times per day|Daily or almost daily|A few times per week|A few times per month or weekly"
    "|Less than once per month or monthly",
    "Nearly every day|More than half the days|Several days|Not at all",
    "Very low|Fairly low|Average|Fairly high|Very high",
    "Freshman|Sophomore|Junior|Senior",
    "LT HIGH SCHOOL|HIGH SCHOOL|JUNIOR COLLEGE|BACHELOR|GRADUATE",
    "hs drop out|hs|some college|college|master",
    "Primary/elementary school|Secondary school (e.g. American high school, German Realschule, etc.)"
    "|Some college/university study without earning a degree|Associate degree (A.A., A.S., etc.)"
    "|Bachelor’s degree (B.A., B.S., etc.)|Master’s degree (M.A., M.S., etc.)"
    "|Professional degree (JD, MD, Ph.D, etc.)|Something else",
    "Less than 6 months.|6-12 months.|1-2 years.|2+ years.",
    "Less than £25 000|£25 000 to £29 999|£100 000 or more",
    "Less than $40k|$40-75k|$75-125k|$125k or more",
    "(0,19]|(19,39]|(39,59]|(59,Inf]",
    "とても満足|満足|どちらでもない|不満|とても不満",
    "大変満足|満足|普通|不満|大変不満",
    "大いに期待する|ある程度期待する|あまり期待しない|まったく期待しない",
    "関心がある|どちらかといえば関心がある|どちらかといえば関心がない|関心がない",
    "よく知っている|知っている|あまり知らない|知らない",
    "毎日|週に2〜3日|週1回|月に1回程度|年に数回|ほとんど利用しない",
    "中学校|高校|短大・高専|大学|大学院",
    "使わない|1,000円未満|1,000円以上 3,000円未満|3,000円以上 5,000円未満|100,000円以上",
    "100万円未満|100万円～200万円未満|1,000万円以上|1億円以上",
    "日帰り|1泊|2泊|4泊以上",
    "初めて|2～5回目|6～10回目|11回目以上",
]


@pytest.mark.parametrize("scale", SCALES)
def test_a_scale_is_put_in_its_order_however_it_was_first_seen(scale):
    labels = scale.split("|")
    for seen in itertools.islice(itertools.permutations(labels), 0, None, 7):
        ordered, why = in_order(seen)
        assert ordered == labels
        assert is_scale(why)


@pytest.mark.parametrize(
    "answers",
    [
        "Male|Female",
        "Republican|Democrat",
        "Northeast|South|Midwest|West",
        "South Atlantic|West South Central|New England|East South Central",
        "Married|Unmarried",
        "Suburban|Rural|Urban",
        "Medium rare|Rare|Medium|Well",
        "Trump|Strongly Trump|Lean Biden|Biden",
        "東京都|福井県|京都府",
        "自由民主党|立憲民主党|公明党",
    ],
)
def test_what_is_no_scale_keeps_the_order_of_the_file(answers):
    assert in_order(answers.split("|")) == (answers.split("|"), AS_SEEN)


WITHOUT_FIGURES = [scale for scale in SCALES if not re.search(r"\d \d", scale)]
"""£25 000 written with an underscore reads as a range."""


@given(st.sampled_from(WITHOUT_FIGURES).map(lambda scale: scale.split("|")).flatmap(st.permutations))
def test_answers_written_as_names_stand_where_their_words_do(labels):
    named = [label.replace(" ", "_") for label in labels]
    assert in_order(named)[0] == [label.replace(" ", "_") for label in in_order(labels)[0]]


@given(st.lists(st.integers(0, 999), min_size=2, max_size=8, unique=True).flatmap(st.permutations))
def test_codes_of_a_letter_and_a_number_go_by_the_number_and_are_no_scale(numbers):
    ordered, why = in_order([f"A{number}" for number in numbers])
    assert ordered == [f"A{number}" for number in sorted(numbers)]
    assert not is_scale(why)


@pytest.mark.parametrize("answers", ["S1WantCurse|S2DoScold|S1WantShout", "Yes, at home|No|Yes, at work"])
def test_names_with_a_number_inside_and_two_steps_of_yes_and_no_are_no_scale(answers):
    assert in_order(answers.split("|")) == (answers.split("|"), AS_SEEN)


@given(st.lists(st.text(min_size=1, max_size=20), unique=True, min_size=1, max_size=8))
def test_no_answer_is_lost_or_made_up(labels):
    assert sorted(in_order(labels)[0]) == sorted(labels)


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("Don't know/Refused (VOL.)", "dont_know"),
        ("DK/Ref", "dont_know"),
        ("Don’t know / Undecided", "dont_know"),
        ("NSP ou NVPR", "dont_know"),
        ("わからない・無回答", "dont_know"),
        ("Not presented", "not_asked"),
        ("-", "no_answer"),
        ("不明", "no_answer"),
        ("keine Angabe", "no_answer"),
        ("-1", "substantive"),
        ("98", "substantive"),
        ("一", "substantive"),
        ("Undecided between two", "substantive"),
        ("-9. Refused", "refused"),
        ("-8. Don't know", "dont_know"),
        ("-6. No post-election interview", "not_asked"),
        ("-5. Interview breakoff (sufficient partial)", "no_answer"),
        ("-2. Very cold", "substantive"),
        (".d:  Do not Know/Cannot Choose", "dont_know"),
        (".i:  Inapplicable", "not_asked"),
        (".s:  Skipped on Web", "not_asked"),
        ("Can't rate/Ref (VOL.)", "dont_know"),
        (".9 of all", "substantive"),
        ("答えない・わからない", "refused"),
        ("わからない・答えない", "dont_know"),
        ("わからない／無回答", "dont_know"),
        ("回答しない", "refused"),
        ("DK (SPONT.)", "dont_know"),
        ("don't know, not sure", "dont_know"),
        ("わからない・関心がない", "substantive"),
        ("Yes / No answer", "substantive"),
        ("dont_know", "dont_know"),
        ("do_not_know", "dont_know"),
        ("prefer_not_to_say", "refused"),
        ("not_applicable", "not_asked"),
    ],
)
def test_reasons_for_no_answer(label, role):
    assert role_of(label) == role
