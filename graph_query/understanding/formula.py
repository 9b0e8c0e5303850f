"""The formula of a question: what is asked for, of the tasks, units or documents that meet a condition.

All values are IRIs, notations and words of the graph, none are labels; two formulas that mean the same are equal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

AtomKind = Literal[
    # the scope: of which documents
    "place", "year", "document", "issuer", "issued",
    # of the task
    "unit", "only", "topic", "text", "section", "number", "cites", "implements", "has", "count", "due", "limit",
    "supposed", "common",
]  # fmt: skip
SCOPE: tuple[AtomKind, ...] = ("place", "year", "document", "issuer", "issued")
Wants = Literal[
    "tasks", "units", "acts", "documents", "places", "limits", "durations", "sections", "issued", "issuer", "number",
    "implements", "why", "progress",
]  # fmt: skip
Measure = Literal["list", "count", "share", "difference"]
Group = Literal["unit", "role", "place", "year", "document", "topic", "section", "limit", "quarter", "month", "each"]
Has = Literal[
    "lead", "responsible", "cooperating", "deadline", "date", "citation", "issued", "number", "implements",
]  # fmt: skip
Operator = Literal["=", ">=", "<="]
GROUPS: tuple[Group, ...] = get_args(Group)
# Who is responsible, where a question does not say which role: who leads, and who carries out.
DEFAULT_ROLES = ("lead", "responsible")


@dataclass(frozen=True, slots=True)
class Atom:
    """One condition: `values` of its kind, roles of a unit, an operator and a number where units are counted.

    `forms` are the phrases of a topic, or of a text, each in any of its forms. What follows says where it comes from
    and is no part of what it means: the words of the question, how it is shown, what was supposed, why it can't be met
    and which names are like it, the place that a unit's name says too, whether it is `loose` (a day whose year was not
    said, a topic whose words were quoted), and words of a topic that no task holds.
    """

    kind: AtomKind
    values: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    op: Operator | None = None
    n: int = 0
    forms: tuple[tuple[str, ...], ...] = ()
    words: str = field(default="", compare=False)
    shown: str = field(default="", compare=False)
    note: str = field(default="", compare=False)
    reason: str = field(default="", compare=False)
    alike: tuple[str, ...] = field(default=(), compare=False)
    within: str = field(default="", compare=False)
    loose: bool = field(default=False, compare=False)
    missing: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class All:
    """All of these; of no parts: anything."""

    parts: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Any of these."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Not this."""

    part: Condition


Condition = Atom | All | AnyOf | Not
ANYTHING = All()


@dataclass(frozen=True, slots=True)
class Order:
    """By the number of tasks, the most or the least first: the first so many, from the `start`-th on.

    With an operator those that have `n` tasks, or more, or fewer; of the former no more than `upto`, where it is set.
    `of_half`: half of all tasks of the document.
    """

    least: bool = False
    first: int = 1
    start: int = 1
    op: Operator | None = None
    n: int = 0
    upto: int = 0
    of_half: bool = False


@dataclass(frozen=True, slots=True)
class Also:
    """That a unit also has one of these roles in a task of some condition, or has it in none (`never`)."""

    roles: tuple[str, ...]
    of: Condition = ANYTHING
    never: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """Which units or acts are listed: bodies alone, none of these, only these; and what these are called.

    `also` is what else the units carry, or don't. Of acts those that are cited with a number, or by name alone, where
    `numbered` says so.
    """

    bodies: bool = False
    also: tuple[Also, ...] = ()
    numbered: bool | None = None
    without: frozenset[str] = frozenset()
    among: frozenset[str] = frozenset()
    names: tuple[str, ...] = field(default=(), compare=False)
    out_names: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Formula:
    """What a question means.

    `none` is a condition that no task of a document that is asked for meets; `within` is the whole of a share, or what
    a count is compared with. By `each` is by the parts of the condition that is any of several. `missing` are words of
    the question that it does not hold, `also` what it asks for beside, `documents` and `tasks` are how many of them the
    question says there are.
    """

    wants: Wants
    of: Condition = ANYTHING
    measure: Measure = "list"
    roles: tuple[str, ...] = ()
    listed: Listed = Listed()
    none: Condition | None = None
    by: Group | None = None
    order: Order | None = None
    within: Condition | None = None
    notes: tuple[str, ...] = field(default=(), compare=False)
    missing: tuple[str, ...] = field(default=(), compare=False)
    also: tuple[str, ...] = field(default=(), compare=False)
    documents: int | None = field(default=None, compare=False)
    tasks: int | None = field(default=None, compare=False)

    @property
    def its_roles(self) -> tuple[str, ...]:
        """The roles that count: those that are named, else who leads and who carries out."""
        return self.roles or DEFAULT_ROLES


