"""Units compared as a picture to keep: bars by role, or a field of numbers, with title, source and date."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph_query.drawing.styles import FACES

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Inches: each label has room, whatever their number.
BEFORE, PER_ROW, PER_COLUMN, BARS = 3.0, 0.3, 0.45, 8.0
DOTS_PER_INCH = 200


@dataclass(frozen=True, slots=True)
class Comparison:
    """Counts of units in columns: names of units and of columns, how many of both, what each column counts.

    `keys` are what columns are in the graph, `colours` where it is bars, `left_out` columns for which there is no room.
    """

    title: str
    units: tuple[str, ...]
    columns: tuple[str, ...]
    counts: Mapping[tuple[str, str], int]
    meanings: tuple[str, ...]
    keys: tuple[str, ...]
    colours: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def labels(self) -> tuple[tuple[str, str], ...]:
        """The columns of its table, each with what it means."""
        return (("单位", "单位名称，照文件所写"), *zip(self.columns, self.meanings, strict=True))

    def rows(self) -> tuple[tuple[str | int, ...], ...]:
        """Return the counts as rows, one a unit."""
        return tuple((unit, *(self.counts.get((unit, column), 0) for column in self.columns)) for unit in self.units)


def as_png(comparison: Comparison, notes: tuple[str, ...]) -> bytes:
    """Return a comparison as a picture, with notes under it."""
    from matplotlib import font_manager, rc_context  # takes half a second
    from matplotlib.figure import Figure

    fonts = {font.name for font in font_manager.fontManager.ttflist}
    faces = [face for face in FACES if face in fonts] or ["sans-serif"]
    wide = BARS if comparison.colours else PER_COLUMN * len(comparison.columns)
    with rc_context({"font.family": faces, "text.parse_math": False, "axes.unicode_minus": False}):
        figure = Figure(figsize=(BEFORE + wide, 1 + PER_ROW * max(len(comparison.units), 3)))
        axes = figure.add_subplot()
        axes.set_title(comparison.title, fontsize=14, pad=12)
        (_bars if comparison.colours else _field)(comparison, axes)
        axes.set_yticks(range(len(comparison.units)), comparison.units, fontsize=9)
        axes.set_ylim(len(comparison.units) - 0.5, -0.5)
        axes.annotate(
            "\n".join(notes), (0, 0), (0, -28 if comparison.colours else -8), "axes fraction", "offset points",
            va="top", fontsize=7, linespacing=1.7, color="#4a5560",
        )  # fmt: skip
        out = io.BytesIO()
        figure.savefig(out, format="png", dpi=DOTS_PER_INCH, bbox_inches="tight", metadata={"Title": comparison.title})
    return out.getvalue()


def _bars(comparison: Comparison, axes: Axes) -> None:
    """Draw bars, those of one unit behind each other."""
    from matplotlib.ticker import MaxNLocator

    at = [0] * len(comparison.units)
    for column, colour in zip(comparison.columns, comparison.colours, strict=True):
        counts = [comparison.counts.get((unit, column), 0) for unit in comparison.units]
        axes.barh(range(len(counts)), counts, left=at, color=colour, label=column, height=0.7)
        at = [before + count for before, count in zip(at, counts, strict=True)]
    for row, total in enumerate(at):
        axes.annotate(str(total), (total, row), (3, 0), textcoords="offset points", va="center", fontsize=8)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.legend(loc="lower right", fontsize=8, frameon=False)
    axes.spines[["top", "right"]].set_visible(False)


def _field(comparison: Comparison, axes: Axes) -> None:
    """Draw a field of numbers, the higher the darker."""
    counts = [[comparison.counts.get((unit, column), 0) for column in comparison.columns] for unit in comparison.units]
    most = max((count for row in counts for count in row), default=0) or 1
    axes.imshow(counts, cmap="Blues", vmin=0, vmax=most, aspect="auto")
    for row, line in enumerate(counts):
        for column, count in enumerate(line):
            if count:
                dark = "white" if count * 2 > most else "#1f2a36"
                axes.annotate(str(count), (column, row), ha="center", va="center", fontsize=8, color=dark)
    axes.xaxis.tick_top()
    axes.set_xticks(range(len(comparison.columns)), comparison.columns, fontsize=9, rotation=60, ha="left")
