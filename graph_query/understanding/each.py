"""One number for each of what a question names: units, roles, days, limits or topics side by side, 各有几项."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from graph_query.errors import NotKnown
from graph_query.questions import words
from graph_query.understanding.folding import Folded
from graph_query.understanding.formula import (
    DEFAULT_ROLES,
    AnyOf,
    Atom,
    Condition,
    Formula,
    all_of,
    any_of,
    atoms,
    conjuncts,
    is_scope,
    mapped,
)
from graph_query.understanding.meanings import ROLE_NAMES
from graph_query.understanding.parts import Ask

# So many numbers are read beside each other.
MOST = 8
NOT_EACH = "问的是好几个数，没有看懂各是哪一项的。请分开问。"
# Conditions of one kind, of which a task seldom meets two: 6月底前的和持续推进的各几项.
WHEN = ("due", "limit")
UNITS = ("unit", "only")
JOINED = re.compile("和|与|及|以及|、")
Roles = tuple[str, ...]
Alternatives = tuple[Sequence[Condition], Sequence[Condition]]


def asks_each(text: str, found: Folded) -> bool:
    """Say whether a question asks for a number of each thing: by 各 or 分别, or for one number after the other."""
    return len(_counted(found)) > 1 or bool(_said().search(text))


@cache
def _said() -> re.Pattern[str]:
    each = words().each
    verbs = sorted((word for word, of in words().entries.items() if any(e.symbol == "ROLE" for e in of)), key=len)
    between = "|".join(map(re.escape, (*reversed(verbs), *each.between)))
    numbers = "|".join(word for word, of in words().entries.items() if any(e.symbol == "HOWMANY" for e in of))
    return re.compile(f"(?:{'|'.join(each.words)})(?:{between})*(?:{numbers})")


def _counted(found: Folded) -> list[Ask]:
    return [ask for ask in found.asks if ask.count and ask.wants in ("tasks", "any")]


def of_each(formula: Formula, found: Folded) -> Formula:
    """Return a formula with a number for each alternative that it names, as it is where documents alone are named.

    Raises NotKnown where several numbers are asked for and it is not plain of what.
    """
    parts = conjuncts(formula.of)
    sides = [part for part in parts if not is_scope(part)]
    each = _alternatives(sides, _roles(sides, found))
    if each is None:
        several_scopes = any(isinstance(part, AnyOf) for part in parts if is_scope(part))
        if len(_counted(found)) > 1 and not several_scopes:
            raise NotKnown(NOT_EACH)
        return formula
    split, instead = each
    if len(instead) > MOST:
        raise NotKnown(NOT_EACH)
    return replace(formula, of=all_of([*(part for part in parts if part not in split), any_of(instead)]), by="each")


def in_all_roles(conditions: Sequence[Condition], found: Folded) -> list[Condition]:
    """Return conditions whose unit has any of the roles in which its tasks are asked for: 牵头哪些，配合哪些."""
    asked = [ask for ask in found.asks if ask.wants in ("tasks", "any") and not ask.count]
    units = [atom for condition in conditions for atom in atoms(condition) if atom.kind in UNITS and atom.roles]
    if len(asked) < 2 or len(units) != 1 or not all(found.roles):  # noqa: PLR2004 (one list is no two)
        return list(conditions)
    nouns = [noun.roles for noun in found.nouns if noun.roles]
    said = {*units[0].roles, *(role for roles in (*found.roles, *nouns) for role in roles)}
    # 牵头哪些、负责哪些: what is asked for without a role of its own is asked for in any.
    said |= {*DEFAULT_ROLES} if said == {*units[0].roles} and all(map(_is_of_unit, conditions)) else set()
    found.roles.clear()
    roles = tuple(role for role in ROLE_NAMES if role in said)
    return [mapped(c, lambda atom: replace(atom, roles=roles) if atom in units else atom) for c in conditions]


def _is_of_unit(condition: Condition) -> bool:
    return all(is_scope(atom) or atom.kind in UNITS for atom in atoms(condition))


def _alternatives(sides: Sequence[Condition], roles: Sequence[Roles]) -> Alternatives | None:
    """Return which conditions are split, and into which; None where one number is all there is."""
    either = [part for part in sides if isinstance(part, AnyOf)]
    if len(either) > 1:
        raise NotKnown(NOT_EACH)
    if either:
        return either, [one for part in either[0].parts for one in _in_roles(part, roles)]
    units = [part for part in sides if isinstance(part, Atom) and part.kind in UNITS]
    if len(units) == 1 and len(roles) > 1:
        return units, list(_in_roles(units[0], roles))
    when = [part for part in sides if isinstance(part, Atom) and part.kind in WHEN]
    if len(when) > 1:
        return when, when
    topics = [part for part in sides if isinstance(part, Atom) and part.kind == "topic" and not part.loose]
    split = [piece for topic in topics for value in topic.values for piece in JOINED.split(value)]
    if len(split) > 1 and all(split):
        return topics, [Atom("topic", (piece,), words=piece) for piece in split]
    return None


def _in_roles(part: Condition, roles: Sequence[Roles]) -> Iterator[Condition]:
    """Yield a condition once for each of several roles, where it names a unit."""
    if isinstance(part, Atom) and part.kind in UNITS and len(roles) > 1:
        yield from (replace(part, roles=role) for role in roles)
    else:
        yield part


def _roles(sides: Sequence[Condition], found: Folded) -> list[Roles]:
    """Return the roles that are told apart: those of one clause, 牵头和配合, or each said by itself."""
    named = [atom.roles for side in sides for atom in atoms(side) if atom.kind in UNITS]
    together = next((roles for roles in named if len(roles) > 1), ())
    if together:
        return [(role,) for role in together]
    asked = (*(ask.roles for ask in found.asks), *(noun.roles for noun in found.nouns))
    said = list(dict.fromkeys((*named, *found.roles, *(roles for roles in asked if roles is not None))))
    known = {role for roles in said for role in roles}
    return [roles or tuple(role for role in ROLE_NAMES if role not in known) for roles in said]
