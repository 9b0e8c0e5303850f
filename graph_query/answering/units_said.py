"""Units in the sentence of an answer: by role, by document, or by task; and things in a row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graph_build.model import ROLES
from graph_build.vocabulary.concepts import label_of
from graph_query.answering.behind import Behind
from graph_query.answering.titles import numbers, titled
from graph_query.labels.scopes import File
from graph_query.understanding.formula import Formula, atoms

LONGEST_LIST = 10
# So few tasks are named in passing.
FEW = 5


def agencies_said(
    formula: Formula,
    rows: Sequence[Mapping[str, str]],
    values: Mapping[str, Any],
    held: Behind,
    files: Mapping[str, File],
) -> str:
    """Return units under the roles in which they are written, with how many tasks it is that speak of a topic."""
    by_number = _by_number(formula, rows, held)
    if by_number:
        return f"{roles_said(formula)}：{by_number}"
    if "role" not in (rows or [{}])[0] or formula.listed.also:
        return f"{roles_said(formula)}：{_grouped(formula, values.get('agencies', ()), files)}"
    found: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        found[row["file"]][row["role"]].append(row["name"])
    names = [label_of("roles", role) for role in ROLES]
    said_of = {
        iri: "；".join(f"{role}单位：{in_a_row(by_role[role])}" for role in names if role in by_role)
        for iri, by_role in found.items()
    }
    if len(said_of) == 1 and any(atom.kind in ("place", "document") for atom in atoms(formula.of)):
        return _which_tasks(formula, held) + next(iter(said_of.values()))
    return _which_tasks(formula, held) + "。".join(f"{titled(files[iri])}{words}" for iri, words in said_of.items())


def _which_tasks(formula: Formula, held: Behind) -> str:
    """Return how many tasks speak of a topic, a few of them by their numbers: some only mention it."""
    if not any(atom.kind in ("topic", "text") for atom in atoms(formula.of)):
        return ""
    of_one = len({task.file.iri for task in held.tasks}) == 1
    which = f"（{numbers((task.no, task.index) for task in held.tasks)}）" if of_one and held.count <= FEW else ""
    return f"任务{held.count}项{which}{'，' if of_one else '：'}"


def _grouped(formula: Formula, agencies: Iterable[Mapping[str, Any]], files: Mapping[str, File]) -> str:
    """Return agencies by document; one whose place the question names need not be said."""
    by_slug: defaultdict[str, list[str]] = defaultdict(list)
    for agency in agencies:
        for slug in agency["documents"]:
            by_slug[slug].append(agency["name"])
    if len(by_slug) == 1 and any(atom.kind in ("place", "document") for atom in atoms(formula.of)):
        return in_a_row(next(iter(by_slug.values())))
    titles = {file.slug: titled(file) for file in files.values()}
    return "；".join(f"{titles[slug]}：{in_a_row(names)}" for slug, names in by_slug.items())


def _by_number(formula: Formula, rows: Sequence[Mapping[str, str]], held: Behind) -> str:
    """Return units by task, where several tasks of one document are asked for by their numbers; nothing elsewhere."""
    wanted = sum(len(atom.values) for atom in atoms(formula.of) if atom.kind == "number")
    if wanted <= 1 or len({row["file"] for row in rows}) != 1 or formula.measure != "list" or formula.wants != "units":
        return ""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        found[row["task"]].append(row["name"])
    said_of = {task.task: numbers([(task.no, task.index)]) for task in held.tasks}
    if not found.keys() <= said_of.keys():  # of very many tasks none is left out: the units are said together
        return ""
    return "；".join(f"{said_of[task]}：{in_a_row(names)}" for task, names in found.items())


def roles_said(formula: Formula) -> str:
    """Return what units of the roles of a formula are called."""
    if not formula.roles:
        return "牵头和责任单位"
    return f"{'、'.join(label_of('roles', role) for role in formula.roles)}单位"


def in_a_row(entries: Iterable[str]) -> str:
    """Return up to ten entries in a row, and say how many there are where there are more."""
    found = list(dict.fromkeys(entries))
    return "、".join(found[:LONGEST_LIST]) + (
        f"等（共{len(found)}个，其余见下表）" if len(found) > LONGEST_LIST else ""
    )
