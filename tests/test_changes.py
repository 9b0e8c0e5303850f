"""Documents come, change and go in any order: the snapshot, its store, its index are those of a build from nothing."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_build.folders import CACHE, DOCUMENTS, GRAPHS, INDEX_FILE, LEDGER_FILE, REPORT, UPLOADS
from graph_build.folders.manifest import read_manifest
from graph_build.pipeline import build
from graph_build.snapshots import cache, files, joining
from graph_build.uploads import add_uploads, remove_uploads
from graph_build.vocabulary.segmenting import COMMON, _listed
from graph_query.errors import StoreUnavailable
from graph_query.ledger.columns import Columns
from graph_query.ledger.facets import FACETS, Choice, counts
from graph_query.ledger.reading import Ledger
from graph_query.snapshots.snapshot import Snapshot

LIST = "{title}\n一、公开\n{items}"
ITEM = "{n}.{text}（责任单位：{units}）\n"
# What documents say: the city's list is cited by its title, a unit has a fuller name in another document, what two say
# in common must stay where one of them goes, the last is held back.
TEXTS = {
    "市": ("厦门市2024年政务公开工作要点", ("公开财政预算", "公开办事指南"), "市教育局"),
    "区": (
        "厦门市思明区2024年政务公开任务",
        ("按照《厦门市2024年政务公开工作要点》公开财政预算",),
        "市教育局、区司法局",
    ),
    "全称": ("厦门市2023年政务公开任务", ("及时更新服务清单",), "厦门市教育局、市财政局"),
    "荆门": ("荆门市2024年政务公开任务", ("公开财政预算", "规范发布政策文件"), "市教育局、市公安局"),
    "存疑": ("2024年任务", ("做好公开",), "某某老先生、张三丰老先生、李四老先生"),
}


def text_of(name: str, change: int) -> str:
    """Return a document, as it is after some changes."""
    title, texts, units = TEXTS[name]
    said = [*texts, *(f"第{n}次补充公开事项" for n in range(change))]
    return LIST.format(title=title, items="".join(ITEM.format(n=n, text=t, units=units) for n, t in enumerate(said, 1)))


@dataclass(frozen=True)
class Held:
    """What a snapshot holds: its name, the quads of its store, the rows of its index, all of its ledger."""

    name: str
    quads: frozenset[ox.Quad]
    rows: Mapping[str, list[tuple[object, ...]]]
    ledger: tuple[object, ...]


def held(home: Path) -> Held:
    snapshot = Snapshot((home / GRAPHS / "current").resolve())
    snapshot.check_fully()
    store = ox.Store.read_only(str(snapshot.store()))
    with closing(sqlite3.connect(snapshot.folder / INDEX_FILE)) as index:
        tables = ("SELECT rowid, * FROM tasks ORDER BY rowid", "SELECT * FROM words", "SELECT * FROM documents")
        rows = {table: index.execute(table).fetchall() for table in tables}
        index.execute("INSERT INTO tasks (tasks) VALUES ('integrity-check')")
    ledger = Ledger(Columns.of_file(snapshot.folder / LEDGER_FILE))
    listed = (tuple(ledger.tasks), ledger.documents, ledger.units, ledger.acts)
    counted = [counts(ledger, Choice(), key) for key in FACETS]
    return Held(snapshot.id, frozenset(store), rows, (*listed, counted))


def from_nothing(home: Path, made_in: Path) -> Held:
    """Return what a build makes of a home folder's files where there is no snapshot before."""
    for part in (DOCUMENTS, UPLOADS, GRAPHS / CACHE):
        if (home / part).is_dir():
            shutil.copytree(home / part, made_in / part)
    build(made_in)
    return held(made_in)


changes = st.lists(st.tuples(st.sampled_from(list(TEXTS)), st.sampled_from((0, 1, 2, None))), min_size=1, max_size=6)
Chain = list[tuple[str, int | None]]
few = settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])
many = settings(few, max_examples=40)


@few
@given(chain=changes)
def test_builds_of_what_changed_are_builds_from_nothing(chain: Chain) -> None:
    builds_are_builds_from_nothing(chain)


@pytest.mark.long
@many
@given(chain=changes)
def test_many_builds_of_what_changed_are_builds_from_nothing(chain: Chain) -> None:
    builds_are_builds_from_nothing(chain)


def builds_are_builds_from_nothing(chain: Chain) -> None:
    with TemporaryDirectory() as folder, TemporaryDirectory() as other:
        home = Path(folder)
        (home / DOCUMENTS).mkdir(parents=True)
        for name, change in chain:
            path = home / DOCUMENTS / f"{name}.txt"
            if change is None:
                path.unlink(missing_ok=True)
            else:
                path.write_text(text_of(name, change), "utf-8")
            build(home)
        assert held(home) == from_nothing(home, Path(other))


