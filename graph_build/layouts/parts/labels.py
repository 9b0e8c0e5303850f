"""Text that assigns: labels (`牵头单位：A；完成时限：C`, `【责任部门】A`), brackets and sentences of roles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from graph_build.layouts.parts.document_rules import without_rule
from graph_build.model import ROLES, Assignment, Basis, Role, TimeLimit
from graph_build.rules import holds
from graph_build.spans import HAN, Text
from graph_build.values.names import NO_NAME, could_be_name, is_unit_name
from graph_build.values.roles import FIRST_LEADS, label_kind
from graph_build.values.times import read_deadline
from graph_build.values.units import NamedUnit, UnitList, read_units

OPEN, CLOSE = "（(〔【[［", "）)〕】]］"
# 责任单位：  【责任单位】; but A〔牵头〕、B says it of the name before.
LABEL = re.compile(
    rf"(?:^|[；;，,。、\s]|(?<=[）)〕】\]］]))(?P<word>[{HAN}]{{2,8}})[:：]"
    rf"|(?P<behind>(?<=[{HAN}）)]))?+[【\[〔［](?P<boxed>[{HAN}]{{2,8}})[】\]〕］]"
    r"(?(behind)(?:[:：]|(?![、，,；;）)】\]〕］]|$))|[:：]?)"
)
MARK = re.compile(r"[，,；;]")
# Behind a limit they end the line, and are no part of it.
ENDING = "。；;，,、"
# A shorter name is a common noun too: 政府, 企业, 学校.
SHORTEST_KNOWN = 3


@dataclass(frozen=True, slots=True)
class Labelled:
    """What labels say: assignments, whether further units are not named, a deadline, units of a document-wide rule.

    `unread` are a further deadline, and units of which nobody but who cooperates is told.
    """

    assignments: tuple[Assignment, ...]
    open_ended: bool
    deadline: TimeLimit | None
    rule: tuple[Assignment, ...]
    unread: tuple[Text, ...] = ()


NOTHING = Labelled((), open_ended=False, deadline=None, rule=())


def read_labelled(texts: Iterable[Text], year: int | None, *, basis: Basis = "own", lists: bool = False) -> Labelled:
    """Return what texts with labels say; units without label or role are responsible beside others, or in lists."""
    found: dict[tuple[Role, str], Assignment] = {}
    open_ended, deadline = False, None
    rules: tuple[Assignment, ...] = ()
    unread: list[Text] = []
    supporting: list[tuple[str | None, Text]] = []
    for text in texts:
        rest, rule = without_rule(text)
        rules += rule
        for kind, value in segments(rest):
            if kind == "unread":
                continue
            names, limit = (value[:0], value) if kind == "deadline" else _without_limit(value)
            read = _deadline(limit, year, "L2" if kind == "deadline" else "L3")
            unread += [limit] if limit and is_another(deadline, read) else []
            deadline = deadline or read
            units = read_units(names)
            supporting += [(kind, names)] if kind != "cooperating" and _only_support(units) else []
            open_ended = open_ended or units.open_ended
            for unit in units.units:
                role, known_by = _role(unit, kind, units, lists=lists)
                if role and holds(known_by) and holds("B1"):
                    assignment = Assignment(unit.name, role, basis, unit.span, (known_by, "B1"))
                    found.setdefault((role, unit.name), assignment)
    # 责任单位：A、B配合 leaves open who carries it out; so does A，B，C配合 where nobody else is named.
    alone = {role for role, _ in found} == {"cooperating"}
    unread += [names for kind, names in supporting if alone or kind in ROLES]
    return Labelled(tuple(found.values()), open_ended, deadline, rules, tuple(unread))


def is_another(known: TimeLimit | None, read: TimeLimit | None) -> bool:
    """Say whether a second deadline says something else than the first."""
    return known is not None and read is not None and known.words != read.words


def _only_support(units: UnitList) -> bool:
    """Say whether several units are named, and all by a word of cooperating."""
    return len(units.units) > 1 and all(unit.role == "cooperating" and unit.rule == "R5" for unit in units.units)


def units_of_cell(cell: Text) -> UnitList:
    """Return the units of a cell; what labels in it say of their roles goes before its column (docs/reading.md R3)."""
    if not names_role(cell.value):
        units = read_units(cell)
        return _first_leading(units) if FIRST_LEADS.search(cell.compact().value) and holds("R14") else units
    found: list[NamedUnit] = []
    open_ended = False
    for kind, value in segments(cell):
        units = read_units(value) if kind is None or kind in ROLES else UnitList((), open_ended=False)
        role = next((role for role in ROLES if role == kind), None)
        found += [unit if unit.role or role is None else replace(unit, role=role, rule="R3") for unit in units.units]
        open_ended = open_ended or units.open_ended
    return UnitList(tuple(found), open_ended)


def _first_leading(units: UnitList) -> UnitList:
    """Return the units of a cell that says itself that the first one leads."""
    first = tuple(
        replace(unit, role="lead" if unit.role is None else unit.role, rule="R14") for unit in units.units[:1]
    )
    return replace(units, units=(*first, *units.units[1:]))


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
    found = (
        read_deadline(limit[: len(limit.value.rstrip(ENDING))], year) if limit and holds(rule) and holds("B1") else None
    )
    return found and replace(found, rules=(rule, "B1", *found.rules))


def names_role(text: str) -> bool:
    """Say whether a text has a role's label: 责任单位：, 【牵头部门】."""
    return any(label_kind(match["word"] or match["boxed"]) in ROLES for match in LABEL.finditer(text))


