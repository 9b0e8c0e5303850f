"""The account of a document, line by line as a person reads it: its words, each piece with what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from graph_build.spans import Span, where

NOT_UNDERSTOOD = "not_understood"
# What holds no words that anybody would miss.
EMPTY = "furniture"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a line, what became of them as a notation of zr:fates, and the number of their task (from 1)."""

    words: str
    fate: str
    task: int | None


@dataclass(frozen=True, slots=True)
class AccountLine:
    """A paragraph, or a row of a table: where it stands in the file, and its pieces in order."""

    where: str
    pieces: tuple[Piece, ...]

    @property
    def asked(self) -> bool:
        """Whether something in it could assign and was not understood."""
        return any(piece.fate == NOT_UNDERSTOOD for piece in self.pieces)


def lines_of(account: Iterable[Mapping[str, Any]], source: str) -> list[AccountLine]:
    """Return the lines of an account, without those that hold no words."""
    spans = [(_span(entry), entry) for entry in account]
    found = []
    for _, group in groupby(spans, key=lambda pair: (pair[0].block, pair[0].row)):
        entries = list(group)
        pieces = [Piece(span.exact, entry["fate"], entry["task"]) for span, entry in entries if span.exact.strip()]
        if any(piece.fate != EMPTY for piece in pieces):
            found.append(AccountLine(where(entries[0][0], source, in_a_sentence=True), tuple(pieces)))
    return found


def _span(entry: Mapping[str, Any]) -> Span:
    cell = entry["block"], entry["row"], entry["column"]
    return Span(*cell, entry["start"], entry["end"], entry["exact"], entry.get("page"), entry.get("sheet"))
