"""Units of a ranking that several documents of one place name: their tasks count together."""

from __future__ import annotations

from collections import defaultdict

from graph_query.labels import labels_of
from graph_query.labels.scopes import File
from graph_query.stores import Store

Row = dict[str, str]
# A unit without a place of the register is its document's: those of one name in the lists of one body are one.
OF_A_DOCUMENT = "/unit/doc/"


def together(rows: list[Row], store: Store, *, least: bool) -> list[Row]:
    """Return one row a unit, most tasks first, or `least`; a task stands in one document, so that counts add up."""
    files = {file.iri: file for file in labels_of(store).files}
    by_unit: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        by_unit[_key(row, files[row["file"]])].append(row)
    if len(by_unit) == len(rows):
        return rows
    joined = [_joined(its) for its in by_unit.values()]
    return sorted(joined, key=lambda row: int(row["tasks"]) * (1 if least else -1))


def _key(row: Row, file: File) -> tuple[str, str]:
    if OF_A_DOCUMENT in row["unit"]:
        return file.bodies[0] if file.bodies else file.iri, row["unitName"]
    return "", row["unit"]


def _joined(rows: list[Row]) -> Row:
    """Return one row for several: their documents side by side, their tasks added up."""
    first = rows[0]
    if len(rows) == 1:
        return first
    counts = {name: str(sum(int(row[name]) for row in rows)) for name in ("tasks", "supposed")}
    several = {f"{name}s": " ".join(dict.fromkeys(row[name] for row in rows)) for name in ("file", "unit")}
    return first | counts | several | {"document": "、".join(row["document"] for row in rows)}
