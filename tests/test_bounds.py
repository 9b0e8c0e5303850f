"""What is in the library does not depend on how busy the machine is: bounds count CPU, what was stopped comes again."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from app_pages import PAGES
from graph_build.errors import DocumentError
from graph_build.folders import CURRENT, GRAPHS
from graph_build.pipeline import build
from graph_build.sandbox import bounded
from graph_build.sandbox.bounded import OutOfBounds, Worker
from graph_build.snapshots import making
from graph_build.snapshots.report import Report, read_problems
from tests.conftest import PROJECT, built
from tests.page_runs import AppTest
from tests.test_cli import zeren

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="CPU is not counted on Windows")
SPIN = "while True: pass"
PAIR = ("xiamen-2022", "yuzhong-2022")


def spin(seconds: float) -> str:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
    return "done"


def spin_uncounted(seconds: float) -> str:
    with bounded.uncounted():
        return spin(seconds)


@contextmanager
def worker() -> Iterator[Worker]:
    it = Worker(DocumentError, "读取中断")
    try:
        yield it
    finally:
        it.stop()


@contextmanager
def busy(processes: int) -> Iterator[None]:
    """Keep so many processes at work."""
    others = [subprocess.Popen([sys.executable, "-c", SPIN]) for _ in range(processes)]
    try:
        yield
    finally:
        for other in others:
            other.kill()
            other.wait()


def test_waiting_is_not_counted() -> None:
    with worker() as it:
        it.call(0.5, time.sleep, 1.5)


def test_cpu_is_counted_and_what_is_loaded_once_is_not() -> None:
    with worker() as it:
        assert it.call(1, spin_uncounted, 1.5) == "done"
        with pytest.raises(OutOfBounds, match="1 秒处理器时间") as stopped:
            it.call(1, spin, 30)
        assert stopped.value.late
        assert not stopped.value.busy
        # Each call has the whole bound again.
        for _ in range(2):
            assert it.call(1, spin, 0.6) == "done"


def test_a_process_that_gets_no_turn_blames_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "LAST_RESORT", 2)
    with worker() as it, pytest.raises(OutOfBounds, match="等了 1 秒") as stopped:
        it.call(0.5, time.sleep, 30)
    assert stopped.value.busy


def test_a_process_that_the_system_ends_blames_the_machine() -> None:
    with worker() as it, pytest.raises(OutOfBounds, match="系统中止") as stopped:
        it.call(5, _killed)
    assert stopped.value.busy


def _killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("others", [1, pytest.param(3, marks=pytest.mark.long)])
def test_a_build_on_a_busy_machine_gives_the_same_snapshot(tmp_path: Path, home: Path, others: int) -> None:
    quiet, home = home, tmp_path / "home"
    shutil.copytree(quiet / "data" / "documents", home / "data" / "documents")
    with busy(others * (os.cpu_count() or 1)):
        run = zeren("build", home=home)
    assert run.returncode == 0, run.stderr
    assert current(home) == current(quiet)


@pytest.mark.long
def test_a_list_of_two_thousand_tasks_is_built(tmp_path: Path) -> None:
    rows = "".join(f"{n},改造第{n}处泵站，公开进展。,县水利局、县财政局,9月底前\n" for n in range(1, 2001))
    (tmp_path / "data" / "documents").mkdir(parents=True)
    head = "栗山县2024年水利任务分工表\n序号,任务,责任单位,完成时限\n"
    (tmp_path / "data" / "documents" / "a.csv").write_text(head + rows, "utf-8")
    report = build(tmp_path)
    assert ([entry.tasks for entry in report.published], report.problems) == ([2000], ())


def current(home: Path) -> str:
    return (home / GRAPHS / CURRENT).resolve().name


def test_a_file_whose_process_is_ended_is_read_once_more(tmp_path: Path, home_of_five: Path) -> None:
    """A process at work is ended as the system does when memory is short."""
    home = tmp_path / "home"
    shutil.copytree(home_of_five / "data" / "documents", home / "data" / "documents")
    ended: list[int] = []
    done = threading.Event()

    def end_one() -> None:
        while not done.is_set() and not ended:
            for child in psutil.Process().children():
                before = child.cpu_times().user
                time.sleep(0.05)
                if "sandbox" in " ".join(child.cmdline()) and child.cpu_times().user > before:
                    child.kill()
                    ended.append(child.pid)

    thread = threading.Thread(target=end_one)
    thread.start()
    try:
        report = build(home)
    finally:
        done.set()
        thread.join()
    assert ended
    assert not [problem for problem in report.problems if problem.withheld]
    assert report.snapshot.name == current(home_of_five)


@pytest.fixture
def stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, str, Report]:
    """Return a home built twice, and its snapshot's id: the second time no file could be read."""
    home = built(tmp_path, PAIR)
    before = current(home)
    # Another program reads all files anew.
    monkeypatch.setattr("graph_build.snapshots.cache.program", lambda: "another")
    monkeypatch.setattr(making, "READ_SECONDS", 0.001)
    return home, before, build(home)


def test_a_file_that_could_not_be_read_keeps_its_graph_or_is_withheld_if_it_has_changed(
    stopped: tuple[Path, str, Report],
) -> None:
    home, before, report = stopped
    assert report.snapshot.name == before == current(home)
    assert not [problem for problem in report.problems if problem.withheld]
    assert sum("沿用上次的识读" in problem.message for problem in report.problems) == 2
    changed = home / "data" / "documents" / f"{PAIR[0]}.txt"
    changed.write_bytes(changed.read_bytes() + b"\n")
    report = build(home)
    assert [problem.document for problem in report.problems if problem.withheld] == [changed.name]
    # A build of another file does not forget it.
    report = build(home, [home / "data" / "documents" / f"{PAIR[1]}.txt"])
    assert [problem.document for problem in read_problems(report.snapshot) if problem.withheld] == [changed.name]


@pytest.fixture(scope="module")
def with_one_missing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home folder of which a file could not be read: nobody changes it."""
    home = built(tmp_path_factory.mktemp("missing"), PAIR[:1])
    (home / "data" / "documents" / "损坏.docx").write_bytes(b"PK\x03\x04" + bytes(99))
    build(home)
    return home


MISSING = "有 1 份文件本次未能读入，各项列表和回答都不含它们。"


def test_who_asks_is_told_what_is_not_in_the_library(with_one_missing: Path) -> None:
    for question in ("一共有多少项任务？", "深圳市有哪些任务？"):
        assert MISSING in zeren("ask", question, home=with_one_missing).stdout
        assert json.loads(zeren("ask", question, "--json", home=with_one_missing).stdout)["missing"] == MISSING
    query = "SELECT ?t { ?t a zr:Task } LIMIT 1"
    assert MISSING in zeren("query", query, home=with_one_missing).stderr
    assert "未收录｜损坏.docx：" in zeren("check", home=with_one_missing).stdout


def test_every_page_says_what_is_not_in_the_library(with_one_missing: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZEREN_HOME", str(with_one_missing))
    app = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60)
    for name, _ in PAGES:
        app.switch_page(f"app_pages/{name}.py").run()
        said = markup(app)
        assert said.count(MISSING) == 2, name  # on top with a link, and in the foot, which exports have too
        assert "<a href='/documents'>看是哪些</a>" in said
    assert "损坏.docx" in markup(app.switch_page("app_pages/documents.py").run())


def markup(app: AppTest) -> str:
    return "".join(str(getattr(element, "value", "")) for element in app.get("html"))
