"""In which order answers stand: codes ascending, bands by their numbers, known scales, else as first seen."""

from __future__ import annotations

import re
from collections.abc import Sequence

from survey.reading.folding import fold
from survey.reading.missing import role_of

AS_SEEN = "as first seen"

_SCALES = (
    "very satisfied|satisfied|fairly satisfied|somewhat satisfied|slightly satisfied|neither|"
    "neither satisfied nor dissatisfied|neutral|slightly dissatisfied|somewhat dissatisfied|"
    "fairly dissatisfied|dissatisfied|very dissatisfied",
    "strongly agree|agree|somewhat agree|slightly agree|tend to agree|neither|neither agree nor disagree|"
    "neutral|tend to disagree|slightly disagree|somewhat disagree|disagree|strongly disagree",
    "strongly support|support|somewhat support|neither|neither support nor oppose|neutral|somewhat oppose|"
    "oppose|strongly oppose",
    "strongly favor|favor|somewhat favor|neither|somewhat oppose|oppose|strongly oppose",
    "strongly approve|approve|somewhat approve|neither|somewhat disapprove|disapprove|strongly disapprove",
    "very important|important|fairly important|somewhat important|moderately important|slightly important|"
    "not so important|not too important|not very important|not important|not at all important|unimportant",
    "very worried|fairly worried|somewhat worried|worried|a little worried|not very worried|"
    "not too worried|not worried|not at all worried",
    "very concerned|somewhat concerned|not very concerned|not too concerned|not at all concerned",
    "very likely|likely|fairly likely|somewhat likely|neither|not very likely|somewhat unlikely|unlikely|"
    "not likely|not at all likely|very unlikely",
    "very well|fairly well|not very well|not at all well|not at all",
    "excellent|very good|good|average|fair|poor|bad|very poor|very bad|terrible",
    "a great deal|a lot|quite a lot|a fair amount|some|somewhat|a little|not much|not very much|hardly any|"
    "none|none at all|not at all",
    "extremely|very|quite|moderately|somewhat|slightly|not very|not at all",
    "extremely rude|very rude|somewhat rude|not rude|not at all rude",
    "always|almost always|very often|usually|often|frequently|sometimes|occasionally|seldom|rarely|"
    "almost never|hardly ever|never",
    "daily|weekly|monthly|quarterly|yearly|never",
    "days|weeks|months|years",
    "none|beginner|novice|elementary|intermediate|advanced|expert",
    "increase|stay the same|decrease",
    "better|about the same|the same|same|no change|worse",
    "too much|about right|too little",
    "yes|definitely|probably|maybe|depends|probably not|definitely not|no",
    "true|false",
    "low|medium|high",
    "january|february|march|april|may|june|july|august|september|october|november|december",
    "jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec",
    "monday|tuesday|wednesday|thursday|friday|saturday|sunday",
    "mon|tue|wed|thu|fri|sat|sun",
    "月曜日|火曜日|水曜日|木曜日|金曜日|土曜日|日曜日",
    "月曜|火曜|水曜|木曜|金曜|土曜|日曜",
    "月|火|水|木|金|土|日|祝",
    "非常に満足|とても満足|大変満足|満足|満足している|まあ満足|やや満足|まあ満足している|やや満足している|どちらかといえば満足|"
    "どちらともいえない|ふつう|普通|どちらかといえば不満|やや不満|やや不満だ|やや不満である|不満|不満だ|不満である|"
    "とても不満|非常に不満",
    "強く賛成|かなり賛成|賛成|どちらかといえば賛成|やや賛成|どちらともいえない|やや反対|どちらかといえば反対|反対|"
    "かなり反対|強く反対",
    "とてもそう思う|強くそう思う|そう思う|ややそう思う|どちらかといえばそう思う|まあそう思う|どちらともいえない|"
    "あまりそう思わない|どちらかといえばそう思わない|そう思わない|まったくそう思わない|全くそう思わない",
    "大いに関心がある|非常に関心がある|とても関心がある|関心がある|ある程度関心がある|やや関心がある|"
    "どちらともいえない|あまり関心がない|関心がない|まったく関心がない|全く関心がない",
    "非常に重要|とても重要|重要|やや重要|まあ重要|どちらともいえない|あまり重要でない|重要でない|まったく重要でない",
    "とても心配|非常に心配|大いに心配|心配している|ある程度心配|やや心配|どちらともいえない|あまり心配していない|"
    "まったく心配していない|全く心配していない|心配していない",
    "非常に良い|とても良い|良い|やや良い|まあ良い|ふつう|普通|どちらともいえない|やや悪い|あまり良くない|悪い|"
    "とても悪い|非常に悪い",
    "いつも|いつもしている|よくある|よくする|ときどき|時々|たまに|あまりない|めったにない|ほとんどない|"
    "まったくない|全くない|ない",
    "毎日|ほぼ毎日|週に数回|週に1回|月に数回|月に1回|年に数回|年に1回|ほとんどしない|まったくしない|利用しない",
    "はい|どちらかといえばはい|どちらともいえない|どちらかといえばいいえ|いいえ",
    "ある|ない",
    "増えた|やや増えた|変わらない|やや減った|減った",
    "よくなった|同じようなもの|変わらない|悪くなった",
)
_RANKS = [{fold(words): rank for rank, words in enumerate(scale.split("|"))} for scale in _SCALES]
_LOWEST = re.compile(r"^(under|below|less than|up to|younger than|~|～|〜|<|≤)|(未満|以下|まで)$")
_NUMBER = re.compile(r"\d+(?:[,.]\d+)*")
_BAND = re.compile(
    r"^[^\d]{0,14}\d[\d,.]*\s*(?:[a-z%$€£¥円万歳才代年人回時間分以上未満+\-–—~～〜/ ]*\d[\d,.]*)?"
    r"[a-z%$€£¥円万億千歳才代年月四半期人回時間分以上未満下超まで+\s.]*$"
)
_LAST = re.compile(
    r"others?|other answers?.*|other[ ,(:].*|none of (the above|these).*"
    r"|その他.*|上記以外.*|特にない|特になし"
)


