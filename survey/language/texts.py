"""What is said of texts that a cell cannot hold as they are."""

from __future__ import annotations

from survey.language.workbook import Both, Spoken


class TextWords(Spoken):
    """Characters removed, and texts cut."""

    removed = Both(
        "Control characters, which a cell cannot hold, were removed from texts of this book: {count}.",
        "セルに入らない制御文字を取り除いた文字列の数：{count}。",
    )
    cut = Both(
        "Texts longer than the 32,767 characters of a cell were cut and end in “… [cut]”: {count}.",
        "セルの上限32,767文字を超えるため途中で切り、末尾を「… [cut]」とした文字列の数：{count}。",
    )
