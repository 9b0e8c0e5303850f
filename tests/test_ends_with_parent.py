"""What zeren starts ends with it: after kill -9 no process of it goes on, and no office that it started."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from graph_build.errors import ReadingStopped
from graph_build.readers.parts import office
from tests.conftest import CASES, PROJECT, require

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell a process that its parent ended")
SECONDS = 10
# A process that starts a worker from a thread that ends, and has it at work.
AT_WORK = """
import threading, time
from graph_build.errors import DocumentError
from graph_build.sandbox.bounded import Worker
worker = Worker(DocumentError, "")
first = threading.Thread(target=worker.call, args=(5, len, "abc"))
first.start()
first.join()
threading.Thread(target=worker.call, args=(60, time.sleep, 60)).start()
print("begun", flush=True)
time.sleep(60)
"""


def offspring(pid: int) -> list[psutil.Process]:
    return psutil.Process(pid).children(recursive=True)


def gone(processes: list[psutil.Process]) -> bool:
    """Say whether processes have ended within SECONDS."""
    return not psutil.wait_procs(processes, SECONDS)[1]


def test_a_worker_outlives_the_thread_and_not_the_process_that_started_it() -> None:
    command = [sys.executable, "-c", AT_WORK]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        assert parent.stdout.readline() == "begun\n"
        time.sleep(1)
        workers = offspring(parent.pid)
        parent.kill()
    assert len(workers) == 1
    assert gone(workers)


def office_of(build: subprocess.Popen[bytes]) -> list[psutil.Process]:
    """Return what a build has started, once an office is at work; the office is halted, lest it ends by itself."""
    for _ in range(600):
        found = offspring(build.pid)
        for program in found:
            if program.name() == "soffice.bin":
                program.suspend()
                return found
        time.sleep(0.05)
    raise TimeoutError


@pytest.mark.parametrize("killed", ["build", "worker"])
def test_an_office_ends_with_who_started_it(killed: str, tmp_path: Path) -> None:
    if shutil.which("soffice") is None:
        require("office", "there is no soffice on the PATH: run scripts/install-system")
    documents = tmp_path / "data" / "documents"
    documents.mkdir(parents=True)
    old = office.converted(Path(shutil.copy(CASES / "word-merged" / "source.docx", tmp_path / "x.docx")), ".rtf")
    shutil.copy(old, documents / "x.rtf")
    environment = os.environ | {"ZEREN_HOME": str(tmp_path)}
    with subprocess.Popen([Path(sys.executable).with_name("zeren"), "build"], env=environment) as build:
        started = office_of(build)
        first = build if killed == "build" else next(one for one in started if one.ppid() == build.pid)
        first.kill()
        try:
            assert gone([process for process in started if process.pid != first.pid])
        finally:
            for process in psutil.wait_procs(started, 0)[1]:
                process.kill()
            build.kill()


# It starts another that goes on, as an office does.
TWO = "import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', {work!r}])\n{work}"


def of_test() -> list[psutil.Process]:
    return [process for process in psutil.process_iter(["cmdline"]) if "# zeren-test" in str(process.info["cmdline"])]


def test_an_office_has_so_much_cpu(monkeypatch: pytest.MonkeyPatch) -> None:
    guard = office.GUARD.replace("ulimit -t 12", "ulimit -t 1")
    monkeypatch.setattr(office, "GUARDED", ("/bin/sh", "-c", guard, "sh"))
    assert 0.9 <= office._run([sys.executable, "-c", TWO.format(work="while True: pass  # zeren-test")]) < 4
    assert gone(of_test())


def test_an_office_that_gets_no_turn_is_ended_with_what_it_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "LAST_RESORT", 0.1)
    with pytest.raises(ReadingStopped, match="等了 LibreOffice 1 秒"):
        office._run([sys.executable, "-c", TWO.format(work="time.sleep(3600)  # zeren-test")])
    assert gone(of_test())
