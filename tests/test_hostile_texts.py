"""Texts that a person typed, or an address holds, that would keep who looks at them at work for minutes."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

import psutil
import pytest

from graph_build.sandbox import limits
from graph_query.errors import QueryError, QueryRefused, QueryStopped
from graph_query.model import Rows
from graph_query.sparql import typed
from graph_query.sparql.guard import refusal
from graph_query.sparql.prefixes import with_prefixes
from graph_query.sparql.terms import check_terms

pytestmark = pytest.mark.alone
ADDRESS = "memory:data/graph/current"
FULL = limits.LONGEST_QUERY - 100
TEXTS = {
    "a run of dashes": "-" * FULL,
    "a run of letters": "a" * FULL,
    "quotes behind backslashes": '"' + '\\"' * (FULL // 2),
    "quotes": '"' * FULL,
    "three quotes": '"""' + 'a"' * (FULL // 2),
    "opening angles": "<" * FULL,
    "prefixes": "PREFIX a: <b:c> " * (FULL // 16),
    "a long list of values": "SELECT * { VALUES ?x { " + " ".join(f"zr:x{n}" for n in range(FULL // 10)) + " } }",
    "colons": "a:" * (FULL // 2),
    "escapes": "\\u0053" * (FULL // 6),
}
# A query that is short, and whose result fills the memory.
LARGE = (
    "SELECT ?y { { SELECT (CONCAT(?t, ?t, ?t, ?t) AS ?x) { ?s zr:text ?t } } ?a ?b ?c "
    "BIND (CONCAT(?x, ?x, ?x, ?x, ?x, ?x, ?x, ?x) AS ?y) }"
)
DOUBLED = "BIND (CONCAT(?{a}, ?{a}, ?{a}, ?{a}, ?{a}, ?{a}, ?{a}, ?{a}) AS ?{b}) "


def cpu() -> float:
    """Return the seconds of CPU that this process has used: those of the processes that it started are none of them."""
    return time.process_time()


@pytest.mark.parametrize("name", TEXTS)
def test_no_text_keeps_the_app_itself_at_work(name: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "QUERY_SECONDS", 2.0)
    typed.run_typed("SELECT * { ?t a zr:Task } LIMIT 1", ADDRESS, home)
    before = cpu()
    with pytest.raises(QueryError) as refused:
        typed.run_typed(TEXTS[name], ADDRESS, home)
    assert cpu() - before < 0.5
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("name", [name for name in TEXTS if "quotes" not in name])
def test_looking_at_a_text_takes_no_time(name: str) -> None:
    """Texts that never close are cut into words again from each quote on, in a process that can be ended."""
    before = cpu()
    text = with_prefixes(TEXTS[name])
    refusal(text)
    with contextlib.suppress(QueryError):
        check_terms(text)
    assert cpu() - before < 2


def test_what_is_too_long_is_not_looked_at(home: Path) -> None:
    before = cpu()
    with pytest.raises(QueryRefused, match="40000000 个字符"):
        typed.run_typed("-" * 40_000_000, ADDRESS, home)
    assert cpu() - before < 0.5


def test_a_large_result_is_cut_and_says_so(home: Path) -> None:
    typed.run_typed("SELECT * { ?t a zr:Task } LIMIT 1", ADDRESS, home)
    before = psutil.Process().memory_info().rss
    found = typed.run_typed(LARGE, ADDRESS, home)
    assert isinstance(found, Rows)
    assert found.cut
    assert 0 < len(found.rows) < limits.MOST_ROWS
    assert psutil.Process().memory_info().rss - before < 8 * limits.RESULT_BYTES


def test_one_value_that_is_too_large_is_not_fetched(home: Path) -> None:
    doubled = "".join(DOUBLED.format(a=f"x{n}", b=f"x{n + 1}") for n in range(7))
    with pytest.raises(QueryStopped, match=r"一行超过|内存"):
        typed.run_typed(f"SELECT ?x7 {{ ?s zr:text ?x0 {doubled} }}", ADDRESS, home)
