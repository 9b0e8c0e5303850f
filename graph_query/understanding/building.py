"""The formula of a question: what is asked for, over its conditions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import cast

from graph_query.errors import NotKnown
from graph_query.understanding.documents import in_tasks_apart, of_documents
from graph_query.understanding.each import in_all_roles, of_each
from graph_query.understanding.folding import Folded
from graph_query.understanding.formula import (
    ANYTHING,
    DEFAULT_ROLES,
    AnyOf,
    Atom,
    Condition,
    Formula,
    Group,
    Listed,
    Not,
    Wants,
    all_of,
    any_of,
    atoms,
    conjuncts,
    contradicting,
    is_scope,
    mapped,
    negated,
)
from graph_query.understanding.parts import Ask
from graph_query.understanding.saying import said

# Who has the most tasks is one; which units have the most are several.
SEVERAL = 10
VAGUE = "没有说要问的是什么事。请写明单位、事项、任务序号或文件。"
NOT_RANKED = "这里只按任务数给单位、文件、地方排名。请问哪个单位或哪份文件的任务最多。"
NOT_LEFT_OUT = "没有看懂不算的是什么。请写明不算哪个单位、哪种角色。"
NOT_OF_EVERY = "“每一项任务都……”“有的任务……”只能用来问哪些文件、哪些地方是这样。请写明要问的是哪些文件。"
NOT_BY_NAME = "没有看懂只有名称的是什么。可以问：某地的任务引用了哪些没有文号的文件。"
NOT_ALSO = "“又……”“但不……”这样的条件只能用来问哪些单位是这样。请写明要问的是哪些单位。"
NOT_COMPARED = "没有看懂比较的是什么。请写明比较的两方。"
WITH_NUMBER = Atom("has", ("number",))
NO_NUMBER = negated(WITH_NUMBER)
Roles = tuple[str, ...]


def built(folded: Folded, ask: Ask, conditions: list[Condition]) -> Formula:
    """Return the formula. Raises NotKnown where it does not say of what something is asked."""
    formula = Formula(cast("Wants", ask.wants), measure="count" if ask.count else "list", documents=folded.documents)
    formula = replace(formula, tasks=folded.tasks)
    if folded.also and (ask.wants != "units" or folded.ranks or folded.group or folded.compared):
        raise NotKnown(NOT_ALSO)
    if ask.wants == "progress":
        found = replace(formula, of=all_of(conditions))
    elif "DIFFERENCE" in folded.seen or folded.compared:
        found = _difference(folded, ask, conditions, formula)
    elif folded.ranks:
        found = _ranked(folded, ask, conditions, formula)
    elif _is_grouped(folded, ask):
        found = replace(formula, wants="tasks", measure="count", by=cast("Group", folded.group), of=all_of(conditions))
    elif "SHAREOF" in folded.seen:
        found = _share(folded, conditions, formula)
    elif ask.wants == "units":
        found = _of_units(folded, ask, conditions, formula)
    else:
        found = _of_tasks(folded, ask, conditions, formula)
        found = of_each(found, folded) if "EACH" in folded.seen and formula.measure == "count" else found
    return _checked(_of_every(found, folded), folded, ask)


def _of_every(formula: Formula, folded: Folded) -> Formula:
    """Return a formula of documents no task of which fails to meet what is said of every task."""
    if folded.some and (formula.wants not in ("documents", "places") or formula.order):
        raise NotKnown(NOT_OF_EVERY)
    if folded.some:
        formula = replace(formula, of=all_of([formula.of, *folded.some]))
    if not folded.every:
        return formula
    if formula.wants not in ("documents", "places") or formula.order:
        raise NotKnown(NOT_OF_EVERY)
    none = [*([formula.none] if formula.none else []), *map(negated, folded.every)]
    return replace(formula, none=any_of(none))


def _checked(formula: Formula, folded: Folded, ask: Ask) -> Formula:
    # 单独牵头几项，与别的单位共同牵头几项: two things are asked.
    apart = contradicting(formula.of) if len(folded.asks) > 1 else None
    if apart:
        raise NotKnown(f"“{said(apart[0])}”和“{said(apart[1])}”不能同时成立。如果问的是两件事，请分开问。")
    whole = all(is_scope(part) for part in conjuncts(formula.of))
    vague = formula.wants in ("limits", "durations") and (formula.of == ANYTHING or formula.wants == "durations")
    named = any(noun.wants in ("tasks", "units", "counted") for noun in folded.nouns)
    nobody = formula.wants == "units" and not formula.order and ask.one and not named
    # 哪些文件 alone, beside 责任单位 of which nothing was understood.
    vague |= formula.wants == "documents" and formula.of == ANYTHING and not formula.none and _names_role(folded)
    if whole and (vague or nobody):
        raise NotKnown(VAGUE)
    return formula


def _names_role(folded: Folded) -> bool:
    return any(noun.wants == "units" and noun.roles is not None for noun in folded.nouns)


def _roles(folded: Folded, ask: Ask) -> Roles:
    """Return the roles in which units are asked for, without those that do not count."""
    named = (noun.roles for noun in folded.nouns)
    roles = ask.roles or next((roles for roles in (*reversed(folded.roles), *named) if roles), ())
    if not folded.not_roles:
        return roles
    return tuple(role for role in (roles or DEFAULT_ROLES) if role not in folded.not_roles)


def _is_grouped(folded: Folded, ask: Ask) -> bool:
    counted = ask.count or not folded.asks or any(noun.wants == "counted" for noun in folded.nouns)
    return bool(folded.group and ask.wants in ("tasks", "units") and counted)


def _difference(folded: Folded, ask: Ask, conditions: list[Condition], formula: Formula) -> Formula:
    """Return the formula of how many tasks one has more than another."""
    if folded.compared is None or "DIFFERENCE" not in folded.seen:
        raise NotKnown(NOT_COMPARED)
    roles = next((roles for roles in reversed(folded.roles) if roles), ask.roles or ())
    sides = [_with_roles([*conditions, side], roles) if roles else [*conditions, side] for side in folded.compared]
    return replace(formula, wants="tasks", measure="difference", of=all_of(sides[0]), within=all_of(sides[1]))


def _share(folded: Folded, conditions: list[Condition], formula: Formula) -> Formula:
    """Return the formula of a share, of what is said or of all tasks of the documents."""
    of = all_of(conditions)
    whole = folded.whole or all_of(part for part in conjuncts(of) if is_scope(part))
    return replace(formula, wants="tasks", measure="share", of=of, within=whole)


def _of_tasks(folded: Folded, ask: Ask, conditions: list[Condition], formula: Formula) -> Formula:
    # 牵头的任务，只当责任单位的不要: the role that is said leaves it out.
    if any(not atom.roles or folded.not_roles & {*atom.roles} for atom in _named(conditions) if folded.not_roles):
        raise NotKnown(NOT_LEFT_OUT)
    acts = [part for part in folded.left_out if isinstance(part, Atom) and part.kind == "cites"]
    if ask.wants == "acts":
        # Which acts beside this one: it is left out of what is listed, and not the tasks that cite it.
        out = Listed(without=frozenset(iri for act in acts for iri in act.values), out_names=_shown(acts))
        formula = replace(formula, listed=out)
    left_out = [part for part in folded.left_out if part not in acts or ask.wants != "acts"]
    conditions = [*in_all_roles(conditions, folded), *map(negated, left_out)]
    said = "NAMEONLY" in folded.seen or {WITH_NUMBER, NO_NUMBER} & {*conditions}
    of_acts = "NAMEONLY" in folded.seen or (
        said and ("CITE" in folded.seen or Atom("has", ("citation",)) in conditions)
    )
    if of_acts and ask.wants == "documents" and any(map(is_scope, conditions)):
        # 渝中区引用的文件，注明了文号的是哪份: which of those that are cited.
        ask, formula = replace(ask, wants="acts"), replace(formula, wants="acts")
    if of_acts and ask.wants != "acts":
        raise NotKnown(NOT_BY_NAME)
    if ask.wants == "acts" and said:
        formula = replace(formula, listed=replace(formula.listed, numbered=WITH_NUMBER in conditions))
        conditions = [condition for condition in conditions if condition not in (WITH_NUMBER, NO_NUMBER)]
    if ask.wants in ("documents", "places"):
        return of_documents(*in_tasks_apart(conditions, formula, folded))
    if ask.wants == "acts" and ask.joint:
        conditions = _common(conditions)
    roles = ask.roles if ask.roles and ask.wants in ("tasks", "acts", "limits") else None
    if roles is None and folded.roles:
        roles = folded.roles[-1]
    elif roles is None and any(not atom.roles for atom in _named(conditions)):
        roles = next((noun.roles for noun in folded.nouns if noun.roles), None)
    return replace(formula, of=all_of(conditions if roles is None else _with_roles(conditions, roles)))


def _with_roles(conditions: list[Condition], roles: Roles) -> list[Condition]:
    """Return conditions in which a role that stands apart is that of the units without one; of any task else."""
    bare = [atom for condition in conditions for atom in atoms(condition) if atom.kind == "unit" and not atom.roles]
    if bare:
        return [mapped(c, lambda atom: replace(atom, roles=roles) if atom in bare else atom) for c in conditions]
    return [*conditions, *(Atom("has", (role,)) for role in roles)]


def _common(conditions: Sequence[Condition]) -> list[Condition]:
    """Return conditions in which each of several places cites the act too: 两地都引用."""
    several = [part for condition in conditions if isinstance(condition, AnyOf) for part in condition.parts]
    places = [part for part in several if isinstance(part, Atom) and part.kind == "place"]
    return [*conditions, *(replace(place, kind="common") for place in places)]


def _of_units(folded: Folded, ask: Ask, conditions: list[Condition], formula: Formula) -> Formula:
    """Return the formula of units; of those that carry tasks with one that is named the others."""
    roles, listed = _roles(folded, ask), _listed(folded)
    if folded.also:
        scope = [condition for condition in conditions if is_scope(condition)]
        its = (replace(a, roles=a.roles or roles or DEFAULT_ROLES, of=all_of([*scope, a.of])) for a in folded.also)
        listed = replace(listed, also=tuple(its))
    elif "BOTH" in folded.seen and len({roles, *folded.roles}) > 1:
        raise NotKnown("这里不答一个单位既是这种角色又是那种角色的情况。请分别问。")
    of_named = [atom.roles for atom in _required(conditions)]
    named = frozenset(unit for atom in _named(conditions) for unit in atom.values)
    if named and (ask.joint or folded.seen & {"TOG", "ALSO"} or len(of_named) > 1):
        listed = replace(listed, without=listed.without | named)
        # 市教育局牵头的任务还有谁一起办: with whom in any role, since one is said and it is none of its own.
        in_any = any(one.roles == () for one in folded.asks)
        roles = roles or (() if in_any else next((roles for roles in of_named if roles), ()))
        conditions = [_in_roles(condition, roles) for condition in conditions] if roles else conditions
    return replace(formula, of=all_of(conditions), roles=roles, listed=listed)


def _in_roles(condition: Condition, roles: Roles) -> Condition:
    return mapped(condition, lambda atom: replace(atom, roles=atom.roles or roles) if atom.kind == "unit" else atom)


def _named(conditions: Iterable[Condition]) -> list[Atom]:
    """Return the units that a question names and does not exclude."""
    kept = [condition for condition in conditions if not isinstance(condition, Not)]
    return [atom for condition in kept for atom in atoms(condition) if atom.kind == "unit"]


def _required(conditions: Iterable[Condition]) -> Iterator[Atom]:
    """Yield the units that must carry a task."""
    for condition in conditions:
        yield from (part for part in conjuncts(condition) if isinstance(part, Atom) and part.kind == "unit")


def _listed(folded: Folded, compared: Sequence[Atom] = ()) -> Listed:
    """Return which units are listed: bodies alone, none of those left out, only those compared."""
    out = [atom for part in folded.left_out for atom in atoms(part) if atom.kind == "unit"]
    return Listed(
        bodies="NOGRP" in folded.seen,
        without=frozenset(unit for atom in out for unit in atom.values),
        among=frozenset(unit for atom in compared for unit in atom.values),
        names=_shown(compared),
        out_names=_shown(out),
    )


def _shown(named: Iterable[Atom]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(atom.shown or atom.words for atom in named))


def _ranked(folded: Folded, ask: Ask, conditions: list[Condition], formula: Formula) -> Formula:
    """Return the formula of a ranking: of documents, of the units that are named, or of all units."""
    if _ranks_other(folded) and not ("MORETASKS" in folded.seen and _compares_scopes(conditions)):
        raise NotKnown(NOT_RANKED)
    order = max(folded.ranks, key=lambda rank: rank.first)
    named = _named(conditions)
    comparing = "MORETASKS" in folded.seen
    if _ranks_documents(folded, ask, conditions, named):
        wants: Wants = "places" if ask.wants == "places" else "documents"
        # 四个地方按任务数排一下: all of them, where none is asked for.
        one_asked = any(not ask.count for ask in folded.asks)
        order = replace(order, first=order.first or (0 if one_asked else folded.documents or 0) or 1)
        return replace(of_documents(conditions, formula), wants=wants, measure="list", order=order)
    roles = _roles(folded, ask) or next((atom.roles for atom in named if atom.roles), ())
    roles = roles or next((noun.roles for noun in folded.nouns if noun.roles), ())
    compared = named if len(named) > 1 else []
    if compared:
        parts = [part for condition in conditions for part in conjuncts(condition)]
        conditions = [part for part in parts if not any(atom.kind == "unit" for atom in atoms(part))]
    order = replace(order, first=order.first or ask.first or (1 if ask.one or comparing else SEVERAL))
    listed, of = _listed(folded, compared), all_of(conditions)
    if len(named) == 1 and (ask.joint or folded.seen & {"TOG", "ALSO"}):
        listed = replace(listed, without=listed.without | set(named[0].values), out_names=(named[0].shown,))
    return replace(formula, wants="units", measure="list", of=of, roles=roles, order=order, listed=listed)


def _compares_scopes(conditions: Iterable[Condition]) -> bool:
    """Say whether any of several places, years or documents is meant: 厦门和荆门."""
    return any(is_scope(condition) and not isinstance(condition, (Atom, Not)) for condition in conditions)


def _ranks_other(folded: Folded) -> bool:
    """Say whether something else is ranked than who has how many tasks: 哪项任务的单位最多, 引用的文件最多."""
    asked = any(ask.wants in ("tasks", "acts", "limits") and not ask.count for ask in folded.asks)
    cited = "CITE" in folded.seen and any(noun.wants == "documents" for noun in folded.nouns)
    return asked or cited or "LIMITN" in folded.seen


def _ranks_documents(folded: Folded, ask: Ask, conditions: Iterable[Condition], named: Sequence[Atom]) -> bool:
    """Say whether documents or places are ranked: they are asked for, or several are compared."""
    if ask.wants in ("documents", "places"):
        return True
    several = _compares_scopes(conditions)
    of_all = folded.documents and not (named or folded.roles or any(noun.wants == "units" for noun in folded.nouns))
    if (several and folded.documents) or of_all:
        return not any(ask.wants == "units" for ask in folded.asks)
    of_units = ask.wants == "units" and (not several or len(named) > 1)
    documents = any(noun.wants == "documents" for noun in folded.nouns)
    return "MORETASKS" in folded.seen and not of_units and (documents or several)
