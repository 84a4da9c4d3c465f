"""What the methodology page and the notes on symbols say, English beside Japanese."""

from __future__ import annotations

from collections.abc import Mapping

from survey.language.workbook import Both, Spoken

OUTCOMES: Mapping[str, Mapping[str, str]] = {
    "I": {"en": "complete", "ja": "完全回答"},
    "P": {"en": "partial", "ja": "部分回答"},
    "R": {"en": "refusal", "ja": "拒否"},
    "NC": {"en": "no contact", "ja": "接触不能"},
    "O": {"en": "other, eligible", "ja": "その他（適格）"},
    "UH": {"en": "unknown whether an eligible household", "ja": "適格世帯か不明"},
    "UO": {"en": "unknown eligibility, other", "ja": "その他の適格性不明"},
    "NE": {"en": "not eligible", "ja": "不適格"},
}
"""What AAPOR's codes of final dispositions stand for."""


class DisclosureWords(Spoken):
    """The words of AAPOR's immediate disclosure items, as this program fills them."""

    lead = Both(
        "The eleven items that AAPOR’s Code asks to disclose with any result, from the plan and this run. "
        "What the plan leaves out stands in red.",
        "AAPOR倫理綱領が結果とともに開示を求める11項目。計画と今回の処理から作成。記載のない項目は赤字。",
    )
    not_stated = Both("NOT STATED", "記載なし")
    item = Both("Item", "項目")
    detail = Both("", "")
    statement = Both("Statement", "内容")

    strategy = Both("Data collection strategy", "データ収集の方法")
    sponsor = Both("Sponsor and conductor", "調査主体と実施者")
    instrument = Both("Instrument: wording and order", "調査票（質問文と順序）")
    population = Both("Population", "調査対象の母集団")
    sample = Both("How the sample came about", "標本の抽出方法")
    mode = Both("Mode and language", "調査方法と言語")
    dates = Both("Dates", "調査期間")
    precision = Both("Sample size and precision", "標本サイズと精度")
    weighting = Both("Weighting", "ウエイト")
    processing = Both("Processing and quality checks", "データ処理と品質確認")
    limitations = Both("Limitations", "限界")

    survey_strategy = Both("Survey by questionnaire: {mode}", "質問紙による調査：{mode}")
    sponsor_is = Both("Sponsor", "調査主体")
    conductor_is = Both("Conductor", "実施者")
    all_wordings = Both(
        "{count} questions in full on the sheet Codebook, in the order asked.",
        "全{count}問を質問の順に「コード表」シートに掲載。",
    )
    wordings_missing = Both(
        "{count} questions; {missing} of those tabulated come without their full wording (sheet Codebook).",
        "全{count}問。集計した質問のうち{missing}問は質問文がない（「コード表」シート）。",
    )
    frame_is = Both("Frame", "抽出枠")
    selection_is = Both("Selection", "抽出方法")
    probability_is = Both("Probability sample", "無作為標本")
    yes = Both("Yes", "はい")
    no = Both("No: an opt-in sample", "いいえ：公募型の標本")
    design_is = Both("Design used for the standard errors", "標準誤差の計算に用いた標本設計")
    simple_design = Both(
        "none named: treated as a simple random sample of respondents",
        "指定なし：単純無作為抽出とみなした",
    )
    stratified = Both("strata: {name}", "層：{name}")
    clustered = Both("sampling points: {name}", "地点：{name}")
    replicated = Both(
        "{number} replicate weights ({method}), made from this design, each weighted as the weights were",
        "この設計から作成した{number}組の反復ウエイト（{method}）。各組に同じウエイト調整を反復",
    )
    replicated_seed = Both(
        "{number} replicate weights ({method}, seed {seed}), made from this design, each weighted as the "
        "weights were",
        "この設計から作成した{number}組の反復ウエイト（{method}、乱数の種{seed}）。各組に同じウエイト調整を反復",
    )
    replicated_came = Both(
        "{number} replicate weights ({method}) that came with the data, each weighted as the weights were",
        "データに付された{number}組の反復ウエイト（{method}）。各組に同じウエイト調整を反復",
    )
    finite = Both("finite population correction: {name}", "有限母集団修正：{name}")
    language_is = Both("Language of the questionnaire", "調査票の言語")
    languages = Both("in the codebook: {names}", "コード表の言語：{names}")
    english = Both("English", "英語")
    japanese = Both("Japanese", "日本語")
    mode_is = Both("Mode", "調査方法")
    fieldwork_is = Both("Fieldwork", "調査期間")
    respondents_are = Both("Respondents", "回答者")
    respondent_counts = Both(
        "{rows} rows in the file, {kept} respondents kept, {bases} in the bases",
        "ファイルの行数{rows}、有効回答者{kept}、集計対象{bases}",
    )
    precision_is = Both("Precision", "精度")
    precision_unweighted = Both(
        "median design effect {effect}, margin of error at 50% ±{margin} points ({level})",
        "デザイン効果の中央値{effect}、50％のときの標本誤差±{margin}ポイント（{level}）",
    )
    precision_bare = Both(
        "median design effect {effect}; no margin of error, because the sample is not known to be a "
        "probability sample",
        "デザイン効果の中央値{effect}。無作為標本と確認できないため標本誤差は示さない",
    )
    precision_said = Both(
        "effective n {effective}, median design effect {effect}, margin of error at 50% ±{margin} points "
        "({level})",
        "有効標本サイズ{effective}、デザイン効果の中央値{effect}、50％のときの標本誤差±{margin}ポイント（{level}）",
    )
    precision_without = Both(
        "effective n {effective}, median design effect {effect}; no margin of error, because the sample is "
        "not known to be a probability sample",
        "有効標本サイズ{effective}、デザイン効果の中央値{effect}。無作為標本と確認できないため標本誤差は示さない",
    )
    listing = Both(", ", "、")
    outcome = Both("{code} ({meaning})", "{code}（{meaning}）")
    response_is = Both("Outcome of the sampled cases", "標本の回収状況")
    valid_return = Both(
        "Valid returns {valid} of the {issued} cases issued: {rate}% (in Japan 有効回収率)",
        "有効回収数{valid}、標本数{issued}：有効回収率{rate}％",
    )
    outcome_rates = Both("AAPOR outcome rates: {rates}", "AAPORの各率：{rates}")
    share_allocated = Both(
        "e = {e}, the share of eligible cases among those whose eligibility is known",
        "e = {e}（適格性の判明した標本に占める適格者の割合）",
    )
    share_given = Both("e = {e}, by the plan: {reason}", "e = {e}（計画の指定：{reason}）")
    rates_refused = Both(
        "{rates} are not printed: they suppose that none of the cases that never answered was eligible, "
        "which a mail survey cannot know",
        "{rates}は掲載しない。適格性不明の標本がすべて対象外との仮定によるもので、郵送調査では確認できない",
    )
    sentence_end = Both(". ", "。")
    full_stop = Both(".", "。")
    margins_are = Both("{name}: {source}, {date}", "{name}：{source}、{date}")
    margin_caveat = Both("{margin}. {caveat}", "{margin}。{caveat}")
    processing_said = Both(
        "{values} values put right by {rules} rules, {removed} rows removed, {aside} values set aside; each "
        "is on the sheet Cleaning.",
        "{rules}の規則で{values}個の値を修正、{removed}行を除外、{aside}個の値を保留。"
        "内訳は「データ整備」シートに記載。",
    )
    contact_is = Both("Contact", "連絡先")
    source_is = Both("Source of the data", "データの出所")

    made_with = Both("How this report was made", "この報告書の作成環境")
    program = Both("Program", "プログラム")
    libraries = Both("Libraries", "ライブラリー")
    plan_hash = Both(
        "SHA-256 of the plan as it was read (plan_sha256 in manifest.json)",
        "読み取った計画のSHA-256（manifest.jsonのplan_sha256）",
    )
    input_hash = Both("SHA-256 of the input", "入力ファイルのSHA-256")
    conventions = Both("Conventions", "集計の約束")
    conventions_are = Both(
        "Bases, intervals, tests, marks, correction and rounding are told on the sheet Notes.",
        "集計対象・区間・検定・記号・補正・丸めの方法は「注記」シートに記載。",
    )
    corrections = Both("Comparisons", "比較の数")


