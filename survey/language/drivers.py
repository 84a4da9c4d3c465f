"""What the sheet Drivers and its figure say, English beside Japanese; associations, and no word of causes."""

from __future__ import annotations

from survey.language.workbook import Both, Spoken


class DriverWords(Spoken):
    """The words of its models, from the head of the sheet to its warnings."""

    lead = Both(
        "Which answers go with an answer when the other questions of the model are held equal: "
        "survey-weighted logistic regression. It shows what goes together, not why.",
        "他の質問の回答をそろえたとき、ある回答がどの層で多いか少ないか（ウエイトを考慮したロジスティック回帰）。"
        "示すのは関連だけで、理由ではない。",
    )
    untitled = Both("What goes with “{answer}” ({question})", "「{answer}」（{question}）との関連")
    base = Both(
        "{base}; of them those with an answer (other than don't know) to every question of the model",
        "{base}のうち、モデルのすべての質問に「わからない」以外で回答した人",
    )
    bases = Both(
        "n = {n} unweighted, {weighted} weighted, effective n = {effective}; {left_out} more lack an answer "
        "to another question of the model.",
        "n = {n}（ウエイト前）、{weighted}（ウエイト後）、有効標本サイズ {effective}。"
        "ほかに{left_out}人はモデルの質問のいずれかに回答がない。",
    )
    share_said = Both(
        "Of the {n}, {share}% (weighted) give “{answer}”.",
        "対象者の{share}％（ウエイト後）が「{answer}」。",
    )
    answer = Both("Question and answer", "質問と回答")
    n = Both("n", "n")
    share = Both("Share, as observed", "割合（未調整）")
    gap = Both("Adjusted gap, points", "調整済みの差")
    low = Both("from", "下限")
    high = Both("to", "上限")
    odds = Both("Odds ratio", "オッズ比")
    p_value = Both("p", "p値")
    reference = Both("{answer} (reference)", "{answer}（基準）")
    unit = Both("{question}, one unit more", "{question}（1単位の増加）")
    tests = Both("Tests of whole questions", "質問ごとの検定")
    question = Both("Question", "質問")
    statistic = Both("Wald F", "ワルドF")
    df1 = Both("df", "自由度")
    df2 = Both("of", "分母の自由度")
    width = Both("Widening", "区間の広がり")
    warnings = Both("To be known", "留意点")
    how = Both("How to read this", "読み方")
    gap_said = Both(
        "Adjusted gap (average marginal effect): the share giving “{outcome}” if all respondents of the "
        "model had given this answer, less the share if all had given the reference, their other answers "
        "as they are. For a number: per unit. {level} intervals; bold where they exclude 0; grey where "
        "fewer than {minimum} (effective) respondents gave the answer or the reference.",
        "調整済みの差（平均限界効果）：他の回答はそのままで、全員がその回答をした場合と基準の回答をした場合との、"
        "「{outcome}」の割合の差（ポイント）。数値の質問では1単位あたり。{level}区間。太字は区間が0を含まないもの。"
        "灰色は、その回答または基準の回答が{minimum}人未満（有効標本サイズを含む）のもの。",
    )
    how_made = Both(
        "Errors come from the sampling design (linearised, of the weights' calibration too, or from "
        "replicate weights where there are any), with {df} degrees of freedom. p belongs to the odds "
        "ratio and is not corrected for the number of answers; the tests of whole questions come first. "
        "Widening: how many times as wide intervals are for the question going with others of the "
        "model (generalised variance inflation, per term).",
        "誤差は標本設計とウエイトの調整（または反復ウエイト）を反映し、自由度は{df}。p値はオッズ比のもので多重比較の"
        "補正はしていない。質問ごとの検定を先に見ること。区間の広がり：モデルの他の質問との関連で区間が"
        "何倍に広がるか（一般化分散拡大係数、項あたり）。",
    )
    nobody = Both(
        "Nobody of the {n} who answered “{answer}” ({question}) gives “{outcome}” (separation): the odds "
        "ratio has no finite value, and neither it nor an interval is printed.",
        "{question}で「{answer}」と回答した{n}人に「{outcome}」は1人もいない（分離）。オッズ比は有限の値を"
        "持たず、区間とともに表示しない。",
    )
    everybody = Both(
        "All {n} who answered “{answer}” ({question}) give “{outcome}” (separation): the odds ratio has no "
        "finite value, and neither it nor an interval is printed.",
        "{question}で「{answer}」と回答した{n}人は全員が「{outcome}」（分離）。オッズ比は有限の値を"
        "持たず、区間とともに表示しない。",
    )
    parted = Both(
        "The answers to {questions} together part those who give “{outcome}” from those who do not "
        "(separation): odds ratios have no finite value, and no intervals are printed.",
        "{questions}の回答の組み合わせで「{outcome}」の有無が完全に分かれる（分離）。オッズ比は有限の値を"
        "持たず、区間とともに表示しない。",
    )
    collinear = Both(
        "“{first}” and “{second}” say much the same (collinearity): intervals for “{first}” are {times} "
        "times as wide as if its answers went with no others of the model.",
        "「{first}」と「{second}」は内容が重なっている（共線性）。「{first}」の区間は、他の質問と関連がない場合の{times}倍。",
    )
    undefined = Both(
        "No interval is printed where the design gives no error: {reasons}.",
        "標本設計から誤差が求まらない箇所には区間を表示しない（{reasons}）。",
    )
    nobody_left = Both("nobody", "該当者なし")
    one_respondent = Both("one respondent", "該当者1人")
    one_unit = Both("one sampling unit", "抽出単位1つ")
    no_degrees = Both("no degrees of freedom", "自由度なし")
    failed = Both("No model could be fitted: {reason}", "モデルを推定できない：{reason}")


