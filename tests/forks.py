"""The command line in processes of its own that need not load the program: each is forked of one that has.

A start costs seconds, and the suite makes a hundred of them. The process that forks takes a command a line, as JSON,
and answers with how it ended.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import json
import os
import subprocess
import sys
import threading
import traceback
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from graph_build.vocabulary.segmenting import load
from graph_query.questions import words

PROJECT = Path(__file__).resolve().parent.parent
STREAMS = ("in", "out", "err")
# What the commands import when they are called.
LOADED = ("graph_build.pipeline", "graph_query.answering", "graph_query.sparql.formats", "graph_query.sparql.typed",
          "graph_query.stores", "zeren")  # fmt: skip
_one_at_a_time = threading.Lock()


def run_forked(arguments: Sequence[str], typed: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `zeren` with arguments in a process of its own, and return what subprocess.run would."""
    with TemporaryDirectory() as folder, _one_at_a_time:
        paths = {name: str(Path(folder, name)) for name in STREAMS}
        Path(paths["in"]).write_text(typed, "utf-8")
        asked = {"arguments": arguments, "environment": os.environ | environment, "paths": paths}
        to, back = _forking()
        print(json.dumps(asked), file=to, flush=True)
        code = int(back.readline())
        out, err = (Path(paths[name]).read_text("utf-8") for name in ("out", "err"))
    return subprocess.CompletedProcess(["zeren", *arguments], code, out, err)


@cache
def _forking() -> tuple[IO[str], IO[str]]:
    """Start the process that forks; return what it reads and what it writes."""
    command = [sys.executable, "-c", "from tests.forks import serve; serve()"]
    process = subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin
    assert process.stdout

    def end() -> None:
        with contextlib.suppress(OSError):
            process.communicate()

    atexit.register(end)
    return process.stdin, process.stdout


def _load() -> None:
    for name in LOADED:
        import_module(name)
    load()
    words()


def _become(asked: dict[str, Any]) -> None:
    """Be what the shell would have started; leave all that was loaded as it is at the end, which takes its time too."""
    from zeren import main

    for number, name in enumerate(STREAMS):
        os.dup2(os.open(asked["paths"][name], os.O_RDWR | os.O_CREAT), number)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    os.environ.clear()
    os.environ.update(asked["environment"])
    sys.argv = ["zeren", *asked["arguments"]]
    code: object = 1
    try:
        main()
    except SystemExit as ended:
        code = ended.code
    finally:
        if sys.exc_info()[0]:
            traceback.print_exc()
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code if isinstance(code, int) else 1)


def serve() -> None:
    """Fork a process for each command that is read, until there are no more."""
    _load()
    gc.freeze()
    commands, answers = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w")
    while line := commands.readline():
        child = os.fork()
        if child == 0:
            _become(json.loads(line))
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), file=answers, flush=True)
