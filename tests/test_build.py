"""Builds: the same in, the same bytes out; one bad document does not stop the others."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph_build.errors import SettingsError, SnapshotNotWritten
from graph_build.pipeline import build, check_shapes
from tests.conftest import CASES, PROJECT

NOT_A_TASK_LIST = "关于天气的讲话\n今天天气很好。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    documents = tmp_path / "data" / "documents"
    documents.mkdir(parents=True)
    shutil.copy(CASES / "xiamen-2022" / "source.txt", documents / "one.txt")
    return tmp_path


def files(snapshot: Path) -> dict[str, bytes]:
    return {path.relative_to(snapshot).as_posix(): path.read_bytes() for path in snapshot.rglob("*.trig")}


def test_two_builds_are_the_same_bytes(home: Path, tmp_path: Path) -> None:
    shutil.copytree(home / "data" / "documents", tmp_path / "data" / "documents")
    first, second = (home / "data" / "graph" / "current").resolve(), build(tmp_path)
    assert first.name == second.snapshot.name
    assert files(first) == files(second.snapshot)
    assert (tmp_path / "data" / "graph" / "current").resolve() == second.snapshot.resolve()


def test_a_document_is_one_named_graph_without_blank_nodes(home: Path) -> None:
    for name, data in files(home / "data" / "graph" / "current").items():
        quads = list(ox.parse(data, format=ox.RdfFormat.TRIG))
        graph = f"https://w3id.org/zeren/id/graph/{name.removesuffix('.trig')}"
        assert {quad.graph_name for quad in quads} == {ox.NamedNode(graph)}
        assert not any(isinstance(term, ox.BlankNode) for quad in quads for term in (quad.subject, quad.object))


def test_a_row_inserted_above_renames_no_task(folder: Path) -> None:
    path = folder / "data" / "documents" / "one.txt"

    def tasks() -> set[str]:
        trig = (build(folder).snapshot / "doc" / "one.trig").read_bytes()
        return {q.subject.value for q in ox.parse(trig, format=ox.RdfFormat.TRIG) if q.object.value.endswith("#Task")}

    before = tasks()
    text = path.read_text("utf-8")
    path.write_text(text.replace("\n\t\n\t3\n", "\n\t\n\t0\n\t新增一项。\n\t市财政局\n\t全年\n\n\t\n\t3\n"), "utf-8")
    after = tasks()
    assert len(after) == len(before) + 1
    assert before < after


def test_the_same_words_twice_are_two_tasks(folder: Path) -> None:
    row = "\t{}\n\t做好公开。\n\t市财政局\n\n"
    text = "2022年任务\n\t序号\n\t任务\n\t责任单位\n\n" + "".join(row.format(n) for n in (1, 2, 3))
    (folder / "data" / "documents" / "one.txt").write_text(text, "utf-8")
    assert build(folder).published[0].tasks == 3
    trig = (folder / "data" / "graph" / "current" / "doc" / "one.trig").read_text("utf-8")
    names = {q.subject.value for q in ox.parse(trig, format=ox.RdfFormat.TRIG) if q.object.value.endswith("#Task")}
    assert sorted(name.rpartition("/")[2][12:] for name in names) == ["", "-2", "-3"]


def test_a_bad_document_becomes_a_problem_and_the_others_go_on(folder: Path) -> None:
    documents = folder / "data" / "documents"
    (documents / "speech.txt").write_text(NOT_A_TASK_LIST, "utf-8")
    (documents / "empty.txt").write_text("", "utf-8")
    (documents / "binary.txt").write_bytes(b"\xff\xfe\x00\x01")
    (documents / "sheet.xyz").write_text("?", "utf-8")
    report = build(folder)
    assert [entry.slug for entry in report.published] == ["one"]
    assert {problem.document for problem in report.problems} == {"speech.txt", "empty.txt", "binary.txt", "sheet.xyz"}
    assert all(problem.withheld and problem.document in problem.message for problem in report.problems)


def test_an_unknown_column_of_tasks_holds_the_document_back(folder: Path) -> None:
    path = folder / "data" / "documents" / "one.txt"
    path.write_text(path.read_text("utf-8").replace("\t工作要求", "\t天干地支"), "utf-8")
    report = build(folder)
    assert report.published == ()
    assert "天干地支" in "".join(report.pending[0].reasons)
    assert not (report.snapshot / "doc").exists()


def test_paths_are_added_and_without_paths_the_folder_is_mirrored(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere" / "two.txt"
    other.parent.mkdir()
    shutil.copy(CASES / "huaiyin-2022" / "source.txt", other)
    build(folder)
    assert sorted(files(build(folder, [other]).snapshot)) == [
        "acts.trig",
        "doc/one.trig",
        "doc/two.trig",
        "ontology.trig",
        "places.trig",
    ]
    assert sorted(files(build(folder).snapshot)) == ["acts.trig", "doc/one.trig", "ontology.trig", "places.trig"]


def test_two_files_of_one_name_get_two_slugs(folder: Path) -> None:
    below = folder / "data" / "documents" / "more"
    below.mkdir()
    shutil.copy(CASES / "huaiyin-2022" / "source.txt", below / "one.txt")
    report = build(folder)
    slugs = [entry.slug for entry in report.published]
    assert len(set(slugs)) == 2
    assert [problem.withheld for problem in report.problems] == [False]
    assert slugs[1] in report.problems[0].message


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("[one\n", "第 1 行不合 TOML 语法"),
        ('[one]\nplaec = "350200"\n', "plaec"),
        ('[one]\nplace = "厦门"\n', "六位"),
        ('[one]\nkind = "copy"\n', "official"),
        ('[one]\nretrieved = "昨天"\n', "日期"),
        ("[one]\nretrieved = 2022-01-01T00:00:00\n", "日期"),
        ('[one]\nplace = "３５０２００"\n', "六位"),
        ('[one]\nurl = "某网站"\n', "网址"),
        ("one = 1\n", "one"),
    ],
)
def test_a_bad_documents_toml_is_named(folder: Path, toml: str, said: str) -> None:
    (folder / "data" / "documents" / "documents.toml").write_text(toml, "utf-8")
    with pytest.raises(SettingsError, match=said):
        build(folder)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="data/documents"):
        build(tmp_path)


def test_the_same_file_twice_counts_once(folder: Path) -> None:
    shutil.copy(CASES / "xiamen-2022" / "source.txt", folder / "data" / "documents" / "two.txt")
    report = build(folder)
    assert [entry.slug for entry in report.published] == ["one"]
    assert [(problem.document, problem.withheld) for problem in report.problems] == [("two.txt", False)]


def test_an_entry_without_its_file_is_named(folder: Path) -> None:
    (folder / "data" / "documents" / "documents.toml").write_text('[on]\nplace = "350200"\n', "utf-8")
    assert ["[on]" in problem.message for problem in build(folder).problems] == [True]


def test_hidden_folders_are_left_alone(folder: Path) -> None:
    hidden = folder / "data" / "documents" / ".git"
    hidden.mkdir()
    shutil.copy(CASES / "huaiyin-2022" / "source.txt", hidden / "two.txt")
    assert [entry.slug for entry in build(folder).published] == ["one"]


def test_a_damaged_snapshot_is_written_again(folder: Path) -> None:
    snapshot = build(folder).snapshot
    (snapshot / "doc" / "one.trig").write_text("damaged", "utf-8")
    (snapshot / "ontology.trig").unlink()
    assert build(folder).snapshot == snapshot
    assert check_shapes(folder) == ()
    assert sorted(files(snapshot)) == ["acts.trig", "doc/one.trig", "ontology.trig", "places.trig"]


@pytest.mark.parametrize("obstacle", ["graph is a file", "current is a folder"])
def test_a_snapshot_that_cannot_be_written_is_said(folder: Path, obstacle: str) -> None:
    graph = folder / "data" / "graph"
    if obstacle == "graph is a file":
        graph.write_text("", "utf-8")
    else:
        (graph / "current" / "x").mkdir(parents=True)
    with pytest.raises(SnapshotNotWritten, match="写不进去"):
        build(folder)
    assert list(folder.rglob(".current*")) == []


def test_an_empty_folder_builds_an_empty_graph(tmp_path: Path) -> None:
    (tmp_path / "data" / "documents").mkdir(parents=True)
    report = build(tmp_path)
    assert (report.published, report.problems) == ((), ())
    assert sorted(files(report.snapshot)) == ["acts.trig", "ontology.trig", "places.trig"]


def test_the_shipped_documents_conform(tmp_path: Path) -> None:
    shutil.copytree(PROJECT / "data" / "documents", tmp_path / "data" / "documents")
    report = build(tmp_path)
    assert {"xiamen-2022", "huaiyin-2022"} <= {entry.slug for entry in report.published}
    assert check_shapes(tmp_path) == ()
