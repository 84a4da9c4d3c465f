"""What figures say, in English and Japanese: titles, subtitles, footers and alternative texts.

Every entry is a template; `{…}` is filled with a label or a number already
written out. Sentences of one language are joined with its `gap`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from survey.language import Language


@dataclass(frozen=True)
class FigureWords:
    """The templates of one language; fields go from what all figures share to each kind's own."""

    gap: str
    stop: str
    aside: str
    listing: str
    quoted: str
    inner: str
    in_banner: str
    share: str
    total: str
    caution: str
    low: str
    cut: str
    chip: str
    synthetic: str

    wording: str
    several: str
    probability: str
    model_based: str
    assumed: str
    assumed_margin: str
    margin: str
    base: str
    bases: str
    based: str
    effective: str
    design_effect: str
    rounding: str
    rake: str
    poststratify: str
    calibrate: str
    delivered_weights: str
    unweighted: str
    source: str
    provenance: str
    provenance_of: str
    corrections: Mapping[str, str]

    ranking_title: str
    ranking_alone: str
    ranking_close: str
    ranking_subtitle: str
    ranking_mentions: str
    ranking_cut: str
    ranking_alt: str
    ranking_alt_item: str

    likert_title: str
    likert_same: str
    likert_one: str
    likert_subtitle: str
    likert_groups: str
    net: str
    net_words: tuple[str, ...]
    likert_alt: str
    likert_alt_item: str

    dots_title: str
    dots_one_side: str
    dots_none: str
    dots_subtitle: str
    dots_subtitle_answer: str
    dots_filled: str
    dots_hollow: str
    dots_left_out: str
    dots_alt: str
    dots_alt_item: str
    dots_alt_marked: str

    heat_title: str
    heat_contrast: str
    heat_gap: str
    heat_no_contrast: str
    heat_none: str
    heat_subtitle: str
    heat_less: str
    heat_more: str
    heat_test: str
    heat_limit: str
    heat_alt: str
    heat_alt_item: str

    weights_raise: str
    weights_lower: str
    weights_pair: str
    weights_none: str
    weights_largest: str
    weights_subtitle: str
    weights_design: str
    weights_bare: str
    weights_population: str
    weights_cut: str
    weights_before: str
    weights_after: str
    weights_points: str
    weights_base: str
    weights_effect: str
    weights_off: str
    weights_bucket: str
    weights_means: str
    weights_sources: str
    weights_rounding: str
    weights_alt: str
    weights_alt_listing: str
    weights_alt_margin: str
    weights_alt_item: str
    weights_alt_target: str


