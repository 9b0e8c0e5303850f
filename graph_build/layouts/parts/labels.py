"""Text that assigns: labels (`牵头单位：A；完成时限：C`, `【责任部门】A`), brackets and sentences of roles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from graph_build.layouts.parts.document_rules import without_rule
from graph_build.model import ROLES, Assignment, Basis, Role, TimeLimit
from graph_build.rules import holds
from graph_build.spans import HAN, Text
from graph_build.values.headings import kind_of
from graph_build.values.roles import FIRST_LEADS
from graph_build.values.times import read_deadline
from graph_build.values.units import NamedUnit, UnitList, is_unit_name, read_units

OPEN, CLOSE = "（(〔【[［", "）)〕】]］"
# 责任单位：  【责任单位】
LABEL = re.compile(
    rf"(?:^|[；;，,。、\s]|(?<=[）)〕】\]］]))(?P<word>[{HAN}]{{2,8}})[:：]|[【\[〔［](?P<boxed>[{HAN}]{{2,8}})[】\]〕］][:：]?"
)
MARK = re.compile(r"[，,；;]")
# Where a label may open the assignment at a paragraph's end without a bracket.
SENTENCE_END = "。；;！!）)〕】"
# Labels of what the graph does not hold, such as 责任领导：, and of limits go with those of units.
ASSIGNING = (*ROLES, "deadline", "unread")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a paragraph, and the insides of the brackets or labels behind it that assign; none at its last part."""

    text: Text
    insides: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Labelled:
    """What labels say: assignments, whether further units are not named, a deadline, units of a document-wide rule."""

    assignments: tuple[Assignment, ...]
    open_ended: bool
    deadline: TimeLimit | None
    rule: tuple[Assignment, ...]


def pieces_of(text: Text, *, lists: bool = False) -> list[Piece]:
    """Return a paragraph without white space in pieces, one for each place in it that assigns.

    Brackets are （）〔〕【】[]; their content has the label of a role or of a deadline, or is units with roles
    (`A牵头，B配合`); with `lists`, bare units too. Labels without a bracket stand at the paragraph's end.
    """
    pieces: list[Piece] = []
    rest, tail = _without_tail(text)
    start = 0
    for opening, closing in _brackets(rest.value):
        inside = rest[opening + 1 : closing]
        ends = not rest.value[closing + 1 :].strip("。；;")
        # Inside a paragraph only a bracket with a label assigns; a mention of units is no assignment.
        if _says(inside, lists=lists and ends) and (ends or _is_labelled(inside) or _opens_next(rest.value, closing)):
            bare = rest[start:opening]
            if not bare.value.strip("。；;，,") and pieces:
                pieces[-1] = replace(pieces[-1], insides=(*pieces[-1].insides, inside))
            else:
                pieces.append(Piece(bare, (inside,)))
            start = closing + 1
    left = rest[start:]
    left = left[len(left.value) - len(left.value.lstrip("。；;")) :] if pieces else left
    if tail:
        if left or not pieces:
            pieces.append(Piece(left, (tail,)))
        else:
            pieces[-1] = replace(pieces[-1], insides=(*pieces[-1].insides, tail))
    elif left or not pieces:
        pieces.append(Piece(left, ()))
    # Behind a text a bracket of a limit alone assigns nothing; on a line of its own it is an item's.
    alone = not any(piece.text for piece in pieces)
    named = any(_names_units(inside, lists=lists) for piece in pieces for inside in piece.insides)
    return pieces if named or alone or tail else [Piece(text, ())]


def assigns(text: Text) -> bool:
    """Say whether a paragraph without white space has a bracket or a label that names units."""
    return any(
        names_role(inside.value) or _names_units(inside, lists=False) for p in pieces_of(text) for inside in p.insides
    )


def read_labelled(texts: Iterable[Text], year: int | None, *, basis: Basis = "own", lists: bool = False) -> Labelled:
    """Return what texts with labels say; units without label or role are responsible beside others, or in lists."""
    found: dict[tuple[Role, str], Assignment] = {}
    open_ended, deadline = False, None
    rules: tuple[Assignment, ...] = ()
    for text in texts:
        rest, rule = without_rule(text)
        rules += rule
        for kind, value in _segments(rest):
            if kind == "unread":
                continue
            names, limit = (value[:0], value) if kind == "deadline" else _without_limit(value)
            deadline = deadline or _deadline(limit, year, "L2" if kind == "deadline" else "L3")
            units = read_units(names)
            open_ended = open_ended or units.open_ended
            for unit in units.units:
                role, known_by = _role(unit, kind, units, lists=lists)
                if role and holds(known_by) and holds("B1"):
                    assignment = Assignment(unit.name, role, basis, unit.span, (known_by, "B1"))
                    found.setdefault((role, unit.name), assignment)
    return Labelled(tuple(found.values()), open_ended, deadline, rules)


def _role(unit: NamedUnit, kind: str | None, units: UnitList, *, lists: bool) -> tuple[Role | None, str]:
    """Return a unit's role: by its own word, by the label, or as one beside others; and the rule that gives it."""
    of_label = next((role for role in ROLES if role == kind), None)
    if unit.role:
        return unit.role, unit.rule
    if of_label:
        return of_label, "R2"
    if any(other.role for other in units.units):
        return "responsible", "R10"
    return ("responsible", "R15") if lists else (None, "")


