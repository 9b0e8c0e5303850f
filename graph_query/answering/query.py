"""From a reading of a question to the SPARQL that answers it, each condition a few lines of it."""

from __future__ import annotations

from collections.abc import Iterable
from string import Template

import pyoxigraph as ox

from graph_query.sparql.prefixes import with_prefixes
from graph_query.understanding import Part, Reading

# Where a topic's words can stand: in a task's headings, text and remark.
TOPIC_TEXTS = "?task zr:text|zr:section|zr:subsection|zr:remark ?said ."
# A task's own deadline; only where it has none, the days in its text.
DUE = """  ?task zr:deadline|zr:hasLimit ?due .
  FILTER (EXISTS { ?task zr:deadline ?due } || NOT EXISTS { ?task zr:deadline ?own })
  ?due zr:kind zr:byDateLimit ; zr:until/time:inXSDDate ?day ."""
WITH = {
    "lead": "  FILTER EXISTS { ?task zr:leadUnit ?leading }",
    "cooperating": "  FILTER EXISTS { ?task zr:cooperatingUnit ?helper }",
    "supposed": "  FILTER EXISTS { ?itsHeld zr:task ?task ; zr:basis zr:mergedSupposed }",
    "leads": "  FILTER EXISTS { ?task zr:leadUnit ?one, ?another . FILTER (?one != ?another) }",
}
ROLES = {"lead": "zr:lead", "responsible": "zr:responsible", "cooperating": "zr:cooperating"}


def sparql_of(reading: Reading, limit: int | None = None, only: str = "") -> str:
    """Return the SPARQL of a reading: its kind's query with the conditions filled in, runnable as it stands.

    `limit` is for rankings, `only` a further condition on time limits.
    """
    roles = ", ".join(ROLES[role] for role in reading.roles)
    text = Template(reading.kind.select).substitute(
        conditions="\n".join(_conditions(reading, roles)),
        files="\n".join(("  ?file a zr:Document .", *_files(reading))),
        roles=roles,
        partners=_partners(reading),
        groups=_groups(reading),
        order="ASC" if reading.least else "DESC",
        limit=f"LIMIT {limit}" if limit else "",
        dated=only,
        condition=reading.kind.condition,
    )
    return with_prefixes("".join(f"{line}\n" for line in text.splitlines() if line.strip()))


def supposed_of(reading: Reading) -> str:
    """Return the SPARQL that counts the tasks which a unit of the question carries only as supposed."""
    any_supposed = " || ".join(
        f"EXISTS {{ ?held{n} zr:basis zr:mergedSupposed }}" for n, _ in enumerate(_required_units(reading))
    )
    conditions = "\n".join(_conditions(reading, ", ".join(ROLES[role] for role in reading.roles)))
    return with_prefixes(
        f"SELECT (COUNT(DISTINCT ?task) AS ?supposed) WHERE {{\n{conditions}\n  FILTER ({any_supposed})\n}}"
    )


def _conditions(reading: Reading, roles: str) -> Iterable[str]:
    yield "  ?task a zr:Task ; zr:document ?file ."
    yield from _files(reading)
    yield from _units(reading, roles)
    numbers = [part.values[0] for part in reading.of("number")]
    if numbers:
        yield f"  ?task zr:index ?taskNumber . VALUES ?taskNumber {{ {' '.join(numbers)} }}"
    acts = [act for part in reading.of("act") for act in part.values]
    if acts:
        yield from _acts(reading, acts)
    for part in reading.of("heading"):
        headings = " ".join(str(ox.Literal(value)) for value in part.values)
        yield f"  ?task zr:section|zr:subsection ?heading . VALUES ?heading {{ {headings} }}"
    yield from _topics(reading.of("topic"))
    yield from _without(reading.of("without"))
    yield from _due(reading.of("due"))
    for part in reading.of("words"):
        yield "  ?task zr:deadline/zr:words ?deadlineWords ."
        yield f"  FILTER (CONTAINS(?deadlineWords, {ox.Literal(part.values[0])}))"
    yield from (WITH[part.values[0]] for part in reading.of("with") if part.values[0] in WITH)
    if any(part.values == ("common",) for part in reading.of("with")):
        yield from _common(reading)
    yield f"  {reading.kind.condition}"


def _units(reading: Reading, roles: str) -> Iterable[str]:
    """Return the conditions that the units named carry the task: each of them, or any."""
    for n, (units, own) in enumerate(_required_units(reading)):
        its_roles = ", ".join(ROLES[role] for role in own) or roles
        yield f"  ?held{n} zr:task ?task ; zr:unit ?unit{n} ; zr:role ?role{n} ."
        yield f"  VALUES ?unit{n} {{ {_iris(units)} }} FILTER (?role{n} IN ({its_roles}))"


