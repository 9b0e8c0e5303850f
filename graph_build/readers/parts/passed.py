"""What a reader passes over, counted by kind and place: lines for a document's notes and doubts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

# So many places are named, of more the first ones.
MOST_PLACES = 3


@dataclass(slots=True)
class Passed:
    """Counts what is rightly left out (`left_out`) and what could hold tasks and was not surely read (`doubt`).

    A kind is a Chinese line with `{n}` for how many there are, such as 有 {n} 处划去的文字没有读.
    """

    _left_out: dict[str, list[str]] = field(default_factory=dict)
    _doubted: dict[str, list[str]] = field(default_factory=dict)

    def left_out(self, kind: str, place: str = "") -> None:
        """Note one more of a kind that does not belong to the document."""
        self._left_out.setdefault(kind, []).append(place)

    def doubt(self, kind: str, place: str = "") -> None:
        """Note one more of a kind that could hold or change tasks."""
        self._doubted.setdefault(kind, []).append(place)

    @property
    def notes(self) -> tuple[str, ...]:
        """What is rightly left out, a line a kind."""
        return tuple(_lines(self._left_out))

    @property
    def doubts(self) -> tuple[str, ...]:
        """What could hold or change tasks, a line a kind."""
        return tuple(_lines(self._doubted))


def literal(words: str) -> str:
    """Return a document's own words for use in a kind.

    >>> literal("{甲}")
    '{{甲}}'
    """
    return words.replace("{", "{{").replace("}", "}}")


def _lines(found: dict[str, list[str]]) -> Iterator[str]:
    for kind, places in found.items():
        named = list(dict.fromkeys(filter(None, places)))
        where = "、".join(named[:MOST_PLACES]) + (" 等" if len(named) > MOST_PLACES else "")
        yield kind.format(n=len(places)) + (f"（{where}）" if where else "")
