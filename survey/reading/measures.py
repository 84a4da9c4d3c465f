"""Answers that say how often, up to which schooling, or between which numbers: what puts them in order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from survey.reading.folding import fold
from survey.reading.scored import first, number_of, scored

_PER = {
    "day": 365.0,
    "week": 52.0,
    "month": 12.0,
    "year": 1.0,
    "日": 365.0,
    "週": 52.0,
    "月": 12.0,
    "年": 1.0,
}
_TIMES = {
    "once": 1.0,
    "twice": 2.0,
    "a couple of times": 2.0,
    "a few times": 3.5,
    "several times": 4.5,
    "multiple times": 4.0,
    "once or twice": 1.5,
}
_NAMED = scored(
    (r"(about |almost |nearly )?(every ?day|daily)\b.*", 365.0),
    (r"(every other week|fortnightly|bi-?weekly)\b.*", 26.0),
    (r"(every week|weekly)\b.*", 52.0),
    (r"(every (couple of|few|2-3) months|quarterly)\b.*", 4.0),
    (r"(every month|monthly)\b.*", 12.0),
    (r"(every year|yearly|annually)\b.*", 1.0),
    (r"(almost never|hardly ever|rarely|seldom|very rarely)\b.*", 0.3),
    (r"(i )?(have )?never\b.*|not at all", 0.0),
    (r"毎日.*", 365.0),
    (r"(ほぼ|ほとんど)毎日.*", 340.0),
    (r"毎週.*", 52.0),
    (r"毎月.*", 12.0),
    (r"(それ|これ)(以下|未満)|(それ|これ)より少ない", 0.5),
    (r"半年に(1|一|数)回.*", 2.0),
    (r"(ほとんど|めったに|滅多に).*ない", 0.3),
    (r"(まったく|全く|全然|一度も|これまで)?.{0,8}(ない|ません)", 0.0),
    form=r"^…\Z",
)
_OFTEN = re.compile(
    r"(?P<more>more than |at least |less than |up to |about )?"
    r"(?P<times>once or twice|once|twice|a couple of times|a few times|several times|multiple times"
    r"|(?P<low>\d+)(?: ?(?:-|–|to|or) ?(?P<high>\d+))?\+? (?:times|days))"
    r"(?P<or>(?: or|,) (?:more|less))? ?(?:a|per|each|every|/) ?(?P<unit>day|week|month|year)(?P<tail>.*)"
)
_JAPANESE_OFTEN = re.compile(
    r"(?:(?P<every>\d+|数)? ?(?:か月|ヶ月|カ月|ケ月|年|週間?|月) ?に|(?P<unit>日|週|月|年) ?に? ?)"
    r"(?P<low>\d+|数|一|二|三)(?: ?[~〜～・-] ?(?P<high>\d+))? ?(?:回|日)(?P<tail>.*)"
)
_KANJI = {"一": 1.0, "二": 2.0, "三": 3.0, "数": 3.5}

_SCHOOLING = scored(
    (r"some (post-?)?grad(uate)?\b", 6.0),
    (r"high ?school incomplete|incomplete (high ?school|secondary)", 1.5),
    (r"ph\.?d|doctor(ate|al)?\b|博士", 8.0),
    (r"no (formal )?(schooling|education)(?! past)|never attended|pre-?primary", 0.1),
    (r"(lower|junior) secondary", 0.6),
    (r"^higher$", 5.5),
    (r"professional degree|first professional", 7.5),
    (
        r"master|(?<!under)graduate (degree|school)|^grad(uate)?$|postgrad|post grad|advanced degree"
        r"|修士|大学院",
        7.0,
    ),
    (
        r"(less|lower) than (a )?high|^(lt|<) ?(high|hs)|some high school"
        r"|did not (finish|complete)|drop ?-?out|below high",
        1.0,
    ),
    (r"\b(elementary|primary|grade school)|小学", 0.4),
    (r"\b(middle school|junior high)|中学", 0.5),
    (r"(some|below|less than) (college|coll|university)", 4.0),
    (r"associate|junior college|community college|two-?year|2-?year|短大|短期大学|高専", 4.5),
    (r"vocational|trade school|technical|further education|専門|専修|各種学校", 3.5),
    (
        r"bachelor|undergraduate|college (degree|grad)|graduated from college|university|four-?year"
        r"|tertiary|higher education"
        r"|4-?year|coll\+|大学|大卒",
        5.5,
    ),
    (r"^none$|no qualifications?", 0.2),
    (r"high ?school|secondary|gcse|\bhs\b|\bged\b|diploma|高校|高等学校|高卒", 3.0),
    (r"college", 5.4),
)

_TAUGHT_BY = re.compile(r"\b(teacher|professor|lecturer|nurse|lawyer)|教員|教師|教諭|教授|医師")
"""Occupations, whose names may hold those of schools."""

_UNITS = scored(
    (r"minutes?|mins?|分", 1 / 1440),
    (r"hours?|hrs?|時間", 1 / 24),
    (r"days?|日", 1.0),
    (r"weeks?|週間?", 7.0),
    (r"months?|mos?|か月|ヶ月|カ月|ケ月|箇月", 30.4),
    (r"years?|yrs?|年", 365.0),
    form=r"\d[ +~〜～]*…",
)
_SIZES = scored(
    (r"億", 1e8),
    (r"千万", 1e7),
    (r"百万|million|mn|m\b", 1e6),
    (r"万", 1e4),
    (r"千|thousand|k\b", 1e3),
    form="^ ?…",
)
_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")
_LOWEST = re.compile(
    r"^(under|below|less than|fewer than|up to|younger than|at most|~|～|〜|<|≤)"
    r"|^(moins de|jusqu'à|menos d[eo]|hasta|até|meno di|fino a|unter|bis|weniger als|minder dan|tot)\b"
    r"|^(不到|少于|低于)|(未満|以下|以内|以內|まで|미만|이하|or less|or younger|or under|or fewer)$"
    r"|(ou? m(enos|oins|eno)|en jonger|und jünger)$"
)
_COUNTERS = (
    "à-ÿ歲岁세대이상하미만원명개월년시간분회번초과살內内从從到元周"
    "円万億千百歳才代年生月週日時間分人回目泊件冊本杯店社個点枚台軒ヶか以上下超未満"
)
_BAND = re.compile(
    r"[^\d]{0,18}\d[\d,.]*\s*"
    rf"(?:[a-z%$€£¥{_COUNTERS}+\-–—~～〜/ ]*\d[\d,.]*)?"
    rf"[a-z%$€£¥{_COUNTERS}四半期まで+\s.~～〜–-]*"
)
_LEADING = re.compile(
    r"(?:[(（](\d{1,2})[)）]|([-−]?\d{1,2}) ?[.:)=、．）](?!\d)|(\d{1,2}) -(?!\d)"
    r"|(\d{1,2}) ?(?=[(（])|(\d{1,2})$).*",
    re.DOTALL,
)
_NAMED_BY = re.compile(r"(?!(?:usd|eur|gbp|jpy|inr|rs|over|under|about)\d)[a-z]+\d")
"""Letters glued to a number, as in the names A1 and FR10: no amount, as USD10 and over10 are."""
_TRAILING = re.compile(r"(\d{1,2})|.*\D [-–=:] ?(\d{1,2})", re.DOTALL)
_ONE_UNIT = re.compile(r"(?<= )(?:a|an|one)(?= (?:minute|hour|day|week|month|year)\b)")
_GROUPED = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
_DOTTED = re.compile(r"(?<=\d)\.(?=\d{3}(?!\d))")
_TENTHS = re.compile(r"\d\.\d{1,2}(?!\d)")
_INTERVAL = re.compile(r"[\[(](-?[\d.]+|-inf), ?(-?[\d.]+|inf)[\])]")


def by_leading_number(labels: Sequence[str]) -> list[str] | None:
    """Labels that each begin with a number of their own, "(4) Critical", by these numbers."""
    found = [_LEADING.fullmatch(fold(label)) for label in labels]
    if not all(found):
        found = [_TRAILING.fullmatch(fold(label)) for label in labels]
    numbers = [int(next(filter(None, match.groups())).replace("−", "-")) for match in found if match]
    worded = sum(not fold(label).isdigit() for label in labels)
    if len(numbers) < len(labels) or len(set(numbers)) < len(numbers) or not worded:
        return None
    return [label for _, label in sorted(zip(numbers, labels, strict=True))]


def by_frequency(labels: Sequence[str]) -> list[str] | None:
    """Labels that say how often, the most often first; two that say the same keep their order."""
    rates = [_rate(label) for label in labels]
    known = [rate for rate in rates if rate is not None]
    if len(known) < len(labels) or len(set(known)) < max(3, len(known) - 1):
        return None
    return [label for label, _ in sorted(zip(labels, known, strict=True), key=lambda pair: -pair[1])]


@lru_cache(maxsize=1 << 12)
def _rate(label: str) -> float | None:
    """Times a year."""
    words = fold(label).rstrip(".。 ")
    if named := first(_NAMED, words):
        return named[1]
    if found := _OFTEN.fullmatch(words):
        low = float(found["low"]) if found["low"] else _TIMES[found["times"]]
        rate = (low + float(found["high"] or low)) / 2 * _PER[found["unit"]]
        said = f"{found['more'] or ''}{found['or'] or ''}{found['tail']}"
        return rate * (
            1.2 if "more" in said or "least" in said else 0.8 if "less" in said or "up" in said else 1
        )
    if found := _JAPANESE_OFTEN.fullmatch(words):
        low = _KANJI.get(found["low"]) or float(found["low"])
        times = (low + float(found["high"] or low)) / 2
        span = re.match(r"(\d+|数)? ?(か月|ヶ月|カ月|ケ月|年|週|月)", words)
        unit = found["unit"] or ("月" if span and "月" in span[2] else span[2] if span else "年")
        every = found["every"] or "1"
        rate = times * _PER[unit] / (_KANJI.get(every) or float(every))
        return rate * (
            1.2 if "以上" in found["tail"] else 0.8 if re.search("以下|未満", found["tail"]) else 1
        )
    return None


def by_schooling(labels: Sequence[str]) -> list[str] | None:
    """Labels of schooling, the least first; None unless all are and, but for a pair, each another level."""
    if any(map(_is_taught_by, labels)):
        return None
    known = [level for level in map(_schooling, labels) if level is not None]
    if len(known) < len(labels) or len(set(known)) < max(3, len(known) - 1):
        return None
    return [label for label, _ in sorted(zip(labels, known, strict=True), key=lambda pair: pair[1])]


@lru_cache(maxsize=1 << 12)
def _is_taught_by(label: str) -> bool:
    return bool(_TAUGHT_BY.search(fold(label)))


@lru_cache(maxsize=1 << 12)
def _schooling(label: str) -> float | None:
    """The level of schooling that a label says."""
    found = first(_SCHOOLING, fold(label))
    return found[1] if found else None


def by_band(labels: Sequence[str]) -> list[str] | None:
    """Labels that say between which numbers, by the lower one, units and sizes reckoned with."""
    folded = [_ONE_UNIT.sub("1", _GROUPED.sub("", fold(label))).rstrip(". ") for label in labels]
    if sum(bool(_DOTTED.search(words)) for words in folded) > 1 and not any(map(_TENTHS.search, folded)):
        folded = [_DOTTED.sub("", words) for words in folded]
    intervals = [match for words in folded if (match := _INTERVAL.fullmatch(words))]
    if len(intervals) == len(labels):
        lows = [float(match[1]) for match in intervals]
        return [label for _, label in sorted(zip(lows, labels, strict=True))]
    if not all(_BAND.fullmatch(words) for words in folded) or any(map(_NAMED_BY.match, folded)):
        return None
    units = [_unit(words) for words in folded]
    timed = all(units) and len(set(units)) > 1
    ranked = [
        (*_lowest(words, unit or 1.0 if timed else 1.0), place)
        for place, (words, unit) in enumerate(zip(folded, units, strict=True))
    ]
    return [labels[place] for *_, place in sorted(ranked)]


def _unit(words: str) -> float:
    """Days that a label's unit of time has; 0 where it names none."""
    return number_of(_UNITS, words, 0.0)


def _lowest(words: str, unit: float) -> tuple[float, float]:
    """The number a band begins with; bands open below come before all others of their number."""
    found = list(_FIGURE.finditer(words))
    sizes = [_size(words[figure.end() :]) for figure in found]
    last = next((size for size in reversed(sizes) if size != 1.0), 1.0)
    number = float(found[0].group().replace(",", "")) * (sizes[0] if sizes[0] != 1.0 else last) * unit
    if len(found) > 1 and "under" in words and _in_thousands(number, found[1].group()):
        number *= 1000
    open_below = bool(_LOWEST.search(words)) and len(found) < 2
    return (number - 0.5 * min(unit, 1.0) if open_below else number), float(len(found))


def _in_thousands(low: float, high: str) -> bool:
    """Whether the first number of “10 to under $20,000” leaves the thousands to the second."""
    figure = float(high.replace(",", ""))
    return "," in high and 1 <= low < 1000 and figure >= 10_000 and figure / 1000 > low


def _size(rest: str) -> float:
    return number_of(_SIZES, rest, 1.0)
