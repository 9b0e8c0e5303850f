"""What a document says of itself in its prose: title, number, issuer, date, year, and the acts that it carries out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from graph_build.citations import NUMBER, canonical_number, find_citations, own_names
from graph_build.headings import is_heading, rank_of
from graph_build.labelled import split_brackets
from graph_build.model import Citation, Document, Paragraph, Span, Table, Text
from graph_build.table_parts import distinct
from graph_build.units import is_whole_name

# A title is one line without the marks that end or introduce a sentence, and more than a date or a bracket.
TITLE = re.compile(r"(?!附件)(?![（(].*[）)]$)(?!.*\d日$)[^。；：:！？]{4,60}")
LISTS = ("表", "分工", "分解", "要点", "方案", "清单", "台账", "计划", "任务", "举措", "措施")
# Of 2022—2024年 the first.
YEAR = re.compile(r"(?<!\d)(20\d\d)(?:年?[—\-－–~至]+20\d\d)?年")
QUOTED = re.compile(r"《[^《》]*》")
DATE = re.compile(r"(20\d\d)年(\d{1,2})月(\d{1,2})日")
OWN_NUMBER = re.compile(rf"[（(]?(?P<number>{NUMBER})[）)]?")
FIRST_CHAPTER = re.compile(r"一、")
LONGEST_ISSUER = 40
# Where in front of a list its title is looked for.
NEAR = 6


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


def read_preamble(document: Document) -> Preamble:
    """Return a document's particulars from its paragraphs (gold conventions 19a and 21).

    The title is the line next before the list that can be one, of several the one that ends as lists are called. The
    year is the one that it names, else the one that the prose names most often. Issuer and date are the signature's:
    a unit's name on a line, and a date on the next. What the paragraphs before the first chapter cite is carried out.
    """
    lines = [text for block in document.blocks if isinstance(block, Paragraph) and (text := block.text.compact())]
    start = _list_start(document)
    before = [
        text
        for block in document.blocks[:start]
        if isinstance(block, Paragraph) and (text := block.text.compact())
    ]
    title = _title(before[-NEAR:])
    number = _number(before)
    # A signature stands in front of the list or at the end of the file, not inside the list.
    issuer, signed = _signature(before) if any(map(_is_date, before)) else _signature(lines[-NEAR:])
    issued = _date(signed) if signed else None
    names = own_names("".join(line.value for line in lines), title.value) if title else frozenset()
    found = [part for part in (title, number, issuer, signed) if part]
    return Preamble(
        title=title.value if title else None,
        number=canonical_number(number.value) if number else None,
        issuer=issuer.value if issuer else None,
        issued=issued,
        year=_year(title, lines) or (issued.year if issued else None),
        implements=_implements(before, title, names),
        own_names=names,
        spans=tuple(part.span() for part in found),
    )


def _list_start(document: Document) -> int:
    """Return the block at which the list begins: its table, or the chapter of its first assigned paragraph."""
    chapter = end = len(document.blocks)
    for n, block in enumerate(document.blocks):
        if isinstance(block, Table) and is_heading([cell.text.value for cell in distinct(block.rows[0])]):
            return n
        text = block.text.compact()
        if FIRST_CHAPTER.match(text.value):
            chapter = n
        if split_brackets(text)[1]:
            return min(chapter, n)
    return end


def _title(before: Sequence[Text]) -> Text | None:
    titles = [
        line
        for line in before
        if TITLE.fullmatch(line.value) and not OWN_NUMBER.fullmatch(line.value) and rank_of(line.value) is None
    ]
    return next((line for line in reversed(titles) if line.value.endswith(LISTS)), titles[-1] if titles else None)


def _number(before: Sequence[Text]) -> Text | None:
    """Return the number that stands on a line of its own."""
    matches = ((line, OWN_NUMBER.fullmatch(line.value)) for line in before)
    return next((line[match.start("number") : match.end("number")] for line, match in matches if match), None)


def _signature(lines: Sequence[Text]) -> tuple[Text | None, Text | None]:
    """Return issuer and date: the first date on a line of its own that has a unit's name on the line before."""
    for name, signed in pairwise(lines):
        if DATE.fullmatch(signed.value) and len(name.value) <= LONGEST_ISSUER and is_whole_name(name.value):
            return name, signed
    return None, next(filter(_is_date, lines), None)


def _is_date(line: Text) -> bool:
    return bool(DATE.fullmatch(line.value))


def _date(text: Text) -> date | None:
    match = DATE.fullmatch(text.value)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:  # 2月30日
        return None


def _year(title: Text | None, lines: Sequence[Text]) -> int | None:
    named = YEAR.findall(title.value) if title else []
    years = Counter(year for line in lines for year in YEAR.findall(QUOTED.sub("", line.value)))
    most = max(years, key=lambda year: (years[year], year), default=None)
    year = named[0] if named else most
    return int(year) if year else None


def _implements(before: Sequence[Text], title: Text | None, names: frozenset[str]) -> tuple[Citation, ...]:
    """Return what the paragraphs before the first chapter cite, but for the list itself."""
    found = []
    for line in before:
        if FIRST_CHAPTER.match(line.value):
            break
        if not OWN_NUMBER.fullmatch(line.value) and (title is None or line.value != title.value):
            found += [c for c in find_citations(line, names) if not _is_own(c, title)]
    return tuple(found)


def _is_own(citation: Citation, title: Text | None) -> bool:
    return bool(title and citation.title and (citation.title in title.value or title.value in citation.title))
