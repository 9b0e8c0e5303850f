"""Builds can't hurt readers: killed at any moment, out of disk, two at once, the last good snapshot stays."""

from __future__ import annotations

import gzip
import json
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from graph_build.errors import BuildRunning, SnapshotNotWritten
from graph_build.folders.manifest import sealed, unsealed
from graph_build.pipeline import build
from graph_build.snapshots import hands, making
from graph_build.snapshots.making import Prepared
from graph_query.ledger.reading import ledger_of
from graph_query.stores import open_store, select
from tests.conftest import CASES, PROJECT

TASKS = "SELECT (COUNT(?t) AS ?n) { ?t a <https://w3id.org/zeren/ontology#Task> }"
BUILD = "from pathlib import Path; from graph_build.pipeline import build; build(Path({folder!r}))"
# Each ends the process at one step of finishing a snapshot.
ENDS = {
    "before the index": "import graph_build.snapshots.files as s; s.write_index = lambda *_: os._exit(9)",
    "before the ledger": "import graph_build.snapshots.files as s; s.write_ledger = lambda *_: os._exit(9)",
    "before the store": "import graph_build.snapshots.files as s; s.write_store = lambda *_: os._exit(9)",
    "before the manifest": "import graph_build.snapshots.files as s; s.write_manifest = lambda *_: os._exit(9)",
    "before fsync": "import graph_build.snapshots.files as s; s._sync = lambda *_: os._exit(9)",
    "before it has its name": "from pathlib import Path as P; P.rename = lambda *_: os._exit(9)",
    "before the link": "from pathlib import Path as P; P.symlink_to = lambda *_: os._exit(9)",
    "before the switch": "from pathlib import Path as P; P.replace = lambda *_: os._exit(9)",
    "before older ones go": "import graph_build.snapshots.files as s; s._remove_older = lambda *_: os._exit(9)",
}

