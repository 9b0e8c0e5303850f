"""Questions that a graph can answer: beside one that it can't, and with names that it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from string import Template

from graph_query.errors import NotKnown
from graph_query.labels import labels_of, plain
from graph_query.ledger.most import most_named
from graph_query.ledger.reading import Ledger
from graph_query.questions import kinds
from graph_query.sparql.prefixes import with_prefixes
from graph_query.stores import Store, select

# Of each of these one, in this order; before the last one of an act that is cited.
ASKED = ("tasks", "units", "task_count")
CITING = "哪些任务引用了$act？"
UNIT = """SELECT ?name ?place (COUNT(DISTINCT ?task) AS ?tasks) WHERE {
  ?assignment zr:unit ?unit ; zr:task ?task . ?unit a zr:Agency ; skos:prefLabel ?name .
  OPTIONAL { ?task zr:document/zr:place/skos:prefLabel ?place }
} GROUP BY ?unit ?name ?place ORDER BY DESC(?tasks) ?name LIMIT 1"""
TOPIC = """SELECT ?name (COUNT(DISTINCT ?task) AS ?tasks) WHERE {
  ?task zr:topic ?topic ; zr:text ?text . ?topic skos:prefLabel ?name .
  FILTER (LANG(?name) = "zh" && CONTAINS(?text, STR(?name)))
} GROUP BY ?topic ?name ORDER BY DESC(?tasks) ?name LIMIT 1"""
# So many questions are tried in place of one that can't be answered.
MOST_TRIED = 2
ACT = """SELECT ?name (COUNT(DISTINCT ?task) AS ?tasks) WHERE { ?task zr:cites/eli:id_local ?name }
GROUP BY ?name ORDER BY DESC(?tasks) ?name LIMIT 1"""


def suggestions(store: Store) -> tuple[str, ...]:
    """Return questions about what stands most in the graph; none where it is empty."""
    return _asked(_names(store))


@lru_cache(maxsize=2)
def suggestions_of(ledger: Ledger) -> tuple[str, ...]:
    """Return the same of a ledger, at whose side no graph need be open."""
    names = most_named(ledger)
    if ledger.documents:
        placed = (iri for iri, document in ledger.documents.items() if document.place)
        first = min(placed, default="")
        names["place"] = ledger.documents[first].place if first else ""
    return _asked(names)


def _names(store: Store) -> dict[str, str]:
    found = {
        key: select(store, with_prefixes(query)).values()
        for key, query in (("unit", UNIT), ("topic", TOPIC), ("act", ACT))
    }
    names = {key: rows[0]["name"] for key, rows in found.items() if rows}
    if found["unit"]:
        names["unit"] = f"{found['unit'][0]['place']}的{names['unit']}" if found["unit"][0]["place"] else names["unit"]
    places = [file.place for file in labels_of(store).files if file.place]
    if labels_of(store).files:
        names["place"] = places[0] if places else ""
    return names


def _asked(names: Mapping[str, str]) -> tuple[str, ...]:
    by_name = {kind.name: Template(kind.suggestion) for kind in kinds()}
    templates = (*(by_name[name] for name in ASKED[:2]), Template(CITING), by_name[ASKED[2]])
    return tuple(text.substitute(names) for text in templates if set(text.get_identifiers()) <= names.keys())


def suggested(question: str, refused: NotKnown, store: Store, answers: Callable[[str], bool]) -> tuple[str, ...]:
    """Return what can be asked in place of a question: it with names that are known, at other places; else any.

    `answers` says whether a question can be answered.
    """
    near = (text for text in _near(plain(question), refused, store) if answers(text))
    return tuple(dict.fromkeys((*refused.instead, *near))) or suggestions(store)


def _near(question: str, refused: NotKnown, store: Store) -> Iterator[str]:
    """Yield a question with other words for those that are not known, or that keep it from having an answer."""
    places = dict.fromkeys(file.place for file in labels_of(store).files if file.place)
    said = [place for place in places if place in question]
    unknown = refused.words and refused.words in question
    if unknown and refused.alike:
        tried = [(refused.words, name) for name in refused.alike]
    elif unknown and f"{refused.words}的文件" in refused.reason:
        tried = [(refused.words, place) for place in places]
    else:
        tried = [(said[0], place) for place in places if place != said[0]] if len(said) == 1 else []
    yield from (question.replace(words, other, 1).replace("?", "？") for words, other in tried[:MOST_TRIED])
