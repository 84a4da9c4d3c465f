"""Answers in Chinese and Korean that say how much by a word before them: 非常满意, 不太满意; 매우 그렇다."""

from __future__ import annotations

import re
from collections.abc import Sequence

from survey.reading.folding import fold
from survey.reading.scored import first, scored

LONGEST = 16
"""Characters beyond which an answer is no step of a scale."""
LEAST_MARKED = 2
"""Answers that must say how much."""
_KANA = re.compile(r"[\u3040-\u30ff]")
_HAN = re.compile(r"[\u3400-\u9fff/ ]+")
_HANGUL = re.compile(r"[가-힣/ ]+")
_PLAIN = 2.0
_CHINESE = scored(
    (
        r"一般|普通|中立|中等|尚可|[还還]可以|[无無]所[谓謂]|[说說]不清楚?|不好[说說]|都可以|[没沒]有?意[见見]",
        0.0,
    ),
    (r"(?:非常|十分|很|极其?|極其?|完全|一[点點]也|毫|根本|[强強]烈)(?:不|[没沒]|反对|反對).*", -3.0),
    (r"(?:比[较較]|[较較]|有[点點]|有些)(?:不|[没沒]|反对|反對).*", -1.5),
    (r"不(?:太|大|怎[么麼]|是很).+", -1.0),
    (r"(?:不|[没沒]|反对|反對).*", -2.0),
    (r"(?:非常|十分|很|极其?|極其?|完全|[强強]烈).+", 3.0),
    (r"(?:比[较較]|[较較]|基本上?|大致|有[点點]|有些|稍微).+", 1.5),
    form=r"^…\Z",
)
_KOREAN = scored(
    (r"보통.*|그저 ?그렇다|중립|반반.*|그대로.*", 0.0),
    (r"전혀 .*", -3.2),
    (r"(?:매우|아주|대단히|강하게|적극) ?(?:.*않.*|불.*|반대.*|잘못.*|못.*|나쁘.*|나빠.*|없.*)", -3.0),
    (r"(?:다소|약간|조금|대체로|어느 ?정도) ?(?:.*않.*|불.*|반대.*|잘못.*|못.*|나쁘.*|나빠.*|없.*)", -1.2),
    (r"별로 .*", -1.0),
    (r"(?:.*않.*|불.*|반대.*|잘못.*|못.*|나쁘.*|나빠.*|없.*)편.*", -1.4),
    (r".*않.*|불.*|반대.*|잘못.*|못.*|나쁘.*|나빠.*|없.*", -2.0),
    (r"(?:매우|아주|대단히|강하게|적극) ?.+", 3.0),
    (r"(?:다소|약간|조금|대체로|어느 ?정도) ?.+", 1.2),
    (r".+편.*", 1.4),
    form=r"^…\Z",
)
_MARKS = re.compile(
    r"非常|十分|很|极|極|完全|比[较較]|[较較]|不太|不大|不怎|매우|아주|대단히|강하게|적극|다소|약간|별로|전혀|편이"
)


def by_mark(labels: Sequence[str]) -> list[str] | None:
    """Labels from most to least of what they speak of; None unless all are steps and some say how much."""
    words = [fold(label) for label in labels]
    if any(len(said) > LONGEST or _KANA.search(said) for said in words):
        return None
    if sum(bool(_MARKS.match(said)) for said in words) < LEAST_MARKED:
        return None
    patterns = next(
        (
            each
            for script, each in ((_HAN, _CHINESE), (_HANGUL, _KOREAN))
            if all(map(script.fullmatch, words))
        ),
        None,
    )
    if patterns is None:
        return None
    degrees = [found[1] if (found := first(patterns, said)) else _PLAIN for said in words]
    if len(set(degrees)) < len(degrees) or not min(degrees) < 0 < max(degrees):
        return None
    return [label for _, label in sorted(zip(degrees, labels, strict=True), reverse=True)]
