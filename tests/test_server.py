"""The app's server answers who opens it on this machine, and no page of another site."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import psutil
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from graph_build.sandbox.limits import LARGEST_FILE, MEGABYTE
from tests.app_server import served, wait_for
from tests.conftest import PROJECT
from tests.light_sessions import turn_pages
from tests.load import slowness


@pytest.fixture
def port(address: str) -> int:
    return int(address.rsplit(":", 1)[1])


def opened(port: int, host: str, origin: str) -> None:
    """Open a session as a browser does that reached the server by a host's name, from a page of an origin."""
    with connect(
        f"ws://{host}:{port}/_stcore/stream",
        sock=socket.create_connection(("127.0.0.1", port)),
        subprotocols=[Subprotocol("streamlit")],
        origin=Origin(origin),
        proxy=None,
    ):
        return


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_this_machine_is_answered(port: int, host: str) -> None:
    opened(port, host, f"http://{host}:{port}")


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "192.0.2.7"])
def test_another_name_of_this_machine_is_refused(port: int, host: str) -> None:
    """DNS rebinding: a page of evil.example has its name resolved to 127.0.0.1, so that Origin = Host."""
    with pytest.raises(InvalidStatus) as refused:
        opened(port, host, f"http://{host}:{port}")
    assert refused.value.response.status_code == 403


def test_a_page_of_another_site_is_refused(port: int) -> None:
    with pytest.raises(InvalidStatus) as refused:
        opened(port, "127.0.0.1", "http://evil.example")
    assert refused.value.response.status_code == 403


def test_uploads_are_as_large_as_promised() -> None:
    server = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text("utf-8"))["server"]
    assert server["maxUploadSize"] * MEGABYTE == LARGEST_FILE


def test_a_taken_port_is_passed_over_and_said(home: Path) -> None:
    zeren = Path(sys.executable).with_name("zeren")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        app = subprocess.Popen(
            [zeren, "app", "--port", str(port)],
            env=os.environ | {"ZEREN_HOME": str(home)}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            assert app.stderr
            line = app.stderr.readline()
            told = re.fullmatch(rf"端口 {port} 已被占用，改用 (\d+)：http://127\.0\.0\.1:\1\n", line)
            assert told, line
            wait_for(f"http://127.0.0.1:{told[1]}/_stcore/health")
        finally:
            app.terminate()
            app.communicate()


CARTESIAN = "console?sparql=" + quote("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
HEAVY = "?q=" + quote("放眼全部文件，哪个单位在自己那份文件里背的任务最多（统称也算）？")
ORDINARY = "?q=" + quote("厦门市一共有多少项任务？"), "units", "tasks"
MOST_MEMORY = 500 << 20
# Seconds of an ordinary page while the processes of all lanes share two cores with it.
SHARED = 3.0


@pytest.mark.alone
def test_fifty_hostile_sessions_beside_ordinary_ones(home: Path) -> None:
    """Queries that never end and heavy questions, fifty at once: others go on, memory is bounded."""
    with served(home) as address:
        _, errors = turn_pages(address, ORDINARY, 1)
        assert errors == []
        app = psutil.Process().children()[-1]
        with ThreadPoolExecutor(2) as crew:
            hostile = [crew.submit(turn_pages, address, [page], 25) for page in (CARTESIAN, HEAVY)]
            seconds: list[float] = []
            while not all(one.done() for one in hostile):
                took, errors = turn_pages(address, ORDINARY, 1)
                seconds += took
                assert errors == []
            assert [one.result()[1] for one in hostile] == [[], []]
        memory = app.memory_info().rss
    assert len(seconds) >= 3
    assert sorted(seconds)[int(0.95 * (len(seconds) - 1))] <= SHARED * slowness()
    assert memory <= MOST_MEMORY
