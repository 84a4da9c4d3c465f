"""The shares of banner tables in pandas, a cross-tabulation for each question and banner question."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
from measuring import BANNERS, Numbers, columns, run

Tables = dict[str, pd.DataFrame]


def load(folder: Path) -> pd.DataFrame:
    """Answers as texts, in the type that pandas reads texts into."""
    found = columns(folder)
    texts = {
        name: pd.Series(values.astype(str), dtype="str") for name, values in found.items() if name != "w"
    }
    return pd.DataFrame({**texts, "w": found["w"]})


def load_categories(folder: Path) -> pd.DataFrame:
    """The same, the answers made categories."""
    frame = load(folder)
    return frame.astype({name: "category" for name in frame if name != "w"})


def tables(frame: pd.DataFrame) -> Tables:
    questions = [name for name in frame if name.startswith("q")]
    return {
        f"{name} {banner}": pd.crosstab(
            frame[name], frame[banner], values=frame["w"], aggfunc="sum", normalize="columns"
        )
        for name in questions
        for banner in BANNERS
    }


def numbers(found: Tables) -> Numbers:
    return {f"{name} share": table.to_numpy() for name, table in found.items()}


if __name__ == "__main__":
    jobs = dict.fromkeys(("str", "category"), (tables, numbers))
    run(
        load_categories if sys.argv[1] == "category" else load,
        jobs,
        f"pandas {pd.__version__}, {sys.argv[1]}",
    )
