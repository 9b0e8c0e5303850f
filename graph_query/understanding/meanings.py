"""What the rules of questions/grammar.txt mean: conditions on tasks and documents.

A meaning takes the values of a rule's parts by their symbols (a second one of a symbol as `RO2`) and the words that
stand behind its name in the rule; None forbids the rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from graph_query.understanding.formula import DEFAULT_ROLES, Atom, Condition, Operator, all_of, any_of, negated
from graph_query.understanding.parts import LeftOut, Units

Parts = Mapping[str, Any]
Roles = tuple[str, ...]
ROLE_NAMES = ("lead", "responsible", "cooperating")
# What a noun says that a task has, or lacks.
HAVING = {"LIMITN": "deadline", "LIMITD": "date", "NUMBERN": "number", "UPPERN": "citation", "CITEN": "citation"}
OPERATORS: dict[str, Operator] = {">=": ">=", "<=": "<=", "=": "="}


def the(p: Parts, symbol: str) -> object:
    """Mean the value of a part."""
    return p[symbol]


def said(_: Parts) -> bool:
    """Mean that it is said."""
    return True


def word(_: Parts, text: str) -> str:
    """Mean a word of the rule's own."""
    return text


def not_(p: Parts, symbol: str) -> Condition:
    """Mean not the one part."""
    return negated(p[symbol])


def any_(p: Parts, symbol: str, other: str = "") -> Condition:
    """Mean either of two parts."""
    return any_of((p[symbol], p[other or f"{symbol}2"]))


def either(p: Parts) -> Condition:
    """Mean one place, year or document, or those behind it."""
    return any_of((p["SCOPE"], p["SCOPES"]))


def inside(p: Parts) -> Condition:
    """Mean what lies in a place: 某省各市."""
    place: Atom = p["PLACE"]
    return replace(place, op=">=")


def with_inside(p: Parts) -> Condition:
    """Mean a place and what lies in it: 某省及各地."""
    place: Atom = p["PLACE"]
    return replace(place, loose=True, shown=f"{place.shown}及各地")


# Units


def units(p: Parts) -> Units:
    """Mean units in a row."""
    one = p.get("UNIT") or p.get("FIELD") or p.get("KIND")
    row = p["US"].atoms if "US" in p else ()
    return Units(tuple(dict.fromkeys((*row, *([one] if one else [])))))


def fields(p: Parts) -> Units:
    """Mean fields of work in a row, which stand for units."""
    before = p["FIELDS"].atoms if "FIELDS" in p else (p["FIELD"],)
    last = p.get("FIELD2") or (p.get("FIELD") if "FIELDS" in p else None)
    return Units((*before, *([last] if last else [])))


def fields_as_units(p: Parts) -> Units:
    """Mean fields of work beside 部门: 住建部门."""
    return Units(p["FIELDS"].atoms if "FIELDS" in p else (p["FIELD"],))


def fields_carry(p: Parts) -> Condition:
    """Mean fields of work with a role: 住建牵头."""
    return units_carry(fields_as_units(p), roles_of(p), each="TOG" in p)


def units_carry(named: Units, roles: Roles, *, each: bool = False, without: bool = False) -> Condition:
    """Return the condition that each, or any, of some units carries a task, or none does.

    A place that the names say stands beside it; of several places each unit is of its own.
    """
    places = {atom.within for atom in named.atoms if atom.within} or {""}
    own = len(places) > 1
    parts = [_in_place(atom.within if own else "", replace(atom, roles=roles)) for atom in named.atoms]
    whole = all_of(parts) if each else any_of(parts)
    return _in_place("" if own else places.pop(), negated(whole) if without else whole)


def _in_place(place: str, condition: Condition) -> Condition:
    return all_of((Atom("place", (place,)), condition)) if place else condition


def carried(p: Parts, *how: str) -> Condition | None:
    """Mean the units carry it: any of them, `each`, or `not`."""
    if "each" in how and len(p["US"].atoms) == 1:
        return None
    return units_carry(p["US"], roles_of(p), each="each" in how, without="not" in how)


def with_others(p: Parts) -> Condition | None:
    """Mean a unit carries it with others, who are asked for: 市税务局共同牵头的."""
    return units_carry(p["US"], roles_of(p)) if len(p["US"].atoms) == 1 and p["TOG"] else None


def alone(p: Parts) -> Condition:
    """Mean a unit carries it alone, or several together and nobody else: 只由市教育局和市财政局牵头."""
    named: Units = p["US"]
    if len(named.atoms) == 1:
        return all_of(_in_place(a.within, replace(a, kind="only", roles=roles_of(p))) for a in named.atoms)
    values = tuple(dict.fromkeys(value for atom in named.atoms for value in atom.values))
    shown = "、".join(atom.shown or atom.words for atom in named.atoms)
    nobody_else = Atom("only", values, roles_of(p), words=shown, shown=shown)
    return all_of((units_carry(named, roles_of(p), each=True), nobody_else))


def one_role(p: Parts) -> Condition:
    """Mean in that role, and in none of the others that were named or could be: 市教育局只牵头."""
    roles = roles_of(p)
    others = roles_of(p, "RO2") or tuple(role for role in DEFAULT_ROLES if role not in roles)
    return all_of((units_carry(p["US"], roles), units_carry(p["US"], others, without=True)))


def neither(p: Parts) -> Condition:
    """Mean none of two: 既不是市教育局也不是市财政局牵头."""
    return units_carry(Units((*p["US"].atoms, *p["US2"].atoms)), roles_of(p), without=True)


def both_roles(p: Parts) -> Condition:
    """Mean in the one role and in the other: 既牵头又负责."""
    second = roles_of(p, "RO2") or ("responsible",)
    return all_of((units_carry(p["US"], roles_of(p) or ("responsible",)), units_carry(p["US"], second)))


