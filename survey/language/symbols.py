"""What the signs, shades and abbreviations of the book mean, English beside Japanese."""

from __future__ import annotations

from survey.language.workbook import Both, Spoken


class SymbolWords(Spoken):
    """Meanings of the sheet Notes that no other sheet tells."""

    several = Both(
        "Several answers possible; shares are of respondents and add up to more than 100%.",
        "複数回答。割合は回答者に対するもので、合計は100％を超える。",
    )
    mentions = Both(
        "Total of all answers given, per 100 respondents.", "回答計（回答者100人当たりの回答数の合計）。"
    )
    some_asked = Both(
        "Asked of some respondents only; the base says whom.", "一部の人だけに尋ねた質問（集計対象に記載）。"
    )
    nobody = Both("Nobody gave this answer (row per cents).", "回答者なし（横％の集計表）。")
    tiny = Both(
        "Somebody gave this answer, but fewer than half a unit (row per cents).",
        "回答者はいるが単位未満（横％の集計表）。",
    )
    not_asked = Both("Not asked.", "質問していない。")
    shaded = Both("coloured cell", "網かけのセル")
    shade = Both(
        "Row per cents: ▲ or ▼, and at least 5 (light) or 10 points (strong) above (blue) or below (orange) "
        "everybody.",
        "横％の集計表：▲▼の付いた値のうち、全体との差が5ポイント以上（薄い色）、10ポイント以上（濃い色）。青は高い、橙は低い。",
    )
    respondents = Both("Respondents, unweighted.", "該当者数（ウエイト前）。")
    effective = Both(
        "Respondents of a simple random sample that would give the same precision.",
        "有効標本サイズ：同じ精度になる単純無作為標本の人数。",
    )
    design_effect = Both(
        "How many times as large the variance is as that of a simple random sample of the same n.",
        "デザイン効果：同じnの単純無作為標本の分散に対する倍率。",
    )
    p = Both(
        "How often a gap at least as large would come from chance alone.",
        "差がないときに、偶然だけでこれ以上の差が生じる確率。",
    )
    q = Both("p after correction for the number of comparisons.", "比較の数について補正したp値。")
    fcr = Both(
        "False coverage rate: intervals widened for having picked the largest of many gaps.",
        "多数の差から大きいものを選んだことを補正して広げた区間。",
    )
    residual = Both(
        "Adjusted residual: how many standard errors a cell is from independence.",
        "調整残差：独立の場合からのずれを標準誤差で割った値。",
    )
    cramers_v = Both("Cramér’s V, strength of a relation from 0 to 1.", "クラメールのV：関連の強さ（0～1）。")
    rao_scott = Both(
        "Rao–Scott test of the whole table, for the design.", "標本設計を考慮した表全体の検定（Rao–Scott）。"
    )
    student = Both("A change over its standard error.", "変化をその標準誤差で割った値。")
    degrees = Both("Degrees of freedom of the test.", "検定の自由度。")
    design_effect_symbol = Both("design effect", "デザイン効果")
    effective_symbol = Both("effective n, base", "有効標本サイズ")