ENGLISH = FigureWords(
    gap=" ",
    stop=".",
    aside="; ",
    listing=", ",
    quoted="“{text}”",
    inner="‘’",
    in_banner="{column} ({banner})",
    share="{number}%",
    total="All",
    caution="* Base or effective base under {base}, treat with caution.",
    cut="{count} more are in the tables only.",
    low="Not drawn, base or effective base under {base}: {groups}.",
    chip="SYNTHETIC DATA",
    synthetic="SYNTHETIC DATA: no respondent is real.",
    wording="Question: “{wording}”",
    several="Several answers possible.",
    probability="{level} confidence intervals",
    model_based="{level} model-based intervals",
    assumed="{level} intervals",
    assumed_margin="Intervals and tests assume a random sample.",
    margin="Largest margin of error ±{points} points ({level}).",
    base="{base}: n\u00a0=\u00a0{n} unweighted{effective}{design_effect}.",
    bases="{base}: n\u00a0=\u00a0{least}–{most} unweighted{effective}{design_effect}.",
    based="Model-based: treats this opt-in sample as if it were random.",
    effective=", effective n\u00a0=\u00a0{n}",
    design_effect=", design effect {value}",
    rounding="Figures may not sum because of rounding.",
    rake="Weighted by raking to {margins}.",
    poststratify="Weighted by post-stratification to {margins}.",
    calibrate="Weighted by calibration to {margins}.",
    delivered_weights="Weighted with the weights that came with the data.",
    unweighted="Unweighted.",
    source="Source: {source}.",
    provenance="Figures of this question: {provenance}.",
    provenance_of="Figures of {question}: {provenance}.",
    corrections={
        "bh": " after false-discovery-rate correction",
        "holm": " after Holm’s correction",
        "none": ", uncorrected for the number of comparisons",
    },
    ranking_title="{question}{answer} leads at {share}, ahead of {second} at {second_share}",
    ranking_alone="{question}{answer}, {share}",
    ranking_close="{question}{answer} ({share}) and {second} ({second_share}) lead; their intervals overlap",
    ranking_subtitle="% giving each answer, with {intervals}.",
    ranking_mentions="Answers add up to {share} of respondents.",
    ranking_cut="{count} further answers, each {share} or less, are in the table only.",
    ranking_alt="Horizontal bars with {intervals}, {n} respondents: {items}.",
    ranking_alt_item="{answer} {share} ({low} to {high})",
    likert_title="{net} runs from {most} for {first} to {least} for {last}",
    likert_same="{net} is {most} for each of the {count} items",
    likert_one="{question}{positive} {positive_share}, {negative} {negative_share}",
    likert_subtitle="% giving each answer; answers on neither side stand apart.",
    likert_groups="% giving each answer, by group; answers on neither side stand apart.",
    net="NET {net}",
    net_words=("net", "total"),
    likert_alt="Diverging bars, {n} respondents: {items}.",
    likert_alt_item="{item}: {positive} {positive_share}, {negative} {negative_share}",
    dots_title="{question}{net} is {most} among {first}, {least} among {last} ({banner})",
    dots_one_side="{question}{net} is {most} among {first} against {total} overall",
    dots_none="{question}{net} is {total} overall, and no group differs reliably from the rest",
    dots_subtitle="% {net} ({answers}) in each group, with {intervals}.",
    dots_subtitle_answer="% {net} in each group, with {intervals}.",
    dots_filled="Filled: differs from the rest of the same question, blue above, orange below"
    "{correction} (q\u00a0<\u00a0{alpha}).",
    dots_hollow="Grey and *: base or effective base under {base}, treat with caution.",
    dots_left_out="By {banners}: in the tables.",
    dots_alt="Dots with {intervals}: {net} of {question} is {total} overall, {n} respondents. "
    "By group: {items}.",
    dots_alt_item="{group} {share}",
    dots_alt_marked="{group} {share} (differs from the rest)",
    heat_title="{columns}{answer} is {share} among {row} ({rows}) against {total} overall",
    heat_contrast="{columns}{answer} is {first_share} among {first}, {second_share} among {second} ({rows})",
    heat_gap="Gap: {gap} points ({level} interval {low} to {high}).",
    heat_no_contrast="{columns} shows no reliable link with {rows}",
    heat_none="{columns} by {rows}",
    heat_subtitle="% of each row giving each answer. Colour, and the figure below where there is room: "
    "departure from independence (adjusted residual, design-corrected). Bold: q\u00a0<\u00a0{alpha}.",
    heat_less="less often than if unrelated",
    heat_more="more often than if unrelated",
    heat_test="Rao–Scott F({df1},\u00a0{df2})\u00a0=\u00a0{statistic}, p\u00a0{p}; "
    "Cramér’s V\u00a0=\u00a0{v}.",
    heat_limit="Colour stops at ±{limit}.",
    heat_alt="Table of {rows} by {columns}, {n} respondents, per cent of each row. {items}.",
    heat_alt_item="{row}: {cells}",
    weights_raise="Weighting raises {category} from {before} to {after}",
    weights_lower="Weighting lowers {category} from {before} to {after}",
    weights_pair="Weighting raises {raised} from {raised_before} to {raised_after} "
    "and lowers {lowered} from {lowered_before} to {lowered_after}",
    weights_none="Weighting moves none of {count} categories by 0.05 points or more",
    weights_largest=": the largest of {count} corrections",
    weights_subtitle="% of respondents: hollow before weighting ({entering}), filled after; "
    "tick: population target.",
    weights_design="design weights",
    weights_bare="unweighted",
    weights_population="Population: {sources}",
    weights_cut="Shown: the {shown} largest corrections of {count}.",
    weights_before="before",
    weights_after="after",
    weights_points="points",
    weights_base="All respondents",
    weights_effect="Design effect of weighting {value}.",
    weights_off="Largest departure from a target {points} points.",
    weights_bucket="Without a target category, share kept, not drawn: {items}.",
    weights_means="Means met by weighting, not drawn: {names}.",
    weights_sources="Population figures: {sources}.",
    weights_rounding="Points are of unrounded shares.",
    weights_alt="Two dots a category, joined by a line: share of {n} respondents before weighting "
    "({entering}) and after; a tick at the target, which is the share after unless another is given. "
    "{items}.",
    weights_alt_listing="; ",
    weights_alt_margin="{margin}: {items}",
    weights_alt_item="{category} {before} to {after}",
    weights_alt_target="{category} {before} to {after} (target {target})",
)

