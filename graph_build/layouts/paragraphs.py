"""Tasks as paragraphs or numbered items that end in a bracket: `1.… （牵头单位：A；责任单位：B）`, `…〔责任单位：C〕`.

Headings are `一、…` and `（一）…`; what stands behind a `（一）` heading's full stop is text. A paragraph without a
bracket joins the next one of the same item or heading that has one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from graph_build.citations import find_citations
from graph_build.labelled import Labelled, find_rule, read_labelled, split_brackets
from graph_build.model import Assignment, Damaged, Document, Found, Paragraph, Part, Task, Text
from graph_build.times import find_limits

FIGURES = "一二三四五六七八九十百"
SECTION = re.compile(rf"[{FIGURES}]+[、.．](?P<name>[^。]{{1,80}})(?:。(?P<text>.*))?", re.DOTALL)
SUBSECTION = re.compile(rf"[（(][{FIGURES}]+[）)](?P<name>[^。]{{1,80}})(?:。(?P<text>.*))?", re.DOTALL)
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
    found: list[Task] = field(default_factory=list)

    def tasks(self, document: Document) -> list[Task]:
        for block in document.blocks:
            if isinstance(block, Paragraph) and (text := block.text.compact()):
                rest = self._heading(text)
                if rest:
                    self._paragraph(rest)
        return self.found

    def _heading(self, text: Text) -> Text | None:
        """Note a heading or an item's number; return the text behind it, None where there is none."""
        if text.damage == "lost":
            self._open(subsection=text)
            return None
        bare, insides = split_brackets(text)
        for pattern in (SECTION, SUBSECTION):
            if match := pattern.fullmatch(bare.value):
                name = text[match.start("name") : match.end("name")]
                if insides and not match["text"]:  # its own bracket: it is a task itself
                    self._open(section=self.section)
                    return text[match.start("name") :]
                self._open(**{"section" if pattern is SECTION else "subsection": name})
                return text[match.start("text") :] if match["text"] else None
        if match := ITEM.match(text.value):
            self.no, self.waiting = match["no"], []
            return text[match.end() :]
        return text

    def _open(self, section: Text | None = None, subsection: Text | None = None) -> None:
        if section:
            self.section = section
        self.subsection, self.no, self.waiting = subsection, None, []

    def _paragraph(self, text: Text) -> None:
        bare, insides = split_brackets(text)
        if not insides:
            if self.section is None:
                self.rules = self.rules or find_rule(text)
            # What stands before any heading or number belongs to no item.
            if self.no or self.section or self.subsection:
                self.waiting.append(text)
            return
        labelled = read_labelled(insides, self.year)
        parts = [*self.waiting, bare] if bare else self.waiting
        if parts:
            self.found.append(self._task(parts, labelled))
        elif self.found:  # one more bracket, on a line of its own
            last = self.found[-1]
            known = {(a.role, a.name) for a in last.assignments}
            more = tuple(a for a in labelled.assignments if (a.role, a.name) not in known)
            deadline = last.deadline or labelled.deadline
            self.found[-1] = replace(last, assignments=last.assignments + more, deadline=deadline)
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


def find(document: Document, year: int | None, own_names: frozenset[str]) -> Found:
    """Return the tasks of a document's paragraphs; none where no paragraph ends in an assignment bracket."""
    return Found(tuple(_Reader(year, own_names).tasks(document)))


def _name(heading: Text | None) -> str | None:
    return None if heading is None or heading.damage == "lost" else heading.value
