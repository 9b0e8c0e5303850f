"""Who has which part where units stand over the columns of a table: a mark below a unit's name says it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph_build.errors import TableNotUnderstood
from graph_build.model import Assignment, Basis, Cell, Document, Paragraph, Role
from graph_build.rules import holds
from graph_build.spans import where
from graph_build.tables.matrix import NOTHING
from graph_build.values.marks import legend_in, role_of_mark
from graph_build.values.units import NamedUnit, read_units


@dataclass(frozen=True, slots=True)
class Marked:
    """The units over columns, and what the document says of its marks."""

    units: tuple[tuple[int, NamedUnit], ...]
    legend: dict[str, Role]
    source: str

    @classmethod
    def of(cls, heading: Sequence[Cell], columns: Sequence[int], document: Document) -> Marked:
        """Return the units that stand over some columns."""
        units = tuple((column, unit) for column in columns for unit in read_units(heading[column].text).units)
        return cls(units, legend_of(document) if units else {}, document.source)

    def assignments(self, row: Sequence[Cell], above: Sequence[Cell]) -> Iterator[Assignment]:
        """Return the parts that the marks of a row give. Raises TableNotUnderstood where nothing explains a mark."""
        for column, unit in self.units:
            mark = row[column].text.compact()
            if not mark.value.strip(NOTHING):
                continue
            role = role_of_mark(mark.value, self.legend)
            if role is None:
                place = where(mark.span(), self.source)
                raise TableNotUnderstood(
                    f"{place}的记号“{mark.value}”没有说明是牵头、责任还是配合。请在表前注明，如“★为牵头单位”。"
                )
            merged = bool(above) and above[column] == row[column]
            basis, known_by = _basis(merged=merged)
            if holds("R17") and holds(known_by):
                yield Assignment(unit.name, role, basis, unit.span, ("R17", known_by))


def legend_of(document: Document) -> dict[str, Role]:
    """Return what a document's paragraphs say of its marks."""
    paragraphs = (block.text.value for block in document.blocks if isinstance(block, Paragraph))
    return {mark: role for text in paragraphs for mark, role in legend_in(text)}


def _basis(*, merged: bool) -> tuple[Basis, str]:
    return ("merged_stated", "B2") if merged else ("own", "B1")
