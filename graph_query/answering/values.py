"""What was asked for, out of the rows of an answer, under its key of the question benchmark."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from graph_query.answering.grounds import grounds_of


def agencies_of(rows: Iterable[Mapping[str, str]]) -> list[dict[str, Any]]:
    """Return units under the name that each document writes first, with the documents and the preferred name."""
    names: dict[tuple[str, str], str] = {}
    for row in rows:
        names.setdefault((row["file"], row["unitName"]), row["name"])
    found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for (file, preferred), name in names.items():
        found[name, preferred].append(slug_of_file(file))
    return [{"name": name, "preferred": preferred, "documents": slugs} for (name, preferred), slugs in found.items()]


def slug_of_file(iri: str) -> str:
    """Return the slug of a document by its IRI."""
    return iri.rsplit("/", 1)[-1]


Row = Mapping[str, str]
Values = dict[str, Any]


def _tasks(rows: Sequence[Row]) -> Values:
    return {"tasks": [{"document": slug_of_file(row["file"]), "index": int(row["index"])} for row in rows]}


def _ranking(rows: Sequence[Row]) -> Values:
    agencies = [
        agency | {"documents": list(map(slug_of_file, _files(row))), "count": int(row["tasks"])}
        for row in rows
        for agency in agencies_of([row])
    ]
    return {
        "agencies": agencies,
        "documents": list(dict.fromkeys(slug_of_file(f) for row in rows for f in _files(row))),
    }


def _files(row: Row) -> list[str]:
    """Return the documents of a row; of a unit that several name, all of them."""
    return (row.get("files") or row["file"]).split()


def _issuer(rows: Sequence[Row]) -> Values:
    return {"agencies": [{"name": row["issuer"], "documents": [slug_of_file(row["file"])]} for row in rows]}


def _references(rows: Sequence[Row]) -> Values:
    acts = {row["act"]: {"title": row["title"] or None, "number": row["number"] or None} for row in rows}
    return {"references": list(acts.values())}


def _groups(rows: Sequence[Row]) -> Values:
    groups = [{"name": row["key"], "count": int(row["tasks"])} for row in rows]
    return {"groups": groups, "count": sum(group["count"] for group in groups)}


def _share(rows: Sequence[Row]) -> Values:
    return {"count": int(rows[0]["count"]), "total": int(rows[0]["total"])}


# What a kind of question returns -> the key of its answer, and what stands under it.
VALUES: dict[str, Callable[[Sequence[Row]], Values]] = {
    "tasks": _tasks,
    "agencies": lambda rows: {"agencies": agencies_of(rows)},
    "ranking": _ranking,
    "issuer": _issuer,
    "count": lambda rows: {"count": sum(int(row["count"]) for row in rows)},
    "count_units": lambda rows: {"count": len(rows)},
    "count_documents": lambda rows: {"count": len(rows)},
    "dates": lambda rows: {"dates": list(dict.fromkeys(row["date"] or row["words"] for row in rows))},
    "issued": lambda rows: {"dates": list(dict.fromkeys(row["issued"] for row in rows))},
    "references": _references,
    "grounds": grounds_of,
    "count_references": lambda rows: {"count": len(rows), **_references(rows)},
    "numbers": lambda rows: {"references": [{"title": row["document"], "number": row["number"]} for row in rows]},
    "documents": lambda rows: {"documents": [slug_of_file(row["file"]) for row in rows]},
    "groups": _groups,
    "share": _share,
    "difference": lambda rows: {**_share(rows), "count": abs(int(rows[0]["count"]) - int(rows[0]["total"]))},
    "sections": lambda rows: {"sections": [row["section"] for row in rows], "count": len(rows)},
}
