"""An answer in words: the sentence of its kind, filled with what the rows say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graph_build.vocabulary.concepts import label_of
from graph_query.labels import labels_of
from graph_query.ledger.duties import of_one
from graph_query.stores import Store, select
from graph_query.understanding import PartKind, Reading, role_words

LONGEST_LIST = 10
SCOPES: tuple[PartKind, ...] = ("place", "year", "document")
OTHERS: tuple[PartKind, ...] = ("words", "issued", "issuer", "with", "groups")


def sentence_words(
    reading: Reading, rows: Sequence[Mapping[str, str]], values: Mapping[str, Any], store: Store
) -> dict[str, str]:
    """Return what the sentence of a kind is filled with."""
    labels = {file.slug: file.label for file in labels_of(store).files}
    roles = role_words(reading.roles)
    role = reading.of("role")
    scope = _scope(reading)
    count = values.get("count", len(rows))
    if "documents" in values:
        count = len(values["documents"])
    return {
        "about": _about(reading, scope),
        "topic": _shown(reading, "topic") or _shown(reading, "heading"),
        "act": _shown(reading, "act"),
        "unit": "、".join(f"“{part.shown}”" for part in reading.of("unit")),
        "number": "、".join(part.values[0] for part in reading.of("number")),
        "due": _shown(reading, "due"),
        "doing": _doing(reading) if role else "负责",
        "roles": f"{roles}单位" if role else "牵头和责任单位",
        "roles_short": _doing(reading) if role else "",
        "named": f"点名{'、'.join(f'“{p.shown}”' for p in reading.of('unit'))}{_doing(reading) if role else '负责'}的"
        if reading.of("unit")
        else "",
        "most": "最少" if reading.least else "最多",
        "count": str(count),
        "spread": _spread(rows) if reading.kind.returns == "count" else "",
        "collectives": _through_collectives(reading, store) if "$collectives" in reading.kind.sentence else "",
        "tasks": _tasks(rows) if "tasks" in values else "",
        "texts": _listed(f"{row['text']}（{row['document']}第{row['index']}项）" for row in rows)
        if "tasks" in values
        else "",
        "agencies": _grouped(values.get("agencies", ()), labels),
        "ranking": _listed(f"{row['name']}（{row['tasks']}项）" for row in rows)
        if reading.kind.returns in ("ranking", "top_agencies")
        else "",
        "dates": _listed(values.get("dates", ())),
        "references": _listed(_reference(entry) for entry in values.get("references", ())),
        "documents": _listed(f"《{labels[slug]}》" for slug in values.get("documents", ())),
    }


def _doing(reading: Reading) -> str:
    """Return roles as what units do: 牵头, 作为责任单位."""
    labels = {role: label_of("roles", role) for role in reading.roles}
    return "或".join(f"作为{label}单位" if role == "responsible" else label for role, label in labels.items())


def _listed(entries: Iterable[str]) -> str:
    """Return up to ten entries in a row, and say how many there are where there are more."""
    found = list(dict.fromkeys(entries))
    return "、".join(found[:LONGEST_LIST]) + (
        f"等（共{len(found)}个，其余见下表）" if len(found) > LONGEST_LIST else ""
    )


def _tasks(rows: Sequence[Mapping[str, str]]) -> str:
    """Return up to ten tasks, the title of each document once, and say how many there are where there are more."""
    found = list(dict.fromkeys((row["document"], row["index"]) for row in rows))
    by_title: defaultdict[str, list[str]] = defaultdict(list)
    for title, index in found[:LONGEST_LIST]:
        by_title[title].append(f"第{index}项")
    more = f"等（共{len(found)}项，其余见下表）" if len(found) > LONGEST_LIST else ""
    return "；".join(f"《{title}》{'、'.join(numbers)}" for title, numbers in by_title.items()) + more


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


def _shown(reading: Reading, kind: PartKind) -> str:
    return "、".join(part.shown for part in reading.of(kind))


def _scope(reading: Reading) -> str:
    scopes = [part.shown for kind in SCOPES for part in reading.of(kind)]
    return "、".join(scopes) or "收录的文件"


def _about(reading: Reading, scope: str) -> str:
    """Return the conditions of a question in words."""
    conditions = [scope]
    conditions += [part.shown for part in reading.of("heading")]
    conditions += [f"与“{part.shown}”有关" for part in reading.of("topic")]
    conditions += [f"不涉及“{part.shown}”" for part in reading.of("without")]
    conditions += [f"{part.shown}任务" for part in reading.of("number")]
    conditions += [f"引用{part.shown}" for part in reading.of("act")]
    conditions += [part.shown for part in reading.of("due")]
    conditions += [part.shown for kind in OTHERS for part in reading.of(kind)]
    return "，".join(conditions)


def _through_collectives(reading: Reading, store: Store) -> str:
    """Say how many tasks more hold a unit through a collective name, surely and possibly."""
    units = [unit for part in reading.of("unit") for unit in part.values]
    if len(units) != 1 or reading.of("role") or reading.of("topic") or reading.of("due"):
        return ""
    counting = of_one(units[0], labels_of(store).names[units[0]])
    rows = [row for row in select(store, counting).values() if row["place"] in _places_of(units[0], store)]
    if len(rows) != 1 or rows[0]["included"] == rows[0]["possible"] == "0":
        return ""
    return f"另有统称包含{rows[0]['included']}项，可能涉及{rows[0]['possible']}项，不在其内。"


def _places_of(unit: str, store: Store) -> tuple[str, ...]:
    labels = labels_of(store)
    return tuple(file.place for file in labels.files if file.iri in labels.files_of_unit[unit])
