"""Tasks as paragraphs or numbered items with brackets or labels: `1.… （牵头单位：A；责任单位：B）`, `【责任部门】A`.

Headings are 第一部分, 一、 and （一）; what stands behind a heading's full stop is text. A paragraph without an
assignment joins the next one of the same item or heading that has one; brackets and labels may also stand on lines of
their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from graph_build.layouts.parts.ahead import JOINED, Key, headed_sentences, joined_numbers, key_of
from graph_build.layouts.parts.common_limits import is_limit_of_many
from graph_build.layouts.parts.document_rules import find_rule, first_unit_leads
from graph_build.layouts.parts.label_lines import without_label
from graph_build.layouts.parts.labels import Labelled, is_another, names_role, read_labelled
from graph_build.layouts.parts.outline import Outline, rank
from graph_build.layouts.parts.pieces import Lists, Piece, assigns, has_bare_list, is_bare_list, pieces_of
from graph_build.layouts.parts.sentences import spoken_pieces
from graph_build.layouts.parts.stated import rank_stated, stated_headings
from graph_build.layouts.parts.wrapped import paragraphs_of
from graph_build.model import Assignment, Damaged, Document, Findings, Part, Table, Task, TimeLimit
from graph_build.rules import holds
from graph_build.spans import Text
from graph_build.tables.table_parts import holds_tasks
from graph_build.values.citations import find_citations
from graph_build.values.figures import CIRCLED, FIGURES, number_of
from graph_build.values.headings import CHAPTERS, without_number
from graph_build.values.times import find_limits

NAME = "段落"
# A chapter's or sub-heading's name, and the text that may stand behind its full stop.
HEADING = re.compile(r"(?P<name>[^。]{1,80})(?:。(?P<text>.*))?", re.DOTALL)
# Numbers of items, the outer kinds first: 1.  第一，  （1）  1）  ①
ITEMS = (
    re.compile(rf"(?P<no>\d{{1,3}})[.．﹒、](?:(?!\d)|(?=\d{{1,4}}[年月]))|第(?P<ordinal>[{FIGURES}]+)[，、](?!\d)"),
    re.compile(r"[（(](?P<no>\d{1,3})[）)]|(?P<ordinal>\d{1,3})[）)]"),
    re.compile(rf"(?P<no>[{CIRCLED}])(?P<ordinal>)"),
)
ORDINAL = re.compile(rf"第[{FIGURES}]+[，、]")
# An item of so few letters without an assignment names the items below it.
LONGEST_NAME = 30
# Lists of units alone in brackets assign where at least so many paragraphs end so, and none has a label.
FEWEST_LISTS = 3
SENTENCE_END = ("。", "；", "！")


@dataclass(slots=True)
class _Reader:
    """Reads paragraphs in order, and keeps the headings above and the paragraphs that wait for their assignment."""

    year: int | None
    own_names: frozenset[str]
    lists: Lists
    beside_tables: bool
    stated: dict[int, float] = field(default_factory=dict)
    joined: frozenset[Key] = frozenset()
    sentences: frozenset[Key] = frozenset()
    going_on: frozenset[Key] = frozenset()
    outline: Outline = field(default_factory=Outline)
    lost: Text | None = None
    no: str | None = None
    level: int | None = None
    waiting: list[Text] = field(default_factory=list)
    before: Text | None = None
    last: Text | None = None
    early: TimeLimit | None = None
    left_out: list[str] = field(default_factory=list)
    rules: tuple[Assignment, ...] = ()
    found: list[Task] = field(default_factory=list)
    spoken: list[int] = field(default_factory=list)
    left: list[tuple[str | None, Text]] = field(default_factory=list)

    def read(self, paragraphs: Iterator[Text]) -> Findings:
        for text in paragraphs:
            self.before, self.last = self.last, None
            pieces = pieces_of(text, lists=self.lists)
            first = self._without_heading(pieces[0])
            if first is not None:
                self._add_all([Piece(first, pieces[0].insides), *pieces[1:]])
        self._drop_waiting()
        return self._findings()

    def _add_all(self, pieces: list[Piece]) -> None:
        """Add the pieces of a paragraph, all under its number; what follows its last assignment is no task."""
        no = self.no
        for piece in pieces:
            if piece is pieces[0] or piece.insides:
                self.no = no
                self._add(piece)

    def _findings(self) -> Findings:
        """Return the tasks; behind the last others a sentence assigns only in their chapters, and is told elsewhere."""
        others = [n for n in range(len(self.found)) if n not in self.spoken]
        chapters = {self.found[n].section for n in others or (() if self.beside_tables else self.spoken)}
        last = max(others, default=-1)
        told = [n for n in self.spoken if n > last and self.found[n].section not in chapters]
        unread = [text.span() for section, text in self.left if section in chapters]
        unread += [span for n in told for span in self.found[n].spans]
        tasks = tuple(task for n, task in enumerate(self.found) if n not in told)
        return Findings(tasks, tuple(unread), tuple(dict.fromkeys(self.left_out)))

    def _without_heading(self, piece: Piece) -> Text | None:
        """Note a heading or an item's number; return the text behind it, None where there is none."""
        text = piece.text
        if text.damage == "lost":
            self._open(text, CHAPTERS[-1], lost=True)
            return None
        if (stated := rank_stated(text, self.stated)) is not None:
            self._open(text, stated)
            return None
        depth = None if ORDINAL.match(text.value) else rank(text)
        if depth in CHAPTERS and depth is not None:
            return self._behind_heading(text, depth, assigned=bool(piece.insides))
        if key_of(text) in self.joined and (match := JOINED.match(text.value)):
            return self._behind_number(text, match, 0, assigned=bool(piece.insides))
        for level, pattern in enumerate(ITEMS):
            if match := pattern.match(text.value):
                return self._behind_number(text, match, level, assigned=bool(piece.insides))
        return text

    def _behind_heading(self, text: Text, depth: int, *, assigned: bool) -> Text | None:
        name = text[len(text.value) - len(without_number(text.value)) :]
        match = HEADING.fullmatch(name.value)
        # With its own assignment it is a task itself: a name alone, or sentences with measures of their own below.
        if match is None or (assigned and (not match["text"] or key_of(text) in self.sentences)):
            self._close(depth)
            return name
        spoken = spoken_pieces(name)
        if spoken and (not match["text"] or spoken[0].text.value.rstrip("。") == match["name"]):
            self._close(depth)
            self.waiting = [name]
            return None
        self._open(text[: len(text.value) - len(name.value) + match.end("name")], depth)
        return name[match.start("text") :] if match["text"] else None

    def _behind_number(self, text: Text, match: re.Match[str], level: int, *, assigned: bool) -> Text:
        # Right below a heading only the innermost kind of number goes on with its text.
        inner = bool(self.waiting) and level > (len(ITEMS) - 2 if self.level is None else self.level)
        names_items = len(self.waiting) == 1 and len(self.waiting[0].value) <= LONGEST_NAME
        # A part of an item joins it, but for items of their own below a short name.
        if inner and not (assigned and names_items):
            return text
        if self.waiting and not inner:
            self._drop_waiting()
        figure = match["no"] or match["ordinal"]
        self.no, self.level, self.waiting = _figure(figure), level, []
        return text[match.end() :]

    def _open(self, heading: Text, depth: float, *, lost: bool = False) -> None:
        self._close(depth)
        if lost:
            self.lost = heading
        else:
            self.outline.open(heading, depth)

    def _close(self, depth: float) -> None:
        self._drop_waiting()
        self.outline.close(depth)
        self.lost, self.no, self.level = None, None, None

    def _drop_waiting(self) -> None:
        """Make tasks of what waits and assigns in a sentence of its own; note a numbered item that does not."""
        parts: list[Text] = []
        for text in self.waiting:
            pieces = spoken_pieces(text)
            for piece in pieces:
                self._add_spoken([*parts, *([piece.text] if piece.text else [])], piece)
                parts = []
            parts += [] if pieces else [text]
        if parts and len(parts) == len(self.waiting) and self.no is not None:
            self.left.append((self._names()[0], parts[0]))
        self.waiting, self.early = [], None

    def _add_spoken(self, parts: list[Text], piece: Piece) -> None:
        labelled = read_labelled(piece.insides, self.year)
        if parts:
            self.spoken.append(len(self.found))
            self.found.append(self._task(parts, replace(labelled, deadline=labelled.deadline or self.early)))

    def _add(self, piece: Piece) -> None:
        text, label = without_label(piece.text)
        if not piece.insides:
            if not self.outline.headings:
                self.rules = self.rules or find_rule(text)
            if not self.waiting and is_limit_of_many(text):
                return
            self.left_out += [label] if label else []
            # What stands before any heading or number belongs to no item, but a sentence that labels follow at once.
            if text and (self.no or self.outline.headings or self.lost):
                self.waiting.append(text)
            elif text or not label:
                self.last = text if text.value.endswith(SENTENCE_END) else None
            return
        if label:
            text = piece.text
        labelled = read_labelled(piece.insides, self.year, lists=self.lists != "no")
        self.left += [(self._names()[0], words) for words in labelled.unread]
        waiting = self.waiting or [part for part in [self.before] if part]
        parts = [*self.waiting, text] if text.value.strip("。；;，,") else waiting
        says = labelled.assignments or labelled.rule or any(names_role(inside.value) for inside in piece.insides)
        if parts and says:
            self.found.append(self._task(parts, replace(labelled, deadline=labelled.deadline or self.early)))
            self.waiting, self.no, self.early = [], None, None
        elif parts:
            # A limit before the units: both go with the task that the units make.
            self.waiting, self.early = parts, labelled.deadline or self.early
        elif self.found:
            self._add_more(labelled, piece.insides[0])
        self.rules += tuple(rule for rule in labelled.rule if rule.name not in {known.name for known in self.rules})

    def _add_more(self, labelled: Labelled, words: Text) -> None:
        """Add one more bracket or label, on a line of its own, to the last task; what was said already is told."""
        task = self.found[-1]
        again = {a.role for a in labelled.assignments} & {a.role for a in task.assignments if a.basis == "own"}
        again = again if key_of(words) not in self.going_on else set()
        if again or is_another(task.deadline, labelled.deadline):
            self.left.append((task.section, words))
        if not again:
            self.found[-1] = _with_more(task, labelled)

    def _task(self, parts: list[Text], labelled: Labelled) -> Task:
        named = {(a.role, a.name) for a in labelled.assignments}
        # In the bracket that lays a rule down, its units are the task's own.
        own = [
            replace(a, basis="own", rules=("R16", "B11")) if holds("B11") else a
            for a in labelled.rule
            if (a.role, a.name) not in named
        ]
        wide = [a for a in self.rules if (a.role, a.name) not in named]
        section, subsection = self._names()
        return Task(
            no=self.no,
            section=section,
            subsection=subsection,
            text="".join(part.value for part in parts),
            spans=tuple(part.span() for part in parts),
            assignments=(*labelled.assignments, *own, *wide),
            open_ended=labelled.open_ended,
            deadline=labelled.deadline,
            times=tuple(limit for part in parts for limit in find_limits(part, self.year)),
            citations=tuple(citation for part in parts for citation in find_citations(part, self.own_names)),
            heading_spans=tuple(heading.span() for heading in self._headings()),
            damaged=self._damaged(parts),
            layout=NAME,
        )

    def _headings(self) -> list[Text]:
        return [*self.outline.headings, *([self.lost] if self.lost else [])][:2]

    def _names(self) -> tuple[str | None, str | None]:
        names = [None if heading.damage == "lost" else heading.value for heading in self._headings()]
        section, subsection = [*names, None, None][:2]
        return section, subsection

    def _damaged(self, parts: list[Text]) -> tuple[Damaged, ...]:
        named: list[tuple[Part, Text]] = list(zip(("section", "subsection"), self._headings(), strict=False))
        named += [("text", part) for part in parts]
        return tuple(Damaged(part, text.damage, text.span()) for part, text in named if text.damage)


