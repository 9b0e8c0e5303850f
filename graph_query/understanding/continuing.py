"""What a question says that goes on from another: its conditions, what it asks for, which roles it names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph_query.understanding.folding import Folded
from graph_query.understanding.formula import Condition, Formula, conjuncts
from graph_query.understanding.lattice import Question
from graph_query.understanding.parts import Ask
from graph_query.understanding.reading import conditions_of
from graph_query.understanding.wanted import asked

# What can be counted; of all else the tasks are.
COUNTED = ("units", "acts", "documents", "places", "sections")
Roles = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What a question says that goes on: its phrases and conditions, what it asks for, which roles it names."""

    found: Folded
    parts: tuple[Condition, ...]
    ask: Ask | None
    roles: Roles | None

    @property
    def asks(self) -> bool:
        """Say whether it asks for something, in a word of its own."""
        return bool(self.found.asks or self.found.nouns or self.found.ranks)

    @property
    def is_whole(self) -> bool:
        """Say whether it says what no edit holds: of every task or some of a document, how many tasks a unit has."""
        return bool(self.found.every or self.found.some or self.found.loads)

    @property
    def narrows(self) -> bool:
        """Say whether its conditions stand beside those before."""
        return bool(self.found.seen & {"AMONG", "THEM", "HERE", "JOINT"})


def said_in(found: Folded, q: Question, before: Formula) -> Said:
    """Return what a question says. Raises NotKnown where a part of it says nothing."""
    parts = tuple(part for condition in conditions_of(found, q) for part in conjuncts(condition))
    ask = _asked(found, parts, before)
    roles = ask.roles if ask else None
    if roles is None and found.roles:
        roles = found.roles[-1]
    if roles is None and ask and any(one.roles is not None for one in found.asks if one.wants == ask.wants):
        roles = ()  # 谁负责: in any of the usual roles
    return Said(found, parts, ask, roles)


def _asked(found: Folded, parts: Sequence[Condition], before: Formula) -> Ask | None:
    """Return what is asked for; None where it is what was asked before."""
    asks = [ask for ask in found.asks if ask.wants != "aside"]
    if any(ask.wants != "any" for ask in asks):
        return asked(found, [*parts, *conjuncts(before.of)])
    count = any(ask.count for ask in asks)
    nouns = [noun for noun in found.nouns if noun.wants not in ("documents", "places", "sections")]
    if nouns:
        wants = "tasks" if nouns[-1].wants == "counted" else nouns[-1].wants
        same = wants == before.wants and not asks and nouns[-1].roles is None
        return None if same else Ask(wants, nouns[-1].roles, count or nouns[-1].wants == "counted")
    if found.seen & {"CITEN", "ACTN", "LIMITN"}:
        return Ask("limits" if "LIMITN" in found.seen else "acts")
    # 有几个, 是哪些: of the same.
    turned = asks and count != (before.measure == "count") and not before.by
    return Ask(before.wants if before.wants in COUNTED or not count else "tasks", count=count) if turned else None
