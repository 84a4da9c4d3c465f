"""What the demo asks, wave by wave: the thirty questions as a codebook."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

from survey.demo import answers
from survey.demo.items import CLOSING, INVENTED, INVENTED_JA, LAYERS, PACKAGE, PRICES_AND_AI, ask
from survey.demo.ledger import WAVES, Wave
from survey.demo.population import OUTSIDE_JAPAN, PREFECTURES, short_name
from survey.vocabulary import Answer, Codebook, Label, Question

WITHOUT_PACKAGE = 2024
"""The wave that does not ask questions 10 to 12."""

WORKERS = ("1", "2", "3")
"""Employment codes of those who are asked about their job."""

GROUPS = {
    **dict.fromkeys(("resp_id", "int_date", "mode", "stratum", "psu", "base_w", "form"), "管理情報"),
    **dict.fromkeys(("sex", "age", "pref", "city_size", "educ", "emp", "hh_income"), "回答者属性"),
    **{f"q{number}": f"問{number}" for number in range(1, 15) if number != 11},
    **dict.fromkeys(LAYERS, "問11 政府の支援への賛否(分野別)"),
}
"""The upper header row: group of each question; neighbours of one group share a merged cell."""

_Q2_BEFORE_2025 = Label(
    {
        "en": "Are you worried about rising prices?",
        "ja": "あなたは、物価の上昇について心配していますか。",
    }
)
_PARTIES_SINCE_2026 = ("2", "12")
_INVENTED_BEFORE_2026 = ("q3", "q4", "q5", "q7", "q13")


@cache
def codebook(year: int) -> Codebook:
    """The wave's questions in questionnaire order."""
    questions = (
        *_administration(WAVES[year]),
        *_attributes(),
        *PRICES_AND_AI,
        *(() if year == WITHOUT_PACKAGE else PACKAGE),
        *CLOSING,
    )
    return Codebook(tuple(_as_asked(question, year) for question in questions))


def _as_asked(question: Question, year: int) -> Question:
    """The question with that year's wording and answers, and what is known of that year's figures."""
    if question.name == "q2" and year < 2025:
        question = replace(question, wording=_Q2_BEFORE_2025)
    if question.name == "q13" and year < 2026:
        kept = tuple(party for party in question.answers if party.code not in _PARTIES_SINCE_2026)
        question = replace(question, answers=kept)
    if question.name in _INVENTED_BEFORE_2026 and year < 2026:
        question = replace(question, provenance=Label({"en": INVENTED, "ja": INVENTED_JA}))
    return question


def _administration(wave: Wave) -> tuple[Question, ...]:
    """Who was drawn, and how the questionnaire came back."""
    return (
        ask("resp_id", "text", "Respondent id", "回答者番号", role="id"),
        ask(
            "int_date",
            "date",
            "Date answered",
            "回答日",
            role="quality",
            low=_as_number(wave.first_day),
            high=_as_number(wave.last_day),
        ),
        ask("mode", "single", "Mode", "回答方法", answers.MODE, role="banner"),
        ask("stratum", "text", "Stratum", "層", role="stratum"),
        ask("psu", "text", "Sampling point", "地点番号", role="psu"),
        ask("base_w", "numeric", "Design weight", "設計ウエイト", role="weight", scale="numeric", low=0.0),
        ask(
            "form",
            "single",
            "Ballot form",
            "調査票種別",
            answers.FORM,
            role="banner",
            note=(
                "split ballot on question 10, drawn at random within sampling points",
                "問10の調査票の種別。地点内で無作為に割り当て",
            ),
        ),
    )


def _as_number(day: date) -> float:
    """A day as the codebook's bounds write it, 20260115."""
    return float(day.year * 10000 + day.month * 100 + day.day)


def _attributes() -> tuple[Question, ...]:
    """Who the respondent is: to break answers down by, no opinions themselves."""
    return tuple(
        replace(question, role="banner")
        for question in (
            ask("sex", "single", "Sex", "性別", answers.SEX),
            ask("age", "numeric", "Age", "年齢", scale="numeric", unit="years", low=0.0, high=110.0),
            ask("pref", "single", "Prefecture", "都道府県", _prefectures()),
            ask("city_size", "single", "City size", "都市規模", answers.CITY_SIZE),
            ask("educ", "single", "Education", "最終学歴", answers.EDUCATION, scale="ordinal"),
            ask("emp", "single", "Employment", "就業状態", answers.EMPLOYMENT),
            ask("hh_income", "single", "Household income", "世帯年収", answers.INCOME, scale="ordinal"),
        )
    )


def _prefectures() -> tuple[Answer, ...]:
    """The 47 prefectures with their short and kana names, and the mark for addresses abroad."""
    inside = tuple(
        answers.answer(
            place.code,
            place.english,
            place.japanese,
            values=tuple(name for name in (short_name(place), place.kana) if name != place.japanese),
        )
        for place in PREFECTURES
    )
    return (*inside, answers.answer(OUTSIDE_JAPAN, "Outside Japan", "海外"))


CHANGES = (
    (2024, "全体", "調査を開始(合成データ)。郵送、ウェブ回答も可。",
     "First wave (synthetic). Mail with a web option."),
    (2024, "ウェブ票 問2", "ウェブ票は選択肢が逆順(1=全く心配していない)。以後の回も同じ。",
     "The web form lists the answers in reverse (1 = not at all worried); so it does in later waves."),
    (2025, "問2", "質問文を変更。「心配していますか」から「どの程度心配していますか」へ。",
     "Wording changed from whether one is worried to how worried one is."),
    (2025, "問10〜問12", "新設。問10は調査票A・Bで文面が異なる。",
     "New questions. Question 10 is worded differently on forms A and B."),
    (2026, "問13", "政党名の一覧を更新。", "List of parties brought up to date."),
)  # fmt: skip
"""The change log: wave, place in the questionnaire, what changed in both languages."""
