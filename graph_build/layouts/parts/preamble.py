"""What a document says of itself in its prose: title, number, issuer, date, year, and the acts that it carries out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from graph_build.layouts.parts.pieces import assigns, pieces_of
from graph_build.layouts.parts.sentences import spoken_pieces
from graph_build.layouts.parts.signatures import date_of, find_number, find_signature, information, letterhead, lines_of
from graph_build.layouts.parts.stated import rank_stated, stated_headings
from graph_build.layouts.parts.titles import OWN_NUMBER, Notice, Title, find_notice, find_title, split_number
from graph_build.layouts.parts.years import find_year
from graph_build.model import Citation, Document, Paragraph, Table
from graph_build.spans import Span, Text
from graph_build.tables.table_parts import holds_tasks
from graph_build.values.act_numbers import canonical_number
from graph_build.values.citations import LISTS, find_citations, is_mention, own_names, short_names

# A line of its own, mostly in brackets: （此件公开发布）, 此件依申请公开
OPENNESS = re.compile(r"[（(]?(?P<words>此件[^，。；（）()]{0,8}公开[^，。；（）()]{0,4})[）)]?[。.]?")
FIRST_CHAPTER = re.compile(r"一、")
# A paragraph is said again in a table where its last words stand there, so many of them.
LAST_WORDS = 10
CARRIED_OUT = re.compile(r"落实|贯彻|根据|依据|按照?|依照|遵照|对照|结合|推进|推动|将|对|分解|确定|通过的")
# 省里的《…》, 市政府办公室印发的《…》
HIGHER = re.compile(
    r"(?:国家|国务院|上级|[省市州区县](?:里|委|级|[^，。；《》]{0,10}(?:办公室|办公厅|厅|局|委员会|政府))?)(?:印发|下发|制定)?的?$"
)


@dataclass(frozen=True, slots=True)
class Preamble:
    """A document's own particulars, None where the text does not say, and where they stand."""

    title: str | None
    number: str | None
    issuer: str | None
    issued: date | None
    year: int | None
    implements: tuple[Citation, ...]
    own_names: frozenset[str]
    spans: tuple[Span, ...]
    letterhead: str | None
    openness: str | None


def read_preamble(document: Document) -> Preamble:
    """Return a document's particulars (docs/reading.md D2 to D18).

    Issuer and date are the signature's, else those of labels and of an information table; an issuer may stand in the
    notice's heading alone. What the paragraphs before the first chapter cite is carried out.
    """
    start = _list_start(document)
    before, every = _lines(document, start), lines_of(document.blocks)
    notice, known = find_notice(before), information(document)
    title = find_title(_lines(document, _annexed_table(document, start) or start), notice)
    title = title or (_informed_title(known["title"]) if "title" in known else None)
    number = find_number(before) or known.get("number")
    signature = find_signature(lines_of(document.blocks[:start]), every)
    head = letterhead(before)
    issuer = signature.issuer or known.get("issuer") or (notice and notice.issuer)
    signed = signature.signed or known.get("issued")
    issued = date_of(signed) if signed else None
    own_number = canonical_number(number.value) if number else None
    said = "".join(line.value for line in every)
    openness = _openness(every)
    names = own_names(said, title.value) if title else frozenset()
    titles = [name for name in (title and title.value, notice and notice.name, notice and _joined(notice)) if name]
    return Preamble(
        title=title.value if title else None,
        number=own_number,
        issuer=issuer.value if issuer else head,
        issued=issued,
        year=find_year(titles, before, own_number, issued, document.blocks[start:]),
        implements=_implements(
            before, _Own(title, notice, own_number, frozenset(_bare(line.value) for line in every)), short_names(said)
        ),
        own_names=names,
        spans=tuple(
            part.span() for part in (*(title.lines if title else ()), number, issuer, signed, openness) if part
        ),
        letterhead=head,
        openness=openness.value if openness else None,
    )


def _lines(document: Document, end: int) -> list[Text]:
    """Return the paragraphs in front of a block, without white space."""
    blocks = (block for block in document.blocks[:end] if isinstance(block, Paragraph))
    return [line for block in blocks for line in split_number(block.text)]


