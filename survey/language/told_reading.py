"""What reading says of a file, and what is taken for granted without a plan, in Japanese.

`(s)` stands for the letter that one of a thing lacks: "1 row", "2 rows".
"""

from __future__ import annotations

REMARKS = {
    "{n} row(s) above the header, titles, left out: {words}": "見出しより上の表題{n}行は除いた：{words}",
    "{n} row(s) below the respondents, totals or remarks, left out: {words}": (
        "回答者より下の合計・注記{n}行は除いた：{words}"
    ),
    "sheet {name}: {n} row(s) with the header again, left out: {words}": (
        "シート{name}：見出しを繰り返す{n}行は除いた：{words}"
    ),
    "sheet {name}: {n} row(s) of totals among the respondents, left out: {words}": (
        "シート{name}：回答者の間にある合計{n}行は除いた：{words}"
    ),
    "sheet {name}: {n} row(s) of groups' totals among the respondents, left out: {words}": (
        "シート{name}：回答者の間にあるグループ別の小計{n}行は除いた：{words}"
    ),
    "sheet {name}: {n} row(s) with a title only among the respondents, left out: {words}": (
        "シート{name}：回答者の間にある見出しだけの{n}行は除いた：{words}"
    ),
    "sheet {name}: {n} row(s) with numbers of the columns, left out: {words}": (
        "シート{name}：列番号の{n}行は除いた：{words}"
    ),
    "sheet {name}: {n} row(s) without any cell, left out": "シート{name}：空白の{n}行は除いた",
    "the encoding {encoding} may be wrong: {why}; name the right one with {rest}": (
        "文字コード{encoding}は誤りかもしれない（{why}）。正しいものを{rest}で指定する"
    ),
    "a Japanese survey agency": "日本の調査会社",
    "its first column is called {name}": "最初の列が{name}",
    "it has the columns {names}": "列{names}がある",
    "{n} headers are written like {example}": "{example}のような見出しが{n}",
    "row {row} holds {mark} in {n} of {k} columns": "{row}行目の{k}列中{n}列に{mark}",
    "{first} to {last} stand above {names}": "{names}の上に{first}～{last}",
    "row {row} says {word} below {n} questions": "{row}行目の{n}問の下に{word}",
    "{n} headers begin with a question's number, such as {example}, and column {column} numbers the forms": (
        "{n}の見出しが{example}のように質問番号で始まり、列{column}が票番号"
    ),
    "{n} headers begin with a question's number, such as {example}": (
        "{n}の見出しが{example}のように質問番号で始まる"
    ),
    "{n} row(s) with too few fields (not {k}), the lacking ones are blank: line {lines}": (
        "項目が{k}に足りない{n}行は、足りない項目を空欄とした：{lines}行目"
    ),
    "{n} row(s) with too many fields (not {k}), the surplus ones were left out: line {lines}": (
        "項目が{k}より多い{n}行は、余る項目を除いた：{lines}行目"
    ),
    "{n} column(s) without a codebook, understood from headers and cells as: {kinds}": (
        "コード表のない{n}列を、見出しとセルから次のように解釈した：{kinds}"
    ),
    "{n} column(s) with personal data, kept out of the report: {names}": (
        "個人情報を含む{n}列は報告に出さない：{names}"
    ),
    "{n} column(s) without a table, being empty or repeating others: {names}": (
        "空欄か、他の列と重複するため集計表のない列が{n}：{names}"
    ),
    "{n} column(s) not in the codebook, left out: {names}": "コード表にない{n}列は除いた：{names}",
    "the answers of {n} question(s) form no known scale and stand in the order in which they were first "
    "seen: {names}": "既知の尺度でないため選択肢が出現順に並ぶ質問が{n}：{names}",
    "{n} cell(s) of nothing but spaces, or NA, were taken as blank": (
        "空白だけ、またはNAのセル{n}個は空欄とした"
    ),
    "{n} cell(s) with bytes that are no letters in this encoding, shown as {mark}": (
        "この文字コードで読めないバイトのあるセルが{n}（{mark}と表示）"
    ),
    "the first line names all fields but the first, which counts the rows: R's row names have no name": (
        "最初の行は、行番号の並ぶ先頭の列（Rの行名）を除くすべての列の名前とした"
    ),
    "headers that occur more than once were told apart by their column: {names}": (
        "重複する見出しは列で区別した：{names}"
    ),
    "headers that differ by case, width or spaces only were kept apart: {names}": (
        "大文字・小文字、全角・半角、空白だけが異なる見出しは区別した：{names}"
    ),
    "columns without a header were named by their place: {names}": "見出しのない列は位置で名付けた：{names}",
    "{kind} file: {n} variables take answers and wording from its labels; {k} answers that are declared "
    "missing, or say so, are kept as such": (
        "{kind}ファイル：{n}変数の選択肢と質問文をラベルから取った。欠損とされた回答{k}個は欠損のまま残した"
    ),
    "the file says that its cases are weighted by {weight}": "ファイルによればウエイトは{weight}",
    "sheet {name}: {n} row(s) hidden by a filter or by hand, read like the others": (
        "シート{name}：フィルターなどで隠れた{n}行も、ほかの行と同じく読み取った"
    ),
    "sheet {name}: {n} formula(s) saved without a result, read as blank; open the workbook in Excel and save "
    "it again to have them": (
        "シート{name}：計算結果が保存されていない数式{n}個は空欄とした。Excelで開いて保存し直せば読める"
    ),
    "sheet {name}: numbers of sixteen digits or more in column {columns}: a spreadsheet keeps fifteen "
    "digits, so ids may have lost their end; export them as text": (
        "シート{name}：列{columns}に16桁以上の数値がある。表計算ソフトは15桁までしか保たないため、"
        "IDの末尾が失われた恐れがある。文字列として書き出すとよい"
    ),
    "cells that hold an error (#N/A) look blank in this kind of file, and number formats and hidden rows are "
    "not seen: where they matter, save it as .xlsx": (
        "この形式ではエラー値（#N/A）のセルが空欄に見え、表示形式と非表示の行は読めない"
        "（必要な場合は.xlsxで保存する）"
    ),
    "the weights of column {column} are all 1: weighting has no effect": (
        "列{column}のウエイトはすべて1で、ウエイト付けの効果はない"
    ),
    "the largest weight of column {column}, {largest}, is {times} times the median: one respondent carries "
    "{share} of the total": (
        "列{column}の最大のウエイト{largest}は中央値の{times}倍で、1人が全体の{share}を占める"
    ),
    "HTML entities were decoded once (&amp; is &) in: {names}": (
        "HTMLの文字参照を戻した（&amp;は&）：{names}"
    ),
    "{q}: per cents are written in {k} ways ({ways}); put on one scale, 73% being 73": (
        "{q}：％の書き方が{k}通り（{ways}）。73％を73としてそろえた"
    ),
    "no plan names a banner: tables are split by {names}, told by headers and answers; {line} under "
    "[tables] says the same, banner = [] wants none": (
        "計画にクロス集計の軸がないため、見出しと選択肢から{names}を軸とした（[tables]に{line}と書くのと"
        "同じ。banner = []で軸なし）"
    ),
    "no plan names a banner: tables are split by {names}, marked so in the codebook; {line} under "
    "[tables] says the same, banner = [] wants none": (
        "計画にクロス集計の軸がないため、コード表の指定により{names}を軸とした（[tables]に{line}と書くのと"
        "同じ。banner = []で軸なし）"
    ),
    "numbers that usually mean no answer stand apart from the others in {n} questions ({listed}): they "
    "were counted like the others; if they mean no answer, say so in a codebook": (
        "無回答を表すことの多い数値が、他の値から離れて{n}問にある（{listed}）。他と同じく集計した。無回答"
        "を意味する場合はコード表で指定"
    ),
    "sheet {name} was read though it is hidden: no visible sheet holds a table": (
        "表示されているシートに表がないため、非表示のシート{name}を読み取った"
    ),
    "zero bytes that the program which wrote it left in the text were taken out: {n}": (
        "書き出したプログラムが残したゼロバイト{n}個を取り除いた"
    ),
}
"""{English: Japanese}; what is in braces is carried over."""
