"""Notes of the paper trail in Japanese: what rules say they did, and what a reader is warned of.

The rooms write their notes in English, with numbers and names filled in. Here
each such sentence stands beside its Japanese; what is in braces is carried
over. A sentence that is not here stays English.
"""

from __future__ import annotations

import re
from functools import cache

from survey.language import Language
from survey.language.told_reading import REMARKS

RULES = {
    "Numbers such as 99 and -1 stand apart from all others of a question; they are counted": (
        "99や-1のような数値が他の値から離れている（集計に含む）"
    ),
    "A cell equals a code, label or value of the codebook once width, case and spaces are set aside": (
        "全角・半角、大文字・小文字、空白の違いを除けば、コード表のコード・ラベル・値に一致するセル"
    ),
    "Several answers written in one cell are taken apart, when each part is an answer": (
        "1つのセルに書かれた複数の回答を、それぞれが選択肢である場合に分けた"
    ),
    "A date that Excel made of two answer codes is two answers again (1-5 had become 5 Jan)": (
        "Excelが日付に変えた2つの回答コードを元に戻した（1-5が1月5日になっていた）"
    ),
    "TRUE, 1, yes and はい are the answer yes of a yes-or-no question; FALSE, 0 and no are no": (
        "「はい・いいえ」の質問のTRUE・1・yes・はいは「はい」、FALSE・0・noは「いいえ」"
    ),
    "Numbers, words, days and TRUE or FALSE stand in one column; each is kept as it stands": (
        "1つの列に数値・文字・日付・TRUE/FALSEが混在（そのまま残した）"
    ),
    "“Other” with words glued to it, as その他（無所属）, is the answer other": (
        "「その他（無所属）」のように文字の付いた「その他」は、選択肢「その他」とする"
    ),
    "HTML entities are decoded once: R&amp;D is R&D": "HTMLの文字参照を戻した（R&amp;DはR&D）",
    "A number written with a unit, commas, full-width digits or “about” is the number": (
        "単位・桁区切り・全角数字・「約」の付いた数値は、その数値とする"
    ),
    "A range given for a number is its midpoint": "範囲で答えた数値は、その中央の値とする",
    "An amount given in place of a band belongs to the band that holds it": (
        "階級の代わりに金額を書いた回答は、その金額を含む階級とする"
    ),
    "Values between 0 and 1 stand among whole per cents; left as they are": (
        "整数の％のなかに0～1の値がある（そのまま残した）"
    ),
    "Where a question's cells show that commas are decimal, 1,5 is one and a half": (
        "コンマを小数点に用いている質問では、1,5は1.5とする"
    ),
    "1.000,50 among numbers written 1,000.50, or the reverse, is read by its own signs": (
        "1,000.50と書く数値のなかの1.000,50（またはその逆）は、それぞれの記号に従って読む"
    ),
    "Per cents written in several ways in one column (73, 73%, 0.73 shown as 73%) are one": (
        "1つの列でさまざまに書かれた％（73、73%、73%と表示された0.73）をそろえた"
    ),
    "A number written in kanji numerals (三十五, 千二百) is the number": (
        "漢数字（三十五、千二百）の数値は、その数値とする"
    ),
    "A day written in another way (Japanese era, full-width, spreadsheet serial) is that day": (
        "ほかの書き方（和暦、全角、シリアル値）の日付は、その日付とする"
    ),
    "A year of birth given as an age is the age in the year of the interview": (
        "年齢の欄に書かれた生年は、回答した年の年齢とする"
    ),
    "A day outside the fieldwork, or in another year than the rest; left as it is": (
        "調査期間外または年が異なる日付（そのまま残した）"
    ),
    "A day such as 03/04/2026 that could be either of two is set aside": (
        "03/04/2026のように2通りに読める日付を保留した"
    ),
    "A year of the Buddhist era (2569) is the year 543 years before (2026)": (
        "仏暦の年（2569年）は543年前の年（2026年）とする"
    ),
    "A day that the calendar or the Japanese era does not have is set aside": (
        "暦や元号にない日付を保留した"
    ),
    "Days are written in several ways in one column; each is read by its own": (
        "1つの列で日付の書き方が異なる（それぞれの書き方で読んだ）"
    ),
    "Spaces before and after an id, a stratum or a sampling point are taken off": (
        "回答者番号・層・地点の前後の空白を除いた"
    ),
    "Leading zeros that a spreadsheet took from an id are put back": (
        "表計算ソフトで消えた番号の先頭の0を戻した"
    ),
    "Set aside: the value fits no answer, or the number is out of range": (
        "保留：選択肢にない値、または範囲外の数値"
    ),
    "A cell of nothing but spaces, or a spreadsheet error, is blank": (
        "空白だけのセル、エラー値のセルは空欄とする"
    ),
    "An exclusive answer ticked beside others: settled by the plan's `exclusive`": (
        "他と同時に選べない選択肢が他と同時に選ばれた（計画の`exclusive`に従う）"
    ),
    "A cell that holds a spreadsheet error (#N/A, #DIV/0!) is no answer, but missing": (
        "エラー値（#N/A、#DIV/0!）のセルは回答ではなく欠損とする"
    ),
    "Answered though the filter says the question was not asked: taken as not asked": (
        "質問対象でないのに回答があった（非該当とした）"
    ),
    "Left empty by those whom the filter says were not asked: not asked, no missing answer": (
        "質問対象でない人の空欄（無回答ではなく非該当とした）"
    ),
    "A filter that names a question without a column is not applied": (
        "列のない質問を条件とする対象条件は適用しない"
    ),
    "Left empty by those whom the filter says were asked: blank, and told apart from not asked": (
        "質問対象の人の空欄（非該当と区別した）"
    ),
    "A scale coded backwards for some respondents is turned round, by the plan's `reverse`": (
        "一部の回答者で逆順にコードされた尺度を反転した（計画の`reverse`）"
    ),
    "A question made from another one, by the plan's `derive`": "他の質問から作った質問（計画の`derive`）",
    "An answer that no part of a derivation covers is blank in the derived question": (
        "派生の定義に当てはまらない回答は、派生した質問では空欄とする"
    ),
    "Respondents who share an id; removed only by the plan's `duplicates`": (
        "番号の重複する回答者（除外は計画の`duplicates`のみによる）"
    ),
    "The same answer to every item of a grid of three or more; flagged, never changed": (
        "3項目以上のグリッドの全項目に同じ回答（指摘のみ）"
    ),
    "Interviews much shorter than the median of their mode; flagged, never changed": (
        "同じ回答方法の中央値より極端に短い回答時間（指摘のみ）"
    ),
    "Nothing answered from some question on to the end; flagged, never changed": (
        "途中の質問から最後まで無回答（指摘のみ）"
    ),
    "The same answers throughout under another id, where chance makes no such pair; flagged, never changed": (
        "番号が異なるのに全問が同じ回答（偶然では生じない場合。指摘のみ）"
    ),
    "Another answer to an attention check than the plan's; flagged, never changed": (
        "注意確認の質問に計画と異なる回答（指摘のみ）"
    ),
    "What the plan's `clean.flag` calls implausible; flagged, never changed": (
        "計画の`clean.flag`が不自然とする回答（指摘のみ）"
    ),
    "Cells that hold nothing but the word test; flagged, never changed": "「テスト」だけのセル（指摘のみ）",
    "The only respondent with some answer, in a file that holds personal data; flagged, never changed": (
        "個人情報を含むファイルで、ある回答をした唯一の回答者（指摘のみ）"
    ),
    "Respondents removed by a line of the plan's `clean.remove`": "計画の`clean.remove`による除外",
    "All but the most complete, then earliest, of the rows that share an id are removed": (
        "番号の重複する行は、回答の最も多い行（同数なら最初の行）を残して除外"
    ),
    "A line of the plan's `clean.remove` that fits nobody is told": (
        "誰も当てはまらない`clean.remove`の行を知らせる"
    ),
    "Flagged respondents removed by the plan's `drop_flagged`": (
        "計画の`drop_flagged`による指摘回答者の除外"
    ),
    "Rows that Qualtrics recorded as a preview or a test leave; the plan's `previews` keeps them": (
        "Qualtricsがプレビューまたはテストと記録した行は除外（計画の`previews`で残せる）"
    ),
    "Interviews that Qualtrics recorded as not finished leave; the plan's `unfinished` keeps them": (
        "Qualtricsが未完了と記録した回答は除外（計画の`unfinished`で残せる）"
    ),
    "Rows in = rows kept + rows removed, by reason": "入力の行数＝有効＋除外（理由別）",
}
"""What each rule of cleaning does, {English: Japanese}."""

