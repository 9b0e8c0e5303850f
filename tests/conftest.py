"""What several tests need: the two golden documents built into a snapshot, and a browser where there is one."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from graph_build.pipeline import build
from graph_query.stores import Store, open_store

PROJECT = Path(__file__).resolve().parent.parent
CASES = PROJECT / "tests" / "cases"


def require(name: str, reason: str) -> None:
    """Skip a test that cannot run here; fail it where ZEREN_REQUIRE says that `name` must be there."""
    if name in os.environ.get("ZEREN_REQUIRE", "").split(","):
        pytest.fail(f"ZEREN_REQUIRE has {name}, but {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home folder with the golden documents in data/documents and a snapshot built from them."""
    folder = tmp_path_factory.mktemp("home")
    documents = folder / "data" / "documents"
    documents.mkdir(parents=True)
    for case in sorted(CASES.iterdir()):
        shutil.copy(next(case.glob("source.*")), documents / f"{case.name}.txt")
    shutil.copy(PROJECT / "data" / "documents" / "documents.toml", documents)
    report = build(folder)
    assert not [problem for problem in report.problems if problem.withheld]
    return folder


@pytest.fixture(scope="session")
def store(home: Path) -> Store:
    """Return the golden snapshot's store."""
    return open_store("memory:data/graph/current", home)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the path of Debian's chromium, or skip."""
    path = shutil.which("chromium")
    if path is None:
        require("browser", "there is no chromium on the PATH: run scripts/install-browser")
        raise AssertionError
    return path
