"""An answer in words: the sentence of what is asked for, filled with what the rows say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graph_build.vocabulary.concepts import label_of
from graph_query.answering.grounds import grounds_said
from graph_query.answering.query import kind_of
from graph_query.labels import labels_of
from graph_query.ledger.duties import of_one
from graph_query.stores import Store, select
from graph_query.understanding.conditions import NO_GROUPS
from graph_query.understanding.formula import Atom, Condition, Formula, atoms, conjuncts, is_scope
from graph_query.understanding.saying import GROUPED, doing, said

LONGEST_LIST = 10


def sentence_words(
    formula: Formula, rows: Sequence[Mapping[str, str]], values: Mapping[str, Any], store: Store
) -> dict[str, str]:
    """Return what the sentence of a kind is filled with."""
    labels = {file.slug: file.label for file in labels_of(store).files}
    kind = kind_of(formula)
    places = formula.wants == "places"
    count = (
        len(values["documents"])
        if "documents" in values and formula.wants != "units"
        else values.get("count", len(rows))
    )
    return {
        "about": about(formula),
        "roles": _roles(formula),
        "roles_short": doing(formula.roles) if formula.roles else "",
        "most": "最少" if formula.order and formula.order.least else "最多",
        "count": rows[0]["count"] if formula.measure == "difference" else str(count),
        "spread": _spread(rows) if kind.returns == "count" else "",
        "collectives": _through_collectives(formula, store) if "$collectives" in kind.sentence else "",
        "tasks": _tasks_or_text(formula, rows) if "tasks" in values else "",
        "agencies": _grouped(values.get("agencies", ()), labels),
        "ranking": _listed(f"{row['name']}（{row['tasks']}项）" for row in rows) if kind.returns == "ranking" else "",
        "dates": _listed(values.get("dates", ())),
        "grounds": grounds_said(rows) if kind.returns == "grounds" else "",
        "references": _listed(_reference(entry) for entry in values.get("references", ())),
        "documents": _documents(rows, formula) if "documents" in values or kind.returns == "count_documents" else "",
        "documents_asked": "地方（按文件）" if places else "文件",
        "classifier": "份",
        "by": GROUPED.get(formula.by or "", ""),
        "groups": _listed(f"{group['name']}（{group['count']}项）" for group in values.get("groups", ())),
        "sections": _listed(values.get("sections", ())),
        "whole": _whole(formula),
        "total": str(values.get("total", "")),
        "percent": _percent(values),
        "difference": str(values.get("count", "")) if formula.measure == "difference" else "",
    }


def about(formula: Formula) -> str:
    """Return the conditions of an answer in words; units that a task names are 点名."""
    parts = conjuncts(formula.of)
    scope = "、".join(said(part) for part in parts if is_scope(part))
    others = [_condition(part) for part in parts if not is_scope(part)]
    if formula.none:
        others.append(f"没有{said(formula.none)}的任务")
    if formula.listed.bodies:
        others.append(NO_GROUPS)
    return "，".join([scope or "收录的文件", *others])


def _condition(part: Condition) -> str:
    if not isinstance(part, Atom):
        return said(part)
    if part.kind == "unit":
        return f"点名“{part.shown}”{doing(part.roles)}"
    return f"与“{part.shown}”有关" if part.kind == "topic" else said(part)


def _roles(formula: Formula) -> str:
    if not formula.roles:
        return "牵头和责任单位"
    return f"{'、'.join(label_of('roles', role) for role in formula.roles)}单位"


def _listed(entries: Iterable[str]) -> str:
    """Return up to ten entries in a row, and say how many there are where there are more."""
    found = list(dict.fromkeys(entries))
    return "、".join(found[:LONGEST_LIST]) + (
        f"等（共{len(found)}个，其余见下表）" if len(found) > LONGEST_LIST else ""
    )


def _tasks_or_text(formula: Formula, rows: Sequence[Mapping[str, str]]) -> str:
    """Return tasks by their numbers; one that was asked for by its number with its text."""
    tasks = _tasks(rows)
    if any(atom.kind == "number" for atom in atoms(formula.of)):
        return f"{tasks}：{_listed(row['text'] for row in rows)}"
    return tasks


def _tasks(rows: Sequence[Mapping[str, str]]) -> str:
    """Return up to ten tasks, the title of each document once, and say how many there are where there are more."""
    found = list(dict.fromkeys((row["document"], row["index"]) for row in rows))
    by_title: defaultdict[str, list[str]] = defaultdict(list)
    for title, index in found[:LONGEST_LIST]:
        by_title[title].append(f"第{index}项")
    more = f"等（共{len(found)}项，其余见下表）" if len(found) > LONGEST_LIST else ""
    return "；".join(f"《{title}》{'、'.join(numbers)}" for title, numbers in by_title.items()) + more


def _documents(rows: Sequence[Mapping[str, str]], formula: Formula) -> str:
    """Return documents by their titles, in a ranking with how many tasks they have."""
    ranked = formula.order is not None
    return _listed(f"《{row['document']}》" + (f"（{row['tasks']}项）" if ranked else "") for row in rows)


def _grouped(agencies: Iterable[Mapping[str, Any]], labels: Mapping[str, str]) -> str:
    """Return agencies by document, where there are several documents."""
    by_file: defaultdict[str, list[str]] = defaultdict(list)
    for agency in agencies:
        for slug in agency["documents"]:
            by_file[slug].append(agency["name"])
    if len(by_file) == 1:
        return _listed(next(iter(by_file.values())))
    return "；".join(f"《{labels[slug]}》：{_listed(names)}" for slug, names in by_file.items())


def _reference(entry: Mapping[str, str | None]) -> str:
    title, number = entry["title"], entry["number"]
    return f"《{title}》（{number}）" if title and number else f"《{title}》" if title else str(number)


def _spread(rows: Sequence[Mapping[str, str]]) -> str:
    return f"（{_listed(f'''《{row['document']}》{row['count']}项''' for row in rows)}）" if len(rows) > 1 else ""


def _whole(formula: Formula) -> str:
    return about(Formula("tasks", formula.within)) if formula.within else ""


def _percent(values: Mapping[str, Any]) -> str:
    total = values.get("total")
    return f"{100 * values['count'] / total:.1f}%" if total else ""


def _through_collectives(formula: Formula, store: Store) -> str:
    """Say how many tasks more hold a unit through a collective name, surely and possibly."""
    parts = [part for part in conjuncts(formula.of) if not is_scope(part)]
    if len(parts) != 1 or not isinstance(parts[0], Atom) or parts[0].kind != "unit" or parts[0].roles:
        return ""
    units = parts[0].values
    if len(units) != 1:
        return ""
    counting = of_one(units[0], labels_of(store).names[units[0]])
    rows = [row for row in select(store, counting).values() if row["place"] in _places_of(units[0], store)]
    if len(rows) != 1 or rows[0]["included"] == rows[0]["possible"] == "0":
        return ""
    return f"另有统称包含{rows[0]['included']}项，可能涉及{rows[0]['possible']}项，不在其内。"


def _places_of(unit: str, store: Store) -> tuple[str, ...]:
    labels = labels_of(store)
    return tuple(file.place for file in labels.files if file.iri in labels.files_of_unit[unit])
