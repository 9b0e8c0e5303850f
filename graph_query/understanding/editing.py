"""An edit of a formula: conditions, roles, units that are left out, what is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import cast

from graph_query.errors import NotKnown
from graph_query.understanding.antecedents import (
    Before,
    cited_in,
    kinds_of,
    position,
    referred,
    scope_of,
    units_in,
)
from graph_query.understanding.continuing import Said
from graph_query.understanding.documents import of_documents
from graph_query.understanding.formula import (
    DEFAULT_ROLES,
    SCOPE,
    AnyOf,
    Atom,
    Condition,
    Formula,
    Group,
    Listed,
    Measure,
    Not,
    Wants,
    all_of,
    any_of,
    atoms,
    conjuncts,
    mapped,
    negated,
)
from graph_query.understanding.leaving_out import NOT_COMPARED, agreeing, with_left_out, without_role
from graph_query.understanding.meanings import ROLE_NAMES
from graph_query.understanding.parts import Ask

# What takes the place of what: conditions of one kind, though they say it otherwise.
SAME: tuple[frozenset[str], ...] = (
    frozenset({"place", "document", "issuer"}),
    frozenset({"year", "document", "issued"}),
    frozenset({"unit", "only"}),
    frozenset({"topic", "text", "section"}),
    frozenset({"cites", "implements"}),
    frozenset({"due", "limit"}),
    frozenset({"has", "count"}),
    frozenset({"supposed"}),
)
COMPARED = frozenset({"DIFFERENT", "DIFFERENCE", "VERSUS", "ABOUTNOT", "EVERYC", "LOAD", "NAMEONLY"})
NOTHING_NEW = "没有看懂接着问的是什么。可以说：配合的呢、其中没有牵头单位的、什么时候完成，或换一个地方、单位加“呢”。"
Roles = tuple[str, ...]

WITH_NUMBER = Atom("has", ("number",))


def edited(said: Said, before: Before) -> Formula:
    """Return the formula before with what a question says in it. Raises NotKnown where it can't be put in."""
    if said.found.seen & COMPARED:
        raise NotKnown(NOT_COMPARED)
    formula, ask = _referred(said, before), said.ask
    if said.found.them[:1] == ["tasks"] and ask is None and formula.wants != "tasks":
        ask = Ask("tasks")
    if ask and ask.wants == "documents" and formula.wants not in ("documents", "places") and len(before.documents) == 1:
        # In which document they stand is known: 分别是哪份文件 are those that they rest on.
        ask = replace(ask, wants="acts")
    formula, said = _with_numbered(formula, said)
    formula = _with_conditions(formula, said, before)
    formula = _with_wanted(formula, said, ask)
    formula = _with_roles(formula, said, ask)
    formula = with_left_out(without_role(formula, said), said, before)
    formula = _with_order(_with_group(formula, said, before), said)
    formula = replace(formula, of=agreeing(formula.of))
    if formula == before.formula and not (said.parts or said.asks or said.roles is not None):
        raise NotKnown(NOTHING_NEW)
    return formula


def _referred(said: Said, before: Before) -> Formula:
    """Return the formula of what the question speaks of: what was asked before, or what was found."""
    them = said.found.them[0] if said.found.them else "any" if "HERE" in said.found.seen else ""
    # 2023年那份 is no document before.
    if "OUTTHEM" in said.found.seen:
        # Who else there is: in all the documents, and not in those tasks alone.
        return replace(before.formula, of=all_of(scope_of(before.formula.of)))
    if not them or (them == "documents" and kinds_of(said.parts) & {*SCOPE}):
        return before.formula
    asks_units = said.ask is not None and said.ask.wants == "units"
    acts = before.acts or cited_in(before.formula.of)
    if "CITE" in said.found.seen and acts and them in ("documents", "one", "any"):
        scope = [] if before.acts else scope_of(before.formula.of)
        return Formula("tasks", all_of([*scope, any_of(acts)]))
    if "CITE" in said.found.seen:
        raise NotKnown(NOT_COMPARED)
    carries = not asks_units and (said.roles is not None or (said.ask is not None and said.ask.wants == "tasks"))
    return referred(them, said.ask.wants if said.ask else None, before, carries=carries)


# Conditions


def _with_numbered(formula: Formula, said: Said) -> tuple[Formula, Said]:
    """Return a formula of acts with how they are cited, and what else is said."""
    numbered = [part for part in said.parts if part in (WITH_NUMBER, negated(WITH_NUMBER))]
    if formula.wants != "acts" or not numbered:
        return formula, said
    rest = tuple(part for part in said.parts if part not in numbered)
    return replace(formula, listed=Listed(numbered=numbered[-1] == WITH_NUMBER)), replace(said, parts=rest)


