"""The population the demo speaks of: regions, prefectures, shares to weight to, sampling points.

Shares are of residents of Japan at 2025-10-01, from `survey.targets`; the
sources and their caveats go into the workbook's sheet of targets.
"""

from __future__ import annotations

from typing import NamedTuple

from survey.targets import japan_2025
from survey.targets.japan import BANDS, BLOCKS_10, CENSUS_DAY, SEXES
from survey.targets.japan import PREFECTURES as OF_JAPAN

_DECIMALS = 6
"""Places of a share, as an office of statistics would print it."""


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


_KANA = (
    "ホッカイドウ",
    "アオモリケン",
    "イワテケン",
    "ミヤギケン",
    "アキタケン",
    "ヤマガタケン",
    "フクシマケン",
    "イバラキケン",
    "トチギケン",
    "グンマケン",
    "サイタマケン",
    "チバケン",
    "トウキョウト",
    "カナガワケン",
    "ニイガタケン",
    "トヤマケン",
    "イシカワケン",
    "フクイケン",
    "ヤマナシケン",
    "ナガノケン",
    "ギフケン",
    "シズオカケン",
    "アイチケン",
    "ミエケン",
    "シガケン",
    "キョウトフ",
    "オオサカフ",
    "ヒョウゴケン",
    "ナラケン",
    "ワカヤマケン",
    "トットリケン",
    "シマネケン",
    "オカヤマケン",
    "ヒロシマケン",
    "ヤマグチケン",
    "トクシマケン",
    "カガワケン",
    "エヒメケン",
    "コウチケン",
    "フクオカケン",
    "サガケン",
    "ナガサキケン",
    "クマモトケン",
    "オオイタケン",
    "ミヤザキケン",
    "カゴシマケン",
    "オキナワケン",
)
_WITH_LARGE_CITY = (
    "1",
    "4",
    "11",
    "12",
    "13",
    "14",
    "15",
    "22",
    "23",
    "26",
    "27",
    "28",
    "33",
    "34",
    "40",
    "43",
)

PREFECTURES = tuple(
    Prefecture(
        place.code,
        place.label.to("ja"),
        place.label.to("en"),
        kana,
        int(count),
        place.code in _WITH_LARGE_CITY,
    )
    for place, kana, count in zip(OF_JAPAN, _KANA, japan_2025["prefecture"].counts.values(), strict=True)
)
OUTSIDE_JAPAN = "99"


def short_name(place: Prefecture) -> str:
    """The prefecture's everyday name: 東京 for 東京都; 北海道 keeps its last character."""
    return place.japanese[:-1] if place.japanese[-1] in "都府県" else place.japanese


def _shares(margin: str) -> tuple[float, ...]:
    """Rounded shares of a margin's categories, in its order."""
    return tuple(round(share, _DECIMALS) for share in japan_2025[margin].shares.values())


REGIONS = tuple(
    Region(str(place), block.category.label.to("en"), block.category.label.to("ja"), share, block.prefectures)
    for place, (block, share) in enumerate(zip(BLOCKS_10, _shares("region10"), strict=True), 1)
)
REGION_OF = {prefecture: region.code for region in REGIONS for prefecture in region.prefectures}

AGE_BANDS = tuple(band.code for band in BANDS)

SEX_AGE = dict(
    zip(((sex.code, band.code) for sex in SEXES for band in BANDS), _shares("sex × age"), strict=True)
)

CITY_SIZE = {str(place): share for place, share in enumerate(_shares("city_size"), 1)}

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
        japan_2025["sex × age"].source,
        "Residents of all nationalities; 18-19 taken as two fifths of 15-19. "
        "Polls usually mean voters: foreign residents are inside these shares.",
    ),
    "region": (
        japan_2025["region10"].source,
        "All ages, not 18+; block list reconstructed (Mie in Tokai, Niigata in Hokuriku).",
    ),
    "city_size": (
        japan_2025["city_size"].source,
        "All ages, not 18+; 23 wards and 20 designated cities are the first class.",
    ),
}
TARGET_DATE = CENSUS_DAY
