"""A function run in a process of its own, with bounded time and memory: no file, no query can take the program down."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from graph_build.sandbox.limits import PROCESS_BYTES

# The process finds the packages where this one does; it does not run this one's main module again.
SERVE = "import sys; sys.path[:] = {path!r}; from graph_build.sandbox.bounded import serve; serve(network={network})"
# Of Linux: a namespace of users, in which anyone may make one of networks, which has no way out.
NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000
T = TypeVar("T")


class OutOfBounds(Exception):
    """The function took too long (`late`), too much memory, or died; the message says which, in Chinese."""

    def __init__(self, said: str, *, late: bool = False) -> None:
        super().__init__(said)
        self.late = late


class Worker:
    """A process that answers one call after the other; one that breaks its bounds is ended, and replaced.

    `expected` are the errors that a function may raise; `died` says, in Chinese, what it means when the process ends by
    itself. Without `network` the process reaches no other machine, where the system can see to that.
    """

    def __init__(self, expected: type[Exception], died: str, *, network: bool = True) -> None:
        self._expected, self._died, self._network = expected, died, network
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def call(self, seconds: float, function: Callable[..., T], *args: object) -> T:
        """Return function(*args), run in the process within so many seconds; both must be picklable.

        Raises what it raises of the expected errors, and OutOfBounds.
        """
        with self._lock:
            process = self._started()
            late = threading.Event()
            timer = threading.Timer(seconds, _end, (process, late))
            timer.start()
            try:
                done, value = _exchange(process, (function, args, self._expected))
            except (EOFError, OSError, pickle.UnpicklingError) as error:
                self.stop()
                said = f"{seconds:.0f} 秒还没有处理完" if late.is_set() else self._died
                raise OutOfBounds(said, late=late.is_set()) from error
            finally:
                timer.cancel()
        if done:
            result: T = value
            return result
        if isinstance(value, Exception):
            raise value
        # What filled its memory is not given back.
        self.stop()
        raise OutOfBounds(value)

    def stop(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe:
                    _close(pipe.close)

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process and self._process.poll() is None:
            return self._process
        self.stop()
        command = [sys.executable, "-c", SERVE.format(path=sys.path, network=self._network)]
        self._process = subprocess.Popen(  # noqa: S603 (this Python, its own code)
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        return self._process


def serve(*, network: bool) -> None:
    """Answer the calls that come in on stdin, until it closes."""
    answers = os.fdopen(os.dup(1), "wb")
    # What a library prints is no answer.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    _limit_memory()
    if not network:
        _cut_network()
    while True:
        try:
            function, args, expected = pickle.load(sys.stdin.buffer)  # noqa: S301 (from the process that started this one)
        except EOFError:
            return
        try:
            answer = True, function(*args)
        except expected as error:
            answer = False, error
        except MemoryError:
            answer = False, f"需要的内存超过 {PROCESS_BYTES >> 20} MB"
        pickle.dump(answer, answers)
        answers.flush()


def _exchange(process: subprocess.Popen[bytes], call: object) -> tuple[bool, Any]:
    if not (process.stdin and process.stdout):
        raise EOFError
    pickle.dump(call, process.stdin)
    process.stdin.flush()
    answer: tuple[bool, Any] = pickle.load(process.stdout)  # noqa: S301 (from the process that this one started)
    return answer


def _end(process: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    process.kill()


def _close(close: Callable[[], None]) -> None:
    try:
        close()
    except OSError:  # what was not sent yet can't be
        return


def _limit_memory() -> None:
    """Bound the memory of this process, where the system can."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (PROCESS_BYTES, PROCESS_BYTES))


def _cut_network() -> None:
    """Leave this process no way to another machine, where the system allows that to one who is not root."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).unshare(NEW_USER | NEW_NETWORK)
