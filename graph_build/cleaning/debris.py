"""Damage that scraping does to a text, class by class; each cleaned character still knows its place in the raw text.

Classes: traditional characters; pinyin in brackets behind a character (`區(qū)`); headings read one byte off in GBK;
advertising behind a paragraph or on a line of its own; page furniture; characters without width. Text that is blotted
out by `*` stays as it is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace

from graph_build.cleaning.gbk import in_gbk
from graph_build.cleaning.gbk_shift import looks_shifted, restore, restore_torn
from graph_build.cleaning.letters import usual
from graph_build.cleaning.likelihood import Likelihood
from graph_build.cleaning.private_use import PRIVATE, brackets, doubts
from graph_build.model import Block, Cell, Document, Paragraph, Table
from graph_build.spans import Text
from graph_build.values.figures import COUNTED, number_of
from graph_build.vocabulary.simplify import simplified

# A syllable with a tone's mark, in brackets right behind the character it reads: no real bracket looks so.
PINYIN = re.compile(
    r"(?<=[\u3400-\u9fff])[（(](?=[a-zü]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ])([a-züāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]{1,6})[）)]"
)
# A character and the bracket of its pinyin lost in one `?`: 展?fàn)I造.
TORN = re.compile(r"\?(?=[a-zü]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-zü]*\))")
WITHOUT_WIDTH = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\ufe00-\ufe0f]")
ADDRESS = r"(?:https?://|www\.)[\w./-]+"
# “某某网www.example.com” behind a paragraph's end, or a line that holds no more than that.
ADVERTISING = re.compile(
    rf"(?:(?<=[。！？；〕】）)])|^)\s*[“\"「（(【]?[^“”\"。；，、（）()]{{0,15}}{ADDRESS}[^“”\"。；，、（）()]{{0,6}}[”\"」）)】]?\s*$"
)
FURNITURE = re.compile(
    r"\s*(?:[-—–－]{1,2}\s*\d{1,3}\s*[-—–－]{1,2}|第\s*\d{1,3}\s*页(?:[，,/\s]*共\s*\d{1,3}\s*页)?|\d{1,3}\s*/\s*\d{1,3})\s*"
)
# The marks of a heading in Markdown.
MARKDOWN = re.compile(r"^\s*#{1,6}(?=\s)")
HEADING_NUMBER = re.compile(rf"\s*[（(]({COUNTED})[）)]")


def clean(document: Document) -> Document:
    """Return the document simplified and without debris; a heading that cannot be restored is marked as lost."""
    return _each_text(_mend(_without_private_use(document)), _clean_text)


def _without_private_use(document: Document) -> Document:
    """Return the document with brackets of the private area as usual ones; what else of it is not known is doubted."""
    texts = [
        cell.text
        for block in document.blocks
        for cell in ([block] if isinstance(block, Paragraph) else dict.fromkeys(c for row in block.rows for c in row))
        if PRIVATE.search(cell.text.value)
    ]
    if not texts:
        return document
    known = brackets([text.value for text in texts])
    told = replace(document, doubts=(*document.doubts, *doubts(texts, known, document.source)))
    return _each_text(told, lambda text: replace(text, value=text.value.translate(known)) if known else text)


def _clean_text(text: Text) -> Text:
    for debris in (WITHOUT_WIDTH, PINYIN, ADVERTISING, MARKDOWN):
        text = text.without(debris)
    if FURNITURE.fullmatch(text.value):
        return text[:0]
    value = simplified(usual(text.value))
    return text if value == text.value else Text(value, text.raw, text.offsets, text.damage)


def _each_text(document: Document, change: Callable[[Text], Text]) -> Document:
    """Return the document with every paragraph and cell changed."""

    def changed(block: Block) -> Block:
        if isinstance(block, Paragraph):
            return replace(block, text=change(block.text))
        cells: dict[Cell, Cell] = {}
        for cell in {cell for row in block.rows for cell in row}:
            cells[cell] = replace(cell, text=change(cell.text))
        return Table(tuple(tuple(cells[cell] for cell in row) for row in block.rows), block.merges)

    return replace(document, blocks=tuple(map(changed, document.blocks)))


def _mend(document: Document) -> Document:
    """Return the document with what was read one byte off restored: numbered headings, and words inside a line."""
    lines = [block.text.value for block in document.blocks if isinstance(block, Paragraph)]
    if not any(looks_shifted(line) or TORN.search(line) for line in lines):
        return document
    likely = _likelihood(lines)
    blocks: list[Block] = []
    number = 0
    for block in document.blocks:
        text = block.text.value if isinstance(block, Paragraph) else ""
        if isinstance(block, Paragraph) and looks_shifted(text):
            blocks.append(_mended(block, number, likely))
            number += 1
        else:
            blocks.append(_without_tears(block, likely) if isinstance(block, Paragraph) else block)
            match = HEADING_NUMBER.match(text)
            number = number_of(match[1]) if match else number
    return replace(document, blocks=tuple(blocks))


def _without_tears(block: Paragraph, likely: Likelihood) -> Paragraph:
    """Return a paragraph with the words restored that were torn inside it."""
    text = block.text
    for match in reversed(list(TORN.finditer(text.value))):
        found = restore_torn(text.value, match.start(), likely)
        if found:
            end = match.start() + found.damaged
            value = text.value[: match.start()] + found.text + text.value[end:]
            where = [text.offsets[match.start()]] * (len(found.text) - 1) + [text.offsets[end - 1]]
            offsets = (*text.offsets[: match.start()], *where, *text.offsets[end:])
            text = replace(text, value=value, offsets=offsets, damage="restored")
    return replace(block, text=text)


def _mended(block: Paragraph, number: int, likely: Likelihood) -> Paragraph:
    """Return a shifted heading restored, its number the next one or 一 in a new chapter; else marked as lost."""
    text = block.text
    found = restore(text.value, sorted({number + 1, 1}, reverse=True), likely)
    if found is None:
        return Paragraph(replace(text, damage="lost"))
    intact = len(text.value) - found.damaged
    restored = len(found.text) - intact
    # No restored character has a place of its own: the words found begin with the damage and go to its end.
    where = [0] * (restored - 1) + [found.damaged - 1]
    offsets = tuple(text.offsets[i] for i in (*where, *range(found.damaged, len(text.value))))
    return Paragraph(replace(text, value=found.text, offsets=offsets, damage="restored"))


def _likelihood(lines: Iterable[str]) -> Likelihood:
    """Return what a document's sound lines tell of its writing."""
    sound = [line for line in lines if not looks_shifted(line)]
    spoken: dict[str, set[str]] = defaultdict(set)
    for line in sound:
        for match in PINYIN.finditer(line):
            if in_gbk(character := line[match.start() - 1]):
                spoken[match[1]].add(character)
    return Likelihood(simplified(PINYIN.sub("", "\n".join(sound))), spoken)
