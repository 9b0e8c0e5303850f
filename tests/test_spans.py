"""Every value leads back to the file: its span is re-opened here, without the program, and holds the raw words."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from graph_build.pipeline import extract_json
from graph_query.stores import Store, select
from tests.test_cases import NAMES, read_case

QUOTES = """
PREFIX oa: <http://www.w3.org/ns/oa#>
SELECT ?quote ?exact WHERE { ?quote oa:exact ?exact }
"""
FACTS = """
PREFIX zr: <https://w3id.org/zeren/ontology#>
PREFIX prov: <http://www.w3.org/ns/prov#>
SELECT ?fact ?quote WHERE {
  VALUES ?class { zr:Task zr:Assignment zr:TimeLimit zr:Citation }
  ?fact a ?class . OPTIONAL { ?fact prov:wasDerivedFrom ?quote }
}
"""


def reopen(path: Path, block: int, start: int, end: int) -> str:
    """Return what stands in a text file at a span, counted from a line."""
    lines = path.read_bytes().decode("utf-8").split("\n")
    assert start <= len(lines[block])
    return "\n".join(lines[block:])[start:end]


def bare(text: str) -> str:
    return "".join(text.split())


def values_with_spans(task: Any) -> list[tuple[str, Any]]:
    """Return each value of a task as bare text, with its span."""
    spans = task["spans"]
    pairs = [(task["text"], span) for span in spans["text"]]
    for role in ("lead", "responsible", "cooperating"):
        pairs += zip(task[role], spans[role], strict=True)
    if task["deadline"]:
        pairs.append((task["deadline"]["raw"], spans["deadline"]))
    pairs += zip([limit["raw"] for limit in task["times"]], spans["times"], strict=True)
    pairs += [
        (f"《{r['title']}》（{r['number']}）" if r["title"] and r["number"] else f"《{r['title']}》", span)
        for r, span in zip(task["references"], spans["references"], strict=True)
    ]
    return pairs


@pytest.mark.parametrize("name", NAMES)
def test_spans_of_extract_hold_the_values(name: str) -> None:
    source, _ = read_case(name)
    checked = 0
    for task in extract_json(source, spans=True)["tasks"]:
        for value, span in values_with_spans(task):
            words = reopen(source, span["block"], span["start"], span["end"])
            assert words == span["exact"]
            assert bare(words) == bare(value)
            checked += 1
    assert checked > 100


def test_quotes_of_the_graph_hold_the_raw_words(store: Store) -> None:
    rows = select(store, QUOTES).values()
    sources = {name: read_case(name)[0] for name in NAMES}
    for row in rows:
        match = re.search(r"/document/([^/]+)/span/(\d+)/(\d+)-(\d+)$", row["quote"])
        assert match
        assert reopen(sources[match[1]], int(match[2]), int(match[3]), int(match[4])) == row["exact"]
    assert len(rows) > 300


def test_every_fact_has_a_quote(store: Store) -> None:
    rows = select(store, FACTS).values()
    assert len(rows) > 400
    assert [row["fact"] for row in rows if not row["quote"]] == []
