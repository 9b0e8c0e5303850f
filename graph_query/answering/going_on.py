"""What a question can go on from: the formula of an answer, and the units, documents and tasks that it found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from graph_query.answering.values import slug_of_file
from graph_query.errors import NotKnown
from graph_query.labels import Labels
from graph_query.understanding import Before, Formula
from graph_query.understanding.formula import Atom

NOT_UNDERSTOOD = "前一句没有看懂，接不上。请把整句话写出来。"
Rows = Iterable[Mapping[str, str]]


def before_of(formula: Formula | None, rows: Rows, values: Mapping[str, Any], labels: Labels) -> Before:
    """Return what a question goes on from; `values` say which of the rows are the answer.

    Raises NotKnown where the one before was not understood.
    """
    if formula is None:
        raise NotKnown(NOT_UNDERSTOOD)
    rows = list(rows)
    if formula.order and values.get("documents"):
        rows = [row for row in rows if slug_of_file(row["file"]) in values["documents"]]
    if formula.order and "agencies" in values:
        named = {agency["preferred"] for agency in values["agencies"]}
        rows = [row for row in rows if row["unitName"] in named]
    documents = {row["file"]: _document(row) for row in rows if row.get("file") and row.get("document")}
    tasks = {(row["file"], row["index"]): None for row in rows if row.get("index") and row.get("file") in documents}
    return Before(
        formula,
        units=_units(rows, labels),
        best=_units([row for row in rows if row["tasks"] == rows[0]["tasks"]], labels) if formula.order else (),
        documents=tuple(documents.values()),
        acts=tuple({row["act"]: _act(row) for row in rows if row.get("act") and row.get("title")}.values()),
        tasks=tuple((documents[file], index) for file, index in tasks),
    )


def _document(row: Mapping[str, str]) -> Atom:
    return Atom("document", (row["file"],), words=row["document"], shown=f"《{row['document']}》")


def _act(row: Mapping[str, str]) -> Atom:
    said = row.get("number") or f"《{row['title']}》"
    return Atom("cites", (row["act"],), words=said, shown=said)


def _units(rows: Rows, labels: Labels) -> tuple[Atom, ...]:
    """Return the units of the rows, each as its documents have it."""
    found: dict[str, dict[str, None]] = {}
    for row in rows:
        name = row.get("unitName", "")
        for unit in labels.of_name(name, "unit") if name else ():
            if labels.names[unit] == name and row["file"] in labels.files_of_unit[unit]:
                found.setdefault(name, {})[unit] = None
    return tuple(Atom("unit", tuple(sorted(units)), words=name, shown=name) for name, units in found.items())
