"""Questions 1 to 14 of the demo as asked in its latest wave, with what is known of their figures."""

from __future__ import annotations

from survey.demo import answers
from survey.vocabulary import Answer, Kind, Label, Question, QuestionRole, Scale

INVENTED = "invented for the demo"
INVENTED_JA = "デモ用の仮の数値"
ALL_INVENTED = (INVENTED, INVENTED_JA)

GRID = "q11"
GRID_LABEL = Label({"en": "Support by layer of AI", "ja": "AIの分野別の支援への賛否"})
GRID_WORDING = Label(
    {
        "en": "Do you support or oppose the government supporting each of these?",
        "ja": "政府が次の分野を支援することに、あなたは賛成ですか、反対ですか。",
    }
)


def ask(
    name: str,
    kind: Kind,
    label: str,
    header: str,
    code_list: tuple[Answer, ...] = (),
    *,
    wording: tuple[str, str] | Label = ("", ""),
    role: QuestionRole = "question",
    scale: Scale = "nominal",
    relevant: str = "",
    grid: str | None = None,
    unit: str = "",
    low: float | None = None,
    high: float | None = None,
    note: tuple[str, str] = ("", ""),
) -> Question:
    """A question; its Japanese label heads its column, wording and note are in English, then Japanese."""
    if not isinstance(wording, Label):
        wording = Label({"en": wording[0], "ja": wording[1]} if wording[1] else {})
    return Question(
        name=name,
        label=Label({"en": label, "ja": header}),
        kind=kind,
        wording=wording,
        answers=code_list,
        columns=(header,),
        role=role,
        scale=scale,
        grid=grid,
        relevant=relevant,
        unit=unit,
        low=low,
        high=high,
        provenance=Label({"en": note[0], "ja": note[1]} if note[0] else {}),
    )


