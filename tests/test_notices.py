"""What documents say of themselves: texts around lists, and what a careful reader finds in them (tests/tables)."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from graph_build.layouts.parts.preamble import Preamble
from graph_build.stages import STAGES, begin
from tests.conftest import PROJECT

CASES = tomllib.loads((PROJECT / "tests" / "tables" / "notices.toml").read_text("utf-8"))["case"]
LIST = "一、产业发展\n1.培育农业龙头企业。（责任单位：县农业农村局）\n"


def preamble_of(path: Path) -> Preamble:
    """Return a file's particulars, as the stages make them."""
    passage = begin(path)
    for stage in STAGES:
        passage = stage.run(passage)
        if passage.preamble:
            return passage.preamble
    raise AssertionError("no stage reads the preamble")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_notices(case: Any, tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text(f"{case['text'].strip()}\n{LIST}", "utf-8")
    found = preamble_of(path)
    assert (found.title or "") == case.get("title", "")
    assert (found.number or "") == case.get("number", "")
    assert (found.issuer or "") == case.get("issuer", "")
    assert (found.issued.isoformat() if found.issued else "") == case.get("issued", "")
    assert found.year == case["year"]
    assert [citation.title for citation in found.implements] == case.get("implements", [])
    assert (found.openness or "") == case.get("openness", "")
