"""Tasks as a network to draw: units, tasks, acts, documents and topics as nodes, positions from the server."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping

import networkx as nx

from graph_query.ledger import ROLES, Ledger, Task
from graph_query.workload import shared

Positions = dict[str, tuple[float, float]]
# What stands beside units and tasks when it is asked for.
MORE_KINDS = {"act": "所引文件", "document": "文件", "topic": "主题"}
# More nodes can't be read: units alone are drawn, unless all are asked for; more than that a browser can't take.
CAP, MOST = 300, 2000
# Above this many nodes a spring layout takes too long to wait for.
SPRING_LIMIT = 400
# Pixels from a node to the next, so that names can be read; and how far springs push nodes apart (networkx's k).
SPACING = 60
SPREAD = 5
LONGEST_LABEL = 18
TOPIC = "topic:"


def network_of(
    ledger: Ledger, tasks: Iterable[Task], kinds: Collection[str] = (), roles: Collection[str] = ()
) -> nx.MultiDiGraph:
    """Return tasks with the units that carry them, an edge for every assignment; roles given, only those.

    `kinds` of MORE_KINDS add the acts that tasks cite, their documents, their topics. Nodes have `kind` (agency,
    group, task, act, document, topic), `label`, `words`; edges the IRI of their assignment as key, `role`, `words`,
    `supposed`.
    """
    network = nx.MultiDiGraph()
    for task in tasks:
        words = f"{task.document.title} 第{task.index}项：{task.text}"
        network.add_node(task.iri, kind="task", label=task.no or str(task.index), words=words)
        _add_units(network, ledger, task, roles)
        add_more(network, task, kinds)
    return network


def _add_units(network: nx.MultiDiGraph, ledger: Ledger, task: Task, roles: Collection[str]) -> None:
    for held in task.assignments:
        if roles and held.role not in roles:
            continue
        _add_unit(network, ledger, held.unit)
        words = f"{held.name}：{held.role}（{held.basis}）"
        network.add_edge(held.unit, task.iri, key=held.iri, role=held.role, words=words, supposed=held.supposed)


def _add_unit(network: nx.MultiDiGraph, ledger: Ledger, iri: str) -> None:
    unit = ledger.units[iri]
    network.add_node(iri, kind="group" if unit.collective else "agency", label=unit.name, words=unit.shown)


def add_more(network: nx.MultiDiGraph, task: Task, kinds: Collection[str]) -> None:
    """Add a task's acts, document and topics to a network that holds it."""
    document = task.document
    more = [
        *(("act", act.iri, act.number or act.title, act.shown, "引用") for act in task.acts),
        ("document", document.iri, document.title, document.title, "载于"),
        *(("topic", f"{TOPIC}{topic}", topic, topic, "主题") for topic in task.topics),
    ]
    for kind, iri, label, words, role in more:
        if kind in kinds:
            network.add_node(iri, kind=kind, label=_short(label), words=words)
            said = f"第{task.index}项 {role} {words}"
            network.add_edge(task.iri, iri, key=f"{task.iri} {iri}", role=role, words=said, supposed=False)


def summary_of(ledger: Ledger, tasks: Iterable[Task]) -> nx.MultiDiGraph:
    """Return units alone, an edge for each two that share tasks, its `weight` how many."""
    network = nx.MultiDiGraph()
    tasks = tuple(tasks)
    for iri in dict.fromkeys(held.unit for task in tasks for held in task.assignments):
        _add_unit(network, ledger, iri)
    for (a, b), count in sorted(shared(tasks).items()):
        words = f"{ledger.units[a].name}、{ledger.units[b].name}：共同任务 {count} 项"
        network.add_edge(a, b, key=f"{a} {b}", role="共同任务", words=words, supposed=False, weight=count)
    return network


def tasks_of_node(ledger: Ledger, node: str) -> tuple[Task, ...]:
    """Return the tasks that a node of a network stands in: a unit's, an act's, a document's, a topic's, or itself."""
    if node in ledger.by_iri:
        return (ledger.by_iri[node],)
    topic = node.removeprefix(TOPIC)
    return tuple(
        task
        for task in ledger.tasks
        if node == task.document.iri
        or topic in task.topics
        or any(held.unit == node for held in task.assignments)
        or any(act.iri == node for act in task.acts)
    )


def positions(network: nx.MultiDiGraph, kept: Mapping[str, tuple[float, float]] | None = None) -> Positions:
    """Return where each node stands, in pixels, the same for the same network; those `kept` stay where they are.

    What hangs together is laid out together: units on a ring, tasks at the middle of their units, then springs pull
    them apart where they are few enough. The parts stand in rows, the largest first.
    """
    if kept:
        return _beside(network, kept)
    springs = len(network) <= SPRING_LIMIT
    parts = sorted(nx.weakly_connected_components(network), key=lambda part: (-len(part), min(part)))
    places: Positions = {}
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


def _beside(network: nx.MultiDiGraph, kept: Mapping[str, tuple[float, float]]) -> Positions:
    """Place what is new around what it hangs on: by the golden angle, further out one after the other."""
    places = {node: kept[node] for node in network if node in kept}
    new = [node for node in network if node not in places]
    while new:
        hanging = [node for node in new if any(other in places for other in nx.all_neighbors(network, node))] or new
        for n, node in enumerate(hanging):
            around = [places[other] for other in nx.all_neighbors(network, node) if other in places]
            x, y = around[0] if around else (0.0, 0.0)
            turn, reach = n * 2.39996, SPACING * (1.5 + 0.5 * math.sqrt(n))
            places[node] = (round(x + reach * math.cos(turn), 1), round(y + reach * math.sin(turn), 1))
        new = [node for node in new if node not in places]
    return places


def _ring(network: nx.MultiDiGraph) -> Positions:
    """Return units on a ring, all else in the middle of what leads to it or that it leads to."""
    units = [node for node, kind in network.nodes(data="kind") if kind in ("agency", "group")]
    places: Positions = {}
    for n, unit in enumerate(units):
        angle = 2 * math.pi * n / len(units)
        places[unit] = (math.cos(angle), math.sin(angle))
    others = sorted(
        (node for node in network if node not in places), key=lambda node: network.nodes[node]["kind"] != "task"
    )
    for n, node in enumerate(others):
        around = [places[other] for other in nx.all_neighbors(network, node) if other in places] or [(0.0, 0.0)]
        # What hangs on the same would stand on one spot: the golden angle parts them.
        turn, reach = n * 2.39996, 0.05 + 0.002 * n
        places[node] = (
            sum(x for x, _ in around) / len(around) + reach * math.cos(turn),
            sum(y for _, y in around) / len(around) + reach * math.sin(turn),
        )
    return places


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_LABEL else f"{text[: LONGEST_LABEL - 1]}…"


def roles_shown(network: nx.MultiDiGraph) -> list[str]:
    """Return the roles of a network's edges: 牵头, 责任, 配合 first."""
    found = {role for _, _, role in network.edges(data="role")}
    return [role for role in (*ROLES, "引用", "载于", "主题", "共同任务") if role in found]
