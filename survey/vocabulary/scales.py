"""Known scales of words, and the two ends of a question whose answers form one."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from survey.vocabulary.questions import Answer, Question

ENDS = 2
"""Answers at each end of a scale that are reported together."""
POINTS = (4, 5, 7)
"""Answers of the scales whose ends are."""


class Wordings(NamedTuple):
    """Answers of a scale in their order, several wordings of the same step beside each other.

    Parameters
    ----------
    opposed
        The first answers say much of something, the last little or the opposite.
    """

    answers: str
    opposed: bool


SCALES = (
    Wordings(
        "very satisfied|satisfied|fairly satisfied|somewhat satisfied|slightly satisfied|neither|"
        "neither satisfied nor dissatisfied|neutral|slightly dissatisfied|somewhat dissatisfied|"
        "fairly dissatisfied|dissatisfied|very dissatisfied",
        True,
    ),
    Wordings(
        "strongly agree|agree|somewhat agree|slightly agree|tend to agree|neither|"
        "neither agree nor disagree|"
        "neutral|tend to disagree|slightly disagree|somewhat disagree|disagree|strongly disagree",
        True,
    ),
    Wordings(
        "strongly support|support|somewhat support|neither|neither support nor oppose|neutral|"
        "somewhat oppose|"
        "oppose|strongly oppose",
        True,
    ),
    Wordings("strongly favor|favor|somewhat favor|neither|somewhat oppose|oppose|strongly oppose", True),
    Wordings(
        "strongly approve|approve|somewhat approve|neither|somewhat disapprove|disapprove|"
        "strongly disapprove",
        True,
    ),
    Wordings(
        "very important|important|fairly important|somewhat important|moderately important|"
        "slightly important|"
        "not so important|not too important|not very important|not important|not at all important|"
        "unimportant",
        True,
    ),
    Wordings(
        "very worried|fairly worried|somewhat worried|worried|a little worried|not very worried|"
        "not too worried|not worried|not at all worried",
        True,
    ),
    Wordings(
        "very concerned|somewhat concerned|not very concerned|not too concerned|not at all concerned", True
    ),
    Wordings(
        "very likely|likely|fairly likely|somewhat likely|neither|not very likely|somewhat unlikely|"
        "unlikely|"
        "not likely|not at all likely|very unlikely",
        True,
    ),
    Wordings("very well|fairly well|not very well|not at all well|not at all", True),
    Wordings("excellent|very good|good|average|fair|poor|bad|very poor|very bad|terrible", True),
    Wordings(
        "a great deal|a lot|quite a lot|quite a bit|a fair amount|a moderate amount|some|somewhat|a little|"
        "only a little|not much|not very much|very little|hardly any|"
        "none|none at all|not at all",
        True,
    ),
    Wordings("extremely|very|quite|moderately|somewhat|slightly|not very|not at all", True),
    Wordings("extremely rude|very rude|somewhat rude|not rude|not at all rude", True),
    Wordings(
        "always|almost always|very often|usually|most of the time|most of time|often|frequently|"
        "about half the time|sometimes|occasionally|once in a while|seldom|rarely|"
        "almost never|hardly ever|never",
        True,
    ),
    Wordings("nearly every day|more than half the days|several days|not at all", False),
    Wordings("daily|weekly|monthly|quarterly|yearly|never", False),
    Wordings("days|weeks|months|years", False),
    Wordings("none|beginner|novice|elementary|intermediate|advanced|expert", False),
    Wordings("increase|stay the same|decrease", False),
    Wordings("better|about the same|the same|same|no change|worse", False),
    Wordings("too much|about right|too little", False),
    Wordings("yes|definitely|probably|maybe|depends|probably not|definitely not|no", True),
    Wordings(
        "very favorable|favorable|somewhat favorable|somewhat unfavorable|unfavorable|very unfavorable", True
    ),
    Wordings("true|false", False),
    Wordings("oui|non", False),
    Wordings("ja|nein", False),
    Wordings("sí|no", False),
    Wordings("sim|não", False),
    Wordings("very low|low|fairly low|medium|moderate|average|fairly high|high|very high", False),
    Wordings("freshman|sophomore|junior|senior|graduate student", False),
    Wordings("january|february|march|april|may|june|july|august|september|october|november|december", False),
    Wordings("jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec", False),
    Wordings("monday|tuesday|wednesday|thursday|friday|saturday|sunday", False),
    Wordings("mon|tue|wed|thu|fri|sat|sun", False),
    Wordings("月曜日|火曜日|水曜日|木曜日|金曜日|土曜日|日曜日", False),
    Wordings("月曜|火曜|水曜|木曜|金曜|土曜|日曜", False),
    Wordings("月|火|水|木|金|土|日|祝", False),
    Wordings(
        "非常に満足|とても満足|大変満足|満足|満足している|まあ満足|やや満足|まあ満足している|やや満足している|どちらかといえば満足|"
        "どちらともいえない|ふつう|普通|どちらかといえば不満|やや不満|やや不満だ|やや不満である|不満|不満だ|不満である|"
        "とても不満|非常に不満",
        True,
    ),
    Wordings(
        "強く賛成|かなり賛成|賛成|どちらかといえば賛成|やや賛成|どちらともいえない|やや反対|どちらかといえば反対|反対|"
        "かなり反対|強く反対",
        True,
    ),
    Wordings(
        "とてもそう思う|強くそう思う|そう思う|ややそう思う|どちらかといえばそう思う|まあそう思う|どちらともいえない|"
        "あまりそう思わない|どちらかといえばそう思わない|そう思わない|まったくそう思わない|全くそう思わない",
        True,
    ),
    Wordings(
        "大いに関心がある|非常に関心がある|とても関心がある|関心がある|ある程度関心がある|やや関心がある|"
        "どちらともいえない|あまり関心がない|関心がない|まったく関心がない|全く関心がない",
        True,
    ),
    Wordings(
        "非常に重要|とても重要|重要|やや重要|まあ重要|どちらともいえない|あまり重要でない|重要でない|まったく重要でない",
        True,
    ),
    Wordings(
        "とても心配|非常に心配|大いに心配|心配している|ある程度心配|やや心配|どちらともいえない|あまり心配していない|"
        "まったく心配していない|全く心配していない|心配していない",
        True,
    ),
    Wordings(
        "非常に良い|とても良い|良い|やや良い|まあ良い|ふつう|普通|どちらともいえない|やや悪い|あまり良くない|悪い|"
        "とても悪い|非常に悪い",
        True,
    ),
    Wordings(
        "いつも|いつもしている|よくある|よくする|ときどき|時々|たまに|あまりない|めったにない|ほとんどない|"
        "まったくない|全くない|ない",
        True,
    ),
    Wordings(
        "毎日|ほぼ毎日|週に数回|週に1回|月に数回|月に1回|年に数回|年に1回|ほとんどしない|まったくしない|利用しない",
        False,
    ),
    Wordings("はい|どちらかといえばはい|どちらともいえない|どちらかといえばいいえ|いいえ", True),
    Wordings("ある|ない", False),
    Wordings("増えた|やや増えた|変わらない|やや減った|減った", True),
    Wordings("よくなった|同じようなもの|変わらない|悪くなった", False),
)


_SPACES = re.compile(r"\s+")
_NUMBERED = re.compile(r"^\d+\s*[.:)=\-]*\s*")


def ends_of(question: Question) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Codes of the upper two and the lower two answers of a scale, in questionnaire order.

    None unless the question has 4, 5 or 7 substantive answers in words whose
    direction is known: from their scores, or because they are a known scale.
    """
    if question.kind not in ("single", "scale") or question.scale != "ordinal" or question.role != "question":
        return None
    answers = [answer for answer in question.answers if answer.role == "substantive"]
    scored = [answer for answer in answers if answer.score is not None]
    falling = _by_score(scored) if scored else _by_words(answers)
    if falling is None or not all(_in_words(answer) for answer in falling):
        return None
    upper, lower = falling[:ENDS], falling[-ENDS:]
    return tuple(a.code for a in answers if a in upper), tuple(a.code for a in answers if a in lower)


