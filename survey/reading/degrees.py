"""Answers that say how much of one thing, from most to least: “very rude”, “not rude”, やや満足, 不満."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from survey.reading.folding import fold
from survey.reading.scored import first, scored

_BRACKETS = re.compile(r"\([^()]*\)|（[^（）]*）|\[[^\[\]]*\]")
_LEAD = re.compile(r"^(?:yes|no|i (?:am|feel|would|do)|it (?:is|was)|はい|いいえ)[,、 ]+")
_NEUTRAL = re.compile(
    r"neither\b.*|neutral|undecided|mixed( feelings)?|(stay(ed|s)? )?(about |roughly )?the same"
    r"|no (change|difference)|unchanged|might or might not|independent|indifferent"
    r"|(about |just )?(the )?right( (amount|number|level|length|size|speed|pace))?|appropriate( in .*)?"
    r"|moderate(,? middle of the road)?|middle of the road|average|so-so|50/50|ni d'accord,? ni .*"
    r"|どちらとも(いえ|言え)ない|どちらでもない|何とも(いえ|言え)ない|ふつう|普通|中立|中間"
    r"|(あまり|特に)?変わらない|同じ(くらい|程度|ようなもの)?|どちらも同じ.*"
    r"|(今の|現状の)?ままで?(よ|良)い|現状維持|ちょうど(よ|良)い|適切|今と同じ.*"
)
_GRADED = frozenset(("appropriate", "independent", "indifferent", "moderate", "適切"))
_AFTER = re.compile(
    r"(.+?) (a great deal|a moderate amount|a lot|a little|very much|strongly|somewhat|slightly|moderately"
    r"|completely|totally|significantly|considerably)"
)
"""How much, said behind the word it is said of: agree strongly, increased a lot."""
_PARTY = re.compile(
    r"((?P<strong>str(?:ong)?)|not (?:very |so )?str(?:ong)?|weak"
    r"|(?P<lean>lean(?:s|ing)?(?: to(?:ward)?)?|ind(?:ependent)?,? ?(?:near|close to|lean(?:s|ing)?))) "
    r"(?P<of>dem|rep)(?:ocrat|ublican)?"
)
_JAPANESE = re.compile(r"[\u3040-\u9fff]")
_PARTY_OF = {"dem": "democrat", "rep": "republican"}
_PARTIES = {"democrat", "republican"}
_NEGATIONS = scored(
    ("not at all", -3.0),
    ("not very|not too|not so|not particularly|not really|not that", -1.0),
    form="^… (.+)",
)
_INTENSITIES = scored(
    ("extremely|completely|totally|absolutely|entirely|fully|definitely", 3.4),
    (
        "very much|very strongly|very|strongly|strong|highly|a great deal|much|far|a lot|significantly"
        "|considerably",
        3.0,
    ),
    ("quite|mostly|largely|generally|a moderate amount", 2.4),
    ("fairly|rather|moderately|pretty|reasonably", 1.8),
    ("somewhat|partly|partially|tend to|probably|leaning|lean", 1.5),
    ("slightly|a little|a bit|mildly|only a little", 1.0),
    form="^… (.+)",
)
_PLAIN = 2.0
NEVER = -3.2
DOING = "〜"
_JAPANESE_DEGREES = scored(
    (
        r"とても|非常に|大変|たいへん|かなり|強く|大いに|すごく|きわめて|極めて|十分に?|完全に|よく|大きく"
        r"|いつも|常に|必ず|絶対に?|ぜひ(?:とも)?|是非",
        3.0,
    ),
    (
        r"やや|まあまあ|まあ|少し|多少|ある程度は?|比較的|まずまず|一部|若干"
        r"|どちらかと(?:いえ|言え)ば|どちらかと(?:いう|言う)と"
        r"|だいたい|おおむね|ときどき|時々|たぶん|おそらく|機会があれば|できれば",
        1.5,
    ),
    (r"たまに|まれに|稀に", 1.0),
    form="^…(.+)",
)
_JAPANESE_NOT = scored(
    (r"まったく|全く|全然|ぜんぜん", -3.0),
    (r"ほとんど|殆ど", -2.6),
    (r"あまり|さほど|それほど", -1.0),
    form="^…(.+)",
)
_JAPANESE_ENDS = re.compile(
    r"(?:したくない|し(?:てい)?ない|していなかった|しなかった|ではない|でない|がない|くない|[わらかたさがまば]な(?:い|かった)|ない"
    r"|なかった|ません|ませんでした)$"
)
_HARD = re.compile(r"(.+)(?:にくい|づらい|難い)(?:です)?")
"""What is hard to do, 住みにくい, is the opposite of what is easy, 住みやすい."""
_NEVER = re.compile(r"(.+?)(?:し|っ|い|ん)?[ただ]こと[がは](?:ない|ありません)$")
"""What was never done, 利用したことがない, is less than what hardly is."""
_JAPANESE_TAILS = re.compile(
    r"(?:している|してる|していた|していく|する|した|していきたい|したい|きたい|たい|った|である|だった|です|だ|がある|ある|と思う|と感じる|に感じる|[うるいくす])$"
)
_OPPOSED = (
    ("agree", "disagree"),
    ("favor", "oppose"),
    ("favour", "oppose"),
    ("support", "oppose"),
    ("for", "against"),
    ("satisfied", "dissatisfied"),
    ("long", "short"),
    ("fast", "slow"),
    ("many", "few"),
    ("big", "small"),
    ("large", "small"),
    ("like", "dislike"),
    ("approve", "disapprove"),
    ("democrat", "republican"),
    ("well", "badly"),
    ("easy", "difficult"),
    ("easy", "hard"),
    ("good", "bad"),
    ("good", "poor"),
    ("positive", "negative"),
    ("liberal", "conservative"),
    ("left", "right"),
    ("better", "worse"),
    ("gotten better", "gotten worse"),
    ("got better", "got worse"),
    ("much", "little"),
    ("more", "less"),
    ("more", "fewer"),
    ("high", "low"),
    ("increased", "decreased"),
    ("increase", "decrease"),
    ("improved", "worsened"),
    ("happy", "sad"),
    ("strong", "weak"),
    ("safe", "dangerous"),
    ("true", "false"),
    ("warm", "cold"),
    ("満足", "不満"),
    ("賛成", "反対"),
    ("良", "悪"),
    ("よ", "悪"),
    ("高", "低"),
    ("多", "少"),
    ("安心", "不安"),
    ("好", "嫌"),
    ("増", "減"),
    ("強", "弱"),
    ("明る", "暗"),
    ("近", "遠"),
    ("大き", "小さ"),
    ("安全", "危険"),
    ("上が", "下が"),
    ("ゆとり", "苦し"),
    ("必要", "不要"),
    ("適切", "不適切"),
    ("向上", "低下"),
    ("改善", "悪化"),
    ("上昇", "下落"),
    ("良", "わる"),
    ("よ", "わる"),
    ("長", "短"),
    ("早", "遅"),
    ("易し", "難し"),
    ("簡単", "難し"),
    ("楽", "苦し"),
    ("肯定", "否定"),
)
_PREFIXES = ("un", "dis", "in", "im", "ir")


def by_degree(labels: Sequence[str]) -> list[str] | None:
    """The labels from most to least of what they all speak of, or None when they are no such scale."""
    words = [_words(label) for label in labels]
    parsed = [_degree(said, words) for said in words]
    if None in parsed:
        return None
    found = [pair for pair in parsed if pair is not None]
    roots = tuple(dict.fromkeys(root for _, root in found if root))
    signs = _signs(roots)
    if signs is None:
        return None
    scores = [degree * signs[root] if root else 0.0 for degree, root in found]
    worded = sum(bool(root) for _, root in found)
    if worded < 2 or len(set(scores)) < len(scores):
        return None
    bare = {abs(score) for score in scores if score} == {_PLAIN}
    if bare and (len(labels) == 2 or not _PARTIES.isdisjoint(roots)):
        return None
    ranked = sorted(zip(labels, scores, strict=True), key=lambda pair: -pair[1])
    return [label for label, _ in ranked]


@lru_cache(maxsize=1 << 12)
def _words(label: str) -> str:
    """What a label says, brackets and an opening yes or no aside."""
    return _LEAD.sub("", fold(_BRACKETS.sub(" ", label)).rstrip(".。! "))


def _degree(words: str, beside: Sequence[str]) -> tuple[float, str] | None:
    """How much a label says, and of what; nothing of anything for the middle of a scale."""
    if _is_neutral(words) and not _is_graded(words, beside):
        return 0.0, ""
    return _worded_degree(words)


@lru_cache(maxsize=1 << 12)
def _is_neutral(words: str) -> bool:
    return bool(_NEUTRAL.fullmatch(words)) and not any(map(str.isdigit, words))


@lru_cache(maxsize=1 << 12)
def _worded_degree(words: str) -> tuple[float, str] | None:
    if not words or any(map(str.isdigit, words)):
        return None
    return _japanese(words) if _JAPANESE.search(words) else _english(words)


def _is_graded(words: str, beside: Sequence[str]) -> bool:
    """Whether others say more or less of a word that alone may be the middle, as 不適切 does."""
    return words in _GRADED and any(other != words and other.endswith(words) for other in beside)


@lru_cache(maxsize=1 << 12)
def _english(words: str) -> tuple[float, str] | None:
    if found := _PARTY.fullmatch(words):
        return (3.0 if found["strong"] else 1.0 if found["lean"] else _PLAIN), _PARTY_OF[found["of"]]
    if words.endswith(" not"):
        positive = _english(words.removesuffix(" not"))
        return (-positive[0], positive[1]) if positive else None
    if found := _AFTER.fullmatch(words):
        words = f"{found[2]} {found[1]}"
    if said := first(_NEGATIONS, words):
        return said[1], said[0][1]
    sign = 1.0
    if words.startswith("not "):
        sign, words = -1.0, words.removeprefix("not ")
    if said := first(_INTENSITIES, words):
        return sign * said[1], said[0][1].removeprefix("too ")
    words = words.removeprefix("too ")
    if len(words.split()) > 3:
        return None
    return sign * _PLAIN, words


@lru_cache(maxsize=1 << 12)
def _japanese(words: str) -> tuple[float, str] | None:
    if found := _NEVER.fullmatch(words):
        return NEVER, _root(found[1])
    if found := _HARD.fullmatch(words):
        easy = _japanese(f"{found[1]}やすい")
        return (-easy[0], easy[1]) if easy else None
    negative = bool(_JAPANESE_ENDS.search(words))
    if negative and (said := first(_JAPANESE_NOT, words)):
        return said[1], _root(said[0][1])
    degree = _PLAIN
    if said := first(_JAPANESE_DEGREES, words):
        degree, words = said[1], said[0][1]
    if len(words) > 12:
        return None
    return (-degree if negative else degree), _root(words)


def _root(words: str) -> str:
    """What a Japanese answer speaks of, without its ending; 〜 where it is nothing else, as している is."""
    stripped = _JAPANESE_ENDS.sub("", words)
    if stripped == words:
        stripped = _JAPANESE_TAILS.sub("", words)
    return stripped or DOING


@lru_cache(maxsize=1 << 12)
def _signs(roots: tuple[str, ...]) -> Mapping[str, float] | None:
    """Whether each root speaks for (1) or against (-1) what all speak of; None when they differ."""
    if not roots:
        return None
    if len(roots) == 1:
        return {roots[0]: 1.0}
    for much, little in _OPPOSED:
        if not _side(roots[0], much, little):
            continue
        signs = {root: _side(root, much, little) for root in roots}
        if all(signs.values()) and len(set(signs.values())) == 2:
            return signs
    first = min(roots, key=len)
    signs = {}
    for root in roots:
        if _alike(root, first):
            signs[root] = 1.0
        elif any(root.startswith(prefix) and _alike(root[len(prefix) :], first) for prefix in _PREFIXES):
            signs[root] = -1.0
        else:
            return None
    return signs


def _side(root: str, much: str, little: str) -> float:
    """1 for the one, -1 for the other, 0 for neither; endings do not matter."""
    if root.startswith(little):
        return -1.0
    return 1.0 if root.startswith(much) else 0.0


def _alike(one: str, other: str) -> bool:
    """Whether two roots are one word with different endings."""
    same = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        same += 1
    japanese = other[:1] > "\u3000"
    return same >= max(1 if japanese else 3, 0.6 * min(len(one), len(other)))
