"""Reading on a cluster: what comes of it is what comes of reading here, whatever happens to its machines."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, cast

import psutil
import pytest
from distributed import KilledWorker

from benchmarks.dask_processes import scheduler, worker
from benchmarks.formats import write
from benchmarks.generator import make
from graph_build.errors import ClusterUnusable
from graph_build.model import Origin
from graph_build.pipeline import build
from graph_build.snapshots import cluster, hands, making
from graph_build.snapshots.cache import Cache
from graph_build.snapshots.cluster import ClusterHands, make_there
from graph_build.snapshots.hands import Wanted
from graph_build.snapshots.making import Context, Prepared
from graph_build.snapshots.program import program
from graph_build.snapshots.whole import read_before
from tests import test_cli
from tests.conftest import CASES, PROJECT
from tests.test_cli import assert_one_chinese_line

ZEREN = Path(sys.executable).with_name("zeren")
# Cases of every kind of file, one that holds no task, and one name twice.
MADE = 12
NAMES = ("xiamen-2022", "word-merged", "sheet-merged", "web-article", "pdf-merged", "items-notice", "text-big5")


def documents(folder: Path) -> Path:
    """Return a new home folder with documents that are read and some that are not."""
    at = folder / "data" / "documents"
    at.mkdir(parents=True)
    for name in NAMES:
        source = next((CASES / name).glob("source.*"))
        shutil.copy(source, at / f"{name}{source.suffix}")
    for n in range(MADE):
        write(make(n, "brackets"), "txt", at / f"{n:02}.txt")
    (at / "empty.txt").write_text("", "utf-8")
    shutil.copy(CASES / "xiamen-2022" / "source.txt", at / "copy.txt")
    write(make(99, "columns"), "txt", at / "items-notice.md")
    return folder


@pytest.fixture(scope="module")
def folder_of_logs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cluster")


@pytest.fixture(scope="module")
def address(folder_of_logs: Path) -> Iterator[str]:
    """Return the address of a scheduler with two workers."""
    with scheduler(folder_of_logs) as (at, _), worker(at, folder_of_logs), worker(at, folder_of_logs):
        yield at


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home folder that was built without a cluster."""
    folder = documents(tmp_path_factory.mktemp("here"))
    build(folder)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """Return the graphs and accounts of the current snapshot."""
    current = (folder / "data" / "graph" / "current").resolve()
    suffixes = (".trig", ".account", ".unjoined")
    found = (path for path in current.rglob("*") if path.suffix in suffixes)
    return {str(path.relative_to(current.parent)): path.read_bytes() for path in found}


