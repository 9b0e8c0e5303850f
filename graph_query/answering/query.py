"""From a formula to the SPARQL that answers it: what is asked for, counted, grouped and ranked over its conditions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import count
from string import Template

import pyoxigraph as ox

from graph_query.answering.patterns import SUPPOSED, TASK, block, iris, lines_of
from graph_query.questions import Kind, kind_named
from graph_query.sparql.prefixes import with_prefixes
from graph_query.understanding.formula import (
    ANYTHING,
    All,
    Also,
    Condition,
    Formula,
    Order,
    alternatives,
    atoms,
    conjuncts,
    is_scope,
)
from graph_query.understanding.saying import said

ROLES = {"lead": "zr:lead", "responsible": "zr:responsible", "cooperating": "zr:cooperating"}
# The day of a task's own deadline.
DAY = "?task zr:deadline/zr:until/time:inXSDDate ?day ."
GROUPS = {
    "role": '?assignment zr:task ?task ; zr:role/skos:prefLabel ?key . FILTER (LANG(?key) = "zh")',
    "place": "?file zr:place/skos:prefLabel ?key .",
    "year": "?file zr:year ?key .",
    "document": "?file skos:prefLabel ?key .",
    "topic": '?task zr:topic/skos:prefLabel ?key . FILTER (LANG(?key) = "zh")',
    "section": "?task zr:section ?key .",
    "limit": '?task zr:deadline/zr:kind/skos:prefLabel ?key . FILTER (LANG(?key) = "zh")',
    "quarter": DAY + ' BIND (CONCAT(STR(YEAR(?day)), "年第", STR(xsd:integer((MONTH(?day) + 2) / 3)), "季度") AS ?key)',
    "month": DAY + ' BIND (CONCAT(STR(YEAR(?day)), "年", STR(MONTH(?day)), "月") AS ?key)',
}
FACTS = {"issued": "issued", "issuer": "issuer", "number": "number"}


def kind_of(formula: Formula) -> Kind:
    """Return which thing that can be asked for a formula asks for."""
    counted = formula.measure == "count"
    if formula.measure in ("share", "difference"):
        return kind_named(formula.measure)
    if formula.by:
        return kind_named({"unit": "workload", "each": "each"}.get(formula.by, "grouped"))
    if formula.wants == "units":
        name = "unit_count" if counted else "workload" if formula.order or is_scope(formula.of) else "units"
        return kind_named(name)
    names = {"tasks": "task_count", "acts": "act_count", "documents": "document_count", "places": "document_count"}
    wants = "documents" if formula.wants == "places" else formula.wants
    return kind_named(names.get(formula.wants, wants) if counted else wants)


def sparql_of(formula: Formula, limit: int | None = None, only: str = "") -> str:
    """Return the SPARQL of a formula, runnable as it stands.

    `limit` is for rankings, `only` a further condition on time limits.
    """
    ranked = formula.order
    order = "ASC(?tasks)" if ranked and ranked.least else "DESC(?tasks)"
    if formula.wants in ("documents", "places") and not ranked:
        order = ""
    text = Template(kind_of(formula).select).substitute(
        conditions=block(formula.of),
        within=block(formula.within or ANYTHING),
        none=_none(formula.none) + "".join(map(_holding_also, formula.listed.also if formula.wants != "units" else ())),
        roles=", ".join(ROLES[role] for role in formula.its_roles),
        listed=_listed(formula),
        order=order,
        having=_having(ranked) if ranked and ranked.op else "",
        limit=f"LIMIT {limit}" if limit else "",
        dated=only,
        fact=f"FILTER (BOUND(?{FACTS[formula.wants]}))" if formula.wants in FACTS else "",
        group=_each(formula.of) if formula.by == "each" else GROUPS.get(formula.by or "", ""),
    )
    return with_prefixes("".join(f"{line}\n" for line in text.splitlines() if line.strip()))


def _each(of: Condition) -> str:
    """Return the alternatives of a condition, each under the words that say it."""
    n = count(100)
    sides = ((one, " ".join(lines_of(one, n))) for one in alternatives(of))
    return " UNION ".join(f"{{ {TASK} {its} BIND ({ox.Literal(said(one))} AS ?key) }}" for one, its in sides)


def _having(order: Order) -> str:
    upto = f" && COUNT(DISTINCT ?task) <= {order.upto}" if order.upto else ""
    return f"HAVING (COUNT(DISTINCT ?task) {order.op} {order.n}{upto})"


def supposed_of(formula: Formula) -> str:
    """Return the SPARQL that counts the tasks which a unit of the question carries only as supposed."""
    named = [atom for atom in atoms(formula.of) if atom.kind in ("unit", "only")]
    units = iris(dict.fromkeys(unit for atom in named for unit in atom.values))
    roles = ", ".join(dict.fromkeys(ROLES[role] for atom in named for role in (atom.roles or formula.its_roles)))
    held = f"?held zr:task ?task ; zr:unit ?heldBy ; zr:role ?heldAs ; zr:basis ?basis . FILTER (?basis IN {SUPPOSED})"
    held += f" VALUES ?heldBy {{ {units} }} FILTER (?heldAs IN ({roles}))"
    return with_prefixes(f"SELECT (COUNT(DISTINCT ?task) AS ?supposed) WHERE {{\n{block(formula.of)}\n{held}\n}}")


def behind_of(formula: Formula, rows: Iterable[Mapping[str, str]]) -> str:
    """Return the SPARQL of the tasks that a formula's rows count: of the units or documents in these rows."""
    lines = [block(formula.of)]
    if formula.wants == "units" or formula.by == "unit":
        lines.append("  ?assignment zr:task ?task ; zr:unit ?unit ; zr:role ?roleConcept .")
        roles = ", ".join(ROLES[role] for role in formula.its_roles)
        lines += [f"  FILTER (?roleConcept IN ({roles}))", _listed(formula)]
    elif formula.wants == "acts":
        lines.append("  ?task zr:cites ?act .")
    ordered = formula.order and formula.wants in ("units", "documents", "places")
    for name in ("unit", "file") if ordered else ():
        values = dict.fromkeys(
            iri for row in rows if row.get(name) for iri in (row.get(f"{name}s") or row[name]).split()
        )
        lines.append(f"  VALUES ?{name} {{ {iris(values)} }}" if values else "")
    body = "\n".join(line for line in lines if line)
    return with_prefixes(
        f"SELECT DISTINCT ?task ?file ?index WHERE {{\n{body}\n  ?task zr:index ?index .\n}} ORDER BY ?file ?index"
    )