@few
@given(chain=changes)
def test_uploads_that_come_and_go_are_a_build_from_nothing(chain: Chain) -> None:
    uploads_are_a_build_from_nothing(chain)


@pytest.mark.long
@many
@given(chain=changes)
def test_many_uploads_that_come_and_go_are_a_build_from_nothing(chain: Chain) -> None:
    uploads_are_a_build_from_nothing(chain)


def uploads_are_a_build_from_nothing(chain: Chain) -> None:
    with TemporaryDirectory() as folder, TemporaryDirectory() as other, TemporaryDirectory() as outside:
        home = Path(folder)
        (home / UPLOADS).mkdir(parents=True)
        build(home)
        for name, change in chain:
            path = Path(outside, f"{name}.txt")
            if (home / UPLOADS / path.name).exists() or change is None:
                remove_uploads(home, [path.name])
            if change is not None:
                path.write_text(text_of(name, change), "utf-8")
                add_uploads(home, [path])
        assert held(home) == from_nothing(home, Path(other))


def built(home: Path, *names: str) -> Path:
    (home / DOCUMENTS).mkdir(parents=True, exist_ok=True)
    for name in names:
        (home / DOCUMENTS / f"{name}.txt").write_text(text_of(name, 0), "utf-8")
    return build(home).snapshot


def test_what_has_not_changed_is_a_link_to_the_snapshot_before(tmp_path: Path) -> None:
    first = built(tmp_path, "市", "荆门", "全称")
    second = built(tmp_path, "区")
    shared = {path.relative_to(first) for path in first.rglob("*") if path.is_file()}
    linked = {str(name) for name in shared if (second / name).exists() and (second / name).samefile(first / name)}
    assert {"doc/市.trig", "doc/荆门.trig", "doc/荆门.account", "ontology.trig"} <= linked
    assert any(name.endswith(".sst") for name in linked)
    assert "search.sqlite" not in linked
    assert read_manifest(second).files["doc/荆门.trig"] == read_manifest(first).files["doc/荆门.trig"]


def test_a_build_of_what_has_not_changed_writes_the_report_alone(tmp_path: Path) -> None:
    snapshot = built(tmp_path, "市", "区")
    before = {path: path.stat().st_ino for path in snapshot.rglob("*")}
    assert build(tmp_path).snapshot == snapshot
    after = {path: path.stat().st_ino for path in snapshot.rglob("*")}
    assert {path.name for path in before if before[path] != after[path]} == {REPORT}


def test_another_program_takes_nothing_over_but_documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = built(tmp_path, "市", "区")
    for module in (cache, files, joining):
        monkeypatch.setattr(module, "program", lambda: "another")
    other = tmp_path / "荆门.txt"
    other.write_text(text_of("荆门", 0), "utf-8")
    second = build(tmp_path, [other]).snapshot
    assert (second / "doc" / "市.account").samefile(first / "doc" / "市.account")
    tables = {path.stat().st_ino for path in first.rglob("*.sst")}
    assert not tables & {path.stat().st_ino for path in second.rglob("*.sst")}
    assert read_manifest(second).program == "another"


def test_damage_that_is_not_seen_while_adding_is_found_by_who_reads(tmp_path: Path) -> None:
    """A disk that loses a bit leaves a file's time as it was."""
    damaged = built(tmp_path, "市", "荆门") / "doc" / "市.trig"
    written = damaged.stat()
    data = bytearray(damaged.read_bytes())
    data[100] ^= 1
    damaged.write_bytes(data)
    os.utime(damaged, ns=(written.st_atime_ns, written.st_mtime_ns))
    other = tmp_path / "存疑.txt"
    other.write_text(text_of("存疑", 0), "utf-8")
    snapshot = Snapshot(build(tmp_path, [other]).snapshot)
    with pytest.raises(StoreUnavailable, match=r"doc/市\.trig"):
        snapshot.check_fully()
    assert "图谱文件损坏" in build(tmp_path).problems[-1].message


def test_a_document_that_is_replaced_by_one_that_is_held_back_leaves_the_graph(tmp_path: Path) -> None:
    built(tmp_path, "市", "荆门")
    path = tmp_path / "市.txt"
    path.write_text("2024年任务\n一、公开\n1.做好公开、\n9.各项工作（责任单位：某某先生、老张）\n12.不\n", "utf-8")
    report = build(tmp_path, [path])
    assert [entry.slug for entry in report.pending] == ["市"]
    assert not (report.snapshot / "doc" / "市.trig").exists()
    assert not any("document/市" in str(quad) for quad in held(tmp_path).quads)


def test_all_words_of_the_list_are_as_common_as_is_said() -> None:
    assert sum(int(common) for common, _ in _listed().values()) == COMMON
