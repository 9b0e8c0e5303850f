"""What stands above a paragraph: its headings, what they assign, and whether anything was read below the last one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from graph_build.layouts.parts.growing import with_inherited
from graph_build.layouts.parts.labels import Labelled
from graph_build.layouts.parts.outline import Outline
from graph_build.model import Damaged, Part
from graph_build.spans import Span, Text
from graph_build.values.headings import CHAPTERS, LAST_CHAPTER

# Items that name the items below them are headings below all others.
ITEM_DEPTH = float(len(CHAPTERS))


@dataclass(slots=True)
class Above:
    """Headings, and what they assign; `depth` is that of the last one, `fresh` is set until something is read below.

    `alone` is set where that heading is itself what to do, and not open.
    """

    outline: Outline = field(default_factory=Outline)
    lost: Text | None = None
    carried: list[tuple[float, Labelled]] = field(default_factory=list)
    depth: float | None = None
    fresh: bool = False
    alone: bool = False

    def open(self, heading: Text, depth: float) -> None:
        """Open a heading whose place was closed; one of which the words are lost has no name."""
        if heading.damage == "lost":
            self.lost = heading
        else:
            self.outline.open(heading, depth)

    def close(self, depth: float) -> None:
        """Close the headings of a depth and those deeper."""
        self.outline.close(depth)
        self.carried = [entry for entry in self.carried if entry[0] < depth]
        self.lost, self.depth, self.fresh, self.alone = None, depth, True, False

    def is_over(self, depth: float) -> bool:
        """Say whether the last open heading stands over one of a depth."""
        return self.outline.deepest is not None and depth > self.outline.deepest

    @property
    def assigns(self) -> bool:
        """Whether the last heading itself assigns."""
        return bool(self.carried) and self.carried[-1][0] == self.depth

    @property
    def is_item(self) -> bool:
        """Whether the last heading can only be an item without an assignment: it holds nothing, or is no chapter."""
        inner = len(self.headings) > 1 or (self.depth or 0) > LAST_CHAPTER
        return self.alone or (self.fresh and inner)

    @property
    def headings(self) -> list[Text]:
        """The headings, outermost first."""
        return [*self.outline.headings, *([self.lost] if self.lost else [])]

    @property
    def names(self) -> tuple[str | None, str | None]:
        """Section and subsection."""
        names = [None if heading.damage == "lost" else heading.value for heading in self.headings[:2]]
        section, subsection = [*names, None, None][:2]
        return section, subsection

    @property
    def spans(self) -> tuple[Span, ...]:
        """Where the headings stand."""
        return tuple(heading.span() for heading in self.headings)

    def section_of(self, *, numbered: bool) -> str | None:
        """Return the section that holds a line: what stands right below a heading of the first level goes with that."""
        below = self.fresh and not self.alone and not numbered
        return None if below and len(self.headings) == 1 else self.names[0]

    def filled(self, labelled: Labelled) -> Labelled:
        """Return what labels say, with what the headings say of those below them."""
        return with_inherited(labelled, [heading for _, heading in self.carried])

    def damaged(self, parts: Sequence[Text]) -> tuple[Damaged, ...]:
        """Return which words of a task were damaged: those of its headings, and of its text."""
        named: list[tuple[Part, Text]] = list(zip(("section", "subsection"), self.headings, strict=False))
        named += [("text", part) for part in parts]
        return tuple(Damaged(part, text.damage, text.span()) for part, text in named if text.damage)
