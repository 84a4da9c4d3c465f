"""Invented respondents whose answers are words, as they stand in a CSV file, and raking targets.

python benchmarks/peers/labelled.py FOLDER RESPONDENTS SEED

Margins of 2, 6, 8 and 47 categories, from half of the people in the commonest
down to one in two hundred; design weights are unequal, and targets are up to a
third off the weighted sample. No answer is blank: svy refuses blanks.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

PREFECTURES = (
    "Hokkaido Aomori Iwate Miyagi Akita Yamagata Fukushima Ibaraki Tochigi Gunma Saitama Chiba Tokyo "
    "Kanagawa Niigata Toyama Ishikawa Fukui Yamanashi Nagano Gifu Shizuoka Aichi Mie Shiga Kyoto Osaka "
    "Hyogo Nara Wakayama Tottori Shimane Okayama Hiroshima Yamaguchi Tokushima Kagawa Ehime Kochi "
    "Fukuoka Saga Nagasaki Kumamoto Oita Miyazaki Kagoshima Okinawa"
)

CATEGORIES = {
    "sex": ["Female", "Male"],
    "age": ["18 to 29", "30 to 39", "40 to 49", "50 to 59", "60 to 69", "70 and over"],
    "work": [
        *("Employed", "Part-time", "Self-employed", "Family business"),
        *("Homemaker", "Student", "Retired", "Looking for work"),
    ],
    "prefecture": PREFECTURES.split(),
}

SKEW = 10.0
"""How many times as likely the commonest category is as the rarest, before earlier answers pull."""


def positions(draw: np.random.Generator, size: int, before: list[NDArray[np.intp]]) -> NDArray[np.intp]:
    """Category of each respondent, (respondents,), whose odds depend on the earlier margins."""
    count = len(before[0])
    skew = np.log(np.geomspace(SKEW, 1, size)) if size > 2 else np.zeros(size)
    utility = draw.gumbel(size=(count, size)) + draw.permutation(skew)
    for codes in before:
        utility += draw.normal(0, 0.2, (codes.max() + 1, size))[codes]
    return utility.argmax(axis=1)


def respondents(count: int, seed: int) -> pd.DataFrame:
    """Design weight `w` and the margins' answers, a row for each respondent."""
    draw = np.random.default_rng(seed)
    found = [np.zeros(count, dtype=np.intp)]
    columns: dict[str, NDArray[np.generic]] = {"w": np.round(draw.lognormal(0, 0.4, count), 6)}
    for name, categories in CATEGORIES.items():
        found.append(positions(draw, len(categories), found))
        columns[name] = np.array(categories, dtype=object)[found[-1]]
    return pd.DataFrame(columns)


def targets(frame: pd.DataFrame, seed: int) -> dict[str, dict[str, float]]:
    """Population shares of each margin, {question: {answer: share}}."""
    draw = np.random.default_rng(seed + 1)
    shares = {}
    for name in CATEGORIES:
        weighted = frame.groupby(name)["w"].sum()
        weighted *= draw.uniform(0.75, 1.33, len(weighted))
        shares[name] = {str(answer): float(share) for answer, share in (weighted / weighted.sum()).items()}
    return shares


def main() -> None:
    folder, count, seed = Path(sys.argv[1]), *map(int, sys.argv[2:])
    folder.mkdir(parents=True)
    frame = respondents(count, seed)
    frame.to_csv(folder / "respondents.csv", index=False)
    shares = targets(frame, seed)
    (folder / "targets.json").write_text(json.dumps(shares))
    rows = [f"{name},{answer},{share:.17g}" for name in shares for answer, share in shares[name].items()]
    (folder / "targets.csv").write_text("\n".join(["question,answer,share", *rows]) + "\n")


if __name__ == "__main__":
    main()