# One before the files are whole, one before they have their place, one before readers see them, one after.
WHOLE_WAY = ("before the manifest", "before it has its name", "before the switch", "before older ones go")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a home with a document, and its snapshot."""
    documents = tmp_path / "data" / "documents"
    documents.mkdir(parents=True)
    shutil.copy(CASES / "xiamen-2022" / "source.txt", documents / "one.txt")
    build(tmp_path)
    return tmp_path


def add_document(folder: Path) -> None:
    shutil.copy(CASES / "yuzhong-2022" / "source.txt", folder / "data" / "documents" / "two.txt")


def counted(folder: Path) -> set[str]:
    """Return how many tasks the current snapshot holds, in memory and on disk."""
    stores = [open_store(f"{scheme}:data/graph/current", folder) for scheme in ("memory", "oxigraph")]
    for store in stores:
        store.snapshot.index.search("公开")
    return {select(store, TASKS).values()[0]["n"] for store in stores} | {str(len(ledger_of(stores[0]).tasks))}


def started(folder: Path, before: str = "") -> subprocess.Popen[bytes]:
    code = f"import os\n{before}\n{BUILD.format(folder=str(folder))}"
    return subprocess.Popen([sys.executable, "-c", code], cwd=PROJECT)


@pytest.mark.parametrize(
    "step", [step if step in WHOLE_WAY else pytest.param(step, marks=pytest.mark.long) for step in ENDS]
)
def test_a_build_that_ends_at_a_step_leaves_a_whole_snapshot(folder: Path, step: str) -> None:
    add_document(folder)
    assert started(folder, ENDS[step]).wait(60) == 9
    assert counted(folder) == ({"58"} if step == "before older ones go" else {"25"})
    build(folder)
    assert counted(folder) == {"58"}
    assert not list((folder / "data" / "graph").glob(".building-*"))


def test_builds_killed_at_random_leave_whole_snapshots(folder: Path) -> None:
    add_document(folder)
    moments = random.Random(7)
    for _ in range(3):
        process = started(folder)
        time.sleep(moments.uniform(0.2, 2.5))
        process.kill()
        process.wait()
        assert counted(folder) in ({"25"}, {"58"})
    build(folder)
    assert counted(folder) == {"58"}


def test_a_second_build_says_who_is_at_work(folder: Path) -> None:
    graphs = folder / "data" / "graph"
    with FileLock(graphs / ".lock"):
        (graphs / ".lock-holder").write_text("4711 2026-01-02 03:04:05", "utf-8")
        with pytest.raises(BuildRunning, match="进程 4711，始于 2026-01-02"):
            build(folder)
    build(folder)


@pytest.mark.skipif(sys.platform == "win32", reason="limits of files are set as POSIX does")
def test_a_full_disk_is_said_and_the_last_snapshot_stays(folder: Path) -> None:
    import resource

    add_document(folder)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    for size in (20_000, 100_000, 150_000):
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
        try:
            with pytest.raises(SnapshotNotWritten, match="写不进去"):
                build(folder)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert counted(folder) == {"25"}


def test_a_reader_keeps_its_snapshot_and_two_are_kept(folder: Path) -> None:
    first = (folder / "data" / "graph" / "current").resolve()
    stores = [open_store(f"{scheme}:data/graph/current", folder) for scheme in ("memory", "oxigraph")]
    documents = folder / "data" / "documents"
    kept = [first]
    for name in ("yuzhong-2022", "huaiyin-2022"):
        shutil.copy(CASES / name / "source.txt", documents / f"{name}.txt")
        kept.append(build(folder).snapshot)
    assert {select(store, TASKS).values()[0]["n"] for store in stores} == {"25"}
    snapshots = {
        path.name for path in first.parent.iterdir() if path.is_dir() and not path.name.startswith((".", "current"))
    }
    assert snapshots == {path.name for path in kept[-2:]}
    assert counted(folder) == {"125"}


def test_what_has_not_changed_is_not_read_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    reading = making.prepare

    def spied(path: Path, *rest: object) -> Prepared:
        read.append(path.name)
        return reading(path, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(hands, "prepare", spied)
    first = build(folder)
    assert read == []
    add_document(folder)
    build(folder)
    assert read == ["two.txt"]
    documents = folder / "data" / "documents"
    (documents / "documents.toml").write_text('[one]\nplace = "350200"\n', "utf-8")
    build(folder)
    assert read == ["two.txt", "one.txt"]
    (documents / "two.txt").unlink()
    (documents / "documents.toml").unlink()
    assert build(folder).snapshot.name == first.snapshot.name
    # What a build of the folder did not use is gone.
    assert len(list((folder / "data" / "graph" / ".cache").rglob("*.json.gz"))) == 1


def cached(folder: Path) -> Path:
    (entry,) = (folder / "data" / "graph" / ".cache").rglob("*.json.gz")
    return entry


def test_a_damaged_cache_is_none(folder: Path) -> None:
    entry = cached(folder)
    before = build(folder).snapshot
    for damage in (b"", b"\x1f\x8bxx", os.urandom(300)):
        entry.write_bytes(damage)
        assert build(folder).snapshot == before


def test_an_entry_of_another_shape_or_for_another_file_is_none(folder: Path) -> None:
    entry = cached(folder)
    before = build(folder).snapshot
    sound = unsealed(gzip.decompress(entry.read_bytes()))
    shapes: list[dict[str, Any]] = [
        {"key": sound["key"]},
        {"entry": sound["entry"], "made": sound["made"]},
        sound | {"key": "0" * 64},
        sound | {"entry": []},
        sound | {"made": "made"},
        sound | {"entry": {}},
        sound | {"entry": sound["entry"] | {"new": 1}},
        sound | {"made": {key: value for key, value in sound["made"].items() if key != "graph"}},
        sound | {"made": sound["made"] | {"doubts": [1]}},
        sound | {"made": sound["made"] | {"doubts": None}},
    ]
    unmade = [b"[]", b"null", b"{}", json.dumps(sound).encode(), sealed(sound).replace(b"25", b"24")]
    for said in [*map(sealed, shapes), *unmade]:
        entry.write_bytes(gzip.compress(said))
        shutil.rmtree(before)  # else what it holds would do
        assert build(folder).snapshot == before
        assert unsealed(gzip.decompress(entry.read_bytes())) == sound


def test_a_file_that_is_saved_while_a_build_runs_is_read_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reading = making.prepare
    text = (CASES / "yuzhong-2022" / "source.txt").read_bytes()
    old = (folder / "data" / "documents" / "one.txt").read_bytes()

    def saved_meanwhile(path: Path, *rest: object) -> Prepared:
        path.write_bytes(text)
        return reading(path, *rest)  # type: ignore[arg-type]

    shutil.rmtree(folder / "data" / "graph")
    with monkeypatch.context() as patched:
        patched.setattr(hands, "prepare", saved_meanwhile)
        build(folder)
    assert counted(folder) == {"33"}
    (folder / "data" / "documents" / "one.txt").write_bytes(old)
    build(folder)
    assert counted(folder) == {"25"}
