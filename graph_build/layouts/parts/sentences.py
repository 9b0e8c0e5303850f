"""Sentences that assign without a bracket or label: `…，由A会同B负责落实。` (docs/reading.md T10, T19, R11, R12)."""

from __future__ import annotations

import re
from dataclasses import replace

from graph_build.layouts.parts.labels import CLOSE, OPEN, are_units
from graph_build.layouts.parts.pieces import ENDING, Piece
from graph_build.spans import Text
from graph_build.values.contents import LONGEST_DEADLINE
from graph_build.values.names import is_group, is_whole_name
from graph_build.values.roles import role_at_end
from graph_build.values.times import read_deadline
from graph_build.values.units import read_units

SENTENCE = re.compile(rf"[^{ENDING}]+[{ENDING}]*")
MARK = re.compile(r"[，,：:]")
BY = "由"


def spoken_pieces(text: Text) -> list[Piece]:
    """Return a paragraph in pieces, one for each sentence in it that assigns; none where its last one does not."""
    if not role_at_end(_without_limit(text).value):
        return []
    pieces: list[Piece] = []
    start = 0
    for match in SENTENCE.finditer(text.value):
        sentence = text[match.start() : match.end()]
        found = _clause(sentence, goes_on=bool(pieces) and start == match.start())
        if found is None:
            continue
        end, opening = (match.start() + n for n in found)
        inside, before = text[opening : match.start() + len(match[0].rstrip(ENDING))], text[start:end]
        if before or not pieces:
            pieces.append(Piece(before, (inside,)))
        else:
            pieces[-1] = replace(pieces[-1], insides=(*pieces[-1].insides, inside))
        start = match.end()
    return pieces if start == len(text.value) else []


def _clause(sentence: Text, *, goes_on: bool) -> tuple[int, int] | None:
    """Return where a sentence's text ends and the clause begins that assigns it; None without one.

    `goes_on` is set where the sentence before it is such a clause: 由A牵头；B配合.
    """
    bare = _without_limit(sentence)
    if not role_at_end(bare.value):
        return None
    for end, opening in [(0, 0), *((mark.start(), mark.end()) for mark in MARK.finditer(bare.value))]:
        clause = bare[opening:]
        if _is_balanced(clause.value) and _assigns(clause, goes_on=goes_on and not opening):
            return end, opening
    return None


def _without_limit(sentence: Text) -> Text:
    """Return a sentence without the mark at its end, and without a last clause that is a limit: 由A负责，年底前完成."""
    bare = sentence[: len(sentence.value.rstrip(ENDING))]
    start = max(bare.value.rfind(mark) for mark in "，,")
    last = bare[start + 1 :]
    limit = read_deadline(last, None) if start > 0 and len(last.value) <= LONGEST_DEADLINE else None
    return bare[:start] if limit and limit.kind else bare


def _is_balanced(words: str) -> bool:
    return all(words.count(a) == words.count(b) for a, b in zip(OPEN, CLOSE, strict=True))


def _assigns(clause: Text, *, goes_on: bool) -> bool:
    """Say whether a clause names nobody but units, each with a role's word.

    Without 由 in front, an appeal to collectives (各乡镇认真落实) and a bare B配合 assign nothing.
    """
    units = read_units(clause).units
    if not units or not all(unit.role for unit in units) or not are_units(units):
        return False
    if clause.value.startswith(BY):
        return True
    whole = all(is_whole_name(unit.name) for unit in units)
    surely = any(not is_group(unit.name) for unit in units) and any(unit.role != "cooperating" for unit in units)
    return whole and (goes_on or surely)
