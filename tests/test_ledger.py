"""The ledger in columns: what it lists and counts is what its tasks say one by one; graphs are replaced alone."""

from __future__ import annotations

import random
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from datetime import date
from itertools import combinations
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph_build.snapshots.gathering import Change
from graph_build.snapshots.ledger import write_ledger
from graph_build.snapshots.trig import GraphFiles
from graph_build.vocabulary.ledger_rows import LINKS, rows_of
from graph_query.answering.suggestions import suggestions, suggestions_of
from graph_query.drawing.network import network_of, size_of
from graph_query.errors import StoreUnavailable
from graph_query.ledger.columns import Columns
from graph_query.ledger.days import due_by_day, due_within, latest_own, undated
from graph_query.ledger.facets import FACETS, Choice, checks_of, counts, matching, times_of
from graph_query.ledger.model import Assignment, Task
from graph_query.ledger.reading import Ledger, ledger_of
from graph_query.ledger.workload import by_role, by_topic, counted, held_by, partners, shared, topics_of, units_in_order
from graph_query.sparql.prefixes import with_prefixes
from graph_query.stores import Store, select

# So many choices are tried.
SOME, MANY = 20, 60
WORDS = ("", "", "教育局 公开", "国办发", "《政府信息公开条例》", "第1", "县", "没有这样的词")
OF_TASK: dict[str, Callable[[Task], Iterable[str]]] = {
    "place": lambda task: task.document.places,
    "year": lambda task: task.document.years,
    "document": lambda task: (task.document.iri,),
    "topic": lambda task: task.topics,
    "time": times_of,
    "act": lambda task: (act.iri for act in task.acts),
    "check": checks_of,
}
OF_ASSIGNMENT: dict[str, Callable[[Ledger, Assignment], Sequence[str]]] = {
    "unit": lambda _, assignment: (assignment.unit,),
    "role": lambda _, assignment: (assignment.role,),
    "basis": lambda _, assignment: (assignment.basis,),
    "function": lambda ledger, assignment: ledger.units[assignment.unit].functions,
}


some_choices = pytest.mark.parametrize("number", [SOME, pytest.param(MANY, marks=pytest.mark.long)])


@pytest.fixture(params=["five", "generated"])
def ledger(request: pytest.FixtureRequest) -> Ledger:
    found: Ledger | Store = request.getfixturevalue(request.param)
    return found if isinstance(found, Ledger) else ledger_of(found)


def choices(ledger: Ledger, number: int) -> Iterator[Choice]:
    """Yield chosen values of some facets, with words or without."""
    draw = random.Random(23)
    values = {key: sorted(counts(ledger, Choice(), key)) for key in FACETS}
    for _ in range(number):
        keys = [key for key in draw.sample([*FACETS], draw.randint(0, 3)) if values[key]]
        ticked = {key: tuple(draw.sample(values[key], min(len(values[key]), draw.randint(1, 3)))) for key in keys}
        yield Choice(ticked, draw.choice(WORDS))


def fitting(ledger: Ledger, task: Task, chosen: Choice) -> list[Assignment]:
    asked = {key: values for key, values in chosen.ticked.items() if key in OF_ASSIGNMENT}
    return [
        assignment
        for assignment in task.assignments
        if all({*values} & {*OF_ASSIGNMENT[key](ledger, assignment)} for key, values in asked.items())
    ]


def fits(ledger: Ledger, task: Task, chosen: Choice) -> bool:
    asked = {key: values for key, values in chosen.ticked.items() if key in OF_TASK}
    names = "".join(f"{part.name} {ledger.units[part.unit].name} " for part in task.assignments)
    document, acts = task.document, "".join(act.shown for act in task.acts)
    headings = f"{document.title} {''.join(document.places)} {task.section} {task.subsection}"
    return (
        all({*values} & {*OF_TASK[key](task)} for key, values in asked.items())
        and (not chosen.ticked.keys() & OF_ASSIGNMENT.keys() or bool(fitting(ledger, task, chosen)))
        and all(word in f"{headings} {task.text} {names} {acts}".casefold() for word in chosen.words.split())
    )


def values_of(ledger: Ledger, task: Task, key: str, chosen: Choice) -> set[str]:
    if key in OF_TASK:
        return {*OF_TASK[key](task)}
    return {value for part in fitting(ledger, task, chosen) for value in OF_ASSIGNMENT[key](ledger, part)}