class NoteWords(Spoken):
    """The words of the sheet Notes: every symbol of the book, and how its numbers were made."""

    lead = Both("Every symbol that this workbook uses.", "この報告書で用いる記号。")
    symbol = Both("Symbol", "記号")
    meaning = Both("Meaning", "意味")
    above = Both(
        "Significantly above the rest of the same group (the group’s base without this column), {level}.",
        "同じ属性のその他の層（この列を除く）より有意に高い（{level}）。",
    )
    below = Both("Significantly below the rest of the same group.", "同じ属性のその他の層より有意に低い。")
    letters = Both(
        "Significantly above the column with that letter in the same group.",
        "同じ属性の中でその文字の列より有意に高い。",
    )
    caution = Both(
        "Base under {caution} (unweighted or effective): read with caution.",
        "集計対象が{caution}未満（ウエイト前または有効標本サイズ）：要注意。",
    )
    low = Both(
        "Base under {minimum} (unweighted or effective): grey, for reference only, never marked.",
        "集計対象が{minimum}未満（ウエイト前または有効標本サイズ）：灰色の参考値、記号なし。",
    )
    undefined = Both(
        "No number: nobody in the base, or not defined.", "数値なし：該当者がいない、または定義できない。"
    )
    mentions = Both(
        "Several answers possible; shares are of respondents and add up to the total mentions.",
        "複数回答。割合は回答者に対するもので、合計は回答計（M.T.）になる。",
    )
    outside = Both(
        "Not in the base: share of all asked.",
        "集計対象に含まない：質問対象者全員に対する割合。",
    )
    outside_symbol = Both("grey, below a line", "線の下の灰色")
    bold_shade = Both("bold, shaded", "太字・網かけ")
    net = Both(
        "Several answers taken together, summed before rounding.", "複数の回答の計（丸める前に合計）。"
    )
    residual_symbol = Both("bold, coloured z", "太字・着色のz")
    residual = Both(
        "Adjusted residual significant after correction (q < {alpha}); blue more, orange fewer than "
        "independence would give.",
        "補正後に有意な調整残差（q < {alpha}）。青は独立の場合より多い、橙は少ない。",
    )
    methods = Both("How the numbers were made", "数値の作り方")
    bases_made = Both(
        "Bases: unweighted is respondents; weighted their weights; effective is (Σw)² / Σw² (Kish). "
        "A respondent of weight zero is in none.",
        "集計対象：ウエイト前は人数、ウエイト後はウエイトの合計、有効標本サイズは(Σw)²/Σw²（Kish）。"
        "ウエイト0の回答者は含まない。",
    )
    intervals_made = Both(
        "Intervals: Korn–Graubard for shares, t for means, from the design’s linearised variance and the "
        "calibration of the weights.",
        "区間：割合はKorn–Graubard法、平均はt分布。標本設計の線形化分散とウエイトの較正による。",
    )
    intervals_replicated = Both(
        "Intervals: Korn–Graubard for shares, t for means. All standard errors, intervals and tests come "
        "from {replicates}.",
        "区間：割合はKorn–Graubard法、平均はt分布。標準誤差・区間・検定はすべて次による：{replicates}。",
    )
    intervals_uncredited = Both(
        "Intervals: Korn–Graubard for shares, t for means, from the design’s linearised variance; no margins "
        "are known that the weights meet, and none are credited.",
        "区間：割合はKorn–Graubard法、平均はt分布。標本設計の線形化分散による（ウエイトの目標は不明のため反映せず）。",
    )
    intervals_unweighted = Both(
        "Intervals: Korn–Graubard for shares, t for means, from the design’s linearised variance.",
        "区間：割合はKorn–Graubard法、平均はt分布。標本設計の線形化分散による。",
    )
    tests_made = Both(
        "Marks: design-based differences with their covariance, judged with caution (the larger "
        "of two errors, the fewer degrees of freedom); {correction} over the answers of a question and all "
        "banner groups together; nets and means apart. Marks therefore depend on the banner chosen.",
        "記号：標本設計に基づく差（共分散を含む）を慎重に検定（大きい方の誤差、小さい方の自由度）。質問ごとに全属性をまとめて{correction}で補正"
        "（計と平均は別）。したがって記号は集計軸の選び方による。",
    )
    rounding_made = Both(
        "Rounding: last, half up; cells hold full precision; nets and gaps come from unrounded numbers, so "
        "shown figures may not add up.",
        "丸め：最後に四捨五入。セルは丸める前の値。計や差は丸める前に計算するため、表示の合計と一致しないことがある。",
    )
    association = Both(
        "Differences between groups are associations; nothing here shows what brought them about.",
        "層の間の差は関連であり、原因を示すものではない。",
    )
    reliability = Both("Reliability of grids (unweighted)", "グリッド質問の信頼性（ウエイトなし）")
    alpha = Both(
        "{grid}: Cronbach’s α = {alpha} ({low} to {high}), n = {n}, items {items}",
        "{grid}：クロンバックのα = {alpha}（{low}～{high}）、n = {n}、項目 {items}",
    )
    bh = Both("Benjamini–Hochberg", "ベンジャミーニ・ホッホベルク法")
    holm = Both("Holm", "ホルム法")
    uncorrected = Both("no correction", "補正なし")
