"""The page of a figure: title, subtitle and footer fitted by measuring; the body gets the room that is left.

Lengths are points from the page's lower left corner.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.patheffects import Normal, Stroke

from survey.reporting.amounts import GLUE, JOINER
from survey.reporting.figures import theme, wrapping
from survey.reporting.figures.fonts import Fonts, drawable
from survey.reporting.figures.pictographs import in_words

LEADING = 1.3
CAPITALS = 0.36
"""Half the height of capitals, in type sizes: how far a baseline lies below a line's middle."""
ACCENT = (44.0, 6.5)
GAP = 14.0


@dataclass(frozen=True)
class Box:
    """A rectangle on the page, in points."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From bottom to top."""
        return self.top - self.bottom


@dataclass(frozen=True)
class Frame:
    """The words around a figure.

    Parameters
    ----------
    chip
        A short warning at the top right, e.g. SYNTHETIC DATA; may be empty.
    """

    title: str
    subtitle: str
    footer: str
    chip: str = ""


class Page:
    """A figure with its words in place, and `body`, the room left for the picture.

    Parameters
    ----------
    frame
        Title, subtitle, footer and chip.
    fonts
        As `fonts.choose` found them.
    """

    def __init__(self, frame: Frame, fonts: Fonts) -> None:
        self.fonts = fonts
        self.figure = Figure(figsize=theme.INCHES, dpi=theme.DOTS_PER_INCH, facecolor=theme.PAPER)
        FigureCanvasAgg(self.figure)
        self._texts = 0
        self.body = self._set_frame(frame)

    def measure(self, text: str, size: float, bold: bool = False) -> float:
        """Width of a line of text in points, by the renderer that draws it."""
        return _measured(self.fonts, text, size, bold)

    def lines(self, text: str, width: float, most: int, size: float, bold: bool = False) -> list[str]:
        """Lines of a text, at most so many; characters without ink become spaces."""
        return list(_lines(self.fonts, text, width, most, size, bold))

    def room_for(self, text: str, widths: Sequence[float], most: int, size: float, bold: bool) -> float:
        """The first width at which a text has so many lines and whole words; else the first of all."""
        return wrapping.room_for(
            _inked(text), widths, most, lambda line: _measured(self.fonts, line, size, bold)
        )

    def write(
        self,
        x: float,
        y: float,
        text: str,
        size: float = theme.BODY,
        *,
        bold: bool = False,
        colour: str = theme.INK,
        align: str = "left",
        role: str = "body",
        on: str = "",
    ) -> None:
        """One line of text whose middle is at (x, y).

        Parameters
        ----------
        role
            "footer" may be smaller than body text.
        on
            Name of the mark that the text labels and may stand on (its gid).
        """
        self._texts += 1
        kind = f"label-of-{on}" if on else role
        artist = self.figure.text(
            x / theme.PAGE_WIDTH,
            (y - CAPITALS * size) / theme.PAGE_HEIGHT,
            _drawn(text),
            fontsize=size,
            fontweight="bold" if bold and self.fonts.bold else "normal",
            color=colour,
            ha=align,
            va="baseline",
            gid=f"{kind}/{self._texts}",
        )
        if bold and not self.fonts.bold:
            artist.set_path_effects([Stroke(linewidth=size / 28, foreground=colour), Normal()])

    def stack(
        self,
        x: float,
        middle: float,
        lines: Sequence[str],
        size: float = theme.BODY,
        *,
        bold: bool = False,
        colour: str = theme.INK,
        align: str = "left",
        leading: float = LEADING,
    ) -> None:
        """Several lines of text, one under the other, whose common middle is at (x, middle)."""
        top = middle + (len(lines) - 1) * size * leading / 2
        for number, line in enumerate(lines):
            self.write(x, top - number * size * leading, line, size, bold=bold, colour=colour, align=align)

    def axes(self, box: Box) -> Axes:
        """Bare axes over a box of the page."""
        axes = self.figure.add_axes(
            (
                box.left / theme.PAGE_WIDTH,
                box.bottom / theme.PAGE_HEIGHT,
                box.width / theme.PAGE_WIDTH,
                box.height / theme.PAGE_HEIGHT,
            ),
            facecolor="none",
            gid=f"axes/{len(self.figure.axes)}",
        )
        axes.set_axis_off()
        return axes

    def rule(
        self,
        x: Sequence[float],
        y: Sequence[float],
        colour: str = theme.RULE,
        width: float = 0.8,
        dashed: bool = False,
    ) -> None:
        """A thin straight line on the page, under everything else."""
        self.figure.add_artist(
            Line2D(
                [value / theme.PAGE_WIDTH for value in x],
                [value / theme.PAGE_HEIGHT for value in y],
                color=colour,
                linewidth=width,
                linestyle="dashed" if dashed else "solid",
                zorder=0,
                gid=f"rule/{len(self.figure.lines)}",
            )
        )

    def block(self, box: Box, colour: str) -> None:
        """A filled rectangle on the page, such as a legend's swatch."""
        self.figure.add_artist(
            Rectangle(
                (box.left / theme.PAGE_WIDTH, box.bottom / theme.PAGE_HEIGHT),
                box.width / theme.PAGE_WIDTH,
                box.height / theme.PAGE_HEIGHT,
                facecolor=colour,
                edgecolor="none",
                transform=self.figure.transFigure,
                gid=f"block/{len(self.figure.patches)}",
            )
        )

    def _set_frame(self, frame: Frame) -> Box:
        left, right, colours = theme.MARGIN, theme.PAGE_WIDTH - theme.MARGIN, theme.colours()
        top = theme.PAGE_HEIGHT - 15.0
        self.block(Box(left, top - ACCENT[1], left + ACCENT[0], top), colours.positive)
        if frame.chip:
            self.write(
                right, top - 5.0, frame.chip, theme.BODY, bold=True, colour=colours.negative, align="right"
            )
        top -= ACCENT[1] + 11.0
        top = self._paragraph(frame.title, top, theme.TITLE_TYPE, bold=True, colour=theme.INK)
        top = self._paragraph(frame.subtitle, top - 4.0, theme.SUBTITLE_TYPE, colour=theme.MUTED)
        bottom = self._foot(frame.footer)
        return Box(left, bottom + GAP, right, top - GAP)

    def _paragraph(
        self, text: str, top: float, choices: Sequence[tuple[float, int]], *, colour: str, bold: bool = False
    ) -> float:
        """Write a paragraph below `top` in the first (size, lines) it fits; the height where it ends."""
        width = theme.PAGE_WIDTH - 2 * theme.MARGIN
        for size, most in choices:
            lines = self.lines(text, width, most, size, bold)
            if not lines or not lines[-1].endswith(wrapping.ELLIPSIS):
                break
        for line in lines:
            top -= size * LEADING
            self.write(theme.MARGIN, top + size * LEADING / 2, line, size, bold=bold, colour=colour)
        return top

    def _foot(self, text: str) -> float:
        """Write the footer at the bottom of the page under a rule; the height of the rule."""
        left, right = theme.MARGIN, theme.PAGE_WIDTH - theme.MARGIN
        lines = self.lines(text, right - left, theme.FOOTER_LINES, theme.FOOTER)
        pitch = theme.FOOTER * 1.42
        top = 14.0 + pitch * len(lines)
        for number, line in enumerate(lines):
            self.write(
                left, top - pitch * (number + 0.5), line, theme.FOOTER, colour=theme.MUTED, role="footer"
            )
        self.rule((left, right), (top + 6.0, top + 6.0))
        return top + 6.0