NOTES = {
    "duplicate id": "番号の重複",
    "preview or test": "プレビューまたはテスト",
    "not finished": "未完了の回答",
    "{n} rows removed: preview or test ({q}, as Qualtrics recorded)": (
        "{n}行を除外：プレビューまたはテスト（{q}列、Qualtricsの記録）"
    ),
    "{n} rows removed: not finished ({q}, as Qualtrics recorded)": (
        "{n}行を除外：未完了の回答（{q}列、Qualtricsの記録）"
    ),
    "{n} rows that Qualtrics recorded as preview or test (column {q}) were left out; "
    'previews = "keep" under [clean] keeps them': (
        "Qualtricsがプレビューまたはテストと記録した{n}行（{q}列）を除外した（[clean]のprevie"
        'ws = "keep"で残せる）'
    ),
    "{n} rows that Qualtrics recorded as not finished (column {q}) were left out; "
    'unfinished = "keep" under [clean] keeps them': (
        'Qualtricsが未完了と記録した{n}行（{q}列）を除外した（[clean]のunfinished = "keep"で残せる）'
    ),
    "{n} rows that Qualtrics recorded as preview or test (column {q}) are kept by the plan": (
        "Qualtricsがプレビューまたはテストと記録した{n}行（{q}列）は、計画により有効とした"
    ),
    "{n} rows that Qualtrics recorded as not finished (column {q}) are kept by the plan": (
        "Qualtricsが未完了と記録した{n}行（{q}列）は、計画により有効とした"
    ),
    "{n} of {all} rows are previews, tests or not finished, as Qualtrics recorded; all are kept, since less "
    "than half would be left; a line under [[clean.remove]] removes them": (
        "Qualtricsの記録では{all}行のうち{n}行がプレビュー、テストまたは未完了。除くと半数に満たないた"
        "め、すべて有効とした（除くには[[clean.remove]]に書く）"
    ),
    "{q}: {n} days in {year} are outside the fieldwork; left": (
        "{q}：調査期間外の日付が{n}件（{year}年、そのまま残した）"
    ),
    "{q}: {n} values between 0 and 1 stand among whole per cents; left": (
        "{q}：整数の％のなかに0～1の値が{n}件（そのまま残した）"
    ),
    "{q}: {n} respondents gave one and the same answer to all {k} items; kept, for such answers may be "
    "sincere": ("{q}：{k}項目すべてに同じ回答をした人が{n}人（本心の場合もあるため有効とした）"),
    "{n} respondents left the last {k} or more of {all} questions open; kept": (
        "全{all}問のうち最後の{k}問以上が無回答の人が{n}人（有効とした）"
    ),
    "{n} cells in {k} questions hold values that fit no answer; they were set aside and stand on the "
    "sheet Cleaning": ("{k}問の{n}セルに選択肢にない値があり、保留した（「データ整備」シートに記載）"),
    "{n} respondent(s), under the base of {least}: every share is for reference only, without marks": (
        "回答者{n}人は基数{least}に満たないため、割合はすべて参考値で、記号を付けない"
    ),
    "{n} columns were read by detection, without a codebook; the sheet How this file was read gives "
    "the evidence for each, and the line that overrides it": (
        "コード表がないため、{n}列を自動判定で読み取った（根拠と変更の方法は「ファイルの読み取り」シ"
        "ートに記載）"
    ),
    '{n} rows share {k} respondent ids; all are kept ([clean] duplicates = "keep_most_complete" keeps '
    "one of each)": (
        '回答者番号{k}個が{n}行で重複（すべて有効とした。[clean] duplicates = "keep_most_complete"で1'
        "行ずつ残す）"
    ),
    "{n} interviews took less than {p}% of the median {time}; kept": (
        "回答時間が中央値の{p}％未満の人が{n}人（{time}、有効とした）"
    ),
    "{n} failed the attention check {q}; kept": (
        "注意確認の質問{q}に不適切な回答をした人が{n}人（有効とした）"
    ),
    "{n} respondents flagged: {reason}; kept": "指摘した回答者{n}人：{reason}（有効とした）",
    "{n} rows hold a cell that says test; kept": "「テスト」と書かれたセルのある行が{n}行（有効とした）",
    "{n} respondents have the same answers to all {k} questions as another id; kept": (
        "別の番号と{k}問すべての回答が同じ人が{n}人（有効とした）"
    ),
    "{n} respondents are the only ones with some answer to {q}, and the file holds personal data: such "
    "an answer may point to a person; merge it with others before publishing": (
        "{q}に唯一の回答をした人が{n}人おり、ファイルは個人情報を含む。個人の特定につながり得るため、"
        "公表前に他の回答と統合"
    ),
    "{q}: {n} were asked and left it blank": "{q}：質問対象で空欄の人が{n}人",
    "{q}: {n} filled in though not asked; left": (
        "{q}：質問対象でないのに記入した人が{n}人（そのまま残した）"
    ),
    "{q}: the filter names {others}, which has no column; not applied": (
        "{q}：対象条件にある{others}の列がないため、条件を適用しない"
    ),
    "{q}: {n} ticked an answer that excludes others beside others; left": (
        "{q}：他と同時に選べない選択肢を他と同時に選んだ人が{n}人（そのまま残した）"
    ),
    "An exclusive answer was ticked beside others: the others are kept": (
        "他と同時に選べない選択肢が他と同時に選ばれた：他の回答を残した"
    ),
    "An exclusive answer was ticked beside others: the exclusive one is kept": (
        "他と同時に選べない選択肢が他と同時に選ばれた：その選択肢だけを残した"
    ),
    "Scale turned round where {where}: {reason}": "{where}の人の尺度を反転した：{reason}",
    "Scale turned round where {where}": "{where}の人の尺度を反転した",
    "{q}: made from {source}": "{q}：{source}から作成",
    "{q}: {n} answers to {source} belong to no part of it; blank": (
        "{q}：{source}の回答{n}件はどの区分にも入らない（空欄とした）"
    ),
    "set aside: outside {range}": "保留：{range}の範囲外",
    "set aside: the value fits no answer": "保留：選択肢にない値",
    "turned off by the plan: {rule}": "計画により適用せず：{rule}",
    "removed nobody: {reason}": "除外の該当者なし：{reason}",
    "{n} rows removed: {reason}": "{n}行を除外：{reason}",
    "{n} respondents without a design weight take their stratum's mean": (
        "設計ウエイトのない{n}人には、その層の平均を用いた"
    ),
    "{n} respondents with a design weight of zero are in no base": (
        "設計ウエイトが0の{n}人は集計対象に含まない"
    ),
    "{n} respondents are in no target category of '{margin}'; they keep their design-weighted share of "
    "{share}%": ("「{margin}」の目標のどの区分にも入らない{n}人は、設計ウエイトでの構成比{share}％を保つ"),
    "weighted ({method}) to {margins} in {k} steps, largest error {error}; weights from {low} to "
    "{high}, design effect of weighting {effect}, effective base {base}": (
        "{margins}に合わせてウエイト付け（{method}、反復{k}回、最大の差{error}）。ウエイト{low}～{hig"
        "h}、ウエイトのデザイン効果{effect}、有効標本サイズ{base}"
    ),
    "text file, read in the encoding {encoding}: {why}": "テキストファイル、文字コード{encoding}：{why}",
    "fields are cut at each {mark}: {why}": "区切り文字は{mark}：{why}",
    "numbers have a decimal comma: 1,5 is read as 1.5": "小数点がコンマ：1,5は1.5とする",
    "the file is called {suffix} but is {kind} ({own}), and was read as such": (
        "ファイル名は{suffix}だが中身は{kind}（{own}）であり、そのように読んだ"
    ),
    "not completed: {n} interviews, by column {column}; kept, "
    "for only a line under [[clean.remove]] removes": (
        "列{column}によれば{n}票は回答が完了していない（残した。除くには[[clean.remove]]に書く）"
    ),
    "previews or tests: {n} interviews, by column {column}; kept, "
    "for only a line under [[clean.remove]] removes": (
        "列{column}によれば{n}票はプレビューまたはテスト（残した。除くには[[clean.remove]]に書く）"
    ),
    "the workbook has links to other files or databases; none was followed, "
    "the values saved in it were read": (
        "ブックに外部ファイルやデータベースへのリンクがある（参照せず、保存された値を読んだ）"
    ),
    "[tables] filter is of the tables only: the {others} of this plan are of all respondents": (
        "[tables] filterは集計表のみに適用：この計画の{others}は全回答者による"
    ),
    "the file looks like an export of {platform}: {evidence}; header_rows = [{rows}] under [data] in "
    "survey.toml says otherwise where this is wrong": (
        "{platform}の出力とみた（{evidence}）。違う場合はsurvey.tomlの[data]に"
        "header_rows = [{rows}]を書いて改める"
    ),
    **REMARKS,
}
"""What notes say of this file, {English: Japanese}; what is in braces is carried over."""