def all_of(parts: Iterable[Condition]) -> Condition:
    """Return the condition that all of these hold, in a steady order and without what stands in it twice."""
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, All) else (part,))]
    return flat[0] if len(kept := _sorted(flat)) == 1 else All(kept)


def any_of(parts: Iterable[Condition]) -> Condition:
    """Return the condition that any of these holds."""
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, AnyOf) else (part,))]
    return flat[0] if len(kept := _sorted(flat)) == 1 else AnyOf(kept)


def negated(part: Condition) -> Condition:
    """Return the condition that one does not hold."""
    return part.part if isinstance(part, Not) else Not(part)


def _sorted(parts: Iterable[Condition]) -> tuple[Condition, ...]:
    return tuple(sorted(dict.fromkeys(parts), key=_key))


def _key(part: Condition) -> tuple[str, str]:
    if isinstance(part, Atom):
        plain = replace(part, words="", shown="", note="", reason="", alike=(), within="", loose=False, missing=())
        return f"0{SCOPE.index(part.kind) if part.kind in SCOPE else 9}", repr(plain)
    if isinstance(part, Not):
        return "1", repr(_key(part.part))
    return "2", repr([_key(inner) for inner in part.parts])


def conjuncts(condition: Condition) -> tuple[Condition, ...]:
    """Return the conditions that must all hold."""
    return condition.parts if isinstance(condition, All) else (condition,)


def alternatives(condition: Condition) -> tuple[Condition, ...]:
    """Return the parts of the one condition, beside those of documents, that is any of several; none where none is."""
    several = (part for part in conjuncts(condition) if isinstance(part, AnyOf) and not is_scope(part))
    return next((part.parts for part in several), ())


def atoms(condition: Condition | None) -> Iterator[Atom]:
    """Yield all atoms of a condition."""
    if isinstance(condition, Atom):
        yield condition
    elif isinstance(condition, Not):
        yield from atoms(condition.part)
    elif condition is not None:
        for part in condition.parts:
            yield from atoms(part)


def mapped(condition: Condition, change: Callable[[Atom], Condition]) -> Condition:
    """Return a condition with each atom replaced."""
    if isinstance(condition, Atom):
        return change(condition)
    if isinstance(condition, Not):
        return negated(mapped(condition.part, change))
    parts = (mapped(part, change) for part in condition.parts)
    return all_of(parts) if isinstance(condition, All) else any_of(parts)


def contradicting(condition: Condition) -> tuple[Condition, Condition] | None:
    """Return two conditions of which a task can't meet both; None where there are none such."""
    parts = conjuncts(condition)
    pairs = ((one, other) for one in parts for other in parts if one != other)
    return next((pair for pair in pairs if _contradict(*pair)), None)


def _contradict(one: Condition, other: Condition) -> bool:
    if isinstance(other, Not):
        lacked = other.part.values[0] if isinstance(other.part, Atom) and other.part.kind == "has" else ""
        dated = isinstance(one, Atom) and ((one.kind == "limit" and lacked == "deadline") or one.kind == "due")
        return one == other.part or (dated and lacked in ("deadline", "date"))
    if not (isinstance(one, Atom) and isinstance(other, Atom) and other.kind == "count" and other.op == ">="):
        return False
    single = one.kind == "only" or (one.kind == "count" and one.op != ">=" and one.n < other.n)
    return single and (one.roles or one.values) == other.values and other.n > 1


def is_of_file(condition: Condition) -> bool:
    """Say whether a condition is one of a document's own: its scope, its number, its day of issue."""
    own = ("issued", "number", "implements")
    return all(atom.kind in SCOPE or (atom.kind == "has" and atom.values[0] in own) for atom in atoms(condition))


def is_scope(condition: Condition) -> bool:
    """Say whether a condition is one of documents alone."""
    return all(atom.kind in SCOPE for atom in atoms(condition))
