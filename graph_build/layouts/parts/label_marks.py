"""Marks that labels in prose have lost to blanks: `牵头单位 县教育局`, `责任领导：某　　责任股室：县财政局`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from graph_build.layouts.parts.labels import CLOSE, OPEN
from graph_build.model import ROLES, Block, Document, Paragraph
from graph_build.spans import HAN, Text
from graph_build.values.contents import LONGEST_DEADLINE
from graph_build.values.headings import kind_of
from graph_build.values.names import is_unit_name
from graph_build.values.roles import label_kind
from graph_build.values.times import read_deadline
from graph_build.values.units import read_units

# 单位 and 时限 alone are words of texts too.
BARE = re.compile(rf"(?:^|(?<=\s))(?P<word>[{HAN}]{{4,8}})(?P<blank>[^\S\n]+)(?=\S)")
LABEL = re.compile(rf"(?:^|(?P<blank>(?<=[^\s；;，,、])[^\S\n]+)|(?<=[；;，,。、\s]))(?P<word>[{HAN}]{{2,8}})[:：]")
KINDS = (*ROLES, "deadline", "unread")


def with_label_marks(document: Document) -> Document:
    """Return the document with a colon behind the labels of units and limits, and a semicolon between labels.

    Labels behind a text and a blank stand in a paragraph of their own.
    """
    blocks: list[Block] = []
    labelled = False
    for block in document.blocks:
        if not isinstance(block, Paragraph) or not block.text.compact() or block.text.damage:
            blocks.append(block)
            continue
        for part in _parted(_with_colons(block.text, labelled=labelled)):
            text = _with_semicolons(part)
            labelled = _begins(text)
            blocks.append(replace(block, text=text))
    return replace(document, blocks=tuple(blocks))


def _with_colons(text: Text, *, labelled: bool) -> Text:
    """Return a line of labels, each with what it promises, with colons behind them; a limit's stands beside others."""
    marks = [match for match in BARE.finditer(text.value) if kind_of(match["word"]) in (*ROLES, "deadline")]
    if not marks or text.value[: marks[0].start()].strip():
        return text
    ends = [*(match.start() for match in marks[1:]), len(text.value)]
    kinds = [kind_of(match["word"]) for match in marks]
    held = (_holds(kind, text[match.end() : end]) for match, kind, end in zip(marks, kinds, ends, strict=True))
    if not all(held) or not (labelled or set(kinds) & set(ROLES)):
        return text
    colons = [(match.start("blank"), "：") for match in marks]
    return _with(text, [*colons, *((match.start() - 1, "；") for match in marks[1:])])


def _with_semicolons(text: Text) -> Text:
    """Return a text with semicolons in front of labels behind others: in a line that begins with one, in brackets."""
    begins = _begins(text)
    found = (match for match in LABEL.finditer(text.value) if match["blank"] and label_kind(match["word"]) in KINDS)
    starts = [match.start() for match in found]
    return _with(text, [(start, "；") for start in starts if begins or _depth(text.value[:start])])


def _parted(text: Text) -> list[Text]:
    """Return a line's text and its labels, where a blank is what parts them."""
    first = next(
        (match for match in LABEL.finditer(text.value) if label_kind(match["word"]) in (*ROLES, "deadline")), None
    )
    if first is None or not first["blank"] or _begins(text) or _depth(text.value[: first.start()]):
        return [text]
    return [text[: first.start()], text[first.start("word") :]]


def _depth(words: str) -> int:
    return sum(character in OPEN for character in words) - sum(character in CLOSE for character in words)


def _begins(text: Text) -> bool:
    match = LABEL.match(text.value.lstrip())
    return match is not None and label_kind(match["word"]) in KINDS


def _holds(kind: str | None, value: Text) -> bool:
    """Say whether what stands behind a label is what it promises: units, or a limit."""
    if kind == "deadline":
        limit = read_deadline(value, None) if len(value.value) <= LONGEST_DEADLINE else None
        return limit is not None and limit.kind is not None
    units = read_units(value).units
    return bool(units) and all(is_unit_name(unit.name) for unit in units)


def _with(text: Text, marks: Iterable[tuple[int, str]]) -> Text:
    """Return a text with marks in the place of blanks."""
    characters = list(text.value)
    for n, mark in marks:
        characters[n] = mark
    value = "".join(characters)
    return replace(text, value=value) if value != text.value else text
