"""The tasks behind an answer, one a row, as a person uses them: who leads and carries out, by when, what, where."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from graph_build.model import ROLES
from graph_build.spans import span_of
from graph_build.vocabulary.terms import ZR
from graph_query.answering.titles import files_by_iri, numbered, place_of
from graph_query.labels.scopes import File
from graph_query.sparql.prefixes import with_prefixes
from graph_query.sparql.ready_queries import with_values
from graph_query.stores import Store, select

# So many tasks are listed with all that is said of them; how many there are is always said.
MOST_LISTED = 300
LONGEST_DUTY, NEAR = 60, 20
MARK = re.compile(r"[，。；：、！？,;]")

TASKS = """SELECT ?task ?file ?index ?no ?text ?words ?until ?basis ?by WHERE {
  VALUES ?task { UNDEF }
  ?task zr:index ?index ; zr:text ?text ; zr:document ?file .
  OPTIONAL { ?task zr:no ?no }
  OPTIONAL {
    ?task ?by ?limit . VALUES ?by { zr:deadline zr:hasLimit } ?limit zr:words ?words .
    OPTIONAL { ?limit zr:basis ?basis }
    OPTIONAL { ?limit zr:until/time:inXSDDate ?until }
  }
} ORDER BY ?task ?limit"""
UNITS = """SELECT ?task ?name ?unit ?role ?basis ?quote WHERE {
  VALUES ?task { UNDEF }
  ?assignment zr:task ?task ; zr:nameAsWritten ?name ; zr:unit ?unit ; zr:role ?role ; zr:basis ?basis ;
    prov:wasDerivedFrom ?quote .
}"""
# Concepts by their IRIs: joining each with its notation takes as long as the rest.
ROLE_OF = {getattr(ZR, role).value: role for role in ROLES}
SUPPOSED = (ZR.mergedSupposed.value, ZR.alignedSupposed.value)


@dataclass(frozen=True, slots=True)
class Part:
    """A unit's part in a task: its name as written and its IRI, the role, and whether it is supposed."""

    name: str
    unit: str
    role: str
    supposed: bool

    @property
    def shown(self) -> str:
        """Its name, and that it is supposed where it is."""
        return f"{self.name}（推定）" if self.supposed else self.name


@dataclass(frozen=True, slots=True)
class Listed:
    """A task as it is listed: its units by role, then in the document's order; its limit; what it is.

    `day` is the last day of its limit, `supposed` whether that is only supposed, `blank` says why what it does not
    have is not written.
    """

    task: str
    file: File
    index: int
    no: str
    units: tuple[Part, ...]
    limit: str
    day: str
    duty: str
    blank: str = ""
    supposed: bool = False

    @property
    def note(self) -> str:
        """What must be said of it before it is used."""
        notes = (
            self.file.template and "范文，不是某地的文件",
            self.file.doubtful and "识读存疑，请对照原文",
            self.blank,
        )
        return "；".join(note for note in notes if note)

    @property
    def number(self) -> str:
        """What the document calls it."""
        return numbered(self.no, self.index)

    @property
    def place(self) -> str:
        """Its place; of a template that it is one."""
        return place_of(self.file)

    @property
    def link(self) -> str:
        """Where the app shows it whole."""
        return f"/tasks?task=task/{self.task.split('/task/')[-1]}"

    def of(self, role: str) -> tuple[str, ...]:
        """Return the units of a role."""
        return tuple(dict.fromkeys(part.shown for part in self.units if part.role == role))


def short(text: str) -> str:
    """Return up to 60 characters of a text, cut behind a mark where one is near.

    >>> short("做好政策解读。")
    '做好政策解读。'
    >>> short("一" * 50 + "，" + "二" * 50) == "一" * 50 + "…", len(short("一" * 99))
    (True, 60)
    """
    if len(text) <= LONGEST_DUTY:
        return text
    whole = text[: LONGEST_DUTY - 1]
    marks = [match.start() for match in MARK.finditer(whole) if match.start() >= LONGEST_DUTY - NEAR]
    return f"{whole[: marks[-1]] if marks else whole}…"


def listed(tasks: Sequence[str], store: Store) -> tuple[Listed, ...]:
    """Return the first tasks of some as they are listed, in the order given."""
    nodes = [ox.NamedNode(task) for task in tasks[:MOST_LISTED]]
    if not nodes:
        return ()
    files, units = files_by_iri(store), _units(nodes, store)
    rows: defaultdict[str, list[Mapping[str, str]]] = defaultdict(list)
    for row in select(store, with_values(with_prefixes(TASKS), "task", *nodes)).values():
        rows[row["task"]].append(row)
    return tuple(_listed(rows[node.value], files, units.get(node.value, ())) for node in nodes)


def _listed(rows: Sequence[Mapping[str, str]], files: Mapping[str, File], units: Sequence[Part]) -> Listed:
    first = rows[0]
    own = [row for row in rows if row["by"] == ZR.deadline.value]
    inside = [row for row in rows if row["by"] == ZR.hasLimit.value]
    days = sorted(row["until"] for row in own or inside if row["until"])
    return Listed(
        task=first["task"],
        file=files[first["file"]],
        index=int(first["index"]),
        no=first["no"],
        units=tuple(units),
        limit=_words(own) or (f"文内：{_words(inside)}" if inside else ""),
        day=days[-1] if days else "",
        duty=short(first["text"]),
        supposed=any(row["basis"] in SUPPOSED for row in own or inside),
    )


def _words(rows: Iterable[Mapping[str, str]]) -> str:
    return "；".join(dict.fromkeys(row["words"] for row in rows))


def _units(nodes: Sequence[ox.NamedNode], store: Store) -> dict[str, tuple[Part, ...]]:
    """Return the parts of units in each task: by role, those of one role as they follow each other in the document."""
    found: defaultdict[str, list[tuple[tuple[int, ...], Part]]] = defaultdict(list)
    for row in select(store, with_values(with_prefixes(UNITS), "task", *nodes)).values():
        span = span_of(row["quote"])
        part = Part(row["name"], row["unit"], ROLE_OF[row["role"]], row["basis"] in SUPPOSED)
        found[row["task"]].append(((ROLES.index(part.role), *(span.order if span else ())), part))
    return {
        task: tuple(dict.fromkeys(part for _, part in sorted(several, key=lambda it: (it[0], it[1].name))))
        for task, several in found.items()
    }
