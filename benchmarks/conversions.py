"""`make bench-conversions`: reading Word files beside what converts them to Markdown: docling and pandoc.

Neither is a part of zeren, or needed by it: where their programs are is given, `python -m benchmarks.conversions
--pandoc PROGRAM --docling PYTHON` (the Python of an environment with docling-slim[format-docx,convert-core]).
CPU seconds of whole processes, so that other work on the machine counts little; start and loading apart. The files are
the Word cases of the library and generated lists of 40 tasks. Writes benchmarks/conversions.md.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.formats import write
from benchmarks.generator import LAYOUTS, make
from benchmarks.run import PROJECT, machine
from graph_build.pipeline import extract

CASES = PROJECT / "tests" / "cases"
GENERATED, TASKS = 40, 40
# Each reads all files once to warm up, then once for the figure, and prints its CPU seconds.
TIMED = """
import sys, time
from pathlib import Path
{load}
paths = [Path(name) for name in sys.argv[1:]]
def all_of_them():
    for path in paths:
        {work}
all_of_them()
start = time.process_time()
all_of_them()
print(time.process_time() - start)
"""
ZEREN = ("from graph_build.reading import read_file", "read_file(path)")
# Its Word backend itself: the converter before it loads what reads sound and pictures too.
DOCLING = (
    """
from docling.backend.msword_backend import MsWordDocumentBackend as Word
from docling.datamodel.base_models import InputFormat
from docling.datamodel.document import InputDocument
""",
    """
        given = InputDocument(path_or_stream=path, format=InputFormat.DOCX, backend=Word)
        Word(given, path).convert().export_to_markdown()
""",
)


@dataclass(frozen=True, slots=True)
class Measured:
    """What a program took for all files: CPU seconds."""

    name: str
    does: str
    seconds: float


def in_python(python: str, load: str, work: str, files: Sequence[Path]) -> float:
    """Return the CPU seconds that a Python takes for files."""
    code = TIMED.format(load=load, work=work)
    command = [python, "-c", code, *map(str, files)]
    run = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)  # noqa: S603
    return float(run.stdout.splitlines()[-1])


def by_pandoc(program: str, files: Sequence[Path], to: Path) -> float:
    """Return the CPU seconds of pandoc for files, without those of starting it as often."""
    empty = to / "empty.md"
    empty.write_text("", "utf-8")
    start = _children([[program, "-f", "markdown", "-t", "markdown", str(empty), "-o", str(to / "out.md")]] * 10) / 10
    commands = [[program, str(file), "-t", "markdown", "-o", str(to / "out.md")] for file in files]
    return _children(commands) - start * len(files)


def _children(commands: Sequence[Sequence[str]]) -> float:
    before = os.times()
    for command in commands:
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def word_files(folder: Path) -> list[Path]:
    """Return the Word files of the library of cases, and generated ones in a folder."""
    layouts = sorted(LAYOUTS)
    for n in range(GENERATED):
        write(make(n, layouts[n % len(layouts)], TASKS), "docx", folder / f"{n:02}.docx")
    return sorted([*CASES.glob("*/source.docx"), *folder.glob("*.docx")])


def main() -> None:
    """Measure, print and write the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pandoc", default=shutil.which("pandoc"))
    parser.add_argument("--docling", metavar="PYTHON")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="zeren-conversions-") as at:
        folder = Path(at)
        files = word_files(folder)
        tasks = sum(len(extract(file).tasks) for file in files)
        found = [Measured("zeren", "reads tasks, each word with its place", in_python(sys.executable, *ZEREN, files))]
        if asked.docling:
            found.append(Measured("docling", "converts to Markdown", in_python(asked.docling, *DOCLING, files)))
        if asked.pandoc:
            found.append(Measured("pandoc", "converts to Markdown", by_pandoc(asked.pandoc, files, folder)))
    lines = [
        "# Word files beside what converts them",
        "",
        f"{machine()}; {len(files)} Word files, {tasks} tasks; CPU alone, start apart; by `make bench-conversions`.",
        "",
        "| program | what it does | ms a task | documents a second a core |",
        "| --- | --- | --- | --- |",
        *(
            f"| {one.name} | {one.does} | {1000 * one.seconds / tasks:.2f} | {len(files) / one.seconds:.1f} |"
            for one in found
        ),
    ]
    text = "\n".join(lines) + "\n"
    (PROJECT / "benchmarks" / "conversions.md").write_text(text, "utf-8")
    print(text)


if __name__ == "__main__":
    main()
