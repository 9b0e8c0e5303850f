"""Who issued a document, under which number and when: its signature, its heading, an information table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise

from graph_build.layouts.parts.titles import LONGEST_ISSUER, NEAR, OWN_NUMBER, split_number
from graph_build.model import Block, Document, Paragraph, Table
from graph_build.spans import Text
from graph_build.tables.table_parts import distinct
from graph_build.values.act_numbers import NUMBER
from graph_build.values.figures import COUNTED, number_of
from graph_build.values.names import is_whole_name
from graph_build.vocabulary.concepts import words_of

YEAR, TWO = r"(20\d\d|[二〇○零一三四五六七八九]{4})", rf"(\d{{1,2}}|{COUNTED})"
DATE = re.compile(rf"{YEAR}年{TWO}月{TWO}日")
DATED = re.compile(rf"{YEAR}[年./-]{TWO}[月./-]{TWO}日?")
MONTH = re.compile(rf"{YEAR}年{TWO}月")
# 某县人民政府办公室2024年3月5日, （某县人民政府办公室 2024年3月5日）; with 印发 behind it is where it was printed.
ONE_LINE = re.compile(rf"[（(]?(?P<name>[^\d。；：:]{{3,{LONGEST_ISSUER}}}?)(?P<date>{DATE.pattern})[）)]?")
PRINTED = re.compile(rf"(?P<name>[^\d。；：:]{{3,{LONGEST_ISSUER}}}?)?(?P<date>{DATE.pattern})印发")
IN_BRACKETS = re.compile(rf"[（(](?P<date>{DATE.pattern})[）)]")
INFORMED = {
    "number": re.compile(NUMBER),
    "issuer": re.compile(r".{3,40}"),
    "issued": re.compile(rf"{DATED.pattern}(?:\d\d[:：]\d\d(?:[:：]\d\d)?)?"),
    "title": re.compile(r".{4,100}"),
}
# 厦门市人民政府办公厅文件
LETTERHEAD = re.compile(r"([\u3400-\u9fff]{3,30})文件")


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed a document, and its date; None where it does not say."""

    issuer: Text | None = None
    signed: Text | None = None


def find_number(before: Sequence[Text]) -> Text | None:
    """Return the number that stands on a line of its own."""
    matches = ((line, OWN_NUMBER.fullmatch(line.value)) for line in before)
    return next((line[match.start("number") : match.end("number")] for line, match in matches if match), None)


def find_signature(first: Sequence[Text], every: Sequence[Text]) -> Signature:
    """Return the signature in front of a list, at the end, or in front of an annex; else by whom it was printed.

    It is a unit's name and a date, on one line or two; at the document's ends a date alone will do.
    """
    last = every[-NEAR:]
    alone = next((Signature(None, date_) for date_ in map(_date_alone, first) if date_), None)
    printed = (line for line in last if PRINTED.fullmatch(line.value))
    return (
        _signed(first)
        or alone
        or _signed(last)
        or _signed(every)
        or next((Signature(None, date_) for date_ in map(_date_alone, last) if date_), None)
        or next((_of_match(PRINTED.fullmatch(line.value), line) for line in printed), Signature())
    )


def information(document: Document) -> dict[str, Text]:
    """Return what labels say of the document (docs/reading.md D7).

    Cells 发文字号： | 某政办发〔2024〕5号, lines 发布机构：某县人民政府.
    """
    found: dict[str, Text] = {}
    for label, value in _labelled(document):
        key = _fields().get(re.sub(r"[\s:：•·]", "", label))
        bare = value.compact()
        if key and INFORMED[key].fullmatch(bare.value):
            found.setdefault(key, bare)
    return found


def letterhead(before: Sequence[Text]) -> str | None:
    """Return whose letterhead a document has: 某县人民政府文件, or the name alone right above the number."""
    stated = next((match[1] for line in before if (match := LETTERHEAD.fullmatch(line.value))), None)
    above = (line.value for line, below in pairwise(before) if OWN_NUMBER.fullmatch(below.value))
    return stated or next((name for name in above if is_whole_name(name)), None)


def lines_of(blocks: Sequence[Block]) -> list[Text]:
    """Return the lines of paragraphs without white space, parted at the line breaks inside them and at a number's."""
    lines = []
    for block in blocks:
        if isinstance(block, Paragraph):
            start = 0
            for part in block.text.value.split("\n"):
                lines += split_number(block.text[start : start + len(part)])
                start += len(part) + 1
    return [line for line in lines if line]


def date_of(text: Text) -> date | None:
    """Return the day that a date says; None for a month, and for a day that there is not."""
    match = DATED.match(text.value)
    try:
        return date(*map(number_of, match.groups())) if match else None
    except ValueError:  # 2月30日
        return None


def _labelled(document: Document) -> list[tuple[str, Text]]:
    """Return each label with what stands beside it: in the next cell, behind its colon, or on the line below."""
    found: list[tuple[str, Text]] = []
    for block in document.blocks:
        for row in block.rows if isinstance(block, Table) else ():
            found += [(label.text.value, value.text) for label, value in pairwise(distinct(row))]
            found += [pair for cell in distinct(row) for pair in _behind_colon(cell.text)]
    lines = lines_of(document.blocks)
    for line, below in pairwise([*lines, None]):
        if line:
            found += _behind_colon(line)
            found += [(line.value, below)] if below and line.value.endswith(("：", ":")) else []
    return found


def _behind_colon(text: Text) -> list[tuple[str, Text]]:
    """Return the labels of a line, each with what stands behind it up to the next: 编制单位：某县安委会 编制日期：…."""
    marks = list(_field_label().finditer(text.value))
    ends = [*(mark.start() for mark in marks[1:]), len(text.value)]
    return [
        (mark[0], text[mark.end() : end].strip())
        for mark, end in zip(marks, ends, strict=False)
        if mark.start() in (0, 1, ends[0]) or text.value[mark.start() - 1] in " 　\t|"
    ]


@cache
def _field_label() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(map(re.escape, _fields()))})\s*[:：]")


def is_particular(word: str) -> bool:
    """Say whether a word is a label of an information table: 发布机构, 文号."""
    return word in _fields()


@cache
def _fields() -> dict[str, str]:
    """Return the particular that each label of an information table names."""
    fields = {word: key for key in INFORMED for word in words_of("particulars", key)}
    return dict(sorted(fields.items(), key=lambda entry: -len(entry[0])))


def _signed(lines: Sequence[Text]) -> Signature | None:
    """Return the first name of a unit with a date on its line, or on the next."""
    for line, below in pairwise([*lines, None]):
        if line is None:
            continue
        if (match := ONE_LINE.fullmatch(line.value)) and is_whole_name(match["name"]):
            return _of_match(match, line)
        dated = below and (DATE.fullmatch(below.value) or MONTH.fullmatch(below.value))
        named = len(line.value) <= LONGEST_ISSUER and not re.search("[：:]", line.value) and is_whole_name(line.value)
        if dated and named:
            return Signature(line, below if below and DATE.fullmatch(below.value) else None)
    return None


def _of_match(match: re.Match[str] | None, line: Text) -> Signature:
    if match is None:
        return Signature()
    name = line[match.start("name") : match.end("name")] if match["name"] else None
    return Signature(
        name if name and is_whole_name(name.value) else None, line[match.start("date") : match.end("date")]
    )


def _date_alone(line: Text) -> Text | None:
    match = DATE.fullmatch(line.value) or IN_BRACKETS.fullmatch(line.value)
    if match is None:
        return None
    return line if match.re is DATE else line[match.start("date") : match.end("date")]
