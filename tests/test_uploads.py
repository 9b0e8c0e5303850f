"""Uploaded files: kept, added, removed, and still there after a rebuild; the whole graph to take away."""

from __future__ import annotations

import csv
import hashlib
import io
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from filelock import FileLock

from graph_build import corrections
from graph_build.corrections import Correction
from graph_build.errors import BuildRunning, SnapshotDamaged
from graph_build.pipeline import build, check_shapes, extract_with_facts
from graph_build.uploads import add_uploads, remove_uploads, staged, uploads
from graph_query.exports import graph_export
from graph_query.ledger.reading import ledger_of
from graph_query.sparql.prefixes import with_prefixes
from graph_query.stores import Store, open_store, select
from tests.conftest import CASES, PROJECT, built

Files = dict[str, bytes]
DOCX = (CASES / "role-sentences" / "source.docx").read_bytes()
TABLE = (CASES / "table-lead" / "source.txt").read_bytes()
OTHER = (CASES / "items-rule" / "source.txt").read_bytes()
XIAMEN = (CASES / "xiamen-2022" / "source.txt").read_bytes()

FOOT = "依据公开文件机器识读，非官方台账，以原文为准。"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home folder with one document and its snapshot."""
    return built(tmp_path_factory.mktemp("library"), ["xiamen-2022"])


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """Return a home folder of a test's own."""
    return shutil.copytree(made, tmp_path / "home", symlinks=True)


def added(folder: Path, files: Files) -> list[str]:
    """Upload files, and return what is told of them."""
    with staged(files.items()) as sources:
        report = add_uploads(folder, sources.files)
    return [problem.message for problem in (*sources.problems, *report.problems)]


def test_what_is_said_of_a_file_holds_when_it_is_added(folder: Path) -> None:
    place = Correction("document", "督查科", date(2026, 3, 1), fact="place", now="雄安新区", within="130000")
    with staged({"a.txt": TABLE}.items()) as sources:
        read = extract_with_facts(sources.files[0])[1]
        said = {hashlib.sha256(TABLE).hexdigest(): [replace(place, was=read["place"])]}
        report = add_uploads(folder, sources.files, said=said)
    assert [problem.message for problem in report.problems] == []
    assert [one.now for one in corrections.read(folder, "a")] == ["雄安新区"]
    documents = ledger_of(open_store("memory:data/graph/current", folder)).documents.values()
    assert "雄安新区" in [document.place for document in documents]


def test_nothing_is_said_of_a_file_that_is_not_added(folder: Path) -> None:
    said = Correction("document", "督查科", date(2026, 3, 1), fact="year", now="2025")
    with staged({"a.txt": "今天天气很好。".encode()}.items()) as sources:
        add_uploads(folder, sources.files, said={hashlib.sha256("今天天气很好。".encode()).hexdigest(): [said]})
    assert corrections.read(folder, "a") == ()


def held(folder: Path) -> set[str]:
    """Return the files of the documents in the current snapshot."""
    ledger = ledger_of(open_store("memory:data/graph/current", folder))
    return {document.source for document in ledger.documents.values()}


def kept(folder: Path) -> set[str]:
    return {path.name for path in (folder / "data" / "uploads").iterdir()}


def test_uploads_are_added_survive_a_rebuild_and_are_removed(folder: Path) -> None:
    before = (folder / "data" / "graph" / "current").resolve().name
    assert added(folder, {"任务.docx": DOCX, "分工.txt": TABLE}) == []
    assert held(folder) == {"xiamen-2022.txt", "任务.docx", "分工.txt"}
    incremental = (folder / "data" / "graph" / "current").resolve().name
    assert build(folder).snapshot.name == incremental
    assert [(u.name, u.slug, u.copy) for u in uploads(folder)] == [
        ("任务.docx", "任务", False),
        ("分工.txt", "分工", False),
    ]
    remove_uploads(folder, ["任务.docx", "不在.docx"])
    assert (held(folder), kept(folder)) == ({"xiamen-2022.txt", "分工.txt"}, {"分工.txt"})
    assert remove_uploads(folder, ["分工.txt"]).snapshot.name == before
    assert build(folder).snapshot.name == before


