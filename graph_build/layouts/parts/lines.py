"""The paragraphs of prose as they are read: in pieces, with their depth among headings and what depends on others.

Labels right behind a heading are its own; what a heading assigns holds for what stands below it (docs/reading.md B13).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from graph_build.layouts.parts.ahead import ITEM, LONGEST_NAME, SENTENCE, Key, key_of
from graph_build.layouts.parts.document_rules import first_unit_leads
from graph_build.layouts.parts.label_lines import opens_task, without_label
from graph_build.layouts.parts.labels import names_role, segments
from graph_build.layouts.parts.outline import rank
from graph_build.layouts.parts.pieces import Lists, Piece, assigns, has_bare_list, is_bare_list, pieces_of
from graph_build.layouts.parts.sentences import spoken_pieces
from graph_build.layouts.parts.stated import rank_stated
from graph_build.model import Document, Paragraph, Table
from graph_build.rules import holds
from graph_build.spans import Text
from graph_build.values.contents import NOTE
from graph_build.values.figures import FIGURES
from graph_build.values.headings import CHAPTERS, LAST_CHAPTER, without_number

ORDINAL = re.compile(rf"第[{FIGURES}]+[，、]")
# 一、强化基础，夯实根基 is a chapter's name still; deeper down a comma tells of a sentence.
LONGEST_CHAPTER = 40
DEED = re.compile(SENTENCE.pattern.replace("，", ""))
# 一是…  ——…  •…  （1）…
PART = re.compile(rf"[{FIGURES}]+(?:是|要)|[—•·●▪■◆①-⑳]|[（(]?\d{{1,3}}[）)]")
# Lists of units alone in brackets assign where at least so many paragraphs end so, and none has a label.
FEWEST_LISTS = 3
# Text below headings is theirs where so many headings with an assignment have some.
FEWEST_ALIKE = 2


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph without white space, in pieces; `depth` is that of a heading.

    `carries` is set where its assignment holds for what stands below, `bare` where nothing stands below a heading,
    `listed` where labels behind a list of measures are those of the whole list.
    """

    text: Text
    pieces: tuple[Piece, ...]
    depth: float | None = None
    carries: bool = False
    bare: bool = False
    listed: bool = False


def lists_of(document: Document, paragraphs: Sequence[Text]) -> Lists:
    """Return which bare lists of units in brackets assign: behind a sentence also those beside other assignments."""
    if not holds("R15"):
        return "no"
    many = sum(map(is_bare_list, paragraphs)) >= FEWEST_LISTS
    if first_unit_leads(document) or (many and not any(names_role(text.value) for text in paragraphs)):
        return "any"
    return "behind" if any(map(has_bare_list, paragraphs)) and any(map(assigns, paragraphs)) else "no"


def lines_of(document: Document, texts: Sequence[Text], lists: Lists, stated: dict[int, float]) -> list[Line]:
    """Return paragraphs as they are read."""
    lines = [Line(text, tuple(pieces_of(text, lists=lists)), _depth(text, stated)) for text in texts]
    lines = _with_labels(lines)
    alike = _alike(lines)
    heads, listed = _above_tables(document), _listed(lines)
    return [
        replace(line, listed=n in listed)
        if line.depth is None
        else replace(
            line,
            carries=_carries(lines, n, alike),
            bare=_is_bare(lines, n) and key_of(line.text) not in heads,
        )
        for n, line in enumerate(lines)
    ]


def goes_on(whole: Text, tail: Text) -> Text | None:
    """Return the end of a sentence in which a bracket stands, with its comma: `（责任单位：A），确保9月底前开放。`."""
    start = len(whole.value) - len(tail.value) - 1
    return whole[start:] if whole.value.endswith(tail.value) and whole.value[start : start + 1] in ("，", ",") else None


def is_part(text: Text) -> bool:
    """Say whether a line opens as parts of an item do, and assigns nothing: 一是…, ——…."""
    return bool(PART.match(text.value)) and not spoken_pieces(text)


def opens_item(text: Text) -> bool:
    """Say whether a line begins with a number or mark of an item or a part."""
    return bool(PART.match(text.value) or ITEM.match(text.value)) or rank(text) in CHAPTERS


def name_of(line: Line) -> str:
    """Return what a heading says without its number and its assignment."""
    return without_number(line.pieces[0].text.value)


def _depth(text: Text, stated: dict[int, float]) -> float | None:
    if text.damage == "lost":
        return CHAPTERS[-1]
    if (of_file := rank_stated(text, stated)) is not None:
        return of_file
    depth = None if ORDINAL.match(text.value) else rank(text)
    return depth if depth in CHAPTERS else None


def _with_labels(lines: Sequence[Line]) -> list[Line]:
    """Return lines, the labels right behind a heading that says no more than its name joined to it.

    Of a list below 整改措施： the labels at its end are not the last one's, where the first one has none.
    """
    found: list[Line] = []
    n, listed = 0, None
    while n < len(lines):
        line = lines[n]
        if line.depth is not None and listed is not None and line.depth < listed:
            listed = None
        insides, passed = _labels_behind(lines, n) if line.depth != listed else ((), [])
        if insides:
            line = replace(line, pieces=(replace(line.pieces[0], insides=(*line.pieces[0].insides, *insides)),))
        elif line.depth is not None and n and opens_task(lines[n - 1].text) and not line.pieces[0].insides:
            listed = line.depth
        found += [line, *passed]
        n += 1 + len(insides) + len(passed)
    return found