def in_order(labels: Sequence[str]) -> tuple[list[str], str]:
    """The labels in the order of a scale where they are one, and what told so.

    Reasons for giving no answer come last, "other" before them.
    """
    said = [label for label in labels if role_of(label) == "substantive"]
    missing = [label for label in labels if role_of(label) != "substantive"]
    other = [label for label in said if _LAST.fullmatch(fold(label))]
    plain = [label for label in said if label not in other]
    ordered, reason = _ordered(plain)
    return [*ordered, *other, *missing], reason


def _ordered(labels: Sequence[str]) -> tuple[list[str], str]:
    if len(labels) < 2:
        return list(labels), ""
    if all(_is_number(label) for label in labels):
        return sorted(labels, key=float), "codes ascending"
    folded = [fold(label) for label in labels]
    leads = [words.split(" -- ")[0].strip() for words in folded]
    for ranks in _RANKS:
        strangers = sum(words not in ranks for words in leads)
        if strangers == 0 or (strangers == 1 and len(leads) > 3):
            ranked = sorted(zip(labels, leads, strict=True), key=lambda pair: ranks.get(pair[1], len(ranks)))
            return [label for label, _ in ranked], "a known scale"
    if sum(bool(_BAND.match(words)) for words in folded) == len(folded):
        return sorted(labels, key=_lowest), "bands by their numbers"
    return list(labels), AS_SEEN


def _is_number(label: str) -> bool:
    try:
        float(label)
    except ValueError:
        return False
    return True


def _lowest(label: str) -> tuple[float, float]:
    """The number a band begins with; bands open below come before all others of their number."""
    words = fold(label)
    found = _NUMBER.findall(words)
    number = float(found[0].replace(",", "").rstrip(".")) if found else 0.0
    open_below = bool(_LOWEST.search(words)) and len(found) < 2
    return (number - 0.5 if open_below else number), float(len(found))