def find(document: Document, year: int | None, own_names: frozenset[str]) -> Findings:
    """Return the tasks of a document's paragraphs; none where no paragraph assigns anything."""
    paragraphs, going_on = paragraphs_of(document)
    tables = any(isinstance(block, Table) and holds_tasks(block) for block in document.blocks)
    ahead = joined_numbers(paragraphs), headed_sentences(paragraphs)
    stated = stated_headings(document)
    lists = _lists(document, paragraphs)
    return _Reader(year, own_names, lists, tables, stated, *ahead, going_on).read(iter(paragraphs))


def _lists(document: Document, paragraphs: Sequence[Text]) -> Lists:
    """Return which bare lists of units in brackets assign: behind a sentence also those beside other assignments."""
    if not holds("R15"):
        return "no"
    many = sum(map(is_bare_list, paragraphs)) >= FEWEST_LISTS
    if first_unit_leads(document) or (many and not any(names_role(text.value) for text in paragraphs)):
        return "any"
    return "behind" if any(map(has_bare_list, paragraphs)) and any(map(assigns, paragraphs)) else "no"


def _with_more(task: Task, labelled: Labelled) -> Task:
    """Return a task with what one more line of labels says."""
    known = {(a.role, a.name) for a in task.assignments}
    more = tuple(a for a in labelled.assignments if (a.role, a.name) not in known)
    return replace(
        task,
        assignments=task.assignments + more,
        open_ended=task.open_ended or labelled.open_ended,
        deadline=task.deadline or labelled.deadline,
    )


def _figure(figure: str) -> str:
    """Return a number's figure: ③ and 三 are 3."""
    return figure if figure.isdecimal() or len(figure) > 1 else str(number_of(figure))
