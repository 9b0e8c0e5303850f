"""Acts and what rests on them: down to documents, tasks, units and places; up the chain of what each carries out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from graph_build.values.act_numbers import LOOSE, number_key
from graph_query.labels import labels_of, plain
from graph_query.ledger.model import Document, Ledger, Task
from graph_query.sparql.prefixes import with_prefixes
from graph_query.stores import Store, select

ACTS = """SELECT DISTINCT ?act ?title ?number ?issued ?inForce ?kind ?rank WHERE {
  { ?task zr:cites ?act } UNION { ?work zr:implements ?act } UNION { ?act zr:implements ?other }
  UNION { ?file zr:fileOf ?act }
  OPTIONAL { ?act dcterms:title ?title } OPTIONAL { ?act eli:id_local ?number }
  OPTIONAL { ?act eli:date_document ?issued } OPTIONAL { ?act zr:inForce ?inForce }
  OPTIONAL { ?act zr:actKind/skos:notation ?kind } OPTIONAL { ?act zr:actRank/skos:notation ?rank }
} ORDER BY ?act ?title"""
LINKS = "SELECT DISTINCT ?work ?act WHERE { ?work zr:implements ?act } ORDER BY ?work ?act"
# So many steps up or down a chain are followed; no real chain is longer.
LONGEST_CHAIN = 10


@dataclass(frozen=True, slots=True)
class Work:
    """An act or a list as a text with a number; texts are empty where nothing is known.

    `kind` and `rank` are notations of zr:actKinds and zr:levels.
    """

    iri: str
    title: str
    number: str
    issued: str
    in_force: str
    kind: str
    rank: str

    @property
    def shown(self) -> str:
        """Title and number, as a document would cite it."""
        title = f"《{self.title}》" if self.title else ""
        return f"{title}（{self.number}）" if title and self.number else title or self.number or "未写明的文件"


@dataclass(frozen=True, slots=True)
class Works:
    """The works of a snapshot by IRI, and which carries out which, up and down."""

    works: Mapping[str, Work]
    up: Mapping[str, tuple[str, ...]]
    down: Mapping[str, tuple[str, ...]]

    def chain(self, work: str, links: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[int, Work]]:
        """Return the works that a chain of links leads to, each once, with how many steps away it is."""
        seen, reached = {work}, [work]
        for step in range(1, LONGEST_CHAIN + 1):
            reached = [iri for at in reached for iri in links.get(at, ()) if iri not in seen]
            reached = list(dict.fromkeys(reached))
            seen.update(reached)
            for iri in reached:
                yield step, self.works[iri]


@dataclass(frozen=True, slots=True)
class Resting:
    """What rests on an act: tasks that cite it, and documents that carry it out, with how many steps away they are."""

    tasks: tuple[Task, ...]
    documents: tuple[tuple[int, Document], ...]


_by_store: WeakKeyDictionary[Store, Works] = WeakKeyDictionary()


def works_of(store: Store, ledger: Ledger) -> Works:
    """Return the works that a snapshot's documents are, cite, or carry out, read once; titles as cited where bare."""
    if store not in _by_store:
        cited = {act.iri: act.title for task in ledger.tasks for act in task.acts}
        own = {document.work: document.title for document in ledger.documents.values()}
        works: dict[str, Work] = {}
        for row in select(store, with_prefixes(ACTS)).values():
            iri = row["act"]
            title = row["title"] or cited.get(iri, "") or own.get(iri, "")
            facts = row["number"], row["issued"], row["inForce"], row["kind"], row["rank"]
            works.setdefault(iri, Work(iri, title, *facts))
        up: defaultdict[str, list[str]] = defaultdict(list)
        down: defaultdict[str, list[str]] = defaultdict(list)
        for row in select(store, with_prefixes(LINKS)).values():
            up[row["work"]].append(row["act"])
            down[row["act"]].append(row["work"])
        _by_store[store] = Works(works, {k: tuple(v) for k, v in up.items()}, {k: tuple(v) for k, v in down.items()})
    return _by_store[store]


def works_used(ledger: Ledger, works: Works) -> tuple[Work, ...]:
    """Return the works that documents are, that tasks cite, and what those carry out: not all that registers hold."""
    iris = {document.work for document in ledger.documents.values()}
    iris |= {act.iri for task in ledger.tasks for act in task.acts}
    above = {work.iri for iri in iris for _, work in works.chain(iri, works.up)}
    return tuple(work for iri, work in works.works.items() if iri in iris | above)


def find_works(store: Store, ledger: Ledger, works: Works, words: str) -> tuple[Work, ...]:
    """Return the works that a number in any spelling names, and those whose title or number holds the words."""
    wanted, used = plain(words), works_used(ledger, works)
    if not wanted:
        return used
    by_name, number = set(labels_of(store).of_name(wanted, "act")), number_key(wanted)
    return tuple(
        work
        for work in used
        if work.iri in by_name or wanted in plain(work.title) or (number and number == number_key(plain(work.number)))
    )


def number_in(text: str) -> str | None:
    """Return the first number of an act, in any spelling, that stands in a text; None where there is none."""
    match = LOOSE.search(text)
    return match.group() if match else None


def resting_on(ledger: Ledger, works: Works, act: str) -> Resting:
    """Return what rests on an act."""
    tasks = tuple(task for task in ledger.tasks if any(cited.iri == act for cited in task.acts))
    files: defaultdict[str, list[Document]] = defaultdict(list)
    for document in ledger.documents.values():
        files[document.work].append(document)
    below = [(step, document) for step, work in works.chain(act, works.down) for document in files[work.iri]]
    return Resting(tasks, tuple(below))
