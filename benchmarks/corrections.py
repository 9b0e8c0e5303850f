"""What 300 corrections cost a build: `python -m benchmarks.corrections`, which writes benchmarks/corrections.md.

A hundred generated documents are built as whole processes, without corrections and with three in each; what is
compared is the CPU of all their processes, since others may use the machine.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from benchmarks.formats import write
from benchmarks.generator import LAYOUTS, make
from benchmarks.run import FORMAT, PROJECT, machine
from graph_build import corrections
from graph_build.corrections import Correction
from graph_build.pipeline import extract

DOCUMENTS, OF_EACH, TASKS, RUNS = 100, 3, 8, 3
DAY = date(2026, 1, 1)
RESULTS = PROJECT / "benchmarks" / "corrections.md"


def main() -> None:
    """Measure builds with and without corrections, and write what was found."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        paths = list(_documents(home))
        for path in paths:
            corrections.add(home, path.stem, _of(path))
        aside = home / "aside"
        figures: dict[str, tuple[list[float], list[float]]] = {name: ([], []) for name in ("from nothing", "one file")}
        for _ in range(RUNS):
            for n, is_corrected in enumerate((False, True)):
                if not is_corrected:
                    (home / "data" / "corrections").rename(aside)
                shutil.rmtree(home / "data" / "graph", ignore_errors=True)
                figures["from nothing"][n].append(_cpu(home))
                paths[0].write_text(paths[0].read_text("utf-8") + "\n", "utf-8")
                figures["one file"][n].append(_cpu(home))
                if not is_corrected:
                    aside.rename(home / "data" / "corrections")
    rows = "\n".join(
        f"| {name} | {min(bare):.1f} | {min(said):.1f} | {100 * (min(said) / min(bare) - 1):+.1f} % |"
        for name, (bare, said) in figures.items()
    )
    RESULTS.write_text(
        f"# What corrections cost\n\n{machine()}\n\nCPU seconds of all processes of `zeren build`, the least of {RUNS}"
        f" runs; {DOCUMENTS} generated documents of {TASKS} tasks, without corrections and with {OF_EACH} in each.\n\n"
        f"| build | without | with {DOCUMENTS * OF_EACH} | more |\n| --- | --- | --- | --- |\n{rows}\n",
        "utf-8",
    )
    print(RESULTS.read_text("utf-8"))


def _documents(home: Path) -> Iterator[Path]:
    folder = home / "data" / "documents"
    folder.mkdir(parents=True)
    layouts = [*LAYOUTS]
    for n in range(DOCUMENTS):
        path = folder / f"{n:05}.txt"
        write(make(n, layouts[n % len(layouts)], TASKS), FORMAT, path)
        yield path


def _of(path: Path) -> list[Correction]:
    """Return corrections of a document: a unit more in its first tasks."""
    words = dict.fromkeys(corrections.words_of(task) for task in extract(path).tasks)
    of = [*words][:OF_EACH]
    return [
        Correction("unit", "核对人", DAY, task=it, role="cooperating", now=f"第{n}办公室") for n, it in enumerate(of)
    ]


def _cpu(home: Path) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    code = "import sys; from zeren import main; sys.argv[1:] = ['build']; main()"
    command = [sys.executable, "-c", code]
    subprocess.run(  # noqa: S603 (the program itself)
        command, env=os.environ | {"ZEREN_HOME": str(home)}, cwd=PROJECT, capture_output=True, check=False
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
