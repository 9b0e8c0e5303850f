"""Answers to questions in Chinese: a sentence, the rows it rests on, how the question was read, and where it stands."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from string import Template
from typing import Any

import pyoxigraph as ox

from graph_query.answering.query import sparql_of, supposed_of
from graph_query.answering.sentence import LONGEST_LIST, sentence_words
from graph_query.answering.sources import MOST_SOURCES, Source, sources_of
from graph_query.answering.suggestions import suggestions
from graph_query.answering.values import VALUES, slug_of_file
from graph_query.errors import NotKnown
from graph_query.labels import labels_of
from graph_query.questions import kinds
from graph_query.stores import Store, select
from graph_query.understanding import Part, Reading, understand
from graph_query.understanding.within import within, without

SHORT_TEXT = 40
LONGEST_QUESTION = 500
# What the conditions of a question are called.
PART_NAMES = {
    "place": "地方",
    "year": "年度",
    "document": "文件",
    "unit": "单位",
    "role": "角色",
    "topic": "事项",
    "act": "所引文件",
    "heading": "章节",
    "number": "任务",
    "due": "时限",
    "words": "时限",
    "issued": "印发",
    "issuer": "发文机关",
    "with": "分工",
    "without": "不涉及",
    "groups": "范围",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question was answered with.

    `values` holds what was asked for under its key (agencies, tasks, references, count, dates, documents) in the form
    of the question benchmark; `columns` are the rows' columns with their names for users; `choices` are conditions that
    would make an ambiguous question plain; `suggestions` are questions that can be answered, where this one can't;
    `missing` says how many documents could not be read and are in no answer.
    """

    question: str
    answerable: bool
    answer: str
    kind: str = ""
    reading: tuple[Part, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    columns: tuple[tuple[str, str], ...] = ()
    rows: tuple[Mapping[str, str], ...] = ()
    sparql: str = ""
    sources: tuple[Source, ...] = ()
    choices: tuple[Part, ...] = ()
    suggestions: tuple[str, ...] = ()
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """What is chosen beside a question: place and year by name, and conditions of the question that do not count."""

    place: str = ""
    year: str = ""
    without: tuple[str, ...] = ()

    @property
    def chosen(self) -> tuple[tuple[str, str], ...]:
        """Place and year, each with how it is shown as a condition."""
        return (self.place, self.place), (self.year, f"{self.year}年")


def ask(question: str, store: Store, today: date | None = None, beside: Beside | None = None) -> Answer:
    """Answer a question in Chinese; relative dates (今年, 上半年) count from `today`.

    What the graph does not hold is refused: `answerable` is False, and `answer` says why.

    >>> answer = ask("荆门市一共有多少项任务？", store)  # a store that open_store() gives
    >>> answer.answer, answer.values
    ('荆门市，任务共50项。', {'count': 50})
    >>> ask("深圳市有哪些任务？", store).answerable
    False
    """
    try:
        reading = understand(_checked(question), store, today or datetime.now().astimezone().date())
        if beside:
            place, year = ("" if shown in beside.without else name for name, shown in beside.chosen)
            reading = within(without(reading, store, beside.without), store, place, year)
        answer = replace(answer_reading(reading, store), question=question)
    except NotKnown as refused:
        answer = _refused(question, refused, store)
    return replace(answer, missing=store.snapshot.report.missing)


def _checked(question: str) -> str:
    text = question.strip()
    if not text:
        raise NotKnown("没有问题。请输入单位、事项、文号或问题。")
    if len(text) > LONGEST_QUESTION:
        raise NotKnown(f"问题超过 {LONGEST_QUESTION} 个字。请缩短。")
    if re.search("[\ud800-\udfff]", text):
        raise NotKnown("问题里有无法识别的字符。请重新输入。")
    return text


def answer_reading(reading: Reading, store: Store) -> Answer:
    """Answer a reading, such as one whose parts a caller changed. Raises NotKnown where the graph can't answer it."""
    sparql, rows = _run(reading, store)
    values = VALUES[reading.kind.returns](rows)
    words = sentence_words(reading, rows, values, store)
    if not rows and not reading.kind.returns.startswith("count"):
        raise _nothing(reading, words)
    tasks = list(dict.fromkeys(row["task"] for row in rows if row.get("task")))
    sentence = Template(reading.kind.sentence).safe_substitute(words)
    sources = sources_of(tasks, store)
    if _rests_on_supposed(reading, rows, store):
        sentence += "（其中有推定的责任，见依据。）" if sources else "（其中有推定的责任。）"
    return Answer(
        question="",
        answerable=True,
        answer=sentence + (f"（{'；'.join(dict.fromkeys(reading.notes))}。）" if reading.notes else ""),
        kind=reading.kind.name,
        reading=reading.parts,
        values=values,
        columns=reading.kind.columns,
        rows=tuple(rows),
        sparql=sparql,
        sources=sources,
        choices=_choices(reading, rows, store),
    )


def _rests_on_supposed(reading: Reading, rows: Iterable[Mapping[str, str]], store: Store) -> bool:
    """Say whether a row, or a unit's part in a task that was found by it, is supposed."""
    if any(row.get("supposed", "0") != "0" for row in rows):
        return True
    names_units = reading.of("unit") and reading.kind.units != "ranked"
    return bool(names_units) and select(store, supposed_of(reading)).values()[0]["supposed"] != "0"


def _run(reading: Reading, store: Store) -> tuple[str, list[dict[str, str]]]:
    sparql = sparql_of(reading)
    rows = select(store, sparql).values()
    if reading.kind.returns == "ranking" and reading.most and len(rows) > reading.most:
        # Units that have as many tasks as the last one that was asked for belong to the answer.
        last = rows[reading.most - 1]["tasks"]
        limit = max(n for n, row in enumerate(rows, 1) if row["tasks"] == last)
        sparql = sparql_of(reading, limit)
        rows = select(store, sparql).values()
    only = _only(reading, rows)
    if only:
        sparql = sparql_of(reading, only=only)
        rows = select(store, sparql).values()
    return sparql, rows


def _only(reading: Reading, rows: list[dict[str, str]]) -> str:
    """Return which of several time limits of the tasks are meant, as a condition; nothing where all are."""
    if reading.kind.name == "deadline" and any(row["date"] for row in rows) and not all(row["date"] for row in rows):
        return "  FILTER (BOUND(?date) || ?kind = zr:ongoingLimit)"
    if reading.kind.name == "duration" and len({row["task"] for row in rows}) == 1 < len(rows):
        # The limit in whose clause the question's words stand: 最迟在5小时内发布权威信息，在24小时内举行新闻发布会.
        shared = {row["words"]: _shared(_clause(row["text"], row["words"]), reading.text) for row in rows}
        best = [words for words, count in shared.items() if count == max(shared.values())]
        return f"  VALUES ?words {{ {ox.Literal(best[0])} }}" if len(best) == 1 else ""
    return ""


def _clause(text: str, words: str) -> str:
    """Return what follows words in a text up to the next mark."""
    return re.split(r"[，。；]", text[text.find(words) + len(words) :], maxsplit=1)[0]


def _shared(clause: str, question: str) -> int:
    """Return how many pairs of characters a clause shares with a question."""
    return len(
        {clause[n : n + 2] for n in range(len(clause) - 1)} & {question[n : n + 2] for n in range(len(question))}
    )


def _choices(reading: Reading, rows: Iterable[Mapping[str, str]], store: Store) -> tuple[Part, ...]:
    """Return the places that a unit of several places can be narrowed to."""
    if reading.of("place") or not reading.of("unit"):
        return ()
    slugs = dict.fromkeys(slug_of_file(row["file"]) for row in rows if row.get("file"))
    files = [file for file in labels_of(store).files if file.slug in slugs]
    if len(files) < 2:  # noqa: PLR2004 (one is no choice)
        return ()
    offered = (
        Part("place", file.place, file.place, (file.places[0],))
        if file.places
        else Part("document", file.label, f"《{file.label}》", (file.iri,))
        for file in files
    )
    return tuple(dict.fromkeys(offered))


def _nothing(reading: Reading, words: Mapping[str, str]) -> NotKnown:
    """Return why there is no answer, though the graph knows all the names."""
    if reading.kind.name == "progress":
        reason = "任务分解表只载安排，本库未收录完成情况材料，不能据此判断是否完成。可以问哪些任务的期限已过。"
        return NotKnown(reason, instead=("哪些任务的期限已过？",))
    if any(part.values == ("common",) for part in reading.of("with")):
        each = (part.shown for kind in ("place", "document") for part in reading.parts if part.kind == kind)
        return NotKnown(f"{'、'.join(each)}没有都引用的文件。")
    return NotKnown(Template(reading.kind.nothing).safe_substitute(words))


def _refused(question: str, refused: NotKnown, store: Store) -> Answer:
    alike = f"名称相近的有：{'、'.join(refused.alike)}。" if refused.alike else ""
    asks = (*refused.instead, *suggestions(store))
    return Answer(question, answerable=False, answer=f"{refused.reason}{alike}", values={}, suggestions=asks)


def as_json(answer: Answer) -> str:
    """Return an answer as one line of JSON, in the form of the question benchmark with more keys."""
    data: dict[str, Any] = {"question": answer.question, "answerable": answer.answerable, "answer": answer.answer}
    if answer.answerable:
        data |= answer.values
        data |= {
            "kind": answer.kind,
            "reading": [
                {"part": p.kind, "words": p.words, "shown": p.shown, "values": list(p.values)} for p in answer.reading
            ],
            "columns": dict(answer.columns),
            "rows": [_without_mark(row, answer) for row in answer.rows],
            "sparql": answer.sparql,
            "sources": [
                {
                    "document": s.slug,
                    "title": s.document,
                    "index": s.index,
                    "text": s.text,
                    "places": list(s.where),
                    "assignments": list(s.assignments),
                    "doubtful": s.doubtful,
                }
                for s in answer.sources
            ],
            "choices": [p.shown for p in answer.choices],
        }
    else:
        data["suggestions"] = list(answer.suggestions)
    if answer.missing:
        data["missing"] = answer.missing
    return json.dumps(data, ensure_ascii=False)


def _without_mark(row: Mapping[str, str], answer: Answer) -> dict[str, str]:
    """Return a row without the mark that its basis is supposed, which the basis says itself."""
    return {key: value for key, value in row.items() if key != "supposed" or key in dict(answer.columns)}


def as_lines(answer: Answer) -> str:
    """Return an answer as a person reads it on a terminal."""
    lines = [answer.answer, *([f"  注意：{answer.missing}哪些见 zeren check。"] if answer.missing else [])]
    if not answer.answerable:
        return "\n".join([*lines, *(f"  可以问：{question}" for question in answer.suggestions)])
    lines.append(f"  我理解为：{reading_in_words(answer)}")
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


def reading_in_words(answer: Answer) -> str:
    """Return how a question was read, in words."""
    title = next(kind.title for kind in kinds() if kind.name == answer.kind)
    return "；".join([title, *(f"{PART_NAMES[part.kind]}＝{without_kind(part)}" for part in answer.reading)])


def without_kind(part: Part) -> str:
    """Return a condition as it was read, without the name of its kind before it."""
    return part.shown.removeprefix(PART_NAMES[part.kind])
