"""Acts: one node for all spellings, short titles by the citing document's date, chains by titles."""

from __future__ import annotations

from datetime import date

import pytest

from graph_build.registers.acts import acts, carried_out_by, number_of_title
from graph_query.sparql.ready_queries import fill, ready_queries
from graph_query.stores import Store, select

CITED = """
PREFIX zr: <https://w3id.org/zeren/ontology#>
PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT ?act ?id ?title (GROUP_CONCAT(DISTINCT ?written; SEPARATOR="|") AS ?titles)
WHERE { ?citation zr:cited ?act ; zr:titleAsWritten ?written . ?act eli:id_local ?id ; dcterms:title ?title }
GROUP BY ?act ?id ?title
"""
CHAIN = """
PREFIX zr: <https://w3id.org/zeren/ontology#>
PREFIX eli: <http://data.europa.eu/eli/ontology#>
SELECT ?number WHERE {
  ?work eli:id_local "渝中府办〔2022〕24号" ; zr:implements+ ?act . ?act eli:id_local ?number
} ORDER BY ?number
"""


@pytest.mark.parametrize(
    ("title", "day", "number"),
    [
        ("政府信息公开条例", date(2022, 5, 1), "国务院令第711号"),
        ("中华人民共和国政府信息公开条例", date(2019, 5, 15), "国务院令第711号"),
        ("政府信息公开条例", date(2018, 5, 1), None),
        ("政府信息公开条例", None, None),
        ("政府信息公开信息处理费管理办法", date(2022, 1, 1), "国办函〔2020〕109号"),
        ("信息公开条例", date(2022, 1, 1), None),
    ],
)
def test_a_title_means_the_version_in_force(title: str, day: date | None, number: str | None) -> None:
    assert number_of_title(title, day) == number


def test_an_act_is_one_node_under_all_its_spellings(all_cases: Store) -> None:
    rows = {row["id"]: row for row in select(all_cases, CITED).values()}
    written = rows["国务院令第711号"]["titles"].split("|")
    assert {"政府信息公开条例", "中华人民共和国政府信息公开条例"} <= set(written)
    assert rows["国务院令第711号"]["title"] == "中华人民共和国政府信息公开条例"
    assert len(rows["国办函〔2021〕132号"]["titles"].split("|")) == 2


def test_registered_acts_have_one_title_and_number(all_cases: Store) -> None:
    rows = select(all_cases, CITED).values()
    registered = {act.number: act.title for act in acts()}
    found = [row for row in rows if row["id"] in registered]
    assert len(found) == len({row["id"] for row in found}) >= 8
    assert all(row["title"] == registered[row["id"]] for row in found)


def test_tasks_citing_an_act_by_its_number_find_those_that_write_its_title(all_cases: Store) -> None:
    (query,) = [query for query in ready_queries() if query.name == "tasks_citing"]
    rows = select(all_cases, fill(query, "国务院令第711号")).values()
    assert "" in {row["number"] for row in rows}


def test_a_chain_goes_on_by_title(all_cases: Store) -> None:
    assert [row["number"] for row in select(all_cases, CHAIN).values()] == ["国办发〔2022〕8号", "渝府办发〔2022〕59号"]
    (act,) = [act for act in acts() if act.number == "渝府办发〔2022〕59号"]
    assert [other.number for other in carried_out_by(act)] == ["国办发〔2022〕8号"]
