"""Rows of a table that only name a section: over all columns, or behind the section's number in a cell of its own."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from graph_build.layouts.parts.outline import unnumbered
from graph_build.model import Cell
from graph_build.spans import Span, Text
from graph_build.tables.table_parts import distinct
from graph_build.values.contents import figure_of
from graph_build.values.figures import CIRCLED, FIGURES
from graph_build.values.headings import rank_of

# What a row of a section has at most: its number and its name.
NUMBER_AND_NAME = 2
# Numbers of no rank, as ① and 1-1, stand below all others.
DEEPEST = 9
FIGURE = re.compile(rf"[{FIGURES}百]+|\d+|[{CIRCLED}]")


@dataclass(frozen=True, slots=True)
class SectionRows:
    """Tells a table's rows of sections: by the column of the tasks, and by how its tasks are numbered."""

    measure: int
    forms: frozenset[str]
    rank: int

    @classmethod
    def of(cls, measure: int, body: Iterable[Sequence[Cell]]) -> SectionRows:
        """Return what tells the sections of a table's rows."""
        rows = [cells for row in body if len(cells := distinct(row)) > NUMBER_AND_NAME]
        numbers = [value for cells in rows if figure_of(cells[0].text) and (value := cells[0].text.compact().value)]
        return cls(measure, frozenset(map(_form, numbers)), min(map(_rank, numbers), default=DEEPEST + 1))

    def name(self, row: Sequence[Cell]) -> tuple[Text, int | None] | None:
        """Return the name of a row that is a section's, and the rank of its number in another cell; None of others."""
        filled = distinct(row)
        if len(filled) == 1 and not figure_of(filled[0].text):
            columns = _columns(row, filled[0])
            # The name of a section in a column of its own, with its first task in the next row, is a heading too.
            return (filled[0].text, None) if len(columns) > 1 or columns[0] != self.measure else None
        if not is_number_and_name(filled):
            return None
        number = filled[0].text.compact().value
        over_others = len(_columns(row, filled[1])) > 1 and _form(number) not in self.forms
        return (filled[1].text, _rank(number)) if over_others or _rank(number) < self.rank else None


def is_number_and_name(filled: Sequence[Cell]) -> bool:
    """Say whether the filled cells of a row are a number, and one that is none."""
    return len(filled) == NUMBER_AND_NAME and bool(figure_of(filled[0].text)) and not figure_of(filled[1].text)


def number_over(row: Sequence[Cell], names: Container[Span]) -> Text | None:
    """Return the number of a row that is a number and one of the names of sections; None of others."""
    filled = distinct(row)
    named = is_number_and_name(filled) and unnumbered(filled[1].text).span() in names
    return filled[0].text if named else None


def is_apart(row: Sequence[Cell]) -> bool:
    """Say whether a row surely tells nothing of what its columns hold: it has one cell, or a name over several."""
    filled = distinct(row)
    return len(filled) <= 1 or (is_number_and_name(filled) and len(_columns(row, filled[1])) > 1)


def _columns(row: Sequence[Cell], cell: Cell) -> list[int]:
    return [column for column, one in enumerate(row) if one is cell]


def _form(number: str) -> str:
    """Return how a number is written, whatever its figures: 三 and 一, （2） and （1） are alike."""
    return FIGURE.sub(lambda figure: "一1①"[_sort(figure[0])], number)


def _sort(figure: str) -> int:
    return 1 if figure.isdecimal() else 2 if figure in CIRCLED else 0


def _rank(number: str) -> int:
    """Return how deep a number in a cell of its own stands: 一 as 一、 does."""
    found = rank_of(f"{number}、")
    return DEEPEST if found is None else found
