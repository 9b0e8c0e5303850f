"""What the tasks of a list have nobody for, and no time: counted apart as blank cells and as no column at all."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import streamlit as st

from app_pages.parts.opened import opened_ledger, opened_store
from app_pages.parts.tables import Link, Value, table
from graph_query.answering.blanks import FEW, in_columns
from graph_query.ledger.concepts import ROLES, shown
from graph_query.ledger.days import undated
from graph_query.ledger.facets import OF_TIME
from graph_query.ledger.gaps import Gap, count_of, gap, shares
from graph_query.ledger.heads import roles_in_heads
from graph_query.ledger.model import Task
from graph_query.ledger.reading import Ledger
from graph_query.ledger.tasks import Tasks

# An address names a gap as lead.blank, or lead.none where documents have no column.
BLANK, NONE = "blank", "none"
# The same two of a task's time, in tables and in prose, as its facet names them.
OF_TIMES = {"完成时限（表格）": ("blank", "no_column"), "完成时限（行文）": ("not_written", "no_limits")}
WRITTEN_NOT, NO_COLUMN = "没有写（文件设有此栏）", "文件不设此栏"
# What more of a document's tasks say than this it says of tasks as a rule, whatever its heads are.
MOST = 0.5
# So many documents are asked at once what stands in which cell.
AT_ONCE = 20


def gap_named() -> Gap | None:
    """Return the gap that the address names; None where it names none."""
    role, _, kind = st.query_params.get("gap", "").partition(".")
    if role not in ROLES or kind not in (BLANK, NONE):
        return None
    return gap(opened_ledger(), role, _with_column(opened_ledger(), role), is_blank=kind == BLANK)


def show_gaps(tasks: Tasks, to: Callable[..., str]) -> None:
    """Show how many tasks have nobody in a role, and no time; each number leads to them."""
    ledger = opened_ledger()
    rows: list[tuple[Value, ...]] = []
    for role in ROLES:
        found = [gap(ledger, role, _with_column(ledger, role), is_blank=is_blank) for is_blank in (True, False)]
        links = [_link(count_of(tasks, one), to(gap=f"{role}.{BLANK if one.is_blank else NONE}")) for one in found]
        rows.append((f"{shown('roles', role)}单位", *links))
    times = undated(tasks)
    for label, codes in OF_TIMES.items():
        kinds = [OF_TIME[code] for code in codes]
        if any(times[kind] for kind in kinds):
            rows.append((label, *(_link(times[kind], to(time=kind)) for kind in kinds)))
    st.html(table(("缺什么", "文件设有此栏，此项没有写", "文件不设此栏"), rows))


def _link(count: int, address: str) -> Value:
    return Link(f"{count} 项", address) if count else "无"


@lru_cache(maxsize=8)
def _with_column(ledger: Ledger, role: str) -> frozenset[str]:
    """Return the documents that have a column for a role: in the head of a table, else as answers find it.

    Heads are looked at where some tasks have somebody in the role; few cells of others one by one.
    """
    parts = shares(ledger, role)
    some = {iri: share for iri, share in parts.items() if share}
    snapshot = opened_store().snapshot
    heads = {
        iri: roles_in_heads(snapshot.account(ledger.documents[iri].slug)) if share <= MOST else frozenset()
        for iri, share in some.items()
    }
    headed = {iri for iri, roles in heads.items() if roles}
    few = sorted(iri for iri, share in some.items() if share <= FEW and iri not in headed)
    asked = (few[at : at + AT_ONCE] for at in range(0, len(few), AT_ONCE))
    seldom = {iri for some in asked for iri in in_columns(role, some, opened_store())}
    many = {iri for iri, share in some.items() if share > FEW and iri not in headed}
    return frozenset(many | seldom | {iri for iri in headed if role in heads[iri]})


def missing_of(task: Task) -> str:
    """Say of each role in which a task has nobody whether it is not written, or the document has no column for it."""
    ledger = opened_ledger()
    roles = [role for role in ROLES if all(assignment.role != role for assignment in task.assignments)]
    return "\n".join(
        f"{shown('roles', role)}单位：{WRITTEN_NOT if task.document.iri in _with_column(ledger, role) else NO_COLUMN}"
        for role in roles
    )
