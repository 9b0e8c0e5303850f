"""Other questions beside a formula: what else can be asked of the same, what else can be missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

from graph_query.understanding.formula import (
    ANYTHING,
    Atom,
    Condition,
    Formula,
    Measure,
    Not,
    Wants,
    all_of,
    atoms,
    conjuncts,
    mapped,
)
from graph_query.understanding.saying import HAS, doing, question_of, said

MOST_RELATED = 4
# What can be asked of the same tasks: how it is called, and what it is in a formula.
ASKED: tuple[tuple[str, Wants, Measure, tuple[str, ...]], ...] = (
    ("任务有哪些", "tasks", "list", ()),
    ("任务有多少项", "tasks", "count", ()),
    ("由哪些单位负责", "units", "list", ()),
    ("由哪些单位牵头", "units", "list", ("lead",)),
    ("由哪些单位配合", "units", "list", ("cooperating",)),
    ("引用了哪些文件", "acts", "list", ()),
    ("什么时候完成", "limits", "list", ()),
)
MISSED = ("lead", "responsible", "cooperating", "deadline", "citation")


@dataclass(frozen=True, slots=True)
class Change:
    """Another value of a part of a question: which part (`asked`, or how it is shown), its words, and the question."""

    part: str
    words: str
    question: str


def asked_of(formula: Formula) -> str:
    """Return what a formula asks for, in words; empty where it is none of those that can be changed."""
    return next((words for words, *its in ASKED if (formula.wants, formula.measure, formula.roles) == tuple(its)), "")


def changes_of(formula: Formula) -> tuple[Change, ...]:
    """Return what else can be asked of the same, and what else can be written or missing."""
    return (*_asked(formula), *_missed(formula))


def _asked(formula: Formula) -> Iterator[Change]:
    now = asked_of(formula)
    if not now or formula.by or formula.order or formula.none or formula.of == ANYTHING:
        return
    for words, wants, measure, roles in ASKED:
        if words != now:
            yield Change("asked", words, question_of(replace(formula, wants=wants, measure=measure, roles=roles)))


def _missed(formula: Formula) -> Iterator[Change]:
    for part in conjuncts(formula.of):
        inner = part.part if isinstance(part, Not) else part
        if isinstance(inner, Atom) and inner.kind == "has" and inner.values[0] in MISSED:
            for value in MISSED:
                if value != inner.values[0]:
                    other: Condition = replace(inner, values=(value,))
                    other = Not(other) if isinstance(part, Not) else other
                    of = all_of(other if each == part else each for each in conjuncts(formula.of))
                    yield Change(said(part), HAS[value], question_of(replace(formula, of=of)))


def related(formula: Formula) -> tuple[str, ...]:
    """Return questions beside the one that was answered: a unit's other roles, the same topic everywhere."""
    found = list(dict.fromkeys((*_other_roles(formula), *_everywhere(formula))))
    return tuple(question for question in found if question != question_of(formula))[:MOST_RELATED]


def _other_roles(formula: Formula) -> Iterator[str]:
    units = [atom for atom in atoms(formula.of) if atom.kind == "unit"]
    if len(units) != 1 or formula.wants != "tasks" or formula.order or formula.by or formula.within:
        return
    for roles in (("lead",), ("responsible",), ("cooperating",)):
        if doing(roles) != doing(units[0].roles):
            yield question_of(replace(formula, of=mapped(formula.of, partial(_in_roles, roles))))


def _in_roles(roles: tuple[str, ...], atom: Atom) -> Atom:
    return replace(atom, roles=roles) if atom.kind == "unit" else atom


def _everywhere(formula: Formula) -> Iterator[str]:
    parts = conjuncts(formula.of)
    kinds = {atom.kind for atom in atoms(formula.of)}
    if "topic" in kinds and "place" in kinds and not kinds & {"unit", "only"} and not formula.within:
        yield question_of(
            replace(formula, of=all_of(p for p in parts if not (isinstance(p, Atom) and p.kind == "place")))
        )
