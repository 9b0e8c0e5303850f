"""Tasks as a network to draw: units, tasks, acts, documents and topics as nodes."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from collections.abc import Collection, Iterable

import networkx as nx

from graph_query.ledger import notices
from graph_query.ledger.concepts import ROLES, shown
from graph_query.ledger.facets import LISTED, Choice, matching
from graph_query.ledger.model import Task
from graph_query.ledger.reading import Ledger
from graph_query.ledger.tasks import Tasks
from graph_query.ledger.workload import held_by, shared, units_as_named

# What stands beside units and tasks when it is asked for.
MORE_KINDS = {"act": "所引文件", "document": "文件", "topic": "主题"}
# What joins these to a task, and two units to each other, as people read it; a unit and a task are joined by its role.
JOINS = {"cites": "引用", "within": "载于", "about": "主题", "together": "共同任务"}
# More nodes can't be read: units alone are drawn, unless all are asked for; more than that a browser can't take.
CAP, MOST = 300, 2000
LONGEST_LABEL = 14
TOPIC = "topic:"
TOPICS = "SELECT DISTINCT topics FROM tasks {where}"
UNITS = "SELECT count(DISTINCT unit) FROM assignments {where}"


def network_of(
    ledger: Ledger, tasks: Iterable[Task], kinds: Collection[str] = (), roles: Collection[str] = ()
) -> nx.MultiDiGraph:
    """Return tasks with the units that carry them, an edge for every assignment; roles given, only those.

    `kinds` of MORE_KINDS add the acts that tasks cite, their documents, their topics. Nodes have `kind` (agency,
    group, task, act, document, topic), `label`, `words`; edges the IRI of their assignment as key, `role`, `words`,
    `supposed`.
    """
    network = nx.MultiDiGraph()
    tasks = tuple(tasks)
    shared_names = _names_of_several(ledger, tasks)
    for task in tasks:
        words = f"{task.document.title} {task.numbered}：{task.text}"
        network.add_node(task.iri, kind="task", label=task.no or str(task.index), words=words)
        _add_units(network, ledger, task, roles, shared_names=shared_names)
        add_more(network, task, kinds)
    return network


def _names_of_several(ledger: Ledger, tasks: Iterable[Task]) -> set[str]:
    """Return the names that several units of tasks have: these say their place under their name."""
    units = {assignment.unit for task in tasks for assignment in task.assignments}
    counted = Counter(ledger.units[unit].name for unit in units)
    return {name for name, count in counted.items() if count > 1}


def _add_units(
    network: nx.MultiDiGraph, ledger: Ledger, task: Task, roles: Collection[str], *, shared_names: Collection[str]
) -> None:
    for assignment in task.assignments:
        if roles and assignment.role not in roles:
            continue
        _add_unit(network, ledger, assignment.unit, shared_names=shared_names)
        words = f"{assignment.name}：{role_label(assignment.role)}（{notices.basis(assignment)}），{task.numbered}"
        network.add_edge(
            assignment.unit,
            task.iri,
            key=assignment.iri,
            role=assignment.role,
            words=words,
            supposed=assignment.supposed,
        )


def _add_unit(network: nx.MultiDiGraph, ledger: Ledger, iri: str, *, shared_names: Collection[str]) -> None:
    unit = ledger.units[iri]
    label = f"{unit.name}\n{_short(unit.where)}" if unit.name in shared_names and unit.where else unit.name
    network.add_node(iri, kind="group" if unit.collective else "agency", label=label, words=unit.shown)


def add_more(network: nx.MultiDiGraph, task: Task, kinds: Collection[str]) -> None:
    """Add a task's acts, document and topics to a network that holds it."""
    document, topics = task.document, {topic: shown("topics", topic) for topic in task.topics}
    more = [
        *(("act", act.iri, act.number or act.title, act.shown, "cites") for act in task.acts),
        ("document", document.iri, document.title, document.title, "within"),
        *(("topic", f"{TOPIC}{topic}", label, label, "about") for topic, label in topics.items()),
    ]
    for kind, iri, label, words, role in more:
        if kind in kinds:
            network.add_node(iri, kind=kind, label=_short(label), words=words)
            sentence = f"{task.numbered} {role_label(role)} {words}"
            network.add_edge(task.iri, iri, key=f"{task.iri} {iri}", role=role, words=sentence, supposed=False)


def size_of(ledger: Ledger, tasks: Tasks, kinds: Collection[str] = (), roles: Collection[str] = ()) -> int:
    """Return how many nodes network_of makes of tasks, without making them."""
    held = held_by(ledger, tasks)
    topics = {topic for (several,) in tasks.counted(TOPICS, "tasks.id") for topic in several.split()}
    of_kind = {"act": held.acts, "document": held.documents, "topic": len(topics)}
    of_roles = (f"role IN {LISTED}", json.dumps([*roles])) if roles else ("",)
    units = int(tasks.counted(UNITS, "task", *of_roles)[0][0])
    return len(tasks) + units + sum(of_kind[kind] for kind in kinds)


def summary_of(ledger: Ledger, tasks: Tasks) -> nx.MultiDiGraph:
    """Return units alone, an edge for each two that share tasks, its `weight` how many.

    Of more than CAP units those that have most tasks in common are drawn, and of edges the heaviest.
    """
    network = nx.MultiDiGraph()
    units = dict.fromkeys(units_as_named(tasks))
    pairs = sorted(shared(tasks).items(), key=lambda pair: (-pair[1], pair[0]))
    if len(units) > CAP:
        most = dict.fromkeys(unit for pair, _ in pairs for unit in pair)
        drawn = {*itertools.islice((*most, *units), CAP)}
        units = {unit: None for unit in units if unit in drawn}
    counted = Counter(ledger.units[unit].name for unit in units)
    shared_names = {name for name, count in counted.items() if count > 1}
    for iri in units:
        _add_unit(network, ledger, iri, shared_names=shared_names)
    for (a, b), count in [pair for pair in pairs if units.keys() >= {*pair[0]}][:MOST]:
        words = f"{ledger.units[a].name}、{ledger.units[b].name}：共同任务 {count} 项"
        network.add_edge(a, b, key=f"{a} {b}", role="together", words=words, supposed=False, weight=count)
    return network


def tasks_of_node(ledger: Ledger, node: str) -> Tasks:
    """Return the tasks that a node of a network stands in: a unit's, an act's, a document's, a topic's, or itself."""
    itself = ledger.named([node])
    if itself:
        return itself
    for kind, things in (("unit", ledger.units), ("act", ledger.acts), ("document", ledger.documents)):
        if node in things:
            return matching(ledger, Choice({kind: (node,)}))
    return matching(ledger, Choice({"topic": (node.removeprefix(TOPIC),)}))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_LABEL else f"{text[: LONGEST_LABEL - 1]}…"


def roles_shown(network: nx.MultiDiGraph) -> list[str]:
    """Return the roles of a network's edges: lead, responsible, cooperating first."""
    found = {role for _, _, role in network.edges(data="role")}
    return [role for role in (*ROLES, *JOINS) if role in found]


def role_label(role: str) -> str:
    """Return the role of an edge as people read it."""
    return JOINS.get(role) or shown("roles", role)
