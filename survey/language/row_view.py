"""What the sheet of row per cents says: the layout and the symbols of Japanese official surveys."""

from __future__ import annotations

from survey.language.workbook import Both, Spoken


class RowViewWords(Spoken):
    """The words of the sheet."""

    sheet = Both("Tables by row", "集計表（横％）")
    lead = Both(
        "The same numbers as on the sheet Tables, groups down and answers across, in per cent of each group.",
        "「集計表」と同じ数値を、属性を行、回答を列にして示す（各行の該当者数に対する％）。",
    )
    symbols = Both(
        "n: unweighted base; 0.0: somebody, but less than half a unit; -: nobody; ※: not asked; "
        "*: base under {caution}; {reference}: base under {minimum}. M.A.: several answers possible; M.T.: "
        "total of them; S.Q.: asked of some only. Per cents are rounded and may not add up to 100.",
        "該当者数はウエイト前の人数。0.0：回答者はいるが単位未満、-：回答者なし、※：質問していない、"
        "*：該当者数{caution}未満、{reference}：該当者数{minimum}未満。M.A.：複数回答、M.T.：回答計、"
        "S.Q.：一部の人だけに尋ねた質問。％は四捨五入のため、合計が100にならないことがある。",
    )
    marks = Both(
        "▲ ▼ significantly above or below the rest of the group ({level}, corrected). Shaded: "
        "significant, and this far from everybody, in points:",
        "▲▼は同じ属性のその他の層より有意に高い・低い（{level}、補正後）。網かけは、有意で、"
        "かつ全体との差（ポイント）が次のもの：",
    )
    far_above = Both("+10 or more", "全体比 +10以上")
    above = Both("+5 to +10", "全体比 +5以上")
    below = Both("−5 to −10", "全体比 −5以下")
    far_below = Both("−10 or less", "全体比 −10以下")
    banner = Both("Group by", "属性")
    group = Both("Group", "層")
    effective = Both("effective n", "有効標本サイズ")
    n = Both("n", "該当者数")
    unit = Both("(%)", "（％）")
    goes_on = Both("{title}, continued", "{title}（続き）")
    sub_question = Both("S.Q. {title}", "S.Q. {title}")
    multiple = Both("{title} (M.A.)", "{title}（M.A.）")
