"""An answer as it goes out: one line of JSON, or lines on a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from graph_query.answering.answer import Answer
from graph_query.answering.behind import Behind
from graph_query.answering.listed import Listed
from graph_query.answering.sources import Source
from graph_query.answering.titles import titled
from graph_query.answering.units_said import LONGEST_LIST
from graph_query.labels.scopes import File
from graph_query.ledger.concepts import ROLES, shown
from graph_query.ledger.model import Word
from graph_query.ledger.notices import SUPPOSED

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
            **_behind(answer.behind),
            "sources": [_source(source) for source in answer.sources],
            "choices": [p.shown for p in answer.choices],
            "related": list(answer.suggestions),
        }
    elif answer.clarify:
        data["clarify"] = [_data(reading) for reading in answer.clarify]
    else:
        data["suggestions"] = list(answer.suggestions)
    if answer.missing:
        data["missing"] = answer.missing
    return data


def _behind(held: Behind) -> dict[str, Any]:
    """Return the tasks behind an answer, one a row, and its documents; with a share those of the whole too."""
    data: dict[str, Any] = {"listed_count": held.count, "listed": [_listed(task) for task in held.tasks]}
    if held.compared:
        data |= {"compared_count": held.compared_count, "compared": [_listed(task) for task in held.compared]}
    return data | {"files": [_file(file) for file in held.files]}


def _listed(task: Listed) -> dict[str, Any]:
    return {
        "place": "" if task.file.template else task.place,
        **{role: list(task.of(role)) for role in ROLES},
        "limit": task.limit,
        "limit_supposed": task.supposed,
        "duty": task.duty,
        "source": {"document": task.file.slug, "title": task.file.label, "number": task.number, "link": task.link},
        "index": task.index,
        "task": task.task,
        "template": task.file.template,
        "note": task.note,
    }


def _file(file: File) -> dict[str, Any]:
    return {
        "document": file.slug,
        "title": file.label,
        "place": file.place,
        "template": file.template,
        "doubtful": file.doubtful,
    }


def _source(source: Source) -> dict[str, Any]:
    return {
        "document": source.slug,
        "title": source.document,
        "place": source.place,
        "index": source.index or None,
        "number": source.number,
        "text": source.text,
        "places": list(source.where),
        "assignments": list(source.assignments),
        "doubtful": source.doubtful,
        "people": [_word(word) for word in source.people],
    }


def _word(word: Word) -> dict[str, str]:
    return {"kind": word.kind, "of": word.of, "was": word.was, "now": word.now, "by": word.by, "on": word.on}


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
    if len(answer.rows) > LONGEST_LIST and not any("task" in row for row in answer.rows):
        lines += [f"  {'　'.join(row[variable][:SHORT_TEXT] for variable, _ in answer.columns)}" for row in answer.rows]
    where = {source.task: "、".join(source.where) for source in answer.sources}
    people = {source.task: "；".join(map(_word_line, source.people)) for source in answer.sources}
    for name, tasks, count in (
        ("依据的任务", answer.behind.tasks, answer.behind.count),
        ("相比的任务", answer.behind.compared, answer.behind.compared_count),
    ):
        lines += _tasks(name, tasks[:LONGEST_LIST], count, where, people)
        if count > LONGEST_LIST:
            lines.append(f"    （其余 {count - LONGEST_LIST} 项见 --json 或网页）")
    lines += [f"  依据：{_source_line(source)}" for source in answer.sources if not source.task]
    lines += [f"  也可以只问：{part.shown}" for part in answer.choices]
    return "\n".join(lines)


def as_text(answer: Answer, foot: str) -> str:
    """Return an answer to paste elsewhere: question, sentence, its tasks, where each stands, and what it is of."""
    lines = [f"问：{answer.question}", f"答：{answer.answer}", f"我理解为：{answer.understood}"]
    people = {source.task: "；".join(map(_word_line, source.people)) for source in answer.sources}
    lines += [line.strip() for line in _tasks("任务", answer.behind.tasks, answer.behind.count, {}, people)]
    lines += [f"出处：{_source_line(source)}" for source in answer.sources]
    if any(task.supposed or any(part.supposed for part in task.units) for task in answer.behind.tasks):
        lines.append(SUPPOSED)
    return "\n".join([*lines, foot])


def _tasks(
    name: str, tasks: Sequence[Listed], count: int, where: Mapping[str, str], people: Mapping[str, str]
) -> Iterator[str]:
    """Yield tasks one a line, how many there are first: where each stands, its units by role, limit and duty.

    `people` is what they say of its reading.
    """
    if not tasks:
        return
    yield f"  {name}（共 {count} 项）："
    for task in tasks:
        units = (f"{shown('roles', role)} {'、'.join(task.of(role))}" for role in ROLES if task.of(role))
        at = f"（{where[task.task]}）" if where.get(task.task) else ""
        doubt = "【识读存疑】" if task.file.doubtful else ""
        parts = (
            f"{doubt}{titled(task.file)}{task.number}{at}",
            *units,
            f"{task.limit}（推定）" if task.supposed else task.limit,
            task.duty,
            task.note,
            people.get(task.task),
        )
        yield f"    {'　'.join(part for part in parts if part)}"


def _word_line(word: Word) -> str:
    return word.shown if word.is_check else f"人工更正：{word.shown}"


def _source_line(source: Source) -> str:
    doubt = "【识读存疑】" if source.doubtful else ""
    place = f"（{source.place}）" if source.place else ""
    text = f"{source.text[:SHORT_TEXT]}…" if source.text else ""
    return f"{doubt}《{source.document}》{place}{source.number}（{'、'.join(source.where)}）{text}"
