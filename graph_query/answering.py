"""Answers to questions in Chinese: a sentence, the rows it rests on, how the question was read, and where it stands."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from string import Template
from typing import Any

import pyoxigraph as ox

from graph_query.asking import sparql_of
from graph_query.details import place_of
from graph_query.errors import NotKnown, QueryInvalid
from graph_query.labels import labels_of
from graph_query.model import Rows, as_text
from graph_query.questions import Kind, kinds
from graph_query.ready_queries import fill, ready_queries, with_values
from graph_query.sparql import with_prefixes
from graph_query.stores import Store, select
from graph_query.understanding import Part, Reading, role_words, understand

LONGEST_LIST = 10
MOST_SOURCES = 20
SHORT_TEXT = 40
LONGEST_QUESTION = 500
SOURCES = """SELECT ?task ?document ?index ?text ?quote ?fileName ?page ?sheet WHERE {
  VALUES ?task { UNDEF }
  ?task zr:index ?index ; zr:text ?text ; zr:document ?file ; prov:wasDerivedFrom ?quote .
  ?file skos:prefLabel ?document . ?quote prov:wasQuotedFrom/zr:fileName ?fileName .
  OPTIONAL { ?quote zr:page ?page } OPTIONAL { ?quote zr:sheet ?sheet }
} ORDER BY ?document ?index ?quote"""
BASES = """SELECT ?task ?name ?role ?basis WHERE {
  VALUES ?task { UNDEF }
  ?assignment zr:task ?task ; zr:nameAsWritten ?name ; zr:role/skos:prefLabel ?role ; zr:basis/skos:prefLabel ?basis .
  FILTER (LANG(?role) = "zh" && LANG(?basis) = "zh")
} ORDER BY ?task ?role ?name"""
SUPPOSED = "推定"


@dataclass(frozen=True, slots=True)
class Source:
    """A task that an answer rests on: its document, number and text, where it stands, and each assignment's basis."""

    task: str
    document: str
    slug: str
    index: int
    text: str
    places: tuple[str, ...]
    assignments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question was answered with.

    `values` holds what was asked for under its key (agencies, tasks, references, count, dates, documents) in the form
    of the question benchmark; `columns` are the rows' columns with their names for users; `choices` are conditions that
    would make an ambiguous question plain; `suggestions` are questions that can be answered, where this one can't.
    """

    question: str
    answerable: bool
    answer: str
    kind: str = ""
    reading: tuple[Part, ...] = ()
    values: Mapping[str, Any] = None  # type: ignore[assignment]
    columns: tuple[tuple[str, str], ...] = ()
    rows: tuple[Mapping[str, str], ...] = ()
    sparql: str = ""
    sources: tuple[Source, ...] = ()
    choices: tuple[Part, ...] = ()
    suggestions: tuple[str, ...] = ()


def ask(question: str, store: Store, today: date | None = None) -> Answer:
    """Answer a question in Chinese; relative dates (今年, 上半年) count from `today`.

    What the graph does not hold is refused: `answerable` is False, and `answer` says why.

    >>> from pathlib import Path
    >>> from graph_query.stores import open_store
    >>> store = open_store("memory:data/graph/current", Path())  # doctest: +SKIP
    >>> ask("荆门市一共有多少项任务？", store).values["count"]  # doctest: +SKIP
    50
    """
    asked = question.strip()
    try:
        if not asked:
            raise NotKnown("没有问题。请输入单位、事项、文号或问题。")
        if len(asked) > LONGEST_QUESTION:
            raise NotKnown(f"问题超过 {LONGEST_QUESTION} 个字。请缩短。")
        reading = understand(asked, store, today or date.today())
        return replace(answer_reading(reading, store), question=question)
    except NotKnown as refused:
        return _refused(question, refused, store)


def answer_reading(reading: Reading, store: Store) -> Answer:
    """Answer a reading, such as one whose parts a caller changed. Raises NotKnown where the graph can't answer it."""
    sparql, rows = _run(reading, store)
    values = _values(reading, rows)
    words = _words(reading, rows, values, store)
    if not rows and reading.kind.returns not in ("count", "count_units"):
        raise _nothing(reading, words)
    tasks = list(dict.fromkeys(row["task"] for row in rows if row.get("task")))
    said = Template(reading.kind.sentence).safe_substitute(words)
    sources = _sources(tasks, store)
    if any(SUPPOSED in assignment for source in sources for assignment in source.assignments) and "basis" in dict(reading.kind.columns):
        said += "（其中有推定的责任，见依据。）"
    return Answer(
        question="",
        answerable=True,
        answer=said + (f"（{'；'.join(_notes(reading))}。）" if _notes(reading) else ""),
        kind=reading.kind.name,
        reading=reading.parts,
        values=values,
        columns=reading.kind.columns,
        rows=tuple(rows),
        sparql=sparql,
        sources=sources,
        choices=_choices(reading, rows, store),
    )