def told(text: str, language: Language) -> str:
    """A note's text in the language, or as it was written where no translation is known."""
    if language == "en":
        return one_of_them(text)
    if text in RULES:
        return RULES[text]
    if found := _ALSO.fullmatch(text):
        return f"{told(found['first'], language)}。ほか{found['n']}問も同様（{found['listed']}）"
    for pattern, translation in _patterns():
        found = pattern.fullmatch(text)
        if found is not None:
            parts = found.groupdict()
            return translation.format(**{name: _carried(name, part) for name, part in parts.items()})
    return text


LIKEWISE = "; likewise in {n} other questions: {listed}"
"""What follows a warning of one question that holds of others too."""
_ALSO = re.compile(r"(?P<first>.+); likewise in (?P<n>\d+) other questions: (?P<listed>.+)", re.DOTALL)


def one_of_them(text: str) -> str:
    """English about one thing, where a note counts `1 rows`."""
    said = _ONE.sub(lambda found: f"1 {found[1]}{_SINGULAR.get(found[2] or '', found[2] or '')}", text)
    return said if said == text else _OF_ONE.sub(lambda found: _SINGULAR[found[0]], said, count=1)


def value_told(text: str, language: Language) -> str:
    """A changed value in the language, where it says that it stands for others too."""
    if language == "ja":
        for pattern, words in _OTHERS:
            text = pattern.sub(words, text)
    return text


