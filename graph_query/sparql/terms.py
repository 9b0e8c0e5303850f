"""The words of this graph in a query: one that the ontology does not have finds nothing, and is said instead."""

from __future__ import annotations

import difflib
import re
from functools import cache, lru_cache

import pyoxigraph as ox

from graph_build.vocabulary.terms import ZR_IRI, ontology_triples
from graph_query.errors import QueryInvalid
from graph_query.sparql.guard import TOKEN

ANY_DECLARED = re.compile(r"\bPREFIX\s+([\w-]*):", re.IGNORECASE)
DECLARED = re.compile(rf"\bPREFIX\s+([\w-]*):\s*<{re.escape(ZR_IRI)}>", re.IGNORECASE)
REMEMBERED = 64


@lru_cache(REMEMBERED)
def unknown_term(text: str) -> str | None:
    """Return the first term of zr: in a query that the ontology does not have; None where there is none.

    >>> unknown_term("PREFIX zr: <https://w3id.org/zeren/ontology#> SELECT * { ?t zr:leadUnits ?u ; zr:text ?x }")
    'zr:leadUnits'
    """
    prefixes = set(DECLARED.findall(text))
    for match in TOKEN.finditer(text):
        prefix, colon, name = (match["word"] or "").partition(":")
        if colon and name and prefix in prefixes and name not in _names():
            return f"{prefix}:{name}"
    return None


def check_terms(text: str) -> None:
    """Raise QueryInvalid where a query uses a prefix that it does not declare, or a term of zr: that there is not.

    The message names them, and terms like it.
    """
    declared = set(ANY_DECLARED.findall(text))
    bare = next((prefix for prefix in _prefixes(text) if prefix not in declared), None)
    if bare is not None:
        raise QueryInvalid(f"查询中的前缀 {bare}: 没有定义。请在查询开头写 PREFIX {bare}: <网址>。")
    unknown = unknown_term(text)
    if unknown:
        prefix, _, name = unknown.partition(":")
        alike = difflib.get_close_matches(name, _names(), n=3)
        hint = (
            f"相近的有：{'、'.join(f'{prefix}:{one}' for one in alike)}。"
            if alike
            else "请看现成的查询里用了哪些词汇。"
        )
        raise QueryInvalid(f"查询中的 {unknown} 不是本图谱的词汇。{hint}")


def _prefixes(text: str) -> list[str]:
    """Return the prefixes that a query uses; _: is none."""
    words = (match["word"] for match in TOKEN.finditer(text) if match["word"])
    return [prefix for prefix, colon, _ in (word.partition(":") for word in words) if colon and prefix != "_"]


@cache
def _names() -> frozenset[str]:
    """Return the names of all classes, properties and concepts."""
    subjects = {triple.subject for triple in ontology_triples()}
    iris = (subject.value for subject in subjects if isinstance(subject, ox.NamedNode))
    return frozenset(iri.removeprefix(ZR_IRI) for iri in iris if iri.startswith(ZR_IRI))
