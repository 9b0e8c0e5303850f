"""Frozen types at the seams of the read side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pyoxigraph as ox

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
SlotKind = Literal["text", "date"]


@dataclass(frozen=True, slots=True)
class Rows:
    """What a SELECT query found; a cell is None where its variable is unbound. ASK gives one row, `answer`.

    `cut` is set where there are more rows than these.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    cut: bool = False

    def values(self) -> list[dict[str, str]]:
        """Return each row as text by column, unbound cells left empty."""
        return [{c: as_text(t) for c, t in zip(self.columns, row, strict=True)} for row in self.rows]


@dataclass(frozen=True, slots=True)
class Triples:
    """What a CONSTRUCT or DESCRIBE query found."""

    triples: tuple[ox.Triple, ...]
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """The place for a value in a ready-made query: `VALUES ?name { … }`."""

    name: str
    kind: SlotKind
    label: str
    example: str


@dataclass(frozen=True, slots=True)
class ReadyQuery:
    """A query of ontology/queries, with the words that go with it: query and explanation stand in one file."""

    name: str
    title: str
    question: str
    sentence: str
    columns: tuple[tuple[str, str], ...]
    slot: Slot | None
    sparql: str


def as_text(term: Term | None) -> str:
    """Return a term as a user reads it: a literal's value, an IRI, nothing for what is unbound."""
    if term is None:
        return ""
    return str(term) if isinstance(term, ox.Triple) else term.value
