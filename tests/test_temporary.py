"""Temporary folders: gone at the end, those of killed processes swept, those of living ones left alone."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from graph_build import readers
from graph_build.errors import SnapshotNotWritten
from graph_build.pipeline import build
from graph_build.sandbox.temporary import root, sweep, temporary_folder
from graph_build.uploads import staged
from tests.conftest import CASES, PROJECT, built

HOLD = """
from graph_build.sandbox.temporary import temporary_folder
with temporary_folder() as folder:
    (folder / "x").write_text("x")
    print(folder, flush=True)
    input()
"""
# Makes folders and finds in each what it put there.
CHURN = """
from graph_build.sandbox.temporary import temporary_folder
for n in range(150):
    with temporary_folder() as folder:
        (folder / "x").write_text("x")
        assert (folder / "x").read_text() == "x"
"""


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder of a test's own for temporary ones."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def left() -> set[str]:
    return {path.name for path in root().iterdir() if not path.name.startswith(".")}


@contextmanager
def holding() -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """Give a process that holds a temporary folder, and the folder."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", HOLD], cwd=PROJECT, text=True, **pipes) as process:  # type: ignore[call-overload]
        try:
            yield process, Path(process.stdout.readline().strip())
        finally:
            process.kill()


def test_a_folder_is_gone_at_the_end(place: Path) -> None:
    with temporary_folder() as folder:
        assert folder.is_dir()
        assert folder.parent == root()
        assert place in folder.parents
    with pytest.raises(ZeroDivisionError), temporary_folder() as folder:
        raise ZeroDivisionError
    assert not left()


def test_what_a_killed_process_left_is_swept_by_the_next_build(tmp_path: Path) -> None:
    home = built(tmp_path / "home", ["xiamen-2022"])
    with holding() as (process, folder):
        build(home)
        assert (folder / "x").is_file()  # it lives
        process.kill()
        process.wait()
        assert (folder / "x").is_file()
        build(home)
        assert not left()


def test_an_upload_sweeps_too_and_leaves_nothing() -> None:
    with holding() as (process, folder):
        process.kill()
        process.wait()
        with staged([("x.txt", b"x")]) as sources:
            assert not folder.exists()
            assert root() in sources.files[0].parents
    assert not left()


def test_sweeping_takes_no_folder_that_is_being_made() -> None:
    done = threading.Event()

    def sweep_on() -> None:
        while not done.is_set():
            sweep()

    sweeper = threading.Thread(target=sweep_on)
    sweeper.start()
    try:
        others = [subprocess.Popen([sys.executable, "-c", CHURN], cwd=PROJECT) for _ in range(3)]
        assert [other.wait() for other in others] == [0, 0, 0]
    finally:
        done.set()
        sweeper.join()
    assert not left()


def test_an_office_has_its_profile_there_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def converted(file: Path, suffix: str) -> Path:
        seen.append(file.parent.parent)
        return Path(shutil.copy(CASES / "word-merged" / "source.docx", file.with_suffix(suffix)))

    monkeypatch.setattr(readers, "converted", converted)
    (tmp_path / "x.rtf").write_bytes(b"{\\rtf1 x}")
    readers.read(tmp_path / "x.rtf")
    assert seen == [root()]
    assert not left()


@pytest.mark.skipif(sys.platform == "win32", reason="there every user has a temporary folder of their own")
def test_a_folder_that_another_put_there_is_not_used(place: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (place / root().name).symlink_to(elsewhere)
    with pytest.raises(SnapshotNotWritten, match="临时文件"), staged([("x.txt", b"x")]):
        pass
    sweep()
    assert list(elsewhere.iterdir()) == []
