"""Acts and what rests on them: down to documents, tasks, units and places; up the chain of what each carries out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from graph_build.values.act_numbers import LOOSE, number_key
from graph_build.vocabulary.ledger_rows import ID
from graph_query.labels import plain
from graph_query.ledger.facets import Choice, matching
from graph_query.ledger.model import Document
from graph_query.ledger.reading import Ledger
from graph_query.ledger.tasks import Tasks

# The works that documents are, that tasks cite, that others carry out, or that carry out others.
USED = """
SELECT names.id, iri FROM names WHERE names.id IN (
  SELECT act FROM citations UNION SELECT work FROM links UNION SELECT act FROM links
) OR iri IN (SELECT work FROM documents) ORDER BY iri"""
KNOWN = "SELECT work, title, number, issued, in_force, kind, rank FROM known"
LINKS = """
SELECT DISTINCT one.iri, other.iri FROM links JOIN names AS one ON one.id = work JOIN names AS other ON other.id = act
ORDER BY one.iri, other.iri"""
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
            if not reached:
                return
            seen.update(reached)
            for iri in reached:
                yield step, self.works[iri]


@dataclass(frozen=True, slots=True)
class Resting:
    """What rests on an act: tasks that cite it, and documents that carry it out, with how many steps away they are."""

    tasks: Tasks
    documents: tuple[tuple[int, Document], ...]


_by_ledger: WeakKeyDictionary[Ledger, Works] = WeakKeyDictionary()


def works_of(ledger: Ledger) -> Works:
    """Return the works that a snapshot's documents are, cite, or carry out, read once; titles as cited where bare."""
    if ledger not in _by_ledger:
        own = {document.work: document.title for document in ledger.documents.values()}
        known = {work: ["" if fact is None else fact for fact in facts] for work, *facts in ledger.columns.rows(KNOWN)}
        works: dict[str, Work] = {}
        for number, iri in ((number, ID + end) for number, end in ledger.columns.rows(USED)):
            title, *facts = known.get(number, [""] * 6)
            cited = ledger.acts[iri].title if iri in ledger.acts else ""
            works[iri] = Work(iri, title or cited or own.get(iri, ""), *facts)
        up: defaultdict[str, list[str]] = defaultdict(list)
        down: defaultdict[str, list[str]] = defaultdict(list)
        for work, act in ledger.columns.rows(LINKS):
            up[ID + work].append(ID + act)
            down[ID + act].append(ID + work)
        _by_ledger[ledger] = Works(works, {k: tuple(v) for k, v in up.items()}, {k: tuple(v) for k, v in down.items()})
    return _by_ledger[ledger]


def works_used(ledger: Ledger, works: Works) -> tuple[Work, ...]:
    """Return the works that documents are, that tasks cite, and what those carry out: not all that registers hold."""
    iris = {document.work for document in ledger.documents.values()} | ledger.acts.keys()
    used = iris | {work.iri for iri in iris for _, work in works.chain(iri, works.up)}
    return tuple(work for iri, work in works.works.items() if iri in used)


def find_works(ledger: Ledger, works: Works, words: str, named: Collection[str] = ()) -> tuple[Work, ...]:
    """Return the works that a number in any spelling names, and those whose title or number holds the words.

    `named` are those that the words name otherwise.
    """
    wanted, used = plain(words), works_used(ledger, works)
    number = number_key(wanted)
    return tuple(
        work
        for work in used
        if not wanted
        or work.iri in named
        or wanted in plain(work.title)
        or (number and number == number_key(plain(work.number)))
    )


def number_in(text: str) -> str | None:
    """Return the first number of an act, in any spelling, that stands in a text; None where there is none."""
    match = LOOSE.search(text)
    return match.group() if match else None


def resting_on(ledger: Ledger, works: Works, act: str) -> Resting:
    """Return what rests on an act."""
    files: defaultdict[str, list[Document]] = defaultdict(list)
    for document in ledger.documents.values():
        files[document.work].append(document)
    below = [(step, document) for step, work in works.chain(act, works.down) for document in files[work.iri]]
    return Resting(matching(ledger, Choice({"act": (act,)})), tuple(below))
