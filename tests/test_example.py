"""One task whole, as docs/graph.md describes things: these triples stand in the graph, and no others of that task."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

EXAMPLE = """
@base <https://w3id.org/zeren/id/> .
@prefix zr: <https://w3id.org/zeren/ontology#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix eli: <http://data.europa.eu/eli/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
<task/xiamen-2022/d9ae5f857d55> a zr:Task ; zr:document <document/xiamen-2022> ; zr:index 1 ; zr:no "1" ;
  zr:section "持续推进行政决策公开" ; zr:topic zr:decisionsTopic, zr:decisionListsTopic ;
  zr:responsibleUnit <unit/350200/各区人民政府>, <unit/350200/市直各有关部门>, <unit/350200/各开发区管委会> ;
  zr:deadline <task/xiamen-2022/d9ae5f857d55/limit/1> ; zr:cites <act/国务院令/713> ;
  zr:headingQuote <document/xiamen-2022/span/6/3-13> ;
  prov:wasDerivedFrom <document/xiamen-2022/span/8/1-66> .
<task/xiamen-2022/d9ae5f857d55/responsible/各区人民政府> a zr:Assignment ; zr:task <task/xiamen-2022/d9ae5f857d55> ;
  zr:unit <unit/350200/各区人民政府> ; zr:role zr:responsible ; zr:basis zr:own ; zr:nameAsWritten "各区人民政府" ;
  prov:wasDerivedFrom <document/xiamen-2022/span/9/1-7> .
<task/xiamen-2022/d9ae5f857d55/limit/1> a zr:TimeLimit ; zr:kind zr:ongoingLimit ; zr:basis zr:own ;
  zr:words "持续推进" ;
  prov:wasDerivedFrom <document/xiamen-2022/span/10/1-5> .
<task/xiamen-2022/d9ae5f857d55/citation/1> a zr:Citation ; zr:task <task/xiamen-2022/d9ae5f857d55> ;
  zr:cited <act/国务院令/713> ; zr:titleAsWritten "重大行政决策程序暂行条例" ; zr:numberAsWritten "国务院令第713号" ;
  prov:wasDerivedFrom <document/xiamen-2022/span/8/7-32> .
<unit/350200/各区人民政府> a zr:AgencyGroup ; skos:prefLabel "各区人民政府" ; zr:place <place/350200> .
<act/国务院令/713> a eli:LegalResource ; zr:actKind zr:administrativeRegulationKind ; zr:actRank zr:nationalLevel ;
  eli:id_local "国务院令第713号" ; dcterms:title "重大行政决策程序暂行条例" .
<document/xiamen-2022> zr:fileOf <act/doc/xiamen-2022> ; zr:place <place/350200> ; zr:placeBasis zr:inferred ;
  zr:year 2022 .
<act/doc/xiamen-2022> a eli:LegalResource ; dcterms:title "2022年全市政务公开工作主要任务分解表" .
<document/xiamen-2022/span/9/1-7> a zr:Quote ; prov:wasQuotedFrom <document/xiamen-2022> ; oa:exact "各区人民政府" .
"""


def test_the_example_stands_in_the_graph(home: Path) -> None:
    trig = (home / "data" / "graph" / "current" / "doc" / "xiamen-2022.trig").read_bytes()
    graph = {quad.triple for quad in ox.parse(trig, format=ox.RdfFormat.TRIG)}
    wanted = {quad.triple for quad in ox.parse(EXAMPLE.encode(), format=ox.RdfFormat.TURTLE)}
    assert {str(triple) for triple in wanted - graph} == set()
    text = "https://w3id.org/zeren/ontology#text"
    whole = {t.subject for t in wanted if t.subject.value.endswith(("d9ae5f857d55", "limit/1", "citation/1", "713"))}
    extra = {t for t in graph if t.subject in whole and t.predicate.value != text} - wanted
    assert {str(triple) for triple in extra} == set()
