"""Units of numbers as a report says them, English beside Japanese, whichever the file wrote."""

from __future__ import annotations

import re
from collections.abc import Iterable

from survey.language import Language

_UNITS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("years", "年", ("year", "yrs", "yr", "年間")),
    ("years", "歳", ("years old", "years of age", "才", "満年齢")),
    ("months", "か月", ("month", "ヶ月", "ヵ月", "カ月", "ケ月")),
    ("weeks", "週間", ("week", "週")),
    ("days", "日", ("day", "日間")),
    ("nights", "泊", ("night",)),
    ("hours", "時間", ("hour", "hrs", "hr")),
    ("minutes", "分", ("minute", "mins", "min", "分間")),
    ("seconds", "秒", ("second", "secs", "sec", "秒間")),
    ("people", "人", ("persons", "person", "名")),
    ("households", "世帯", ("household",)),
    ("times", "回", ("time",)),
    ("items", "件", ("item", "個")),
    ("points", "点", ("point", "pts", "ポイント")),
    ("yen", "円", ("jpy", "¥")),
    ("thousand yen", "千円", ()),
    ("10,000 yen", "万円", ("ten thousand yen",)),
    ("million yen", "百万円", ()),
    ("dollars", "ドル", ("dollar", "usd", "us dollars")),
    ("euros", "ユーロ", ("euro", "eur")),
    ("pounds", "ポンド", ("gbp",)),
    ("%", "%", ("percent", "per cent", "pct", "パーセント")),
)
_OF_AGE = re.compile(r"(?<![a-z])age(?![a-z])|年齢", re.IGNORECASE)


def unit_in_words(unit: str, called: Iterable[str], language: Language) -> str:
    """A unit in a language; as the file says it where that is the language, or no other word is known.

    Parameters
    ----------
    called
        Names of the question: years of an age are 歳 in Japanese, other years 年.
    """
    if unit.isascii() == (language == "en"):
        return unit
    english, japanese = _KNOWN.get(unit.strip().casefold(), (unit, unit))
    if japanese == "年" and any(map(_OF_AGE.search, called)):
        japanese = "歳"
    return japanese if language == "ja" else english


_KNOWN = {
    spelt: (english, japanese)
    for english, japanese, others in reversed(_UNITS)
    for spelt in (english, japanese, *others)
}