_SINGULAR = {
    " are": " is",
    " were": " was",
    " have": " has",
    " share": " shares",
    " hold": " holds",
    " belong": " belongs",
    " were left out": " was left out",
    " are kept by": " is kept by",
}
_ONE = re.compile(
    r"(?<![\d,.])1 (row|respondent|cell|value|day|column|interview|answer)s\b"
    r"( (?:are|were|have|share|hold|belong)\b)?"
)
_OF_ONE = re.compile(r" (?:were left out|are kept by)\b")
_OTHERS = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r" and others, joined by space$", "ほか（区切り：空白）"),
        (r" and others, joined by (.+)$", r"ほか（区切り：\1）"),
        (r" and others, circled digits$", "ほか（丸数字）"),
        (r" and others$", "ほか"),
    )
)


def _carried(name: str, part: str) -> str:
    """What was filled in: rules and evidence in words, a run of questions with a dash, else as it stands."""
    if name in ("platform", "evidence"):
        return told(part, "ja")
    return part.replace(" to ", "～") if name in ("q", "range") else RULES.get(part, part)


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The sentences of `NOTES` as patterns, numbers narrower than names."""
    return tuple((re.compile(_pattern(english)), japanese) for english, japanese in NOTES.items())


def _pattern(template: str) -> str:
    parts = re.split(r"\{(\w+)\}", template)
    holes = {"n": r"[\d,]+", "k": r"[\d,]+", "all": r"[\d,]+", "year": r"\d+"}
    literal = [
        re.escape(part) if i % 2 == 0 else f"(?P<{part}>{holes.get(part, '.+?')})"
        for i, part in enumerate(parts)
    ]
    return "".join(literal).replace(re.escape("(s)"), r"(?:\(s\)|s)?")
