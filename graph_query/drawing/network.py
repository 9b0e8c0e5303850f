"""Tasks as a network to draw: what is asked about in the middle, the tasks around it, their units beside these."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

import networkx as nx

from graph_query.drawing.asking import TOPIC, Asked, name_of
from graph_query.drawing.naming import names_of
from graph_query.ledger import notices
from graph_query.ledger.concepts import ROLES, shown
from graph_query.ledger.facets import LISTED
from graph_query.ledger.model import Document, Task
from graph_query.ledger.reading import Ledger
from graph_query.ledger.tasks import Tasks

# What joins an act, a topic or a word to a task, as people read it; a unit and a task are joined by its role.
JOINS = {"cites": "引用", "about": "主题", "holds": "写有"}
# What a node in the middle is that is no unit and no task, and what joins tasks to it.
JOINED = {"act": ("act", "cites"), "topic": ("topic", "about"), "words": ("words", "holds")}
# More nodes can't be drawn so that each is read: they are shown as a table of units and tasks.
MOST_DRAWN = 40
# More can't be read in a table either: they are shown by document.
MOST_LISTED = 300
UNITS = "SELECT count(DISTINCT unit) FROM assignments {where}"


def network_of(
    ledger: Ledger, tasks: Iterable[Task], asked: Asked | None = None, roles: Collection[str] = ()
) -> nx.MultiDiGraph:
    """Return tasks with the units that carry them, an edge for every assignment; roles given, only those.

    Nodes have `kind` (agency, group, task, act, topic, words), `label`, `words`, a task its `document`; edges the IRI
    of their assignment as key, `role`, `words`, `supposed`. The network has `centre`, the nodes in the middle, and
    `documents`, the headings of the documents of tasks.
    """
    tasks = tuple(tasks)
    network = nx.MultiDiGraph(centre=asked.centre if asked else (), documents=headings_of(tasks))
    for name, task in zip(names_of(tuple(task.text for task in tasks)), tasks, strict=True):
        label = f"{task.no} {name}" if task.no else name
        words = f"{task.document.title} {task.numbered}：{task.text}"
        network.add_node(task.iri, kind="task", label=label, words=words, document=task.document.iri)
        _add_units(network, ledger, task, roles)
    _say_places(network, ledger)
    if asked:
        _add_centre(network, ledger, asked, tasks)
    return network


def headings_of(tasks: Iterable[Task]) -> dict[str, str]:
    """Return how each document of tasks is named above them: place and years, and what its title says beside these."""
    return {task.document.iri: heading_of(task.document) for task in tasks}


def heading_of(document: Document) -> str:
    """Return how a document is named where there is little room."""
    title = document.title.removeprefix(document.place)
    for year in document.years[:1]:
        title = title.replace(f"{year}年", "", 1)
    return " ".join(filter(None, (document.place, document.year, title.removeprefix(document.place))))


def _add_units(network: nx.MultiDiGraph, ledger: Ledger, task: Task, roles: Collection[str]) -> None:
    for assignment in task.assignments:
        if roles and assignment.role not in roles:
            continue
        _add_unit(network, ledger, assignment.unit)
        words = f"{assignment.name}：{role_label(assignment.role)}（{notices.basis(assignment)}），{task.numbered}"
        network.add_edge(
            assignment.unit,
            task.iri,
            key=assignment.iri,
            role=assignment.role,
            words=words,
            supposed=assignment.supposed,
        )


def _add_unit(network: nx.MultiDiGraph, ledger: Ledger, iri: str) -> None:
    unit = ledger.units[iri]
    network.add_node(iri, kind="group" if unit.collective else "agency", label=unit.name, words=unit.shown)


def _say_places(network: nx.MultiDiGraph, ledger: Ledger) -> None:
    """Let units of one name say where each is."""
    units = [node for node in network if node in ledger.units]
    named = Counter(ledger.units[unit].name for unit in units)
    for unit in units:
        if named[ledger.units[unit].name] > 1 and ledger.units[unit].where:
            network.nodes[unit]["label"] = f"{ledger.units[unit].name}\n{ledger.units[unit].where}"


def _add_centre(network: nx.MultiDiGraph, ledger: Ledger, asked: Asked, tasks: Sequence[Task]) -> None:
    """Add what is asked about, where it is no unit, and what joins it to the tasks; to a task its acts and topics."""
    if asked.kind == "task":
        for task in tasks:
            _add_grounds(network, task)
        return
    kind, role = JOINED.get(asked.kind, ("", ""))
    for node in asked.centre if kind else ():
        words = name_of(ledger, node)
        act = ledger.acts.get(node)
        network.add_node(node, kind=kind, label=act.number if act and act.number else words, words=words)
        for task in tasks:
            if kind == "words" or node in _grounds(task):
                _join(network, task, node, role)


def _grounds(task: Task) -> set[str]:
    return {act.iri for act in task.acts} | {f"{TOPIC}{topic}" for topic in task.topics}


def _add_grounds(network: nx.MultiDiGraph, task: Task) -> None:
    for act in task.acts:
        network.add_node(act.iri, kind="act", label=act.number or act.title, words=act.shown)
        _join(network, task, act.iri, "cites")
    for topic in task.topics:
        node, words = f"{TOPIC}{topic}", shown("topics", topic)
        network.add_node(node, kind="topic", label=words, words=words)
        _join(network, task, node, "about")


def _join(network: nx.MultiDiGraph, task: Task, node: str, role: str) -> None:
    words = f"{task.numbered} {role_label(role)} {network.nodes[node]['words']}"
    network.add_edge(task.iri, node, key=f"{task.iri} {node}", role=role, words=words, supposed=False)


def size_of(tasks: Tasks, roles: Collection[str] = ()) -> int:
    """Return how many tasks and units network_of makes of tasks, without making them."""
    of_roles = (f"role IN {LISTED}", json.dumps([*roles])) if roles else ("",)
    return len(tasks) + int(tasks.counted(UNITS, "task", *of_roles)[0][0])


def roles_shown(network: nx.MultiDiGraph) -> list[str]:
    """Return the roles of a network's edges: lead, responsible, cooperating first."""
    found = {role for _, _, role in network.edges(data="role")}
    return [role for role in (*ROLES, *JOINS) if role in found]


def role_label(role: str) -> str:
    """Return the role of an edge as people read it."""
    return JOINS.get(role) or shown("roles", role)
