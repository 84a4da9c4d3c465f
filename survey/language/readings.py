"""What is said of how columns were read: kinds, confidence, and the evidence in Japanese.

Evidence is written in English where it is found, for logs and notebooks; here
its phrases have their Japanese. A phrase that is not known stays English.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from survey.language.kinds import kind_in_words
from survey.language.workbook import Both, Spoken


class ReadingWords(Spoken):
    """The words of the sheet How this file was read."""

    lead = Both(
        "How each column was understood, on what evidence, and the line that overrules it.",
        "各列の解釈とその根拠、および解釈を変える方法。",
    )
    columns = Both("Columns", "各列の解釈")
    guessed = Both(
        "{guesses} were guessed, since neither codebook nor plan describes them; {doubtful} on thin evidence "
        "(confidence low), which should be looked at first.",
        "{guesses}件はコード表にも計画にも記載がなく、推定した。うち{doubtful}件は根拠が弱い（確度「低」）。"
        "まずこれらを確かめること。",
    )
    nothing_guessed = Both(
        "Nothing had to be guessed: the codebook, or the plan, describes every column.",
        "推定した事項はない（すべての列がコード表または計画に記載されている）。",
    )
    how = Both(
        "A line of the last column, pasted under [data.questions] in survey.toml, says what was read: change "
        "what is wrong in it. survey init drafts a codebook to correct, with all answers in their order.",
        "最後の列の行をsurvey.tomlの[data.questions]の下に貼り付け、誤りを直すと解釈が変わる。"
        "選択肢やその順序まで直すには、survey initでコード表の下書きを作る。",
    )
    confidence = Both("Confidence", "確度")

    def kind_of(self, kind: str) -> str:
        """A kind of question, or a role with its kind in brackets."""
        return re.sub(r"[a-z]+( out)?", lambda found: kind_in_words(found[0], self.language), kind)

    def confidence_of(self, confidence: str) -> str:
        """How sure a reading is."""
        return confidence if self.language == "en" else _CONFIDENCE[confidence]

    def evidence_of(self, evidence: str) -> str:
        """The evidence of a reading."""
        if self.language == "en":
            return evidence
        for pattern, words in _EVIDENCE:
            evidence = pattern.sub(words, evidence)
        return evidence


_CONFIDENCE: Mapping[str, str] = {"stated": "記載", "high": "高", "medium": "中", "low": "低"}
_ORDERS = {
    "a known scale": "既知の尺度",
    "bands by their numbers": "階級の数値",
    "codes ascending": "コードの昇順",
    "as first seen": "出現順",
    "yes, no": "はい・いいえ",
    "of one": "（1種類のみ）",
}
_EVIDENCE: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"^codebook, (?:sheet )?'?([^',]+)'?, row (\d+)$", r"コード表「\1」\2行目"),
        (r"^codebook(?=$|, )", "コード表"),
        (r"^survey\.toml, \[data\.questions\]$", "survey.tomlの[data.questions]"),
        (r"^no row of the codebook$", "コード表に行がない"),
        (r"^replicate weight, by the plan$", "計画により反復ウエイト"),
        (r"^no cell holds anything$", "すべて空欄"),
        (r"the header names personal data", "見出しが個人情報を示す"),
        (r"the cells are e-mail addresses", "セルがメールアドレス"),
        (r"the cells are network addresses", "セルがIPアドレス"),
        (r"the cells are telephone numbers", "セルが電話番号"),
        (r"the cells are coordinates", "セルが緯度・経度"),
        (r"; kept out of the report", "。報告には出さない"),
        (r"the header is one that survey platforms add", "調査システムが付ける見出し"),
        (r"the cells are time stamps", "セルが日時"),
        (r"the cells are dates", "セルが日付"),
        (
            r"(\d+%) of the cells are days, written in words or as serials",
            r"セルの\1が日付（文字またはシリアル値）",
        ),
        (
            r"the header says weight; (\d+) different values from (\S+) to (\S+), none negative, mean (\S+)",
            r"見出しがウエイトを示す。\1種類の値（\2〜\3）、負の値なし、平均\4",
        ),
        (r"the header names an id, and every value is different", "見出しが番号を示し、値がすべて異なる"),
        (r"whole numbers that run on, every one different", "連続した整数で、すべて異なる"),
        (r"every value is a different machine-made key", "機械的な識別子で、すべて異なる"),
        (r"long whole numbers, every one different", "桁数の多い整数で、すべて異なる"),
        (r"the columns beside it hold the same answers one by one", "隣の列に同じ回答が1つずつ入っている"),
        (
            r"cells hold several answers with (.+?) between them: (\d+) options",
            r"1つのセルに複数の回答（区切り：\1）。選択肢\2個",
        ),
        (r"; (\d+) rarer ones are people's own words", r"。まれな\1種類は自由記述とした"),
        (
            r"(\d+) neighbouring columns share their header and hold 0 and 1",
            r"見出しが共通の隣り合う\1列に0と1",
        ),
        (
            r"(\d+) neighbouring columns share their header and hold one value or nothing",
            r"見出しが共通の隣り合う\1列に1種類の値または空欄",
        ),
        (
            r"(\d+) neighbouring columns share their header and say ticked or not",
            r"見出しが共通の隣り合う\1列に選択・非選択",
        ),
        (r"; (\d+) beside them hold people's own words", r"。隣の\1列は自由記述"),
        (
            r"(\d+) neighbouring columns share their header and (\d+) answers",
            r"隣り合う\1列の見出しと\2個の選択肢が共通",
        ),
        (r"(\d+) different numbers from (\S+) to ([^\s,:;]+)", r"\1種類の数値（\2〜\3）"),
        (r", and (\d+) texts", r"と\1種類の文字列"),
        (r", not all whole", "。整数以外を含む"),
        (r", and the header speaks of a rating", "。見出しが評点を示す"),
        (r", and the header asks for a quantity", "。見出しが量を尋ねている"),
        (r": taken for codes of answers", "。選択肢の番号とみなした"),
        (r"(\d+) different answers among (\d[\d,]*\d|\d)", r"\2件に\1種類の回答"),
        (r", and the header asks for people's own words", "。見出しが自由記述を求めている"),
        (r", nearly all of them numbers", "。ほとんどが数値"),
        (r", mean length (\d+) characters", r"。平均\1文字"),
        (
            r"; (\d+) of them make (\d+%), the rest are people's own words and were put together",
            r"。うち\1種類で\2を占め、残りは自由記述としてまとめた",
        ),
        (r"; in the order of (a known scale|bands by their numbers)", r"。並び順は\1"),
        (r"; in the order of degrees of one thing", "。並び順は程度"),
        (r"; in the order of levels of schooling", "。並び順は学歴"),
        (r"; in the order of how often they say", "。並び順は頻度"),
        (r"; in the order of how many they say", "。並び順は数"),
        (r"; in the order of the numbers before them", "。並び順は先頭の番号"),
        (
            r"(\d+) neighbouring columns share their header and hold 1 and -1 alone: taken for ticked and "
            r"not ticked",
            r"見出しが共通の隣り合う\1列に1と-1のみ。選択・非選択とみなした",
        ),
        (
            r"(\d+) neighbouring columns are headed by options and hold one value or nothing",
            r"選択肢を見出しとする隣り合う\1列に1種類の値または空欄",
        ),
        (
            r"(\d+) columns are headed by options and tick what column (.+) names",
            r"選択肢を見出しとする\1列に、列\2の回答が1つずつ示されている",
        ),
        (
            r"the header ends like an id, and every whole number is different",
            "見出しが番号の形で終わり、整数がすべて異なる",
        ),
        (
            r"the header names an id, though some of its values repeat",
            "見出しが番号を示す（値の一部は重複）",
        ),
        (
            r"; order (a known scale|bands by their numbers|codes ascending|as first seen|yes, no|of one)",
            r"。並び順は\1",
        ),
        (r"^yes or no, written as ", "はい・いいえ。書き方は"),
        (r"^all cells are numbers, though not all written alike: ", "すべて数値だが書き方が異なる："),
        (r"([\d,]+) bare\b", r"数字のみ\1件"),
        (r"([\d,]+) formatted as per cents", r"％の書式\1件"),
        (r"([\d,]+) with a currency", r"通貨記号付き\1件"),
        (r"([\d,]+) with digits in groups", r"桁区切り\1件"),
        (r"([\d,]+) with a decimal comma", r"小数点がコンマ\1件"),
        (r"([\d,]+) between 0 and 1", r"0〜1の値\1件"),
        (r"([\d,]+) with (%|[^\s,;]{1,12})(?=,|;|$)", r"「\2」付き\1件"),
        (r"; (.+) is a reason for giving none$", r"。\1は答えない理由"),
        (r"; (\d+) of the answers are (.+) with words glued to it", r"。うち\1種類は「\2」に言葉が続くもの"),
        *((f"(?<=並び順は){re.escape(english)}", japanese) for english, japanese in _ORDERS.items()),
    )
)
