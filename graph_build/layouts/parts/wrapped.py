"""The paragraphs of a document: lines whose bracket is open, or whose list of units goes on, go on in the next ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from graph_build.layouts.parts.ahead import ITEM, Key, key_of
from graph_build.layouts.parts.labels import LABEL
from graph_build.layouts.parts.pieces import pieces_of
from graph_build.layouts.parts.signatures import DATE, MONTH
from graph_build.model import ROLES, Document, Paragraph
from graph_build.spans import HAN, Text
from graph_build.values.contents import NOTE
from graph_build.values.headings import rank_of
from graph_build.values.names import could_be_name, goes_on, is_whole_name
from graph_build.values.roles import label_kind
from graph_build.values.times import read_deadline
from graph_build.values.units import read_units
from graph_build.vocabulary.levels import LEVELS

LONGEST_WRAP = 8
GOES_ON, ENDED = ("、", "，", ",", "：", ":", "】"), ("。", "；", ";")
# A line of its own is a body's name, and not what is to be built, where it begins with a level or ends as offices do.
SURELY = re.compile(rf"(?:[{LEVELS}国团各]|有关|相关).+|.{{1,5}}(?:[局委办厅股科处]|政府)")
EACH = re.compile(rf"各[{HAN}]{{1,3}}(?:[（(][^（）()]*[）)])?")


@dataclass(frozen=True, slots=True)
class _OpenList:
    """The label with which a paragraph ends, and what stands behind it so far."""

    word: str
    kind: str
    value: Text

    @property
    def goes_on(self) -> bool:
        """Whether the list is not whole: nothing stands behind the label, or a mark at the end."""
        return not self.value or self.value.value.endswith(GOES_ON)


def paragraphs_of(document: Document) -> tuple[list[Text], frozenset[Key]]:
    """Return the paragraphs without white space, and those of them that go on with the units of the one before.

    In a file of lines these are one paragraph; else each has the label of the one that it goes on with.
    """
    wholes = list(_closed(document))
    compacts = [whole.compact() for whole, _ in wholes]
    headed = _headed(compacts)
    found: list[Text] = []
    lines: list[Text] = []
    going_on: set[Key] = set()
    for n, (whole, level) in enumerate(wholes):
        text, below = compacts[n], compacts[n + 1] if n + 1 < len(compacts) else None
        open_ = _open_list(found[-1]) if found and level is None else None
        if open_ is None or not _goes_on_with(open_, text, below, headed=headed):
            found.append(text)
            lines = [whole]
        elif _is_next_line(lines, whole):
            lines.append(whole)
            found[-1] = Text.of_lines(lines).compact()
        else:
            found.append(_with_label(open_.word, text))
            going_on.add(key_of(text))
            lines = []
    return found, frozenset(going_on)


def _closed(document: Document) -> Iterator[tuple[Text, int | None]]:
    """Return paragraphs that are not blank, and how deep headings are; a text file's lines up to the bracket's end."""
    lines: list[Text] = []
    for block in document.blocks:
        if not isinstance(block, Paragraph):
            continue
        lines.append(block.text)
        joined = lines[0] if len(lines) == 1 else Text.of_lines(lines)
        wraps = block.text.raw.lines and block.text.damage is None and len(lines) < LONGEST_WRAP
        if wraps and any(joined.value.count(a) > joined.value.count(b) for a, b in ("（）", "〔〕")):
            continue
        yield from ((text, block.level) for text in [joined] if text.compact())
        lines = []
    yield from ((line, None) for line in lines if line.compact())


def _is_next_line(lines: Sequence[Text], line: Text) -> bool:
    """Say whether a line of a text file stands right behind others."""
    return (
        bool(lines)
        and all(one.raw.lines and "\n" not in one.value and one.damage is None for one in (*lines, line))
        and line.raw.block == lines[-1].raw.block + 1
    )


def _with_label(word: str, text: Text) -> Text:
    """Return a paragraph with a label in front that stands in no file."""
    label = f"{word}："
    return Text(label + text.value, text.raw, (*[text.offsets[0]] * len(label), *text.offsets), text.damage)


def _open_list(text: Text) -> _OpenList | None:
    """Return the label that a paragraph ends with, outside of brackets; None where a full stop ends what it names."""
    insides = pieces_of(text)[-1].insides
    if not insides or insides[-1].offsets[-1] != text.offsets[-1] or text.value.endswith(ENDED):
        return None
    inside = insides[-1]
    found = [(match, label_kind(match["word"] or match["boxed"])) for match in LABEL.finditer(inside.value)]
    match, kind = next(((match, kind) for match, kind in reversed(found) if kind), (None, None))
    if match is None or kind not in (*ROLES, "deadline"):
        return None
    return _OpenList(match["word"] or match["boxed"], kind, inside[match.end() :])


def _goes_on_with(open_: _OpenList, line: Text, below: Text | None, *, headed: bool) -> bool:
    """Say whether a line is nothing but more of what the label before it names."""
    if not _is_plain(line):
        return False
    if open_.kind == "deadline":
        limit = read_deadline(line, None)
        return not open_.value and limit is not None and limit.kind is not None
    names = [unit.name for unit in read_units(line).units]
    if not names or (open_.value and _breaks(open_.value, names[0], line)):
        return bool(names)
    if open_.value and open_.goes_on:
        return all(is_whole_name(name) or could_be_name(name) for name in names)
    if not all(map(_is_surely, names)) or not (open_.goes_on or _ends_whole(open_.value)):
        return False
    # A name above a date signs the document; one above the same label is a task's, and lines of names can be headings.
    return open_.goes_on or not (headed or _is_signature(below) or _has_label(below, open_.kind))


def _is_plain(line: Text) -> bool:
    """Say whether a line has no number, label or note's word in front."""
    numbered = rank_of(line.value) is not None or ITEM.match(line.value)
    labelled = any(label_kind(match["word"] or match["boxed"]) for match in LABEL.finditer(line.value))
    return not (numbered or labelled or NOTE.match(line.value))


def _breaks(value: Text, first: str, line: Text) -> bool:
    """Say whether a line's end breaks a name: 市住房城 | 乡建设局."""
    if not value.raw.lines or not line.raw.lines or value.value.endswith(GOES_ON) or not is_whole_name(first):
        return False
    return goes_on(line.value) or not _ends_whole(value)


def _ends_whole(value: Text) -> bool:
    """Say whether the last name of a list is a whole one."""
    names = [unit.name for unit in read_units(value).units]
    return not names or is_whole_name(names[-1]) or EACH.fullmatch(names[-1]) is not None


def _is_surely(name: str) -> bool:
    return bool((is_whole_name(name) and SURELY.fullmatch(name)) or EACH.fullmatch(name))


def _is_signature(below: Text | None) -> bool:
    return below is not None and bool(DATE.fullmatch(below.value) or MONTH.fullmatch(below.value))


def _has_label(below: Text | None, kind: str) -> bool:
    matches = [LABEL.match(below.value)] if below else []
    return any(match and label_kind(match["word"] or match["boxed"]) == kind for match in matches)


def _headed(texts: Sequence[Text]) -> bool:
    """Say whether a line of nothing but names, and behind no label, stands over a numbered item: a heading."""
    listed = False
    for text, below in pairwise(texts):
        names = [unit.name for unit in read_units(text).units] if _is_plain(text) else []
        named = bool(names) and all(map(_is_surely, names))
        if named and not listed and ITEM.match(below.value):
            return True
        listed = (listed and named) or _open_list(text) is not None
    return False