def role_labels(text: Text) -> Iterator[Text]:
    """Return each role's label of a text that has a unit behind it, with what stands there."""
    matches = [match for match in LABEL.finditer(text.value) if label_kind(match["word"] or match["boxed"])]
    for n, match in enumerate(matches):
        end = matches[n + 1].start() if n + 1 < len(matches) else len(text.value)
        kind = label_kind(match["word"] or match["boxed"])
        if kind in ROLES and read_units(text[match.end() : end]).units:
            yield text[match.start() : end]


def names_units(text: Text) -> bool:
    """Say whether a text has a role's label with a unit behind it, and not just —."""
    return any(kind in ROLES and read_units(value).units for kind, value in segments(text))


def is_labelled(inside: Text) -> bool:
    """Say whether a bracket's inside has a role's label."""
    return any(kind in ROLES for kind, _ in segments(inside))


def _without_limit(text: Text) -> tuple[Text, Text | None]:
    """Return units without the limit that their last clauses are, and that limit: `A牵头，6月底前完成，长期坚持`."""
    for mark in MARK.finditer(text.value):
        behind = text[mark.end() :]
        limit = read_deadline(behind, None) if behind else None
        named = any(unit.role or is_unit_name(unit.name) for unit in read_units(behind).units)
        if limit and limit.kind in ("by_date", "within", "recurring", "ongoing") and not named:
            return (text[: mark.start()], behind) if read_units(text[: mark.start()]).units else (text, None)
    return text, None


def says(inside: Text, *, lists: bool) -> bool:
    """Say whether a bracket's inside assigns, or sets a deadline."""
    return bracket_assigns(inside, lists=lists) or any(kind == "deadline" for kind, _ in segments(inside))


def bracket_assigns(inside: Text, *, lists: bool) -> bool:
    """Say whether a bracket's inside names units with their roles: by a label, by words; with `lists`, bare units."""
    found = list(segments(inside))
    if {kind for kind, _ in found} & set(ROLES):
        return True
    bare = [_without_limit(without_rule(value.without(FIRST_LEADS))[0])[0] for kind, value in found if kind is None]
    units = [unit for value in bare for unit in read_units(value).units]
    if any(unit.role for unit in units):
        return are_units(units)
    return (
        bool(units) and (lists or bool(FIRST_LEADS.search(inside.value))) and all(is_unit_name(u.name) for u in units)
    )


def are_units(units: Sequence[NamedUnit]) -> bool:
    """Say whether names beside a role's word are units: known ones, and others beside them (docs/reading.md U31, U32).

    A bare 政府 or 企业 vouches for no other name: （政府主导、企业负责） assigns nothing.
    """
    known = [unit.name for unit in units if is_unit_name(unit.name) and not NO_NAME.search(unit.name)]
    unknown = [unit.name for unit in units if unit.name not in known]
    surely = sum(len(name) >= SHORTEST_KNOWN for name in known)
    return bool(known) and len(unknown) <= surely and all(map(could_be_name, unknown))


def segments(text: Text) -> Iterator[tuple[str | None, Text]]:
    """Return each label's kind and what stands behind it, up to the next label; None for what stands before any."""
    found = ((match, label_kind(match["word"] or match["boxed"])) for match in LABEL.finditer(text.value))
    marks = [(match, kind) for match, kind in found if kind]
    ends = [*(match.start() for match, _ in marks[1:]), len(text.value)][: len(marks)]
    first = marks[0][0].start() if marks else len(text.value)
    if text[:first]:
        yield None, text[:first]
    for (match, kind), end in zip(marks, ends, strict=True):
        yield kind, text[match.end() : end]
