"""The queries of ontology/queries and ontology/checks: read, their slot filled, their answer put in words."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import cast

import pyoxigraph as ox

from graph_build.vocabulary.terms import ONTOLOGY, XSD
from graph_query.errors import SlotInvalid
from graph_query.model import ReadyQuery, Rows, Slot, SlotKind, Term, as_text

HEADER = re.compile(r"^# (title|question|slot|sentence|column): (.+)$", re.MULTILINE)
LONGEST_LIST = 10


@cache
def ready_queries() -> tuple[ReadyQuery, ...]:
    """Return the ready-made queries, by file name."""
    return tuple(_read(path) for path in sorted((ONTOLOGY / "queries").glob("*.rq")))


@cache
def checks() -> tuple[ReadyQuery, ...]:
    """Return the queries whose rows are doubtful readings, by file name."""
    return tuple(_read(path) for path in sorted((ONTOLOGY / "checks").glob("*.rq")))


def fill(query: ReadyQuery, value: str | None = None) -> str:
    """Return a ready-made query's SPARQL with a value in its slot; without one, as it is written, with its example.

    Raises SlotInvalid where the value does not fit the slot.
    """
    if query.slot is None or value is None:
        return query.sparql
    return with_values(query.sparql, query.slot.name, slot_term(query.slot, value))


def with_values(sparql: str, variable: str, *terms: Term) -> str:
    """Return SPARQL with the contents of `VALUES ?variable { … }` replaced by terms, each escaped by its own n3."""
    pattern = re.compile(rf"(VALUES \?{variable} )\{{[^}}]*\}}")
    return pattern.sub(lambda match: f"{match[1]}{{ {' '.join(map(str, terms))} }}", sparql)


def slot_term(slot: Slot, value: str) -> ox.Literal:
    """Return what a person typed as the term that the slot takes. Raises SlotInvalid where it does not fit."""
    typed = value.strip()
    if not typed:
        raise SlotInvalid(f"请填写{slot.label}，例如“{slot.example}”。")
    if slot.kind == "text":
        return ox.Literal(typed)
    try:
        return ox.Literal(date.fromisoformat(typed).isoformat(), datatype=XSD.date)
    except ValueError as error:
        raise SlotInvalid(f"“{typed}”不是日期。请按“{slot.example}”的样子填写{slot.label}。") from error


def sentence(query: ReadyQuery, value: str | None, rows: Rows) -> str:
    """Return the answer in words: {slot}, {rows} and {column} (its values, up to ten) filled in."""
    if not rows.rows:
        return "没有查到。"
    fields = {"rows": str(len(rows.rows))}
    for n, column in enumerate(rows.columns):
        found = list(dict.fromkeys(as_text(row[n]) for row in rows.rows if row[n] is not None))
        more = f"等（共{len(found)}个）" if len(found) > LONGEST_LIST else ""
        fields[column] = "、".join(found[:LONGEST_LIST]) + more
    if query.slot:
        fields[query.slot.name] = (value or query.slot.example).strip()
    return query.sentence.format_map(fields)


def _read(path: Path) -> ReadyQuery:
    text = path.read_text("utf-8")
    header: dict[str, str] = {}
    columns: list[tuple[str, str]] = []
    for key, value in HEADER.findall(text):
        if key == "column":
            variable, label = value.split(" ", 1)
            columns.append((variable, label))
        else:
            header[key] = value
    return ReadyQuery(
        name=path.stem,
        title=header["title"],
        question=header["question"],
        sentence=header["sentence"],
        columns=tuple(columns),
        slot=_slot(header["slot"], text) if "slot" in header else None,
        sparql=text[text.index("PREFIX") :],
    )


def _slot(header: str, text: str) -> Slot:
    name, kind, label = header.split(" ", 2)
    example = re.search(rf'VALUES \?{name} {{ "([^"]*)"', text)
    if example is None:
        raise ValueError(f"no VALUES ?{name} with an example")
    return Slot(name, cast("SlotKind", kind), label, example[1])
