"""Questions in a process that can be ended: one that never ends holds up nobody."""

from __future__ import annotations

from datetime import date

from graph_build.sandbox import limits
from graph_build.sandbox.bounded import uncounted
from graph_query.answering.answer import Answer, Beside, ask
from graph_query.errors import QueryStopped
from graph_query.labels import labels_of
from graph_query.snapshots.snapshot import Snapshot
from graph_query.sparql.lanes import Work, opened, run_bounded


def ask_bounded(question: str, snapshot: Snapshot, today: date, beside: Beside | None = None) -> Answer:
    """Answer a question as ask() does, with bounds on CPU and memory; where it breaks them, the answer says so.

    Raises StoreUnavailable where the snapshot cannot be opened.
    """
    try:
        return run_bounded(Work("这个问题", limits.QUICK_QUESTION), snapshot.address, _ask, question, today, beside)
    except QueryStopped as stopped:
        return Answer(question, answerable=False, answer=str(stopped))


def _ask(address: str, question: str, today: date, beside: Beside | None) -> Answer:
    store = opened(address)
    with uncounted():
        labels_of(store)
    return ask(question, store, today, beside)
