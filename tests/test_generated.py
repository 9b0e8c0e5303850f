"""Properties: what the generator writes reads back as itself; damage raises nothing but the declared errors."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.formats import FORMATS, write, write_pdfs
from benchmarks.generator import LAYOUTS, make
from graph_build.errors import DocumentError
from graph_build.pipeline import extract_json
from graph_build.rdf.json_form import as_json
from graph_build.rdf.sureness import sureness_of
from graph_build.reading import read_file
from tests.conftest import require
from tests.score import score

IN_PROCESS = [form for form in FORMATS if form != "pdf"]
# The same examples in every run: a failure that comes and goes tells nothing.
steady = settings(derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
MARKS = "（）〔〕【】《》、，。；：\t\n|一二1.①牵头责任单位：等及和—年月日底前第条\u3000?*"


def read(path: Path) -> Any:
    document, task_list = read_file(path)
    return as_json(document, task_list, sureness_of(document, task_list))


def as_it_was_made(seed: int, layout: str, form: str) -> None:
    made = make(seed, layout)
    with TemporaryDirectory() as folder:
        path = Path(folder, f"list.{form}")
        write(made, form, path)
        _, misses = score(made.gold, read(path))
    assert misses == []


@pytest.mark.parametrize("layout", LAYOUTS)
@settings(steady, max_examples=12)
@given(seed=st.integers(0, 10**6), form=st.sampled_from(IN_PROCESS))
def test_what_is_written_reads_back_as_itself(layout: str, seed: int, form: str) -> None:
    as_it_was_made(seed, layout, form)


@pytest.fixture(scope="module")
def pdfs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a PDF of each layout: LibreOffice is started once for all."""
    if shutil.which("soffice") is None:
        require("office", "there is no soffice on the PATH: run scripts/install-system")
    folder = tmp_path_factory.mktemp("pdfs")
    write_pdfs({layout: make(7, layout) for layout in LAYOUTS}, folder)
    return folder


@pytest.mark.parametrize("layout", LAYOUTS)
def test_pdfs_read_back_as_themselves(layout: str, pdfs: Path) -> None:
    _, misses = score(make(7, layout).gold, read(pdfs / f"{layout}.pdf"))
    assert misses == []


@settings(steady, max_examples=120)
@given(
    seed=st.integers(0, 10**6),
    layout=st.sampled_from(sorted(LAYOUTS)),
    form=st.sampled_from(["txt", "tabs.txt", "md"]),
    damage=st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 12), st.text(MARKS, max_size=6)), max_size=12),
)
def test_a_damaged_text_raises_only_what_is_declared(
    seed: int, layout: str, form: str, damage: list[tuple[int, int, str]]
) -> None:
    made = make(seed, layout, tasks=5)
    with TemporaryDirectory() as folder:
        path = Path(folder, f"list.{form}")
        write(made, form, path)
        text = path.read_text("utf-8-sig")
        for at, length, more in damage:
            start = at % (len(text) + 1)
            text = text[:start] + more + text[start + length :]
        path.write_text(text, "utf-8")
        readable(path)


@settings(steady, max_examples=40)
@given(
    layout=st.sampled_from(sorted(LAYOUTS)),
    form=st.sampled_from(["docx", "xlsx", "html", "gb.txt"]),
    damage=st.lists(st.tuples(st.integers(0, 10**6), st.binary(min_size=1, max_size=8)), min_size=1, max_size=6),
)
def test_a_damaged_file_raises_only_what_is_declared(layout: str, form: str, damage: list[tuple[int, bytes]]) -> None:
    made = make(1, layout, tasks=4)
    with TemporaryDirectory() as folder:
        path = Path(folder, f"list.{form}")
        write(made, form, path)
        data = bytearray(path.read_bytes())
        for at, more in damage:
            data[at % len(data) : at % len(data) + len(more)] = more
        path.write_bytes(bytes(data))
        with suppress(DocumentError):
            extract_json(path)


def readable(path: Path) -> None:
    """Read a file in this process; its values are in it, or it is refused with a declared error."""
    text = "".join(path.read_text("utf-8").split())
    with suppress(DocumentError):
        holds(read(path), text)


def holds(found: Any, text: str) -> None:
    """Check that the units of every task stand in the text."""
    for task in found["tasks"]:
        for name in (*task["lead"], *task["responsible"], *task["cooperating"]):
            assert name in text
