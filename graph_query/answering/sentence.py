"""An answer in words: the sentence of what is asked for, filled with what the rows say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from graph_query.answering.apart import among, apart
from graph_query.answering.behind import Behind
from graph_query.answering.grounds import grounds_said
from graph_query.answering.query import kind_of
from graph_query.answering.titles import files_by_iri, numbers, place_of, titled
from graph_query.answering.units_said import LONGEST_LIST, agencies_said, in_a_row, roles_said
from graph_query.labels import labels_of
from graph_query.labels.scopes import File
from graph_query.ledger.duties import of_one
from graph_query.stores import Store, select
from graph_query.understanding.conditions import NO_GROUPS
from graph_query.understanding.formula import (
    Atom,
    Condition,
    Formula,
    Order,
    alternatives,
    any_of,
    atoms,
    conjuncts,
    is_scope,
)
from graph_query.understanding.saying import GROUPED, also_said, bound_said, doing, said

# So many that are left out are said by name.
MOST_LEFT_OUT = 6


def sentence_words(
    formula: Formula, rows: Sequence[Mapping[str, str]], values: Mapping[str, Any], store: Store, held: Behind
) -> dict[str, str]:
    """Return what the sentence of a kind is filled with."""
    files = files_by_iri(store)
    kind = kind_of(formula)
    count, templates = _count(formula, rows, values, held, files)
    documents = "documents" in values or kind.returns == "count_documents"
    by_file = partial(_by_file, rows, files) if "file" in (rows or [{}])[0] else None
    groups = in_a_row(f"{group['name']}（{group['count']}项）" for group in values.get("groups", ()))
    return {
        "about": about(formula),
        "roles": roles_said(formula),
        "roles_short": doing(formula.roles) if formula.roles or not _is_ranked(formula) else "",
        "most": _most(formula.order) if _is_ranked(formula) else "",
        "count": count,
        "apart": templates,
        "spread": _spread(rows, files) if kind.returns == "count" else "",
        "collectives": _through_collectives(formula, store) if "$collectives" in kind.sentence else "",
        "tasks": _tasks_or_text(formula, rows, held) if "tasks" in values else "",
        "agencies": agencies_said(formula, rows, values, held, files),
        "units": by_file(lambda row: row["unitName"]) if by_file and kind.returns == "count_units" else "",
        "ranking": _ranking(rows, files) if kind.returns == "ranking" else "",
        "grounds": grounds_said(rows) if kind.returns == "grounds" else "",
        "dates": by_file(_date) if by_file and "dates" in values else "",
        "references": _references(rows, values, by_file) if "references" in values else "",
        "documents": _documents(rows, formula, files) if documents else "",
        "documents_asked": "地方（按文件）" if formula.wants == "places" else "文件",
        "classifier": "份",
        "by": GROUPED.get(formula.by or "", ""),
        "groups": groups,
        "sections": by_file(lambda row: row["section"]) if by_file and kind.returns == "sections" else "",
        "whole": _whole(formula),
        "total": str(values.get("total", "")) + among(held.compared_per_file),
        "percent": _percent(values),
        "difference": str(values.get("count", "")) if formula.measure == "difference" else "",
    }


def _is_ranked(formula: Formula) -> bool:
    """Say whether units stand by the number of their tasks, and not as the documents list them."""
    return bool(formula.order or formula.by)


def _most(order: Order | None) -> str:
    """Return which units a ranking lists: those with the most tasks, the least, or so many."""
    if order and order.op:
        return bound_said(order)
    return "最少" if order and order.least else "最多"


def _count(
    formula: Formula,
    rows: Sequence[Mapping[str, str]],
    values: Mapping[str, Any],
    held: Behind,
    files: Mapping[str, File],
) -> tuple[str, str]:
    """Return how many there are, and what is said of those of templates, which are no place's."""
    returns = kind_of(formula).returns
    if returns in ("tasks", "count"):
        number, templates = apart(held.per_file, "项")
        return str(number), templates
    if returns in ("documents", "count_documents", "count_units"):
        number, templates = apart(((files[row["file"]], 1) for row in rows), "个" if formula.wants == "units" else "份")
        return str(number), templates
    if formula.measure == "difference":
        return rows[0]["count"], among(held.per_file)
    of_places = formula.by == "place"
    return str(values.get("count", len(rows))), among(held.per_file, "另有" if of_places else "其中")


def remarks(held: Behind) -> str:
    """Return what is to be said behind a sentence: what no column is for, which readings are doubtful."""
    said_of = [f"（{blank.sentence}。）" for blank in held.blanks]
    doubtful = "、".join(titled(file) for file in held.doubtful)
    return "".join([*said_of, f"（识读存疑，请对照原文：{doubtful}。）" if doubtful else ""])


