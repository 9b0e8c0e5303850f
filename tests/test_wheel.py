"""The wheel carries what the command needs: built, installed in an empty folder, run there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import CASES, PROJECT


def test_the_wheel_extracts_in_an_empty_folder(tmp_path: Path) -> None:
    wheels, installed, empty = tmp_path / "wheels", tmp_path / "installed", tmp_path / "empty"
    empty.mkdir()
    run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(wheels)], PROJECT)
    (wheel,) = wheels.glob("*.whl")
    run([sys.executable, "-m", "uv", "pip", "install", "--no-deps", "--target", str(installed), str(wheel)], empty)
    source = CASES / "xiamen-2022" / "source.txt"
    environment = os.environ | {"PYTHONPATH": str(installed), "ZEREN_HOME": str(empty)}
    code = (
        f"import sys, zeren; assert zeren.__file__.startswith({str(installed)!r}); sys.argv[0] = 'zeren'; zeren.main()"
    )
    completed = subprocess.run(
        [sys.executable, "-P", "-c", code, "extract", str(source)],
        cwd=empty, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert len(json.loads(completed.stdout)["tasks"]) == 25
    assert (installed / "app.py").is_file()
    assert (installed / "ontology" / "queries" / "units_of_topic.rq").is_file()


def run(command: list[str], folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
