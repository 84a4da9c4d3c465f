"""What the workbook and the files beside it say, English beside Japanese.

Every entry stands once, in both languages; `WorkbookWords("ja").contents` is
the Japanese one. Braces are filled with labels, or numbers already written out.
"""

from __future__ import annotations

from survey.language import Language


class Both:
    """A text in both languages; read from an instance it is the one in that instance's language."""

    def __init__(self, english: str, japanese: str) -> None:
        self._texts = {"en": english, "ja": japanese}

    def __get__(self, instance: Spoken, owner: type[Spoken] | None = None) -> str:
        return self._texts[instance.language]


class Spoken:
    """Words bound to a language."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def every(self) -> tuple[str, ...]:
        """All texts there are, in the language."""
        entries = (name for name, value in vars(type(self)).items() if isinstance(value, Both))
        return tuple(getattr(self, name) for name in entries)


class WorkbookWords(Spoken):
    """The words of the sheets, by sheet; those of several sheets come first."""

    gap = Both(" ", "")
    listing = Both(", ", "、")
    colon = Both(": ", "：")
    quoted = Both("“{text}”", "「{text}」")
    bracketed = Both(" ({text})", "（{text}）")
    stop = Both("{text}.", "{text}。")
    nothing = Both("–", "–")
    page = Both("Page &P of &N", "&P / &N ページ")
    back_to_contents = Both("← Contents", "← 目次へ")
    go_to_table = Both("Go to the table", "表へ移動")
    synthetic = Both("SYNTHETIC DATA: no respondent is real", "架空データ：実在の回答者は含まない")
    unweighted = Both("UNWEIGHTED", "ウエイトなし")
    opt_in = Both(
        "Intervals and marks are model-based: they treat this opt-in sample as if it were random",
        "区間と記号はモデルに基づく（公募型の標本を無作為とみなす）",
    )
    assumed_random = Both(
        "Intervals and marks assume a random sample: the plan does not say whether it was one",
        "区間と記号は無作為標本を仮定する（計画に標本の性質の記載なし）",
    )
    keywords = Both("survey, weighted, cross-tabulation", "世論調査, ウエイト集計, クロス集計")
    total = Both("Total", "全体")
    answer = Both("Answer", "回答")
    question = Both("Question", "質問")
    table = Both("Table", "表")
    base = Both("Base", "集計対象")
    points = Both("points", "ポイント")
    share = Both("Share or mean", "割合・平均")
    source = Both("Source", "出典")
    date = Both("As of", "時点")
    caveat = Both("Caveat", "注意点")

    cover = Both("Cover", "表紙")
    contents = Both("Contents", "目次")
    findings = Both("Findings", "主な結果")
    tables = Both("Tables", "集計表")
    drivers = Both("Drivers", "関連の分析")
    figures = Both("Figures", "図")
    data = Both("Data", "データ")
    weights = Both("Weights", "ウエイト")
    cleaning = Both("Cleaning", "データ整備")
    reading = Both("How this file was read", "ファイルの読み取り")
    codebook = Both("Codebook", "コード表")
    methodology = Both("Methodology", "調査方法")
    notes = Both("Notes", "注記")

    untitled = Both("Survey report", "調査報告")
    of_whom = Both("of: {base}", "集計対象：{base}")
    headline_interval = Both("{level} interval {low} to {high}", "{level}区間 {low}～{high}")
    model_interval = Both("{level} model-based interval {low} to {high}", "{level}モデル区間 {low}～{high}")
    headline_bases = Both(
        "n = {n} unweighted, {weighted} weighted, effective n = {effective}",
        "n = {n}（ウエイト前）、{weighted}（ウエイト後）、有効標本サイズ {effective}",
    )
    headline_n = Both("n = {n}, unweighted", "n = {n}（ウエイトなし）")
    key_figures = Both("Key figures", "主要な数値")
    raw_rows = Both("Rows in the file", "ファイルの行数")
    respondents = Both("Respondents kept", "有効回答者数")
    unweighted_base = Both("In the bases (weight above zero), n", "集計対象（ウエイト＞0）、n")
    effective_n = Both("Effective n, after the cost of the weights (Kish)", "有効標本サイズ（Kish）")
    design_effect = Both("Design effect, median over all answers", "デザイン効果（全回答の中央値）")
    margin = Both("Margin of error at 50% ({level} level)", "標本誤差（50％のとき、{level}水準）")
    margin_unsaid = Both(
        "Not printed: the plan does not say whether this was a probability sample",
        "記載なし：無作為標本かどうかが計画に書かれていない",
    )
    margin_opt_in = Both(
        "Not printed: an opt-in sample has no margin of sampling error",
        "記載なし：公募型の標本には標本誤差がない",
    )
    how_weighted = Both("Weighting", "ウエイト")
    weighted_by = Both(
        "{method} to {margins}. Weights run from {minimum} to {maximum}; "
        "their design effect is {effect}, and the largest departure from a target {error} points.",
        "{margins}に{method}。ウエイトの範囲は{minimum}～{maximum}、デザイン効果{effect}、"
        "目標との最大の差{error}ポイント。",
    )
    came_weighted = Both(
        "Weighted with “{weight}”, which came with the data; nothing is known of the targets behind it.",
        "データに付された「{weight}」で集計。目標値は不明。",
    )
    came_calibrated = Both(
        "Weighted with “{weight}”, which came with the data and was declared to meet {margins}; "
        "standard errors credit that.",
        "データに付された「{weight}」で集計。{margins}に合わせたウエイトとして、標準誤差に反映。",
    )
    weighted_before = Both(
        "Weighted to {margins} before this analysis; standard errors credit that.",
        "この分析の前に{margins}に合わせたウエイトで集計。標準誤差に反映。",
    )
    not_weighted = Both(
        "UNWEIGHTED: every respondent counts one. The results speak of those who answered, "
        "not of a population.",
        "ウエイトなし：全員を1として集計。結果は回答者のものであり、母集団のものではない。",
    )
    rake = Both("Raked", "レイキング")
    poststratify = Both("Post-stratified", "事後層化")
    calibrate = Both("Calibrated", "キャリブレーション")
    how_to_read = Both("How to read this workbook", "この報告書の読み方")
    read_shares = Both(
        "Shares are weighted per cents of the base printed above them; cells hold the unrounded number.",
        "割合は表上部の集計対象に対するウエイト後の百分率。セルには丸める前の値が入っている。",
    )
    read_unweighted = Both(
        "Shares are unweighted per cents of the base printed above them; cells hold the unrounded number.",
        "割合は表上部の集計対象に対する百分率（ウエイトなし）。セルには丸める前の値が入っている。",
    )
    read_marks = Both(
        "▲ ▼ significantly above or below the rest of the same group ({level}, corrected for the number "
        "of comparisons).",
        "▲▼ 同じ属性のその他の層より有意に高い・低い（{level}、多重比較補正後）。",
    )
    read_letters = Both(
        "a, b, c after a number: significantly above the column with that letter in the same group.",
        "数値の後の a, b, c：同じ属性のその文字の列より有意に高い。",
    )
    read_bases = Both(
        "* base under {caution}: with caution. “ref.” base under {minimum}: grey, no marks.",
        "* 集計対象{caution}未満：要注意。「参考値」{minimum}未満：灰色で記号なし。",
    )
    read_outside = Both(
        "Below the line, grey: no answer and refused, as a share of all asked.",
        "線の下の灰色：無回答などの、質問対象者全員に対する割合。",
    )
    read_more = Both(
        "What was done to the data is on Cleaning; how the survey was made, on Methodology.",
        "データに加えた処理は「データ整備」、調査の方法は「調査方法」を参照。",
    )
    files_beside = Both("Files beside this one", "同じフォルダーのファイル")
    results_file = Both("every printed number, one per line", "すべての数値（1行に1つ）")
    weights_file = Both("each respondent’s weights", "回答者ごとのウエイト")
    replicates_folder = Both(
        "replicate weights, declared for R and Stata", "反復ウエイト（RとStataの宣言付き）"
    )
    cleaning_file = Both("every change to the data", "データに加えたすべての変更")
    manifest_file = Both("input, versions, plan and hashes", "入力・版・計画・ハッシュ値")
    figures_folder = Both("the figures as PNG and SVG", "図（PNGとSVG）")
    warnings = Both("Warnings", "注意")
    no_figures = Both("Not all figures were drawn: {reason}", "作成されなかった図がある：{reason}")
    study_fieldwork = Both("Fieldwork", "調査期間")
    study_population = Both("Population", "調査対象")
    study_mode = Both("Mode", "調査方法")
    study_sponsor = Both("Sponsor", "調査主体")
    study_contact = Both("Contact", "連絡先")
    study_file = Both("File", "ファイル")

    contents_lead = Both(
        "Each table links to its place on the sheet Tables.",
        "表の名前から集計表へ移動できる。",
    )
    contents_gap = Both(
        "The gap is the largest one that is significant after correction, against the rest of the same "
        "group.",
        "差は、同じ属性のその他の層との有意な差のうち最大のもの。",
    )
    top_answer = Both("Headline answer", "最多の回答")
    largest_gap = Both("Largest reliable gap, points", "最大の有意差\n（ポイント）")
    where = Both("Where", "該当箇所")
    gap_where = Both("{answer}, among {column} ({banner})", "{answer}：{banner}「{column}」")
    other_sheets = Both("Other sheets", "その他のシート")

    findings_lead = Both(
        "Gaps against the rest of the same group that stay significant after correction over every gap this "
        "report could have named; the surest first (by the end of the interval nearer to zero).",
        "報告書で取り上げ得たすべての差について補正しても有意な差（同じ属性のそれ以外との差）。区間の0に近い端の順。",
    )
    findings_note = Both(
        "Intervals are wider than those of a single gap, because these gaps were chosen among many (they are "
        "adjusted for the false coverage rate, FCR); q is the p-value corrected for that choice.",
        "区間は、多数の差から選んだことを補正して（FCR調整）、1つだけの差の区間より広げてある。"
        "q値はその選択を補正したp値。",
    )
    number = Both("No.", "番号")
    interval_low = Both("Interval from", "区間 下限")
    interval_high = Both("to", "上限")
    figure = Both("Figure", "図")
    no_findings = Both(
        "No gap shown here stays significant: of the groups by {banners}, {count} shares were compared with "
        "the rest (every answer and net of the report’s questions), and the correction runs over them all.",
        "ここに示す差に、補正後も有意なものはない。{banners}の各層とそれ以外との差{count}件"
        "（各質問の回答と計）を比べ、そのすべてについて補正した。",
    )
    no_findings_but_marks = Both(
        "Marks in the tables are corrected within each question, so single gaps may carry one.",
        "集計表の記号は質問ごとの補正によるため、個々の差に付くことがある。",
    )
    none_compared = Both(
        "No gap was looked for: no question has groups by {banners} of {minimum} respondents or more that it "
        "could be compared between.",
        "差は比べていない：{banners}別に比べられる、該当者{minimum}人以上の層を持つ質問がない。",
    )
    finding = Both("Finding", "結果")
    gap_points = Both("Gap, points", "差\n（ポイント）")
    low = Both("Low", "下限")
    high = Both("High", "上限")
    lower_limit = Both("{level} interval from", "{level}区間\n下限")
    upper_limit = Both("to", "上限")
    corrected_p = Both("q", "q値")

    tables_lead = Both(
        "Weighted column per cents.",
        "ウエイト後の縦％。",
    )
    tables_lead_unweighted = Both("Unweighted column per cents.", "縦％（ウエイトなし）。")
    tables_lead_marks = Both(
        "▲ ▼ above or below the rest of the group, a b c above the column of that letter; {level}, "
        "corrected. Symbols: sheet Notes.",
        "▲▼その他の層より有意に高い・低い、a b c その列より有意に高い（{level}、補正後）。"
        "記号は「注記」を参照。",
    )
    base_line = Both("Base: {base}", "集計対象：{base}")
    several_answers = Both("Several answers possible", "複数回答（M.A.）")
    unit = Both("In {unit}", "単位：{unit}")
    unweighted_row = Both("Unweighted base (n)", "該当者数（ウエイト前）")
    base_row = Both("Base (n)", "該当者数")
    weighted_row = Both("Weighted base", "該当者数（ウエイト後）")
    effective_row = Both("Effective base", "有効標本サイズ")
    outside_row = Both("{label} (of all asked)", "{label}（質問対象者比）")
    reference = Both("ref.", "参考値")
    marks_row = Both("marks", "記号")

    crossing_lead = Both(
        "How answers on the columns differ between the groups on the rows.",
        "行の層ごとにみた列の回答。",
    )
    row_shares = Both("Share of each row giving the answer", "各行の回答割合（横％）")
    from_limit = Both("{group}, from", "{group} 下限")
    to_limit = Both("{group}, to", "{group} 上限")
    intervals_of_shares = Both("{level} intervals of these shares", "割合の{level}区間")
    residuals_heading = Both(
        "Departure from independence: adjusted residual z, design-corrected (bold and coloured: q < {alpha})",
        "独立からのずれ：調整残差 z（デザイン補正済み、太字・着色は q < {alpha}）",
    )
    column_shares = Both("Share of each column coming from the row", "各列の行構成比（縦％）")
    counts_heading = Both("Respondents, unweighted", "人数（ウエイト前）")
    contrasts_heading = Both("Gaps between rows, in points", "行の間の差（ポイント）")
    contrast = Both("{answer}: {first} minus {second}", "{answer}：{first}－{second}")
    standard_error = Both("Standard error", "標準誤差")
    gap_is = Both("Gap", "差")
    p_value = Both("p", "p値")
    test_heading = Both("Test of the whole table", "表全体の検定")
    rao_scott = Both(
        "Rao–Scott F({df1}, {df2}) = {statistic}, p {p}; Cramér’s V = {v} (corrected for the design)",
        "Rao–Scott F({df1}, {df2}) = {statistic}、p {p}、クラメールのV = {v}（デザイン補正済み）",
    )
    no_test = Both(
        "No test of the whole table: a respondent can stand in several of its cells.",
        "表全体の検定はない（1人が複数のセルに入り得るため）。",
    )
    companion = Both(
        "UNWEIGHTED companion, to compare with other software only: χ²({df}) = {statistic}, p {p}; V = {v}",
        "ウエイトなしの参考値（他のソフトとの比較用）：χ²({df}) = {statistic}、p {p}、V = {v}",
    )
    chart_title = Both("{columns} by {rows}", "{rows}別にみた{columns}")
    chart_contrast = Both(
        "{columns}: “{answer}” is {first_share}% among “{first}”, {second_share}% among “{second}”",
        "{columns}：「{answer}」は「{first}」で{first_share}％、「{second}」で{second_share}％",
    )
    chart_alt = Both("Stacked bars, one per group: {items}.", "層ごとの帯グラフ：{items}。")

    figures_lead = Both(
        "Drawn from the numbers of this workbook; as files in the folder figures.",
        "この報告書の数値から作成。ファイルは figures フォルダーにある。",
    )
    figure_source = Both("Figure {number}. Numbers: {table}; n = {n}", "図{number}　数値：{table}、n = {n}")

    weights_lead = Both(
        "What weighting changed, category by category, and what it cost in precision.",
        "カテゴリーごとのウエイトの効果と、精度への影響。",
    )
    diagnosis = Both("The weights", "ウエイトの概要")
    method = Both("Method", "方法")
    iterations = Both("Sweeps", "反復回数")
    max_error = Both("Largest departure from a target", "目標との最大の差")
    smallest_weight = Both("Smallest weight", "最小ウエイト")
    largest_weight = Both("Largest weight", "最大ウエイト")
    variation = Both("Coefficient of variation", "変動係数")
    weight_effect = Both("Design effect of the weights (Kish)", "ウエイトのデザイン効果（Kish）")
    margins_met = Both("Targets", "目標値")
    margin_name = Both("Margin", "項目")
    category = Both("Category", "カテゴリー")
    respondents_n = Both("n", "n")
    before = Both("Before", "補正前")
    after = Both("After", "補正後")
    target = Both("Target", "目標")
    off_target = Both("After minus target, points", "目標との差（ポイント）")
    bucket = Both("{category} (no target; kept at its own share)", "{category}（目標なし、元の割合を維持）")

    cleaning_lead = Both(
        "Every row and every value that is not as delivered. The file itself was not touched.",
        "納品データから変えた行と値のすべて。元のファイルは変更していない。",
    )
    ledger = Both("Rows: in = kept + removed", "行数：入力＝有効＋除外")
    ledger_in = Both("Rows in the file", "ファイルの行数")
    ledger_removed = Both("removed: {reason}", "除外：{reason}")
    ledger_kept = Both("Respondents kept", "有効回答者")
    people = Both("Respondents flagged or removed", "指摘または除外された回答者")
    people_lead = Both(
        "{clear} respondents kept without a flag, {flagged} kept with one, {removed} rows removed.",
        "指摘なしの有効回答者{clear}、指摘ありの有効回答者{flagged}、除外{removed}行。",
    )
    people_row = Both("Row", "行番号")
    people_status = Both("Status", "扱い")
    people_why = Both("Why", "理由")
    status_flagged = Both("flagged, kept", "指摘（有効）")
    status_removed = Both("removed", "除外")
    without_flagged = Both(
        "Headline without the {flagged} flagged: {share}% ({low}–{high}%), n = {n}; with them {all}%.",
        "指摘のあった{flagged}人を除いた主要な結果：{share}％（{low}～{high}％）、n={n}。含めると{all}％。",
    )
    ledger_lost = Both("UNACCOUNTED FOR", "不明")
    ledger_proof = Both("{total} = {kept} + {removed}", "{total} = {kept} + {removed}")
    changes = Both("Values put right", "修正した値")
    derived = Both("Filled in, or made from other questions", "補った値、他の質問から作った値")
    set_aside = Both("Values set aside: they fit no answer", "保留した値（コード表にない値）")
    flags = Both("Flagged, not changed", "指摘のみ（変更なし）")
    assumptions = Both("Assumed, because nobody said", "仮定した事項")
    nothing_here = Both("None.", "なし。")
    rule = Both("Rule", "規則")
    what = Both("What", "内容")
    count = Both("Count", "件数")
    first_rows = Both("First rows", "最初の行番号")

    the_file = Both("The file", "ファイル")
    file_name = Both("Name", "名前")
    file_sheet = Both("Sheet", "シート")
    header_rows = Both("Header rows", "見出し行")
    file_rows = Both("Rows of data", "データ行数")
    file_columns = Both("Columns", "列数")
    file_hash = Both("SHA-256", "SHA-256")
    remarks = Both("Remarks on reading", "読み取りの備考")
    row = Both("row {rows}", "{rows}行目")
    rows = Both("rows {rows}", "{rows}行目")
    column = Both("Column", "列")
    read_as = Both("Read as", "解釈")
    kind = Both("Kind", "種類")
    evidence = Both("Evidence", "根拠")
    override = Both("To overrule", "変更の方法")

    name = Both("Name", "名前")
    wording = Both("Wording", "質問文")
    label = Both("Label", "ラベル")
    role = Both("Role", "役割")
    asked_of = Both("Asked of", "対象条件")
    code = Both("Code", "コード")
    score = Both("Score", "点数")
    columns_in_file = Both("Columns in the file", "ファイルの列")
    provenance = Both("Where its figures come from", "数値の由来")
    everyone = Both("everyone", "全員")