@some_choices
def test_a_choice_lists_and_counts_the_tasks_that_fit(ledger: Ledger, number: int) -> None:
    tasks = list(ledger.tasks)
    for chosen in choices(ledger, number):
        assert list(matching(ledger, chosen)) == [task for task in tasks if fits(ledger, task, chosen)]
        for key in FACETS:
            others = Choice({it: values for it, values in chosen.ticked.items() if it != key}, chosen.words)
            remain = (task for task in tasks if fits(ledger, task, others))
            assert counts(ledger, chosen, key) == Counter(
                value for task in remain for value in values_of(ledger, task, key, others)
            ), (key, chosen)


@some_choices
def test_what_is_counted_is_what_tasks_say(ledger: Ledger, number: int) -> None:
    for chosen in choices(ledger, number):
        tasks, every = matching(ledger, chosen), list(matching(ledger, chosen))
        units = [(task, {part.unit for part in task.assignments}) for task in every]
        assert counted(tasks) == Counter(unit for _, its in units for unit in its)
        assert counted(tasks, supposed=True) == Counter(
            unit for task in every for unit in {part.unit for part in task.assignments if part.supposed}
        )
        assert by_role(tasks) == Counter(it for task in every for it in {(p.unit, p.role) for p in task.assignments})
        assert by_topic(tasks) == Counter((unit, topic) for task, its in units for unit in its for topic in task.topics)
        assert topics_of(tasks) == Counter(topic for task in every for topic in task.topics)
        assert shared(tasks) == Counter(pair for _, its in units for pair in combinations(sorted(its), 2))
        for unit in units_in_order(tasks)[:2]:
            with_it = (other for _, its in units if unit in its for other in its - {unit})
            assert partners(unit, tasks) == Counter(with_it)
        parts = [part for task in every for part in task.assignments]
        held = held_by(ledger, tasks)
        assert (held.tasks, held.assignments, held.units) == (len(every), len(parts), len({p.unit for p in parts}))
        assert held.supposed == sum(part.supposed for part in parts)
        assert held.acts == len({act.iri for task in every for act in task.acts})
        assert held.documents == len({task.document.iri for task in every})
        assert held.places == len({task.document.place for task in every} - {""})
        for roles in ((), ("lead",)):
            assert size_of(tasks, roles) == len(network_of(ledger, every, roles=roles))


def test_units_stand_as_the_register_or_else_the_documents_name_them(ledger: Ledger) -> None:
    named = dict.fromkeys(part.unit for task in ledger.tasks for part in task.assignments)
    place = {unit: ledger.units[unit].order for unit in named}
    order = sorted(named, key=lambda unit: (place[unit] is None, place[unit] or 0))
    assert units_in_order(ledger.tasks) == tuple(order)


@some_choices
def test_days_are_those_that_tasks_set(ledger: Ledger, number: int) -> None:
    for chosen in choices(ledger, number):
        tasks = matching(ledger, chosen)
        days = [(day, task) for task in tasks for day in dict.fromkeys(task.days)]
        assert due_by_day(tasks) == Counter(day for day, _ in days)
        assert latest_own(tasks) == max((str(day) for day, t in days if t.document.copy != "template"), default="")
        assert undated(tasks) == Counter(time for task in tasks if not task.days for time in times_of(task))
        first, last = date(2022, 3, 1), date(2023, 6, 30)
        found, due = due_within(tasks, first, last)
        wanted = sorted(((day, task) for day, task in days if first <= day <= last), key=lambda pair: pair[0])
        assert list(zip(found, due, strict=True)) == wanted
        assert list(due.once) == list(dict.fromkeys(task for _, task in wanted))


