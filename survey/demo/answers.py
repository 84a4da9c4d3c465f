"""The code lists of the demo questionnaire, in questionnaire order."""

from __future__ import annotations

from dataclasses import replace

from survey.vocabulary import Answer, AnswerRole, Label


def answer(
    code: str, english: str, japanese: str, *, score: float | None = None, values: tuple[str, ...] = ()
) -> Answer:
    """A substantive answer with its label in both languages."""
    return Answer(code, Label({"en": english, "ja": japanese}), score=score, values=values)


def reason(
    code: str, role: AnswerRole, english: str, japanese: str, *, values: tuple[str, ...] = ()
) -> Answer:
    """A reason for giving no substantive answer."""
    return Answer(code, Label({"en": english, "ja": japanese}), role=role, values=values)


def dont_know(code: str, *values: str) -> Answer:
    """The answer "don't know" under this code."""
    return reason(code, "dont_know", "Don't know", "わからない", values=values)


def no_answer(code: str) -> Answer:
    """The mark for a question left unanswered."""
    return reason(code, "no_answer", "No answer", "無回答")


def exclusive(plain: Answer) -> Answer:
    """The same answer, which cannot stand beside another one."""
    return replace(plain, exclusive=True)


MODE = (
    answer("1", "Mail", "郵送"),
    answer("2", "Web", "ウェブ", values=("インターネット",)),
)
FORM = (
    answer("A", "Form A", "A票"),
    answer("B", "Form B", "B票"),
)
SEX = (
    answer("1", "Male", "男性", values=("男", "M")),
    answer("2", "Female", "女性", values=("女", "F")),
    answer("3", "Other, or prefers not to say", "その他・答えたくない"),
)
CITY_SIZE = (
    answer("1", "Tokyo wards and designated cities", "大都市"),
    answer("2", "Cities of 200,000 and over", "人口20万人以上の市"),
    answer("3", "Cities of 100,000 to 200,000", "人口10万人以上の市"),
    answer("4", "Cities under 100,000", "人口10万人未満の市"),
    answer("5", "Towns and villages", "町村"),
)
EDUCATION = (
    answer("1", "Junior high school or less", "中学校以下"),
    answer("2", "High school", "高校"),
    answer("3", "Junior college or technical college", "短大・高専・専門学校"),
    answer("4", "University or more", "大学以上"),
    no_answer("9"),
)
EMPLOYMENT = (
    answer("1", "Regular employee", "正規の職員・従業員", values=("正社員", "会社員")),
    answer("2", "Non-regular employee", "非正規の職員・従業員", values=("パート", "アルバイト", "派遣社員")),
    answer("3", "Self-employed or executive", "自営業・役員", values=("自営", "フリーランス", "農業")),
    answer("4", "Unemployed, looking for work", "求職中", values=("失業中",)),
    answer("5", "Keeping house or studying", "家事・通学", values=("専業主婦", "専業主夫", "学生")),
    answer("6", "Retired or not working", "無職・退職", values=("年金生活", "無職")),
    no_answer("9"),
)
INCOME = (
    answer("1", "Under 2 million yen", "200万円未満"),
    answer("2", "2 to under 4 million yen", "200万円以上400万円未満"),
    answer("3", "4 to under 6 million yen", "400万円以上600万円未満"),
    answer("4", "6 to under 8 million yen", "600万円以上800万円未満"),
    answer("5", "8 to under 10 million yen", "800万円以上1000万円未満"),
    answer("6", "10 to under 12 million yen", "1000万円以上1200万円未満"),
    answer("7", "12 to under 15 million yen", "1200万円以上1500万円未満"),
    answer("8", "15 million yen and over", "1500万円以上"),
    dont_know("98"),
    no_answer("99"),
)
BAD_DIRECTION = (
    answer("1", "Prices", "物価"),
    answer("2", "Economic conditions", "景気"),
    answer("3", "State finances", "国の財政"),
    answer("4", "Public safety", "治安"),
    answer("5", "Economic strength", "経済力"),
    answer("6", "Food", "食糧"),
    answer("7", "Diplomacy", "外交"),
    answer("8", "Employment and working conditions", "雇用・労働条件"),
    answer("9", "Gaps between regions", "地域格差"),
    answer("10", "Science and technology", "科学技術"),
    answer("11", "Disaster preparedness", "防災"),
    answer("12", "Something else", "その他"),
    exclusive(dont_know("97")),
    exclusive(answer("98", "None in particular", "特にない")),
    no_answer("99"),
)
WORRY = (
    answer("1", "Very worried", "とても心配している", score=4),
    answer("2", "Somewhat worried", "ある程度心配している", score=3),
    answer("3", "Not much worried", "あまり心配していない", score=2),
    answer("4", "Not at all worried", "全く心配していない", score=1),
    dont_know("8"),
    no_answer("9"),
)
HOUSEHOLD = (
    answer("1", "Better off", "ゆとりが出てきた"),
    answer("2", "Neither", "どちらとも言えない"),
    answer("3", "Worse off", "ゆとりがなくなってきた"),
    dont_know("8"),
    no_answer("9"),
)
EXPECTED_INFLATION = (dont_know("98", "分からない"), no_answer("99"))
HEARD = (
    answer("1", "A lot", "よく見聞きしている"),
    answer("2", "A little", "少し見聞きしている"),
    answer("3", "Nothing", "見聞きしたことがない"),
    no_answer("9"),
)
USE = (
    answer("1", "Almost every day", "ほぼ毎日"),
    answer("2", "Weekly", "週に1回以上"),
    answer("3", "Monthly", "月に1回以上"),
    answer("4", "Less often", "月に1回未満"),
    answer("5", "Never", "使ったことがない"),
    no_answer("9"),
)
CONCERN = (
    answer("1", "More concerned", "不安の方が大きい"),
    answer("2", "Equally concerned and excited", "不安と期待が同じくらい"),
    answer("3", "More excited", "期待の方が大きい"),
    dont_know("8"),
    no_answer("9"),
)
TRUST = (no_answer("99"),)
JOB_WORRY = (
    answer("1", "Very worried", "とても心配している", score=4),
    answer("2", "Somewhat worried", "ある程度心配している", score=3),
    answer("3", "Not much worried", "あまり心配していない", score=2),
    answer("4", "Not at all worried", "全く心配していない", score=1),
    reason("7", "not_asked", "Not asked (not working)", "非該当"),
    dont_know("8"),
    no_answer("9"),
)
SUPPORT = (
    answer("5", "Support", "賛成", score=5),
    answer("4", "Rather support", "どちらかといえば賛成", score=4),
    answer("3", "Neither", "どちらともいえない", score=3),
    answer("2", "Rather oppose", "どちらかといえば反対", score=2),
    answer("1", "Oppose", "反対", score=1),
    dont_know("8"),
    no_answer("9"),
)
PRIORITY = (
    answer("1", "Relief from rising prices", "物価高対策を優先"),
    answer("2", "Both about equally", "どちらも同じくらい"),
    answer("3", "Investment in AI", "AIへの投資を優先"),
    dont_know("8"),
    no_answer("9"),
)
PARTY = (
    answer("1", "LDP", "自民党", values=("自由民主党", "自民")),
    answer("2", "Centrist Reform Alliance", "中道改革連合", values=("中道",)),
    answer("3", "JIP", "日本維新の会", values=("おおさか維新の会", "維新の党", "維新")),
    answer("4", "DPP", "国民民主党", values=("国民", "国民民主")),
    answer("5", "CDP", "立憲民主党", values=("立憲", "立民")),
    answer("6", "Komeito", "公明党", values=("公明",)),
    answer("7", "Sanseito", "参政党", values=("参政",)),
    answer("8", "JCP", "共産党", values=("日本共産党", "共産")),
    answer("9", "Reiwa Shinsengumi", "れいわ新選組", values=("れいわ",)),
    answer("10", "CPJ", "日本保守党", values=("保守党",)),
    answer("11", "SDP", "社民党", values=("社会民主党", "社民")),
    answer("12", "Team Mirai", "チームみらい", values=("みらい",)),
    answer("97", "No party", "支持政党なし", values=("支持なし", "無党派")),
    dont_know("98"),
    no_answer("99"),
)