Q1 = ask(
    "q1",
    "multiple",
    "Areas heading in a bad direction",
    "悪い方向の分野",
    answers.BAD_DIRECTION,
    wording=(
        "In Japan today, which areas do you think are heading in a bad direction? (Choose all that apply)",
        "現在の日本で、悪い方向に向かっていると思う分野はどれですか。(いくつでも)",
    ),
    note=(
        f"reconstructed wording; shares: published where the code list names a survey, else {INVENTED}",
        f"質問文は再構成。割合はコード表に調査名のある選択肢が公表値、ほかは{INVENTED_JA}",
    ),
)
Q2 = ask(
    "q2",
    "scale",
    "Worry about prices",
    "物価上昇の心配",
    answers.WORRY,
    wording=("How worried are you about rising prices?", "物価の上昇について、どの程度心配していますか。"),
    scale="ordinal",
    note=(
        f"shares {INVENTED}; the web form printed the scale in reverse (1 = not at all)",
        f"割合は{INVENTED_JA}（ウェブ回答票は選択肢の番号が逆順）",
    ),
)
Q3 = ask(
    "q3",
    "single",
    "Household compared with a year ago",
    "暮らし向き(1年前比)",
    answers.HOUSEHOLD,
    wording=(
        "Compared with a year ago, how are things for your household?",
        "1年前と比べて、あなたの世帯の暮らし向きはどうなりましたか。",
    ),
    scale="ordinal",
    note=(
        "published shares (Bank of Japan survey, September 2025); neither is the remainder",
        "公表値（日本銀行の調査、2025年9月）。「どちらとも言えない」は残り",
    ),
)
Q4 = ask(
    "q4",
    "numeric",
    "Expected inflation in one year",
    "1年後の物価(%)",
    answers.EXPECTED_INFLATION,
    wording=(
        "By about how many per cent do you think prices will have changed in a year?",
        "1年後の物価は、今と比べて何%くらい変わっていると思いますか。",
    ),
    scale="numeric",
    unit="%",
    low=-20.0,
    high=100.0,
    note=(
        "of those who give a number: share up (86.0%) and mean (12.8) published by Bank of Japan surveys, "
        f"2025; the rest of its shape {INVENTED}",
        f"数値回答者のうち上昇の割合（86.0%）と平均（12.8）は日本銀行の調査（2025年）の公表値、分布の形は{INVENTED_JA}",
    ),
)
Q5 = ask(
    "q5",
    "single",
    "Heard about AI",
    "AIの認知",
    answers.HEARD,
    wording=(
        "How much have you heard or read about artificial intelligence (AI)?",
        "AI(人工知能)について、どの程度見聞きしたことがありますか。",
    ),
    scale="ordinal",
    note=(
        f"'a lot' published (Pew, spring 2025); the others {INVENTED}",
        f"「よく聞く」は公表値（ピュー研究所、2025年春）、ほかは{INVENTED_JA}",
    ),
)
Q6 = ask(
    "q6",
    "single",
    "Generative AI use",
    "生成AIの利用",
    answers.USE,
    wording=("How often do you use generative AI?", "生成AIを、どのくらいの頻度で使っていますか。"),
    scale="ordinal",
    note=ALL_INVENTED,
)
Q7 = ask(
    "q7",
    "single",
    "Concerned or excited about AI",
    "AIへの期待と不安",
    answers.CONCERN,
    wording=(
        "As AI spreads in daily life, are you more concerned or more excited?",
        "暮らしの中にAIが広がることについて、不安と期待のどちらが大きいですか。",
    ),
    note=(
        f"'more concerned' published (Pew, spring 2025); the others {INVENTED}",
        f"「心配のほうが大きい」は公表値（ピュー研究所、2025年春）、ほかは{INVENTED_JA}",
    ),
)
Q8 = ask(
    "q8",
    "numeric",
    "Trust in AI",
    "AIの信頼度",
    answers.TRUST,
    wording=(
        "How far do you trust AI? (0 = not at all, 10 = completely)",
        "AIをどの程度信頼していますか。(0=全く信頼しない、10=完全に信頼する)",
    ),
    scale="numeric",
    unit="points",
    low=0.0,
    high=10.0,
    note=ALL_INVENTED,
)
Q9 = ask(
    "q9",
    "scale",
    "Worry about AI and one's job",
    "仕事への影響の心配",
    answers.JOB_WORRY,
    wording=(
        "How worried are you that AI will take over your work?",
        "AIがあなたの仕事に取って代わることを、どの程度心配していますか。",
    ),
    scale="ordinal",
    relevant="${emp} in ('1', '2', '3')",
    note=(f"asked of those who work; {INVENTED}", f"仕事をしている人のみに質問。{INVENTED_JA}"),
)
Q10 = ask(
    "q10",
    "scale",
    "Support for 1 trillion yen for AI",
    "1兆円支援への賛否",
    answers.SUPPORT,
    wording=(
        "The government is considering about 1 trillion yen of support over five years for domestic AI "
        "development. Do you support or oppose it?",
        "政府は、国内のAI開発を支えるため、5年間で約1兆円の支援を検討しています。"
        "あなたは、この支援に賛成ですか、反対ですか。",
    ),
    scale="ordinal",
    note=(
        f"{INVENTED}: no published poll on the package was found. Split ballot: form A as worded; "
        "form B adds 'It would be paid for by taxes and bonds'",
        f"{INVENTED_JA}（この支援策について公表された世論調査は見つからなかった）。"
        "調査票Bでは質問文に「その財源は税金や国債です」を加えた",
    ),
)
Q11 = tuple(
    ask(
        name,
        "scale",
        label,
        header,
        answers.SUPPORT,
        wording=GRID_WORDING,
        scale="ordinal",
        grid=GRID,
        note=ALL_INVENTED,
    )
    for name, label, header in (
        ("q11_hw", "Chips: materials, parts, equipment", "半導体の材料・部品・装置"),
        ("q11_infra", "Data centres and cloud", "データセンター・クラウド"),
        ("q11_app", "Domestic software and AI start-ups", "国内SaaS・AI新興企業"),
    )
)
Q12 = ask(
    "q12",
    "single",
    "Price relief or AI",
    "予算の優先",
    answers.PRIORITY,
    wording=(
        "With limited money, which should come first, relief from rising prices or investment in AI?",
        "限られた予算では、物価高対策とAIへの投資のどちらを優先すべきだと思いますか。",
    ),
    note=ALL_INVENTED,
)
Q13 = ask(
    "q13",
    "single",
    "Party supported",
    "支持政党",
    answers.PARTY,
    wording=("Which political party do you support?", "あなたは、どの政党を支持していますか。"),
    note=(
        "published shares (NHK, telephone, January 2026); don't know is the remainder",
        "公表値（NHK、電話調査、2026年1月）。「わからない」は残り",
    ),
)
Q14 = ask(
    "q14",
    "text",
    "Open text",
    "自由回答",
    wording=(
        "Please write freely about prices or AI.",
        "物価やAIについて、ご自由にお書きください。",
    ),
    note=("made-up sentences; nobody wrote them", "作例。実在の回答ではない"),
)

PRICES_AND_AI = (Q1, Q2, Q3, Q4, Q5, Q6, Q7, Q8, Q9)
PACKAGE = (Q10, *Q11, Q12)
CLOSING = (Q13, Q14)
LAYERS = tuple(question.name for question in Q11)