def zeren(folder: Path, address: str, cwd: Path = PROJECT, home: str = "") -> subprocess.Popen[str]:
    environment = os.environ | {"ZEREN_HOME": home or str(folder), "PYTHONPATH": str(PROJECT)}
    command = [str(ZEREN), "build", "--cluster", address]
    return subprocess.Popen(
        command, cwd=cwd, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def said(build: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = build.communicate(timeout=300)
    return build.returncode, out, err


def test_a_cluster_makes_the_same_snapshot_and_reads_all_of_it(
    address: str, here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = documents(tmp_path)
    read: list[str] = []
    reading = making.prepare

    def spied(path: Path, *rest: object) -> Prepared:
        read.append(path.name)
        return reading(path, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(hands, "prepare", spied)
    report = build(folder, cluster=address)
    assert contents(folder) == contents(here)
    assert [problem.message for problem in report.problems if "集群" in problem.message] == []
    # A second file of a name gets another one here.
    assert read == ["items-notice.txt"]


def test_of_a_worker_that_is_killed_nothing_is_lost_and_nothing_twice(
    address: str, folder_of_logs: Path, here: Path, tmp_path: Path
) -> None:
    folder = documents(tmp_path)
    with worker(address, folder_of_logs) as third:
        running = zeren(folder, address)
        wait_until_it_reads(third)
        third.kill()
        code, out, err = said(running)
    assert code == 1  # empty.txt
    assert "空的" in err
    assert contents(folder) == contents(here)
    lines = [line.split("：")[0] for line in out.splitlines()[:-1]]
    assert len(lines) == len(set(lines)) == len(NAMES) + MADE + 1


def wait_until_it_reads(process: subprocess.Popen[bytes]) -> None:
    """Wait until a worker has a process that reads."""
    for _ in range(1200):
        if psutil.Process(process.pid).children():
            return
        time.sleep(0.05)
    raise TimeoutError


def test_without_workers_or_scheduler_a_build_ends_with_a_line(
    here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = documents(tmp_path)
    with scheduler(tmp_path) as (at, process):
        monkeypatch.setattr(cluster, "CONNECT_SECONDS", 3)
        with pytest.raises(ClusterUnusable, match="没有工作机"):
            build(folder, cluster=at)
        with worker(at, tmp_path) as only:
            running = zeren(folder, at)
            wait_until_it_reads(only)
            process.kill()
            code, _, err = said(running)
    assert (code, err.count("\n")) == (2, 1), err
    assert "都已断开" in err
    build(folder)
    assert contents(folder) == contents(here)


def test_no_scheduler_at_an_address_is_one_line(tmp_path: Path) -> None:
    folder = documents(tmp_path)
    for at in ("tcp://127.0.0.1:9", "nonsense", "tcp://no.such.host.invalid:8786"):
        run = test_cli.zeren("build", "--cluster", at, home=folder)
        assert_one_chinese_line(run)
        assert f"集群 {at}：连不上调度程序" in run.stderr


def test_workers_of_another_version_and_without_zeren_are_one_line(address: str, tmp_path: Path) -> None:
    other = tmp_path / "other"
    for name in ("graph_build", "ontology", "data/registers"):
        shutil.copytree(PROJECT / name, other / name, ignore=shutil.ignore_patterns("__pycache__"))
    with (other / "ontology" / "concepts.ttl").open("a", encoding="utf-8") as words:
        words.write("# another word\n")
    without = tmp_path / "without"
    (without / "graph_build").mkdir(parents=True)
    (without / "graph_build" / "__init__.py").write_text("", "utf-8")
    folder = documents(tmp_path)
    for code, message in ((other, "与本机不同"), (without, "没有可用的 zeren")):
        with worker(address, tmp_path, code), pytest.raises(ClusterUnusable, match=message):
            build(folder, cluster=address)


@pytest.mark.skipif(sys.platform != "linux", reason="a path that is another one for each process")
def test_a_folder_that_a_worker_has_not_is_one_line(address: str, tmp_path: Path) -> None:
    documents(tmp_path)
    code, _, err = said(zeren(tmp_path, address, cwd=tmp_path, home="/proc/self/cwd"))
    assert (code, err.count("\n")) == (2, 1), err
    assert "上没有 /proc/self/cwd/data/documents。请让各机以同一路径共用" in err


class Elsewhere:
    """A client whose only worker answers as if it were another machine."""

    def __init__(self, folder: Path, version: str) -> None:
        self._folder, self._version = folder, version

    def submit(self, function: object, _version: str, wanted: Sequence[Wanted], *, pure: bool) -> Elsewhere:
        assert function is make_there
        assert not pure
        self._wanted = wanted
        return self

    def result(self, _timeout: float) -> list[Prepared | str]:
        there = [Wanted(self._folder / one.path.name, one.context, one.key) for one in self._wanted]
        return make_there(self._version, there)


def test_what_a_worker_must_not_read_is_read_here_and_told(tmp_path: Path) -> None:
    """A worker that comes later was not looked at: it looks itself."""
    folder = tmp_path / "here"
    other = tmp_path / "there"
    folder.mkdir()
    other.mkdir()
    for n in range(3):
        write(make(n, "brackets"), "txt", folder / f"{n}.txt")
    shutil.copy(folder / "0.txt", other)
    shutil.copy(folder / "0.txt", other / "1.txt")
    cache = Cache(tmp_path / "cache", {}, read_before(tmp_path / "none"))
    files = [folder / f"{n}.txt" for n in range(3)]
    wanted = [Wanted(f, Context(f.stem, Origin(), {}), cache.key(f, Context(f.stem, Origin(), {}))) for f in files]
    alone = hands.OWN.make(wanted)
    for version, reasons in (
        (program(), ["读不到", "内容不同"]),
        ("another", ["与本机不同"]),
    ):
        its = ClusterHands(Elsewhere(other, version), "tcp://x", 1)  # type: ignore[arg-type]
        assert its.make(wanted) == alone
        told = its.problems()
        assert len(told) == len(reasons)
        assert all(any(reason in problem.message for problem in told) for reason in reasons)
        assert not any(problem.withheld for problem in told)


class Failing(Elsewhere):
    """A client whose workers end, or don't know what they are sent."""

    def __init__(self, error: Exception, *, gone: bool) -> None:
        self._error, self._gone = error, gone

    def result(self, _timeout: float) -> list[Prepared | str]:
        raise self._error

    def wait_for_workers(self, _number: int, timeout: float) -> None:
        if self._gone:
            raise TimeoutError(timeout)


@pytest.mark.parametrize(
    ("error", "reason"),
    [(KilledWorker("lot", cast("Any", None), 3), "屡次中断"), (ModuleNotFoundError("graph_build"), "与本机不同")],
)
def test_what_no_worker_can_read_is_read_here(error: Exception, reason: str, tmp_path: Path) -> None:
    file = tmp_path / "1.txt"
    write(make(1, "brackets"), "txt", file)
    key = Cache(tmp_path / "cache", {}, read_before(tmp_path / "none")).key(file, Context("1", Origin(), {}))
    wanted = [Wanted(file, Context("1", Origin(), {}), key)]
    its = ClusterHands(Failing(error, gone=False), "tcp://x", 1)  # type: ignore[arg-type]
    assert its.make(wanted) == hands.OWN.make(wanted)
    assert [reason in problem.message for problem in its.problems()] == [True]


def test_where_all_workers_have_gone_a_build_ends(tmp_path: Path) -> None:
    file = tmp_path / "1.txt"
    write(make(1, "brackets"), "txt", file)
    key = Cache(tmp_path / "cache", {}, read_before(tmp_path / "none")).key(file, Context("1", Origin(), {}))
    its = ClusterHands(Failing(TimeoutError(), gone=True), "tcp://x", 1)  # type: ignore[arg-type]
    with pytest.raises(ClusterUnusable, match="都已断开"):
        its.make([Wanted(file, Context("1", Origin(), {}), key)])
