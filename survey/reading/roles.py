"""Columns that are no question: ids, weights, dates, personal data, what the platform adds."""

from __future__ import annotations

import re
from dataclasses import dataclass

from survey.reading.days import day_share
from survey.reading.folding import fold
from survey.reading.profiles import Profile
from survey.reading.weights import SHORT_HEADER, weight_evidence
from survey.vocabulary import Kind, QuestionRole

FEW = 20
"""Respondents below which being unique says nothing about a column."""

_ID = re.compile(
    r"(respondent|response|resp|case|record|participant|submission|session|panel(ist)?)?"
    r"[ _.]?(id|no|number|key)"
    r"|_?(id|uuid|index)|id番号|(回答|調査|整理|サンプル|モニター|通し|対象)(者)?(番号|no\.?|id)"
    r"|no\.?|serial|caseid|psid|連番"
)
_PERSONAL = re.compile(
    r"(recipient ?)?(e-?mail|mail|メール)( ?(address|アドレス))?|ip|ip ?address|ipアドレス"
    r"|((full|first|last|family|given|your|recipient)[ _]?(first|last)?[ _]?)?name"
    r"|氏名|お?名前|姓名|フリガナ|ふりがな|連絡先|電話(番号)?|携帯(番号|電話)?"
    r"|((mobile|cell|home)[ _])?(phone|tel|telephone)([ _](number|no\.?))?"
    r"|(home|postal|street|mailing)?[ _]?address|住所|zip([ _]?code)?|post(al)?[ _]?code|郵便番号"
    r"|(location)?[ _]?(latitude|longitude|lat|lon|lng)|緯度|経度|gps|geolocation|位置情報"
    r"|(national|social)[ _]?(id|security)([ _](number|no\.?))?|ssn|passport|マイナンバー|個人番号"
    r"|date[ _]of[ _]birth|birth[ _]?(date|day)|dob|生年月日|誕生日"
    r"|device[ _]?id|imei|external ?data ?reference"
)
_PLATFORM = re.compile(
    r"timestamp|タイムスタンプ|(start|end|completion|recorded|submit|submission)[ _]?(date|time)"
    r"|start|end|duration.*|(回答|所要)時間|(回答)?(開始|終了)(日時|時刻)"
    r"|(回答|調査|実施|記入|投票)?日(時|付)?|(interview|survey|field)?[ _]?date"
    r"|collector ?id|progress|finished|status|distribution ?channel|user ?language"
    r"|_(submission_time|validation_status|submitted_by|status|tags|notes)"
    r"|submitdate|lastpage|startlanguage|seed|datestamp|refurl"
)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}")
_ADDRESS = re.compile(r"\d{1,3}(\.\d{1,3}){3}")
_MARKED = re.compile(r"@|\d\D+\d|\+\d")
"""What e-mail addresses, telephone numbers and coordinates have in common: none is without it."""
_PHONE = re.compile(r"(\+?\d{1,3}[- ])?\(?0\d{1,4}\)?[- ]\d{1,4}[- ]\d{3,4}|\+\d{8,15}")
_COORDINATES = re.compile(
    r"-?\d{1,3}\.\d{2,}\s*[,;]\s*-?\d{1,3}\.\d{2,}|-?\d{1,3}\.\d+ -?\d{1,3}\.\d+( \d.*)?"
)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.*")
_UUID = re.compile(r"(uuid:)?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-.*", re.IGNORECASE)


@dataclass(frozen=True)
class Part:
    """The part a column plays when it is no question, with the evidence."""

    role: QuestionRole
    kind: Kind
    evidence: str


def part_of(profile: Profile) -> Part | None:
    """The part a column plays outside the questionnaire, or None when it looks like a question."""
    if not profile.answered:
        return Part("drop", "text", "no cell holds anything")
    header = fold(profile.heading.path[-1])
    for rule in (_personal, _platform, _weight, _identity, _dated):
        if found := rule(profile, header):
            return found
    return None


def _personal(profile: Profile, header: str) -> Part | None:
    headers = [fold(each) for each in profile.heading.path]
    if any(len(each) <= SHORT_HEADER and _PERSONAL.fullmatch(each) for each in headers):
        return Part("pii", "text", "the header names personal data; kept out of the report")
    if profile.all_numbers:
        return None
    marked = {words: times for words, times in profile.texts.items() if _MARKED.search(words)}
    for pattern, what in (
        (_EMAIL, "e-mail addresses"),
        (_ADDRESS, "network addresses"),
        (_PHONE, "telephone numbers"),
        (_COORDINATES, "coordinates"),
    ):
        said = sum(times for words, times in marked.items() if pattern.fullmatch(words.strip()))
        if profile.share(said) >= 0.5:
            return Part("pii", "text", f"the cells are {what}; kept out of the report")
    return None


def _platform(profile: Profile, header: str) -> Part | None:
    texts = {} if profile.all_numbers else profile.texts
    moments = sum(times for words, times in texts.items() if words[4:5] == "-" and _MOMENT.fullmatch(words))
    if _PLATFORM.fullmatch(header):
        stamped = profile.share(moments) >= 0.5
        days = profile.date_share > 0.8 or (not stamped and day_share(profile) > 0.8)
        kind: Kind = "date" if days else "numeric" if profile.numeric_share > 0.8 else "text"
        return Part("quality", kind, "the header is one that survey platforms add")
    if profile.date_share < 0.8 and profile.share(moments) >= 0.9:
        return Part("quality", "text", "the cells are time stamps")
    return None


def _weight(profile: Profile, header: str) -> Part | None:
    evidence = weight_evidence(profile)
    return Part("weight", "numeric", evidence) if evidence else None


def _identity(profile: Profile, header: str) -> Part | None:
    unique = len(profile.cells.levels) >= 0.97 * profile.answered
    filled = profile.answered >= 0.97 * profile.respondents
    if len(header) <= SHORT_HEADER and _ID.fullmatch(header) and unique and filled:
        return Part("id", "text", "the header names an id, and every value is different")
    if profile.respondents < FEW or not unique or not filled:
        return None
    whole = profile.numeric_share == 1 and all(number.is_integer() for number in profile.numbers)
    if whole and max(profile.numbers) - min(profile.numbers) < 1.5 * profile.answered:
        return Part("id", "text", "whole numbers that run on, every one different")
    if all(_UUID.fullmatch(words) for words in profile.texts):
        return Part("id", "text", "every value is a different machine-made key")
    if whole and min(profile.numbers) >= 1e6:
        return Part("id", "text", "long whole numbers, every one different")
    return None


def _dated(profile: Profile, header: str) -> Part | None:
    if profile.date_share >= 0.8:
        return Part("quality", "date", "the cells are dates")
    if (share := day_share(profile)) >= 0.8:
        return Part("quality", "date", f"{share:.0%} of the cells are days, written in words or as serials")
    return None
