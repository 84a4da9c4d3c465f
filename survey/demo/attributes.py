"""Columns 1 to 14 of the sheet: administration and attributes, with their planted faults."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime, time
from typing import TYPE_CHECKING

import numpy as np

from survey.demo import answers
from survey.demo.ledger import Wave
from survey.demo.population import PREFECTURES, short_name
from survey.demo.records import Records
from survey.demo.sample import Sample
from survey.vocabulary import Answer, Raw

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bools = NDArray[np.bool_]

_EXCEL_DAY_ZERO = date(1899, 12, 30)
_FULL_WIDTH = str.maketrans("0123456789.-", "０１２３４５６７８９．－")
_HALF_WIDTH_KANA = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0xFF66, 0xFF9E)}
_VOICED = {"\u3099": "\uff9e", "\u309a": "\uff9f"}
_FREE_TEXT_WORK = ("いろいろ", "介護のため休んでいる", "季節による", "家の手伝い")
_FREE_TEXT_INCOME = {
    "1": "150万",
    "2": "300万円",
    "3": "５００万",
    "4": "700万",
    "6": "1100万円",
    "7": "1200万",
}


def full_width(text: str) -> str:
    """Digits as a Japanese keyboard writes them in full width."""
    return text.translate(_FULL_WIDTH)


def half_width_kana(text: str) -> str:
    """Katakana as old office machines print them."""
    parts = unicodedata.normalize("NFD", text)
    return "".join(_VOICED.get(sign) or _HALF_WIDTH_KANA.get(sign, sign) for sign in parts)


def serial(day: date) -> int:
    """The number by which Excel knows a day."""
    return (day - _EXCEL_DAY_ZERO).days


def write_attributes(records: Records, sample: Sample, wave: Wave) -> None:
    """Fill and garble the columns that do not depend on what people answer."""
    _fill(records, sample)
    _garble_identity(records)
    _garble_date(records, sample, wave)
    _garble_design(records)
    _garble_person(records, sample, wave)
    _garble_household(records)


def _fill(records: Records, sample: Sample) -> None:
    points = [sample.points[place] for place in sample.point]
    numbers = [f"{point.number * 100 + own:07d}" for point, own in zip(points, sample.serial, strict=True)]
    names = {place.code: place.japanese for place in PREFECTURES}
    records.add("resp_id", numbers, numbers)
    records.add("int_date", sample.day, (datetime.combine(day, time()) for day in sample.day))
    records.add("mode", sample.mode.tolist(), map(int, sample.mode))
    records.add("stratum", (p.stratum for p in points), (p.stratum for p in points))
    records.add("psu", (str(p.number) for p in points), (p.number for p in points))
    records.add("base_w", (p.weight for p in points), (p.weight for p in points))
    records.add("form", sample.form.tolist(), sample.form.tolist())
    records.add("sex", sample.sex.tolist(), map(int, sample.sex))
    records.add("age", (float(age) for age in sample.age), sample.age.tolist())
    records.add("pref", (p.prefecture for p in points), (names[p.prefecture] for p in points))
    records.add("city_size", (p.city_size for p in points), (int(p.city_size) for p in points))
    records.add("educ", sample.education.tolist(), map(int, sample.education))
    records.add("emp", sample.employment.tolist(), map(int, sample.employment))
    records.add("hh_income", sample.income.tolist(), map(int, sample.income))


def _japanese(code_list: tuple[Answer, ...], code: object) -> str:
    return next(one.label.to("ja") for one in code_list if one.code == code)


def _garble_identity(records: Records) -> None:
    truth = records.truth
    records.rewrite("resp_id", "leading zeros lost", 90, lambda who: int(str(truth["resp_id"][who])))
    records.rewrite(
        "mode", "label instead of code", 160, lambda who: _japanese(answers.MODE, truth["mode"][who])
    )
    web = np.array([code == "2" for code in truth["mode"]])
    records.spoil("mode", "label in English", 60, "Web", "2", web)
    records.spoil("mode", "full-width label", 25, "ＷＥＢ", "2", web)
    records.rewrite("form", "lower case", 70, lambda who: str(truth["form"][who]).lower())


def _garble_date(records: Records, sample: Sample, wave: Wave) -> None:
    day = sample.day

    def slashed(who: int) -> str:
        return f"{day[who].year}/{day[who].month}/{day[who].day}"

    def era(who: int) -> str:
        return f"令和{day[who].year - 2018}年{day[who].month}月{day[who].day}日"

    records.rewrite("int_date", "era date", 60, era)
    records.rewrite("int_date", "slashed text", 90, slashed)
    records.rewrite("int_date", "serial number", 70, lambda who: serial(day[who]))
    records.rewrite("int_date", "full-width text", 20, lambda who: full_width(slashed(who)))
    no_leap_day = np.array([(found.month, found.day) != (2, 29) for found in day])
    for who in records.choose("int_date", "year typo", 6, no_leap_day):
        typed = day[who].replace(year=wave.year - 1)
        records.put("int_date", "year typo", who, datetime.combine(typed, time()), typed)


def _garble_design(records: Records) -> None:
    truth = records.truth
    records.rewrite("stratum", "trailing blank", 120, lambda who: f"{truth['stratum'][who]} ")
    records.rewrite("psu", "trailing blank", 25, lambda who: f"{truth['psu'][who]} ")
    shared = _in_large_strata(records)
    records.spoil("base_w", "blank weight", 3, None, None, shared)
    records.spoil("base_w", "zero weight", 1, 0, 0.0, shared)


def _in_large_strata(records: Records) -> Bools:
    """Respondents whose stratum has many others, so that a mean can stand in for a blank weight."""
    strata = records.truth["stratum"]
    return np.array([strata.count(stratum) >= 20 for stratum in strata])


def _garble_person(records: Records, sample: Sample, wave: Wave) -> None:
    sex, years = records.truth["sex"], sample.age
    named = np.isin(sample.sex, ("1", "2"))
    records.rewrite("sex", "Japanese alias", 60, lambda who: {"1": "男", "2": "女"}[str(sex[who])], named)
    records.rewrite("sex", "letter alias", 30, lambda who: {"1": "M", "2": "Ｆ"}[str(sex[who])], named)
    records.spoil("sex", "left blank", 4, None, None)
    records.rewrite("age", "age with unit", 40, lambda who: f"{years[who]}歳")
    records.rewrite(
        "age",
        "birth year",
        30,
        lambda who: wave.year - int(years[who]),
        records.untouched("int_date"),
    )
    records.spoil("age", "impossible age", 3, 180, Raw(180))
    records.spoil("age", "left blank", 6, None, None)


def _garble_household(records: Records) -> None:
    truth = records.truth
    places = {place.code: place for place in PREFECTURES}
    shortened = np.array(
        [short_name(places[str(code)]) != places[str(code)].japanese for code in truth["pref"]]
    )
    records.rewrite(
        "pref", "short name", 150, lambda who: short_name(places[str(truth["pref"][who])]), shortened
    )
    records.rewrite(
        "pref", "half-width kana", 24, lambda who: half_width_kana(places[str(truth["pref"][who])].kana)
    )
    records.rewrite(
        "city_size",
        "label instead of code",
        280,
        lambda who: _japanese(answers.CITY_SIZE, truth["city_size"][who]),
    )
    records.spoil("educ", "unknown answer", 6, "在学中", Raw("在学中"))
    records.spoil("educ", "no answer", 20, 9, "9")
    _garble_work_and_income(records)


def _garble_work_and_income(records: Records) -> None:
    truth = records.truth
    aliases = {one.code: one.values for one in answers.EMPLOYMENT if one.values}

    def alias(who: int) -> str:
        names = aliases[str(truth["emp"][who])]
        return names[who % len(names)]

    records.rewrite("emp", "free text with a code", 60, alias)
    for place, who in enumerate(records.choose("emp", "free text", 5)):
        text = _FREE_TEXT_WORK[place % len(_FREE_TEXT_WORK)]
        records.put("emp", "free text", who, text, Raw(text))
    records.spoil("emp", "no answer", 16, 9, "9")
    for code, amount in _FREE_TEXT_INCOME.items():
        in_band = np.array([band == code for band in truth["hh_income"]])
        records.spoil("hh_income", "amount instead of band", 5, amount, code, in_band)
