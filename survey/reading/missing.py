"""Answers that are reasons for giving none, recognised by their label, never by a number alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from survey.reading.folding import fold, worded
from survey.vocabulary import AnswerRole

_WORDS: Mapping[AnswerRole, str] = {
    "not_asked": (
        r"not (asked|applicable|presented|shown|displayed)( .*)?|inapplicable|inap|iap|not in universe"
        r"|skipped on web|see codebook|not available in this (year|release)( .*)?"
        r"|no (pre|post)-?election (interview|data)([ ,].*)?"
        r"|trifft nicht zu|non concerné|no aplica|非該当|対象外|非対象|非表示"
    ),
    "refused": (
        r"(ref|refus|verweigert|refused?|refusal)( to (answer|say))?|declined?( to (answer|say|state))?"
        r"|(i )?(would )?(prefer|rather) not( to)? (answer|say|state|respond|disclose)"
        r"|((回答|答え)(を)?)?拒否|(答え|回答し|言い|教え)たくない|回答(し|でき)ない|答え(られ)?ない"
        r"|回答を?控え(る|たい)"
    ),
    "no_answer": (
        r"no (answer|response)|not (answered|stated)|unanswered|missing|n\.?/a"
        r"|technical error|interview break-?off( .*)?"
        r"|keine angaben?|sans réponse|no contesta|sem resposta"
        r"|(無回答|無記入|未回答|未記入|回答なし)([・/]不明)?|不明([・/]無回答)?|-{1,3}|[–—−―ー]+|[?*]+"
    ),
    "dont_know": (
        r"(i )?(do not|don['’]?t|did not|didn['’]?t) know( yet)?|dk|unsure|not sure"
        r"|(can['’]?t|cannot) (say|choose|rate|judge)( ?/ ?ref(used)?)?"
        r"|(do not|don['’]?t) know ?/ ?(can['’]?t|cannot) (say|choose|rate|judge)"
        r"|(don['’]?t know|unsure|not sure)( ?/ ?| or )(not sure|no opinion|don['’]?t know|undecided)"
        r"|(don['’]?t know|dk)( ?/ ?|, | or )(na|n/a|rf|ref(used)?|refusal|no answer|undecided|unsure)"
        r"|ne sai[st] pas|nsp( ou nvpr)?|wei(ss|ß) (ich )?nicht|no sabe|não sabe|ns ?/ ?n[cr]"
        r"|(わから|分から|判ら)(?:ない|ません)([・/、](無回答|答えたくない|(言|い)えない|不明))?|知らない・わからない"
    ),
}
LONGEST = 120
"""Characters beyond which an answer is no reason for giving none."""
_PATTERNS = {role: re.compile(words) for role, words in _WORDS.items()}
_ANY = re.compile("|".join(f"(?:{words})" for words in _WORDS.values()))
_DECORATION = re.compile(
    r"\[[^\]]*\]|\((do not read|volunteered|vol\.?|spont(aneous)?\.?)\)|[.。]+$"
    r"|^\s*\(?[-−]?\d{1,4}[).:、]\s*|^\.[a-z]: ?"
)
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
        roles = [role_of(part) for part in parts] if len(parts) > 1 else []
        return roles[0] if roles and "substantive" not in roles else "substantive"
    for role, pattern in _PATTERNS.items():
        if pattern.fullmatch(words):
            return role
    return "substantive"


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
