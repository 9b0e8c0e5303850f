"""The graph as a network to draw: units and their tasks as nodes, assignments as edges, positions from the server."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import networkx as nx
import pyoxigraph as ox

from graph_query.model import Term
from graph_query.ready_queries import with_values
from graph_query.stores import Store, select

# Above this many nodes a spring layout takes too long to wait for.
SPRING_LIMIT = 400
# Pixels from a node to the next, so that names can be read; and how far springs push nodes apart (networkx's k).
SPACING = 60
SPREAD = 5

ASSIGNMENTS = """
PREFIX zr: <https://w3id.org/zeren/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?assignment ?task ?index ?text ?title ?node ?name ?class ?role ?roleLabel ?basis ?basisLabel
WHERE {
  VALUES ?document { UNDEF }
  VALUES ?role { UNDEF }
  VALUES ?unit { UNDEF }
  ?chosen zr:task ?task ; zr:unit ?unit ; zr:role ?role .
  ?task zr:document ?document ; zr:index ?index ; zr:text ?text .
  ?document skos:prefLabel ?title .
  ?assignment zr:task ?task ; zr:unit ?node ; zr:role ?role ; zr:basis ?basis .
  ?role skos:prefLabel ?roleLabel FILTER (LANG(?roleLabel) = "zh")
  ?basis skos:prefLabel ?basisLabel FILTER (LANG(?basisLabel) = "zh")
  ?node a ?class ; skos:prefLabel ?name .
}
ORDER BY ?title ?index ?assignment
"""


@dataclass(frozen=True, slots=True)
class Filters:
    """What to draw, as IRIs; an empty one lets everything through."""

    documents: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    unit: str | None = None


def build_network(store: Store, filters: Filters) -> nx.DiGraph:
    """Return the units and tasks that filters let through, an edge from unit to task for every assignment.

    With a unit chosen, its tasks stand with all the units that carry them.
    Nodes have `kind` (agency, group, task), `label`, `words`; edges `assignment`, `role`, `words`, `supposed`.
    """
    network = nx.MultiDiGraph()
    for row in select(store, _filtered(filters)).values():
        kind = "group" if row["class"].endswith("AgencyGroup") else "agency"
        network.add_node(row["node"], kind=kind, label=row["name"], words=row["name"])
        words = f"{row['title']} 第{row['index']}项：{row['text']}"
        network.add_node(row["task"], kind="task", label=row["index"], words=words)
        network.add_edge(
            row["node"],
            row["task"],
            key=row["assignment"],
            role=row["role"].rpartition("#")[2],
            words=f"{row['name']}：{row['roleLabel']}（{row['basisLabel']}）",
            supposed=row["basis"].endswith("mergedSupposed"),
        )
    return network


def _filtered(filters: Filters) -> str:
    text = ASSIGNMENTS
    chosen: tuple[tuple[str, Sequence[str]], ...] = (
        ("document", filters.documents),
        ("role", filters.roles),
        ("unit", (filters.unit,) if filters.unit else ()),
    )
    for variable, iris in chosen:
        if iris:
            terms: list[Term] = [ox.NamedNode(iri) for iri in iris]
            text = with_values(text, variable, *terms)
    return text


def positions(network: nx.MultiDiGraph) -> dict[str, tuple[float, float]]:
    """Return where each node stands, in pixels, the same for the same network.

    What hangs together is laid out together: units on a ring, tasks at the middle of their units, then springs pull
    them apart where they are few enough. The parts stand in rows, the largest first.
    """
    springs = len(network) <= SPRING_LIMIT
    parts = sorted(nx.weakly_connected_components(network), key=lambda part: (-len(part), min(part)))
    places: dict[str, tuple[float, float]] = {}
    across = math.ceil(math.sqrt(len(parts)))
    cell = 2 * SPACING * (math.sqrt(max(map(len, parts), default=0)) + 1)
    for n, part in enumerate(parts):
        below = network.subgraph(sorted(part))
        layout = _ring(below)
        if springs:
            layout = nx.spring_layout(
                nx.Graph(below), pos=layout, k=SPREAD / math.sqrt(len(part)), iterations=120, seed=1
            )
        reach = SPACING * math.sqrt(len(part))
        for node, (x, y) in layout.items():
            places[node] = (
                round(cell * (n % across) + reach * float(x), 1),
                round(cell * (n // across) + reach * float(y), 1),
            )
    return places


def _ring(network: nx.MultiDiGraph) -> dict[str, tuple[float, float]]:
    units = [node for node, kind in network.nodes(data="kind") if kind != "task"]
    places = {}
    for n, unit in enumerate(units):
        angle = 2 * math.pi * n / len(units)
        places[unit] = (math.cos(angle), math.sin(angle))
    for n, task in enumerate(node for node, kind in network.nodes(data="kind") if kind == "task"):
        around = [places[unit] for unit in network.predecessors(task)]
        # Tasks of the same units would stand on one spot: the golden angle parts them.
        turn, reach = n * 2.39996, 0.05 + 0.002 * n
        places[task] = (
            sum(x for x, _ in around) / len(around) + reach * math.cos(turn),
            sum(y for _, y in around) / len(around) + reach * math.sin(turn),
        )
    return places
