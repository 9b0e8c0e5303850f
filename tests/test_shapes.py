"""Each rule of ontology/shapes.ttl: a graph that breaks it is told so, and a Violation withholds it."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from graph_build.pipeline import check_shapes
from graph_build.rdf.validate import validate, validate_thoroughly
from graph_build.vocabulary.concepts import concept
from graph_build.vocabulary.terms import RDF, ZR
from graph_query.stores import Store
from tests.broken import broken

TASK = "https://w3id.org/zeren/id/task/xiamen-2022/d9ae5f857d55"


@pytest.fixture(scope="module")
def triples(home: Path) -> list[ox.Triple]:
    trig = (home / "data" / "graph" / "current" / "doc" / "xiamen-2022.trig").read_bytes()
    return [quad.triple for quad in ox.parse(trig, format=ox.RdfFormat.TRIG)]


def test_a_whole_graph_conforms(triples: list[ox.Triple]) -> None:
    assert validate("xiamen-2022", triples) == ()


@pytest.mark.parametrize(
    ("thing", "term", "words", "withheld"),
    [
        ("task", "text", "任务没有内容", True),
        ("task", "document", "任务没有所在文件", True),
        ("task", "index", "任务没有顺序号", True),
        ("task", "wasDerivedFrom", "任务没有原文出处", True),
        ("document", "sha256", "文件缺少指纹", True),
        ("document", "fileOf", "文件没有对应的文本", True),
        ("document", "year", "没有读出任务年度", False),
        ("assignment", "unit", "责任分工没有单位", True),
        ("assignment", "basis", "责任分工没有注明依据", True),
        ("assignment", "wasDerivedFrom", "责任分工没有原文出处", True),
        ("limit", "words", "时限没有原文", True),
        ("limit", "kind", "时限未能识读", False),
        ("citation", "cited", "引用没有对应的文件", True),
        ("quote", "exact", "原文是空的", True),
        ("unit", "prefLabel", "单位没有名称", True),
    ],
)
def test_a_missing_statement_is_named(
    triples: list[ox.Triple], thing: str, term: str, words: str, *, withheld: bool
) -> None:
    subjects = {
        "task": TASK,
        "document": "https://w3id.org/zeren/id/document/xiamen-2022",
        "assignment": f"{TASK}/responsible/各区人民政府",
        "limit": f"{TASK}/limit/1",
        "citation": f"{TASK}/citation/1",
        "quote": "https://w3id.org/zeren/id/document/xiamen-2022/span/8/1-66",
        "unit": "https://w3id.org/zeren/id/unit/350200/各区人民政府",
    }
    node = ox.NamedNode(subjects[thing])
    kept = [t for t in triples if not (t.subject == node and t.predicate.value.endswith(term))]
    assert len(kept) < len(triples)
    problems = validate("xiamen-2022", kept)
    assert [problem.withheld for problem in problems if words in problem.message] == [withheld]


def test_a_wrong_role_is_named(triples: list[ox.Triple]) -> None:
    node = ox.NamedNode(f"{TASK}/responsible/各区人民政府")
    kept = [t for t in triples if not (t.subject == node and t.predicate == ZR.role)]
    problems = validate("xiamen-2022", [*kept, ox.Triple(node, ZR.role, concept("bases", "own"))])
    assert any("角色" in problem.message and problem.withheld for problem in problems)


@pytest.mark.parametrize("at_once", [40, 300])
def test_a_graph_is_judged_in_parts_as_it_is_whole(
    triples: list[ox.Triple], at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    predicates = sorted({triple.predicate for triple in triples}, key=str)[::4]
    graphs = [triples, *([t for t in triples if t.predicate != lost] for lost in predicates)]
    # What leads to a node needs one of its classes, whichever is said last.
    other = ox.NamedNode("urn:other")
    graphs.append([*triples, *(ox.Triple(t.subject, RDF.type, other) for t in triples if t.predicate == RDF.type)])
    whole = [validate("broken", graph) for graph in graphs]
    assert sum(map(bool, whole)) > 2
    monkeypatch.setattr("graph_build.rdf.validate.AT_ONCE", at_once)
    assert [validate("broken", graph) for graph in graphs] == whole


def test_graphs_broken_on_purpose_are_judged_alike_by_both_engines(triples: list[ox.Triple]) -> None:
    graphs = list(broken(around(ox.NamedNode(TASK), triples)))
    assert len(graphs) >= 50
    found = {what: validate("broken", graph) for what, graph in graphs}
    assert found == {what: validate_thoroughly("broken", graph) for what, graph in graphs}
    assert sum(map(bool, found.values())) > len(graphs) * 0.5


@pytest.mark.long
def test_graphs_of_all_cases_are_judged_alike_by_both_engines(all_cases: Store) -> None:
    home = all_cases.snapshot.folder.parents[2]
    assert check_shapes(home) == check_shapes(home, thorough=True)


def around(node: ox.NamedNode, triples: list[ox.Triple]) -> list[ox.Triple]:
    """Return the part of a graph that is about a task: what speaks of it, and all that this leads to."""
    links = {t.predicate for t in triples} - {RDF.type}
    reached: set[object] = {node} | {t.subject for t in triples if t.object == node and t.predicate in links}
    size = 0
    while size < len(reached):
        size = len(reached)
        reached |= {t.object for t in triples if t.subject in reached}
    return [t for t in triples if t.subject in reached]