def _openness(lines: Sequence[Text]) -> Text | None:
    """Return what a document says of who may read it."""
    matches = ((line, OPENNESS.fullmatch(line.value)) for line in lines)
    return next((line[found.start("words") : found.end("words")] for line, found in matches if found), None)


def _joined(notice: Notice) -> str:
    return "".join(line.value for line in notice.lines)


def _informed_title(text: Text) -> Title | None:
    """Return the title that an information table names: of a notice's, what it calls the list."""
    notice = find_notice([text])
    return Title(notice.name, (text,)) if notice and notice.name else Title(text.value, (text,))


def _list_start(document: Document) -> int:
    """Return the block at which the list begins: its table, or the chapter of its first assigned paragraph."""
    chapter = spoken = len(document.blocks)
    stated = stated_headings(document)
    outermost = min(stated.values(), default=None)
    for n, block in enumerate(document.blocks):
        if isinstance(block, Table):
            if holds_tasks(block):
                return n
            continue
        text = block.text.compact()
        if FIRST_CHAPTER.match(text.value) or (stated and rank_stated(text, stated) == outermost):
            chapter = n
        if assigns(text):
            return min(chapter, n)
        # Where nothing else assigns, sentences do.
        if spoken == len(document.blocks) and spoken_pieces(text):
            spoken = min(chapter, n)
    return spoken


def _annexed_table(document: Document, start: int) -> int | None:
    """Return the block of the table that says the prose behind `start` again: the list is the table."""
    tables = ((n, block) for n, block in enumerate(document.blocks) if n > start and isinstance(block, Table))
    n, table = next(((n, table) for n, table in tables if holds_tasks(table)), (None, None))
    if n is None or table is None:
        return None
    words = _bare("".join(cell.text.value for row in table.rows for cell in row))
    prose = (block.text.compact() for block in document.blocks[start:n] if isinstance(block, Paragraph))
    last = [_bare(pieces_of(text)[0].text.value)[-LAST_WORDS:] for text in prose if assigns(text)]
    return n if last and 2 * sum(part in words for part in last) > len(last) else None


@dataclass(frozen=True, slots=True)
class _Own:
    """By what a document's mentions of itself are known."""

    title: Title | None
    notice: Notice | None
    number: str | None
    lines: frozenset[str]

    def is_cited(self, citation: Citation, before: str) -> bool:
        """Say whether a citation is of the document itself, or of a part of it; `before` is its clause in front."""
        if self.title is None or citation.title is None:
            return False
        own, cited = _bare(self.title.value), _bare(citation.title)
        # A higher level's document can have the same title; its number tells, or who is named in front of it.
        if (citation.number and citation.number != self.number) or _is_higher(before):
            return False
        name = self.notice and self.notice.name
        if cited in (own, name and _bare(name)) or cited in self.lines:
            return True
        if own in cited:
            issuer = cited.partition("关于")[0]
            return not issuer or self.notice is None or not self.notice.issuer or issuer == self.notice.issuer.value
        # 《政府工作报告》 in the title of the list that breaks it down is another document; so is a plan.
        part = cited.endswith(LISTS) and cited in own
        return part and (own.endswith(cited) or not CARRIED_OUT.search(before))


def _is_higher(before: str) -> bool:
    return bool(CARRIED_OUT.search(before)) and bool(HIGHER.search(before))


def _implements(before: Sequence[Text], own: _Own, names: frozenset[str]) -> tuple[Citation, ...]:
    """Return what the paragraphs before the first chapter cite, but for the list itself and bare mentions."""
    found = []
    heading = {
        line.value for line in (*(own.title.lines if own.title else ()), *(own.notice.lines if own.notice else ()))
    }
    for line in before:
        if FIRST_CHAPTER.match(line.value):
            break
        if OWN_NUMBER.fullmatch(line.value) or line.value in heading:
            continue
        for citation in find_citations(line, names):
            start = line.value.find(citation.span.exact)
            clause = re.split(r"[，。；]", line.value[: max(start, 0)])[-1]
            if not own.is_cited(citation, clause) and not is_mention(line.value[start + len(citation.span.exact) :]):
                found.append(citation)
    return tuple({(c.title, c.number): c for c in reversed(found)}.values())[::-1]


def _bare(words: str) -> str:
    return re.sub(r"\W", "", words)
