"""What a document says of itself in its prose: title, number, issuer, date, year, and the acts that it carries out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from graph_build.layouts.parts.labels import assigns
from graph_build.model import Block, Citation, Document, Paragraph, Table
from graph_build.spans import Span, Text
from graph_build.tables.table_parts import distinct, holds_tasks
from graph_build.values.act_numbers import NUMBER, canonical_number
from graph_build.values.citations import find_citations, own_names
from graph_build.values.headings import rank_of
from graph_build.values.units import is_whole_name

# A title is one line without the marks that end or introduce a sentence, and more than a date or a bracket.
TITLE = re.compile(r"(?!附件)(?![（(].*[）)]$)(?!.*\d日$)[^。；：:！？]{4,60}")
LISTS = ("表", "分工", "分解", "要点", "方案", "清单", "台账", "计划", "任务", "举措", "措施")
# Of 2022—2024年 the first.
YEAR = re.compile(r"(?<!\d)(20\d\d)(?:年?[—\-－–~至]+20\d\d)?年")
# 〔2024〕 of a number; what is signed from this month on may be for the next year.
NUMBER_YEAR = re.compile(r"〔(20\d\d)〕")
LAST_QUARTER = 10
QUOTED = re.compile(r"《[^《》]*》")
DATED = r"(20\d\d)[年./-](\d{1,2})[月./-](\d{1,2})日?"
MONTH = r"20\d\d年\d{1,2}月"
DATE = re.compile(r"(20\d\d)年(\d{1,2})月(\d{1,2})日")
OWN_NUMBER = re.compile(rf"[（(]?(?P<number>{NUMBER})[）)]?")
FIRST_CHAPTER = re.compile(r"一、")
LONGEST_ISSUER = 40
# The labels of a saved page's information table, and what stands beside them (docs/reading.md D7).
INFORMATION = {
    **dict.fromkeys(("发文字号", "文号", "文件编号", "发文号"), "number"),
    **dict.fromkeys(("发文机关", "制发机关", "制定机关", "发布机关", "发布机构", "印发机关"), "issuer"),
    **dict.fromkeys(("成文日期", "发文日期", "成文时间", "发文时间", "印发日期"), "issued"),
}
INFORMED = {"number": re.compile(NUMBER), "issuer": re.compile(r".{3,40}"), "issued": re.compile(DATED)}
# 厦门市人民政府办公厅文件
LETTERHEAD = re.compile(r"([\u3400-\u9fff]{3,30})文件")
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
    letterhead: str | None


def read_preamble(document: Document) -> Preamble:
    """Return a document's particulars from its paragraphs (docs/reading.md D2 to D18).

    The title is the line next before the list that can be one, of several the one that ends as lists are called.
    Issuer and date are the signature's: a unit's name on a line, and a date on the next. What the paragraphs before the
    first chapter cite is carried out.
    """
    lines = [text for block in document.blocks if isinstance(block, Paragraph) and (text := block.text.compact())]
    information = _information(document)
    start = _list_start(document)
    before = [
        text for block in document.blocks[:start] if isinstance(block, Paragraph) and (text := block.text.compact())
    ]
    title = _title(before)
    number = _number(before)
    # A signature stands in front of the list or at the end of the file, not inside the list.
    first, last = _broken(document.blocks[:start]), _broken(document.blocks)[-NEAR:]
    issuer, signed = _signature(first) if any(map(_is_date, first)) else _signature(last)
    signed = None if signed and _is_month(signed) else signed
    number = number or information.get("number")
    issuer, signed = issuer or information.get("issuer"), signed or information.get("issued")
    issued = _date(signed) if signed else None
    own_number = canonical_number(number.value) if number else None
    names = own_names("".join(line.value for line in lines), title.value) if title else frozenset()
    found = [part for part in (title, number, issuer, signed) if part]
    return Preamble(
        title=_with_issuer(title, before) if title else None,
        number=own_number,
        issuer=issuer.value if issuer else None,
        issued=issued,
        year=_year(title, own_number, issued, lines),
        implements=_implements(before, title, own_number, names),
        own_names=names,
        spans=tuple(part.span() for part in found),
        letterhead=next((match[1] for line in before if (match := LETTERHEAD.fullmatch(line.value))), None),
    )


def _broken(blocks: Sequence[Block]) -> list[Text]:
    """Return the lines of paragraphs, parted at the line breaks inside them too."""
    lines = []
    for block in blocks:
        if isinstance(block, Paragraph):
            start = 0
            for part in block.text.value.split("\n"):
                lines.append(block.text[start : start + len(part)].compact())
                start += len(part) + 1
    return [line for line in lines if line]


def _information(document: Document) -> dict[str, Text]:
    """Return what a saved page's information table says of the document: cells 发文字号： | 某政办发〔2024〕5号."""
    found: dict[str, Text] = {}
    for block in document.blocks:
        for row in block.rows if isinstance(block, Table) else ():
            for label, value in pairwise(distinct(row)):
                key = INFORMATION.get(re.sub(r"[\s:：]", "", label.text.value))
                fits = key and INFORMED[key].fullmatch(value.text.compact().value)
                if key and fits:
                    found.setdefault(key, value.text.compact())
    return found


