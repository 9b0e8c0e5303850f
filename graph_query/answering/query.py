"""From a formula to the SPARQL that answers it: each condition a few lines of it, none of them a habit that is slow.

What is not so is taken away by MINUS, what may be either stands in a UNION, what is counted in a query of its own; no
BIND stands before a pattern is whole. Each pattern speaks of ?task and its document, ?file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count
from string import Template

import pyoxigraph as ox

from graph_query.questions import Kind, kind_named
from graph_query.sparql.prefixes import with_prefixes
from graph_query.understanding.formula import (
    ANYTHING,
    All,
    Also,
    AnyOf,
    Atom,
    Condition,
    Formula,
    Not,
    Order,
    alternatives,
    atoms,
    conjuncts,
    is_scope,
)
from graph_query.understanding.saying import said

SUPPOSED = "(zr:mergedSupposed, zr:alignedSupposed)"
TASK = "?task a zr:Task ; zr:document ?file ."
UNIT_OF = {"lead": "zr:leadUnit", "responsible": "zr:responsibleUnit", "cooperating": "zr:cooperatingUnit"}
ROLES = {"lead": "zr:lead", "responsible": "zr:responsible", "cooperating": "zr:cooperating"}
HAS = {
    **{role: f"?task {unit}" for role, unit in UNIT_OF.items()},
    "deadline": "?task zr:deadline|zr:hasLimit",
    "citation": "?task zr:cites",
    "issued": "?file zr:fileOf/eli:date_document",
    "number": "?file zr:fileOf/eli:id_local",
    "implements": "?file zr:fileOf/zr:implements",
}
ANY_DAY = "0001-01-01"
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
        conditions=_block(formula.of),
        within=_block(formula.within or ANYTHING),
        none=_none(formula.none),
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
    sides = ((one, " ".join(_lines(one, n))) for one in alternatives(of))
    return " UNION ".join(f"{{ {TASK} {lines} BIND ({ox.Literal(said(one))} AS ?key) }}" for one, lines in sides)


def _having(order: Order) -> str:
    upto = f" && COUNT(DISTINCT ?task) <= {order.upto}" if order.upto else ""
    return f"HAVING (COUNT(DISTINCT ?task) {order.op} {order.n}{upto})"


def supposed_of(formula: Formula) -> str:
    """Return the SPARQL that counts the tasks which a unit of the question carries only as supposed."""
    named = [atom for atom in atoms(formula.of) if atom.kind in ("unit", "only")]
    units = _iris(dict.fromkeys(unit for atom in named for unit in atom.values))
    roles = ", ".join(dict.fromkeys(ROLES[role] for atom in named for role in (atom.roles or formula.its_roles)))
    held = f"?held zr:task ?task ; zr:unit ?heldBy ; zr:role ?heldAs ; zr:basis ?basis . FILTER (?basis IN {SUPPOSED})"
    held += f" VALUES ?heldBy {{ {units} }} FILTER (?heldAs IN ({roles}))"
    return with_prefixes(f"SELECT (COUNT(DISTINCT ?task) AS ?supposed) WHERE {{\n{_block(formula.of)}\n{held}\n}}")


def behind_of(formula: Formula, rows: Iterable[Mapping[str, str]]) -> str:
    """Return the SPARQL of the tasks that a formula's rows count: of the units or documents in these rows."""
    lines = [_block(formula.of)]
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
        lines.append(f"  VALUES ?{name} {{ {_iris(values)} }}" if values else "")
    body = "\n".join(line for line in lines if line)
    return with_prefixes(
        f"SELECT DISTINCT ?task ?file ?index WHERE {{\n{body}\n  ?task zr:index ?index .\n}} ORDER BY ?file ?index"
    )


def files_of(formula: Formula) -> str:
    """Return the SPARQL of the documents in which a formula looks."""
    return with_prefixes(f"SELECT DISTINCT ?file WHERE {{\n{_block(scope_of(formula.of))}\n}}")


def _block(condition: Condition) -> str:
    numbers = count()
    return "\n".join(f"  {line}" for line in (TASK, *_lines(condition, numbers)))


