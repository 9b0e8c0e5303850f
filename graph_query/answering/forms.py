"""An answer as it goes out: one line of JSON, or lines on a terminal."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from graph_query.answering.answer import Answer
from graph_query.answering.sentence import LONGEST_LIST
from graph_query.answering.sources import MOST_SOURCES, Source

SHORT_TEXT = 40


def as_json(answer: Answer) -> str:
    """Return an answer as one line of JSON, in the form of the question benchmark with more keys."""
    return json.dumps(_data(answer), ensure_ascii=False)


def _data(answer: Answer) -> dict[str, Any]:
    data: dict[str, Any] = {"question": answer.question, "answerable": answer.answerable, "answer": answer.answer}
    if answer.answerable:
        data |= answer.values
        data |= {
            "kind": answer.kind,
            "understood": answer.understood,
            "reading": [
                {"part": p.kind, "words": p.words, "shown": p.shown, "values": list(p.values)} for p in answer.reading
            ],
            "columns": dict(answer.columns),
            "rows": [_without_mark(row, answer) for row in answer.rows],
            "sparql": answer.sparql,
            "sources": [_source(source) for source in answer.sources],
            "choices": [p.shown for p in answer.choices],
        }
    elif answer.clarify:
        data["clarify"] = [_data(reading) for reading in answer.clarify]
    else:
        data["suggestions"] = list(answer.suggestions)
    if answer.missing:
        data["missing"] = answer.missing
    return data


def _source(source: Source) -> dict[str, Any]:
    return {
        "document": source.slug,
        "title": source.document,
        "index": source.index,
        "text": source.text,
        "places": list(source.where),
        "assignments": list(source.assignments),
        "doubtful": source.doubtful,
    }


def _without_mark(row: Mapping[str, str], answer: Answer) -> dict[str, str]:
    """Return a row without the mark that its basis is supposed, which the basis says itself."""
    return {key: value for key, value in row.items() if key != "supposed" or key in dict(answer.columns)}


def as_lines(answer: Answer) -> str:
    """Return an answer as a person reads it on a terminal."""
    lines = [answer.answer, *([f"  注意：{answer.missing}哪些见 zeren check。"] if answer.missing else [])]
    if not answer.answerable:
        lines += [f"  {'①②③'[n]}{reading.answer}" for n, reading in enumerate(answer.clarify)]
        return "\n".join([*lines, *(f"  可以问：{question}" for question in answer.suggestions)])
    lines.append(f"  我理解为：{answer.understood}")
    if len(answer.rows) > LONGEST_LIST:
        lines += [f"  {'　'.join(row[variable][:SHORT_TEXT] for variable, _ in answer.columns)}" for row in answer.rows]
    lines += [
        f"  依据：{'【识读存疑】' if source.doubtful else ''}《{source.document}》第{source.index}项"
        f"（{'、'.join(source.where)}）{source.text[:SHORT_TEXT]}…"
        for source in answer.sources
    ]
    if len(answer.rows) > len(answer.sources) == MOST_SOURCES:
        lines.append(f"  （只列前 {MOST_SOURCES} 项依据）")
    lines += [f"  也可以只问：{part.shown}" for part in answer.choices]
    return "\n".join(lines)
