"""The words of ontology/everyday.ttl: what people say for what documents write, and what is only near it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox

from graph_build.vocabulary.concepts import concept
from graph_build.vocabulary.terms import ONTOLOGY, ZR

# Words that documents write too: who asks for 社会保障卡 means 社保卡. Nobody who asks for 供水 means 没水.
WRITTEN = ("short", "other", "former")


@dataclass(frozen=True, slots=True)
class Saying:
    """A word of questions: what documents call the same, in which register it is said, and what is only near."""

    said: str
    means: tuple[str, ...]
    near: tuple[str, ...]
    register: ox.NamedNode | None


@cache
def sayings() -> tuple[Saying, ...]:
    """Return the words of everyday.ttl, in its order."""
    found: defaultdict[str, list[ox.Triple]] = defaultdict(list)
    for quad in ox.parse(path=str(ONTOLOGY / "everyday.ttl"), format=ox.RdfFormat.TURTLE):
        found[str(quad.subject)].append(quad.triple)
    return tuple(map(_saying, found.values()))


def _saying(triples: list[ox.Triple]) -> Saying:
    (said,) = _values(triples, ZR.said)
    register = [t.object for t in triples if t.predicate == ZR.register and isinstance(t.object, ox.NamedNode)]
    return Saying(said, _values(triples, ZR.means), _values(triples, ZR.near), register[0] if register else None)


def _values(triples: list[ox.Triple], predicate: ox.NamedNode) -> tuple[str, ...]:
    return tuple(t.object.value for t in triples if t.predicate == predicate and isinstance(t.object, ox.Literal))


@cache
def same_words() -> dict[str, tuple[str, ...]]:
    """Return the words for the same matter that each word has, in small letters: 打疫苗 -> 疫苗接种, 预防接种.

    What documents write for one thing alone stands for it both ways.
    """
    written: defaultdict[str, list[str]] = defaultdict(list)
    registers = {concept("registers", name) for name in WRITTEN}
    for saying in sayings():
        if len(saying.means) == 1 and saying.register in registers:
            written[saying.means[0]].append(saying.said)
    found = {word: (word,) for word in written} | {s.said: s.means for s in sayings() if s.means}
    same = {
        word: dict.fromkeys(other for name in means for other in (name, *written[name]) if other != word)
        for word, means in found.items()
    }
    return {word.lower(): tuple(others) for word, others in same.items()}


@cache
def said_words() -> frozenset[str]:
    """Return the words of questions that stand for others, in small letters."""
    return frozenset(saying.said.lower() for saying in sayings() if saying.means)


@cache
def meant_words() -> frozenset[str]:
    """Return the words of documents that others stand for, in small letters."""
    return frozenset(word.lower() for saying in sayings() for word in saying.means)


@cache
def near_words() -> dict[str, tuple[str, ...]]:
    """Return what is near to each word and another matter, in small letters: 雾霾 -> 空气质量."""
    return {saying.said.lower(): saying.near for saying in sayings() if saying.near}
