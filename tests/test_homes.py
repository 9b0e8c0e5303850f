"""The home folder of a version before opens, or says in one line what to do, and `zeren build` takes it over.

tests/homes/<commit>.tar.xz: data/ as the program of that commit left it: a document with its entry in documents.toml,
an upload, a register of units, the snapshot (without store/) and what was made of each file.
"""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest

from graph_build.backup import backup, restore
from graph_build.errors import SnapshotDamaged
from graph_build.pipeline import build
from graph_build.uploads import add_uploads, remove_uploads, uploads
from graph_query.answering import ask
from graph_query.ledger.reading import ledger_of
from graph_query.snapshots.snapshot import Snapshot
from graph_query.stores import open_store
from tests.conftest import CASES, PROJECT
from tests.page_runs import AppTest
from tests.test_cli import assert_one_chinese_line, zeren

HOMES = sorted((PROJECT / "tests" / "homes").glob("*.tar.xz"))
CURRENT = "memory:data/graph/current"


@pytest.fixture(params=HOMES, ids=lambda path: path.name.partition(".")[0])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return a home folder as a version before left it."""
    with tarfile.open(request.param) as archive:
        archive.extractall(tmp_path, filter="data")
    return tmp_path


def test_there_is_a_home_of_a_version_before() -> None:
    assert HOMES


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask", "区教育局有哪些任务？"),
        ("query", "ASK {}"),
        ("check",),
        ("app",),
        ("query", "ASK {}", "--store", "oxigraph:data/graph/current"),
    ],
)
def test_a_command_says_in_one_line_what_to_do(old: Path, arguments: tuple[str, ...]) -> None:
    run = zeren(*arguments, home=old)
    assert_one_chinese_line(run)
    assert "另一版本的程序生成" in run.stderr
    assert "zeren build" in run.stderr


def test_the_app_says_in_one_line_what_to_do(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZEREN_HOME", str(old))
    app = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60).run()
    assert not app.exception
    assert ["zeren build" in error.value for error in app.error] == [True]


def test_a_build_takes_all_of_it_over(old: Path) -> None:
    before = {path.name for path in (old / "data" / "graph" / ".cache").rglob("*.json.gz")}
    run = zeren("build", home=old)
    assert (run.returncode, run.stderr) == (0, "")
    store = open_store(CURRENT, old)
    Snapshot(store.snapshot.folder).check_fully()
    ledger = ledger_of(store)
    assert {document.source for document in ledger.documents.values()} == {"分工.txt", "上传的.txt"}
    assert "槐荫区" in {document.place for document in ledger.documents.values()}  # documents.toml
    assert "槐荫区教育和体育局" in {unit.name for unit in ledger.units.values()}  # the register
    assert ask("区教育局有多少项任务？", store).values["count"] == 2
    assert [(upload.name, upload.slug) for upload in uploads(old)] == [("上传的.txt", "上传的")]
    # What was made of files is made anew, and the old is gone.
    after = {path.name for path in (old / "data" / "graph" / ".cache").rglob("*.json.gz")}
    assert len(after) == 2
    assert not before & after
    assert build(old).problems == ()
    remove_uploads(old, ["上传的.txt"])
    assert len(ledger_of(open_store(CURRENT, old)).documents) == 1


def test_what_is_added_before_it_is_taken_over_says_what_to_do(old: Path) -> None:
    source = CASES / "table-lead" / "source.txt"
    for change in (build, add_uploads):
        with pytest.raises(SnapshotDamaged, match=r"另一版本.*请先运行 zeren build"):
            change(old, [source])
    assert [upload.name for upload in uploads(old)] == ["上传的.txt"]
    build(old)
    add_uploads(old, [source])
    assert len(ledger_of(open_store(CURRENT, old)).documents) == 3


def test_it_is_backed_up_and_restored(old: Path, tmp_path: Path) -> None:
    kept, left_out = backup(old, tmp_path / "old.zip")
    assert (kept, left_out) == (4, ())
    assert restore(tmp_path / "new", tmp_path / "old.zip").put == 4
    assert build(tmp_path / "new").snapshot.name == build(old).snapshot.name
