"""Each check of ontology/checks finds an error of its kind that is planted, and says nothing of it before."""

from __future__ import annotations

from collections import Counter

import pyoxigraph as ox
import pytest

from graph_query.sparql.prefixes import with_prefixes
from graph_query.sparql.ready_queries import checks
from graph_query.stores import Store, select
from graph_query.stores.parts.engine import Engine

CHECKS = {check.name: check.sparql for check in checks()}
TASK = "{ SELECT ?task WHERE { ?task a zr:Task } ORDER BY ?task LIMIT 1 }"
LEADING = """{ SELECT ?assignment ?task ?node WHERE { ?assignment zr:role zr:lead ; zr:task ?task ; zr:unit ?node }
  ORDER BY ?assignment LIMIT 1 }"""
KNOWN = """{ SELECT ?node ?scope ?purpose ?kind ?name WHERE {
  ?node a zr:Agency ; zr:scope ?scope ; org:purpose ?purpose ; org:classification ?kind ; skos:prefLabel ?name
  { SELECT ?node WHERE { ?node org:purpose ?one } GROUP BY ?node HAVING (COUNT(?one) = 1) }
  } ORDER BY ?node LIMIT 1 }"""
LIKE = "<urn:other> zr:scope ?scope ; org:purpose ?purpose ; org:classification ?kind ; skos:prefLabel"
# Of each check errors of its kind, planted by updates, and words of the row that tells it.
PLANTED = (
    (
        "acts_without_names",
        f"""INSERT {{ <urn:citation> zr:cited <urn:/act/doc/one/1> ; zr:task ?task ; prov:wasDerivedFrom <urn:quote> .
        <urn:quote> oa:exact "某个通知" }} WHERE {TASK}""",
        "某个通知",
    ),
    (
        "assignments_out_of_step",
        f"""DELETE {{ ?assignment zr:role zr:lead }} INSERT {{ ?assignment zr:role zr:cooperating }} WHERE {LEADING}""",
        "",
    ),
    ("assignments_out_of_step", f"DELETE {{ ?task zr:leadUnit ?node }} WHERE {LEADING}", ""),
    (
        "assignments_out_of_step",
        f"""INSERT {{ ?task zr:cooperatingUnit <urn:unit> . <urn:unit> skos:prefLabel "无此单位" }} WHERE {TASK}""",
        "无此单位",
    ),
    (
        "damaged_words",
        f"""INSERT {{ ?task zr:unreadable <urn:quote> . <urn:quote> oa:exact "□□□" }} WHERE {TASK}""",
        "□□□",
    ),
    (
        "limits_not_understood",
        """DELETE { ?limit zr:kind ?kind } WHERE {
        { SELECT ?limit ?kind WHERE { ?task zr:deadline ?limit . ?limit zr:kind ?kind } ORDER BY ?limit LIMIT 1 } }""",
        "",
    ),
    (
        "limits_outside_the_year",
        """DELETE { ?limit zr:until ?day }
        INSERT { ?limit zr:until <urn:day> . <urn:day> time:inXSDDate ?early } WHERE {
        { SELECT ?limit ?day WHERE { ?task zr:deadline ?limit . ?limit zr:until ?day } ORDER BY ?limit LIMIT 1 }
        BIND ("1999-12-31"^^xsd:date AS ?early) }""",
        "1999-12-31",
    ),
    ("possible_merges", f"INSERT {{ {LIKE} '又一个单位' }} WHERE {KNOWN}", "又一个单位"),
    ("same_names", f"INSERT {{ {LIKE} ?name }} WHERE {KNOWN}", "2"),
    (
        "supposed_merges",
        """DELETE { ?assignment zr:basis zr:own } INSERT { ?assignment zr:basis zr:mergedSupposed } WHERE {
        { SELECT ?assignment WHERE { ?assignment zr:basis zr:own ; zr:role ?role } ORDER BY ?assignment LIMIT 1 } }""",
        "",
    ),
    ("tasks_without_units", f"DELETE {{ ?assignment zr:task ?task }} WHERE {{ {TASK} ?assignment zr:task ?task }}", ""),
)


def rows(name: str, store: ox.Store, five: Store) -> Counter[tuple[str, ...]]:
    found = select(Engine(store, five.snapshot), CHECKS[name]).values()
    return Counter(tuple(row.values()) for row in found)


def copied(five: Store) -> ox.Store:
    copy = ox.Store()
    assert isinstance(five, Engine)
    copy.bulk_extend(five._store)
    return copy


def test_an_error_is_planted_for_each_check() -> None:
    assert CHECKS.keys() == {name for name, _, _ in PLANTED}


@pytest.mark.parametrize(("name", "update", "words"), PLANTED)
def test_a_planted_error_is_found(name: str, update: str, words: str, five: Store) -> None:
    store = copied(five)
    before, size = rows(name, store, five), set(store)
    store.update(with_prefixes(update))
    assert set(store) != size
    new = rows(name, store, five) - before
    assert new
    assert any(words in value for row in new for value in row)


def test_two_units_that_share_a_part_of_their_work_are_no_possible_merge(five: Store) -> None:
    store = copied(five)
    store.update(with_prefixes(f"INSERT {{ {LIKE} '又一个单位' . <urn:other> org:purpose <urn:more> }} WHERE {KNOWN}"))
    assert not any("又一个单位" in row for row in rows("possible_merges", store, five))
