"""Where a paragraph assigns: its brackets, or the labels at its end, and the pieces of text that stand before them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from graph_build.layouts.parts.labels import (
    CLOSE,
    LABEL,
    OPEN,
    bracket_assigns,
    is_labelled,
    names_role,
    says,
    segments,
)
from graph_build.model import ROLES
from graph_build.spans import Text
from graph_build.values.names import could_be_name, is_unit_name
from graph_build.values.roles import label_kind
from graph_build.values.units import read_units

# What ends a sentence, before a bracket and behind one.
STOPS, ENDING = "。；;！!？", "。；;"
# Where a label may open the assignment at a paragraph's end without a bracket.
SENTENCE_END = "。；;！!）)〕】"
# Labels of what the graph does not hold, such as 责任领导：, and of limits go with those of units.
ASSIGNING = (*ROLES, "deadline", "unread")
# Whether bare lists of units in brackets assign: none, those behind a sentence, or any at a paragraph's end.
Lists = Literal["no", "behind", "any"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a paragraph, and the insides of the brackets or labels behind it that assign; none at its last part."""

    text: Text
    insides: tuple[Text, ...]


def pieces_of(text: Text, *, lists: Lists = "no") -> list[Piece]:
    """Return a paragraph without white space in pieces, one for each place in it that assigns.

    Brackets are （）〔〕【】[]; their content has the label of a role or of a deadline, or is units with roles
    (`A牵头，B配合`); by `lists` bare units too. Labels without a bracket stand at the paragraph's end.
    """
    pieces: list[Piece] = []
    rest, tail = _without_tail(text)
    start = 0
    for opening, closing in _assigning_brackets(rest, lists=lists):
        inside = rest[opening + 1 : closing]
        bare = _behind_marks(rest[start:opening])
        if not bare.value.strip("。；;，,") and pieces:
            pieces[-1] = replace(pieces[-1], insides=(*pieces[-1].insides, inside))
        else:
            pieces.append(Piece(bare, (inside,)))
        start = closing + 1
    left = rest[start:]
    left = _behind_marks(left) if pieces else left
    if tail:
        if left or not pieces:
            pieces.append(Piece(left, (tail,)))
        else:
            pieces[-1] = replace(pieces[-1], insides=(*pieces[-1].insides, tail))
    elif left or not pieces:
        pieces.append(Piece(left, ()))
    # Behind a text a bracket of a limit alone assigns nothing; on a line of its own it is an item's.
    alone = not any(piece.text for piece in pieces)
    named = any(bracket_assigns(inside, lists=lists != "no") for piece in pieces for inside in piece.insides)
    return pieces if named or alone or tail else [Piece(text, ())]


def _assigning_brackets(text: Text, *, lists: Lists) -> list[tuple[int, int]]:
    """Return the brackets of a paragraph that assign, each behind its own sentences (docs/reading.md T7, T18, R19).

    One inside a sentence assigns where it has a label; without one it may only mention units, unless the paragraph ends
    in one of its kind.
    """
    value = text.value
    found: list[tuple[int, int]] = []
    for opening, closing in _brackets(value):
        ends = not value[closing + 1 :].strip(ENDING)
        bare = (lists == "any" and ends) or (lists != "no" and _is_behind(text, opening))
        if says(text[opening + 1 : closing], lists=bare):
            found.append((opening, closing))
    last = text[found[-1][0] + 1 : found[-1][1]] if found and not value[found[-1][1] + 1 :].strip(ENDING) else None
    marks = tuple(OPEN + ENDING + ("，,、" if last and not is_labelled(last) else ""))
    return [
        (opening, closing)
        for opening, closing in found
        if not value[closing + 1 :].strip(ENDING)
        or value[closing + 1] in marks
        or _is_behind(text, opening)
        or is_labelled(text[opening + 1 : closing])
    ]


def _is_behind(text: Text, opening: int) -> bool:
    """Say whether a bracket stands behind a sentence's end."""
    return text.value[opening - 1 : opening] in tuple(STOPS)


def _behind_marks(text: Text) -> Text:
    """Return what stands behind the marks that a bracket leaves."""
    return text[len(text.value) - len(text.value.lstrip("。；;，,、")) :]


def assigns(text: Text) -> bool:
    """Say whether a paragraph without white space has a bracket or a label that names units."""
    return any(
        names_role(inside.value) or bracket_assigns(inside, lists=False)
        for p in pieces_of(text)
        for inside in p.insides
    )


def is_bare_list(text: Text) -> bool:
    """Say whether a paragraph ends in a bracket that holds whole names of units and no more: （县教育局、县财政局）."""
    found = list(_brackets(text.value.rstrip("。；;")))
    if not found or found[-1][1] != len(text.value.rstrip("。；;")) - 1:
        return False
    inside = text[found[-1][0] + 1 : found[-1][1]]
    return not is_labelled(inside) and says(inside, lists=True)


def has_bare_list(text: Text) -> bool:
    """Say whether a bracket behind a sentence's end holds whole names of units and no more."""
    insides = [text[opening + 1 : end] for opening, end in _brackets(text.value) if _is_behind(text, opening)]
    return any(not is_labelled(inside) and says(inside, lists=True) for inside in insides)


def _without_tail(text: Text) -> tuple[Text, Text | None]:
    """Return a paragraph without the labels that end it outside of brackets, and these: `…。责任单位：A`."""
    labels = list(LABEL.finditer(text.value))
    depth = _depths(text.value) if labels else []
    for match in labels:
        start = match.start() if match["boxed"] else match.start("word")
        kind = label_kind(match["word"] or match["boxed"])
        opens = start == 0 or text.value[start - 1] in SENTENCE_END or bool(match["boxed"])
        # 责任领导： may stand between the labels of units; 来源： behind a text is no part of an assignment.
        opens = opens and (kind != "unread" or start == 0)
        if kind in ASSIGNING and opens and depth[start] == 0 and _is_plausible(text[start:]):
            return text[:start], text[start:]
    return text, None


def _is_plausible(tail: Text) -> bool:
    """Say whether labels hold what they promise: units with names of units, limits."""
    for kind, value in segments(tail):
        units = read_units(value).units if kind in ROLES else ()
        if kind is None or ("。" in value.value.rstrip("。") and kind != "unread"):
            return False
        if not any(is_unit_name(unit.name) for unit in units) and not all(could_be_name(unit.name) for unit in units):
            return False
    return True


def _brackets(value: str) -> Iterator[tuple[int, int]]:
    """Return where the outermost brackets open and close."""
    depth, opening = 0, 0
    for n, character in enumerate(value):
        if character in OPEN:
            opening = n if depth == 0 else opening
            depth += 1
        elif character in CLOSE and depth:
            depth -= 1
            if depth == 0:
                yield opening, n


def _depths(value: str) -> list[int]:
    depths, depth = [], 0
    for n, character in enumerate(value):
        if character in OPEN:
            boxed = LABEL.match(value, n) if depth == 0 else None
            depths.append(depth)
            depth += not (boxed and boxed["boxed"])
        else:
            depth -= character in CLOSE and depth > 0
            depths.append(depth)
    return depths
