"""Contact sheets of every kind of figure, in English and in Japanese, from the demo's data.

.venv/bin/python docs/gallery/make_gallery.py

Writes `figures-en.png` and `figures-ja.png` beside itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from PIL import Image

import survey
from survey.language import Language
from survey.reporting.figures import Drawing, draw
from survey.vocabulary import Report

HERE = Path(__file__).parent
RAW = HERE.parent.parent / "raw"
ACROSS, WIDTH, HEIGHT, GAP = 3, 768, 432, 16
GROUND = "#c9ced6"
LANGUAGES: tuple[Language, ...] = ("en", "ja")


def report() -> Report:
    """The demo's report, its plan naming a figure of every kind and one more Likert by groups."""
    plan = survey.read_plan(RAW / "survey.toml")
    figures = replace(plan.figures, likert=(*plan.figures.likert, "q10"))
    poll = survey.read(RAW / "2026.xlsx")
    return survey.analyze(poll, replace(plan, figures=figures), waves=survey.read_waves(plan, RAW))


def sheet(drawings: Sequence[Drawing]) -> Image.Image:
    """The figures at two fifths of their size, three across."""
    down = -(-len(drawings) // ACROSS)
    whole = Image.new("RGB", (ACROSS * (WIDTH + GAP) + GAP, down * (HEIGHT + GAP) + GAP), GROUND)
    for number, drawing in enumerate(drawings):
        picture = (
            Image.open(BytesIO(drawing.png)).convert("RGB").resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
        )
        row, column = divmod(number, ACROSS)
        whole.paste(picture, (GAP + column * (WIDTH + GAP), GAP + row * (HEIGHT + GAP)))
    return whole


def main() -> None:
    whole = report()
    for language in LANGUAGES:
        drawings = draw(whole, language=language, formats=("png",))
        path = HERE / f"figures-{language}.png"
        sheet(drawings).quantize(256).save(path, optimize=True)
        print(f"{path.relative_to(HERE.parent.parent)}: {', '.join(drawing.name for drawing in drawings)}")


if __name__ == "__main__":
    main()
