"""What the phrases of a question mean, beside conditions: what is asked for, units in a row, topics, ranks."""

from __future__ import annotations

from dataclasses import dataclass

from graph_query.understanding.formula import Also, Atom, Condition

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked for.

    `one` where one thing is, `joint` where those who do it with somebody are, `first` where so many are; `spans` are
    words of a topic that stand inside.
    """

    wants: str
    roles: tuple[str, ...] | None = None
    count: bool = False
    one: bool = False
    joint: bool = False
    first: int = 0
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Noun:
    """A thing that is named and may be what is asked for."""

    wants: str
    roles: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Units:
    """Units named one beside the other."""

    atoms: tuple[Atom, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Units that are left out: of the tasks, or of the units that are listed."""

    units: Condition


@dataclass(frozen=True, slots=True)
class AlsoCarried:
    """What units also carry, or don't, beside having some `roles` in a task `of` some condition."""

    also: tuple[Also, ...]
    roles: tuple[str, ...] | None = None
    of: Condition | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """Words of the question that say what it is about, by where they stand; not about it where `without` is set."""

    spans: tuple[Span, ...]
    without: bool = False


@dataclass(frozen=True, slots=True)
class EitherTopic:
    """Any of several topics."""

    topics: tuple[tuple[Span, ...], ...]
    without: bool = False
