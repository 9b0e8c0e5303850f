"""The gold form of a document, rebuilt from the graph by SPARQL alone."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from graph_query.stores import Store, select

Json = dict[str, Any]
PREFIXES = """
PREFIX zr: <https://w3id.org/zeren/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX time: <http://www.w3.org/2006/time#>
"""
DOCUMENT = """SELECT ?title ?number ?issuer ?issued ?year WHERE {
  ?document zr:fileOf ?work .
  OPTIONAL { ?work dcterms:title ?title } OPTIONAL { ?work eli:id_local ?number }
  OPTIONAL { ?document zr:issuerAsWritten ?issuer } OPTIONAL { ?work eli:date_document ?issued }
  OPTIONAL { ?document zr:year ?year } }"""
IMPLEMENTS = """SELECT ?title ?number WHERE {
  ?citation zr:citing ?document .
  OPTIONAL { ?citation zr:titleAsWritten ?title } OPTIONAL { ?citation zr:numberAsWritten ?number } }"""
TASKS = """SELECT ?task ?no ?section ?subsection ?text ?open WHERE {
  ?task zr:document ?document ; zr:index ?index ; zr:text ?text .
  OPTIONAL { ?task zr:no ?no } OPTIONAL { ?task zr:section ?section } OPTIONAL { ?task zr:subsection ?subsection }
  OPTIONAL { ?task zr:openEnded ?open } } ORDER BY ?index"""
ASSIGNMENTS = """SELECT ?task ?role ?name ?basis WHERE {
  ?task zr:document ?document . ?a zr:task ?task ; zr:role/skos:notation ?role ; zr:nameAsWritten ?name ;
  zr:basis/skos:notation ?basis }"""
LIMITS = """SELECT ?task ?link ?words ?kind ?date ?ongoing ?amount ?unit ?after ?least ?basis ?limit WHERE {
  ?task zr:document ?document ; ?link ?limit . ?limit a zr:TimeLimit ; zr:words ?words ; zr:basis/skos:notation ?basis .
  OPTIONAL { ?limit zr:kind/skos:notation ?kind } OPTIONAL { ?limit zr:until/time:inXSDDate ?date }
  OPTIONAL { ?limit zr:ongoing ?ongoing } OPTIONAL { ?limit zr:amount ?amount }
  OPTIONAL { ?limit zr:timeUnit/skos:notation ?unit } OPTIONAL { ?limit zr:after ?after }
  OPTIONAL { ?limit zr:atLeast ?least } }"""
CITATIONS = """SELECT ?task ?title ?number ?c WHERE {
  ?task zr:document ?document . ?c a zr:Citation ; zr:task ?task .
  OPTIONAL { ?c zr:titleAsWritten ?title } OPTIONAL { ?c zr:numberAsWritten ?number } }"""

NAMES = """SELECT DISTINCT ?unit ?name WHERE {
  ?task zr:document ?document . ?a zr:task ?task ; zr:unit ?unit ; zr:nameAsWritten ?name }"""


def rebuild(store: Store, slug: str) -> Json:
    """Return a document in the gold's form, from the graph."""

    def rows(query: str) -> list[dict[str, str]]:
        bound = f"VALUES ?document {{ <https://w3id.org/zeren/id/document/{slug}> }}"
        return select(store, PREFIXES + query.replace("WHERE {", f"WHERE {{ {bound}", 1)).values()

    parts: dict[str, defaultdict[str, list[dict[str, str]]]] = {}
    for name, query in (("assignments", ASSIGNMENTS), ("limits", LIMITS), ("citations", CITATIONS)):
        parts[name] = defaultdict(list)
        for row in rows(query):
            parts[name][row["task"]].append(row)
    document = rows(DOCUMENT)[0]
    return {
        "title": document["title"] or None,
        "doc_number": document["number"] or None,
        "issuer": document["issuer"] or None,
        "issued": document["issued"] or None,
        "year": int(document["year"]) if document["year"] else None,
        "implements": [_reference(row) for row in rows(IMPLEMENTS)],
        "aliases": _aliases(rows(NAMES)),
        "tasks": [_task(row, *(parts[name][row["task"]] for name in parts)) for row in rows(TASKS)],
    }


def _task(
    row: dict[str, str],
    assignments: list[dict[str, str]],
    limits: list[dict[str, str]],
    citations: list[dict[str, str]],
) -> Json:
    roles = ("lead", "responsible", "cooperating")
    names = {role: [a["name"] for a in assignments if a["role"] == role] for role in roles}
    own = {a["role"] for a in assignments if a["basis"] == "own"}
    ordered = sorted(limits, key=lambda limit: int(limit["limit"].rpartition("/")[2]))
    deadline = next((limit for limit in ordered if limit["link"].endswith("#deadline")), None)
    inherited = [role for role in roles if names[role] and role not in own]
    if deadline and deadline["basis"] != "own":
        inherited.append("deadline")
    return {
        "no": row["no"] or None,
        "section": row["section"] or None,
        "subsection": row["subsection"] or None,
        "text": row["text"],
        **names,
        "inherited": inherited,
        "document_wide": [a["name"] for a in assignments if a["basis"] == "document_rule"],
        "open_ended": row["open"] == "true",
        "deadline": deadline and _limit(deadline),
        "times": [_limit(limit) for limit in ordered if limit["link"].endswith("#hasLimit")],
        "references": [_reference(c) for c in sorted(citations, key=lambda c: int(c["c"].rpartition("/")[2]))],
    }


def _limit(row: dict[str, str]) -> Json:
    kind, unit = row["kind"], row["unit"]
    letters = {"working_day": "D", "day": "D", "week": "W", "month": "M", "year": "Y", "hour": "H", "minute": "M"}
    letter = letters.get(unit)
    length = f"P{'T' if unit in ('hour', 'minute') else ''}{row['amount']}{letter}" if letter else None
    limit: Json = {"raw": row["words"], "kind": kind or None}
    if kind == "by_date":
        limit["date"] = row["date"] or None
        if row["ongoing"]:
            limit["ongoing"] = True
    if kind in ("within", "at_least"):
        limit |= {"duration": length, "working_days": unit == "working_day", "after": row["after"] or None}
    if kind == "recurring":
        limit |= {"every": length, "at_least": int(row["least"]) if row["least"] else None}
    return limit


def _aliases(rows: list[dict[str, str]]) -> list[list[str]]:
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        groups[row["unit"]].append(row["name"])
    return [names for names in groups.values() if len(names) > 1]


def _reference(row: dict[str, str]) -> Json:
    return {"title": row["title"] or None, "number": row["number"] or None}