def _lines(condition: Condition, n: Iterator[int]) -> Iterator[str]:
    """Yield the lines of a condition; what is taken away comes last."""
    if isinstance(condition, Atom):
        yield from _atom(condition, next(n))
    elif isinstance(condition, All):
        for part in sorted(condition.parts, key=lambda part: isinstance(part, Not)):
            yield from _lines(part, n)
    elif isinstance(condition, AnyOf):
        yield " UNION ".join(f"{{ {_inner(part, n)} }}" for part in condition.parts)
    else:
        yield f"MINUS {{ {_inner(condition.part, n)} }}"


def _inner(condition: Condition, n: Iterator[int]) -> str:
    return " ".join((TASK, *_lines(condition, n)))


# Conditions that one triple says, `?v` being any of the values.
ANY_OF = {
    "place": "?file zr:place/zr:within* ?v .",
    "issuer": "?file zr:fileOf/eli:passed_by ?v .",
    "cites": "?task zr:cites ?v .",
    "implements": "?file zr:fileOf/zr:implements ?v .",
    "common": "?also zr:cited ?act ; zr:task/zr:document/zr:place/zr:within* ?v .",
    "year": "?file zr:year ?v .",
    "number": "?task zr:index ?v .",
    "section": "?task zr:section|zr:subsection ?v .",
}


def _atom(atom: Atom, n: int) -> Iterator[str]:
    """Yield the lines of one condition; its variables end in a number of their own."""
    if atom.kind == "place" and atom.op:
        yield from _document(atom, n)
    elif atom.kind in ANY_OF:
        yield _any_of(ANY_OF[atom.kind].replace("?also", f"?also{n}"), f"?{atom.kind}{n}", _values(atom))
    else:
        yield from SPECIAL[atom.kind](atom, n)


def _any_of(pattern: str, variable: str, values: Sequence[str]) -> str:
    """Return a pattern for any of some values; of one alone without VALUES, by which Virtuoso loses conditions."""
    # Acts of two places are not compared from a constant: Oxigraph begins with all that lies there.
    if len(values) == 1 and "?act" not in pattern:
        return pattern.replace("?v", values[0])
    return f"{pattern.replace('?v', variable)} VALUES {variable} {{ {' '.join(values)} }}"


def _values(atom: Atom) -> Sequence[str]:
    if atom.kind in ("year", "number"):
        return atom.values
    term = ox.Literal if atom.kind == "section" else ox.NamedNode
    return [str(term(value)) for value in atom.values]


def _document(atom: Atom, _: int) -> Iterator[str]:
    yield f"VALUES ?file {{ {_iris(atom.values)} }}"


def _issued(atom: Atom, n: int) -> Iterator[str]:
    yield f"?file zr:fileOf/eli:date_document ?issuedOn{n} . {_between(f'issuedOn{n}', atom.values)}"


def _has(atom: Atom, n: int) -> Iterator[str]:
    if atom.values[0] == "date":
        yield from _due(replace(atom, values=(ANY_DAY, "")), n)
    else:
        yield f"{HAS[atom.values[0]]} ?has{n} ."


def _limit(atom: Atom, n: int) -> Iterator[str]:
    contains = f"FILTER (CONTAINS(?limitWords{n}, {ox.Literal(atom.values[0])}))"
    yield f"?task zr:deadline/zr:words ?limitWords{n} . {contains}"


def _supposed(_: Atom, n: int) -> Iterator[str]:
    yield f"?supposed{n} zr:task ?task ; zr:basis ?basis{n} . FILTER (?basis{n} IN {SUPPOSED})"


def _unit(atom: Atom, n: int) -> Iterator[str]:
    path = "|".join(UNIT_OF[role] for role in (atom.roles or ("lead", "responsible")))
    yield _any_of(f"?task {path} ?v .", f"?unit{n}", [str(ox.NamedNode(unit)) for unit in atom.values])
    if atom.kind == "only":
        others = ", ".join(f"<{unit}>" for unit in atom.values)
        yield f"MINUS {{ ?task {path} ?other{n} . FILTER (?other{n} NOT IN ({others})) }}"


def _topic(atom: Atom, n: int) -> Iterator[str]:
    """Yield where a topic's words can stand: in a task's headings, text and remark."""
    for m, forms in enumerate(atom.forms):
        said = f"?said{n}_{m}"
        any_form = " || ".join(f"CONTAINS({said}, {ox.Literal(form)})" for form in forms)
        yield f"?task zr:text|zr:section|zr:subsection|zr:remark {said} . FILTER ({any_form})"
    if atom.values:
        yield f"VALUES ?task {{ {_iris(atom.values)} }}"


