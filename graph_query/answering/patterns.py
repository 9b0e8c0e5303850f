"""The conditions of a formula as lines of SPARQL: each a few, none of them a habit that is slow.

What is not so is taken away by MINUS, what may be either stands in a UNION, what is counted in a query of its own; no
BIND stands before a pattern is whole. Each pattern speaks of ?task and its document, ?file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import count

import pyoxigraph as ox

from graph_query.understanding.formula import All, AnyOf, Atom, Condition, Not

SUPPOSED = "(zr:mergedSupposed, zr:alignedSupposed)"
TASK = "?task a zr:Task ; zr:document ?file ."
UNIT_OF = {"lead": "zr:leadUnit", "responsible": "zr:responsibleUnit", "cooperating": "zr:cooperatingUnit"}
HAS = {
    **{role: f"?task {unit}" for role, unit in UNIT_OF.items()},
    "deadline": "?task zr:deadline|zr:hasLimit",
    "citation": "?task zr:cites",
    "issued": "?file zr:fileOf/eli:date_document",
    "number": "?file zr:fileOf/eli:id_local",
    "implements": "?file zr:fileOf/zr:implements",
}
ANY_DAY = "0001-01-01"


def block(*conditions: Condition) -> str:
    """Return the pattern of conditions: a task, its document, and the lines of what must hold."""
    numbers = count()
    lines = (line for condition in conditions for line in lines_of(condition, numbers))
    return "\n".join(f"  {line}" for line in (TASK, *lines))


def lines_of(condition: Condition, n: Iterator[int]) -> Iterator[str]:
    """Yield the lines of a condition; what is taken away comes last."""
    if isinstance(condition, Atom):
        yield from _atom(condition, next(n))
    elif isinstance(condition, All):
        for part in sorted(condition.parts, key=lambda part: isinstance(part, Not)):
            yield from lines_of(part, n)
    elif isinstance(condition, AnyOf):
        yield " UNION ".join(f"{{ {_inner(part, n)} }}" for part in condition.parts)
    else:
        yield f"MINUS {{ {_inner(condition.part, n)} }}"


def _inner(condition: Condition, n: Iterator[int]) -> str:
    return " ".join((TASK, *lines_of(condition, n)))


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
    yield f"VALUES ?file {{ {iris(atom.values)} }}"


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
        yield f"VALUES ?task {{ {iris(atom.values)} }}"


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


def iris(values: Iterable[str]) -> str:
    """Return IRIs in a row, as SPARQL writes them."""
    return " ".join(str(ox.NamedNode(value)) for value in values)
