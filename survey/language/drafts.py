"""What the drafts of `survey init` say to whoever corrects them: comments of the codebook and of the plan."""

from __future__ import annotations

from survey.language.workbook import Both, Spoken


class DraftWords(Spoken):
    """The words of the drafts."""

    def comment(self, column: str) -> str:
        """What a column of a sheet is for, `survey.role`; empty where its name says it."""
        text = _COMMENTS.get(column)
        return "" if text is None else text[0 if self.language == "en" else 1]

    guide_name = Both("Read me", "説明")
    guide = Both(
        "Draft of the codebook for {file}, as it was understood from its cells. Nothing changes until a "
        "cell is changed; correct what is wrong, save, and run survey analyze again.\n"
        "Rows in orange are guesses on thin evidence: look at them first.\n"
        "survey: one row per question. choices: one row per answer, in the order of the tables.\n"
        "To take a column out of the report, write drop as its role, or delete its row.\n"
        "To make numbers of codes, or codes of numbers, change the type: integer, decimal, select_one LIST, "
        "select_multiple LIST, text, date. A select_one without a list takes its answers from the cells.\n"
        "targets: shares of the population to weight to; settings: sheet and header rows of the data, and "
        "texts that mean an empty cell.",
        "{file}の回答から読み取った内容をコード表の形にした下書き。このままなら結果は変わらない。"
        "誤りを直して保存し、もう一度survey analyzeを実行する。\n"
        "橙色の行は根拠が弱い推定。まずここを確かめる。\n"
        "survey：1行が1つの質問。choices：1行が1つの選択肢で、表の並び順のとおり。\n"
        "列を報告から除くには、roleにdropと書くか、その行を削除する。\n"
        "番号を数値に（またはその逆に）変えるにはtypeを直す：integer、decimal、select_one リスト名、"
        "select_multiple リスト名、text、date。リスト名のないselect_oneは回答から選択肢を作る。\n"
        "targets：ウエイトの基準とする母集団の構成比。settings：データのシートと見出し行、"
        "空欄とみなす文字列。",
    )
    targets = Both(
        "Shares of the population to weight to: name of a question, code of an answer, share. Fill in and "
        "the next analysis weights to them.",
        "ウエイトの基準とする母集団の構成比：質問の名前（name）、選択肢のコード、構成比。"
        "記入すると、次の集計からこの構成比に合わせる。",
    )

    plan_head = Both(
        "Draft of the plan for {file}, written by `survey init`. As it stands it changes nothing: "
        "take away the # of a line to decide something. An unknown key is refused.",
        "{file}の計画の下書き（`survey init`が作成）。このままなら結果は変わらない。"
        "行頭の#を外すと、その行の指定が有効になる。未知のキーは受け付けない。",
    )
    plan_codebook = Both(
        "What each column is, and what answers mean, is in {codebook}; correct it there.",
        "各列の意味と選択肢は{codebook}にある。訂正はそちらで行う。",
    )
    plan_study = Both(
        "What a reader must be told before believing a number; left out, it is printed as NOT STATED.",
        "数値を読む前に読者が知るべきこと。書かなければ「記載なし」と印刷される。",
    )
    plan_data = Both(
        "The files this plan is for; and where in them the respondents stand, if that was misread.",
        "この計画の対象ファイル。データの位置が誤って読まれた場合は、シートと見出し行を指定する。",
    )
    plan_clean = Both(
        "Nothing is removed without a line here. Respondents with one id twice: keep the most complete.",
        "ここに書かない限り、回答者は除かれない。同じ番号の回答者が複数いる場合の扱い。",
    )
    plan_qualtrics = Both(
        "But for rows that Qualtrics recorded as a preview, a test or not finished; they leave unasked.",
        "ただし、Qualtricsがプレビュー、テスト、未完了と記録した行は、次の行がなければ除かれる。",
    )
    plan_design = Both(
        "How the respondents were drawn, by names of questions. Without a line: as a simple random sample.",
        "標本の抽出方法。質問の名前（name）で書く。書かなければ単純無作為抽出とみなす。",
    )
    plan_weights = Both("looks like a weight", "ウエイトと思われる列")
    plan_weighting = Both(
        "Targets come from the sheet `targets` of the codebook, or from [[target]] here.",
        "母集団の構成比はコード表のtargetsシート、またはここの[[target]]に書く。",
    )
    plan_tables = Both(
        "Questions that head the columns of every table; without them there are totals only.",
        "すべての表の列に置く質問（表頭）。書かなければ合計だけの表になる。",
    )
    plan_questions = Both(
        "A line here overrules the codebook and every guess. Those below rest on thin evidence: "
        "take away the # and change what is wrong.",
        "ここの行は、コード表や推定より優先される。以下は根拠が弱い推定。#を外して誤りを直す。",
    )


