"""Queries of a page: the program's own, in a process that is ended when they take too long, as questions are."""

from __future__ import annotations

from graph_build.sandbox import limits
from graph_query.model import Rows, Triples
from graph_query.snapshots.snapshot import Snapshot
from graph_query.sparql.lanes import Work, opened, run_bounded


def run_page_query(text: str, snapshot: Snapshot, limit: int | None = None, size: int | None = None) -> Rows | Triples:
    """Run a query of a page on a snapshot, with bounds on CPU and memory. Raises QueryStopped, StoreUnavailable."""
    return run_bounded(Work("本页的查询", limits.QUICK_SECONDS), snapshot.address, _run, text, limit, size)


def _run(address: str, text: str, limit: int | None, size: int | None) -> Rows | Triples:
    return opened(address).query(text, limit, size)