def _required_units(reading: Reading) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return the units that must carry the task, each with roles of its own; where any may, they count as one."""
    units = [(part.values, part.roles) for part in reading.of("unit")]
    if reading.kind.units == "any" and units:
        return [(tuple(unit for values, _ in units for unit in values), ())]
    return units if reading.kind.units == "all" else []


def _acts(reading: Reading, acts: list[str]) -> Iterable[str]:
    if reading.kind.name == "documents_of":
        yield "  { ?task zr:cites ?citedAct } UNION { ?file zr:fileOf/zr:implements ?citedAct }"
    else:
        yield "  ?task zr:cites ?citedAct ."
    yield f"  VALUES ?citedAct {{ {_iris(acts)} }}"


def _files(reading: Reading) -> Iterable[str]:
    places = reading.of("place")
    if places:
        codes = dict.fromkeys(file.places[0] for file in reading.files if file.places)
        yield f"  ?file zr:place ?place . VALUES ?place {{ {_iris(codes)} }}"
    years = [part.values[0] for part in reading.of("year")]
    if years:
        yield f"  ?file zr:year ?year . VALUES ?year {{ {' '.join(years)} }}"
    documents = [value for part in reading.of("document") for value in part.values]
    if documents:
        yield f"  VALUES ?file {{ {_iris(documents)} }}"
    yield from _issued(reading.of("issued"))
    for part in reading.of("issuer"):
        yield f"  ?file zr:fileOf/eli:passed_by ?issuing . VALUES ?issuing {{ {_iris(part.values)} }}"


def _issued(parts: Iterable[Part]) -> Iterable[str]:
    for part in parts:
        yield "  ?file zr:fileOf/eli:date_document ?issuedOn ."
        yield from _between("issuedOn", part.values)


def _between(variable: str, values: tuple[str, ...]) -> Iterable[str]:
    first, last = values
    if first:
        yield f'  FILTER (?{variable} >= "{first}"^^xsd:date)'
    if last:
        yield f'  FILTER (?{variable} <= "{last}"^^xsd:date)'


def _topics(parts: Iterable[Part]) -> Iterable[str]:
    for subject in (part.subject for part in parts if part.subject):
        yield from (f"  FILTER {_contained(forms)}" for forms in subject.phrases)
        if subject.tasks:
            yield f"  VALUES ?task {{ {_iris(subject.tasks)} }}"


def _contained(forms: Iterable[str]) -> str:
    any_form = " || ".join(f"CONTAINS(?said, {ox.Literal(form)})" for form in forms)
    return f"EXISTS {{ {TOPIC_TEXTS} FILTER ({any_form}) }}"


def _without(parts: Iterable[Part]) -> Iterable[str]:
    """Return the conditions that tasks must not meet: what they are not about."""
    for subject in (part.subject for part in parts if part.subject):
        if subject.phrases:
            yield f"  FILTER (!({' && '.join(map(_contained, subject.phrases))}))"
        else:
            yield f"  FILTER (?task NOT IN ({', '.join(f'<{task}>' for task in subject.tasks)}))"


def _due(parts: Iterable[Part]) -> Iterable[str]:
    for part in parts:
        yield DUE
        yield from _between("day", part.values)


def _common(reading: Reading) -> Iterable[str]:
    """Return the conditions that each place, and each document, that the question names cites the act too."""
    for n, part in enumerate((*reading.of("place"), *reading.of("document"))):
        file = "zr:document" if part.kind == "document" else "zr:document/zr:place/zr:within*"
        where = f"VALUES ?where{n} {{ {_iris(part.values)} }} ?also{n} zr:cited ?act ; zr:task/{file} ?where{n}"
        yield f"  FILTER EXISTS {{ {where} }}"


def _groups(reading: Reading) -> str:
    """Return which units a ranking is of: those compared, none that are groups, or all."""
    if reading.kind.units == "ranked":
        return f"  VALUES ?unit {{ {_iris(unit for part in reading.of('unit') for unit in part.values)} }}"
    return "  ?unit a zr:Agency ." if reading.of("groups") else ""


def _partners(reading: Reading) -> str:
    units = [unit for part in reading.of("unit") for unit in part.values]
    return f"  FILTER (?unit NOT IN ({', '.join(f'<{unit}>' for unit in units)}))" if units else ""


def _iris(values: Iterable[str]) -> str:
    return " ".join(str(ox.NamedNode(value)) for value in values)