_COMMENTS: dict[str, tuple[str, str]] = {
    "survey.type": (
        "select_one LIST, select_multiple LIST (or_other: whatever says no other answer is “other”), "
        "integer, decimal, text, date; begin_group and end_group hold the items of a grid together",
        "select_one リスト名、select_multiple リスト名（or_other：どの選択肢でもない回答は「その他」）、"
        "integer、decimal、text、date。begin_group〜end_groupは一組の質問（マトリクス）",
    ),
    "survey.name": ("The short name: for the plan, and in results.csv", "短い名前。計画やresults.csvで使う"),
    "survey.label": ("What tables call it", "表に出る題"),
    "survey.column": (
        "Header in the data, or $F for its letters; first:last for neighbours, with ; between others",
        "データの見出し。$Fは列の記号。連続する列は「最初:最後」、離れた列は;で区切る",
    ),
    "survey.role": (
        "Blank: a question. id, weight, stratum, psu, fpc; banner, screener; quality; pii (personal data, "
        "kept out); drop",
        "空欄は質問。id（番号）、weight（ウエイト）、stratum（層）、psu（地点）、fpc、banner（表頭）、"
        "screener、quality、pii（個人情報、報告に出さない）、drop（除く）",
    ),
    "survey.scale": (
        "ordinal: its answers stand in an order, so that upper and lower ones can be reported together",
        "ordinal：選択肢に順序がある。nominal：順序がない",
    ),
    "survey.unit": ("Of numbers", "数値の単位"),
    "survey.low": ("The lowest number that can be right; lower ones are set aside", "ありうる最小値"),
    "survey.high": ("The highest number that can be right", "ありうる最大値"),
    "survey.separator": (
        'What stands between answers in one cell: ; newline space ", "',
        '1つのセルに複数の回答がある場合の区切り：; newline space ", "',
    ),
    "survey.relevant": (
        "Who was asked: ${q1} = '2', selected(${q3}, 'a'); blank: everyone",
        "質問の対象：${q1} = '2'、selected(${q3}, 'a')。空欄は全員",
    ),
    "survey.wording": ("The full text, where the label is shorter", "質問文（題より長い場合）"),
    "survey.read as": ("For your eyes: the column's letters and what it was taken for", "参考：列と解釈"),
    "survey.confidence": ("For your eyes: stated, high, medium or low", "参考：確からしさ"),
    "survey.evidence": ("For your eyes: what told so", "参考：根拠"),
    "choices.list_name": ("The list that a type names", "typeが指すリスト名"),
    "choices.name": ("The answer's code", "選択肢のコード"),
    "choices.label": ("What tables call it", "表に出る名前"),
    "choices.value": (
        'What else the cells say for it, with ; between; "…" keeps spaces and semicolons',
        '同じ意味のセルの書き方。;で区切る。空白や;を含むものは"…"で囲む',
    ),
    "choices.score": ("What it counts for in a mean", "平均に使う点数"),
    "choices.missing": (
        "dont_know, refused, no_answer, not_asked; blank: an answer like others",
        "dont_know（わからない）、refused（拒否）、no_answer（無回答）、not_asked（非該当）。空欄は通常の回答",
    ),
    "choices.exclusive": ("yes: cannot stand beside another answer", "yes：他の回答と同時に選べない"),
    "choices.cells": ("For your eyes: how many gave it", "参考：回答数"),
    "settings.data_sheet": ("The sheet with the respondents", "回答者のシート"),
    "settings.header_rows": ("Header rows, as Excel counts; 2;3 for two", "見出し行の番号。2行なら2;3"),
    "settings.missing": ("Codes that are no answer in every list: -1;99=refused", "全リスト共通の欠損コード"),
    "settings.blank": ("Texts that mean an empty cell", "空欄とみなす文字列"),
    "settings.default_language": (
        "Language of the labels, e.g. English (en)",
        "ラベルの言語。例：日本語 (ja)",
    ),
}
