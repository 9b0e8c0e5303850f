"""Tasks as paragraphs or numbered items with brackets or labels: `1.… （牵头单位：A；责任单位：B）`, `【责任部门】A`.

Headings are 第一部分, 一、 and （一）; what stands behind a heading's full stop is text. A paragraph without an
assignment joins the next one of its item or heading that has one; brackets and labels may stand on lines of their own.
A line that becomes no part of a task goes to `Unread`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from graph_build.layouts.parts.above import ITEM_DEPTH, Above
from graph_build.layouts.parts.ahead import Key, headed_sentences, key_of
from graph_build.layouts.parts.common_limits import is_limit_of_many
from graph_build.layouts.parts.document_rules import find_rule
from graph_build.layouts.parts.found import Found
from graph_build.layouts.parts.growing import limits_of, with_rules
from graph_build.layouts.parts.label_lines import opens_task, without_label
from graph_build.layouts.parts.labels import NOTHING, Labelled, names_role, read_labelled
from graph_build.layouts.parts.lines import Line, goes_on, is_part, lines_of, lists_of
from graph_build.layouts.parts.numbers import INNERMOST, Numbers, figure_of
from graph_build.layouts.parts.pieces import Lists, Piece
from graph_build.layouts.parts.sentences import spoken_pieces
from graph_build.layouts.parts.stated import stated_headings
from graph_build.layouts.parts.wrapped import paragraphs_of
from graph_build.model import Assignment, Document, Findings, Table, Task, TimeLimit, Words
from graph_build.spans import Text
from graph_build.tables.table_parts import holds_tasks
from graph_build.values.citations import find_citations
from graph_build.values.contents import NOTE
from graph_build.values.headings import CHAPTERS, without_number

NAME = "段落"
# A chapter's or sub-heading's name, and the text that may stand behind its full stop.
HEADING = re.compile(r"(?P<name>[^。]{1,80})(?:。(?P<text>.*))?", re.DOTALL)
# An item of so few letters without an assignment names the items below it.
LONGEST_NAME = 30
SENTENCE_END = ("。", "；", "！")


@dataclass(slots=True)
class _Reader:
    """Reads paragraphs in order, and keeps the headings above and the paragraphs that wait for their assignment."""

    year: int | None
    own_names: frozenset[str]
    lists: Lists
    beside_tables: bool
    numbers: Numbers
    sentences: frozenset[Key] = frozenset()
    going_on: frozenset[Key] = frozenset()
    above: Above = field(default_factory=Above)
    no: str | None = None
    level: int | None = None
    waiting: list[Text] = field(default_factory=list)
    before: Text | None = None
    last: Text | None = None
    early: TimeLimit | None = None
    left_out: list[str] = field(default_factory=list)
    rules: tuple[Assignment, ...] = ()
    # Whether a line may go on with the last task, whether a label has opened what is to be done, and what goes on.
    goes_below: bool = False
    labelled: bool = False
    # Whether a label has opened the last task: the next one that opens another does so too, form after form.
    was_opened: bool = False
    described: list[Text] = field(default_factory=list)
    found: Found = field(init=False)

    def __post_init__(self) -> None:
        self.found = Found(self.year, self.own_names, self.going_on)

    def read(self, lines: Iterable[Line]) -> Findings:
        for line in lines:
            self.before, self.last = self.last, None
            if NOTE.match(line.text.value):
                self.above.carried, self.goes_below = [], False
            first = self._without_heading(line)
            if first is not None:
                self._add_all([Piece(first, line.pieces[0].insides), *line.pieces[1:]], line.text)
        self._drop_waiting()
        return self.found.findings(self.left_out, beside_tables=self.beside_tables)

    def _add_all(self, pieces: list[Piece], whole: Text) -> None:
        """Add the pieces of a paragraph, all under its number; what follows its last assignment is no task."""
        no = self.no
        for piece in pieces:
            if piece is pieces[0] or piece.insides or opens_task(piece.text):
                self.no = no
                self._add(piece)
            elif (rest := goes_on(whole, piece.text)) and len(pieces) == 2 and self.goes_below:  # noqa: PLR2004
                self.found.extend([rest])
            else:
                self._note([piece.text], surely=True)

    def _without_heading(self, line: Line) -> Text | None:
        """Note a heading or an item's number; return the text behind it, None where there is none."""
        text = line.pieces[0].text
        assigned = bool(line.pieces[0].insides)
        if line.depth is not None and (text.damage == "lost" or line.depth not in CHAPTERS):
            self._open(text, line.depth)
            return None
        if line.depth is not None:
            return text if self._is_below(line.depth, assigned=assigned) else self._behind_heading(line, line.depth)
        listed = line.listed and self.labelled and self.level is None
        number = None if listed else self.numbers.at(text)
        return self._behind_number(text, *number, assigned=assigned) if number else text

    def _behind_heading(self, line: Line, depth: float) -> Text | None:
        text, assigned = line.pieces[0].text, bool(line.pieces[0].insides)
        name = text[len(text.value) - len(without_number(text.value)) :]
        match = HEADING.fullmatch(name.value)
        if line.carries:
            behind = [name[match.start("text") :]] if match and match["text"] else []
            self._open(text[: len(text.value) - sum(len(part.value) for part in behind)], depth)
            self.above.carried.append((depth, read_labelled(line.pieces[0].insides, self.year)))
            self.waiting = behind
            return None
        # With its own assignment it is a task itself: a name alone, or sentences with measures of their own below.
        if match is None or (assigned and (not match["text"] or key_of(text) in self.sentences)):
            self._close(depth)
            self.above.alone = True
            return name
        spoken = spoken_pieces(name)
        said = spoken and (not match["text"] or spoken[0].text.value.rstrip("。") == match["name"])
        if said or line.bare:
            self._close(depth)
            self.waiting, self.above.alone = [name], True
            return None
        self._open(text[: len(text.value) - len(name.value) + match.end("name")], depth)
        return name[match.start("text") :] if match["text"] else None

    def _is_below(self, depth: float, *, assigned: bool) -> bool:
        """Say whether a numbered line is a part of what a label has opened: 整改措施： above （一）."""
        above = self.above.depth
        return self.labelled and not assigned and above is not None and depth > above and self.level is None

    def _behind_number(self, text: Text, match: re.Match[str], level: int, *, assigned: bool) -> Text:
        outer = -1 if self.level is None else self.level
        below = self.goes_below if outer >= 0 else self.labelled and (self.goes_below or self.above.assigns)
        if below and not assigned and level > outer:
            return text
        if assigned and level > outer >= 0:
            self.found.doubt_below(self._section())
        # Right below a heading only the innermost kind of number goes on with its text.
        inner = bool(self.waiting) and level > (INNERMOST - 1 if self.level is None else self.level)
        names_items = len(self.waiting) == 1 and len(self.waiting[0].value) <= LONGEST_NAME
        # A part of an item joins it, but for items of their own below a short name.
        if inner and not (assigned and names_items):
            return text
        if inner and self.no is not None:
            self.above.open(self.waiting[0], ITEM_DEPTH + (self.level or 0))
        elif not inner:
            self._drop_waiting(leads_in=self._leads_in())
            self.above.outline.close(ITEM_DEPTH + level)
        self.no, self.level, self.waiting = figure_of(match), level, []
        self.above.fresh = self.goes_below = self.labelled = False
        return text[match.end() :]

    def _open(self, heading: Text, depth: float) -> None:
        self._close(depth)
        self.above.open(heading, depth)

    def _close(self, depth: float) -> None:
        self._drop_waiting(leads_in=self.above.is_over(depth) and self._leads_in())
        self.above.close(depth)
        self.no, self.level, self.described = None, None, []
        self.goes_below = self.labelled = False

    def _leads_in(self) -> bool:
        """Say whether what waits stands right below a heading, and is none of its items."""
        return self.above.fresh and not self.above.alone and not self.labelled and self.no is None

    def _drop_waiting(self, *, leads_in: bool = False) -> None:
        """Make tasks of what waits and assigns in a sentence of its own, or below a heading that assigns; note others.

        What `leads_in` to the items of a heading is none of them (docs/reading.md T6).
        """
        self.found.extend()
        parts: list[Text] = []
        for text in self.waiting:
            pieces = spoken_pieces(text)
            for piece in pieces:
                self._add_spoken([*parts, *([piece.text] if piece.text else [])], piece)
                parts = []
            parts += [] if pieces else [text]
        whole = len(parts) == len(self.waiting)
        if parts and whole and self.above.carried and (self.no is not None or self.above.fresh) and not leads_in:
            own = self.above.carried.pop()[1] if self.labelled and self.above.assigns else NOTHING
            self.found.tasks.append(self._task(parts, replace(own, deadline=own.deadline or self.early)))
        elif not leads_in:
            says = self.no is not None or self.above.is_item or self.labelled or self.early is not None
            self._note(parts, surely=whole and says)
        self.waiting, self.early = [], None

    def _note(self, texts: Iterable[Text], *, surely: bool) -> None:
        """Keep what was not read, with the section that holds it."""
        self.found.note(texts, self._section(), surely=surely)

    def _section(self) -> str | None:
        return self.above.section_of(numbered=self.no is not None)

    def _add_spoken(self, parts: list[Text], piece: Piece) -> None:
        labelled = read_labelled(piece.insides, self.year)
        if parts:
            self.found.spoken.append(len(self.found.tasks))
            self.found.tasks.append(self._task(parts, replace(labelled, deadline=labelled.deadline or self.early)))

    def _add(self, piece: Piece) -> None:
        text, label = without_label(piece.text)
        if piece.insides:
            self._add_assigned(piece, piece.text if label else text)
            return
        if not self.above.headings:
            self.rules = self.rules or find_rule(text)
        if not self.waiting and is_limit_of_many(text):
            return
        opened = opens_task(piece.text)
        if opened and self.goes_below and self.was_opened:
            self.found.extend()
            self.goes_below = False
        if opened and self._leads_in() and len(self.waiting) == 1:
            # What a heading says in front of it is how things stand, and no part of the task.
            self.described, self.waiting = self.waiting, []
        self.labelled = self.labelled or opened
        self.left_out += [label] if label else []
        if text and self.goes_below and not self.waiting and (self.labelled or is_part(text)):
            self.found.below.append(text)
        # What stands before any heading or number belongs to no item, but a sentence that labels follow at once.
        elif text and (self.no or self.above.headings):
            self.waiting.append(text)
        elif text or not label:
            self.last = text if text.value.endswith(SENTENCE_END) else None
            self.goes_below = self.goes_below and not text
            if text and self.found.tasks:
                self._note([text], surely=opened)

    def _add_assigned(self, piece: Piece, text: Text) -> None:
        """Make a task of what waits and a text with its assignment, or add to the last one what labels alone say."""
        labelled = read_labelled(piece.insides, self.year, lists=self.lists != "no")
        self._note(labelled.unread, surely=True)
        waiting = self.waiting or [part for part in [self.before] if part]
        parts = [*self.waiting, text] if text.value.strip("。；;，,") else waiting
        says = labelled.assignments or labelled.rule or any(names_role(inside.value) for inside in piece.insides)
        if parts and says:
            if self.before and parts == [self.before]:
                self.found.unread.take_back(self.before)
            self.found.doubt_below(self._section())
            self.found.tasks.append(self._task(parts, replace(labelled, deadline=labelled.deadline or self.early)))
            self.waiting, self.no, self.early = [], None, None
            self.was_opened = self.labelled
            self.above.fresh, self.goes_below, self.labelled = False, True, False
        elif parts:
            # A limit before the units: both go with the task that the units make.
            self.waiting, self.early = parts, labelled.deadline or self.early
        elif labelled.assignments or labelled.deadline or says:  # one more bracket or label, on a line of its own
            if self.goes_below:
                self.found.add_labels(labelled, piece.insides[0], self._section(), whole=self.labelled)
            else:  # none goes back over a heading or a number
                self._note(piece.insides[:1], surely=True)
        self.rules += tuple(rule for rule in labelled.rule if rule.name not in {known.name for known in self.rules})

    def _task(self, parts: list[Text], labelled: Labelled) -> Task:
        self.found.unread.singles += self.above.fresh and not self.above.alone and len(self.above.headings) == 1
        labelled = self.above.filled(labelled)
        section, subsection = self.above.names
        remark = next((Words(text.value, text.span()) for text in self.described), None)
        self.described = []
        return Task(
            no=self.no,
            section=section,
            subsection=subsection,
            text="".join(part.value for part in parts),
            spans=tuple(part.span() for part in parts),
            assignments=with_rules(labelled, self.rules),
            open_ended=labelled.open_ended,
            deadline=labelled.deadline,
            times=limits_of(parts, self.year),
            citations=tuple(citation for part in parts for citation in find_citations(part, self.own_names)),
            remark=remark,
            heading_spans=self.above.spans,
            damaged=self.above.damaged(parts),
            layout=NAME,
        )


def find(document: Document, year: int | None, own_names: frozenset[str]) -> Findings:
    """Return the tasks of a document's paragraphs; none where no paragraph assigns anything."""
    texts, going_on = paragraphs_of(document)
    tables = any(isinstance(block, Table) and holds_tasks(block) for block in document.blocks)
    lists = lists_of(document, texts)
    lines = lines_of(document, texts, lists, stated_headings(document))
    numbers, sentences = Numbers(texts), headed_sentences(texts)
    return _Reader(year, own_names, lists, tables, numbers, sentences, going_on).read(lines)
