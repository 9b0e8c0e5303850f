"""What a question that follows leaves out of the one before: a role, units that are known, what it now contradicts."""

from __future__ import annotations

from dataclasses import replace

from graph_query.errors import NotKnown
from graph_query.understanding.antecedents import Before, units_in
from graph_query.understanding.building import NOT_LEFT_OUT
from graph_query.understanding.continuing import Said
from graph_query.understanding.formula import (
    DEFAULT_ROLES,
    Atom,
    Condition,
    Formula,
    all_of,
    atoms,
    conjuncts,
    mapped,
    negated,
)
from graph_query.understanding.meanings import ROLE_NAMES

NOT_COMPARED = "接着问时没有看懂比较、排除或引用的是什么。请把整句话写出来。"


def without_role(formula: Formula, said: Said) -> Formula:
    """Return a formula of what the units do not in a role, but in another: 不是牵头的呢."""
    without = tuple(role for role in ROLE_NAMES if role in said.found.not_in)
    if not without:
        return formula
    named, others = units_in(formula.of), tuple(role for role in said.roles or ROLE_NAMES if role not in without)
    if not named or not others:
        raise NotKnown(NOT_COMPARED)
    of = mapped(formula.of, lambda atom: replace(atom, roles=others) if atom in named else atom)
    return replace(formula, of=all_of([of, *(negated(replace(atom, roles=without)) for atom in named)]))


def with_left_out(formula: Formula, said: Said, before: Before) -> Formula:
    """Return a formula without the units that are left out, or, behind 还有, without those that are known."""
    found = said.found
    out = [atom for part in found.left_out for atom in atoms(part) if atom.kind == "unit"]
    if "NOGRP" in found.seen or "WITHGRP" in found.seen:
        formula = replace(formula, listed=replace(formula.listed, bodies="NOGRP" in found.seen))
    if found.not_roles and formula.wants == "units":
        kept = tuple(role for role in (formula.roles or DEFAULT_ROLES) if role not in found.not_roles)
        formula = replace(formula, roles=kept)
    if formula.wants != "units":
        if found.not_roles:
            raise NotKnown(NOT_LEFT_OUT)
        return replace(formula, of=all_of([formula.of, *map(negated, found.left_out)]))
    with_others = "TOG" in found.seen or (said.ask is not None and said.ask.joint)
    if "OUTTHEM" in found.seen or ((found.seen & {"ALSO", "OUTSELF"} or with_others) and not out):
        out += list(before.units if before.formula.wants == "units" else units_in(before.formula.of))
        if said.roles is None and not with_others and "OUTTHEM" not in found.seen:
            formula = replace(formula, roles=ROLE_NAMES)
    names = tuple(dict.fromkeys((*formula.listed.out_names, *(atom.shown or atom.words for atom in out))))
    without = formula.listed.without | {unit for atom in out for unit in atom.values}
    return replace(formula, listed=replace(formula.listed, without=without, out_names=names))


def agreeing(of: Condition) -> Condition:
    """Return conditions without that a unit has no such part, where it is now said to have it: 由它牵头的."""
    parts = conjuncts(of)
    gone = {negated(part) for part in parts if isinstance(part, Atom) and part.kind in ("unit", "only")}
    return all_of(part for part in parts if part not in gone)
