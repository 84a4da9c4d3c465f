"""The questionnaire of the made-up study that reporting is tried on. SYNTHETIC."""

from __future__ import annotations

from survey.vocabulary import Answer, AnswerRole, Codebook, Label, Net, Question


def text(english: str, japanese: str) -> Label:
    return Label({"en": english, "ja": japanese})


def answer(
    code: str,
    english: str,
    japanese: str,
    role: AnswerRole = "substantive",
    score: float | None = None,
    exclusive: bool = False,
) -> Answer:
    return Answer(code, text(english, japanese), role, score, exclusive)


NO_ANSWER = answer("99", "No answer", "無回答", "no_answer")
DONT_KNOW = answer("98", "Don’t know", "わからない", "dont_know")
NATIONWIDE = Label({"en": "invented for the tests", "ja": "テスト用の仮の数値"})

SEX = Question(
    "sex",
    text("Sex", "性別"),
    "single",
    wording=text("Are you male or female?", "あなたの性別をお答えください。"),
    answers=(answer("1", "Male", "男性"), answer("2", "Female", "女性")),
    columns=("sex",),
    role="banner",
)
AGE = Question(
    "age_band",
    text("Age", "年齢"),
    "single",
    answers=tuple(
        answer(code, code, f"{code.replace('-', '～').replace('+', '')}歳{'以上' if '+' in code else ''}")
        for code in ("18-29", "30-49", "50-69", "70+")
    ),
    columns=("age",),
    role="banner",
    scale="ordinal",
)
REGION = Question(
    "region",
    text("Region", "地域"),
    "single",
    answers=(
        answer("1", "Hokkaido and Tohoku", "北海道・東北"),
        answer("2", "Kanto", "関東"),
        answer("3", "Chubu and Kinki", "中部・近畿"),
        answer("4", "Chugoku and Shikoku", "中国・四国"),
        answer("5", "Kyushu and Okinawa", "九州・沖縄"),
    ),
    columns=("pref",),
    role="banner",
)
AREAS = (
    ("1", "Prices", "物価", 0.731),
    ("2", "Economy", "景気", 0.518),
    ("3", "Government finances", "国の財政", 0.406),
    ("4", "Public safety", "治安", 0.377),
    ("5", "Economic strength", "経済力", 0.373),
    ("6", "Food security", "食糧", 0.355),
    ("7", "Employment and working conditions", "雇用・労働条件", 0.282),
    ("8", "Diplomacy", "外交", 0.221),
)
Q1 = Question(
    "q1",
    text("Heading the wrong way", "悪い方向に向かっている分野"),
    "multiple",
    wording=text(
        "Which areas of today’s Japan do you think are heading in a bad direction? (All that apply)",
        "あなたは、現在の日本の状況について、悪い方向に向かっていると思われるのは、どのような分野についてですか。（いくつでも）",
    ),
    answers=(
        *(answer(code, english, japanese) for code, english, japanese, _ in AREAS),
        answer("90", "None of these", "特にない", exclusive=True),
        NO_ANSWER,
    ),
    columns=("q1",),
    provenance=NATIONWIDE,
)
PRICES = Question(
    "prices",
    text("Prices ticked as heading the wrong way", "「物価」を選んだか"),
    "single",
    answers=(answer("1", "Ticked", "選んだ"), answer("0", "Not ticked", "選ばなかった")),
    columns=("q1",),
)
Q2 = Question(
    "q2",
    text("Worry about rising prices", "物価上昇の心配"),
    "scale",
    wording=text(
        "How worried are you about rising prices?", "物価の上昇について、どの程度心配していますか。"
    ),
    answers=(
        answer("1", "Very worried", "とても心配している", score=4),
        answer("2", "Somewhat worried", "ある程度心配している", score=3),
        answer("3", "Not very worried", "あまり心配していない", score=2),
        answer("4", "Not worried at all", "まったく心配していない", score=1),
        DONT_KNOW,
        NO_ANSWER,
    ),
    columns=("q2",),
    scale="ordinal",
    provenance=NATIONWIDE,
)
Q4 = Question(
    "q4",
    text("Expected price change in a year", "１年後の物価上昇率の予想"),
    "numeric",
    wording=text(
        "By how many per cent do you expect prices to change over the next year?",
        "１年後の物価は、現在と比べ何％くらい変化すると思いますか。",
    ),
    answers=(DONT_KNOW, NO_ANSWER),
    columns=("q4",),
    scale="numeric",
    unit="%",
    low=-20,
    high=100,
    provenance=NATIONWIDE,
)
_SUPPORT = (
    answer("5", "Support", "賛成", score=5),
    answer("4", "Somewhat support", "どちらかといえば賛成", score=4),
    answer("3", "Neither", "どちらともいえない", score=3),
    answer("2", "Somewhat oppose", "どちらかといえば反対", score=2),
    answer("1", "Oppose", "反対", score=1),
    DONT_KNOW,
    NO_ANSWER,
)
_NETS = (
    Net("support", text("Support, net", "賛成（計）"), ("5", "4")),
    Net("oppose", text("Oppose, net", "反対（計）"), ("2", "1")),
)


def _support(name: str, label: Label, wording: Label, grid: str | None = None) -> Question:
    return Question(
        name,
        label,
        "scale",
        wording=wording,
        answers=_SUPPORT,
        columns=(name,),
        scale="ordinal",
        nets=_NETS,
        grid=grid,
        provenance=NATIONWIDE,
    )


Q10 = _support(
    "q10",
    text("Support for the AI package", "AI支援策への賛否"),
    text(
        "The government is considering about 1 trillion yen of support over five years for domestic AI "
        "development. Do you support or oppose it?",
        "政府は、国内のAI開発を支えるため、5年間で約1兆円の支援を検討しています。あなたは、この支援に賛成ですか、反対ですか。",
    ),
)
_GRID = (
    "Do you support or oppose public money for: {}?",
    "次の分野への公的支援に賛成ですか、反対ですか。【{}】",
)
LAYERS = tuple(
    _support(name, text(english, japanese), text(_GRID[0].format(english), _GRID[1].format(japanese)), "q11")
    for name, english, japanese in (
        ("q11_hw", "Chip materials, parts and machines", "半導体の材料・部品・装置"),
        ("q11_infra", "Data centres and cloud", "データセンター・クラウド"),
        ("q11_app", "AI software and start-ups", "国内SaaS・AI新興企業"),
    )
)
CODEBOOK = Codebook(
    (
        Question("resp_id", text("Respondent id", "回答者番号"), "text", columns=("resp_id",), role="id"),
        Question(
            "base_w", text("Design weight", "設計ウエイト"), "numeric", columns=("base_w",), role="weight"
        ),
        SEX,
        AGE,
        REGION,
        Q1,
        PRICES,
        Q2,
        Q4,
        Q10,
        *LAYERS,
        Question("q14", text("Open text", "自由回答"), "text", columns=("q14",)),
    )
)
