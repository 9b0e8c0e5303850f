"""Where tasks come from: the acts that they cite, the headings above them, what their document carries out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graph_query.ledger.details import where_quoted

Row = Mapping[str, str]
# As select/why.rq says whose an act is.
CITED, CARRIED_OUT = "任务引用", "文件落实"
MOST_SECTIONS, MOST_ACTS = 3, 10


def grounds_of(rows: Sequence[Row]) -> dict[str, Any]:
    """Return the acts that tasks cite; where they cite none, those that their documents carry out.

    Beside these the headings, what the documents carry out, and how many of the tasks cite nothing.
    """
    cited, carried_out = _acts(rows, CITED), _acts(rows, CARRIED_OUT)
    return {
        "references": cited or carried_out,
        "cited": bool(cited),
        "sections": _sections(rows),
        "implements": carried_out,
        "uncited": len(_tasks(rows)) - len(_tasks(row for row in rows if row["ground"] == CITED)),
    }


def grounds_said(rows: Sequence[Row]) -> str:
    """Return where tasks come from in words: what they cite, where they stand, what their documents carry out."""
    found = grounds_of(rows)
    many = len(_tasks(rows)) > 1
    cited = f"任务引用{_said(_acts(rows, CITED))}" if found["cited"] else "任务没有写明引用什么文件"
    others = f"其中{found['uncited']}项没有写明引用什么文件" if many and found["cited"] and found["uncited"] else ""
    sections = [f"“{section}”" for section in found["sections"]]
    listed = "、".join(sections) if len(sections) <= MOST_SECTIONS else f"{len(sections)}个章节"
    chain = [_carried_out(title, [row for row in rows if row["document"] == title]) for title in _titles(rows)]
    return "；".join(part for part in (cited, others, f"所在章节：{listed}" if sections else "", *chain) if part)


def _carried_out(title: str, rows: Sequence[Row]) -> str:
    acts = _acts(rows, CARRIED_OUT)
    return f"所在文件《{title}》落实{_said(acts)}" if acts else f"所在文件《{title}》没有写明落实哪份上级文件"


def _said(acts: Sequence[Mapping[str, Any]]) -> str:
    """Return acts with their numbers, and where each is quoted first."""
    listed = "、".join(_act(act) for act in acts[:MOST_ACTS])
    return listed + (f"等（共{len(acts)}份，其余见下表）" if len(acts) > MOST_ACTS else "")


def _act(act: Mapping[str, Any]) -> str:
    title, number = act["title"], act["number"]
    inside = "，".join(part for part in (number if title else "", *(q["where"] for q in act["quotes"][:1])) if part)
    name = f"《{title}》" if title else str(number)
    return f"{name}（{inside}）" if inside else name


def _acts(rows: Iterable[Row], ground: str) -> list[dict[str, Any]]:
    """Return the acts of a kind, each once, with the words that cite it and where they stand."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        if row["ground"] != ground:
            continue
        act = found.setdefault(
            row["act"], {"title": row["title"] or None, "number": row["number"] or None, "quotes": []}
        )
        quote = {
            "document": row["file"].rsplit("/", 1)[-1],
            "text": row["exact"],
            "where": where_quoted(row["quote"], row["fileName"], row["page"], row["sheet"]),
        }
        if row["quote"] and quote not in act["quotes"]:
            act["quotes"].append(quote)
    return list(found.values())


def _sections(rows: Iterable[Row]) -> list[str]:
    headings = (" ".join(part for part in (row["section"], row["subsection"]) if part) for row in rows)
    return list(dict.fromkeys(heading for heading in headings if heading))


def _tasks(rows: Iterable[Row]) -> set[str]:
    return {row["task"] for row in rows}


def _titles(rows: Iterable[Row]) -> list[str]:
    return list(dict.fromkeys(row["document"] for row in rows))
