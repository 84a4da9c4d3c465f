"""How many rows of which sort each wave has, and what became of every sampled case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Wave:
    """The frame of one wave.

    Parameters
    ----------
    valid
        Respondents that remain after cleaning.
    duplicates, tests, blanks, under_age, abroad
        Rows in the file beyond those.
    mess
        Planted faults of each kind relative to the 2026 wave.
    dispositions
        {AAPOR code: cases}; they sum to the gross sample.
    """

    year: int
    valid: int
    duplicates: int
    tests: int
    blanks: int
    under_age: int
    abroad: int
    first_day: date
    last_day: date
    mess: float
    dispositions: Mapping[str, int]

    @property
    def rows(self) -> int:
        """Rows of the data sheet below its header."""
        return self.valid + self.duplicates + self.tests + self.blanks + self.under_age + self.abroad


GROSS = 3600
PER_POINT = 20

WAVES = {
    2024: Wave(
        2024,
        1932,
        12,
        4,
        3,
        3,
        1,
        date(2024, 1, 18),
        date(2024, 2, 23),
        0.5,
        {"I": 1897, "P": 35, "R": 198, "NC": 0, "O": 24, "UH": 1264, "UO": 158, "ineligible": 24},
    ),
    2025: Wave(
        2025,
        1960,
        14,
        5,
        3,
        3,
        1,
        date(2025, 1, 16),
        date(2025, 2, 21),
        0.5,
        {"I": 1921, "P": 39, "R": 205, "NC": 0, "O": 20, "UH": 1228, "UO": 165, "ineligible": 22},
    ),
    2026: Wave(
        2026,
        2016,
        24,
        8,
        5,
        5,
        2,
        date(2026, 1, 15),
        date(2026, 2, 20),
        1.0,
        {"I": 1978, "P": 38, "R": 212, "NC": 0, "O": 22, "UH": 1180, "UO": 146, "ineligible": 24},
    ),
}

DISPOSITION_LABELS = {
    "I": ("Complete", "完了"),
    "P": ("Partial", "一部記入"),
    "R": ("Refusal", "拒否"),
    "NC": ("Non-contact", "不在・接触不能"),
    "O": ("Other eligible non-response", "その他の未回収(適格)"),
    "UH": ("Not returned, eligibility unknown", "未返送(適格性不明)"),
    "UO": ("Undelivered, other unknown", "宛先不明など(適格性不明)"),
    "ineligible": ("Ineligible", "対象外"),
}
