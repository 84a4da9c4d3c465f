"""The population the demo speaks of: regions, prefectures, shares to weight to, sampling points.

Shares are of residents of Japan at 2025-10-01 and derived from the 2025 census;
the sources and their caveats go into the workbook's sheet of targets.
"""

from __future__ import annotations

from typing import NamedTuple


class Region(NamedTuple):
    """A block of prefectures with its share of residents of all ages."""

    code: str
    english: str
    japanese: str
    share: float
    prefectures: tuple[str, ...]


class Prefecture(NamedTuple):
    """A prefecture, its residents, and whether it holds a city of the largest class."""

    code: str
    japanese: str
    english: str
    kana: str
    population: int
    large_city: bool = False


PREFECTURES = (
    Prefecture("1", "北海道", "Hokkaido", "ホッカイドウ", 4985419, True),
    Prefecture("2", "青森県", "Aomori", "アオモリケン", 1140395),
    Prefecture("3", "岩手県", "Iwate", "イワテケン", 1125502),
    Prefecture("4", "宮城県", "Miyagi", "ミヤギケン", 2227240, True),
    Prefecture("5", "秋田県", "Akita", "アキタケン", 882100),
    Prefecture("6", "山形県", "Yamagata", "ヤマガタケン", 993127),
    Prefecture("7", "福島県", "Fukushima", "フクシマケン", 1711937),
    Prefecture("8", "茨城県", "Ibaraki", "イバラキケン", 2791207),
    Prefecture("9", "栃木県", "Tochigi", "トチギケン", 1864833),
    Prefecture("10", "群馬県", "Gunma", "グンマケン", 1867582),
    Prefecture("11", "埼玉県", "Saitama", "サイタマケン", 7287169, True),
    Prefecture("12", "千葉県", "Chiba", "チバケン", 6258512, True),
    Prefecture("13", "東京都", "Tokyo", "トウキョウト", 14246219, True),
    Prefecture("14", "神奈川県", "Kanagawa", "カナガワケン", 9193657, True),
    Prefecture("15", "新潟県", "Niigata", "ニイガタケン", 2068476, True),
    Prefecture("16", "富山県", "Toyama", "トヤマケン", 985675),
    Prefecture("17", "石川県", "Ishikawa", "イシカワケン", 1088221),
    Prefecture("18", "福井県", "Fukui", "フクイケン", 729386),
    Prefecture("19", "山梨県", "Yamanashi", "ヤマナシケン", 779912),
    Prefecture("20", "長野県", "Nagano", "ナガノケン", 1954950),
    Prefecture("21", "岐阜県", "Gifu", "ギフケン", 1891489),
    Prefecture("22", "静岡県", "Shizuoka", "シズオカケン", 3468845, True),
    Prefecture("23", "愛知県", "Aichi", "アイチケン", 7449403, True),
    Prefecture("24", "三重県", "Mie", "ミエケン", 1694896),
    Prefecture("25", "滋賀県", "Shiga", "シガケン", 1392439),
    Prefecture("26", "京都府", "Kyoto", "キョウトフ", 2502747, True),
    Prefecture("27", "大阪府", "Osaka", "オオサカフ", 8764578, True),
    Prefecture("28", "兵庫県", "Hyogo", "ヒョウゴケン", 5323825, True),
    Prefecture("29", "奈良県", "Nara", "ナラケン", 1269180),
    Prefecture("30", "和歌山県", "Wakayama", "ワカヤマケン", 864262),
    Prefecture("31", "鳥取県", "Tottori", "トットリケン", 523732),
    Prefecture("32", "島根県", "Shimane", "シマネケン", 629460),
    Prefecture("33", "岡山県", "Okayama", "オカヤマケン", 1808664, True),
    Prefecture("34", "広島県", "Hiroshima", "ヒロシマケン", 2683399, True),
    Prefecture("35", "山口県", "Yamaguchi", "ヤマグチケン", 1264006),
    Prefecture("36", "徳島県", "Tokushima", "トクシマケン", 675489),
    Prefecture("37", "香川県", "Kagawa", "カガワケン", 907725),
    Prefecture("38", "愛媛県", "Ehime", "エヒメケン", 1260088),
    Prefecture("39", "高知県", "Kochi", "コウチケン", 643437),
    Prefecture("40", "福岡県", "Fukuoka", "フクオカケン", 5081879, True),
    Prefecture("41", "佐賀県", "Saga", "サガケン", 781214),
    Prefecture("42", "長崎県", "Nagasaki", "ナガサキケン", 1232190),
    Prefecture("43", "熊本県", "Kumamoto", "クマモトケン", 1678090, True),
    Prefecture("44", "大分県", "Oita", "オオイタケン", 1076875),
    Prefecture("45", "宮崎県", "Miyazaki", "ミヤザキケン", 1018904),
    Prefecture("46", "鹿児島県", "Kagoshima", "カゴシマケン", 1512969),
    Prefecture("47", "沖縄県", "Okinawa", "オキナワケン", 1468220),
)
OUTSIDE_JAPAN = "99"