def _text(atom: Atom, n: int) -> Iterator[str]:
    """Yield where words of a task's text can stand: in it, or in its items."""
    (forms,) = atom.forms
    any_form = " || ".join(f"CONTAINS(?text{n}, {ox.Literal(form)})" for form in forms)
    yield f"?task zr:text|(zr:hasItem/zr:text) ?text{n} . FILTER ({any_form})"


def _counted(atom: Atom, n: int) -> Iterator[str]:
    path = "|".join({**UNIT_OF, "citation": "zr:cites"}[role] for role in atom.values)
    units = f"OPTIONAL {{ ?task {path} ?counted{n} }}"
    having = f"HAVING (COUNT(DISTINCT ?counted{n}) {atom.op} {atom.n})"
    yield f"{{ SELECT ?task WHERE {{ ?task a zr:Task . {units} }} GROUP BY ?task {having} }}"


def _due(atom: Atom, n: int) -> Iterator[str]:
    """Yield a task's own deadline; only where it has none, the days in its text."""
    own = f"{{ ?task zr:deadline ?due{n} }}"
    yield f"{own} UNION {{ ?task zr:hasLimit ?due{n} MINUS {{ ?task zr:deadline ?own{n} }} }}"
    yield f"?due{n} zr:kind zr:byDateLimit ; zr:until/time:inXSDDate ?day{n} . {_between(f'day{n}', atom.values)}"


SPECIAL: dict[str, Callable[[Atom, int], Iterator[str]]] = {
    "document": _document,
    "issued": _issued,
    "unit": _unit,
    "only": _unit,
    "topic": _topic,
    "text": _text,
    "has": _has,
    "count": _counted,
    "due": _due,
    "limit": _limit,
    "supposed": _supposed,
}


def _between(variable: str, values: tuple[str, ...]) -> str:
    first, last = values
    bounds = [f'?{variable} >= "{first}"^^xsd:date'] * bool(first) + [f'?{variable} <= "{last}"^^xsd:date'] * bool(last)
    return f"FILTER ({' && '.join(bounds)})"


def _none(condition: Condition | None) -> str:
    """Return what no task of a document may be."""
    if condition is None:
        return ""
    lines = " ".join(_lines(condition, count(1000)))
    return f"  MINUS {{ ?another a zr:Task ; zr:document ?file . {lines.replace('?task ', '?another ')} }}"


def _listed(formula: Formula) -> str:
    """Return which units or acts are listed: bodies alone, none of some, only some; what else units carry."""
    listed, node = formula.listed, "act" if formula.wants == "acts" else "unit"
    if listed.numbered is not None:
        written = "?citation zr:numberAsWritten ?numberWritten"
        return f"  {written} ." if listed.numbered else f"  MINUS {{ {written} }}"
    lines = ["  ?unit a zr:Agency ."] * listed.bodies
    if listed.among:
        lines.append(f"  VALUES ?unit {{ {_iris(sorted(listed.among))} }}")
    if listed.without:
        lines.append(f"  FILTER (?{node} NOT IN ({', '.join(f'<{iri}>' for iri in sorted(listed.without))}))")
    lines += [_also(also) for also in listed.also]
    return "\n".join(lines)


def _also(also: Also) -> str:
    """Return that a unit has a role in a task of some condition, or in none."""
    roles = ", ".join(ROLES[role] for role in also.roles)
    carrying = f"?assignment zr:task ?task ; zr:unit ?unit ; zr:role ?role . FILTER (?role IN ({roles}))"
    return f"  {'MINUS ' * also.never}{{ SELECT DISTINCT ?unit WHERE {{\n{_block(also.of)}\n  {carrying} }} }}"


def scope_of(condition: Condition) -> Condition:
    """Return the part of a condition that is of documents alone."""
    parts = tuple(part for part in conjuncts(condition) if is_scope(part))
    return parts[0] if len(parts) == 1 else All(parts)


def _iris(values: Iterable[str]) -> str:
    return " ".join(str(ox.NamedNode(value)) for value in values)
