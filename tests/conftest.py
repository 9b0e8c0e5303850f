"""What several tests need: snapshots of cases, and a browser where there is one."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pyoxigraph as ox
import pytest
from filelock import FileLock

from benchmarks.many import document_triples
from graph_build.pipeline import build
from graph_build.rdf.register_triples import act_triples, place_triples
from graph_build.vocabulary.ledger_tables import fill
from graph_build.vocabulary.terms import ZR
from graph_query.ledger.columns import Columns
from graph_query.ledger.reading import Ledger
from graph_query.stores import Store, open_store

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request

PROJECT = Path(__file__).resolve().parent.parent
CASES = PROJECT / "tests" / "cases"
FIVE = ("huaiyin-2022", "jingmen-2022", "template-2023", "xiamen-2022", "yuzhong-2022")


# What a browser says of an error in a script of this project, and not in Streamlit's own.
OF_OURS = re.compile("BidiComponent Error|st-bidi-zeren")


def require(name: str, reason: str) -> None:
    """Skip a test that cannot run here; fail it where ZEREN_REQUIRE says that `name` must be there."""
    if name in os.environ.get("ZEREN_REQUIRE", "").split(","):
        pytest.fail(f"ZEREN_REQUIRE has {name}, but {reason}")
    pytest.skip(reason)


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        port: int = tried.getsockname()[1]
    return port


def built(folder: Path, names: Iterable[str]) -> Path:
    """Return a home folder with cases in data/documents and a snapshot built from them."""
    documents = folder / "data" / "documents"
    documents.mkdir(parents=True)
    for name in names:
        source = next((CASES / name).glob("source.*"))
        shutil.copy(source, documents / f"{name}{source.suffix}")
    entries = (PROJECT / "data" / "documents" / "documents.toml").read_text("utf-8").split("\n\n")
    used = [entry for entry in entries if any(entry.startswith(f"[{name}]") for name in names)]
    (documents / "documents.toml").write_text("\n\n".join(used), "utf-8")
    report = build(folder)
    assert not [problem for problem in report.problems if problem.withheld]
    return folder


def built_once(factory: pytest.TempPathFactory, folder: str, names: Iterable[str]) -> Path:
    """Return what `built` does, in a folder that all processes of a run of the tests share: nobody changes it."""
    base = factory.getbasetemp()
    home = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / f"shared-{folder}"
    with FileLock(f"{home}.lock"):
        return home if (home / "data" / "graph" / "current").exists() else built(home, names)


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home folder with two documents, 92 tasks in tables, and its snapshot."""
    return built_once(tmp_path_factory, "two", ["xiamen-2022", "huaiyin-2022"])


@pytest.fixture(scope="session")
def store(home: Path) -> Store:
    """Return the store of the two documents."""
    return open_store("memory:data/graph/current", home)


@pytest.fixture(scope="session")
def home_of_five(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home folder with the five documents and their snapshot."""
    return built_once(tmp_path_factory, "five", FIVE)


@pytest.fixture(scope="session")
def five(home_of_five: Path) -> Store:
    """Return the store of the five documents."""
    return open_store("memory:data/graph/current", home_of_five)


@pytest.fixture(scope="session")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    """Return the ledger of 60 generated documents of 60 counties."""
    path = tmp_path_factory.mktemp("ledger") / "ledger.sqlite"
    graphs = [(f"doc/{n}", document_triples(n)) for n in range(60)]
    places = (triple.object for _, triples in graphs for triple in triples if triple.predicate == ZR.place)
    codes = {place.value.rpartition("/")[2] for place in places if isinstance(place, ox.NamedNode)}
    with contextlib.closing(sqlite3.connect(path)) as file, file:
        fill(file, [*graphs, ("acts", act_triples()), ("places", place_triples(codes))])
    return Ledger(Columns.of_file(path))


@pytest.fixture(scope="session")
def all_cases(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Return the store of all cases."""
    names = sorted(case.name for case in CASES.iterdir())
    return open_store("memory:data/graph/current", built_once(tmp_path_factory, "all", names))


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the path of Debian's chromium, or skip."""
    path = shutil.which("chromium")
    if path is None:
        require("browser", "there is no chromium on the PATH: run scripts/install-system")
        raise AssertionError
    return path


class Listener:
    """A proxy that lets nothing through and keeps what it was asked for."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self.asked: list[str] = []
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self.socket.accept()
                with connection:
                    self.asked.append(connection.recv(200).decode("latin-1").splitlines()[0])


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=20_000)  # machines of two cores that do other work too
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=flags)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def listener() -> Listener:
    return Listener()


@pytest.fixture(scope="session")
def address(home: Path, listener: Listener) -> Iterator[str]:
    """Return the address of the app with two documents; what its server would ask of others meets the listener."""
    from tests.app_server import served

    with served(home, listener.address) as address:
        yield address


@pytest.fixture(scope="session")
def window(browser: Browser) -> Iterator[Page]:
    """Return the one window of a run: a new one for each test costs a browser more than most pages do.

    Nobody looks on, so nothing moves for show: drawing what does is a quarter of the work.
    """
    window = browser.new_page(reduced_motion="reduce")
    yield window
    window.close()


@pytest.fixture
def page(window: Page) -> Iterator[Page]:
    """Return the window as if it were new; it fails the test if it asks any other host, or if a script breaks."""
    window.set_viewport_size({"width": 1280, "height": 1000})
    window.set_default_timeout(30_000)
    asked: list[str] = []
    broken: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    def note_error(error: Error) -> None:
        broken.extend(filter(OF_OURS.search, (f"{error.message} {error.stack}",)))

    def note_message(message: ConsoleMessage) -> None:
        broken.extend(filter(OF_OURS.search, (message.text,) * (message.type == "error")))

    noted = {"request": note, "pageerror": note_error, "console": note_message}
    for event, noting in noted.items():
        window.on(event, noting)  # type: ignore[call-overload]  # one of many names of events
    yield window
    forget(window)
    for event, noting in noted.items():
        window.remove_listener(event, noting)
    assert broken == []
    assert asked
    assert {urlsplit(url).hostname for url in asked if urlsplit(url).scheme not in ("data", "blob", "about")} == {
        "127.0.0.1"
    }


def forget(window: Page) -> None:
    """Leave a window with nothing of what was shown or done in it: its sessions end, what pages keep is gone."""
    if window.url.startswith("http"):
        window.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
    window.goto("about:blank")
    window.context.clear_cookies()
    window.context.clear_permissions()
