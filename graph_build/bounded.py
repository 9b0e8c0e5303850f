"""A function run in a process of its own, with bounded time and memory: no file can take the program down."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import TypeVar

from graph_build.errors import DocumentError

SECONDS = 15
T = TypeVar("T")
BYTES = 1 << 30


class OutOfBounds(Exception):
    """The function took too long, too much memory, or died; the message says which, in Chinese."""


class Worker:
    """A process that answers one call after the other; a call that breaks its bounds ends it, and the next starts one."""

    def __init__(self) -> None:
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None

    def call(self, function: Callable[..., T], *args: object) -> T:
        """Return function(*args), run in the process; both must be picklable.

        Raises the DocumentError that it raises, and OutOfBounds.
        """
        pipe = self._started()
        pipe.send((function, args))
        said = f"读了 {SECONDS} 秒还没有读完"
        if pipe.poll(SECONDS):
            try:
                done, value = pipe.recv()
            except EOFError:
                said = "内容不合格式，读取中断"
            else:
                if done:
                    return value
                if isinstance(value, DocumentError):
                    raise value
                said = value
        self.stop()
        raise OutOfBounds(said)

    def stop(self) -> None:
        """End the process."""
        if self._process and self._pipe:
            self._process.kill()
            self._process.join()
            self._pipe.close()
        self._process = self._pipe = None

    def _started(self) -> Connection:
        if self._process and self._pipe and self._process.is_alive():
            return self._pipe
        context = multiprocessing.get_context("spawn")
        self._pipe, other = context.Pipe()
        self._process = context.Process(target=_serve, args=(other,), daemon=True)
        self._process.start()
        other.close()
        return self._pipe


def _serve(pipe: Connection) -> None:
    """Answer calls until the other end closes."""
    # What a library says of a broken file is nothing for a user; the caller says it in one line.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
    _limit_memory()
    with contextlib.suppress(EOFError):
        while True:
            function, args = pipe.recv()
            try:
                pipe.send((True, function(*args)))
            except DocumentError as error:
                pipe.send((False, error))
            except MemoryError:
                pipe.send((False, f"需要的内存超过 {BYTES >> 20} MB"))


def _limit_memory() -> None:
    """Bound the memory of this process, where the system can."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