def _by_score(answers: list[Answer]) -> list[Answer] | None:
    """From the highest score to the lowest; None where two have the same or they are not 4, 5 or 7."""
    if len(answers) not in POINTS or len({answer.score for answer in answers}) < len(answers):
        return None
    return sorted(answers, key=lambda answer: -(answer.score or 0.0))


def _by_words(answers: list[Answer]) -> list[Answer] | None:
    """From much to little, where the labels in some language are those of one known scale."""
    if len(answers) not in POINTS:
        return None
    for language in {key for answer in answers for key in answer.label.texts}:
        said = [_folded(answer.label.texts.get(language, "")) for answer in answers]
        for ranks in _RANKS:
            found = [ranks[words] for words in said if words in ranks]
            if len(found) == len(answers) and sorted(found) in (found, found[::-1]):
                return answers if found[0] < found[-1] else answers[::-1]
    return None


def _in_words(answer: Answer) -> bool:
    """Whether the label is more than numbers: a band, "18-29", is not, and "1 Very" is."""
    texts = [_NUMBERED.sub("", unicodedata.normalize("NFKC", text)) for text in answer.label.texts.values()]
    return any(text.strip() for text in texts) and not any(map(str.isdigit, "".join(texts)))


def _folded(text: str) -> str:
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", text)).strip().casefold().split(" -- ")[0]


_RANKS = [
    {_folded(words): rank for rank, words in enumerate(scale.answers.split("|"))}
    for scale in SCALES
    if scale.opposed
]
