"""Damage to a snapshot is found whatever file it hits, never answered from, and mended by the next build."""

from __future__ import annotations

import os
import random
import re
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
import streamlit as st

from graph_build.errors import SnapshotDamaged
from graph_build.folders import CURRENT, GRAPHS, REPORT, SCHEMA_FILE
from graph_build.folders.manifest import MANIFEST, read_manifest
from graph_build.pipeline import build
from graph_query.errors import StoreUnavailable
from graph_query.snapshots.snapshot import Snapshot
from graph_query.sparql.typed import run_typed
from graph_query.stores import open_store, select
from tests.conftest import CASES, PROJECT, built
from tests.page_runs import AppTest
from tests.test_cli import assert_one_chinese_line, zeren

QUERY = "SELECT ?g ?s ?p ?o { GRAPH ?g { ?s ?p ?o } }"
ADDRESSES = ("memory:data/graph/current", "oxigraph:data/graph/current")
chance = random.Random(17)


def gone(file: Path) -> None:
    file.unlink()


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def halved(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def one_byte_changed(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    file.write_bytes(data)


DAMAGE: tuple[Callable[[Path], None], ...] = (gone, emptied, halved, one_byte_changed)
Fault = tuple[str, Callable[[Path], None]]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home folder with a document and its snapshot."""
    return built(tmp_path_factory.mktemp("sound"), ["table-lead"])


@pytest.fixture
def folder(sound: Path, tmp_path: Path) -> Path:
    return shutil.copytree(sound, tmp_path / "home", symlinks=True)


def current(folder: Path) -> Path:
    return (folder / GRAPHS / CURRENT).resolve()


def faults(snapshot: Path) -> list[Fault]:
    """Return each way to damage each file; an empty one can only be gone."""
    names = [*read_manifest(snapshot).files, MANIFEST, REPORT]
    return [(name, how) for name in names for how in DAMAGE if how is gone or (snapshot / name).stat().st_size]


def all_of(address: str, folder: Path) -> frozenset[tuple[object, ...]]:
    return frozenset(select(open_store(address, folder), QUERY).rows)


def answers(folder: Path) -> list[object]:
    """Return what each reader says of the snapshot, or None where it says in one line why not."""
    snapshot = Snapshot(current(folder))
    return [
        *(said_by(partial(all_of, address, folder)) for address in ADDRESSES),
        said_by(lambda: snapshot.index.search("公开")),
        said_by(lambda: sorted(snapshot.graphs())),
        said_by(lambda: snapshot.report),
    ]


def said_by(read: Callable[[], object]) -> object:
    try:
        return read()
    except StoreUnavailable as error:
        line = str(error)
    assert re.fullmatch(r"[^\n]+zeren build[^\n]+", line)
    return None


@pytest.mark.parametrize("every", [3, pytest.param(1, marks=pytest.mark.long)])
def test_no_reader_answers_from_a_damaged_file(sound: Path, tmp_path: Path, every: int) -> None:
    right = answers(sound)
    assert None not in right
    tried = faults(current(sound))
    assert len(tried) > 80
    for number, (name, how) in enumerate(tried[::every]):
        folder = shutil.copytree(sound, tmp_path / str(number), symlinks=True)
        how(current(folder) / name)
        for said, wanted in zip(answers(folder), right, strict=True):
            assert said in (None, wanted), (name, how)
        with pytest.raises(StoreUnavailable, match="zeren build"):
            Snapshot(current(folder)).check_fully()
        if how is not one_byte_changed:
            assert answers(folder)[:2] == [None, None], (name, how)
        shutil.rmtree(folder)


def mend(folder: Path, fault: Fault) -> None:
    """Damage a file, build, and find all as it was."""
    name, how = fault
    snapshot = current(folder)
    right = all_of(ADDRESSES[1], folder)
    how(snapshot / name)
    report = build(folder)
    assert report.snapshot == snapshot
    told = [problem.message for problem in report.problems]
    # Every build writes a report: there is nothing to mend. What is of another version is none that is damaged.
    if name not in (REPORT, SCHEMA_FILE):
        assert len(told) == 1, fault
        assert "图谱文件损坏" in told[0]
        assert name in told[0]
    Snapshot(snapshot).check_fully()
    assert all_of(ADDRESSES[1], folder) == right
    assert build(folder).problems == ()


def test_a_build_mends_a_sample_of_damage(sound: Path, folder: Path) -> None:
    for fault in random.Random(5).sample(faults(current(sound)), 8):
        mend(folder, fault)


@pytest.mark.long
def test_a_build_mends_all_damage(sound: Path, folder: Path) -> None:
    for fault in faults(current(sound)):
        mend(folder, fault)


@pytest.mark.parametrize("what", ["all files", "the folder", "the link", "what the link leads to"])
def test_a_build_mends_what_is_gone_altogether(folder: Path, what: str) -> None:
    snapshot = current(folder)
    link = folder / GRAPHS / CURRENT
    if what == "all files":
        for file in [path for path in snapshot.rglob("*") if path.is_file()]:
            halved(file)
    elif what == "the folder":
        shutil.rmtree(snapshot)
    else:
        link.unlink()
        if what == "what the link leads to":
            link.symlink_to("000000000000")
    assert answers(folder)[:2] == [None, None]
    build(folder)
    Snapshot(current(folder)).check_fully()
    assert None not in answers(folder)


def test_of_many_damaged_files_three_are_named(folder: Path) -> None:
    snapshot = Snapshot(current(folder))
    for path in (*snapshot.folder.rglob("*.trig"), *snapshot.folder.rglob("*.sst")):
        if path.stat().st_size:
            one_byte_changed(path)
    with pytest.raises(
        StoreUnavailable, match=r"（acts\.trig 内容不对；[^；]+；[^；]+；等 1\d 个文件）。请运行 zeren build 修复。$"
    ):
        snapshot.check_fully()


def test_a_file_that_is_none_is_damage(folder: Path) -> None:
    index = current(folder) / "search.sqlite"
    index.unlink()
    index.mkdir()
    with pytest.raises(StoreUnavailable, match="zeren build"):
        open_store(ADDRESSES[0], folder)
    build(folder)
    assert None not in answers(folder)


def test_what_no_manifest_names_is_not_read(folder: Path) -> None:
    before = answers(folder)
    (current(folder) / "doc" / "forged.trig").write_text("<a:s> <a:p> <a:o> .", "utf-8")
    assert answers(folder) == before


def test_reading_changes_no_file_of_the_store(sound: Path) -> None:
    before = {path: path.stat() for path in current(sound).rglob("*")}
    stores = [open_store(ADDRESSES[1], sound) for _ in range(2)]
    for store in stores:
        store.query(QUERY)
    run_typed("SELECT * { ?s ?p ?o } LIMIT 1", ADDRESSES[1], sound)
    del stores, store
    after = {path: path.stat() for path in current(sound).rglob("*")}
    assert {p: (s.st_size, s.st_mtime_ns) for p, s in after.items()} == {
        p: (s.st_size, s.st_mtime_ns) for p, s in before.items()
    }
    Snapshot(current(sound)).check_fully()


@pytest.mark.parametrize("name", ["doc/table-lead.trig", REPORT, MANIFEST])
def test_nothing_is_added_to_damaged_documents(folder: Path, name: str) -> None:
    damaged = current(folder) / name
    one_byte_changed(damaged)
    kept = damaged.read_bytes()
    with pytest.raises(SnapshotDamaged, match="请先运行 zeren build"):
        build(folder, [CASES / "items-rule" / "source.txt"])
    assert damaged.read_bytes() == kept
    build(folder)
    assert len(build(folder, [CASES / "items-rule" / "source.txt"]).published) == 1


def test_what_is_added_beside_a_damaged_index_is_whole(folder: Path) -> None:
    halved(current(folder) / "search.sqlite")
    build(folder, [CASES / "items-rule" / "source.txt"])
    Snapshot(current(folder)).check_fully()


def test_the_command_line_says_one_line_and_build_mends(folder: Path) -> None:
    snapshot = current(folder)
    asked = (("query", "ASK {}"), ("ask", "一共有多少项任务？"), ("check",), ("app",))
    for name, arguments in zip(("doc/table-lead.trig", "store/CURRENT", "search.sqlite", REPORT), asked, strict=True):
        halved(snapshot / name)
        run = zeren(*arguments, home=folder)
        assert_one_chinese_line(run)
        assert name in run.stderr
        assert "请运行 zeren build 修复" in run.stderr
        run = zeren("build", home=folder)
        assert run.returncode == 0
        assert ("已重新生成" in run.stderr) == (name != REPORT)
    one_byte_changed(snapshot / "search.sqlite")
    assert zeren("query", "ASK {}", home=folder).returncode == 0  # it does not read the index
    assert_one_chinese_line(zeren("check", home=folder))
    assert zeren("build", home=folder).returncode == 0
    assert zeren("check", home=folder).returncode == 0


def test_the_app_says_one_line_and_goes_on_when_it_is_mended(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZEREN_HOME", str(folder))
    for name in ("doc/table-lead.trig", "store/CURRENT", "search.sqlite", REPORT):
        halved(current(folder) / name)
        st.cache_resource.clear()
        app = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60).run()
        assert_one_error(app)
        build(folder)
        assert not app.run().error
    halved(current(folder) / REPORT)  # the store is open by now
    assert_one_error(app.run())


def assert_one_error(app: AppTest) -> None:
    assert not app.exception
    assert [error.value.count("请运行 zeren build 修复") for error in app.error] == [1]


def test_an_index_that_is_damaged_while_it_is_read_is_said(folder: Path) -> None:
    snapshot = Snapshot(current(folder))
    index = snapshot.index
    (current(folder) / "search.sqlite").write_bytes(os.urandom(4096))
    with pytest.raises(StoreUnavailable, match="zeren build"):
        index.search("公开")