def _with_conditions(formula: Formula, said: Said, before: Before) -> Formula:
    """Return a formula with the conditions that are said, in the place of others of their kind."""
    parts, old = list(said.parts), list(conjuncts(formula.of))
    for number in [part for part in parts if isinstance(part, Atom) and part.kind == "number"]:
        task = position(number, before, among="AMONG" in said.found.seen)
        if task:
            return replace(formula, of=all_of([*(part for part in parts if part != number), task]))
    if "ALLOFTHEM" in said.found.seen:
        old = [all_of(part.parts) if isinstance(part, AnyOf) and units_in(part) else part for part in old]
    if any(part.kind == "count" and part.op == ">=" for part in parts if isinstance(part, Atom)):
        # 和别家一起牵头的呢, behind 独家牵头的: with others is not alone.
        old = [mapped(part, lambda atom: replace(atom, kind="unit") if atom.kind == "only" else atom) for part in old]
    gone = [part for part in old if any(_replaces(new, part, said) for new in parts)]
    if "place" in _kinds_of_scope(gone):
        # The name of a unit said its place too: 渝中区财政局.
        old = [mapped(part, _without_place) if part not in gone else part for part in old]
    units = units_in(all_of(old if said.narrows else gone))
    roles = next((atom.roles for atom in units), formula.roles)
    if formula.by == "unit" and kinds_of(parts) & {"unit", "only"}:
        formula = replace(formula, by=None, listed=Listed())
    if said.roles is None and (said.ask is None or kinds_of(gone) & {"unit", "only"}):
        parts = [mapped(part, lambda atom: _in_role(atom, roles)) for part in parts]
    if "ALSO" in said.found.seen and any(noun.wants == "places" for noun in said.found.nouns):
        old = [negated(part) if kinds_of([part]) <= {"place", "document"} else part for part in old]
    return replace(formula, of=all_of([*(part for part in old if part not in gone), *parts]))


def _without_place(atom: Atom) -> Atom:
    return replace(atom, words=atom.shown, within="") if atom.within and atom.shown else atom


def _in_role(atom: Atom, roles: Roles) -> Atom:
    """Return a unit that says no role in that of the unit before."""
    return replace(atom, roles=roles) if atom.kind == "unit" and not atom.roles else atom


def _kinds_of_scope(conditions: Iterable[Condition]) -> set[str]:
    """Return of what kinds conditions are; a body whose lists are held is as a place: another year leaves it."""
    whole = [atom for condition in conditions for atom in atoms(condition)]
    return {"place" if a.kind == "document" and a.shown and "《" not in a.shown else a.kind for a in whole}


def _replaces(new: Condition, old: Condition, said: Said) -> bool:
    """Say whether a condition takes the place of another: it is of its kind, and not one of several."""
    kinds, others = _kinds_of_scope([new]), _kinds_of_scope([old])
    if isinstance(new, Atom) and new.kind == "year" and new.loose and others <= {*SCOPE}:
        return True
    if kinds <= {*SCOPE}:
        return any(kinds & same and others & same for same in SAME)
    if said.narrows or others <= {*SCOPE}:
        return bool(kinds & others & {*SCOPE})
    if isinstance(new, Not) and kinds & {"unit", "only", "topic", "text"} and not isinstance(old, Not):
        return False
    numbered = "number" in kinds | others
    return numbered or any(kinds & same and others & same for same in SAME)


# What is asked for


def _with_wanted(formula: Formula, said: Said, ask: Ask | None) -> Formula:
    """Return a formula that asks for what is asked; order and groups are those of the question before no more."""
    unit_asked = formula.wants == "units" and bool(kinds_of(said.parts) & {"unit", "only"})
    if ask is None and unit_asked:
        # 市财政局呢, behind 由谁牵头: its tasks.
        ask = Ask("tasks", count=formula.order is not None)
    if ask is None or (formula.by and ask.count and ask.wants == "tasks"):
        return formula
    wants = cast("Wants", ask.wants)
    of = formula.of
    if formula.none and wants not in ("documents", "places"):
        of = all_of([of, negated(formula.none)])
    # Units that were counted one by one are those that are asked for: 多的是哪家.
    of_units = wants == "units" and (formula.wants == "units" or formula.by == "unit")
    listed = Listed(bodies=formula.listed.bodies and wants == "units")
    if of_units or (wants == formula.wants and not formula.by):
        listed = formula.listed
    roles = formula.roles if of_units else ()
    measure: Measure = "count" if ask.count else "list"
    found = Formula(wants, of, measure, roles, listed)
    if wants == "places":
        of = all_of(part for part in conjuncts(of) if not kinds_of([part]) <= {"place"})
    return of_documents(conjuncts(of), found) if wants in ("documents", "places") else found


