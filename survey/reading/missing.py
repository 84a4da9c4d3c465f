"""Answers that are reasons for giving none, recognised by their label, never by a number alone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from survey.reading.folding import fold, worded
from survey.vocabulary import Answer, AnswerRole

_WORDS: Mapping[AnswerRole, str] = {
    "not_asked": (
        r"not (asked|applicable|presented|shown|displayed)( .*)?|inap(\.|plicable)?( .*)?|iap|not in universe"
        r"|skipped on web|see codebook|not available in this (year|release)( .*)?"
        r"|no (pre|post)-?election (interview|data)([ ,].*)?"
        r"|trifft nicht zu|non concerné|sans objet|no aplica|não se aplica"
        r"|non applicabile|niet van toepassing|非該当|対象外|非対象|非表示|해당 ?없음|비해당"
        r"|不适用|不適用|\(?跳[过過]\)?"
    ),
    "refused": (
        r"(ref|refus|verweigert|refused?|refusal)( to (answer|say))?|declined?( to (answer|say|state))?"
        r"|(i )?(would )?(prefer|rather) not( to)? (answer|say|state|respond|disclose)"
        r"|((回答|答え)(を)?)?拒否|(答え|回答し|言い|教え)たくない|回答(し|でき)ない|答え(られ)?ない"
        r"|回答を?控え(る|たい)"
        r"|prefi(ero|ro) (no|não) (contestar|responder|decir|dizer|informar)|preferisco non (rispondere|dire)"
        r"|(je )?préfère ne pas (répondre|dire)|ne (souhaite|veut) pas (répondre|se prononcer)"
        r"|möchte (ich )?nicht (sagen|antworten|beantworten)|zeg (ik )?liever niet|wil (ik )?niet zeggen"
        r"|отказ(ался|алась)?( от ответа)?|(응답 ?)?거(절|부)|拒答|拒[绝絕]回答|不[愿願便]回答"
    ),
    "no_answer": (
        r"no (answer|response|reply)|(did )?not (answer(ed)?|respond|reply|stated)|unanswered|missing"
        r"|n\.?/a"
        r"|technical error|interview break-?off( .*)?"
        r"|keine angaben?|k\. ?a|sans réponse|no (contesta|respond[eió]+)|n\.c|sem resposta|não respond(e|eu)"
        r"|non risponde|geen antwoord|нет ответа|무응답|응답하지 않음|未答|未填写?|\(?空\)?"
        r"|(無回答|無記入|未回答|未記入|回答なし)([・/]不明)?|不明([・/]無回答)?|-{1,3}|[–—−―ー]+|[?*]+"
    ),
    "dont_know": (
        r"(i )?(do not|don['’]?t|did not|didn['’]?t) know( yet)?|dk|unsure|not sure"
        r"|(can['’]?t|cannot) (say|choose|rate|judge)( ?/ ?ref(used)?)?"
        r"|(do not|don['’]?t) know ?/ ?(can['’]?t|cannot) (say|choose|rate|judge)"
        r"|(don['’]?t know|unsure|not sure)( ?/ ?| or )(not sure|no opinion|don['’]?t know|undecided)"
        r"|(don['’]?t know|dk)( ?/ ?|, | or )(na|n/a|rf|ref(used)?|refusal|no answer|undecided|unsure)"
        r"|(do not|don['’]?t|did not|didn['’]?t) understand the question"
        r"|(je )?ne sai[st] pas|nsp( ou nvpr)?|(ich )?wei(ss|ß) (ich |es )?nicht|no (lo )?s(abe|é)|n\.s"
        r"|não s(abe|ei)|ns ?/ ?n[cr]|non (so|sa|saprei)|weet (ik |het )?niet|(v[ei]t|ved) (ej|inte|ikke)"
        r"|nie wiem|trudno powiedzieć|не знаю|затрудняюсь( ответить)?|bilmiyorum|لا أعرف|لا اعرف"
        r"|모름|(잘 )?모르(겠다|겠음|겠습니다|다)|不知道|[说說]不清楚?"
        r"|(わから|分から|判ら)(?:ない|ません)([・/、](無回答|答えたくない|(言|い)えない|不明))?|知らない・わからない"
    ),
}
LONGEST = 120
"""Characters beyond which an answer is no reason for giving none."""
_PATTERNS = {role: re.compile(words) for role, words in _WORDS.items()}
_ANY = re.compile("|".join(f"(?:{words})" for words in _WORDS.values()))
_DECORATION = re.compile(
    r"\[[^\]]*\]|\((do not read|volunteered|vol\.?|spont(aneous)?\.?)\)|[.。]+$"
    r"|^\s*\(?[-−]?\d{1,4}(\s*[).:、=]\s*|\s+([-–—]\s+)?(?=[^\W\d_]))|^\.[a-z]: ?"
)
_KNOWING = re.compile(r"(.*[^らりな])?(わか|分か|判)(る|った|っ?て(い)?る|ります).*")
_OPPOSITES = (
    (re.compile(r"(わか|分か|判)ら(ない|なかった|ません)"), _KNOWING),
    (
        re.compile(r"(i )?(do not|don['’]?t|did not|didn['’]?t) know"),
        re.compile(r"(yes,? )?(i )?kn[eo]w( .*)?"),
    ),
    (re.compile(r"unsure|not sure"), re.compile(r"((very|fairly|quite|somewhat|completely|i am) )?sure")),
    (re.compile(r"trifft nicht zu"), re.compile(r"trifft (.+ )?zu")),
)
"""Words that are a reason for giving no answer, and what makes them one where it stands beside them."""
_INITIALS = re.compile(r"[a-z]\.[a-z]")
_NO_OPINION = re.compile(
    r"no opinion|sans opinion|keine meinung|geen mening|[没沒無无]有?意[见見]|의견 ?없음"
)
"""What is a reason for giving no answer only beside another one in the same label."""
_JOINED = re.compile(r" ?[・、/／,] ?| or ")
_DECLARED: Mapping[AnswerRole, tuple[str, ...]] = {
    "dont_know": ("dont_know", "dk", "わからない"),
    "refused": ("refused", "refusal", "拒否"),
    "no_answer": ("no_answer", "na", "無回答"),
    "not_asked": ("not_asked", "not_applicable", "inapplicable", "非該当"),
}


@lru_cache(maxsize=1 << 16)
def role_of(label: str) -> AnswerRole:
    """The role an answer's label gives it; `substantive` unless the whole label says otherwise.

    A label that joins several reasons, as 答えない・わからない does, has the first one's role.
    """
    if len(label) > LONGEST:
        return "substantive"
    words = fold(_DECORATION.sub(" ", worded(fold(label))))
    if not _ANY.fullmatch(words):
        parts = _JOINED.split(words)
        parts = [part for part in parts if not _NO_OPINION.fullmatch(part)] if len(parts) > 1 else []
        all_reasons = bool(parts) and all(role_of(part) != "substantive" for part in parts)
        return role_of(parts[0]) if all_reasons else "substantive"
    for role, pattern in _PATTERNS.items():
        if pattern.fullmatch(words):
            return role
    return "substantive"


def roles_among(labels: Sequence[str]) -> list[AnswerRole]:
    """The role of each answer of one question, (labels,): `role_of`, but for what answers beside it tell.

    Who does not understand, わからない, has answered where others say わかる, and so has “I don't know”
    beside “I know”. N.S. and N.C. are places among other initials.
    """
    roles = list(map(role_of, labels))
    if {"substantive", "refused"}.issuperset(roles):
        return roles
    answers = _answers_after_all(frozenset(labels))
    return ["substantive" if label in answers else role for label, role in zip(labels, roles, strict=True)]


@lru_cache(maxsize=4096)
def _answers_after_all(labels: frozenset[str]) -> frozenset[str]:
    """The labels that are no reasons for giving no answer, standing beside these."""
    words = {label: fold(_DECORATION.sub(" ", fold(label))) for label in labels if len(label) <= LONGEST}
    said = [each for label, each in words.items() if role_of(label) == "substantive"]
    places = any(map(_INITIALS.fullmatch, said))
    return frozenset(
        label
        for label, word in words.items()
        if any(no.fullmatch(word) and any(map(yes.fullmatch, said)) for no, yes in _OPPOSITES)
        or (places and _INITIALS.fullmatch(word))
    )


def as_they_stand(answers: Sequence[Answer]) -> tuple[Answer, ...]:
    """The answers of one question, those whose role their label gave them by the answers beside them."""
    labels = [answer.label.to("en") for answer in answers]
    return tuple(
        replace(answer, role=role) if answer.role == role_of(label) else answer
        for answer, label, role in zip(answers, labels, roles_among(labels), strict=True)
    )


def declared_role(words: str, label: str) -> AnswerRole | None:
    """The role a codebook's `missing` cell declares, or None when the cell says nothing we know.

    "yes" only says that the answer is missing; which kind, the label tells.
    """
    words = fold(words).replace(" ", "_").replace("-", "_").replace("'", "")
    if words in ("", "no", "false", "0", "substantive", "いいえ"):
        return "substantive"
    for role, names in _DECLARED.items():
        if words in names:
            return role
    if words in ("yes", "true", "1", "x", "はい", "○"):
        by_label = role_of(label)
        return by_label if by_label != "substantive" else "dont_know"
    return None