def _list_start(document: Document) -> int:
    """Return the block at which the list begins: its table, or the chapter of its first assigned paragraph."""
    chapter = end = len(document.blocks)
    for n, block in enumerate(document.blocks):
        if isinstance(block, Table):
            if holds_tasks(block):
                return n
            continue
        text = block.text.compact()
        if FIRST_CHAPTER.match(text.value):
            chapter = n
        if assigns(text):
            return min(chapter, n)
    return end


def _title(before: Sequence[Text]) -> Text | None:
    titles = [
        line
        for line in before
        if TITLE.fullmatch(line.value) and not OWN_NUMBER.fullmatch(line.value) and rank_of(line.value) is None
    ]
    near = [line for line in titles if line in before[-NEAR:]]
    lists = [line for line in reversed(titles) if line.value.endswith(LISTS)]
    # What ends as lists are called comes first, the nearest of all; else the line next before the list.
    return next(iter([*(line for line in lists if line in near), *lists, *reversed(near)]), None)


def _with_issuer(title: Text, before: Sequence[Text]) -> str:
    """Return a title; one that begins with 关于, or has no year, goes on from a line before it that has these."""
    position = before.index(title)
    above = before[position - 1].value if position else ""
    if title.value.startswith("关于") and len(above) <= LONGEST_ISSUER and is_whole_name(above):
        return above + title.value
    # 某区2024年重点工作 / 任务分解和责任分工方案
    begins = TITLE.fullmatch(above) and YEAR.search(above) and not above.endswith(LISTS) and not is_whole_name(above)
    return above + title.value if begins and not YEAR.search(title.value) else title.value


def _number(before: Sequence[Text]) -> Text | None:
    """Return the number that stands on a line of its own."""
    matches = ((line, OWN_NUMBER.fullmatch(line.value)) for line in before)
    return next((line[match.start("number") : match.end("number")] for line, match in matches if match), None)


def _signature(lines: Sequence[Text]) -> tuple[Text | None, Text | None]:
    """Return issuer and date: the first date on a line of its own that has a unit's name on the line before."""
    for name, signed in pairwise(lines):
        if (
            re.fullmatch(DATE.pattern + "|" + MONTH, signed.value)
            and len(name.value) <= LONGEST_ISSUER
            and is_whole_name(name.value)
        ):
            return name, signed
    return None, next(filter(_is_date, lines), None)


def _is_month(line: Text) -> bool:
    return bool(re.fullmatch(MONTH, line.value))


def _is_date(line: Text) -> bool:
    return bool(DATE.fullmatch(line.value))


def _date(text: Text) -> date | None:
    match = re.fullmatch(DATED, text.value)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:  # 2月30日
        return None


def _year(title: Text | None, number: str | None, issued: date | None, lines: Sequence[Text]) -> int | None:
    """Return the year that the tasks are for: the title's, else the signature's or the number's, else the prose's.

    What is signed in the last quarter and speaks most of the next year is for that one (docs/reading.md D8 to D14).
    """
    named = YEAR.findall(title.value) if title else []
    years = Counter(year for line in lines for year in YEAR.findall(QUOTED.sub("", line.value)))
    most = max(years, key=lambda year: (years[year], year), default=None)
    if named:
        return int(named[0])
    if issued:
        late = issued.month >= LAST_QUARTER and most == str(issued.year + 1)
        return issued.year + 1 if late else issued.year
    of_number = NUMBER_YEAR.search(number or "")
    return int(of_number[1]) if of_number else int(most) if most else None


def _implements(
    before: Sequence[Text], title: Text | None, number: str | None, names: frozenset[str]
) -> tuple[Citation, ...]:
    """Return what the paragraphs before the first chapter cite, but for the list itself."""
    found = []
    for line in before:
        if FIRST_CHAPTER.match(line.value):
            break
        if not OWN_NUMBER.fullmatch(line.value) and (title is None or line.value != title.value):
            found += [c for c in find_citations(line, names) if not _is_own(c, title, number)]
    return tuple({(c.title, c.number): c for c in reversed(found)}.values())[::-1]


def _is_own(citation: Citation, title: Text | None, number: str | None) -> bool:
    if title is None or citation.title is None:
        return False
    # A higher level's document can have the same title; its number tells.
    if citation.number and citation.number != number:
        return False
    # 《政府工作报告》 in the title of the list that breaks it down is another document.
    return title.value in citation.title or (citation.title in title.value and citation.title.endswith(LISTS))
