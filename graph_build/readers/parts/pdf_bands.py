"""Letters on a page by where they stand: bands from top to bottom, lines, pieces from left to right, columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from graph_build.readers.parts.pdf_lines import lines_of
from graph_build.values.headings import CHAPTERS, rank_of

Letter = dict[str, Any]
Letters = Sequence[Letter]
Place = tuple[float, float]
# Letters overlap by more than this part of their size where they stand on one level.
OVERLAP = 0.1
# Letters of one line stand nearer to each other than this part of their size; columns further apart than a letter.
NEAR, APART = 0.35, 1.0


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table on a page: their edges, from left to right, and the kind of heading over each."""

    edges: tuple[float, ...]
    kinds: tuple[str | None, ...]

    @property
    def sides(self) -> Place:
        """Where the first one begins and the last one ends."""
        return self.edges[0], self.edges[-1]

    def of(self, letter: Letter) -> int:
        """Return the column in which a letter stands."""
        middle = (letter["x0"] + letter["x1"]) / 2
        return sum(edge <= middle for edge in self.edges[1:-1])

    def filled(self, letters: Letters) -> set[int]:
        """Return the columns in which letters stand."""
        return {self.of(letter) for letter in letters}

    def part(self, letters: Letters, column: int) -> list[Letter]:
        """Return the letters of a column."""
        return [letter for letter in letters if self.of(letter) == column]

    def numbers(self, letters: Letters) -> list[str]:
        """Return what stands in the column of numbers, a line each."""
        return [line.text for line in lines_of(self.part(letters, self.kinds.index("number")), 0)]

    def crossed(self, letters: Letters) -> bool:
        """Say whether a line goes on over a column's edge without a gap."""
        pieces = (extent(piece) for line in lines(letters) for piece in pieces_of(line, NEAR))
        return any(start < edge < end for start, end in pieces for edge in self.edges[1:-1])

    def spanned(self, letters: Letters) -> bool:
        """Say whether letters are a chapter's heading over all columns."""
        return is_chapter(letters) and (len(self.filled(letters)) == 1 or self.crossed(letters))


def bands_of(letters: Letters) -> list[list[Letter]]:
    """Return letters from top to bottom, those that stand on one level, or on levels that overlap, together."""
    bands: list[list[Letter]] = []
    bottom = 0.0
    for letter in sorted((c for c in letters if c["text"].strip()), key=lambda c: (c["top"], c["x0"])):
        if bands and letter["top"] < bottom - OVERLAP * letter["size"]:
            bands[-1].append(letter)
            bottom = max(bottom, letter["bottom"])
        else:
            bands.append([letter])
            bottom = letter["bottom"]
    return bands


def pieces_of(letters: Letters, gap: float) -> list[list[Letter]]:
    """Return letters from left to right, those without white space of so many letters between them together."""
    pieces: list[list[Letter]] = []
    reach = 0.0
    for letter in sorted(letters, key=lambda c: c["x0"]):
        if pieces and letter["x0"] - reach < gap * letter["size"]:
            pieces[-1].append(letter)
            reach = max(reach, letter["x1"])
        else:
            pieces.append([letter])
            reach = letter["x1"]
    return pieces


def lines(letters: Letters) -> list[list[Letter]]:
    """Return a band's letters by the levels that they stand on."""
    found: dict[int, list[Letter]] = {}
    for letter in letters:
        found.setdefault(round(letter["bottom"]), []).append(letter)
    return list(found.values())


def text_of(letters: Letters) -> str:
    """Return letters as a text without line breaks."""
    return "".join(line.text for line in lines_of(letters, 0))


def extent(letters: Letters) -> Place:
    """Return where letters begin and end, from left to right."""
    return min(c["x0"] for c in letters), max(c["x1"] for c in letters)


def heights(letters: Letters) -> Place:
    """Return where letters begin and end, from top to bottom."""
    return min(c["top"] for c in letters), max(c["bottom"] for c in letters)


def is_chapter(letters: Letters) -> bool:
    """Say whether letters are one line without gaps, numbered as a chapter is."""
    return len(pieces_of(letters, APART)) == 1 and len(lines(letters)) == 1 and rank_of(text_of(letters)) in CHAPTERS
