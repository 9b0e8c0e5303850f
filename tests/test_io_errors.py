"""A disk that fails at any moment of a build: the snapshot stays whole, one line says so, the next build is right."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from graph_build.errors import SettingsError
from graph_build.folders import CACHE, GRAPHS
from graph_build.pipeline import build
from tests.conftest import CASES, PROJECT, require

pytestmark = pytest.mark.skipif(os.name != "posix", reason="faults are made as POSIX has them")
BEFORE, AFTER = 18, 31


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home folder with a snapshot of one document, and another document whose reading is known."""
    home = tmp_path_factory.mktemp("faults") / "home"
    documents, graphs = home / "data" / "documents", home / GRAPHS
    documents.mkdir(parents=True)
    shutil.copy(CASES / "table-lead" / "source.txt", documents / "one.txt")
    build(home)
    kept = shutil.copytree(graphs, home / "kept", symlinks=True)
    shutil.copy(CASES / "items-rule" / "source.txt", documents / "two.txt")
    build(home)
    shutil.copytree(graphs / CACHE, kept / CACHE, dirs_exist_ok=True)
    shutil.rmtree(graphs)
    kept.rename(graphs)
    return home


def faults(home: Path, how: str, places: Iterable[int], library: str = "") -> list[dict[str, Any]]:
    """Return what came of builds in which the n-th file operation fails."""
    command = [sys.executable, "-m", "tests.io_faults", str(home), how, *map(str, places)]
    environment = os.environ | ({"LD_PRELOAD": library} if library else {})
    run = subprocess.run(command, cwd=PROJECT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return [json.loads(line) for line in run.stdout.splitlines()]


def assert_nothing_is_lost(came: dict[str, Any]) -> None:
    then = came["then"]
    assert (then["again"], then["problems"]) == (AFTER, []), came
    if came["outcome"] == "error":
        assert then["after"] in (BEFORE, AFTER), came
        assert "\n" not in came["line"]
        assert "请检查" in came["line"]
    else:
        assert came["outcome"] == "done", came
        # A document that can't be read is named.
        assert then["after"] == AFTER or came["withheld"], came


def test_an_io_error_at_a_sample_of_file_operations_loses_nothing(home: Path) -> None:
    (whole,) = faults(home, "audit", [0])
    assert whole["calls"] > 150
    tried = faults(home, "audit", range(8, whole["calls"] + 1, whole["calls"] // 10))
    for came in tried:
        assert_nothing_is_lost(came)
    assert sum(came["outcome"] == "error" for came in tried) > 6


@pytest.mark.long
def test_an_io_error_at_any_file_operation_loses_nothing(home: Path) -> None:
    (whole,) = faults(home, "audit", [0])
    for came in faults(home, "audit", range(1, whole["calls"] + 1)):
        assert_nothing_is_lost(came)


@pytest.mark.long
def test_an_io_error_at_any_system_call_loses_nothing(home: Path, tmp_path: Path) -> None:
    compiler = shutil.which("cc")
    if compiler is None:
        require("compiler", "there is no C compiler (cc) on the PATH")
    library = tmp_path / "io_faults.so"
    source = Path(__file__).with_name("io_faults.c")
    subprocess.run([str(compiler), "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
    (whole,) = faults(home, "calls", [0], str(library))
    assert whole["calls"] > 500
    for came in faults(home, "calls", range(1, whole["calls"] + 1), str(library)):
        assert_nothing_is_lost(came)


def test_a_folder_that_cannot_be_listed_empties_no_library(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listing = os.scandir

    def failing(path: Any) -> Any:
        if str(path).endswith("documents"):
            raise OSError(errno.EIO, "Input/output error", str(path))
        return listing(path)

    monkeypatch.setattr(os, "scandir", failing)
    with pytest.raises(SettingsError, match=r"documents：这个文件夹读不出来"):
        build(home)
