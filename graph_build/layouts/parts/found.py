"""The tasks that were found in prose so far, what goes on below the last one, and the lines that were not read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from graph_build.layouts.parts.ahead import Key, key_of
from graph_build.layouts.parts.growing import with_more, with_text
from graph_build.layouts.parts.labels import Labelled, is_another
from graph_build.layouts.parts.lines import opens_item
from graph_build.layouts.parts.unread import Unread
from graph_build.model import Findings, Task
from graph_build.spans import Text


@dataclass(slots=True)
class Found:
    """Tasks in their order; `going_on` are lines that go on with a list of units.

    `spoken` are those that a sentence assigns, `below` is text below the last one.
    """

    year: int | None
    own_names: frozenset[str]
    going_on: frozenset[Key] = frozenset()
    tasks: list[Task] = field(default_factory=list)
    spoken: list[int] = field(default_factory=list)
    below: list[Text] = field(default_factory=list)
    unread: Unread = field(default_factory=Unread)

    def note(self, texts: Iterable[Text], section: str | None, *, surely: bool) -> None:
        """Keep lines that were not read; the first may be surely part of the list, and those with a number or mark."""
        for n, text in enumerate(texts):
            self.unread.note(text, section, len(self.tasks), surely=(surely and n == 0) or opens_item(text))

    def extend(self, parts: Iterable[Text] | None = None) -> None:
        """Add text to the last task: what stands below it, or `parts`."""
        more = tuple(self.below if parts is None else parts)
        if more:
            self.tasks[-1] = with_text(self.tasks[-1], more, self.year, self.own_names)
        self.below = []

    def doubt_below(self, section: str | None) -> None:
        """Note what stands below the last task: of the part or of the whole, it is not sure."""
        for text in self.below:
            self.note([text], section, surely=True)
        self.below = []

    def add_labels(self, labelled: Labelled, labels: Text, section: str | None, *, whole: bool) -> None:
        """Add labels on a line of their own to the last task, or note them where they are not surely its own.

        Behind text below it they are where they are those of the `whole`.
        """
        roles = {a.role for a in labelled.assignments}
        own = {a.role for a in self.tasks[-1].assignments if a.basis == "own"} if self.tasks else set()
        again = roles & own and key_of(labels) not in self.going_on
        if not self.tasks or again or (self.below and not whole):
            self.doubt_below(section)
            self.note([labels], section, surely=True)
            return
        if is_another(self.tasks[-1].deadline, labelled.deadline):
            self.note([labels], section, surely=True)
        self.extend()
        self.tasks[-1] = with_more(self.tasks[-1], labelled)

    def findings(self, left_out: Iterable[str], *, beside_tables: bool) -> Findings:
        """Return the tasks; behind the last others a sentence assigns only in their chapters, and is told elsewhere."""
        others = [n for n in range(len(self.tasks)) if n not in self.spoken]
        chapters = {self.tasks[n].section for n in others or (() if beside_tables else self.spoken)}
        last = max(others, default=-1)
        told = [n for n in self.spoken if n > last and self.tasks[n].section not in chapters]
        kept = [n for n in range(len(self.tasks)) if n not in told]
        unread = self.unread.told({self.tasks[n].section for n in kept}, kept)
        unread += [span for n in told for span in self.tasks[n].spans]
        return Findings(tuple(self.tasks[n] for n in kept), tuple(unread), tuple(dict.fromkeys(left_out)))
