"""What of the units of a place is compared: tasks by role, by topic, and those that two of them share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from graph_query.drawing.charts import Comparison
from graph_query.drawing.styles import BARS
from graph_query.ledger.concepts import ROLES, shown
from graph_query.ledger.tasks import Tasks
from graph_query.ledger.workload import by_role, by_topic, shared

BY_ROLE, BY_TOPIC, SHARED = "各角色任务数", "各主题任务数", "共同任务数"
# Fields of many more topics can't be read.
MOST_TOPICS = 20
# Units by their IRIs, each with a name that no other has.
Names = Mapping[str, str]


def compare_roles(names: Names, tasks: Tasks, place: str) -> Comparison:
    """Return how many tasks name each unit in each role; a role that none of them has is left out."""
    found = {(iri, role): n for (iri, role), n in by_role(tasks).items() if iri in names}
    roles = [role for role in ROLES if any(role == its for _, its in found)]
    return Comparison(
        f"{place}各单位{BY_ROLE}",
        tuple(names.values()),
        tuple(shown("roles", role) for role in roles),
        {(names[iri], shown("roles", role)): n for (iri, role), n in found.items()},
        tuple(f"文件点名该单位{shown('roles', role)}的任务数" for role in roles),
        tuple(roles),
        tuple(BARS[role] for role in roles),
    )


def compare_topics(names: Names, tasks: Tasks, place: str) -> Comparison:
    """Return how many tasks of each topic name each unit; `left_out` are topics that have no column."""
    found = {(iri, topic): n for (iri, topic), n in by_topic(tasks).items() if iri in names}
    totals = Counter[str]()
    for (_, topic), n in found.items():
        totals[topic] += n
    order = sorted(totals, key=lambda topic: (-totals[topic], shown("topics", topic)))
    drawn = _drawn(order, found)
    return Comparison(
        f"{place}各单位{BY_TOPIC}",
        tuple(names.values()),
        tuple(shown("topics", topic) for topic in drawn),
        {(names[iri], shown("topics", topic)): n for (iri, topic), n in found.items() if topic in drawn},
        tuple(f"内容写到“{shown('topics', topic)}”、文件点名该单位的任务数" for topic in drawn),
        drawn,
        left_out=tuple(shown("topics", topic) for topic in order if topic not in drawn),
    )


def compare_shared(names: Names, tasks: Tasks, place: str) -> Comparison:
    """Return how many tasks name both of two units."""
    pairs = {(names[a], names[b]): n for (a, b), n in shared(tasks).items() if a in names and b in names}
    with_others = {name for pair in pairs for name in pair}
    columns = tuple(name for name in names.values() if name in with_others)
    return Comparison(
        f"{place}各单位{SHARED}",
        tuple(names.values()),
        columns,
        pairs | {(b, a): n for (a, b), n in pairs.items()},
        tuple(f"文件同时点名该单位和“{name}”的任务数" for name in columns),
        columns,
    )


def _drawn(order: Iterable[str], found: Mapping[tuple[str, str], int]) -> tuple[str, ...]:
    """Return the most frequent topics, and of each unit that has none of these its most frequent one."""
    order = list(order)
    drawn = set(order[:MOST_TOPICS])
    for unit in dict.fromkeys(iri for iri, _ in found):
        its = [topic for topic in order if (unit, topic) in found]
        if not drawn & {*its}:
            drawn.add(its[0])
    return tuple(topic for topic in order if topic in drawn)