class DriverFigureWords(Spoken):
    """The words of a model's figure: titles, subtitle, footer, marks, alternative text."""

    more = Both(
        "{outcome} is {points} more common among {answer} than {reference} ({question}), other questions "
        "held equal",
        "{outcome}は{answer}で{reference}より{points}多い（{question}、他の質問の回答をそろえた場合）",
    )
    less = Both(
        "{outcome} is {points} less common among {answer} than {reference} ({question}), other questions "
        "held equal",
        "{outcome}は{answer}で{reference}より{points}少ない（{question}、他の質問の回答をそろえた場合）",
    )
    unit_more = Both(
        "{outcome} is {points} more common with each unit more ({question}), other questions held equal",
        "{outcome}は「{question}」が1単位大きいごとに{points}多い（他の質問の回答をそろえた場合）",
    )
    unit_less = Both(
        "{outcome} is {points} less common with each unit more ({question}), other questions held equal",
        "{outcome}は「{question}」が1単位大きいごとに{points}少ない（他の質問の回答をそろえた場合）",
    )
    none = Both(
        "{outcome}: no answer differs reliably from its reference, other questions held equal",
        "{outcome}：他の質問の回答をそろえると、基準の回答と確かな差のある回答はない",
    )
    point = Both("{number} point", "{number}ポイント")
    points = Both("{number} points", "{number}ポイント")
    points_head = Both("points", "差")
    subtitle = Both(
        "Gaps in points to the reference answer (ref.), other questions held equal: average marginal "
        "effects with {intervals}. Filled: interval excludes 0.",
        "他の質問の回答をそろえたときの、基準の回答との差（ポイント、平均限界効果）と{intervals}。"
        "塗りつぶし：区間が0を含まない。",
    )
    reference = Both("ref.", "基準")
    unit = Both("per one unit more", "1単位の増加あたり")
    model = Both(
        "Weighted logistic model: {df} degrees of freedom, {left_out} left out.",
        "ウエイトを考慮したロジスティック回帰、自由度{df}、除外{left_out}人。",
    )
    uncorrected = Both("Intervals are not corrected for their number.", "区間に多重性の補正はない。")
    low = Both(
        "Grey and *: base or effective base of the answer or its reference under {base}.",
        "灰色と*：その回答か基準の回答の人数か有効標本サイズが{base}未満。",
    )
    arrow = Both("Arrow: goes beyond the axis.", "矢印：区間が軸の外に続く。")
    separated = Both(
        "–: separation, the outcome is not mixed; no estimate.",
        "–：結果が混在せず（分離）、推定値なし。",
    )
    undefined = Both("–: the design gives no error.", "–：標本設計から誤差が求まらない。")
    warned = Both("Cautions on this model: sheet {sheet}.", "このモデルの留意点はシート「{sheet}」に掲載。")
    cut = Both(
        "Not drawn, on the sheet {sheet}: {names} ({count} answers).",
        "図に示さずシート「{sheet}」に掲載：{names}（{count}件）。",
    )
    alt = Both(
        "Dots with {intervals}: average marginal effects for {outcome} of {question}, in points against "
        "the reference answer, other questions of the model held equal; {n} respondents. {items}.",
        "{intervals}付きの点グラフ。{question}の{outcome}の平均限界効果"
        "（モデルの他の質問の回答をそろえたときの、基準の回答との差、ポイント）、{n}人。{items}。",
    )
    alt_listing = Both("; ", "。")
    alt_question = Both("{question}: {items}", "{question}：{items}")
    alt_item = Both("{answer} {points} ({low} to {high})", "{answer} {points}（{low}～{high}）")
    alt_reference = Both("{answer} reference", "{answer} 基準")