def test_the_ledger_says_of_tasks_what_the_graph_does(five: Store) -> None:
    query = """SELECT ?task ?index ?no ?text ?section ?file (COUNT(DISTINCT ?part) AS ?parts)
      (COUNT(DISTINCT ?limit) AS ?limits) (COUNT(DISTINCT ?act) AS ?acts) (COUNT(DISTINCT ?item) AS ?items) WHERE {
      ?task a zr:Task ; zr:index ?index ; zr:text ?text ; zr:document ?file . OPTIONAL { ?task zr:no ?no }
      OPTIONAL { ?task zr:section ?section } OPTIONAL { ?task zr:cites ?act } OPTIONAL { ?task zr:hasItem ?item }
      OPTIONAL { ?part a zr:Assignment ; zr:task ?task } OPTIONAL { ?task zr:deadline|zr:hasLimit ?limit }
    } GROUP BY ?task ?index ?no ?text ?section ?file"""
    said = {row["task"]: row for row in select(five, with_prefixes(query)).values()}
    tasks = ledger_of(five).tasks
    assert {task.iri for task in tasks} == said.keys()
    for task in tasks:
        row = said[task.iri]
        facts = task.no, task.text, task.section, task.document.iri, str(task.index)
        assert facts == (row["no"], row["text"], row["section"], row["file"], row["index"])
        numbers = len(task.assignments), len(task.all_limits), len({act.iri for act in task.acts}), len(task.items)
        assert numbers == tuple(int(row[name]) for name in ("parts", "limits", "acts", "items"))


def test_tasks_are_found_by_their_names_and_a_part_is_of_the_same_kind(ledger: Ledger) -> None:
    tasks = list(ledger.tasks)
    assert [ledger.task(task.iri) for task in tasks[:3]] == tasks[:3]
    assert ledger.task(tasks[0].iri.removeprefix("https://w3id.org/zeren/id/")) == tasks[0]
    assert ledger.task("task/none") is None
    assert list(ledger.named([tasks[5].iri, "none", tasks[2].iri])) == [tasks[5], tasks[2]]
    assert list(ledger.tasks[3:7]) == tasks[3:7]
    assert ledger.tasks[-1] == tasks[-1]
    assert list(ledger.tasks[3:7].within(ledger.tasks[5:9])) == tasks[5:7]


def test_nothing_else_than_the_links_that_are_named_is_read(five: Store) -> None:
    links = set(LINKS)
    for graph in five.snapshot.graphs():
        triples = [quad.triple for quad in ox.parse(graph, format=ox.RdfFormat.TRIG)]
        assert rows_of(triples) == rows_of(triple for triple in triples if triple.predicate in links)


def test_graphs_that_change_are_replaced_alone(home_of_five: Path, tmp_path: Path) -> None:
    graphs = (home_of_five / "data" / "graph" / "current").resolve()
    names = tuple(sorted(name for name in GraphFiles(graphs) if name != "ontology"))
    late = [name for name in names if name.startswith("doc/")][1::2]

    def written(before: Path | None, left: Sequence[str], come: Sequence[str]) -> Path:
        path = tmp_path / str(len(list(tmp_path.iterdir()))) / "ledger.sqlite"
        path.parent.mkdir()
        write_ledger(path, Change(graphs, before and before.parent, tuple(left), tuple(come)))
        return path

    whole = written(None, (), names)
    grown = written(None, (), [name for name in [*names, "ontology"] if name not in late])
    for name in late:
        grown = written(grown, (), [name])
    grown = written(grown, late[:2], late[:1])
    grown = written(grown, ["ontology"], [late[1], "ontology"])
    one, other = (Ledger(Columns.of_file(path)) for path in (whole, grown))
    assert tuple(one.tasks) == tuple(other.tasks)
    assert (one.documents, one.units, one.acts) == (other.documents, other.units, other.acts)
    assert [counts(one, Choice(), key) for key in FACETS] == [counts(other, Choice(), key) for key in FACETS]
    empty = written(grown, [name for name in names if name.startswith("doc/")], ())
    with closing(sqlite3.connect(empty)) as file:
        tables = ("tasks", "details", "words", "assignments", "citations", "days", "documents", "carriers", "fields")
        assert [file.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables] == [0] * len(tables)


def test_a_ledger_that_is_no_more_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    path.write_bytes(b"nothing" * 1000)
    with pytest.raises(StoreUnavailable, match="zeren build"):
        _ = Ledger(Columns.of_file(path)).tasks


def test_what_can_be_asked_is_the_same_of_the_ledger_and_the_graph(five: Store, store: Store) -> None:
    assert suggestions_of(ledger_of(five)) == suggestions(five)
    assert suggestions_of(ledger_of(store)) == suggestions(store)
