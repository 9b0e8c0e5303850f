"""Who has which part where units stand over the columns of a table: a mark below a unit's name says it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph_build.errors import TableNotUnderstood
from graph_build.model import Assignment, Basis, Cell, Document, Paragraph, Role
from graph_build.rules import holds
from graph_build.spans import where
from graph_build.tables.matrix import NOTHING
from graph_build.values.marks import legend_in, role_of_mark
from graph_build.values.roles import COOPERATING, LEAD, RESPONSIBLE, any_of
from graph_build.values.units import NamedUnit, read_units
from graph_build.vocabulary.concepts import words_of

TYPEFACES = re.compile(
    rf"(?:{any_of(words_of('assignmentWords', 'typeface'))})[^，。；\n]{{0,8}}?(?:为|是|表示|代表)[^，。；\n]{{0,4}}?"
    rf"(?:{LEAD}|{RESPONSIBLE}|{COOPERATING})(?:单位|部门)?"
)


@dataclass(frozen=True, slots=True)
class Marked:
    """The units over columns, and what the document says of its marks, also of those at names in cells."""

    units: tuple[tuple[int, NamedUnit], ...]
    legend: dict[str, Role]
    source: str

    @classmethod
    def of(cls, heading: Sequence[Cell], columns: Sequence[int], document: Document) -> Marked:
        """Return the units that stand over some columns."""
        units = tuple((column, unit) for column in columns for unit in read_units(heading[column].text).units)
        return cls(units, legend_of(document), document.source)

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
    """Return what a document's paragraphs and headings of tables say of its marks."""
    return {mark: role for text in _texts(document) for mark, role in legend_in(text)}


def typefaces_told(document: Document) -> Iterator[str]:
    """Doubt a legend that tells roles by how names are set, which is not read: 黑体字为牵头单位."""
    found = next((match[0] for text in _texts(document) if (match := TYPEFACES.search(text))), None)
    if found:
        yield f"“{found}”：字体没有读，请核对各单位的角色"


def _texts(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield block.text.value
        else:
            yield from (cell.text.value for row in block.rows[:1] for cell in row)


def _basis(*, merged: bool) -> tuple[Basis, str]:
    return ("merged_stated", "B2") if merged else ("own", "B1")