def not_but(p: Parts) -> Condition:
    """Mean not in the one role, but in the other: 没有牵头、只当责任单位."""
    return all_of((units_carry(p["US"], roles_of(p), without=True), units_carry(p["US"], roles_of(p, "RO2"))))


def in_not_in(p: Parts) -> Condition:
    """Mean in the one role, and not in the other: 是责任单位但不是牵头单位."""
    return all_of((units_carry(p["US"], roles_of(p)), units_carry(p["US"], roles_of(p, "RO2"), without=True)))


def not_alone(p: Parts) -> Condition:
    """Mean what one unit carries alone does not count: 自己一家牵头的不要."""
    return Atom("count", roles_of(p) or DEFAULT_ROLES, op=">=", n=2)


def left_out(p: Parts) -> LeftOut:
    """Mean units that do not count."""
    return LeftOut(units_carry(p["US"], ()))


# Roles


def roles_of(p: Parts, name: str = "RO") -> Roles:
    """Return the roles that a part says; nothing where any of the usual ones is meant."""
    return tuple(p.get(name) or p.get("ROLEN") or ())


def roles(p: Parts, symbol: str = "RO") -> Roles:
    """Mean the roles that a word says."""
    return tuple(p.get(symbol) or ())


def union(p: Parts) -> Roles:
    """Mean two roles: 牵头和负责."""
    both = {*(p["RO"] or DEFAULT_ROLES), *(p["RO2"] or DEFAULT_ROLES)}
    return tuple(role for role in ROLE_NAMES if role in both)


def and_responsible(p: Parts) -> Roles:
    """Mean 牵头和责任."""
    return tuple(dict.fromkeys((*(p["RO"] or DEFAULT_ROLES), "responsible")))


def more_exact(p: Parts) -> Roles:
    """Mean of two words side by side the one that says which role: 牵头落实."""
    return tuple(p["RO"] or p["RO2"])


# What a task has, lacks, and of how many


def has(p: Parts, *how: str) -> Condition | None:
    """Mean a task has something, or `not`."""
    found = [name for symbol, name in HAVING.items() if symbol in p]
    if "ROLEN" in p:
        found.append(p["ROLEN"][0] if p["ROLEN"] else "responsible")
    if not found:
        return None
    condition = Atom("has", (found[0],))
    return negated(condition) if how else condition


def role_names(p: Parts) -> Roles:
    """Mean names of roles in a row: 牵头单位、责任单位."""
    return (
        *p.get("ROLENS", ()),
        *(p[name][0] if p[name] else "responsible" for name in ("ROLEN", "ROLEN2") if name in p),
    )


def has_each(p: Parts) -> Condition:
    """Mean units of each of some roles are written: 牵头单位、责任单位两样都有."""
    return all_of(Atom("has", (role,)) for role in p["ROLENS"])


def has_citation(_: Parts) -> Condition:
    """Mean that an act is cited: 引用了文件的."""
    return Atom("has", ("citation",))


def lacks_date(_: Parts) -> Condition:
    """Mean no day is written."""
    return negated(Atom("has", ("date",)))


def has_issued(_: Parts) -> Condition:
    """Mean the day of issue is written."""
    return Atom("has", ("issued",))


def lacks_issued(_: Parts) -> Condition:
    """Mean no day of issue is written."""
    return negated(Atom("has", ("issued",)))


def lacks_role(p: Parts) -> Condition | None:
    """Mean nobody has a role: 没有牵头的."""
    return negated(Atom("has", (p["ROLE"][0],))) if p["ROLE"] else None


def lacks_units(p: Parts) -> Condition:
    """Mean no unit is written, or none in a role that is named: 没有写单位的, 没有单位牵头的."""
    return all_of(negated(Atom("has", (role,))) for role in p.get("RO") or (*DEFAULT_ROLES, "cooperating"))


def has_only(p: Parts) -> Condition:
    """Mean units of one role alone are written: 只有牵头单位."""
    role = p["ROLEN"][0] if p["ROLEN"] else "responsible"
    others = [other for other in DEFAULT_ROLES if other != role]
    return all_of((Atom("has", (role,)), *(negated(Atom("has", (other,))) for other in others)))


def only_doing(p: Parts) -> Condition:
    """Mean units of one role alone are written, the role as what they do: 只写了牵头、没有责任单位."""
    return has_only({"ROLEN": p["ROLE"]})


def supposed(_: Parts, *how: str) -> Condition:
    """Mean carried as supposed, or `not`."""
    return negated(Atom("supposed")) if how else Atom("supposed")


def bound(p: Parts, op: str, number: str, more: str = "0") -> tuple[Operator, int]:
    """Mean how many: an operator, and a number or the one that is said, with so many more."""
    return OPERATORS[op], (p["INT"] if number == "INT" else int(number)) + int(more)


def counted(p: Parts) -> Condition:
    """Mean so many units have a role."""
    op, n = p["CMPN"]
    return Atom("count", roles_of(p) or DEFAULT_ROLES, op=op, n=n)


def one_only(p: Parts) -> Condition:
    """Mean 只有一个牵头单位."""
    return Atom("count", roles_of(p) or DEFAULT_ROLES, op="=", n=p["INT"])


def several(p: Parts) -> Condition | None:
    """Mean by two units at least: 共同牵头的任务."""
    return Atom("count", roles_of(p) or DEFAULT_ROLES, op=">=", n=2) if p["TOG"] else None


def citations(p: Parts, op: str, more: str = "0") -> Condition:
    """Mean so many acts are cited."""
    return Atom("count", ("citation",), op=OPERATORS[op], n=p["INT"] + int(more))