def test_what_was_added_by_path_stays_when_an_upload_goes(folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.txt"
    elsewhere.write_bytes(OTHER)
    build(folder, [elsewhere])
    added(folder, {"分工.txt": TABLE})
    remove_uploads(folder, ["分工.txt"])
    assert held(folder) == {"xiamen-2022.txt", "elsewhere.txt"}
    build(folder, without=["elsewhere"])
    assert held(folder) == {"xiamen-2022.txt"}


def test_no_name_leads_out_of_the_folder(folder: Path) -> None:
    names = ("../../evil.txt", "/etc/evil.txt", "..\\..\\evil.txt", "C:\\a\\evil.txt", "a/../evil.txt")
    added(folder, {name: TABLE + b"\n" * n for n, name in enumerate(names)})
    assert len(kept(folder)) == len(names)
    assert {path.parent for path in folder.parent.rglob("*evil*.txt")} == {folder / "data" / "uploads"}


def test_odd_names_are_made_good_and_lock_files_passed_over(folder: Path) -> None:
    long = "很长的名称" * 60 + ".txt"
    said = added(folder, {"a\n?.txt": TABLE, long: OTHER, "~$任务.docx": DOCX, ".hidden.txt": TABLE})
    assert said == []
    assert kept(folder) == {"a__.txt", "很长的名称" * 12 + ".txt"}
    assert len(held(folder)) == 3


def test_another_file_of_a_name_is_not_overwritten(folder: Path) -> None:
    added(folder, {"任务.txt": TABLE})
    said = added(folder, {"任务.txt": OTHER})
    assert len(said) == 1
    assert "存为“任务-" in said[0]
    added(folder, {"xiamen-2022.docx": DOCX})  # a document's own name stays its own
    assert len(kept(folder)) == 3
    assert len(held(folder)) == 4
    assert (folder / "data" / "uploads" / "任务.txt").read_bytes() == TABLE
    before = held(folder)
    build(folder)
    assert held(folder) == before


def test_the_same_bytes_are_told_to_be_there(folder: Path) -> None:
    said = added(folder, {"厦门.txt": XIAMEN, "任务.txt": TABLE, "同一份.txt": TABLE})
    assert ["完全相同，没有重复存入" in line for line in said] == [True, True]
    assert kept(folder) == {"任务.txt"}


def test_a_copy_is_removed_and_stands_in_for_its_original(folder: Path) -> None:
    added(folder, {"one.txt": TABLE})
    said = added(folder, {"two.txt": TABLE + b"\n"})
    assert "同一份文件" in said[0]
    assert [(u.name, u.slug, u.copy) for u in uploads(folder)] == [("one.txt", "one", False), ("two.txt", "one", True)]
    remove_uploads(folder, ["one.txt"])
    assert held(folder) == {"xiamen-2022.txt", "two.txt"}
    added(folder, {"one.txt": TABLE})
    remove_uploads(folder, ["one.txt"])
    assert [(u.name, u.slug, u.copy) for u in uploads(folder)] == [("two.txt", "two", False)]


def test_what_cannot_be_read_is_told_and_not_kept(folder: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("里/分工.txt", TABLE)
        archive.writestr("../x.txt", TABLE)
        archive.writestr("讲话.txt", "今天天气很好。")
    said = added(folder, {"一批.zip": packed.getvalue(), "坏.docx": b"PK\x03\x04"})
    assert sorted(line.split("：")[0] for line in said) == ["一批.zip 中的 x.txt", "坏.docx", "讲话.txt"]
    assert kept(folder) == {"分工.txt"}


def test_while_another_build_is_at_work_nothing_changes(folder: Path) -> None:
    added(folder, {"分工.txt": TABLE})
    with FileLock(folder / "data" / "graph" / ".lock"):
        with pytest.raises(BuildRunning):
            added(folder, {"任务.docx": DOCX})
        with pytest.raises(BuildRunning):
            remove_uploads(folder, ["分工.txt"])
    assert kept(folder) == {"分工.txt"}
    assert check_shapes(folder) == ()


def test_what_is_not_built_is_not_kept(folder: Path) -> None:
    current = folder / "data" / "graph" / "current"
    current.unlink()
    (current / "x").mkdir(parents=True)
    with pytest.raises(SnapshotDamaged):
        added(folder, {"任务.docx": DOCX})
    assert kept(folder) == set()


# Each ends the process in the middle of an upload.
ENDS = {
    "while it is copied": "P.rename = lambda *_: os._exit(9)",
    "before it is read": "u.changed = lambda *_: os._exit(9)",
    "before the switch": "P.replace = lambda *_: os._exit(9)",
}


@pytest.mark.parametrize("step", ENDS)
def test_an_upload_that_was_ended_can_be_made_again(folder: Path, tmp_path: Path, step: str) -> None:
    (tmp_path / "分工.txt").write_bytes(TABLE)
    upload = f"u.add_uploads(P({str(folder)!r}), [P({str(tmp_path)!r}, '分工.txt')])"
    code = f"import os; from pathlib import Path as P; import graph_build.uploads as u; {ENDS[step]}; {upload}"
    assert subprocess.run([sys.executable, "-c", code], cwd=PROJECT, check=False).returncode == 9
    assert held(folder) == {"xiamen-2022.txt"}
    assert added(folder, {"任务单.txt": TABLE}) == []
    assert len(held(folder)) == 2
    assert len([name for name in kept(folder) if not name.startswith(".")]) == 1
    before = held(folder)
    build(folder)
    assert held(folder) == before


def test_what_an_ended_upload_left_and_cannot_be_read_is_told_again(folder: Path) -> None:
    (folder / "data" / "uploads").mkdir()
    (folder / "data" / "uploads" / "坏.docx").write_bytes(b"PK\x03\x04")
    (said,) = added(folder, {"坏.docx": b"PK\x03\x04"})
    assert "不完整或已损坏" in said


def test_a_file_that_is_gone_is_no_error(folder: Path) -> None:
    added(folder, {"分工.txt": TABLE})
    (folder / "data" / "uploads" / "分工.txt").unlink()
    assert uploads(folder) == ()
    remove_uploads(folder, ["分工.txt"])
    build(folder)
    assert held(folder) == {"xiamen-2022.txt"}


def counted(store: Store, where: str) -> int:
    return int(select(store, with_prefixes(f"SELECT (COUNT(*) AS ?n) WHERE {{ {where} }}")).values()[0]["n"])


def test_turtle_and_nquads_hold_every_triple(store: Store) -> None:
    turtle, nquads = graph_export.turtle(store.snapshot, FOOT), graph_export.nquads(store.snapshot, FOOT)
    triples = counted(store, "?s ?p ?o")
    assert len(rdflib.Graph().parse(data=turtle, format="turtle")) == triples
    quads = list(ox.parse(nquads, format=ox.RdfFormat.N_QUADS))
    assert len({quad.triple for quad in quads}) == triples
    names = {quad.graph_name.value for quad in quads if isinstance(quad.graph_name, ox.NamedNode)}
    assert {name.rpartition("/")[2] for name in names} >= {"xiamen-2022", "huaiyin-2022", "ontology", "acts", "places"}
    for data in (turtle, nquads):
        first = data.decode().splitlines()[0]
        assert first.startswith("# 依据公开文件机器识读")
        assert first == f"# {FOOT}"


def test_the_tables_agree_with_the_store(store: Store) -> None:
    with zipfile.ZipFile(io.BytesIO(graph_export.neo4j(ledger_of(store), FOOT))) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    nodes = list(csv.DictReader(io.StringIO(files["nodes.csv"])))
    edges = list(csv.DictReader(io.StringIO(files["edges.csv"])))
    assert files["nodes.csv"].startswith(":ID,:LABEL,name,")
    assert files["edges.csv"].startswith(":START_ID,:END_ID,:TYPE,")
    assert FOOT in files["说明.txt"]
    assert all(column in files["说明.txt"] for column in [*nodes[0], *edges[0]])
    ids = [node[":ID"] for node in nodes]
    assert len(ids) == len(set(ids))
    assert {edge[":START_ID"] for edge in edges} | {edge[":END_ID"] for edge in edges} <= set(ids)
    of_label = {
        "Task": "?x a zr:Task",
        "Document": "?x a zr:Document",
        "Act": "?x a eli:LegalResource",
        "Unit": "{ SELECT DISTINCT ?x { ?one zr:unit ?x } }",
        "Topic": "{ SELECT DISTINCT ?x { ?one a zr:Task ; zr:topic ?x } }",
    }
    for label, where in of_label.items():
        assert sum(label in node[":LABEL"].split(";") for node in nodes) == counted(store, where), label
    of_type = {
        "ASSIGNED": "?x a zr:Assignment",
        "CITES": "?x a zr:Task ; zr:cites ?y",
        "IN_DOCUMENT": "?x a zr:Task ; zr:document ?y",
        "HAS_TOPIC": "?x a zr:Task ; zr:topic ?y",
        "FILE_OF": "?x zr:fileOf ?y",
        "IMPLEMENTS": "?x zr:implements ?y",
    }
    for kind, where in of_type.items():
        assert sum(edge[":TYPE"] == kind for edge in edges) == counted(store, where), kind
