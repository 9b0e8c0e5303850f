"""Every value leads back to the file: its span is re-opened here, without the program, and holds the raw words."""

from __future__ import annotations

import re
from typing import Any

import pytest
from opencc import OpenCC

from graph_query.stores import Store, select
from tests.reopen import holds
from tests.score import norm
from tests.test_cases import NAMES, read_case, reading_of

PINYIN = re.compile(r"(?<=[\u3400-\u9fff])\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]+\)")
QUOTES = """
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX zr: <https://w3id.org/zeren/ontology#>
SELECT ?quote ?exact ?page ?sheet WHERE {
  ?quote oa:exact ?exact OPTIONAL { ?quote zr:page ?page } OPTIONAL { ?quote zr:sheet ?sheet }
}
"""
FACTS = """
PREFIX zr: <https://w3id.org/zeren/ontology#>
PREFIX prov: <http://www.w3.org/ns/prov#>
SELECT ?fact ?quote WHERE {
  VALUES ?class { zr:Task zr:Assignment zr:TimeLimit zr:Citation }
  ?fact a ?class . OPTIONAL { ?fact prov:wasDerivedFrom ?quote }
}
"""


def same(words: str, value: str) -> bool:
    """Say whether raw words are a value's: without white space, simplified, pinyin left out, brackets of any kind."""
    raw = PINYIN.sub("", "".join(words.split()))
    return norm(value) in (norm(raw), norm(OpenCC("tw2s").convert(raw)))


def values_with_spans(task: Any) -> list[tuple[str, list[Any]]]:
    """Return each value of a task with its spans."""
    spans = task["spans"]
    pairs = [(task["text"], spans["text"])] if "text" not in task["restored"] else []
    for role in ("lead", "responsible", "cooperating"):
        pairs += [(name, [span]) for name, span in zip(task[role], spans[role], strict=True)]
    if task["deadline"]:
        pairs.append((task["deadline"]["raw"], [spans["deadline"]]))
    pairs += [(limit["raw"], [span]) for limit, span in zip(task["times"], spans["times"], strict=True)]
    pairs += [(item["text"], [span]) for item, span in zip(task["items"], spans["items"], strict=True)]
    pairs += [
        (f"{r['title'] or ''}{r['number'] or ''}", [span])
        for r, span in zip(task["references"], spans["references"], strict=True)
    ]
    return pairs


@pytest.mark.parametrize("name", NAMES)
def test_spans_of_extract_hold_the_values(name: str) -> None:
    source, _ = read_case(name)
    checked = 0
    tasks = reading_of(source, spans=True)["tasks"]
    for task in tasks:
        for value, spans in values_with_spans(task):
            for span in spans:
                assert holds(source, span), span
            words = "".join(span["exact"] for span in spans)
            assert same(words, value), (words, value)
            checked += 1
    assert checked >= 4 * len(tasks)


def test_quotes_of_the_graph_hold_the_raw_words(all_cases: Store) -> None:
    rows = select(all_cases, QUOTES).values()
    sources = {name: read_case(name)[0] for name in NAMES}
    for row in rows:
        match = re.search(r"/document/([^/]+)/span/(\d+)(?:\.(\d+)\.(\d+))?/(\d+)-(\d+)$", row["quote"])
        assert match
        block, line, column, start, end = (None if part is None else int(part) for part in match.groups()[1:])
        where = {"block": block, "row": line, "column": column, "start": start, "end": end}
        page = {"exact": row["exact"], "page": int(row["page"] or 0), "sheet": row["sheet"]}
        assert holds(sources[match[1]], where | page), row
    assert len(rows) > 300


def test_every_fact_has_a_quote(all_cases: Store) -> None:
    rows = select(all_cases, FACTS).values()
    assert len(rows) > 400
    assert [row["fact"] for row in rows if not row["quote"]] == []
