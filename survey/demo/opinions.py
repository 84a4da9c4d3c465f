"""Made-up open answers. No respondent wrote them."""

from __future__ import annotations

from survey.demo.records import Records

_SHARE = 0.14
_SENTENCES = (
    "食料品の値上がりが続いて、毎月の買い物を減らしています。",
    "電気代とガス代が高すぎる。",
    "給料が物価に追いついていない。",
    "AIより先に、生活を助けてほしい。",
    "AIの研究にお金をかけるのは良いことだと思う。",
    "AIが何に使われるのか、もっと説明してほしい。",
    "仕事でAIを使い始めたが便利だ。",
    "AIはよく分からないので不安です。",
    "年金暮らしには今の物価は厳しい。",
    "将来の産業のために投資は必要。",
    "税金の使い道をはっきりさせてほしい。",
    "半導体は国内で作れるようにした方がよい。",
    "子どもの教育にAIをどう使うのか心配。",
    "特にありません。",
    "米の値段を下げてほしい。",
    "地方にもデータセンターの仕事が増えるとよい。",
)


def open_texts(records: Records) -> list[str | None]:
    """An open answer for about one respondent in seven, else None."""
    speaks = records.draws.uniform("open text", records.size) < _SHARE
    choice = records.draws.order("open sentence", records.size) % len(_SENTENCES)
    return [
        _SENTENCES[which] if speaking else None
        for speaking, which in zip(speaks.tolist(), choice.tolist(), strict=True)
    ]
