"""Text with labels: `牵头单位：A；责任单位：B；完成时限：C`, as brackets at a paragraph's end hold it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph_build.headings import kind_of
from graph_build.model import ROLES, Assignment, Basis, Role, Text, TimeLimit
from graph_build.times import read_deadline
from graph_build.units import read_units

OPEN, CLOSE = "（(〔【[［", "）)〕】]］"
LABEL = re.compile(r"(?:^|[；;，,。、\s]|(?<=[）)〕】\]］]))(?P<word>[\u4e00-\u9fff]{2,8})[:：]")
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


def split_bracket(text: Text) -> tuple[Text, Text | None]:
    """Return a paragraph without white space in two: the text, and the inside of an assignment bracket at its end.

    The bracket is one of （）〔〕【】[] whose content has a role's label, or is units with roles (`A牵头，B配合`).
    """
    value = text.value.rstrip("。；;")
    start = _opening(value)
    if start is None:
        return text, None
    inside = text[start + 1 : len(value) - 1]
    if not _assigns(inside):
        return text, None
    return text[:start], inside


def read_labelled(text: Text, year: int | None, basis: Basis = "own") -> Labelled:
    """Return what a text with labels says; without any label, its units must say their roles themselves."""
    rest, rule = _without_rule(text)
    found: dict[tuple[Role, str], Assignment] = {}
    open_ended, deadline = False, None
    for kind, value in _segments(rest):
        if kind == "deadline":
            deadline = read_deadline(value, year)
            continue
        units = read_units(value)
        open_ended = open_ended or units.open_ended
        for unit in units.units:
            role = unit.role or next((role for role in ROLES if role == kind), None)
            if role:
                found.setdefault((role, unit.name), Assignment(unit.name, role, basis, unit.span))
    return Labelled(tuple(found.values()), open_ended, deadline, rule)


def find_rule(text: Text) -> tuple[Assignment, ...]:
    """Return the units that a sentence binds to every task of the document: 以下均需各县市区落实."""
    match = RULE.search(text.value)
    if match is None:
        return ()
    units = read_units(text[match.start("units") : match.end("units")]).units
    return tuple(Assignment(unit.name, "responsible", "document_rule", unit.span) for unit in units)


def _without_rule(text: Text) -> tuple[Text, tuple[Assignment, ...]]:
    match = RULE.search(text.value)
    if match is None:
        return text, ()
    # What follows a rule in a bracket is nothing but 不再逐一列出; a label behind it would stand behind a 。
    return text[: match.start()], find_rule(text)


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


def _assigns(inside: Text) -> bool:
    kinds = {kind for kind, _ in _segments(inside)}
    if kinds & set(ROLES):
        return True
    units = read_units(inside).units
    return bool(units) and all(unit.role for unit in units)


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
