"""Tasks as paragraphs or numbered items that end in a bracket: `1.… （牵头单位：A；责任单位：B）`, `…〔责任单位：C〕`.

Headings are `一、…` and `（一）…`; what stands behind a `（一）` heading's full stop is text. A paragraph without a
bracket joins the next one of the same item or heading that has one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from graph_build.citations import find_citations
from graph_build.labelled import Labelled, find_rule, read_labelled, split_bracket
from graph_build.model import Assignment, Damaged, Document, Paragraph, Part, Task, Text
from graph_build.times import find_limits

FIGURES = "一二三四五六七八九十百"
SECTION = re.compile(rf"[{FIGURES}]+、(?P<name>[^。；：]{{2,60}})。?")
SUBSECTION = re.compile(rf"[（(][{FIGURES}]+[）)](?P<name>[^。；：]{{2,60}})(?:。(?P<text>.*))?", re.DOTALL)
ITEM = re.compile(r"(?P<no>\d{1,3})[.．﹒、](?!\d)")


@dataclass(slots=True)
class _Reader:
    """Reads paragraphs in order, and keeps the headings above and the paragraphs that wait for their bracket."""

    year: int | None
    own_names: frozenset[str]
    section: Text | None = None
    subsection: Text | None = None
    no: str | None = None
    waiting: list[Text] = field(default_factory=list)
    rules: tuple[Assignment, ...] = ()

    def tasks(self, document: Document) -> Iterator[Task]:
        for block in document.blocks:
            if isinstance(block, Paragraph) and (text := block.text.compact()):
                rest = self._heading(text)
                if rest:
                    yield from self._paragraph(rest)

    def _heading(self, text: Text) -> Text | None:
        """Note a heading or an item's number; return the text behind it, None where there is none."""
        if text.damage == "lost":
            self._open(subsection=text)
            return None
        bare, inside = split_bracket(text)
        if inside is None and (match := SECTION.fullmatch(text.value)):
            self._open(section=text[match.start("name") : match.end("name")])
            return None
        if match := SUBSECTION.fullmatch(bare.value):
            self._open(subsection=text[match.start("name") : match.end("name")])
            return text[match.start("text") :] if match["text"] else None
        if match := ITEM.match(text.value):
            self.no, self.waiting = match["no"], []
            return text[match.end() :]
        return text

    def _open(self, section: Text | None = None, subsection: Text | None = None) -> None:
        if section:
            self.section = section
        self.subsection, self.no, self.waiting = subsection, None, []

    def _paragraph(self, text: Text) -> Iterator[Task]:
        bare, inside = split_bracket(text)
        if inside is None:
            if self.section is None:
                self.rules = self.rules or find_rule(text)
            self.waiting.append(text)
            return
        labelled = read_labelled(inside, self.year)
        yield self._task([*self.waiting, bare], labelled)
        self.waiting, self.no = [], None
        self.rules += tuple(rule for rule in labelled.rule if rule.name not in {known.name for known in self.rules})

    def _task(self, parts: list[Text], labelled: Labelled) -> Task:
        named = {(a.role, a.name) for a in labelled.assignments}
        # In the bracket that lays a rule down, its units are the task's own.
        own = [replace(a, basis="own") for a in labelled.rule if (a.role, a.name) not in named]
        wide = [a for a in self.rules if (a.role, a.name) not in named]
        headings = [heading for heading in (self.section, self.subsection) if heading]
        return Task(
            no=self.no,
            section=_name(self.section),
            subsection=_name(self.subsection),
            text="".join(part.value for part in parts),
            spans=tuple(part.span() for part in parts),
            assignments=(*labelled.assignments, *own, *wide),
            open_ended=labelled.open_ended,
            deadline=labelled.deadline,
            times=tuple(limit for part in parts for limit in find_limits(part, self.year)),
            citations=tuple(citation for part in parts for citation in find_citations(part, self.own_names)),
            heading_spans=tuple(heading.span() for heading in headings),
            damaged=self._damaged(parts),
        )

    def _damaged(self, parts: list[Text]) -> tuple[Damaged, ...]:
        named: list[tuple[Part, Text | None]] = [("section", self.section), ("subsection", self.subsection)]
        named += [("text", part) for part in parts]
        return tuple(Damaged(part, text.damage, text.span()) for part, text in named if text and text.damage)


def find(document: Document, year: int | None, own_names: frozenset[str]) -> tuple[Task, ...]:
    """Return the tasks of a document's paragraphs; none where no paragraph ends in an assignment bracket."""
    return tuple(_Reader(year, own_names).tasks(document))


def _name(heading: Text | None) -> str | None:
    return None if heading is None or heading.damage == "lost" else heading.value
