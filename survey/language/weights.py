"""What the sheet Weights says beside the words of all sheets, English beside Japanese."""

from __future__ import annotations

from survey.language.workbook import Both, Spoken


class WeightsWords(Spoken):
    """The words of its parts, from diagnosis to the weights' effect on the main figures."""

    caveat = Both("To be known", "留意点")
    not_stated = Both("NOT STATED", "記載なし")
    diagnosed = Both("Diagnosis before weighting", "ウエイト付け前の診断")
    nothing_found = Both(
        "Every category is present, the margins agree, and nobody is without a target.",
        "すべての区分に回答者があり、集計軸間に矛盾はなく、目標のない回答者もいない。",
    )
    found = Both("Found", "内容")
    mend = Both("What became of it, or the mend", "扱い・対処")

    median = Both("Median weight", "ウエイトの中央値")
    total = Both("Sum of weights", "ウエイトの合計")
    trimming = Both("Trimming", "ウエイトの制限")
    limits = Both("Limits, in means of the weights", "上下限（平均に対する倍率）")
    trimmed = Both("Weights outside them", "範囲外のウエイト数")
    share_trimmed = Both("Share of respondents trimmed", "制限された回答者の割合")
    weight_moved = Both("Share of all weight moved", "移動したウエイトの割合")
    effect_before = Both("Design effect of the weights before trimming", "制限前のデザイン効果（Kish）")
    trimmed_lead = Both(
        "Weights outside the limits were cut, and all were calibrated once more within the limits, "
        "so that the targets are met still.",
        "範囲外のウエイトを切り、範囲内で改めてキャリブレーションした。目標は満たされている。",
    )
    trimmed_lead_unmet = Both(
        "Weights outside the limits were cut, and all were calibrated once more within the limits.",
        "範囲外のウエイトを切り、範囲内で改めてキャリブレーションした。",
    )
    none_trimmed = Both(
        "No weight lay outside the limits, and none was changed.",
        "範囲外のウエイトはなく、変更はない。",
    )
    means_met = Both("Means met", "平均の補正")
    mean_of = Both("Mean of", "平均")
    off_mean = Both("After minus target", "目標との差")

    nonresponse = Both("Adjustment for nonresponse", "無回答の補正")
    response_class = Both("Class", "補正クラス")
    issued = Both("Cases issued", "発出数")
    responded = Both("Responded", "回答数")
    rate = Both("Rate", "回答率")
    factor = Both("Factor", "係数")

    profiles = Both("Heaviest profiles", "ウエイトの大きい回答者の属性")
    profiles_lead = Both(
        "Respondents alike on all margins, by their mean weight; the average respondent has 1.",
        "すべての集計軸が同じ回答者の平均ウエイト（全体の平均を1とする）。",
    )
    profile = Both("Profile", "属性")
    mean_weight = Both("Mean weight", "平均ウエイト")
    share_of_weight = Both("Share of all weight", "全ウエイトに占める割合")

    effects = Both("What the weights did to the main figures", "主な結果へのウエイトの影響")
    effects_lead = Both(
        "The design effect is the product of its two parts: the weights', and what strata and clusters add.",
        "デザイン効果は、ウエイトによる部分と、層化・集落抽出による部分の積。",
    )
    unweighted_share = Both("Unweighted", "ウエイトなし")
    design_share = Both("Design weights", "設計ウエイト")
    weighted_share = Both("Weighted", "ウエイトあり")
    effect = Both("Design effect", "デザイン効果")
    effect_of_weights = Both("of the weights", "ウエイトによる")
    effect_of_sampling = Both("of strata and clusters", "抽出による")

    unmet_said = Both(
        "THE TARGETS ARE NOT ALL MET, which the plan accepts: the largest departure is {error} points; "
        "the sheet Weights shows what is off.",
        "目標の一部が満たされていない（計画で容認）。目標との最大の差は{error}ポイント。シート「ウエイト」を参照。",
    )
    unmet_mean_said = Both(
        "THE TARGETS ARE NOT ALL MET, which the plan accepts: the mean of {margin} is {after} where "
        "{target} was wanted; the sheet Weights shows what is off.",
        "目標の一部が満たされていない（計画で容認）。{margin}の平均は{after}（目標{target}）。"
        "シート「ウエイト」を参照。",
    )
    trimmed_said = Both(
        "{n} weights beyond {lower} to {upper} times the mean were cut, and all weighted again within "
        "these limits.",
        "平均の{lower}～{upper}倍の範囲外にある{n}件のウエイトを切り、範囲内で再度補正した。",
    )
    none_trimmed_said = Both(
        "All weights lie within the limits of {lower} to {upper} times the mean.",
        "すべてのウエイトは制限とする平均の{lower}～{upper}倍の範囲内にある。",
    )
    nonresponse_said = Both(
        "Before that, design weights were adjusted for nonresponse in {classes} classes: {responded} of "
        "{issued} cases responded.",
        "その前に、{classes}の補正クラスごとに無回答を補正した（{issued}件のうち{responded}件が回答）。",
    )
    nonresponse_alone = Both(
        "Design weights adjusted for nonresponse in {classes} classes: {responded} of {issued} cases "
        "responded. Weights run from {minimum} to {maximum}; their design effect is {effect}.",
        "{classes}の補正クラスごとに無回答を補正（{issued}件のうち{responded}件が回答）。"
        "ウエイトの範囲は{minimum}～{maximum}、デザイン効果{effect}。",
    )

    met = Both("Targets, before and after", "目標と補正前後の構成比")
