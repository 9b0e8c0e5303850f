"""Why there is no answer, though the graph knows all the names of a question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from string import Template

from graph_query.answering.behind import Behind, behind
from graph_query.answering.query import kind_of
from graph_query.answering.sentence import about, remarks
from graph_query.errors import NotKnown
from graph_query.stores import Store
from graph_query.understanding.conditions import has_scope
from graph_query.understanding.formula import Atom, Formula, all_of, atoms, is_scope, mapped, negated
from graph_query.understanding.resolve import moved
from graph_query.understanding.saying import HAS, question_of


def nothing(formula: Formula, words: Mapping[str, str], held: Behind, store: Store) -> NotKnown:
    """Return why there is no answer; `words` are those of its sentence, `held` what stands behind it."""
    if formula.wants == "progress":
        reason = "任务分解表只载安排，本库未收录完成情况材料，不能据此判断是否完成。可以问哪些任务的期限已过。"
        return NotKnown(reason, instead=("哪些任务的期限已过？",))
    if has_scope(formula, ("common",)):
        each = "、".join(dict.fromkeys(atom.shown for atom in atoms(formula.of) if atom.kind == "place"))
        return NotKnown(f"{each}没有都引用的文件。")
    of_tasks = formula.wants in ("limits", "durations", "units") and not is_scope(formula.of)
    if of_tasks and not held.iris and not formula.order and formula.measure == "list":
        return _of_tasks(formula, store)
    reason = Template(kind_of(formula).nothing).safe_substitute(words) or f"{about(formula)}，没有。"
    return NotKnown(reason, instead=tuple(_in_their_years(formula, held)))


def _in_their_years(formula: Formula, held: Behind) -> Iterator[str]:
    """Yield the question of days in a year that none of the documents is of, asked of the years that they are of."""
    said = {int(day[:4]) for atom in atoms(formula.of) if atom.kind == "due" for day in atom.values if day}
    theirs = {file.year for file in held.files if file.year and not file.template}
    for year in sorted(theirs - said if len(said) == 1 else ()):
        of = mapped(formula.of, partial(_in_year, year))
        yield question_of(replace(formula, of=of))


def _in_year(year: int, atom: Atom) -> Atom:
    """Return a condition of days with these in another year."""
    return replace(atom, values=tuple(moved(day, year) for day in atom.values)) if atom.kind == "due" else atom


def _of_tasks(formula: Formula, store: Store) -> NotKnown:
    """Return that there are no such tasks, or that these have no unit of the role that is asked for."""
    lacking = [negated(Atom("has", (role,))) for role in formula.its_roles]
    without = behind(Formula("tasks", all_of([formula.of, *lacking])), (), store) if formula.wants == "units" else None
    if without is None or not without.iris:
        return NotKnown(f"{about(formula)}，没有这样的任务。")
    role = "、".join(HAS[role] for role in formula.its_roles)
    other = question_of(replace(formula, roles=()))
    reason = f"{about(formula)}，任务共{len(without.iris)}项，没有写明{role}。{remarks(without)}"
    return NotKnown(reason, instead=(other,) if formula.roles else ())
