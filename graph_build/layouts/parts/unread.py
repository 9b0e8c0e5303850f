"""Lines among tasks of which nothing was read: each is kept here, and told where such lines hold tasks.

A reader drops a line only through `Unread.note`; what stands before the tasks, between a heading and its first task, in
a chapter without tasks, or behind the last task is the document around the list.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from graph_build.spans import Span, Text
from graph_build.values.contents import NOTE
from graph_build.values.names import is_whole_name

# Where so many headings of the outermost level are all that holds a task, what stands beside these is told.
FEWEST_SINGLES = 2


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line that was not read: in which section, behind how many tasks, whether it is surely part of the list."""

    text: Text
    section: str | None
    behind: int
    surely: bool


@dataclass(slots=True)
class Unread:
    """The lines of prose that became no part of a task, in their order.

    `singles` are the tasks that stand right below a heading of the outermost level.
    """

    singles: int = 0
    _entries: list[_Entry] = field(default_factory=list)

    def note(self, text: Text, section: str | None, behind: int, *, surely: bool) -> None:
        """Keep a line that was not read; a number or a mark of its own makes it `surely` part of the list."""
        if not NOTE.match(text.value):
            self._entries.append(_Entry(text, section, behind, surely))

    def take_back(self, text: Text) -> None:
        """Forget a line that was read after all."""
        self._entries = [entry for entry in self._entries if entry.text is not text]

    def told(self, sections: Collection[str | None], tasks: Sequence[int]) -> list[Span]:
        """Return the lines to be told: those in sections with tasks, and between `tasks`, given by their numbers.

        A section with the name of a unit is a part of the list: 一、市教育局.
        """
        held = {*sections, *([None] if self.singles >= FEWEST_SINGLES else [])}
        first, last = min(tasks, default=0), max(tasks, default=-1)
        return [
            entry.text.span()
            for entry in self._entries
            if (entry.section in held or is_whole_name(entry.section or ""))
            and (entry.surely or first < entry.behind <= last)
        ]
