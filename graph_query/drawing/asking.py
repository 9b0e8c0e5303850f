"""What a drawing is asked about: a unit, two units, a matter, an act, a task; which tasks it takes, and its title."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from graph_query.ledger.concepts import shown
from graph_query.ledger.facets import Choice, matching
from graph_query.ledger.reading import Ledger
from graph_query.ledger.tasks import Tasks

Kind = Literal["unit", "pair", "topic", "words", "act", "task"]
# Nodes that are no things with an IRI are named so.
TOPIC, WORDS = "topic:", "words:"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to a drawing; `centre` are the nodes in its middle: IRIs, topics, or the words that are looked for."""

    kind: Kind
    centre: tuple[str, ...]

    @property
    def words(self) -> str:
        """The words that are looked for."""
        return value_of(self.centre[0]) if self.kind == "words" else ""

    @property
    def ticked(self) -> dict[str, tuple[str, ...]]:
        """What it asks of tasks, as facets; of two units the first alone."""
        key = {"unit": "unit", "pair": "unit", "topic": "topic", "act": "act"}.get(self.kind)
        return {key: (value_of(self.centre[0]),)} if key else {}

    def tasks(self, ledger: Ledger, chosen: Choice) -> Tasks:
        """Return the tasks that it is about, within what else was chosen."""
        if self.kind == "task":
            return ledger.named(self.centre)
        found = matching(ledger, Choice({**chosen.ticked, **self.ticked}, self.words))
        if self.kind != "pair":
            return found
        return found.within(matching(ledger, Choice({**chosen.ticked, "unit": (self.centre[1],)})))

    def title(self, ledger: Ledger) -> str:
        """Return the question in words."""
        if self.kind in ("unit", "pair"):
            names = "和".join(name_of(ledger, unit) for unit in self.centre)
            return f"{names}共同承担哪些任务？" if self.kind == "pair" else f"{names}承担哪些任务，和谁一起？"
        if self.kind == "task":
            task = ledger.named(self.centre)[0]
            return f"《{task.document.title}》{task.numbered}由谁承担，依据什么？"
        if self.kind == "act":
            return f"哪些任务引用{name_of(ledger, self.centre[0])}，由谁承担？"
        return f"{name_of(ledger, self.centre[0])}的任务有哪些，由谁承担？"


def value_of(node: str) -> str:
    """Return a node as facets know it: a topic by its notation, words as they were typed, all else by its IRI."""
    return node.removeprefix(TOPIC).removeprefix(WORDS)


def name_of(ledger: Ledger, node: str) -> str:
    """Return what a node in the middle is called."""
    if node in ledger.units:
        return ledger.units[node].shown
    if node in ledger.acts:
        return ledger.acts[node].shown
    return f"文字或单位名称有“{value_of(node)}”" if node.startswith(WORDS) else shown("topics", value_of(node))
