"""What a question goes on from: the formula before and what it found, and what 它, 这些单位, 第一项 are there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph_query.errors import NotKnown
from graph_query.understanding.formula import (
    Atom,
    Condition,
    Formula,
    Not,
    all_of,
    any_of,
    atoms,
    conjuncts,
    is_scope,
)

NO_UNIT = "前一句没有说到单位，也没有答出单位。请写明单位名称。"
NO_DOCUMENT = "前一句没有说到哪份文件。请写明文件名称。"
OF_DOCUMENTS = ("issued", "issuer", "number", "implements")
MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Before:
    """The question before: its formula, names not yet looked up, and all that it found (the `best` of a ranking)."""

    formula: Formula
    units: tuple[Atom, ...] = ()
    best: tuple[Atom, ...] = ()
    documents: tuple[Atom, ...] = ()
    acts: tuple[Atom, ...] = ()
    tasks: tuple[tuple[Atom, str], ...] = ()


def scope_of(condition: Condition) -> list[Condition]:
    """Return the conditions that are of documents alone."""
    return [part for part in conjuncts(condition) if is_scope(part)]


def units_in(condition: Condition) -> list[Atom]:
    """Return the units that a condition names and does not exclude."""
    kept = [part for part in conjuncts(condition) if not isinstance(part, Not)]
    return [atom for part in kept for atom in atoms(part) if atom.kind in ("unit", "only")]


def cited_in(condition: Condition) -> list[Atom]:
    """Return the acts that a condition names as cited, or carried out, and does not exclude."""
    kept = [part for part in conjuncts(condition) if not isinstance(part, Not)]
    return [atom for part in kept for atom in atoms(part) if atom.kind == "cites"]


def referred(them: str, wants: str | None, before: Before, *, carries: bool) -> Formula:
    """Return the formula of what a pronoun means: the tasks, units or documents before.

    `wants` is what is asked of them, `carries` whether it is what they carry. Raises NotKnown where it is not plain.
    """
    kind = _kind(them, wants, before, carries=carries)
    if kind == "documents":
        return _of_documents(before)
    if kind == "units":
        return _of_units(before, one=them in ("unit", "one"))
    return before.formula


def _kind(them: str, wants: str | None, before: Before, *, carries: bool) -> str:
    """Return what a pronoun means: what is asked of it tells, where it does not itself."""
    if them in ("tasks", "units", "unit", "documents"):
        return them.rstrip("s") + "s"
    formula = before.formula
    if formula.wants in ("documents", "places") or wants in OF_DOCUMENTS:
        return "documents"
    if formula.wants == "units" and (carries or wants in ("tasks", None) or formula.order):
        return "units"
    return "units" if carries and units_in(formula.of) else "tasks"


def _of_units(before: Before, *, one: bool) -> Formula:
    formula = before.formula
    found = before.units if formula.wants == "units" else units_in(formula.of)
    if one and before.best:
        found = before.best
    if not found:
        raise NotKnown(NO_UNIT)
    if one and len(found) > 1:
        names = "、".join(atom.shown for atom in found[:MOST_NAMED])
        raise NotKnown(
            f"前一句说到的单位不止一个（{names}{'等' if len(found) > MOST_NAMED else ''}）。请写明单位名称。"
        )
    if formula.wants != "units":
        return formula
    return Formula("tasks", all_of([*scope_of(formula.of), _row(found)]))


def _row(units: Sequence[Atom]) -> Atom:
    """Return the condition that any of several units carries a task."""
    values = tuple(sorted({value for atom in units for value in atom.values}))
    shown = "、".join(dict.fromkeys(atom.shown for atom in units))
    return Atom("unit", values, words=shown, shown=shown)


def _of_documents(before: Before) -> Formula:
    if not before.documents:
        raise NotKnown(NO_DOCUMENT)
    return Formula("tasks", any_of(before.documents))


def position(number: Atom, before: Before, *, among: bool) -> Condition | None:
    """Return which of the tasks before the n-th is; None where it is a number of the document's own.

    Tasks are listed by their numbers, which is what is said, unless it is `among` those. Raises NotKnown where it can
    be the one and the other.
    """
    if len(before.tasks) < 2 or len(number.values) != 1 or has_number(before.formula.of):  # noqa: PLR2004 (one is no list)
        return None
    n = int(number.values[0])
    of_list = before.tasks[n - 1] if n <= len(before.tasks) else None
    own = [task for task in before.tasks if task[1] == str(n)]
    if of_list is None or own == [of_list]:
        return None if len(own) != 1 else _task(own[0])
    if own and not among:
        return _task(own[0]) if len(own) == 1 else None
    if own:
        shown = f"{of_list[0].shown}第{of_list[1]}项"
        raise NotKnown(f"“第{n}项”可以是前面列出的第{n}个（{shown}），也可以是文件里的第{n}项。请写明文件和序号。")
    return _task(of_list)


def _task(task: tuple[Atom, str]) -> Condition:
    document, index = task
    return all_of((document, Atom("number", (index,), words=f"第{index}项", shown=f"第{index}项")))


def has_number(condition: Condition) -> bool:
    """Say whether a condition names tasks by their numbers."""
    return any(atom.kind == "number" for atom in atoms(condition))


def kinds_of(conditions: Iterable[Condition]) -> set[str]:
    """Return of what kinds conditions are."""
    return {atom.kind for condition in conditions for atom in atoms(condition)}
