"""Columns of several roles.

Ways of writing: 牵头/配合单位 with A/B、C, 牵头（配合）单位 with A（B、C）, 牵头单位和责任单位 with a line for each.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from graph_build.layouts.parts.labels import units_of_cell
from graph_build.model import ROLES, Role
from graph_build.spans import Text
from graph_build.values.headings import kind_of
from graph_build.values.names import BRACKET_AT_END, is_unit_name
from graph_build.values.roles import UNNAMED
from graph_build.values.units import NamedUnit, UnitList, read_units
from graph_build.vocabulary.concepts import column_words

BETWEEN = re.compile(r"[/／、，,;；和及与（）()]")
BRACKETS = re.compile(r"[（）()]")
# What parts the units of one role from those of the next, the surest first.
PARTINGS = (r"\n+", r"\s*[；;]\s*", r"\s*[/／|｜]\s*")
SHORTEST = 2
NOBODY = UnitList((), open_ended=False)


def roles_over(word: str) -> tuple[Role, ...]:
    """Return the roles that a heading's word names; none where it names one alone.

    >>> roles_over("牵头/配合单位"), roles_over("牵头（责任）单位"), roles_over("责任单位（科室）")
    (('lead', 'cooperating'), (), ())
    """
    bracketed = BRACKETS.sub("", word)
    if bracketed in column_words() or (bracketed == word and word in column_words()):
        return ()
    parts = [part for part in BETWEEN.split(word) if part and not re.fullmatch(UNNAMED, part)]
    if len(parts) == 1:
        parts = _run_together(word)
    found = [role for part in parts if (role := _role_of(part))]
    return tuple(found) if 1 < len(set(found)) == len(found) == len(parts) else ()


def _run_together(word: str) -> list[str]:
    """Return 牵头 and 配合单位 of 牵头配合单位."""
    cuts = range(SHORTEST, len(word) - SHORTEST + 1)
    both = ([word[:n], word[n:]] for n in cuts if _role_of(word[:n]) and _role_of(word[n:]) == "cooperating")
    return next(both, [word])


def _role_of(part: str) -> Role | None:
    kind = kind_of(part) or kind_of(f"{part}单位")
    return next((role for role in ROLES if role == kind), None)


def units_of_roles(cell: Text, roles: Sequence[Role]) -> UnitList:
    """Return the units of a cell below a word that names several roles, each with its role (docs/reading.md R20).

    None of them is read where nothing parts them: the cell is told as not understood.
    """
    whole = units_of_cell(cell)
    said = [unit.role for unit in whole.units if unit.role]
    if said:
        if len(said) == len(whole.units):
            return whole
        # A牵头，B、C: the others have the role that nobody is said to have.
        others = [role for role in roles if role not in said]
        return _with_role(whole, others[0]) if len(others) == 1 else NOBODY
    if len(whole.units) == 1 and not _in_bracket(cell):
        return _with_role(whole, roles[0])
    parts = _parts(cell, len(roles))
    lists = [_with_role(read_units(part), role) for part, role in zip(parts, roles, strict=False)]
    units = tuple(unit for one in lists for unit in one.units)
    return UnitList(units, any(one.open_ended for one in lists))


def _parts(cell: Text, count: int) -> list[Text]:
    """Return what each role has; nothing where it is not told."""
    for parting in PARTINGS:
        marks = list(re.finditer(parting, cell.value.strip()))
        text = cell.strip()
        if len(marks) == count - 1:
            starts, ends = [0, *(m.end() for m in marks)], [*(m.start() for m in marks), len(text.value)]
            parts = [text[start:end] for start, end in zip(starts, ends, strict=True)]
            return parts if all(map(_are_units, parts)) else []
    return _in_bracket(cell) if count == len(_in_bracket(cell)) else []


def _in_bracket(cell: Text) -> list[Text]:
    """Return what stands before and in the bracket at a cell's end, where units stand in it."""
    text = cell.compact()
    bracket = BRACKET_AT_END.search(text.value)
    if bracket is None:
        return []
    parts = [text[: bracket.start()], text[bracket.start("inside") : bracket.end("inside")]]
    return parts if all(parts) and all(map(_are_units, parts)) else []


def _are_units(part: Text) -> bool:
    return all(is_unit_name(unit.name) for unit in read_units(part).units)


def _with_role(units: UnitList, role: Role) -> UnitList:
    return replace(units, units=tuple(_given(unit, role) for unit in units.units))


def _given(unit: NamedUnit, role: Role) -> NamedUnit:
    return unit if unit.role else replace(unit, role=role)
