"""What other programs take: tables and RDF, read again by libraries; and what pages and exports must say."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import replace
from datetime import date
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic

from graph_build.vocabulary.terms import ZR_IRI, ontology_triples
from graph_query.exports import rdf
from graph_query.exports.csv_files import as_csv_zip
from graph_query.exports.json_ld import CONTEXT, compact
from graph_query.exports.json_ld_context import as_file
from graph_query.exports.rdf import as_json_ld, as_turtle
from graph_query.exports.sheet import Edition, Sheet, task_sheet
from graph_query.ledger import notices
from graph_query.ledger.model import Task
from graph_query.ledger.reading import Ledger, ledger_of
from graph_query.stores import Store

TODAY = date(2022, 10, 15)
EDITION = Edition("0123456789ab", "2022-10-01", "2022-07-15", TODAY)
FORMULA = '=HYPERLINK("http://example.com/","点此")'


def rows_of(sheet: Sheet) -> list[dict[str, object]]:
    heads = [label for label, _ in sheet.columns]
    return [dict(zip(heads, row, strict=True)) for row in sheet.rows]


def test_a_table_for_other_programs_has_its_dictionary_and_no_formula(five: Store) -> None:
    tasks = ledger_of(five).tasks
    damaged = replace(tasks[0], text=FORMULA)
    with zipfile.ZipFile(io.BytesIO(as_csv_zip(task_sheet("任务台账", [damaged, *tasks[1:]], EDITION)))) as archive:
        table = archive.read("台账.csv")
        meanings = archive.read("数据字典.csv").decode("utf-8-sig").splitlines()
        notes = archive.read("说明.txt").decode("utf-8-sig")
    assert table.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"))))
    assert len(rows) == len(tasks)
    assert rows[0]["任务内容"] == f"'{FORMULA}"
    assert [line.split(",")[0] for line in meanings[1:]] == [*rows[0]]
    assert "0123456789ab" in notes


def task(ledger: Ledger, place: str, index: int) -> Task:
    return next(t for t in ledger.tasks if t.document.place == place and t.index == index)


def test_rdf_holds_the_tasks_and_what_its_words_mean(five: Store) -> None:
    tasks = ledger_of(five).tasks[:30]
    graph = rdflib.Graph().parse(data=as_turtle(five, tasks, EDITION), format="turtle")
    turtle = set(ox.parse(as_turtle(five, tasks, EDITION), format=ox.RdfFormat.TURTLE))
    assert set(ox.parse(as_json_ld(five, tasks, EDITION), format=ox.RdfFormat.JSON_LD)) == turtle
    assert len(graph) == len(turtle)
    zr = rdflib.Namespace("https://w3id.org/zeren/ontology#")
    assert len(set(graph.subjects(rdflib.RDF.type, zr.Task))) == len(tasks)
    assert len(set(graph.subjects(rdflib.RDF.type, zr.Assignment))) == sum(len(t.assignments) for t in tasks)
    assert rdflib.Literal("内容", "zh") in set(graph.objects(zr.text, rdflib.RDFS.label))
    assert list(graph.objects(zr.text, rdflib.SKOS.definition))
    assert any("0123456789ab" in str(value) for value in graph.objects(None, rdflib.DCTERMS.title))


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own parser makes one
def test_json_ld_is_an_object_a_task_and_says_what_turtle_says(five: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rdf, "CHUNK", 50)
    tasks = ledger_of(five).tasks
    data = as_json_ld(five, tasks, EDITION)
    told = rdflib.Graph().parse(data=as_turtle(five, tasks, EDITION), format="turtle")
    assert isomorphic(rdflib.Graph().parse(data=data, format="json-ld"), told)
    nodes = json.loads(data)["@graph"]
    assert [node["id"] for node in nodes if node.get("type") == "Task"] == [compact(task.iri) for task in tasks]
    # What tasks share stands once, though a lot of tasks was written at a time.
    assert len({node["id"] for node in nodes}) == len(nodes)
    kinds = {str(node.get("type")) for node in nodes}
    assert kinds & {"Assignment", "Citation", "TimeLimit", "TopicMatch", "Item"} == set()
    assert len(data) < len(ox.serialize(as_triples(data), format=ox.RdfFormat.JSON_LD) or b"") / 2


def as_triples(json_ld: bytes) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(json_ld, format=ox.RdfFormat.JSON_LD)]


def test_a_task_in_json_ld_holds_what_is_its_own(five: Store) -> None:
    ledger = ledger_of(five)
    one = next(t for t in ledger.tasks if t.acts and t.deadline and t.topics and len(t.assignments) > 1)
    (node,) = (n for n in json.loads(as_json_ld(five, [one], EDITION))["@graph"] if n.get("type") == "Task")
    assert (node["text"], node["index"]) == (one.text, one.index)
    assert {(a["nameAsWritten"], a["role"], a["basis"]) for a in node["assignments"]} == {
        (a.name, a.role, a.basis) for a in one.assignments
    }
    assert node["deadline"]["words"] == one.deadline.words if one.deadline else ""
    assert {c["cited"] for c in listed(node["citations"])} == {compact(act.iri) for act in one.acts}
    assert {m["words"] for m in listed(node["topicMatches"])}
    quotes = [q for part in (node, *node["assignments"], node["deadline"]) for q in listed(part["wasDerivedFrom"])]
    assert all(isinstance(q, str) or (q["type"], q["exact"]) == ("Quote", q["exact"]) for q in quotes)
    assert any("".join(q["exact"].split()) == one.text for q in quotes if isinstance(q, dict))


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def test_the_context_is_what_the_ontology_makes_it() -> None:
    assert CONTEXT.read_text("utf-8") == as_file(), "run python -m graph_query.exports.json_ld_context"
    terms = json.loads(as_file())["@context"]
    names = {str(triple.subject).strip("<>").removeprefix(ZR_IRI) for triple in ontology_triples()}
    # A word for another vocabulary's term is no word of ours, else a concept of that name would mean something else.
    foreign = {
        name
        for name, of in terms.items()
        if not str(of.get("@id", "") if isinstance(of, dict) else of).startswith("zr:")
    }
    assert foreign & names == set()


def test_what_is_supposed_says_so_with_its_reason(five: Store) -> None:
    ledger = ledger_of(five)
    second = task(ledger, "槐荫区", 2)  # its cell is blank in the document
    assert notices.deadline(second) == f"全年（{notices.why_supposed('merged_supposed')}）"
    assert notices.why_supposed("merged_supposed") in notices.of_row(second, TODAY)
    row = rows_of(task_sheet("表", [second], EDITION))[0]
    assert notices.why_supposed("merged_supposed") in str(row["提示"])


def test_a_past_day_is_no_reproach_and_a_year_ends(five: Store) -> None:
    ledger = ledger_of(five)
    dated = next(t for t in ledger.tasks if t.deadline and t.deadline.until == date(2022, 10, 31))
    assert notices.of_time(dated, date(2022, 10, 31)) == ""
    assert notices.of_time(dated, date(2022, 11, 1)) == notices.PAST
    assert notices.of_time(dated, date(2023, 1, 1)) == f"{notices.PAST}；{notices.YEAR_ENDED}"
    plan = replace(dated, deadline=None, limits=(), document=replace(dated.document, years=("2024", "2025", "2026")))
    assert notices.of_time(plan, date(2026, 12, 31)) == ""
    assert notices.of_time(plan, date(2027, 1, 1)) == notices.YEAR_ENDED


def test_why_there_is_no_deadline_is_told_apart(five: Store) -> None:
    ledger = ledger_of(five)
    column = task(ledger, "渝中区", 1)
    assert notices.deadline(column) == "文件未设时限栏"
    others = {"blank": "此行空白", "not_written": "文中未写时限", "no_limits": "文件未写时限"}
    assert {notices.deadline(replace(column, unlimited=why)) for why in others} == {*others.values()}
    after = next(t for t in ledger.tasks if any(limit.kind == "within" for limit in t.limits))
    assert "起算日期未知，无法推算" in notices.times(after)
