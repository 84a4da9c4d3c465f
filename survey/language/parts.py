"""What a book says that shows some questions of a report."""

from __future__ import annotations

from survey.language.workbook import Both, Spoken


class PartWords(Spoken):
    """A part of a report: which, and that its numbers are those of the whole."""

    status = Both("PART OF A REPORT: {shown} of {whole} tables", "報告書の一部：{whole}表のうち{shown}表")
    meaning = Both(
        "This book shows {shown} of the report's {whole} tables ({names}), with the crossings, trends and "
        "models that explain their questions. Every number and mark is as in the whole report: marks are "
        "corrected within each question, findings over all gaps that the whole report could have told.",
        "本書は報告書の{whole}表のうち{shown}表（{names}）と、その設問を説明するクロス集計・時系列・モデルを示す。"
        "数値と記号はすべて報告書全体のものと同じ：記号は設問ごとに、主な結果は報告書全体の差を対象に補正している。",
    )
