"""A function run in a process of its own, with bounded CPU and memory: no file, no query can take the program down."""

from __future__ import annotations

import contextlib
import importlib
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from graph_build.sandbox.limits import LAST_RESORT, PROCESS_BYTES

# The process finds the packages where this one does; it does not run this one's main module again.
SERVE = """
import sys
sys.path[:] = {path!r}
from graph_build.sandbox.bounded import serve
serve({parent}, network={network}, loads={loads!r})
"""
# Of Linux: a namespace of users, in which anyone may make one of networks, which has no way out.
NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000
# How a process ends that used up its CPU, and one that was killed by another than its parent.
CPU_USED_UP, ENDED_BY_SYSTEM = (-27, -9) if sys.platform == "win32" else (-signal.SIGPROF, -signal.SIGKILL)
# A library that is not Python's ends its process so where it gets no memory.
ABORTED = -signal.SIGABRT
TOO_MUCH_MEMORY = f"需要的内存超过 {PROCESS_BYTES >> 20} MB"
# A process that closed its answers is given so long to end.
ENDING_SECONDS = 5.0
# How often a process looks whether the one that started it still lives.
LOOK_SECONDS = 0.5
T = TypeVar("T")


class OutOfBounds(Exception):
    """The function took too long (`late`), too much memory, or died; the message says which, in Chinese.

    `busy` is set where the machine is to blame and not what the function was given: it waited too long for a turn, or
    the system ended its process.
    """

    def __init__(self, message: str, *, late: bool = False, busy: bool = False) -> None:
        super().__init__(message)
        self.late, self.busy = late, busy


class Worker:
    """A process that answers one call after the other; one that breaks its bounds is ended, and replaced.

    `expected` are the errors that a function may raise; `died` says, in Chinese, what it means when the process ends by
    itself. Without `network` the process reaches no other machine, where the system can see to that. It begins by
    loading a module, where one is named (`loads`).
    """

    def __init__(self, expected: type[Exception], died: str, *, network: bool = True, loads: str = "") -> None:
        self._expected, self._died, self._network, self._loads = expected, died, network, loads
        self._process: subprocess.Popen[bytes] | None = None
        self._stands_on = ""
        self._lock = threading.Lock()

    def call(self, seconds: float, function: Callable[..., T], *args: object) -> T:
        """Return function(*args), run in the process with so many seconds of its CPU; both must be picklable.

        Its start, and what it loads once, are not counted. How busy the machine is decides nothing, but for a clock
        LAST_RESORT times as long. Raises what the function raises of the expected errors, and OutOfBounds.
        """
        with self._lock:
            process = self._started()
            waited = threading.Event()
            timer = threading.Timer(seconds * LAST_RESORT, _end, (process, waited))
            timer.start()
            try:
                done, value = _exchange(process, (seconds, function, args, self._expected))
            except (EOFError, OSError, pickle.UnpicklingError) as error:
                raise self._broken(process, seconds, waited) from error
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

    def start(self) -> None:
        """Start the process, where it is not there: what is called next need not wait until it has loaded."""
        with self._lock:
            self._started()

    def stand_on(self, loaded: str) -> bool:
        """End the process where it has loaded what is another now, and say so: the next call starts one."""
        with self._lock:
            changed = loaded != self._stands_on
            if changed:
                self.stop()
                self._stands_on = loaded
            return changed

    def _broken(self, process: subprocess.Popen[bytes], seconds: float, waited: threading.Event) -> OutOfBounds:
        """End a process that gave no answer; return why it gave none."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(ENDING_SECONDS)
        ended = process.returncode
        self.stop()
        if waited.is_set():
            return OutOfBounds(f"等了 {seconds * LAST_RESORT:.0f} 秒还没有处理完", late=True, busy=True)
        if ended == CPU_USED_UP:
            return OutOfBounds(f"用了 {seconds:.0f} 秒处理器时间还没有处理完", late=True)
        if ended == ENDED_BY_SYSTEM:
            return OutOfBounds("处理中的进程被系统中止", busy=True)
        return OutOfBounds(TOO_MUCH_MEMORY if ended == ABORTED else self._died)

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
        known = {"parent": os.getpid(), "network": self._network, "loads": self._loads}
        command = [sys.executable, "-c", SERVE.format(path=sys.path, **known)]
        self._process = subprocess.Popen(  # noqa: S603 (this Python, its own code)
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        return self._process


def serve(parent: int, *, network: bool, loads: str) -> None:
    """Answer the calls that come in on stdin, until it closes or the process that started this one is gone."""
    answers = os.fdopen(os.dup(1), "wb")
    # What a library prints is no answer.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    _limit_memory()
    if not network:
        _cut_network()
    # After the network is cut: a process of several threads can't leave its namespace.
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    if loads:
        importlib.import_module(loads)
    while True:
        try:
            seconds, function, args, expected = pickle.load(sys.stdin.buffer)  # noqa: S301 (from who started this one)
        except EOFError:
            return
        try:
            with _counted(seconds):
                answer = True, function(*args)
        except expected as error:
            answer = False, error
        except MemoryError:
            answer = False, TOO_MUCH_MEMORY
        pickle.dump(answer, answers)
        answers.flush()


def _end_with(parent: int) -> None:
    """End this process, whatever it is at, when its parent is gone (Windows never says so: there it ends when idle)."""
    # Not PR_SET_PDEATHSIG: Linux means the thread that started the process, and those of pools end long before.
    while os.getppid() == parent:
        time.sleep(LOOK_SECONDS)
    os._exit(1)


@contextmanager
def _counted(seconds: float) -> Iterator[None]:
    """End this process, by the system's own signal, when it has used so many seconds of CPU."""
    if sys.platform == "win32":
        yield
        return
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


@contextmanager
def uncounted() -> Iterator[None]:
    """Count nothing of what is loaded once: a process just started has the same bound as one long at work."""
    if sys.platform == "win32":
        yield
        return
    left, _ = signal.setitimer(signal.ITIMER_PROF, 0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, left)


def _exchange(process: subprocess.Popen[bytes], call: object) -> tuple[bool, Any]:
    if not (process.stdin and process.stdout):
        raise EOFError
    pickle.dump(call, process.stdin)
    process.stdin.flush()
    answer: tuple[bool, Any] = pickle.load(process.stdout)  # noqa: S301 (from the process that this one started)
    return answer


def _end(process: subprocess.Popen[bytes], waited: threading.Event) -> None:
    waited.set()
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
