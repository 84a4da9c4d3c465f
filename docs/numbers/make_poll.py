"""Writes poll.csv, the synthetic poll of these pages: 120 invented respondents from a fixed seed.

Only `Random.random` is drawn from, whose sequence Python keeps the same from version to version.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from random import Random

SEED = 12
REGIONS = {"north": 40, "coast": 60, "south": 90}
"""How many sampling points each region has; four of them are drawn, two of cities and two of towns."""

AGES = ("18-39", "40-59", "60+")
WORRIES = ("not at all", "a little", "fairly", "very")
AREAS = {"prices": 0.62, "health": 0.38, "jobs": 0.30, "schools": 0.22}


def respondents() -> list[dict[str, object]]:
    """The rows of the poll, five of each point and wave."""
    random = Random(SEED)
    rows: list[dict[str, object]] = []
    for place in range(12):
        region = list(REGIONS)[place // 4]
        lean, people = random.random() - 0.5, 150 + 25 * int(8 * random.random())
        for wave in ("2025", "2026"):
            for _ in range(5):
                row = {
                    "id": len(rows) + 1,
                    "wave": wave,
                    "region": region,
                    "city_size": ("city", "town")[place % 4 // 2],
                    "point": f"p{place + 1:02d}",
                    "points": REGIONS[region],
                    "people": people,
                }
                rows.append(row | _answers(random, lean, wave))
    return rows


def _answers(random: Random, lean: float, wave: str) -> dict[str, object]:
    """What one respondent said; `lean` is what the neighbours have in common."""
    woman, age = random.random() < 0.55, int(3 * random.random() ** 0.8)
    approval = 0.24 + 0.5 * lean + 0.2 * age + (0.1 if wave == "2026" else 0.0)
    drawn = random.random()
    support = "support" if drawn < approval else "oppose" if drawn < 0.93 else "dont_know"
    worry = min(3, int(4 * (0.75 * random.random() + 0.25 * woman + 0.2 * lean + 0.05)))
    persons = 1 + int(4 * random.random())
    income = round(18 + 5 * persons + 4 * age + 14 * lean + 16 * random.random(), 1)
    ticks = {f"area_{area}": int(random.random() < share - 0.3 * lean) for area, share in AREAS.items()}
    return {
        "sex": "woman" if woman else "man",
        "age_band": AGES[age],
        "support": "" if random.random() < 0.05 else support,
        "worry": WORRIES[max(0, worry)],
        **ticks,
        "persons": persons,
        "income": "" if random.random() < 0.08 else income,
        "weight": round(0.6 + 0.9 * random.random() + 0.3 * (2 - age), 2),
    }


def main(path: Path) -> None:
    """Write the poll."""
    rows = respondents()
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("poll.csv"))
