"""A task list as the JSON object that `zeren extract` prints (described in docs/extract.md)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from graph_build.model import ROLES, Citation, Document, Task, TaskList, TimeLimit
from graph_build.rdf.sureness import Sureness
from graph_build.spans import Span

DURATIONS = {
    "day": "P{}D",
    "working_day": "P{}D",
    "month": "P{}M",
    "year": "P{}Y",
    "hour": "PT{}H",
    "week": "P{}W",
    "minute": "PT{}M",
}
Json = dict[str, Any]


def as_json(document: Document, task_list: TaskList, sureness: Sureness, *, spans: bool = False) -> Json:
    """Return a document's particulars and tasks; with `spans`, also where each value stands, and the account."""
    return {
        "slug": document.slug,
        "source": document.source,
        "title": task_list.title,
        "doc_number": task_list.number,
        "issuer": task_list.issuer,
        "issued": task_list.issued.isoformat() if task_list.issued else None,
        "year": task_list.year,
        "openness": task_list.openness,
        "implements": [_citation(citation) for citation in task_list.implements],
        "aliases": [list(names) for names in task_list.aliases],
        "sureness": sureness.value,
        "supposed_share": sureness.supposed,
        "reasons": list(sureness.reasons),
        "unclaimed": [_span(span) for span in task_list.unclaimed],
        "superseded": len(task_list.superseded),
        "left_out": list(task_list.left_out),
        "unknown_headings": list(task_list.unknown_headings),
        **({"account": account_form(task_list)} if spans else {}),
        "tasks": [_task(task) | ({"spans": _spans(task)} if spans else {}) for task in task_list.tasks],
    }


def account_form(task_list: TaskList) -> list[Json]:
    """Return what became of every character of a document, each once."""
    return [_span(line.span) | {"fate": line.fate, "task": line.task} for line in task_list.account]


def _task(task: Task) -> Json:
    names: Json = {role: [a.name for a in task.assignments if a.role == role] for role in ROLES}
    bases: Json = {role: [a.basis for a in task.assignments if a.role == role] for role in ROLES if names[role]}
    if task.deadline:
        bases["deadline"] = task.deadline.basis
    wide = [a.name for a in task.assignments if a.basis == "document_rule"]
    return {
        "no": task.no,
        "section": task.section,
        "subsection": task.subsection,
        "text": task.text,
        "items": [{"no": item.no, "text": item.text} for item in task.items],
        **names,
        "inherited": [key for key, basis in bases.items() if "own" not in ([basis] if key == "deadline" else basis)],
        "document_wide": wide,
        "open_ended": task.open_ended,
        "basis": bases,
        "deadline": _limit(task.deadline) if task.deadline else None,
        "times": [_limit(limit) for limit in task.times],
        "references": [_citation(citation) for citation in task.citations],
        "remark": task.remark and task.remark.text,
        "progress": task.progress and task.progress.text,
        "restored": [damaged.part for damaged in task.damaged if damaged.damage == "restored"],
        **{f"{damaged.part}_raw": damaged.span.exact for damaged in task.damaged},
    }


def _limit(limit: TimeLimit) -> Json:
    form: Json = {"raw": limit.words, "kind": limit.kind}
    length = DURATIONS[limit.unit].format(limit.amount) if limit.unit else None
    if limit.kind == "by_date":
        form["date"] = limit.date.isoformat() if limit.date else None
        if limit.ongoing:
            form["ongoing"] = True
    elif limit.kind in ("within", "at_least"):
        form |= {"duration": length, "working_days": limit.unit == "working_day", "after": limit.after}
    elif limit.kind == "recurring":
        form |= {"every": length, "at_least": limit.at_least}
    return form


def _citation(citation: Citation) -> Json:
    return {"title": citation.title, "number": citation.number}


def _spans(task: Task) -> Json:
    return {
        "text": [_span(span) for span in task.spans],
        **{role: [_span(a.span) for a in task.assignments if a.role == role] for role in ROLES},
        "deadline": _span(task.deadline.span) if task.deadline else None,
        "times": [_span(limit.span) for limit in task.times],
        "references": [_span(citation.span) for citation in task.citations],
        "items": [_span(item.span) for item in task.items],
    }


def _span(span: Span) -> Json:
    """Return a span; page and sheet only where the file has them."""
    return {key: value for key, value in asdict(span).items() if value is not None or key not in ("page", "sheet")}