def _deadline(limit: Text | None, year: int | None, rule: str) -> TimeLimit | None:
    found = read_deadline(limit, year) if limit and holds(rule) and holds("B1") else None
    return found and replace(found, rules=(rule, "B1", *found.rules))


def names_role(text: str) -> bool:
    """Say whether a text has a role's label: 责任单位：, 【牵头部门】."""
    return any(kind_of(match["word"] or match["boxed"]) in ROLES for match in LABEL.finditer(text))


def role_labels(text: Text) -> Iterator[Text]:
    """Return each role's label of a text that has a unit behind it, with what stands there."""
    matches = [match for match in LABEL.finditer(text.value) if kind_of(match["word"] or match["boxed"])]
    for n, match in enumerate(matches):
        end = matches[n + 1].start() if n + 1 < len(matches) else len(text.value)
        kind = kind_of(match["word"] or match["boxed"])
        if kind in ROLES and read_units(text[match.end() : end]).units:
            yield text[match.start() : end]


def names_units(text: Text) -> bool:
    """Say whether a text has a role's label with a unit behind it, and not just —."""
    return any(kind in ROLES and read_units(value).units for kind, value in _segments(text))


def is_bare_list(text: Text) -> bool:
    """Say whether a paragraph ends in a bracket that holds whole names of units and no more: （县教育局、县财政局）."""
    found = list(_brackets(text.value.rstrip("。；;")))
    if not found or found[-1][1] != len(text.value.rstrip("。；;")) - 1:
        return False
    inside = text[found[-1][0] + 1 : found[-1][1]]
    return not _is_labelled(inside) and _says(inside, lists=True)


def _without_tail(text: Text) -> tuple[Text, Text | None]:
    """Return a paragraph without the labels that end it outside of brackets, and these: `…。责任单位：A`."""
    labels = list(LABEL.finditer(text.value))
    depth = _depths(text.value) if labels else []
    for match in labels:
        start = match.start() if match["boxed"] else match.start("word")
        kind = kind_of(match["word"] or match["boxed"])
        opens = start == 0 or text.value[start - 1] in SENTENCE_END or bool(match["boxed"])
        # 责任领导： may stand between the labels of units; 来源： behind a text is no part of an assignment.
        opens = opens and (kind != "unread" or start == 0)
        if kind in ASSIGNING and opens and depth[start] == 0 and _is_plausible(text[start:]):
            return text[:start], text[start:]
    return text, None


def _is_plausible(tail: Text) -> bool:
    """Say whether labels hold what they promise: units with names of units, limits."""
    for kind, value in _segments(tail):
        units = read_units(value).units if kind in ROLES else ()
        if kind is None or ("。" in value.value.rstrip("。") and kind != "unread"):
            return False
        if units and not any(is_unit_name(unit.name) for unit in units):
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


def _opens_next(value: str, closing: int) -> bool:
    """Say whether what stands behind a bracket is one more bracket, or the end of a sentence."""
    return value[closing + 1 : closing + 2] in tuple(OPEN + "。；;")


def _is_labelled(inside: Text) -> bool:
    return any(kind in ROLES for kind, _ in _segments(inside))


def _without_limit(text: Text) -> tuple[Text, Text | None]:
    """Return units without the limit that their last clauses are, and that limit: `A牵头，6月底前完成，长期坚持`."""
    for mark in MARK.finditer(text.value):
        behind = text[mark.end() :]
        limit = read_deadline(behind, None) if behind else None
        named = any(unit.role or is_unit_name(unit.name) for unit in read_units(behind).units)
        if limit and limit.kind in ("by_date", "within", "recurring", "ongoing") and not named:
            return (text[: mark.start()], behind) if read_units(text[: mark.start()]).units else (text, None)
    return text, None


def _says(inside: Text, *, lists: bool) -> bool:
    """Say whether a bracket's inside assigns, or sets a deadline."""
    return _names_units(inside, lists=lists) or any(kind == "deadline" for kind, _ in _segments(inside))


def _names_units(inside: Text, *, lists: bool) -> bool:
    segments = list(_segments(inside))
    if {kind for kind, _ in segments} & set(ROLES):
        return True
    bare = [_without_limit(without_rule(value.without(FIRST_LEADS))[0])[0] for kind, value in segments if kind is None]
    units = [unit for value in bare for unit in read_units(value).units]
    with_role = lists or bool(FIRST_LEADS.search(inside.value)) or any(unit.role for unit in units)
    return bool(units) and with_role and all(is_unit_name(unit.name) for unit in units)


def _segments(text: Text) -> Iterator[tuple[str | None, Text]]:
    """Return each label's kind and what stands behind it, up to the next label; None for what stands before any."""
    found = ((match, kind_of(match["word"] or match["boxed"])) for match in LABEL.finditer(text.value))
    marks = [(match, kind) for match, kind in found if kind]
    ends = [*(match.start() for match, _ in marks[1:]), len(text.value)][: len(marks)]
    first = marks[0][0].start() if marks else len(text.value)
    if text[:first]:
        yield None, text[:first]
    for (match, kind), end in zip(marks, ends, strict=True):
        yield kind, text[match.end() : end]
