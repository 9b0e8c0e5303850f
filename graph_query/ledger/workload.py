"""Counts of tasks per unit: by role, by topic, and of those that two units share; and of all that tasks hold."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from graph_build.vocabulary.ledger_rows import ID, short
from graph_query.ledger.concepts import SUPPOSED, TEMPLATE
from graph_query.ledger.reading import Ledger
from graph_query.ledger.tasks import Tasks

# Whether an assignment is only supposed.
IS_SUPPOSED = "basis IN ({})".format(", ".join(f"'{basis}'" for basis in sorted(SUPPOSED)))
DOCUMENT = "JOIN documents ON documents.id = tasks.document"
# The number of an assignment in the whole ledger; no task has a thousand.
AT = "(documents.position * 10000000 + tasks.number) * 1000 + n"
# The units of tasks as these name them, each with its place in the register.
ORDERED = f"""
SELECT iri, number FROM (
  SELECT unit, min({AT}) AS first FROM assignments JOIN tasks ON tasks.id = task {DOCUMENT} {{where}} GROUP BY unit
) JOIN names ON names.id = unit JOIN carriers USING (unit) ORDER BY first"""
NAMED = "JOIN names ON names.id = unit"
BY_ROLE = f"SELECT iri, role, count(DISTINCT task) FROM assignments {NAMED} {{where}} GROUP BY unit, role"
COUNTED = f"SELECT iri, count(DISTINCT task) FROM assignments {NAMED} {{where}} GROUP BY unit"
BY_TOPIC = f"""
SELECT names.iri, topics, count(DISTINCT task) FROM assignments {NAMED} JOIN tasks ON tasks.id = task {{where}}
GROUP BY unit, topics"""
SHARED = """
SELECT one.iri, other.iri, n FROM (
  SELECT a.unit AS a, b.unit AS b, count(DISTINCT a.task) AS n
  FROM assignments AS a JOIN assignments AS b ON a.task = b.task AND a.unit < b.unit {where} GROUP BY a.unit, b.unit
) JOIN names AS one ON one.id = a JOIN names AS other ON other.id = b"""
PARTNERS = """
SELECT iri, count(DISTINCT b.task) FROM assignments AS a JOIN assignments AS b ON a.task = b.task
JOIN names ON names.id = b.unit {where} GROUP BY b.unit"""
ASSIGNED = f"SELECT count(*), count(DISTINCT unit), sum({IS_SUPPOSED}) FROM assignments {{where}}"


@dataclass(frozen=True, slots=True)
class Held:
    """How much tasks hold: documents, of them templates; places, units, acts; assignments, of them supposed."""

    documents: int
    templates: int
    places: int
    tasks: int
    units: int
    acts: int
    assignments: int
    supposed: int


def documents_of(ledger: Ledger, tasks: Tasks) -> tuple[str, ...]:
    """Return the documents of tasks, in the order of the ledger."""
    found = {number for (number,) in tasks.counted("SELECT DISTINCT document FROM tasks {where}", "tasks.id")}
    return tuple(document.iri for number, document in ledger.documents_by_number.items() if number in found)


@lru_cache(maxsize=16)
def held_by(ledger: Ledger, tasks: Tasks) -> Held:
    """Return how much tasks hold."""
    documents = [ledger.documents[iri] for iri in documents_of(ledger, tasks)]
    templates = sum(document.copy == TEMPLATE for document in documents)
    places = len({document.place for document in documents} - {""})
    assignments, units, supposed = tasks.counted(ASSIGNED)[0]
    acts = tasks.counted("SELECT count(DISTINCT act) FROM citations {where}")[0][0]
    return Held(len(documents), templates, places, len(tasks), units, acts, assignments, supposed or 0)


@lru_cache(maxsize=16)
def _named(tasks: Tasks) -> tuple[tuple[str, int | None], ...]:
    return tuple((ID + iri, place) for iri, place in tasks.counted(ORDERED))


def units_as_named(tasks: Tasks) -> tuple[str, ...]:
    """Return the units of tasks in the order in which these name them."""
    return tuple(iri for iri, _ in _named(tasks))


def units_in_order(tasks: Tasks) -> tuple[str, ...]:
    """Return the units of tasks: those of the register in its order, then the others as the documents name them."""
    return tuple(iri for iri, place in sorted(_named(tasks), key=lambda unit: (unit[1] is None, unit[1] or 0)))


@lru_cache(maxsize=16)
def by_role(tasks: Tasks) -> Counter[tuple[str, str]]:
    """Return how many tasks name each unit in each role; one that names it twice in a role counts once."""
    return Counter({(ID + iri, role): count for iri, role, count in tasks.counted(BY_ROLE)})


@lru_cache(maxsize=16)
def counted(tasks: Tasks, *, supposed: bool = False) -> Counter[str]:
    """Return how many tasks name each unit; or of those how many by a supposed assignment."""
    return Counter({ID + iri: count for iri, count in tasks.counted(COUNTED, where=IS_SUPPOSED if supposed else "")})


def topics_of(tasks: Tasks) -> Counter[str]:
    """Return how many tasks have each topic."""
    found: Counter[str] = Counter()
    for topics, count in tasks.counted("SELECT topics, count(*) FROM tasks {where} GROUP BY topics", "tasks.id"):
        found.update(dict.fromkeys(topics.split(), count))
    return found


@lru_cache(maxsize=4)
def by_topic(tasks: Tasks) -> Counter[tuple[str, str]]:
    """Return how many tasks of each topic name each unit."""
    found: Counter[tuple[str, str]] = Counter()
    for iri, topics, count in tasks.counted(BY_TOPIC):
        for topic in topics.split():
            found[ID + iri, topic] += count
    return found


@lru_cache(maxsize=4)
def shared(tasks: Tasks) -> Counter[tuple[str, str]]:
    """Return how many tasks name both of two units, for each two that share one."""
    rows = tasks.counted(SHARED, "a.task")
    return Counter({(min(a, b), max(a, b)): count for a, b, count in ((ID + a, ID + b, n) for a, b, n in rows)})


def partners(unit: str, tasks: Tasks) -> Counter[str]:
    """Return how many of a unit's tasks each other unit shares."""
    of_unit = "a.unit = (SELECT id FROM names WHERE iri = ?) AND b.unit <> a.unit"
    return Counter({ID + iri: count for iri, count in tasks.counted(PARTNERS, "a.task", of_unit, short(unit))})
