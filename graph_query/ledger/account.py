"""The account of a document, line by line as a person reads it: its words, each piece with what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from graph_build.spans import Span, where

NOT_UNDERSTOOD = "not_understood"
# What holds no words that anybody would miss.
EMPTY = "furniture"
# Block, row and column of a cell, by which the account names it; a paragraph has neither row nor column.
Place = tuple[int, int | None, int | None]


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a line, what became of them as a notation of zr:fates, and the number of their task (from 1)."""

    words: str
    fate: str
    task: int | None


@dataclass(frozen=True, slots=True)
class AccountLine:
    """A paragraph, or a row of a table: where it stands in the file, on which page, and its pieces by cell, in order.

    Cells stand in the row that they begin in.
    """

    where: str
    block: int
    row: int | None
    page: int | None
    cells: Mapping[Place, tuple[Piece, ...]]

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Its pieces that are more than white space."""
        return tuple(piece for cell in self.cells.values() for piece in cell if piece.words.strip())

    @property
    def asked(self) -> bool:
        """Whether something in it could assign and was not understood."""
        return any(piece.fate == NOT_UNDERSTOOD for piece in self.pieces)

    @property
    def tasks(self) -> tuple[int, ...]:
        """The numbers of the tasks whose own words stand in it."""
        return tuple(dict.fromkeys(p.task for p in self.pieces if p.task is not None and p.fate == "task"))


def lines_of(account: Iterable[Mapping[str, Any]], source: str) -> list[AccountLine]:
    """Return the lines of an account, without those that hold no words."""
    spans = [(_span(entry), entry) for entry in account]
    found = []
    for (block, row), group in groupby(spans, key=lambda pair: (pair[0].block, pair[0].row)):
        entries = list(group)
        cells: dict[Place, tuple[Piece, ...]] = {}
        for span, entry in entries:
            cells[span.cell] = (*cells.get(span.cell, ()), Piece(span.exact, entry["fate"], entry["task"]))
        first = entries[0][0]
        line = AccountLine(where(first, source, in_a_sentence=True), block, row, first.page, cells)
        if any(piece.fate != EMPTY for piece in line.pieces):
            found.append(line)
    return found


def lines_of_task(lines: Sequence[AccountLine], task: int) -> list[int]:
    """Return the indices of the lines that a task stands in: with its own words, else with others that are read as its.

    A task may have none of its own where two have the same words.
    """
    own = [at for at, line in enumerate(lines) if task in line.tasks]
    return own or [at for at, line in enumerate(lines) if any(piece.task == task for piece in line.pieces)]


def _span(entry: Mapping[str, Any]) -> Span:
    cell = entry["block"], entry["row"], entry["column"]
    return Span(*cell, entry["start"], entry["end"], entry["exact"], entry.get("page"), entry.get("sheet"))
