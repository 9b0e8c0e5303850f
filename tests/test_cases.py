"""The golden cases: what extract reads, and what the graph holds, against what a careful reader wrote down."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from graph_build.pipeline import extract_json
from graph_query.stores import Store
from tests.conftest import CASES
from tests.rebuild import rebuild
from tests.score import AREAS, score

NAMES = sorted(case.name for case in CASES.iterdir())


def read_case(name: str) -> tuple[Path, Any]:
    """Return a case's source file and its gold."""
    folder = CASES / name
    return next(folder.glob("source.*")), json.loads((folder / "gold.json").read_text("utf-8"))


@cache
def reading_of(source: Path, *, spans: bool = False) -> Any:
    """Return what extract reads of a case, read once for all that is asked of it: nobody changes it."""
    return extract_json(source, spans=spans)


@pytest.mark.parametrize("name", NAMES)
def test_extract_reads_what_the_gold_says(name: str) -> None:
    source, gold = read_case(name)
    _, misses = score(gold, reading_of(source))
    known = CASES / name / "known_misses.txt"
    assert misses == (known.read_text("utf-8").splitlines() if known.exists() else [])


@pytest.mark.parametrize("name", NAMES)
def test_extract_says_what_is_inherited(name: str) -> None:
    source, gold = read_case(name)
    tasks = reading_of(source)["tasks"]
    # The gold also names a role that is blank below a —, which inherits no unit.
    inherited = [sorted(key for key in task["inherited"] if task[key]) for task in gold["tasks"]]
    assert [sorted(task["inherited"]) for task in tasks] == inherited


@pytest.mark.parametrize("name", NAMES)
def test_graph_scores_as_extract_does(name: str, all_cases: Store) -> None:
    source, gold = read_case(name)
    result = reading_of(source)
    from_graph = rebuild(all_cases, name)
    counts, _ = score(gold, result)
    counts_of_graph, _ = score(gold, from_graph)
    assert {area: counts_of_graph[area].row() for area in AREAS} == {area: counts[area].row() for area in AREAS}
    keys = ("no", "lead", "responsible", "cooperating", "inherited", "deadline", "times", "references", "open_ended")
    for task, other in zip(result["tasks"], from_graph["tasks"], strict=True):
        assert {key: _unordered(task[key]) for key in keys} == {key: _unordered(other[key]) for key in keys}


def _unordered(value: Any) -> Any:
    return sorted(value) if isinstance(value, list) and all(isinstance(v, str) for v in value) else value