def _run(reading: Reading, store: Store) -> tuple[str, list[dict[str, str]]]:
    sparql = sparql_of(reading)
    found = select(store, sparql)
    rows = found.values()
    if reading.kind.returns == "ranking" and reading.most and len(rows) > reading.most:
        # Units that have as many tasks as the last one that was asked for belong to the answer.
        last = rows[reading.most - 1]["tasks"]
        limit = max(n for n, row in enumerate(rows, 1) if row["tasks"] == last)
        sparql = sparql_of(reading, limit)
        rows = select(store, sparql).values()
    return sparql, rows


def _values(reading: Reading, rows: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """Return what was asked for, under its key."""
    match reading.kind.returns:
        case "tasks":
            return {"tasks": [{"document": _slug(row["file"]), "index": int(row["index"])} for row in rows]}
        case "agencies":
            return {"agencies": _agencies(rows)}
        case "ranking":
            return {"agencies": [agency | {"count": int(row["tasks"])} for row in rows for agency in _agencies([row])]}
        case "issuer":
            return {"agencies": [{"name": row["issuer"], "documents": [_slug(row["file"])]} for row in rows]}
        case "count":
            return {"count": sum(int(row["count"]) for row in rows)}
        case "count_units" | "count_documents":
            return {"count": len(rows)}
        case "dates":
            return {"dates": list(dict.fromkeys(row["date"] or row["words"] for row in rows))}
        case "issued":
            return {"dates": list(dict.fromkeys(row["issued"] for row in rows))}
        case "references":
            acts = {row["act"]: {"title": row["title"] or None, "number": row["number"] or None} for row in rows}
            return {"references": list(acts.values())}
        case "numbers":
            return {"references": [{"title": row["document"], "number": row["number"]} for row in rows]}
        case "top_documents":
            most = rows[0]["tasks"] if rows else ""
            return {"documents": [_slug(row["file"]) for row in rows if row["tasks"] == most]}
        case _:
            return {"documents": [_slug(row["file"]) for row in rows]}


def _agencies(rows: Iterable[Mapping[str, str]]) -> list[dict[str, Any]]:
    """Return units under the name that each document writes first, with the documents and the preferred name."""
    written: dict[tuple[str, str], str] = {}
    for row in rows:
        written.setdefault((row["file"], row["unitName"]), row["name"])
    found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for (file, preferred), name in written.items():
        found[name, preferred].append(_slug(file))
    return [{"name": name, "preferred": preferred, "documents": slugs} for (name, preferred), slugs in found.items()]


def _slug(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]


def _words(reading: Reading, rows: Sequence[Mapping[str, str]], values: Mapping[str, Any], store: Store) -> dict[str, str]:
    """Return what the sentence of a kind is filled with."""
    labels = {file.slug: file.label for file in labels_of(store).files}
    roles = role_words(reading.roles)
    said = reading.of("role")
    scope = _scope(reading)
    count = values.get("count", len(rows))
    if "documents" in values:
        count = len(values["documents"])
    return {
        "about": _about(reading, scope),
        "scope": scope,
        "topic": _shown(reading, "topic") or _shown(reading, "heading"),
        "act": _shown(reading, "act"),
        "unit": "、".join(f"“{part.shown}”" for part in reading.of("unit")),
        "number": "、".join(part.values[0] for part in reading.of("number")),
        "due": _shown(reading, "due"),
        "place": _shown(reading, "place"),
        "role_said": roles if said else "负责",
        "roles_said": f"{roles}单位" if said else "牵头和责任单位",
        "roles_short": roles if said else "",
        "named": f"点名{'、'.join(f'“{p.shown}”' for p in reading.of('unit'))}{roles if said else '负责'}的" if reading.of("unit") else "",
        "most": "最少" if reading.least else "最多",
        "count": str(count),
        "spread": _spread(rows) if reading.kind.returns == "count" else "",
        "held": _held(reading, store),
        "tasks": _listed(f"{row['document']}第{row['index']}项" for row in rows) if "tasks" in values else "",
        "texts": _listed(f"{row['text']}（{row['document']}第{row['index']}项）" for row in rows) if "tasks" in values else "",
        "agencies": _grouped(values.get("agencies", ()), labels),
        "ranking": _listed(f"{row['name']}（{row['tasks']}项）" for row in rows) if reading.kind.returns == "ranking" else "",
        "dates": _listed(values.get("dates", ())),
        "references": _listed(_reference(entry) for entry in values.get("references", ())),
        "documents": _listed(f"《{labels[slug]}》" for slug in values.get("documents", ())),
    }


def _listed(entries: Iterable[str]) -> str:
    """Return up to ten entries in a row, and say how many there are where there are more."""
    found = list(dict.fromkeys(entries))
    return "、".join(found[:LONGEST_LIST]) + (f"等（共{len(found)}个，下同表列）" if len(found) > LONGEST_LIST else "")


def _grouped(agencies: Iterable[Mapping[str, Any]], labels: Mapping[str, str]) -> str:
    """Return agencies by document, where there are several documents."""
    by_file: defaultdict[str, list[str]] = defaultdict(list)
    for agency in agencies:
        for slug in agency["documents"]:
            by_file[slug].append(agency["name"])
    if len(by_file) == 1:
        return _listed(next(iter(by_file.values())))
    return "；".join(f"《{labels[slug]}》：{_listed(names)}" for slug, names in by_file.items())


def _reference(entry: Mapping[str, str | None]) -> str:
    title, number = entry["title"], entry["number"]
    return f"《{title}》（{number}）" if title and number else f"《{title}》" if title else str(number)


def _spread(rows: Sequence[Mapping[str, str]]) -> str:
    return f"（{_listed(f'''《{row['document']}》{row['count']}项''' for row in rows)}）" if len(rows) > 1 else ""


def _shown(reading: Reading, kind: Any) -> str:  # noqa: ANN401 (a PartKind)
    return "、".join(part.shown for part in reading.of(kind))


def _scope(reading: Reading) -> str:
    said = [part.shown for kind in ("place", "year", "document") for part in reading.of(kind)]  # type: ignore[attr-defined]
    return "、".join(said) or "收录的文件"


def _about(reading: Reading, scope: str) -> str:
    """Return the conditions of a question in words."""
    said = [scope]
    said += [part.shown for part in reading.of("heading")]
    said += [f"与“{part.shown}”有关" for part in reading.of("topic")]
    said += [f"{part.shown}任务" for part in reading.of("number")]
    said += [f"引用{part.shown}" for part in reading.of("act")]
    said += [part.shown for part in reading.of("due")]
    said += [part.shown for kind in ("words", "issued", "issuer", "with", "groups") for part in reading.of(kind)]  # type: ignore[arg-type]
    return "，".join(said)


def _notes(reading: Reading) -> tuple[str, ...]:
    return tuple(dict.fromkeys(reading.notes))


def _held(reading: Reading, store: Store) -> str:
    """Say how many tasks more hold a unit through a collective name, surely and possibly."""
    units = [unit for part in reading.of("unit") for unit in part.values]
    if len(units) != 1 or reading.of("role") or reading.of("topic") or reading.of("due"):
        return ""
    query = next(query for query in ready_queries() if query.name == "duties_of_unit")
    name = labels_of(store).names[units[0]]
    rows = [row for row in select(store, fill(query, name)).values() if row["place"] in ("", *_places_of(units[0], store))]
    if len(rows) != 1 or rows[0]["included"] == rows[0]["possible"] == "0":
        return ""
    return f"另有统称包含{rows[0]['included']}项，可能涉及{rows[0]['possible']}项，不在其内。"


def _places_of(unit: str, store: Store) -> tuple[str, ...]:
    labels = labels_of(store)
    return tuple(file.place for file in labels.files if file.iri in labels.files_of_unit[unit])


def _sources(tasks: Sequence[str], store: Store) -> tuple[Source, ...]:
    """Return where the first tasks of an answer stand."""
    nodes = [ox.NamedNode(task) for task in tasks[:MOST_SOURCES]]
    if not nodes:
        return ()
    quotes: dict[str, list[str]] = defaultdict(list)
    rows: dict[str, Mapping[str, str]] = {}
    for row in select(store, with_values(with_prefixes(SOURCES), "task", *nodes)).values():
        rows.setdefault(row["task"], row)
        quotes[row["task"]].append(place_of(row["quote"], row["fileName"], row["page"], row["sheet"]))
    bases = defaultdict(list)
    for row in select(store, with_values(with_prefixes(BASES), "task", *nodes)).values():
        bases[row["task"]].append(f"{row['role']} {row['name']}（{row['basis']}）")
    return tuple(
        Source(
            task=task,
            document=row["document"],
            slug=task.rsplit("/", 2)[1],
            index=int(row["index"]),
            text=row["text"],
            places=tuple(dict.fromkeys(quotes[task])),
            assignments=tuple(dict.fromkeys(bases[task])),
        )
        for task, row in rows.items()
    )


def _choices(reading: Reading, rows: Iterable[Mapping[str, str]], store: Store) -> tuple[Part, ...]:
    """Return the places that a unit of several places can be narrowed to."""
    if reading.of("place") or not reading.of("unit"):
        return ()
    slugs = dict.fromkeys(_slug(row["file"]) for row in rows if row.get("file"))
    files = [file for file in labels_of(store).files if file.slug in slugs]
    if len(files) < 2:  # noqa: PLR2004 (one is no choice)
        return ()
    return tuple(
        Part("place", file.place, file.place, (file.places[0],)) if file.places else Part("document", file.label, f"《{file.label}》", (file.iri,))
        for file in files
    )


def _nothing(reading: Reading, words: Mapping[str, str]) -> NotKnown:
    """Return why there is no answer, though the graph knows all the names."""
    if reading.kind.name == "progress":
        return NotKnown("任务分解表只载安排，本库未收录完成情况材料，不能据此判断是否完成。")
    return NotKnown(Template(reading.kind.nothing).safe_substitute(words))


def _refused(question: str, refused: NotKnown, store: Store) -> Answer:
    alike = f"名称相近的有：{'、'.join(refused.alike)}。" if refused.alike else ""
    return Answer(question, answerable=False, answer=f"{refused.reason}{alike}", values={}, suggestions=_suggestions(store))


def _suggestions(store: Store) -> tuple[str, ...]:
    """Return questions that the graph can answer."""
    places = list(dict.fromkeys(file.place for file in labels_of(store).files if file.place))
    place = places[0] if places else ""
    found = [k.suggestion for k in kinds() if k.suggestion and set(Template(k.suggestion).get_identifiers()) <= {"place"}]
    return tuple(Template(text).substitute(place=place) for text in found[:3])


def as_json(answer: Answer) -> str:
    """Return an answer as one line of JSON, in the form of the question benchmark with more keys."""
    said: dict[str, Any] = {"question": answer.question, "answerable": answer.answerable, "answer": answer.answer}
    if answer.answerable:
        said |= answer.values
        said |= {
            "kind": answer.kind,
            "reading": [{"part": p.kind, "words": p.words, "shown": p.shown, "values": list(p.values)} for p in answer.reading],
            "columns": dict(answer.columns),
            "rows": [dict(row) for row in answer.rows],
            "sparql": answer.sparql,
            "sources": [
                {"document": s.slug, "title": s.document, "index": s.index, "text": s.text, "places": list(s.places), "assignments": list(s.assignments)}
                for s in answer.sources
            ],
            "choices": [p.shown for p in answer.choices],
        }
    else:
        said["suggestions"] = list(answer.suggestions)
    return json.dumps(said, ensure_ascii=False)


def as_lines(answer: Answer) -> str:
    """Return an answer as a person reads it on a terminal."""
    lines = [answer.answer]
    if not answer.answerable:
        return "\n".join([*lines, *(f"  可以问：{question}" for question in answer.suggestions)])
    lines.append(f"  我理解为：{understood(answer)}")
    for source in answer.sources:
        lines.append(f"  依据：《{source.document}》第{source.index}项（{'、'.join(source.places)}）{source.text[:SHORT_TEXT]}…")
    if len(answer.rows) > len(answer.sources) == MOST_SOURCES:
        lines.append(f"  （只列前 {MOST_SOURCES} 项依据）")
    lines += [f"  也可以只问：{part.shown}" for part in answer.choices]
    return "\n".join(lines)


def understood(answer: Answer) -> str:
    """Return how a question was read, in words."""
    kind: Kind = next(kind for kind in kinds() if kind.name == answer.kind)
    names = {"place": "地方", "year": "年度", "document": "文件", "unit": "单位", "role": "角色", "topic": "事项", "act": "所引文件",
             "heading": "章节", "number": "任务", "due": "时限", "words": "时限", "issued": "印发", "issuer": "发文机关", "with": "角色", "groups": "范围"}  # fmt: skip
    return "；".join([kind.title, *(f"{names[part.kind]}＝{part.shown}" for part in answer.reading)])