def about(formula: Formula) -> str:
    """Return the conditions of an answer in words, without those it counts by; units that a task names are 点名."""
    counted_by = alternatives(formula.of) if formula.by == "each" else ()
    parts = [part for part in conjuncts(formula.of) if not counted_by or part != any_of(counted_by)]
    scope = "、".join(said(part) for part in parts if is_scope(part))
    others = [_condition(part) for part in parts if not is_scope(part)]
    if formula.none:
        others.append(f"没有{said(formula.none)}的任务")
    if formula.listed.bodies:
        others.append(NO_GROUPS)
    if formula.order and formula.order.op and formula.wants in ("documents", "places"):
        others.append(f"任务{bound_said(formula.order)}")
    others += [also_said(part) for part in formula.listed.also]
    if formula.listed.out_names:
        others.append(_left_out(formula.listed.out_names))
    return "，".join([scope or "收录的文件", *others])


def _left_out(names: Sequence[str]) -> str:
    """Return what is not listed, by name where these are few."""
    return f"除{'、'.join(names)}以外" if len(names) <= MOST_LEFT_OUT else f"除所说的{len(names)}个以外"


def _condition(part: Condition) -> str:
    if not isinstance(part, Atom):
        return said(part)
    if part.kind == "unit":
        return f"点名“{part.shown}”{doing(part.roles)}"
    return f"与“{part.shown}”有关" if part.kind == "topic" else said(part)


def _tasks_or_text(formula: Formula, rows: Sequence[Mapping[str, str]], held: Behind) -> str:
    """Return tasks by their numbers; one that was asked for by its number with its text."""
    tasks = _tasks(held)
    if any(atom.kind == "number" for atom in atoms(formula.of)):
        return f"{tasks}：{in_a_row(row['text'] for row in rows)}"
    return tasks


def _tasks(held: Behind) -> str:
    """Return up to ten tasks, the title of each document once, and say how many there are where there are more."""
    by_title: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for task in held.tasks[:LONGEST_LIST]:
        by_title[titled(task.file)].append((task.no, task.index))
    more = f"等（共{held.count}项，其余见下表）" if held.count > LONGEST_LIST else ""
    return "；".join(f"{title}{numbers(found)}" for title, found in by_title.items()) + more


def _documents(rows: Sequence[Mapping[str, str]], formula: Formula, files: Mapping[str, File]) -> str:
    """Return documents by their titles, in a ranking with how many tasks they have."""
    ranked = formula.order is not None
    return in_a_row(titled(files[row["file"]]) + (f"（{row['tasks']}项）" if ranked else "") for row in rows)


def _by_file(
    rows: Sequence[Mapping[str, str]], files: Mapping[str, File], words_of: Callable[[Mapping[str, str]], str]
) -> str:
    """Return words for rows, by document where there are several."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        found[row["file"]].append(words_of(row))
    if len(found) == 1:
        return in_a_row(next(iter(found.values())))
    return "；".join(f"{titled(files[iri])}：{in_a_row(words)}" for iri, words in found.items())


def _date(row: Mapping[str, str]) -> str:
    return row.get("date") or row.get("words") or row.get("issued", "")


def _ranking(rows: Sequence[Mapping[str, str]], files: Mapping[str, File]) -> str:
    """Return units with how many tasks they have, and with their places where there are several."""
    several = len({row["file"] for row in rows}) > 1

    def words(row: Mapping[str, str]) -> str:
        file = files[row["file"]]
        one = place_of(file) or (file.whose if "files" in row else file.label)
        where = f"{one}，" if several else ""
        return f"{row['name']}（{where}{row['tasks']}项）"

    return in_a_row(map(words, rows))


def _references(
    rows: Sequence[Mapping[str, str]],
    values: Mapping[str, Any],
    by_file: Callable[[Callable[[Mapping[str, str]], str]], str] | None,
) -> str:
    """Return acts by the document that cites them, where that is known; a document's own number as it is."""
    if by_file and "title" in rows[0]:
        return by_file(_reference)
    return in_a_row(_reference(entry) for entry in values["references"])


def _reference(entry: Mapping[str, str | None]) -> str:
    title, number = entry["title"], entry["number"]
    return f"《{title}》（{number}）" if title and number else f"《{title}》" if title else str(number)


def _spread(rows: Sequence[Mapping[str, str]], files: Mapping[str, File]) -> str:
    each = in_a_row(f"{titled(files[row['file']])}{row['count']}项" for row in rows)
    return f"（{each}）" if len(rows) > 1 else ""


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
    counting = of_one(units[0])
    rows = [row for row in select(store, counting).values() if row["place"] in _places_of(units[0], store)]
    if len(rows) != 1 or rows[0]["included"] == rows[0]["possible"] == "0":
        return ""
    return f"另有统称包含{rows[0]['included']}项，可能涉及{rows[0]['possible']}项，不在其内。"


def _places_of(unit: str, store: Store) -> tuple[str, ...]:
    labels = labels_of(store)
    return tuple(file.place for file in labels.files if file.iri in labels.files_of_unit[unit])
