"""Kinds and roles of questions and answers as the sheets name them, English beside Japanese."""

from __future__ import annotations

from survey.language import Language

KINDS: dict[str, tuple[str, str]] = {
    "single": ("single answer", "単一回答"),
    "multiple": ("several answers", "複数回答"),
    "scale": ("scale", "尺度"),
    "numeric": ("number", "数値"),
    "date": ("date", "日付"),
    "text": ("text", "文字"),
    "question": ("question", "質問"),
    "id": ("respondent id", "回答者番号"),
    "weight": ("weight", "ウエイト"),
    "stratum": ("stratum", "層"),
    "psu": ("sampling point", "地点"),
    "fpc": ("finite population", "有限母集団"),
    "banner": ("banner", "集計軸"),
    "screener": ("screener", "対象者の判定"),
    "quality": ("quality", "品質確認"),
    "pii": ("personal data", "個人情報"),
    "drop": ("left out", "対象外"),
    "left out": ("left out", "対象外"),
    "substantive": ("answer", "回答"),
    "dont_know": ("don’t know", "わからない"),
    "refused": ("refused", "回答拒否"),
    "no_answer": ("no answer", "無回答"),
    "not_asked": ("not asked", "非該当"),
    "net": ("net", "計"),
}
"""{the codebook's word: (English, Japanese)}."""


def kind_in_words(kind: str, language: Language) -> str:
    """A kind or role as a reader would say it; what is not known stays as it is."""
    english, japanese = KINDS.get(kind, (kind, kind))
    return japanese if language == "ja" else english
