"""The order of a list: by which column, as the address says it (`sort`); the heads of its columns change it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from app_pages.parts.tables import Head
from graph_query.ledger.sorting import sound

To = Callable[..., str]
# What a row of a list goes by, and what stands in its columns.
Row = tuple[str, Sequence[str | int]]


@dataclass(frozen=True, slots=True)
class Sorting:
    """How a list is put in order: by which of some columns, `down` the last first; by none as it is."""

    columns: Collection[str]
    column: str = ""
    down: bool = False

    @classmethod
    def of(cls, words: str, columns: Collection[str]) -> Sorting:
        """Return the order that an address names: time, or -time for the last first."""
        column = words.removeprefix("-")
        return cls(columns, column, words.startswith("-")) if column in columns else cls(columns)

    def head(self, key: str, label: str, to: To) -> Head | str:
        """Return the head of a column, which leads to the list by it: up, then down, then as it is."""
        if key not in self.columns:
            return label
        if key != self.column:
            return Head(label, to(sort=key))
        return Head(label, to() if self.down else to(sort=f"-{key}"), "descending" if self.down else "ascending")

    def heads(self, columns: Mapping[str, str], to: To) -> list[Head | str]:
        """Return the heads of columns."""
        return [self.head(key, label, to) for key, label in columns.items()]

    def of_rows(self, rows: Iterable[Row]) -> list[Row]:
        """Return rows in this order; those with nothing in the column stand last."""
        rows = list(rows)
        if not self.column:
            return rows
        at = list(self.columns).index(self.column)
        filled = sorted((row for row in rows if row[1][at] != ""), key=lambda row: sound(row[1][at]), reverse=self.down)
        return [*filled, *(row for row in rows if row[1][at] == "")]
