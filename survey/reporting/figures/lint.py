"""A last look at a drawn figure, by machine: what a reader could not read is a fault.

Faults: text off the page, text over text, text over a mark it does not label or on a line of data,
type under size, ink too close to its ground.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.collections import Collection, LineCollection, PathCollection, QuadMesh
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from survey.reporting.figures import theme

READABLE_LARGE = 3.0
LARGE_TYPE, LARGE_BOLD_TYPE = 18.0, 14.0
TOUCH = 1.5
"""Pixels by which boxes may meet: a box is a little larger than its ink."""


@dataclass(frozen=True)
class Extent:
    """A rectangle in pixels."""

    left: float
    bottom: float
    right: float
    top: float

    def meets(self, other: Extent) -> bool:
        """Whether two rectangles share more than a touch."""
        return (
            min(self.right, other.right) - max(self.left, other.left) > TOUCH
            and min(self.top, other.top) - max(self.bottom, other.bottom) > TOUCH
        )

    def within(self, other: Extent) -> bool:
        """Whether it lies inside another."""
        return (
            self.left >= other.left - TOUCH
            and self.right <= other.right + TOUCH
            and self.bottom >= other.bottom - TOUCH
            and self.top <= other.top + TOUCH
        )


@dataclass(frozen=True)
class Mark:
    """Something drawn that is not text; `fill` is empty for what has no ground to write on."""

    name: str
    extent: Extent
    fill: str


def faults(figure: Figure) -> list[str]:
    """What is wrong with a figure, a sentence each; empty when it may be shown."""
    canvas = figure.canvas  # where the figure was drawn, its renderer knows the texts' sizes
    renderer = canvas.get_renderer() if isinstance(canvas, FigureCanvasAgg) else RendererAgg(8, 8, figure.dpi)
    texts = [(text, _ink(text, renderer)) for text in _texts(figure)]
    marks = list(_marks(figure))
    found: list[str] = []
    for number, (text, extent) in enumerate(texts):
        found += _size(text) + _place(figure, text, extent)
        found += [
            f"text over text: “{text.get_text()}” and “{other.get_text()}”"
            for other, area in texts[number + 1 :]
            if extent.meets(area)
        ]
        found += _over(text, extent, marks) + _crossed(figure, text, extent) + _contrast(text, extent, marks)
    return found


def _texts(figure: Figure) -> Iterator[Text]:
    drawn = list(figure.texts)
    for axes in figure.axes:
        drawn += axes.texts
        if axes.axison:
            drawn += [*axes.get_xticklabels(), *axes.get_yticklabels(), axes.xaxis.label, axes.yaxis.label]
    return (text for text in drawn if text.get_visible() and text.get_text().strip())


def _ink(text: Text, renderer: RendererAgg) -> Extent:
    """The part of a text's box that holds ink: boxes carry room for accents and descenders."""
    box = text.get_window_extent(renderer)
    slack = min(box.height, _points(text) * renderer.dpi / 72) * 0.12
    return Extent(box.x0, box.y0 + slack, box.x1, box.y1 - slack)


def _points(text: Text) -> float:
    return float(text.get_fontsize())


def _size(text: Text) -> list[str]:
    kind = (text.get_gid() or "").partition("/")[0]
    least = theme.SMALLEST.get(kind, theme.BODY)
    if _points(text) >= least:
        return []
    return [f"type under {least:g} points: “{text.get_text()}” ({_points(text):g})"]


def _place(figure: Figure, text: Text, extent: Extent) -> list[str]:
    page = Extent(0.0, 0.0, float(figure.bbox.width), float(figure.bbox.height))
    return [] if extent.within(page) else [f"text off the page: “{text.get_text()}”"]


def _over(text: Text, extent: Extent, marks: list[Mark]) -> list[str]:
    owner = (text.get_gid() or "").removeprefix("label-of-").rpartition("/")[0]
    found = []
    for mark in marks:
        if not extent.meets(mark.extent):
            continue
        if mark.name == owner and extent.within(mark.extent):
            continue
        found.append(f"text over a mark: “{text.get_text()}” on {mark.name}")
    return found


def _crossed(figure: Figure, text: Text, extent: Extent) -> list[str]:
    box = Bbox.from_extents(extent.left, extent.bottom, extent.right, extent.top)
    paths = [
        line.get_transform().transform_path(line.get_path()) for axes in figure.axes for line in axes.lines
    ]
    crossed = any(path.intersects_bbox(box, filled=False) for path in paths)
    return [f"text on a line: “{text.get_text()}”"] if crossed else []


def _contrast(text: Text, extent: Extent, marks: list[Mark]) -> list[str]:
    grounds = [mark.fill for mark in marks if mark.fill and extent.within(mark.extent)]
    ground = grounds[-1] if grounds else theme.PAPER
    bold = text.get_fontweight() in ("bold", 700)
    large = _points(text) >= (LARGE_BOLD_TYPE if bold else LARGE_TYPE)
    least = READABLE_LARGE if large else theme.READABLE
    ratio = theme.contrast(to_hex(text.get_color()), ground)
    if ratio >= least:
        return []
    return [f"contrast {ratio:.1f}:1 under {least:g}: “{text.get_text()}”"]


def _marks(figure: Figure) -> Iterator[Mark]:
    patches = [*figure.patches, *(patch for axes in figure.axes for patch in axes.patches)]
    for number, patch in enumerate(patches):
        if isinstance(patch, Rectangle) and patch.get_visible():
            box = patch.get_window_extent()
            if box.width and box.height:
                extent = Extent(box.x0, box.y0, box.x1, box.y1)
                yield Mark(patch.get_gid() or f"patch/{number}", extent, to_hex(patch.get_facecolor()))
    for axes in figure.axes:
        for collection in axes.collections:
            yield from _collected(collection, float(figure.dpi))


def _collected(collection: Collection, dpi: float) -> Iterator[Mark]:
    to_pixels = collection.get_transform().transform
    if isinstance(collection, QuadMesh):
        corners = np.asarray(collection.get_coordinates())
        fills = np.asarray(collection.get_facecolor()).reshape(*(size - 1 for size in corners.shape[:2]), -1)
        for row, column in np.ndindex(*fills.shape[:2]):
            x, y = to_pixels(corners[row : row + 2, column : column + 2].reshape(-1, 2)).T
            extent = Extent(x.min(), y.min(), x.max(), y.max())
            yield Mark(f"cell/{row}/{column}", extent, to_hex(tuple(fills[row, column])))
    elif isinstance(collection, LineCollection):
        width = float(np.max(collection.get_linewidth())) * dpi / 144
        for number, segment in enumerate(collection.get_segments()):
            x, y = to_pixels(np.asarray(segment)).T
            yield Mark(f"line/{number}", Extent(x.min(), y.min() - width, x.max(), y.max() + width), "")
    elif isinstance(collection, PathCollection):
        across = float(np.sqrt(np.max(collection.get_sizes()))) * dpi / 144
        middles = collection.get_offset_transform().transform(collection.get_offsets())
        for number, (x, y) in enumerate(middles):
            yield Mark(f"dot/{number}", Extent(x - across, y - across, x + across, y + across), "")
