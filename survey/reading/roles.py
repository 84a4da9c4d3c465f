"""Columns that are no question: ids, weights, dates, personal data, what the platform adds."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from survey.reading.days import day_share
from survey.reading.folding import fold
from survey.reading.profiles import Profile, asks_quantity
from survey.reading.understanding import FEW_CODES
from survey.reading.weights import SHORT_HEADER, weight_evidence
from survey.vocabulary import Kind, QuestionRole

MANY = 1000
"""Respondents of whom no two give the same whole number, unless it is their own."""
NEARLY_ALL = 0.99
"""Share of cells that differ from all others from which numbers without a name are ids."""
FEW = 20
"""Respondents below which being unique says nothing about a column."""

_ID = re.compile(
    r"(respondent|response|resp|case|record|participant|submission|session|panel(ist)?|antwort|employee|staff"
    r"|student|customer|member|user|person|subject|household|hh|interview|questionnaire)?"
    r"[ _.-]?(id|no|number|key|nummer|#)"
    r"|_?(id|uuid|index)|#|[ui]id|idno|identity|seqn|lfdn|row[ _.]?(names?|id|no\.?|number)|unnamed: 0"
    r"|id番号|(会員|利用者|ユーザー|顧客|回答|調査|整理|サンプル|モニター|通し|対象|標本|管理)(者|票)?(番号|no\.?|id)"
    r"|no\.?|serial|caseid|psid|連番|票(番号|no\.?)|sample[ _.]?(id|no)|unique ?id|seq\.? ?number"
    r"|(teilnehmer|respondent)(nummer|nr\.?)?|sys_respnum|序号|序號|编号|編號|(일련|응답자) ?번호"
)
_PERSONAL = re.compile(
    r"(recipient ?)?(e-?mail|mail|メール)( ?(address|アドレス))?|ip|ip ?address|ipアドレス"
    r"|((full|first|last|family|given|your|recipient)[ _]?(first|last)?[ _]?)?name"
    r"|(respondent|participant|interviewer|enumerator|surveyor|supervisor|submitter|contact|child|head)"
    r"('?s)?[ _]?((full|first|last)[ _])?name|username|(meta[-/_.])?instancename"
    r"|what('s| is) your (full |first |last )?(name|e-?mail( address)?|(phone|telephone) number)\??"
    r"|nick ?name|(ニック|ハンドル)ネーム|prolific[ _]?p?id|worker[ _]?id|mturk[ _]?id"
    r"|氏名|お?名前(をお?(教えて|聞かせて|書き|答え).*|を?ご?記入.*)?|姓名|フリガナ|ふりがな|連絡先|電話(番号)?|携帯(番号|電話)?"
    r"|((mobile|cell|home)[ _])?(phone|tel|telephone)([ _](number|no\.?))?"
    r"|(home|postal|street|mailing)?[ _]?address|住所|zip([ _]?code)?|postal|post(al)?[ _]?code|郵便番号"
    r"|(.*[ _/])?(location)?[ _]?(latitude|longitude|lat|lon|lng)"
    r"|(.*[ _/])?gps[ _](altitude|precision)|緯度|経度|gps|geolocation|位置情報"
    r"|(national|social)[ _]?(id|security)([ _](number|no\.?))?|ssn|passport|マイナンバー|個人番号"
    r"|date[ _]of[ _]birth|birth[ _]?(date|day)|dob|生年月日|誕生日"
    r"|device[ _]?id|imei|sim[ _]?serial|subscriber[ _]?id|phone[ _]?number|network id"
    r"|external ?data ?reference|(来自|來自)?ip(地址|位址)?|(真实)?姓名"
    r"|(电子|電子)[邮郵]件(地址|信箱)?|[邮郵]箱"
    r"|手机(号码?)?|手機(號碼)?|(联系|联络|聯絡)?(电话|電話)(号码|號碼)?"
    r"|身份证号码?|身[分份]證字號|이름|성명|성함|이메일( ?주소)?"
    r"|(휴대)?(전화|폰)( ?번호)?|연락처|생년월일|nom et prénom|prénom|adresse( e-?mail| ip)?"
    r"|courriel|téléphone"
    r"|vorname|nachname|telefon(nummer)?|anschrift|nombre completo|apellidos?|correo( electrónico)?|teléfono"
    r"|nome completo|cognome|sobrenome|telefone|voornaam|achternaam|e-?mailadres(se)?|e-mail-adresse"
)
_PLATFORM = re.compile(
    r"timestamp|タイムスタンプ|(start|end|completion|recorded|submit|submission)[ _]?(date|time)"
    r"|start|end|duration.*|(回答|所要)時間([(（]?(秒|分)[)）]?)?|(回答)?(開始|終了)(日時|時刻)"
    r"|(回答|調査|実施|記入|投票)?日(時|付)?|(interview|survey|field)?[ _]?date"
    r"|collector ?id|progress|finished|status|distribution ?channel|user ?language"
    r"|_(submission_time|validation_status|submitted_by|status|tags|notes)"
    r"|submitdate|lastpage|startlanguage|seed|datestamp|refurl"
    r"|(created|updated|submitted|completed|started)[ _]?(at|on)|int[ _]?date|idate"
    r"|(last )?modified[ _]?(date|time)|time started|date (submitted|last action)|(extended )?referr?er"
    r"|session ?id|user ?agent|browser( meta info)?( - .*)?|operating system|(screen )?resolution"
    r"|zeitstempel|horodateur|marca temporal|carimbo de data/hora|(startzeit|fertigstellungszeit)"
    r"|(開始|完了|終了|送信|最終変更)(時刻|日時)|受付(番号|日時)|回答(完了)?日時"
    r"|response ?set|location ?accuracy"
    r"|q_(recaptcha|relevantid|totalduration|duplicate|ballotbox|datapolicy)\w*"
    r"|(.*[ _-])?(first click|last click|page submit|click count)"
    r"|interviewtime|grouptime\w*|total time|group time: .*|question time: .*"
    r"|__?version_?_|(meta[-/_.])?(rootuuid|deprecatedid|audit)|formhub/uuid|today|__system/.*"
    r"|attachments(present|expected)|edits|form ?version|review ?state|submitter ?id"
    r"|(start|stage|submit|submission) ?date \(utc\)|submitted at|response type"
    r"|dispcode|external_lfdn|tester|device_type|rts\d+|c_\d{4}|redcap_\w+|survey_timestamp"
    r"|interview[ _]?(start|end)|timestamp \(.*\)|(response|completion|interview|sys_?resp)[ _]?status"
    r"|(browser|interview) ?language|time taken( to complete)?( \(.*\))?|tracking link|custom variable \d+"
    r"|email list|external reference|country code|(not )?duplicate|qtime|markers|vlist|vos"
    r"|vbrowser|vmobile\w*"
    r"|sys_(?!respnum)\w+|id\.(completed|date|time|start|end)|提交(答卷)?(时间|時間)|(开始|结束)(答题)?时间"
    r"|所用时间|(答题|填写)时长|来源详情|时间戳记?|時間戳記"
    r"|타임스탬프|(응답|제출|시작|종료|완료|참여) ?(일시|시간|일자)"
    r"|(date|origine|temps)[ _]saisie|(回収|受付|投函|到着|返送|入力|配布|受領)(年月)?日"
)
_COMPLETED = re.compile(r"\w+_complete|complete\?")
_STATES = {"0", "1", "2", "incomplete", "unverified", "complete"}
_DESIGN = re.compile(
    r"strat(um|a)|psu|sdmv(stra|psu)|(v|samp_?)?(strat|psu)|primary sampling units?|sampling (unit|stratum)"
    r"|precinct|upm|conglomerado|estrato(pri)?|(調査)?地点(番号|コード|no\.?)|層(番号|コード)"
)
_TICKS = frozenset(
    ("0", "1", "yes", "no", "true", "false", "✓", "✔", "○", "はい", "いいえ", "checked", "selected")
)
_GROUP_ID = re.compile(r".+[_ .](id|identifier)")
_ENDS_IN_ID = re.compile(r"(?:.*[^a-z])?[a-z]{0,6}id|id[_ .].*|.*(?:番号|ｎｏ|no\.?)")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}")
_ADDRESS = re.compile(r"\d{1,3}(\.\d{1,3}){3}(\s*[(（].*[)）])?")
_PHONE = re.compile(r"(\+?\d{1,3}[- ])?\(?0\d{1,4}\)?[- ]\d{1,4}[- ]\d{3,4}|\+\d{8,15}")
_COORDINATES = re.compile(
    r"-?\d{1,3}\.\d{2,}\s*[,;]\s*-?\d{1,3}\.\d{2,}|-?\d{1,3}\.\d+ -?\d{1,3}\.\d+( \d.*)?"
)
_MONTH = "(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_MOMENT = re.compile(
    r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.*"
    r"|\d{1,2}[./-]\d{1,2}[./-]\d{2,4},?\D{1,5}\d{1,2}:\d{2}.*|\d{1,2}/\d{1,2}/\d{2}"
    rf"|\d{{1,2}}[ -]{_MONTH},?[ -](\d{{4}}|\d{{2}})(\D.*)?",
    re.IGNORECASE,
)
"""A day with a time of day, one with its month in words, or one whose year has two digits."""
_CLOCK = re.compile(r"\d{1,3}:\d{2}(:\d{2})?( ?[ap]\.?m\.?)?", re.IGNORECASE)
_CLOCKED = re.compile(
    r"(start|end|begin|stop|strt?|interview|completion)[ _.]?(time|zeit)|(total )?time|duration|length"
    r"|dauer|durée|duración|duração|durata|duur|用时|用時|時刻|hora( de (inicio|fin))?|heure"
)
_NUMBERED = re.compile(r"([a-z]{1,12}[-_ ]?)?\d{1,12}", re.IGNORECASE)
_KEY = re.compile(r"(?=.*\d)[\w-]{3,64}")
_UUID = re.compile(r"(uuid:)?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-.*", re.IGNORECASE)


@dataclass(frozen=True)
class Part:
    """The part a column plays when it is no question, with the evidence."""

    role: QuestionRole
    kind: Kind
    evidence: str


def is_id_name(header: str) -> bool:
    """Whether a header says that its column numbers the respondents, or names them."""
    return len(header) <= SHORT_HEADER and bool(_ID.fullmatch(fold(header)))


def part_of(profile: Profile) -> Part | None:
    """The part a column plays outside the questionnaire, or None when it looks like a question."""
    if not profile.answered:
        return Part("drop", "text", "no cell holds anything")
    for rule in (_personal, _platform, _weight, _identity, _designed, _dated):
        for header in profile.names:
            if found := rule(profile, header):
                return found
    return None


def _personal(profile: Profile, header: str) -> Part | None:
    headers = {header, *map(fold, profile.heading.path)}
    named = any(len(each) <= SHORT_HEADER and _PERSONAL.fullmatch(each) for each in headers)
    if named and not _is_ticked(profile, headers):
        return Part("pii", "text", "the header names personal data; kept out of the report")
    for pattern, what in (
        (_EMAIL, "e-mail addresses"),
        (_ADDRESS, "network addresses"),
        (_PHONE, "telephone numbers"),
        (_COORDINATES, "coordinates"),
    ):
        if profile.matching(pattern) >= 0.5:
            return Part("pii", "text", f"the cells are {what}; kept out of the report")
    return None


def _is_ticked(profile: Profile, headers: set[str]) -> bool:
    """Whether cells say but yes or no: “Phone” is then an option, and no number of theirs."""
    return not profile.manifold and _TICKS.union(headers).issuperset(profile.folded)


def _platform(profile: Profile, header: str) -> Part | None:
    moments = profile.matching(_MOMENT)
    if _PLATFORM.fullmatch(header) and (header != "today" or profile.date_share + moments >= 0.5):
        stamped = moments >= 0.5
        days = profile.date_share > 0.8 or (not stamped and day_share(profile) > 0.8)
        kind: Kind = "date" if days else "numeric" if profile.numeric_share > 0.8 else "text"
        return Part("quality", kind, "the header is one that survey platforms add")
    said = set(profile.folded) if _COMPLETED.fullmatch(header) and not profile.manifold else set()
    if said and said <= _STATES and not said <= {"0", "1"}:
        return Part("quality", "text", "the header and its values are those by which REDCap marks a form")
    if profile.date_share < 0.8 and moments >= 0.9:
        return Part("quality", "text", "the cells are time stamps")
    if _CLOCKED.fullmatch(header) and profile.matching(_CLOCK) >= 0.9:
        return Part("quality", "text", "the header and the cells are of times that platforms add")
    return None


def _weight(profile: Profile, header: str) -> Part | None:
    evidence = weight_evidence(profile)
    return Part("weight", "numeric", evidence) if evidence else None


def _identity(profile: Profile, header: str) -> Part | None:
    unique = len(profile.cells.levels) >= 0.97 * profile.answered
    filled = profile.answered >= 0.97 * profile.respondents
    if len(header) <= SHORT_HEADER and _ID.fullmatch(header) and unique and filled:
        return Part("id", "text", "the header names an id, and every value is different")
    named = len(header) <= SHORT_HEADER and _ID.fullmatch(header)
    repeated = (
        not unique and len(profile.cells.levels) > FEW_CODES and 2 * profile.answered > profile.respondents
    )
    if named and repeated:
        return Part("quality", "text", "the header names an id, though some of its values repeat")
    if repeated and profile.numeric_share == 1 and _GROUP_ID.fullmatch(header):
        return Part("quality", "text", "the header ends like an id, of groups, for its values repeat")
    if profile.respondents < FEW or not unique or not filled:
        return None
    whole = profile.numeric_share == 1 and profile.whole
    if whole and _ENDS_IN_ID.fullmatch(header):
        return Part("id", "text", "the header ends like an id, and every whole number is different")
    different = len(profile.cells.levels)
    nearly = different >= NEARLY_ALL * profile.answered
    if whole and profile.respondents >= MANY and nearly and not asks_quantity(profile.header):
        every = "every one" if different == profile.answered else f"all but {profile.answered - different:,}"
        return Part("id", "text", f"{profile.answered:,} whole numbers, {every} different")
    if whole and max(profile.numbers) - min(profile.numbers) < 1.5 * profile.answered:
        return Part("id", "text", "whole numbers that run on, every one different")
    if whole and profile.heading.position == 0 and not asks_quantity(profile.header) and _rises(profile):
        return Part("id", "text", "the first column, of whole numbers that rise from row to row")
    if profile.all_texts and _are_numbered(profile, header):
        return Part("id", "text", "every value is a different number or key of one form")
    if profile.all_texts and all(map(_UUID.fullmatch, profile.texts)):
        return Part("id", "text", "every value is a different machine-made key")
    if whole and min(profile.numbers) >= 1e6:
        return Part("id", "text", "long whole numbers, every one different")
    return None


def _are_numbered(profile: Profile, header: str) -> bool:
    """Whether texts number respondents: keys below a header that says id; T1, T2 in the first column."""
    if _ENDS_IN_ID.fullmatch(header):
        return all(map(_KEY.fullmatch, profile.texts))
    if profile.heading.position or not all(map(_NUMBERED.fullmatch, profile.texts)):
        return False
    return len({words.rstrip("0123456789") for words in profile.texts}) == 1


def _rises(profile: Profile) -> bool:
    """Whether each row's number is above that of the row before."""
    numbers = np.array(profile.cells.levels, dtype=float)[profile.cells.codes[profile.cells.codes >= 0]]
    return bool((np.diff(numbers) > 0).all())


def _designed(profile: Profile, header: str) -> Part | None:
    many = header == "cluster" and len(profile.cells.levels) > FEW_CODES
    if (many or _DESIGN.fullmatch(header)) and profile.numeric_share == 1:
        words = "the header names strata or first-stage units of the sample, which [design] can take"
        return Part("quality", "text", words)
    return None


def _dated(profile: Profile, header: str) -> Part | None:
    if profile.date_share >= 0.8:
        return Part("quality", "date", "the cells are dates")
    if (share := day_share(profile)) >= 0.8:
        return Part("quality", "date", f"{share:.0%} of the cells are days, written in words or as serials")
    return None
