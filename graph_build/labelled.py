"""Text with labels: `牵头单位：A；责任单位：B；完成时限：C`, as brackets at a paragraph's end hold it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph_build.headings import kind_of
from graph_build.model import HAN, ROLES, Assignment, Basis, Role, Text, TimeLimit
from graph_build.times import read_deadline
from graph_build.units import is_group, is_whole_name, read_units

OPEN, CLOSE = "（(〔【[［", "）)〕】]］"
LABEL = re.compile(rf"(?:^|[；;，,。、\s]|(?<=[）)〕】\]］]))(?P<word>[{HAN}]{{2,8}})[:：]")
# 以下均需各县市区落实，不再逐一列出
RULE = re.compile(
    r"[，,；;]?(?:以下|下列|上述|以上|各项)(?:各项|所有|全部)?(?:重点)?(?:工作|任务|事项|工作任务)?均(?:需|须|由|请|应)"
    r"(?P<units>[^，,；;。]{2,40}?)(?:负责|贯彻|抓好|认真)*落实(?:[，,]?不再(?:逐一|一一|逐项|另行)?(?:列出|列举|标注|注明))?"
)


@dataclass(frozen=True, slots=True)
class Labelled:
    """What labels say: assignments, whether further units are not named, a deadline, units of a document-wide rule."""

    assignments: tuple[Assignment, ...]
    open_ended: bool
    deadline: TimeLimit | None
    rule: tuple[Assignment, ...]


def split_brackets(text: Text) -> tuple[Text, tuple[Text, ...]]:
    """Return a paragraph without white space in two: the text, and the insides of the assignment brackets at its end.

    Brackets are （）〔〕【】[]; their content has the label of a role or of a deadline, or is units with roles
    (`A牵头，B配合`). No bracket is taken where none of them names a unit.
    """
    bare, insides = text, list[Text]()
    while True:
        end = len(bare.value.rstrip("。；;"))
        start = _opening(bare.value[:end])
        inside = bare[start + 1 : end - 1] if start is not None else None
        if start is None or not inside or not _says(inside):
            break
        insides.insert(0, inside)
        bare = bare[:start]
    return (bare, tuple(insides)) if any(_assigns(inside) for inside in insides) else (text, ())


def read_labelled(texts: Iterable[Text], year: int | None, basis: Basis = "own") -> Labelled:
    """Return what texts with labels say; without any label, units must say their roles themselves."""
    found: dict[tuple[Role, str], Assignment] = {}
    open_ended, deadline = False, None
    rules: tuple[Assignment, ...] = ()
    for text in texts:
        rest, rule = _without_rule(text)
        rules += rule
        for kind, value in _segments(rest):
            named, limit = (value[:0], value) if kind == "deadline" else _without_limit(value)
            deadline = deadline or (read_deadline(limit, year) if limit else None)
            units = read_units(named)
            open_ended = open_ended or units.open_ended
            for unit in units.units:
                role = unit.role or next((role for role in ROLES if role == kind), None)
                if role:
                    found.setdefault((role, unit.name), Assignment(unit.name, role, basis, unit.span))
    return Labelled(tuple(found.values()), open_ended, deadline, rules)


def names_role(text: str) -> bool:
    """Say whether a text has a role's label: 责任单位：, 牵头部门：."""
    return any(kind_of(match["word"]) in ROLES for match in LABEL.finditer(text))


def find_rule(text: Text) -> tuple[Assignment, ...]:
    """Return the units that a sentence binds to every task of the document: 以下均需各县市区落实."""
    match = RULE.search(text.value)
    units = read_units(text[match.start("units") : match.end("units")]).units if match else ()
    if not all(_is_name(unit.name) for unit in units):
        return ()
    return tuple(Assignment(unit.name, "responsible", "document_rule", unit.span) for unit in units)


def _is_name(name: str) -> bool:
    """Say whether a name is a unit's, and not the word for a role."""
    return (is_group(name) or is_whole_name(name)) and not re.search(r"(?:牵头|责任|配合)(?:单位|部门)", name)


def _without_rule(text: Text) -> tuple[Text, tuple[Assignment, ...]]:
    match, rule = RULE.search(text.value), find_rule(text)
    # What follows a rule in a bracket is nothing but 不再逐一列出; a label behind it would stand behind a 。
    return (text[: match.start()], rule) if match and rule else (text, ())


def _without_limit(text: Text) -> tuple[Text, Text | None]:
    """Return units in two: without a limit that stands as their last clause (`A牵头，6月底前完成`), and that limit."""
    mark = max(text.value.rfind(mark) for mark in "，,；;")
    clause = text[mark + 1 :]
    limit = read_deadline(clause, None) if mark >= 0 and clause else None
    if limit and limit.kind in ("by_date", "within", "recurring") and read_units(text[:mark]).units:
        return text[:mark], clause
    return text, None


def _opening(value: str) -> int | None:
    """Return where the bracket opens that the last character closes."""
    if not value or value[-1] not in CLOSE:
        return None
    depth = 0
    for n in range(len(value) - 1, -1, -1):
        if value[n] in CLOSE:
            depth += 1
        elif value[n] in OPEN:
            depth -= 1
            if depth == 0:
                return n
    return None


def _says(inside: Text) -> bool:
    """Say whether a bracket's inside assigns, or sets a deadline."""
    return _assigns(inside) or any(kind == "deadline" for kind, _ in _segments(inside))


def _assigns(inside: Text) -> bool:
    segments = list(_segments(inside))
    if {kind for kind, _ in segments} & set(ROLES):
        return True
    bare = [_without_limit(value)[0] for kind, value in segments if kind is None]
    units = [unit for value in bare for unit in read_units(value).units]
    return bool(units) and all(unit.role and _is_name(unit.name) for unit in units)


def _segments(text: Text) -> Iterator[tuple[str | None, Text]]:
    """Return each label's kind and what stands behind it, up to the next label; None for what stands before any."""
    marks = [(match, kind) for match in LABEL.finditer(text.value) if (kind := kind_of(match["word"]))]
    ends = [*(match.start() for match, _ in marks[1:]), len(text.value)][: len(marks)]
    first = marks[0][0].start() if marks else len(text.value)
    if text[:first]:
        yield None, text[:first]
    for (match, kind), end in zip(marks, ends, strict=True):
        if text[match.end() : end]:
            yield kind, text[match.end() : end]