def _with_roles(formula: Formula, said: Said, ask: Ask | None) -> Formula:
    """Return a formula in the roles that are said: of the units that are asked for, else of those that are named."""
    roles = said.roles
    if roles is None:
        return formula
    if formula.wants == "units" and (ask is not None or not units_in(formula.of)):
        if "AND" in said.found.seen:
            roles = tuple(role for role in ROLE_NAMES if role in {*formula.its_roles, *(roles or DEFAULT_ROLES)})
        return replace(formula, roles=roles)
    own = {atom.words for part in said.parts for atom in atoms(part) if atom.roles}
    if units_in(formula.of):
        of = mapped(formula.of, lambda atom: _changed(atom, roles, own))
        return replace(formula, of=of, roles=roles if formula.wants == "units" else ())
    if kinds_of([formula.of]) & {"has", "count"}:
        return replace(formula, of=mapped(formula.of, lambda atom: _of_role(atom, roles)))
    if ask is None and not said.parts:
        return replace(Formula("units", formula.of, roles=roles), listed=Listed(bodies=formula.listed.bodies))
    return replace(formula, of=all_of([formula.of, *(Atom("has", (role,)) for role in roles)]))


def _changed(atom: Atom, roles: Roles, own: set[str]) -> Atom:
    return replace(atom, roles=roles) if atom.kind in ("unit", "only") and atom.words not in own else atom


def _of_role(atom: Atom, roles: Roles) -> Atom:
    """Return that units of another role are written, or so many of them."""
    of_roles = atom.kind in ("has", "count") and set(atom.values) <= set(ROLE_NAMES)
    return replace(atom, values=roles[:1] if atom.kind == "has" else roles) if of_roles and roles else atom


def _with_group(formula: Formula, said: Said, before: Before) -> Formula:
    """Return a formula counted by what is said, or by what was found, where a number is asked for each."""
    found = said.found
    if "SHAREOF" in found.seen:
        whole = found.whole or all_of(scope_of(formula.of))
        return replace(formula, wants="tasks", measure="share", within=whole, roles=(), listed=Listed())
    by = found.group
    if by is None and "EACHOF" in found.seen and formula.measure == "count" and formula.wants == "tasks":
        by = _each(formula, before, said)
    if by is None or (by == "unit" and not found.group and _is_one(formula, before)):
        return formula
    if by != "unit":
        return replace(formula, wants="tasks", measure="count", by=cast("Group", by), roles=(), listed=Listed())
    roles = said.roles or before.formula.roles if before.formula.wants == "units" else said.roles or ()
    listed = before.formula.listed
    if units_in(formula.of) and "EACHOF" in found.seen:
        # These units alone: who else stands beside them in their tasks does not count.
        units = [unit for atom in units_in(formula.of) for unit in atom.values]
        names = tuple(dict.fromkeys(atom.shown for atom in units_in(formula.of)))
        listed = Listed(among=frozenset(units), names=names)
    return replace(formula, wants="tasks", measure="count", by="unit", roles=roles, listed=listed)


def _is_one(formula: Formula, before: Before) -> bool:
    """Say whether one unit is named, of which there is nothing to count one by one."""
    return before.formula.wants != "units" and len(units_in(formula.of)) == 1


def _each(formula: Formula, before: Before, said: Said) -> str | None:
    """Return of what each is counted: of the units or documents that were found, or of several places."""
    several = {kind for part in conjuncts(formula.of) if isinstance(part, AnyOf) for kind in kinds_of([part])}
    for kind in ("place", "year", "document"):
        if kind in several:
            return kind
    if before.formula.wants in ("documents", "places"):
        return before.formula.wants.rstrip("s")
    return "unit" if before.formula.wants == "units" or "unit" in several or said.found.them else None


def _with_order(formula: Formula, said: Said) -> Formula:
    """Return a formula ranked as is said: 最少的呢, 前五名."""
    if not said.found.ranks:
        return formula
    order = max(said.found.ranks, key=lambda rank: rank.first)
    first = order.first or (formula.order.first if formula.order else 1)
    places = any(isinstance(part, AnyOf) and kinds_of([part]) <= {"place"} for part in conjuncts(formula.of))
    wants: Wants = "documents" if places and formula.wants == "tasks" else "units"
    wants = formula.wants if formula.wants in ("documents", "places", "units") else wants
    return replace(formula, wants=wants, measure="list", by=None, order=replace(order, first=first))
