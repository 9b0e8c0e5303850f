"""What users take along, opened again by the libraries that read it; and what pages and exports must say."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import replace
from datetime import date
from typing import Any

import docx
import icalendar
import openpyxl
import pyoxigraph as ox
import pytest
import rdflib
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from rdflib.compare import isomorphic

from graph_build.vocabulary.terms import ZR_IRI, ontology_triples
from graph_query.exports import rdf
from graph_query.exports.calendar import as_calendar
from graph_query.exports.csv_files import as_csv_zip
from graph_query.exports.excel import as_excel
from graph_query.exports.json_ld import CONTEXT, compact
from graph_query.exports.json_ld_context import as_file
from graph_query.exports.rdf import as_json_ld, as_turtle
from graph_query.exports.sheet import Edition, Sheet, ledger_sheet, task_sheet
from graph_query.exports.unit_ledgers import as_zip
from graph_query.exports.word import as_word
from graph_query.ledger import notices
from graph_query.ledger.duties import duties_of
from graph_query.ledger.model import Task
from graph_query.ledger.reading import Ledger, ledger_of
from graph_query.stores import Store

TODAY = date(2022, 10, 15)
EDITION = Edition("0123456789ab", "2022-10-01", "2022-07-15", TODAY)
FORMULA = '=HYPERLINK("http://example.com/","点此")'


def rows_of(sheet: Sheet) -> list[dict[str, object]]:
    heads = [label for label, _, _ in sheet.columns]
    return [dict(zip(heads, row, strict=True)) for row in sheet.rows]


def unit_named(ledger: Ledger, name: str, place: str) -> str:
    return next(iri for iri, unit in ledger.units.items() if (unit.name, unit.place) == (name, place))


def task(ledger: Ledger, place: str, index: int) -> Task:
    return next(t for t in ledger.tasks if t.document.place == place and t.index == index)


def test_a_workbook_has_its_table_dictionary_and_notes(five: Store) -> None:
    tasks = ledger_of(five).tasks
    book = openpyxl.load_workbook(io.BytesIO(as_excel(task_sheet("任务台账", tasks, EDITION))))
    assert book.sheetnames == ["台账", "数据字典", "说明"]
    page = book["台账"]
    assert page.max_row == len(tasks) + 2
    assert (page.freeze_panes, page.print_title_rows, page.page_setup.orientation) == ("A3", "$1:$2", "landscape")
    assert {cell.value for cell in page[2]} == {row[0].value for row in book["数据字典"].iter_rows(min_row=3)}
    assert "0123456789ab" in book["说明"]["A1"].value


def test_text_that_looks_like_a_formula_stays_text() -> None:
    sheet = Sheet("表", (("栏", "含义", 10),), ((FORMULA,), ("\x0b正常",)), EDITION.notes)
    cell = openpyxl.load_workbook(io.BytesIO(as_excel(sheet)))["台账"]["A3"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (FORMULA, "s", True)
    table = zipfile.ZipFile(io.BytesIO(as_csv_zip(sheet))).read("台账.csv")
    assert table.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(table.decode("utf-8-sig"))))[1] == [f"'{FORMULA}"]
    assert docx.Document(io.BytesIO(as_word(sheet))).tables[0].cell(2, 0).text == "正常"


def test_a_word_ledger_is_a4_across_with_its_heading_on_every_page(five: Store) -> None:
    ledger = ledger_of(five)
    duties = duties_of(five, ledger, unit_named(ledger, "区教育和体育局", "槐荫区"))
    sheet = ledger_sheet("区教育和体育局责任清单", duties, ("named", "included", "possible"), EDITION)
    document = docx.Document(io.BytesIO(as_word(sheet)))
    section, table = document.sections[0], document.tables[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert section.page_width
    assert section.page_height
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    assert table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
    assert len(table.rows) == len(sheet.rows) + 1 == 6 + 38 + 17 + 1
    assert "非官方台账，以原文为准" in section.footer.paragraphs[0].text


def test_sub_items_have_rows_with_their_own_limits(five: Store) -> None:
    ledger = ledger_of(five)
    twentieth = task(ledger, "渝中区", 20)
    duties = duties_of(five, ledger, twentieth.assignments[0].unit)
    rows = [row for row in rows_of(ledger_sheet("清单", duties, ("named",), EDITION)) if "第20项" in str(row["出处"])]
    assert len(rows) == len(twentieth.items) == 2
    assert [row["文内时限"] for row in rows] == ["", "2022年底前"]
    assert "原文无编号" in str(rows[0]["出处"])


def test_the_ledgers_of_units_of_one_name_are_two_files(five: Store) -> None:
    ledger = ledger_of(five)
    units = [iri for iri, unit in ledger.units.items() if unit.name == "市教育局"]
    duties = [(iri, duties_of(five, ledger, iri)) for iri in units]
    with zipfile.ZipFile(
        io.BytesIO(as_zip(ledger, duties, ("named", "included", "possible"), "Excel", EDITION))
    ) as archive:
        names = archive.namelist()
        listed = archive.read("目录.csv").decode("utf-8-sig").splitlines()
    assert len({name for name in names if name.endswith(".xlsx")}) == len(units) == 3
    assert len(listed) == len(units) + 1


def test_the_calendar_has_each_last_day(five: Store) -> None:
    tasks = ledger_of(five).tasks
    calendar = icalendar.Calendar.from_ical(as_calendar(tasks, EDITION))
    events = calendar.walk("VEVENT")
    # A day that a task sets twice, beside its text and in it, is one event.
    assert sorted(event.decoded("dtstart") for event in events) == sorted(day for t in tasks for day in {*t.days})
    assert all("非官方台账，以原文为准" in str(event["description"]) for event in events)
    assert any("（推定）" in str(event["summary"]) for event in events)


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
