"""A Dask scheduler and its workers as processes on 127.0.0.1."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.run import PROJECT
from command_line.terminal import free_port

PORT = 8786
DASK = Path(sys.executable).with_name("dask")
SECONDS = 90


@contextmanager
def scheduler(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Give the address of a scheduler, and its process."""
    port = free_port(PORT)
    with _process("scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-show", folder=folder) as process:
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.1)
        yield f"tcp://127.0.0.1:{port}", process


@contextmanager
def worker(address: str, folder: Path, code: Path = PROJECT) -> Iterator[subprocess.Popen[bytes]]:
    """Give the process of a worker that has the code of a folder, once the scheduler knows it."""
    before = workers_of(address)
    options = ["--nthreads", "1", "--no-nanny", "--host", "127.0.0.1", "--local-directory", str(folder)]
    with _process("worker", address, *options, folder=folder, code=code) as process:
        end = time.monotonic() + SECONDS
        while workers_of(address) == before and time.monotonic() < end:
            time.sleep(0.2)
        yield process


def workers_of(address: str) -> int:
    """Return how many workers a scheduler knows."""
    from distributed import Client

    with Client(address, set_as_default=False) as client:
        return len(client.nthreads())


@contextmanager
def _process(*command: str, folder: Path, code: Path = PROJECT) -> Iterator[subprocess.Popen[bytes]]:
    environment = os.environ | {"PYTHONPATH": str(code)}
    with (folder / f"{command[0]}.log").open("ab") as log:
        process = subprocess.Popen(  # noqa: S603 (Dask's own program)
            [DASK, *command, "--no-dashboard"], cwd=folder, env=environment, stdout=log, stderr=log
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
