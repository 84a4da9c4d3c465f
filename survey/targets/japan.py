"""Japan in 2025: residents by sex, age, place, education and work, from official counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from survey.targets.population import Category, Dimension, Population, PopulationMargin
from survey.vocabulary import Label

CENSUS_DAY = "2025-10-01"
CENSUS = "2025 Population Census, basic complete tabulation (e-Stat 0004066272)"
PRELIMINARY = "2025 Population Census, preliminary counts (e-Stat 000040454825)"

_CENSUS_VIA = "a public repository that holds the official table"
_PRELIMINARY_VIA = "a public repository that holds the official counts; they sum to the official total"


@dataclass(frozen=True)
class Block:
    """Prefectures that are counted as one region, by their first and last JIS code."""

    category: Category
    first: int
    last: int

    @property
    def prefectures(self) -> tuple[str, ...]:
        """JIS codes of its prefectures."""
        return tuple(str(code) for code in range(self.first, self.last + 1))


def _category(key: str, english: str, japanese: str, *also: str, code: str = "") -> Category:
    return Category(key, Label({"en": english, "ja": japanese}), code, also)


def _short(japanese: str) -> str:
    """The everyday name: 東京 for 東京都; 北海道 keeps its last character."""
    return japanese[:-1] if japanese[-1] in "都府県" else japanese


def _band(first: int, last: int) -> Category:
    """Ages from the first to the last year."""
    band = f"{first}-{last}"
    decade = (f"{first}代", f"{first}歳代", f"{first}s") if last == first + 9 else ()
    also = (f"{first}歳から{last}歳", f"{first}歳-{last}歳", f"{first} to {last}", *decade)
    return _category(band, band, f"{band}歳", *also, code=band)


SEXES = (
    _category("male", "Male", "男性", "男", "M", "man", "men", code="1"),
    _category("female", "Female", "女性", "女", "F", "woman", "women", code="2"),
)
BANDS = (
    _band(18, 29),
    *(_band(first, first + 9) for first in range(30, 80, 10)),
    _category("80+", "80+", "80歳以上", "80以上", "80 and over", "80 or over", "80代以上", code="80+"),
)

_MEN = (7_644_342, 6_700_421, 8_058_621, 9_263_126, 7_387_134, 7_465_741, 4_721_038)
_WOMEN = (7_300_369, 6_392_152, 7_849_087, 9_165_290, 7_614_201, 8_652_990, 8_094_833)
"""Persons aged 18 and over in the bands."""

_RESIDENTS = (
    ("Hokkaido", "北海道", 4_985_419),
    ("Aomori", "青森県", 1_140_395),
    ("Iwate", "岩手県", 1_125_502),
    ("Miyagi", "宮城県", 2_227_240),
    ("Akita", "秋田県", 882_100),
    ("Yamagata", "山形県", 993_127),
    ("Fukushima", "福島県", 1_711_937),
    ("Ibaraki", "茨城県", 2_791_207),
    ("Tochigi", "栃木県", 1_864_833),
    ("Gunma", "群馬県", 1_867_582),
    ("Saitama", "埼玉県", 7_287_169),
    ("Chiba", "千葉県", 6_258_512),
    ("Tokyo", "東京都", 14_246_219),
    ("Kanagawa", "神奈川県", 9_193_657),
    ("Niigata", "新潟県", 2_068_476),
    ("Toyama", "富山県", 985_675),
    ("Ishikawa", "石川県", 1_088_221),
    ("Fukui", "福井県", 729_386),
    ("Yamanashi", "山梨県", 779_912),
    ("Nagano", "長野県", 1_954_950),
    ("Gifu", "岐阜県", 1_891_489),
    ("Shizuoka", "静岡県", 3_468_845),
    ("Aichi", "愛知県", 7_449_403),
    ("Mie", "三重県", 1_694_896),
    ("Shiga", "滋賀県", 1_392_439),
    ("Kyoto", "京都府", 2_502_747),
    ("Osaka", "大阪府", 8_764_578),
    ("Hyogo", "兵庫県", 5_323_825),
    ("Nara", "奈良県", 1_269_180),
    ("Wakayama", "和歌山県", 864_262),
    ("Tottori", "鳥取県", 523_732),
    ("Shimane", "島根県", 629_460),
    ("Okayama", "岡山県", 1_808_664),
    ("Hiroshima", "広島県", 2_683_399),
    ("Yamaguchi", "山口県", 1_264_006),
    ("Tokushima", "徳島県", 675_489),
    ("Kagawa", "香川県", 907_725),
    ("Ehime", "愛媛県", 1_260_088),
    ("Kochi", "高知県", 643_437),
    ("Fukuoka", "福岡県", 5_081_879),
    ("Saga", "佐賀県", 781_214),
    ("Nagasaki", "長崎県", 1_232_190),
    ("Kumamoto", "熊本県", 1_678_090),
    ("Oita", "大分県", 1_076_875),
    ("Miyazaki", "宮崎県", 1_018_904),
    ("Kagoshima", "鹿児島県", 1_512_969),
    ("Okinawa", "沖縄県", 1_468_220),
)
"""Residents of all ages by prefecture, in the order of JIS codes."""

PREFECTURES = tuple(
    _category(english.casefold(), english, japanese, _short(japanese), code=str(code))
    for code, (english, japanese, _) in enumerate(_RESIDENTS, 1)
)

_HOKKAIDO = Block(_category("hokkaido", "Hokkaido", "北海道", "北海道地方"), 1, 1)
_TOHOKU = Block(_category("tohoku", "Tohoku", "東北", "東北地方"), 2, 7)
_KANTO = Block(_category("kanto", "Kanto", "関東", "関東地方"), 8, 14)
_CHUGOKU = Block(_category("chugoku", "Chugoku", "中国", "中国地方"), 31, 35)
_SHIKOKU = Block(_category("shikoku", "Shikoku", "四国", "四国地方"), 36, 39)
_KYUSHU = Block(
    _category("kyushu", "Kyushu and Okinawa", "九州・沖縄", "Kyushu-Okinawa", "Kyushu & Okinawa", "九州沖縄"),
    40,
    47,
)

BLOCKS_8 = (
    _HOKKAIDO,
    _TOHOKU,
    _KANTO,
    Block(_category("chubu", "Chubu", "中部", "中部地方"), 15, 23),
    Block(_category("kinki", "Kinki", "近畿", "近畿地方", "Kansai", "関西"), 24, 30),
    _CHUGOKU,
    _SHIKOKU,
    _KYUSHU,
)
BLOCKS_10 = (
    _HOKKAIDO,
    _TOHOKU,
    _KANTO,
    Block(_category("hokuriku", "Hokuriku", "北陸", "北陸地方"), 15, 18),
    Block(_category("tosan", "Tosan", "東山", "東山地方"), 19, 21),
    Block(_category("tokai", "Tokai", "東海", "東海地方"), 22, 24),
    Block(_category("kinki", "Kinki", "近畿", "近畿地方"), 25, 30),
    _CHUGOKU,
    _SHIKOKU,
    _KYUSHU,
)

CITY_SIZES = (
    _category("large", "Tokyo wards and designated cities", "大都市", "東京都区部・政令指定都市"),
    _category("mid_200k", "Cities of 200,000 and over", "人口20万人以上の市", "20万人以上の市"),
    _category("mid_100k", "Cities of 100,000 to 200,000", "人口10万人以上の市", "10万人以上の市"),
    _category("small", "Cities under 100,000", "人口10万人未満の市", "10万人未満の市"),
    _category("town", "Towns and villages", "町村", "郡部"),
)
EDUCATIONS = (
    _category("junior_high", "Junior high school or less", "中学校以下", "中学以下"),
    _category("high_school", "High school", "高校", "高等学校", "高卒"),
    _category("junior_college", "Junior college or technical college", "短大・高専・専門学校", "短大・高専"),
    _category("university", "University or more", "大学以上", "大学・大学院"),
)
EMPLOYMENTS = (
    _category("regular", "Regular employee", "正規の職員・従業員", "正規雇用", "正社員"),
    _category("non_regular", "Non-regular employee", "非正規の職員・従業員", "非正規雇用"),
    _category("self_employed", "Self-employed or executive", "自営業・役員", "自営業主・家族従業者・役員"),
    _category("unemployed", "Unemployed", "完全失業者", "失業者", "Unemployed, looking for work", "求職中"),
    _category("not_in_labour_force", "Not in the labour force", "非労働力人口", "非労働力"),
)

_SEX = Dimension("sex", "sex", Label({"en": "Sex", "ja": "性別"}), SEXES)
_AGE = Dimension("age", "age_band", Label({"en": "Age", "ja": "年齢"}), BANDS)


def _along(
    question: str, english: str, japanese: str, categories: Iterable[Category], name: str = ""
) -> Dimension:
    return Dimension(name or question, question, Label({"en": english, "ja": japanese}), tuple(categories))


def _counts(dimension: Dimension, counts: Iterable[float]) -> dict[tuple[str, ...], float]:
    return {(c.key,): count for c, count in zip(dimension.categories, counts, strict=True)}


def _residents(block: Block) -> int:
    return sum(count for _, _, count in _RESIDENTS[block.first - 1 : block.last])


_BANDED = "18-19 taken as two fifths of 15-19."
_BY_SEX_AND_AGE: Mapping[tuple[str, ...], float] = {
    (sex.key, band.key): count
    for sex, counts in zip(SEXES, (_MEN, _WOMEN), strict=True)
    for band, count in zip(BANDS, counts, strict=True)
}


def _census(dimensions: tuple[Dimension, ...], counts: Mapping[tuple[str, ...], float]) -> PopulationMargin:
    """Persons aged 18 and over."""
    return PopulationMargin(dimensions, counts, "derived", "18+", CENSUS, CENSUS_DAY, _BANDED, _CENSUS_VIA)


def _places(dimension: Dimension, counts: Iterable[float], caveat: str, *, summed: bool) -> PopulationMargin:
    """Residents of all ages."""
    return PopulationMargin(
        (dimension,),
        _counts(dimension, counts),
        "derived" if summed else "published",
        "all ages",
        PRELIMINARY,
        CENSUS_DAY,
        caveat,
        _PRELIMINARY_VIA,
    )


_REGION8 = _along("region8", "Region (8)", "地域（8区分）", (block.category for block in BLOCKS_8))
_REGION10 = _along("region", "Region (10)", "地域（10区分）", (b.category for b in BLOCKS_10), "region10")
_PREFECTURE = _along("prefecture", "Prefecture", "都道府県", PREFECTURES)
_CITY_SIZE = _along("city_size", "City size", "都市規模", CITY_SIZES)
_EDUCATION = _along("education", "Education", "最終学歴", EDUCATIONS)
_EMPLOYMENT = _along("employment", "Employment", "就業状態", EMPLOYMENTS)

_MARGINS = (
    _census((_SEX, _AGE), _BY_SEX_AND_AGE),
    _census((_SEX,), _counts(_SEX, (sum(_MEN), sum(_WOMEN)))),
    _census((_AGE,), _counts(_AGE, (men + women for men, women in zip(_MEN, _WOMEN, strict=True)))),
    _places(
        _REGION8,
        map(_residents, BLOCKS_8),
        "All ages, not 18+; preliminary counts; Mie is in Kinki, Niigata in Chubu.",
        summed=False,
    ),
    _places(
        _REGION10,
        map(_residents, BLOCKS_10),
        "All ages, not 18+; preliminary counts; block list reconstructed (Mie in Tokai, Niigata in "
        "Hokuriku).",
        summed=True,
    ),
    _places(
        _PREFECTURE,
        (count for _, _, count in _RESIDENTS),
        "All ages, not 18+; preliminary counts.",
        summed=False,
    ),
    _places(
        _CITY_SIZE,
        (37_633_762, 29_918_441, 20_017_043, 25_711_147, 9_769_131),
        "All ages, not 18+; preliminary counts; 23 wards and 20 designated cities are the first class.",
        summed=True,
    ),
    PopulationMargin(
        (_EDUCATION,),
        _counts(_EDUCATION, (804_293 + 11_264_129, 37_845_056, 13_890_514, 19_839_068 + 2_060_874)),
        "derived",
        "15+",
        "2020 Population Census, education",
        "2020-10-01",
        "Of 2020, since education is asked every ten years; graduates aged 15 and over of known education, "
        "without pupils, students and 15.1 million unknown. For checks and soft targets only.",
        "two statistical blogs; the junior high school count is what their total leaves",
    ),
    PopulationMargin(
        (_EMPLOYMENT,),
        _counts(_EMPLOYMENT, (37_350_000, 21_350_000, 9_720_000, 1_660_000, 39_460_000)),
        "derived",
        "15+",
        "Labour Force Survey, December 2025, table 10",
        "2025-12",
        "Aged 15 and over, not 18+; a sample survey, to ten thousands; self-employed and executives are the "
        "employed less employees. For checks and soft targets only.",
        "a copy of the published table",
    ),
)

japan_2025 = Population(
    name="japan_2025",
    label=Label({"en": "Residents of Japan, 2025", "ja": "日本の居住者（2025年）"}),
    universe="Residents of all nationalities; polls usually mean voters: foreign residents are inside these "
    "figures.",
    margins={margin.name: margin for margin in _MARGINS},
)
"""Residents of Japan at the census of 1 October 2025, as margins to weight to."""