JAPANESE = FigureWords(
    gap="",
    stop="。",
    aside="、",
    listing="、",
    quoted="「{text}」",
    inner="『』",
    in_banner="{column}（{banner}）",
    share="{number}%",
    total="全体",
    caution="*は回答者数か有効標本サイズが{base}未満、参考値。",
    cut="ほか{count}件は集計表に掲載。",
    low="回答者数か有効標本サイズが{base}未満のため非表示：{groups}。",
    chip="合成データ",
    synthetic="合成データ（実在の回答者ではない）。",
    wording="質\u2060問\u2060文：「{wording}」",
    several="複数回答。",
    probability="{level}信頼区間",
    model_based="モデルに基づく{level}区間",
    assumed="{level}区間",
    assumed_margin="区間と検定は無作為標本を仮定。",
    margin="標本誤差は最大±{points}ポイント（{level}）。",
    base="{base}：n＝{n}人（該当者数、ウエイト前）{effective}{design_effect}。",
    bases="{base}：n＝{least}～{most}人（該当者数、ウエイト前）{effective}{design_effect}。",
    based="モデルに基づく：公募型の標本を無作為標本とみなしている。",
    effective="、有効標本サイズ{n}",
    design_effect="、デザイン効果{value}",
    rounding="四捨五入のため合計が一致しないことがある。",
    rake="{margins}でレイキング補正。",
    poststratify="{margins}で事後層化補正。",
    calibrate="{margins}でキャリブレーション補正。",
    delivered_weights="データに付属のウエイトで補正。",
    unweighted="ウエイト補正なし。",
    source="出典：{source}。",
    provenance="この設問の数値：{provenance}。",
    provenance_of="{question}の数値：{provenance}。",
    corrections={
        "bh": "偽発見率を補正した検定で",
        "holm": "ホルム法で補正した検定で",
        "none": "（多重性は未補正）検定で",
    },
    ranking_title="{question}{answer}が{share}で最多、次いで{second}が{second_share}",
    ranking_alone="{question}{answer}が{share}",
    ranking_close="{question}{answer}（{share}）と{second}（{second_share}）が上位、区間は重なる",
    ranking_subtitle="各回答の割合（%）と{intervals}。",
    ranking_mentions="回答の合計は{share}（M.T.）。",
    ranking_cut="ほか{count}項目（いずれも{share}以下）は集計表に掲載。",
    ranking_alt="{intervals}付きの横棒グラフ、{n}人。{items}。",
    ranking_alt_item="{answer}{share}（{low}～{high}）",
    likert_title="{net}は{first}で{most}、{last}で{least}",
    likert_same="{net}は{count}項目のいずれも{most}",
    likert_one="{question}{positive}{positive_share}、{negative}{negative_share}",
    likert_subtitle="各回答の割合（%）。どちらの側でもない回答は右に分けて示す。",
    likert_groups="各回答の割合（%、属性別）。どちらの側でもない回答は右に分けて示す。",
    net="{net}（計）",
    net_words=("計",),
    likert_alt="左右に分かれた帯グラフ、{n}人。{items}。",
    likert_alt_item="{item}：{positive}{positive_share}、{negative}{negative_share}",
    dots_title="{question}{net}は{first}で{most}、{last}で{least}（{banner}）",
    dots_one_side="{question}{net}は{first}で{most}（全体{total}）",
    dots_none="{question}{net}は全体で{total}、確かな差のある層はない",
    dots_subtitle="{net}（{answers}）の割合（%、属性別）と{intervals}。",
    dots_subtitle_answer="{net}の割合（%、属性別）と{intervals}。",
    dots_filled="塗りつぶし：{correction}同じ属性の残りと差がある（青は高い、橙は低い、q＜{alpha}）。",
    dots_hollow="灰色と*：回答者数か有効標本サイズが{base}未満、参考値。",
    dots_left_out="{banners}別は集計表に掲載。",
    dots_alt="{intervals}付きの点グラフ。{question}の{net}は全体で{total}、{n}人。属性別：{items}。",
    dots_alt_item="{group}{share}",
    dots_alt_marked="{group}{share}（残りと差がある）",
    heat_title="{columns}{answer}は{row}（{rows}）で{share}、全体では{total}",
    heat_contrast="{columns}{answer}は{first}で{first_share}、{second}で{second_share}（{rows}）",
    heat_gap="差は{gap}ポイント（{level}区間{low}～{high}）。",
    heat_no_contrast="{columns}と{rows}に確かな関連はみられない",
    heat_none="{rows}別にみた{columns}",
    heat_subtitle="各行の回答割合（%）。色と下の数字は独立からのずれ（標本設計を反映した調整済み残差）。太字：q＜{alpha}。",
    heat_less="無関係な場合より少ない",
    heat_more="無関係な場合より多い",
    heat_test="ラオ・スコットF（{df1},\u00a0{df2}）＝{statistic}、p\u00a0{p}、クラメールV＝{v}。",
    heat_limit="色は±{limit}で頭打ち。",
    heat_alt="{rows}と{columns}のクロス表、{n}人、行の%。{items}。",
    heat_alt_item="{row}：{cells}",
    weights_raise="ウエイト補正で{category}は{before}から{after}に上昇",
    weights_lower="ウエイト補正で{category}は{before}から{after}に低下",
    weights_pair="ウエイト補正で{raised}は{raised_before}から{raised_after}に上昇、"
    "{lowered}は{lowered_before}から{lowered_after}に低下",
    weights_none="ウエイト補正で0.05ポイント以上動いた区分はない（{count}区分）",
    weights_largest="、{count}区分で最大の補正",
    weights_subtitle="回答者に占める割合（%）：白丸は補正前（{entering}）、塗りつぶしは補正後、"
    "縦線は母集団の目標値。",
    weights_design="標本設計のウエイト",
    weights_bare="ウエイトなし",
    weights_population="母集団：{sources}",
    weights_cut="{count}区分のうち補正の大きい{shown}区分を示す。",
    weights_before="補正前",
    weights_after="補正後",
    weights_points="ポイント差",
    weights_base="回答者全員",
    weights_effect="ウエイトのデザイン効果{value}。",
    weights_off="目標値との差は最大{points}ポイント。",
    weights_bucket="目標区分のない回答者は割合を保ち、図に示さない：{items}。",
    weights_means="平均を目標値に合わせた項目は図に示さない：{names}。",
    weights_sources="母集団の数値：{sources}。",
    weights_rounding="ポイント差は四捨五入前の割合による。",
    weights_alt="区分ごとに線で結んだ2つの点：{n}人に占める割合の補正前（{entering}）と補正後。"
    "縦線は目標値（記載がなければ補正後と同じ）。{items}。",
    weights_alt_listing="。",
    weights_alt_margin="{margin}：{items}",
    weights_alt_item="{category} {before}→{after}",
    weights_alt_target="{category} {before}→{after}（目標{target}）",
)


def figure_words(language: Language) -> FigureWords:
    """The templates of a language."""
    return JAPANESE if language == "ja" else ENGLISH