@lru_cache(maxsize=4096)  # layouts are tried until one fits, and wrap the same texts each time
def _lines(fonts: Fonts, text: str, width: float, most: int, size: float, bold: bool) -> tuple[str, ...]:
    return tuple(wrapping.fit(_inked(text), width, most, lambda line: _measured(fonts, line, size, bold)))


def _inked(text: str) -> str:
    """The text with spaces for characters that leave no ink, such as tabs; glue and joiners stay.

    Pictographs are told in words.
    """
    text = in_words(text)
    if text.isprintable():
        return text
    return "".join(c if drawable(c) or c in (GLUE, JOINER) else " " for c in text)


def _drawn(text: str) -> str:
    """The text as it is drawn, its lines being broken."""
    return _inked(text).replace(GLUE, " ").replace(JOINER, "")


def _measured(fonts: Fonts, text: str, size: float, bold: bool) -> float:
    pixels = _width_in_pixels(fonts.families, _drawn(text), size, bold and fonts.bold)
    return pixels * 72 / theme.DOTS_PER_INCH


@lru_cache(maxsize=8192)
def _width_in_pixels(families: tuple[str, ...], text: str, size: float, bold: bool) -> float:
    font = FontProperties(family=list(families), size=size, weight="bold" if bold else "normal")
    return float(_RULER.get_text_width_height_descent(text, font, ismath=False)[0])


_RULER = RendererAgg(8, 8, theme.DOTS_PER_INCH)
