"""What diagnosis says of weighting margins, and what to do about it, in English and Japanese.

A sentence is {language: template}; its braces are filled with names, labels
and numbers already written out.
"""

from __future__ import annotations

from collections.abc import Mapping

from survey.language.sentences import Texts

DIAGNOSES: Mapping[str, Texts] = {
    "shares": {
        "en": "the target shares of {margin!r} add up to {found}, not to 1",
        "ja": "「{margin}」の目標構成比の合計が1ではなく{found}",
    },
    "negative": {
        "en": "the margin {margin!r} wants a share below zero of {category!r}, {wanted}",
        "ja": "「{margin}」の「{category}」の目標が負（{wanted}）",
    },
    "empty": {
        "en": "the margin {margin!r} wants {wanted} of {category!r}, but no respondent with a weight "
        "gave that answer",
        "ja": "「{margin}」の「{category}」の目標は{wanted}だが、該当する回答者（ウエイト＞0）がいない",
    },
    "unwanted": {
        "en": "the margin {margin!r} wants nobody of {category!r}: {people} ({found} by design weight)",
        "ja": "「{margin}」の「{category}」の目標は0：回答者{n}人（設計ウエイトで{found}）",
    },
    "no_target": {
        "en": "{category!r} of {margin!r} has no target; {people} gave it ({found} by design weight)",
        "ja": "「{margin}」の「{category}」の{n}人（設計ウエイトで{found}）には目標がない",
    },
    "missing": {
        "en": "{people} without an answer to {margin!r} ({found} by design weight)",
        "ja": "「{margin}」に回答のない人が{n}人（設計ウエイトで{found}）",
    },
    "contradiction": {
        "en": "the margin {margin!r} wants {wanted} of {category!r}, and {other!r} implies {found}",
        "ja": "「{margin}」の「{category}」の目標は{wanted}だが、「{other}」からは{found}になる",
    },
    "stranded": {
        "en": "those in no category of {margin!r} are to keep their share, and none of them is in "
        "{category!r} of {other!r}: so the two cannot both be met",
        "ja": "「{margin}」の区分に入らない人の割合を保つと、「{other}」の「{category}」には"
        "そのような人がいないため、両方の目標は満たせない",
    },
    "uneven": {
        "en": "those in no category of {margin!r} are to keep their share, and of these {people} in "
        "{category!r} of {other!r} ({found} by design weight) come to stand for {wanted}: each counts "
        "for much",
        "ja": "「{margin}」の区分に入らない人の割合を保つと、「{other}」の「{category}」の{n}人"
        "（設計ウエイトで{found}）が{wanted}を代表し、一人の影響が大きい",
    },
    "rounding": {
        "en": "the margin {margin!r} wants {wanted} of {category!r} and {other!r} implies {found}: taken "
        "for rounding, {margin!r} was made to agree",
        "ja": "「{margin}」の「{category}」の目標{wanted}と「{other}」からの{found}の差は丸めとみなし、"
        "「{margin}」を合わせた",
    },
    "nested": {
        "en": "the margin {margin!r} says nothing that {other!r} does not say",
        "ja": "「{margin}」は「{other}」に含まれており、加わる情報がない",
    },
    "totals": {
        "en": "{margin!r} counts {wanted} people and {other!r} {found}; their shares are used",
        "ja": "「{margin}」の総数は{wanted}、「{other}」は{found}。構成比のみを用いる",
    },
    "tiny": {
        "en": "{category!r} of the margin {margin!r} has {people} ({found} by design weight) for "
        "{wanted} of the population: few, and each counts for much",
        "ja": "「{margin}」の「{category}」の回答者は{n}人（設計ウエイトで{found}）。"
        "母集団の{wanted}を代表し、一人の影響が大きい",
    },
}

MENDS: Mapping[str, Texts] = {
    "shares": {
        "en": "correct the targets; a category may be missing or given twice",
        "ja": "目標を確認する（区分の漏れ・重複）",
    },
    "negative": {"en": "correct the targets", "ja": "目標を確認する"},
    "merge": {
        "en": "merge it with {neighbour!r} ({people}) in the targets",
        "ja": "目標で「{neighbour}」（{n}人）と統合する",
    },
    "take_out": {
        "en": "take the category out of the targets, or the margin out of [weighting]",
        "ja": "目標からこの区分を、または[weighting]からこの集計軸を外す",
    },
    "unwanted": {
        "en": "they have no weight, and are left out of every base",
        "ja": "ウエイトは0となり、集計対象から除外",
    },
    "bucket": {
        "en": 'they keep their design-weighted share; missing = "exclude" leaves them out',
        "ja": '設計ウエイトでの構成比を保つ（missing = "exclude"で集計から除外）',
    },
    "stranded": {
        "en": 'set missing = "exclude" in [weighting], or take one of the two out of its margins',
        "ja": '[weighting]でmissing = "exclude"とするか、一方を外す',
    },
    "exclude": {"en": "they are left out of every base", "ja": "集計対象から除外"},
    "error": {
        "en": 'give every answer a target, or set missing = "bucket" in [weighting]',
        "ja": 'すべての区分に目標を与えるか、[weighting]でmissing = "bucket"とする',
    },
    "contradiction": {
        "en": "correct one of the two, or take one out of [weighting] margins",
        "ja": "どちらかの目標を直すか、[weighting]から一方を外す",
    },
}
