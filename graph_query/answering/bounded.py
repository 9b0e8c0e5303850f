"""Questions in a process that can be ended: one that never ends holds up nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from graph_build.sandbox import limits
from graph_build.sandbox.bounded import uncounted
from graph_query.answering.answer import Answer, Beside, ask
from graph_query.errors import QueryStopped
from graph_query.labels import labels_of, plain
from graph_query.snapshots.snapshot import Snapshot
from graph_query.sparql.lanes import Work, opened, run_bounded
from graph_query.stores import Store


def ask_bounded(
    question: str, snapshot: Snapshot, today: date, beside: Beside | None = None, after: Sequence[str] = ()
) -> Answer:
    """Answer a question as ask() does, with bounds on CPU and memory; where it breaks them, the answer says so.

    It goes on from those that it comes `after`, each of which went on from the one before.

    Raises StoreUnavailable where the snapshot cannot be opened.
    """
    try:
        return run_bounded(
            Work("这个问题", limits.QUICK_QUESTION), snapshot.address, _ask, question, today, beside, after
        )
    except QueryStopped as stopped:
        return Answer(question, answerable=False, answer=str(stopped))


def acts_named(words: str, snapshot: Snapshot) -> tuple[str, ...]:
    """Return the acts that a name or a number in any spelling means. Raises QueryStopped, StoreUnavailable."""
    return run_bounded(Work("文件的查找", limits.QUICK_QUESTION), snapshot.address, _acts, words)


def _acts(address: str, words: str) -> tuple[str, ...]:
    with uncounted():
        store = _ready(address)
    return labels_of(store).of_name(plain(words), "act")


def _ask(address: str, question: str, today: date, beside: Beside | None, after: Sequence[str]) -> Answer:
    with uncounted():
        store = _ready(address)
    before = None
    for earlier in after:
        before = ask(earlier, store, today, replace(beside, without=()) if beside else None, before)
    return ask(question, store, today, beside, before)


@lru_cache(maxsize=1)
def _ready(address: str) -> Store:
    """Return a store of which one question was answered: dictionaries, grammar and names are loaded with the first."""
    store = opened(address)
    ask("一共有多少项任务？", store)
    return store