def _labels_behind(lines: Sequence[Line], n: int) -> tuple[tuple[Text, ...], list[Line]]:
    """Return what the labels right behind a heading say, and the lines on persons and goals that stand between."""
    line = lines[n]
    insides: list[Text] = []
    passed: list[Line] = []
    if line.depth not in CHAPTERS or not (_is_short(line) or _opens_measures(lines, n)):
        return (), []
    for below in (lines[m] for m in range(n + 1, len(lines))):
        more = _labels_of(below)
        if without_label(below.text)[1]:
            passed.append(below)
        elif more and not _kinds(more) & _kinds([*line.pieces[0].insides, *insides]):
            insides += more
        else:
            break
    return tuple(insides), passed


def _listed(lines: Sequence[Line]) -> set[int]:
    """Return the items of lists right below 整改措施： of which only the last one has labels behind it."""
    found: set[int] = set()
    kinds = [_kind_of_number(line) for line in lines]
    for n, (before, kind) in enumerate(zip(lines, kinds[1:], strict=False), 1):
        if kind is not None and opens_task(before.text):
            end = next((m for m in range(n, len(lines)) if kinds[m] != kind), len(lines))
            behind = next((m for m in range(end, len(lines)) if not _labels_of(lines[m])), len(lines))
            goes_on = behind < len(lines) and kinds[behind] == kind
            alone = not any(piece.insides for item in lines[n:end] for piece in item.pieces)
            found |= {*range(n, end)} if alone and end - n > 1 and behind > end and not goes_on else set()
    return found


def _kind_of_number(line: Line) -> str | None:
    """Return the marks of an item's number; None where there is none."""
    match = ITEM.match(line.text.value)
    return re.sub(r"[\d①-⑳]+", "", match[0]) if match else None


def _is_short(line: Line) -> bool:
    """Say whether a heading is one sentence at most, with no text behind it."""
    return len(line.pieces) == 1 and "。" not in name_of(line).rstrip("。") and line.text.damage != "lost"


def _labels_of(line: Line) -> tuple[Text, ...]:
    """Return what labels, brackets or a sentence that only assigns say on a line of their own: 由A牵头，B配合。."""
    pieces = line.pieces if line.pieces[0].insides or line.depth is not None else spoken_pieces(line.text)
    return pieces[0].insides if len(pieces) == 1 and not pieces[0].text else ()


def _kinds(insides: Sequence[Text]) -> set[str | None]:
    return {kind for inside in insides for kind, _ in segments(inside)} - {"unread"}


def _carries(lines: Sequence[Line], n: int, alike: set[float]) -> bool:
    """Say whether what a heading assigns holds for what stands below: items, text beside names alone, or 整改措施：."""
    line = lines[n]
    if line.depth not in CHAPTERS or len(line.pieces) > 1 or not line.pieces[0].insides:
        return False
    named = _is_name(line) and (_holds_items(lines, n) or (line.depth in alike and _holds_text(lines, n)))
    return named or _opens_measures(lines, n)


def _is_name(line: Line) -> bool:
    """Say whether a heading with an assignment is a name, and no sentence that says what to do."""
    name = name_of(line).removesuffix("。")
    if line.depth is None or "。" in name:
        return False
    is_chapter = line.depth <= LAST_CHAPTER
    longest, deed = (LONGEST_CHAPTER, DEED) if is_chapter else (LONGEST_NAME, SENTENCE)
    return bool(name) and len(name) <= longest and not deed.search(name)


def _below(lines: Sequence[Line], n: int) -> Iterator[Line]:
    """Return what stands below a heading, up to the next one that is not deeper, or a note."""
    depth = lines[n].depth or 0.0
    for line in (lines[m] for m in range(n + 1, len(lines))):
        if NOTE.match(line.text.value) or (line.depth is not None and line.depth <= depth):
            return
        yield line


def _holds_items(lines: Sequence[Line], n: int) -> bool:
    return any(line.depth is not None or ITEM.match(line.text.value) for line in _below(lines, n))


def _holds_text(lines: Sequence[Line], n: int) -> bool:
    """Say whether sentences stand right below a heading with an assignment that is no sentence itself."""
    below = next(_below(lines, n), None)
    sentence = below is not None and not any(piece.insides for piece in below.pieces) and "。" in below.text.value
    return sentence and not lines[n].pieces[0].text.value.endswith("。")


def _opens_measures(lines: Sequence[Line], n: int) -> bool:
    """Say whether a label for what is to be done stands below a heading, before anything but other labels."""
    texts = (line.text for line in _below(lines, n) if not without_label(line.text)[1] and not _labels_of(line))
    return (text := next(texts, None)) is not None and opens_task(text)


def _alike(lines: Sequence[Line]) -> set[float]:
    """Return the depths at which each heading with an assignment has sentences below: 责任 stands beside the name."""
    named: dict[float, list[int]] = {}
    for n, line in enumerate(lines):
        if line.depth is not None and line.pieces[0].insides:
            named.setdefault(line.depth, []).append(n)
    return {
        depth
        for depth, found in named.items()
        if len(found) >= FEWEST_ALIKE and all(_is_name(lines[n]) and _holds_text(lines, n) for n in found)
    }


def _is_bare(lines: Sequence[Line], n: int) -> bool:
    """Say whether a heading of one sentence at most assigns nothing, and nothing stands below it."""
    line = lines[n]
    alone = _is_short(line) and not line.pieces[0].insides
    return alone and all(without_label(below.text)[1] for below in _below(lines, n))


def _above_tables(document: Document) -> set[Key]:
    """Return the paragraphs that a table follows at once."""
    return {
        key_of(block.text)
        for block, below in pairwise(document.blocks)
        if isinstance(block, Paragraph) and isinstance(below, Table)
    }
