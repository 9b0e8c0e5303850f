"""Queries that a person typed: they only read, and run in a process that is ended when they take too long."""

from __future__ import annotations

from pathlib import Path

from graph_build.sandbox import limits
from graph_query.model import Rows, Triples
from graph_query.sparql.guard import refuse, refuse_long
from graph_query.sparql.lanes import Work, opened, run_bounded
from graph_query.sparql.prefixes import with_prefixes
from graph_query.sparql.terms import check_terms
from graph_query.stores import current_address


def run_typed(text: str, address: str, home: Path) -> Rows | Triples:
    """Run a query that a person typed on the snapshot at an address, with bounds on CPU, memory, rows and their size.

    Known prefixes are filled in. All that looks at the text runs with the query, where it can be ended. Raises
    QueryRefused, QueryInvalid, QueryStopped, and StoreUnavailable where there is no snapshot.
    """
    refuse_long(text)
    return run_bounded(Work("查询", limits.QUICK_SECONDS, typed=True), current_address(address, home), _run, text)


def _run(address: str, text: str) -> Rows | Triples:
    whole = with_prefixes(text)
    refuse(whole)
    check_terms(whole)
    return opened(address).query(whole, limits.MOST_ROWS, limits.RESULT_BYTES)