def short_name(place: Prefecture) -> str:
    """The prefecture's everyday name: 東京 for 東京都; 北海道 keeps its last character."""
    return place.japanese[:-1] if place.japanese[-1] in "都府県" else place.japanese


def _codes(first: int, last: int) -> tuple[str, ...]:
    return tuple(str(code) for code in range(first, last + 1))


REGIONS = (
    Region("1", "Hokkaido", "北海道", 0.040516, _codes(1, 1)),
    Region("2", "Tohoku", "東北", 0.065667, _codes(2, 7)),
    Region("3", "Kanto", "関東", 0.353591, _codes(8, 14)),
    Region("4", "Hokuriku", "北陸", 0.039592, _codes(15, 18)),
    Region("5", "Tosan", "東山", 0.037597, _codes(19, 21)),
    Region("6", "Tokai", "東海", 0.102505, _codes(22, 24)),
    Region("7", "Kinki", "近畿", 0.163487, _codes(25, 30)),
    Region("8", "Chugoku", "中国", 0.05615, _codes(31, 35)),
    Region("9", "Shikoku", "四国", 0.028336, _codes(36, 39)),
    Region("10", "Kyushu and Okinawa", "九州・沖縄", 0.112559, _codes(40, 47)),
)
REGION_OF = {prefecture: region.code for region in REGIONS for prefecture in region.prefectures}

AGE_BANDS = ("18-29", "30-39", "40-49", "50-59", "60-69", "70-79", "80+")

SEX_AGE = {
    ("1", "18-29"): 0.071907,
    ("1", "30-39"): 0.063028,
    ("1", "40-49"): 0.075804,
    ("1", "50-59"): 0.087134,
    ("1", "60-69"): 0.069487,
    ("1", "70-79"): 0.070227,
    ("1", "80+"): 0.044408,
    ("2", "18-29"): 0.068671,
    ("2", "30-39"): 0.060128,
    ("2", "40-49"): 0.073833,
    ("2", "50-59"): 0.086213,
    ("2", "60-69"): 0.071623,
    ("2", "70-79"): 0.081394,
    ("2", "80+"): 0.076144,
}

CITY_SIZE = {"1": 0.305842, "2": 0.243141, "3": 0.162675, "4": 0.20895, "5": 0.079392}

RESPONDENT_SEX = {"1": 46.4, "2": 53.6}
"""Unweighted respondents of a real survey, per cent: who answers a Cabinet Office poll."""

RESPONDENT_AGE = {
    "18-29": 7.6,
    "30-39": 12.1,
    "40-49": 17.1,
    "50-59": 16.7,
    "60-69": 18.8,
    "70-79": 18.5,
    "80+": 9.2,
}

POINTS = {
    "1": (3, 1, 1, 1, 1),
    "2": (2, 3, 1, 4, 2),
    "3": (27, 15, 10, 9, 3),
    "4": (1, 2, 1, 2, 1),
    "5": (0, 2, 1, 3, 1),
    "6": (5, 5, 4, 3, 1),
    "7": (9, 8, 5, 6, 1),
    "8": (3, 2, 2, 2, 1),
    "9": (0, 2, 1, 1, 1),
    "10": (5, 4, 3, 6, 3),
}
"""Sampling points per region (rows) and city size (largest first); 180 in all."""

LONELY = ("4", "5")
"""Region and city size of the stratum that keeps its single point on purpose."""

SOURCES = {
    "sex × age_band": (
        "2025 Population Census, basic complete tabulation (e-Stat 0004066272)",
        "Residents of all nationalities; 18-19 taken as two fifths of 15-19. "
        "Polls usually mean voters: foreign residents are inside these shares.",
    ),
    "region": (
        "2025 Population Census, preliminary counts (e-Stat 000040454825)",
        "All ages, not 18+; block list reconstructed (Mie in Tokai, Niigata in Hokuriku).",
    ),
    "city_size": (
        "2025 Population Census, preliminary counts (e-Stat 000040454825)",
        "All ages, not 18+; 23 wards and 20 designated cities are the first class.",
    ),
}
TARGET_DATE = "2025-10-01"
