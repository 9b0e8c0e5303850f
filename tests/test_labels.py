"""Labels of roles, bases and kinds of copy are what people read: whoever edits them changes that, and nothing else."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import PROJECT

# What stands in no document, and is put behind each label.
MARK = "〓"
SCHEMES = ("roles", "bases", "copyKinds", "limitKinds")
LABELS = re.compile(rf"skos:inScheme zr:(?:{'|'.join(SCHEMES)}) ;[^.]*?skos:prefLabel \"([^\"]+)\"@zh")


def everything(project: Path, home: Path, questions: list[str]) -> dict[str, Any]:
    script = project / "everything.py" if project != PROJECT else PROJECT / "tests" / "everything.py"
    run = subprocess.run(
        [sys.executable, str(script), str(home)],
        cwd=project, input=json.dumps(questions), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr[-3000:]
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def relabelled(folder: Path) -> Path:
    """Return a copy of the project in which a mark stands behind every label of SCHEMES."""
    for name in ("app.py", "app_pages", "graph_build", "graph_query", "ontology", "data/registers", ".streamlit"):
        copy = shutil.copytree if (PROJECT / name).is_dir() else shutil.copy
        copy(PROJECT / name, folder / name)
    shutil.copy(PROJECT / "tests" / "everything.py", folder)
    path = folder / "ontology" / "concepts.ttl"
    text = path.read_text("utf-8")
    found = LABELS.findall(text)
    assert {"牵头", "合并格推定", "范文", "持续推进"} <= {*found}
    path.write_text(LABELS.sub(lambda m: m[0].replace(f'"{m[1]}"@zh', f'"{m[1]}{MARK}"@zh'), text), "utf-8")
    return folder


@pytest.fixture(scope="module")
def questions() -> list[str]:
    lines = (PROJECT / "tests" / "questions" / "benchmark.jsonl").read_text("utf-8").splitlines()
    asked = [json.loads(line) for line in lines]
    return [question["question"] for question in asked if question["wants"] != "refusal"][::4]


@pytest.fixture(scope="module")
def both(
    tmp_path_factory: pytest.TempPathFactory, home_of_five: Path, questions: list[str]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return everything as it is, and with other labels."""
    home = tmp_path_factory.mktemp("relabelled_home")
    shutil.copytree(home_of_five / "data" / "documents", home / "data" / "documents")
    copy = relabelled(tmp_path_factory.mktemp("relabelled"))
    return everything(PROJECT, home_of_five, questions), everything(copy, home, questions)


def without_mark(found: dict[str, Any], key: str) -> Any:
    """Return a part of everything as it would be without the marks and the snapshot's name."""
    return json.loads(json.dumps(found[key], ensure_ascii=False).replace(MARK, "").replace(found["snapshot"], ""))


@pytest.mark.parametrize("key", ["counts", "answers", "pages", "exports"])
def test_an_edit_of_labels_loses_nothing(key: str, both: tuple[dict[str, Any], dict[str, Any]]) -> None:
    before, after = (without_mark(found, key) for found in both)
    for name, texts in before.items():
        assert after[name] == texts, name
    assert before.keys() == after.keys()


def test_counts_are_those_that_there_were(both: tuple[dict[str, Any], dict[str, Any]]) -> None:
    for found in both:
        assert found["counts"]["supposed"][0] == 109
        assert found["counts"]["templates"] == 1
        assert sorted(found["counts"]["roles"]) == ["cooperating", "lead", "responsible"]


def test_people_read_the_labels(both: tuple[dict[str, Any], dict[str, Any]], questions: list[str]) -> None:
    _, found = both
    pages = {name: "\n".join(text) for name, text in found["pages"].items()}
    assert sum(f"合并格推定{MARK}" in text for text in pages.values()) > 2
    assert sum(f"牵头{MARK}单位" in text for text in pages.values()) > 2
    assert any(f"范文{MARK}" in text for text in pages.values())
    rows = [row for question in questions for row in found["answers"][question].get("rows", ()) if "role" in row]
    assert {row["role"] for row in rows} == {f"牵头{MARK}", f"责任{MARK}"}
    assert f"合并格推定{MARK}" in {row["basis"] for row in rows}
    assert f"牵头{MARK}单位" in json.dumps(found["exports"]["sheet"], ensure_ascii=False)
    assert f"合并格推定{MARK}" in found["exports"]["neo4j"]["edges.csv"]