def files_of(formula: Formula) -> str:
    """Return the SPARQL of the documents in which a formula looks."""
    return with_prefixes(f"SELECT DISTINCT ?file WHERE {{\n{block(scope_of(formula.of))}\n}}")


def _none(condition: Condition | None) -> str:
    """Return what no task of a document may be."""
    if condition is None:
        return ""
    lines = " ".join(lines_of(condition, count(1000)))
    return f"  MINUS {{ ?another a zr:Task ; zr:document ?file . {lines.replace('?task ', '?another ')} }}"


def _listed(formula: Formula) -> str:
    """Return which units or acts are listed: bodies alone, none of some, only some; what else units carry."""
    listed, node = formula.listed, "act" if formula.wants == "acts" else "unit"
    if listed.numbered is not None:
        written = "?citation zr:numberAsWritten ?numberWritten"
        return f"  {written} ." if listed.numbered else f"  MINUS {{ {written} }}"
    lines = ["  ?unit a zr:Agency ."] * listed.bodies
    if listed.among:
        lines.append(f"  VALUES ?unit {{ {iris(sorted(listed.among))} }}")
    if listed.without:
        lines.append(f"  FILTER (?{node} NOT IN ({', '.join(f'<{iri}>' for iri in sorted(listed.without))}))")
    lines += [_also(also) for also in listed.also if also.roles]
    return "\n".join(lines)


def _holding_also(also: Also) -> str:
    """Return that a document has a task of another condition too."""
    return f"\n  {{ SELECT DISTINCT ?file WHERE {{\n{block(also.of)} }} }}"


def _also(also: Also) -> str:
    """Return that a unit has a role in a task of some condition, or in none."""
    roles = ", ".join(ROLES[role] for role in also.roles)
    carrying = f"?assignment zr:task ?task ; zr:unit ?unit ; zr:role ?role . FILTER (?role IN ({roles}))"
    return f"  {'MINUS ' * also.never}{{ SELECT DISTINCT ?unit WHERE {{\n{block(also.of)}\n  {carrying} }} }}"


def scope_of(condition: Condition) -> Condition:
    """Return the part of a condition that is of documents alone."""
    parts = tuple(part for part in conjuncts(condition) if is_scope(part))
    return parts[0] if len(parts) == 1 else All(parts)
