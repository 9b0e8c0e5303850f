"""The headings that a task stands under, outermost first."""

from __future__ import annotations

from dataclasses import dataclass, field

from graph_build.spans import Text
from graph_build.values.headings import rank_of, without_number


@dataclass(slots=True)
class Outline:
    """Headings with their ranks; a new one closes those of its own rank and deeper ones."""

    _levels: list[tuple[float, Text]] = field(default_factory=list)

    def open(self, heading: Text, rank: float) -> None:
        """Open a heading, given with its numbering."""
        name = unnumbered(heading)
        if name:
            self._levels = [*(level for level in self._levels if level[0] < rank), (rank, name)]

    def close(self, rank: float) -> None:
        """Close the headings of a rank and those deeper."""
        self._levels = [level for level in self._levels if level[0] < rank]

    @property
    def deepest(self) -> float | None:
        """The rank of the innermost heading."""
        return self._levels[-1][0] if self._levels else None

    @property
    def headings(self) -> list[Text]:
        """The headings without their numbering."""
        return [heading for _, heading in self._levels]


def unnumbered(heading: Text) -> Text:
    """Return a heading without white space, its numbering, and a full stop at its end."""
    bare = heading.compact()
    bare = bare[len(bare.value) - len(without_number(bare.value)) :]
    return bare[: len(bare.value.rstrip("。：:"))]


def rank(heading: Text) -> int | None:
    """Return the rank of a heading's numbering; None where it has none."""
    return rank_of(heading.compact().value)
