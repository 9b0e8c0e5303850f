"""Facets of the ledger: what a user ticks, which tasks remain, and how many there would be for each other tick."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from graph_build.vocabulary.ledger_rows import ID, short
from graph_build.vocabulary.ledger_rows import TIMES as CODES
from graph_build.vocabulary.simplify import simplified
from graph_query.ledger.concepts import shown
from graph_query.ledger.model import Act, Document, Task, Unit
from graph_query.ledger.notices import UNLIMITED
from graph_query.ledger.reading import Ledger
from graph_query.ledger.tasks import Tasks

# What is said of a task's time: of its deadline, else of the limits in its text, else why there is none.
OF_TIME = {
    "dated": "有最后一日",
    "no_year": "写有日期而年份不详",
    "ongoing": "持续推进",
    "recurring": "定期",
    "period": "某事之后若干日（无法推算）",
    **UNLIMITED,
}
TIMES = tuple(OF_TIME[code] for code in CODES)
# What a person said of a task's reading.
OF_CHECK = {"checked": "已核对", "corrected": "人工更正", "unchecked": "未核对"}
CHECKS = tuple(OF_CHECK.values())
OF_CODE = {"time": OF_TIME, "check": OF_CHECK}
# Facets of which a task may have several values, in one column.
SEVERAL = ("topic", *OF_CODE)
# A list of values as a parameter of SQL.
LISTED = "(SELECT value FROM json_each(?))"
NAMED = f"(SELECT id FROM names WHERE iri IN {LISTED})"
# What a facet asks of an assignment.
OF_ASSIGNMENT = {
    "unit": f"unit IN {NAMED}",
    "role": f"role IN {LISTED}",
    "function": f"unit IN (SELECT unit FROM fields WHERE function IN {LISTED})",
    "basis": f"basis IN {LISTED}",
}
# How many tasks have each value of a facet; of those with several in one column, each combination of them.
COUNTED = {
    "place": "SELECT document, count(*) FROM tasks {where} GROUP BY document",
    "topic": "SELECT topics, count(*) FROM tasks {where} GROUP BY topics",
    "time": "SELECT times, count(*) FROM tasks {where} GROUP BY times",
    "check": "SELECT checks, count(*) FROM tasks {where} GROUP BY checks",
    "act": "SELECT iri, n FROM (SELECT act, count(DISTINCT task) AS n FROM citations {where} GROUP BY act) "
    "JOIN names ON id = act",
    "unit": "SELECT iri, n FROM (SELECT unit, count(DISTINCT task) AS n FROM assignments {where} GROUP BY unit) "
    "JOIN names ON id = unit",
    "role": "SELECT role, count(DISTINCT task) FROM assignments {where} GROUP BY role",
    "function": "SELECT function, count(DISTINCT task) FROM assignments JOIN fields USING (unit) {where} "
    "GROUP BY function",
    "basis": "SELECT basis, count(DISTINCT task) FROM assignments {where} GROUP BY basis",
}
Wanted = tuple[tuple[str, tuple[str, ...]], ...]
# In SQL, with its values.
Condition = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Choice:
    """What was ticked, by facet; of one facet any of the values will do. `words` are looked for in the texts.

    Units, roles, bases and functions are asked of one and the same assignment: 牵头 and 市教育局 means led by it.
    """

    ticked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    words: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """One facet: its name for users; `scheme` is that of its values where they are concepts."""

    name: str
    scheme: str = ""

    def shown(self, value: str) -> str:
        """Return a value, of a facet whose values are no things, as people read it."""
        return shown(self.scheme, value) if self.scheme else value


FACETS: Mapping[str, Facet] = {
    "place": Facet("地方"),
    "year": Facet("年度"),
    "document": Facet("文件"),
    "unit": Facet("单位"),
    "role": Facet("角色", "roles"),
    "function": Facet("职能", "functions"),
    "basis": Facet("责任依据", "bases"),
    "topic": Facet("主题", "topics"),
    "time": Facet("时限"),
    "act": Facet("所引文件"),
    "check": Facet("核对"),
}


def times_of(task: Task) -> tuple[str, ...]:
    """Return what is said of a task's time, of TIMES: all that holds."""
    return tuple(OF_TIME[code] for code in task.times)


def checks_of(task: Task) -> tuple[str, ...]:
    """Return what a person said of a task's reading, of CHECKS."""
    codes = {"checked" if word.is_check else "corrected" for word in task.people} or {"unchecked"}
    return tuple(words for code, words in OF_CHECK.items() if code in codes)


def matching(ledger: Ledger, chosen: Choice) -> Tasks:
    """Return the tasks that what was ticked lets through, in the order of the ledger."""
    return _matching(ledger, _wanted(chosen), _words(chosen))


def counts(ledger: Ledger, chosen: Choice, key: str) -> Counter[str]:
    """Return how many tasks there are for each value of a facet, what was ticked of the others as it is."""
    wanted = tuple((other, values) for other, values in _wanted(chosen) if other != key)
    return _counts(ledger, wanted, _words(chosen), key)


def described(ledger: Ledger, chosen: Choice) -> str:
    """Return what was ticked, in words: 地方：厦门市；角色：牵头、责任."""
    things: dict[str, Mapping[str, Document | Unit | Act]]
    things = {"document": ledger.documents, "unit": ledger.units, "act": ledger.acts}
    labels = {
        FACETS[key].name: [things[key][value].shown if key in things else FACETS[key].shown(value) for value in values]
        for key, values in chosen.ticked.items()
        if values
    }
    labels |= {"词语": [chosen.words]} if chosen.words else {}
    return "；".join(f"{name}：{'、'.join(values)}" for name, values in labels.items())


def _wanted(chosen: Choice) -> Wanted:
    return tuple(sorted((key, tuple(sorted(values))) for key, values in chosen.ticked.items() if values))


def _words(chosen: Choice) -> tuple[str, ...]:
    return tuple(simplified(chosen.words).casefold().split())


# Each facet counts the tasks of one and the same choice.
@lru_cache(maxsize=16)
def _matching(ledger: Ledger, wanted: Wanted, words: tuple[str, ...]) -> Tasks:
    conditions = [_of_task(ledger, key, values) for key, values in wanted if key not in OF_ASSIGNMENT]
    parts = _of_assignment(wanted)
    if parts[0]:
        conditions.append((f"tasks.id IN (SELECT task FROM assignments WHERE {parts[0]})", parts[1]))
    conditions += [_with_word(ledger, word) for word in words]
    if not conditions:
        return ledger.tasks
    return ledger.where(" AND ".join(sql for sql, _ in conditions), *(v for _, values in conditions for v in values))


def _of_task(ledger: Ledger, key: str, values: Sequence[str]) -> Condition:
    """Return the condition that a task has any of some values of a facet."""
    if key == "act":
        return f"tasks.id IN (SELECT task FROM citations WHERE act IN {NAMED})", (_listed(map(short, values)),)
    if key in SEVERAL:
        column = f"{key}s"
        codes = {words: code for code, words in OF_CODE.get(key, {}).items()}
        notations = {codes.get(value, "" if codes else value) for value in values}
        several = ledger.columns.rows(f"SELECT DISTINCT {column} FROM tasks")
        return f"tasks.{column} IN {LISTED}", (_listed(it for (it,) in several if notations & {*it.split()}),)
    documents = ledger.documents_by_number.items()
    fitting = _listed(number for number, it in documents if {*values} & {*_of_document(it, key)})
    return f"tasks.document IN {LISTED}", (fitting,)


def _of_document(document: Document, key: str) -> Sequence[str]:
    return {"place": document.places, "year": document.years, "document": (document.iri,)}[key]


def _of_assignment(wanted: Wanted) -> Condition:
    """Return the condition of what was ticked on an assignment; none where nothing was."""
    asked = [(OF_ASSIGNMENT[key], values, key) for key, values in wanted if key in OF_ASSIGNMENT]
    listed = (_listed(map(short, values) if key == "unit" else values) for _, values, key in asked)
    return " AND ".join(sql for sql, *_ in asked), tuple(listed)


def _with_word(ledger: Ledger, word: str) -> Condition:
    """Return the condition that a task holds a word: in text, headings, title, place, units or acts."""
    documents = ledger.documents_by_number.items()
    titled = [n for n, it in documents if word in f"{it.title} {''.join(it.places)}".casefold()]
    return (
        "(instr((SELECT said FROM words WHERE task = tasks.id), ?)"
        f" OR tasks.document IN {LISTED} OR tasks.id IN {LISTED})"
    ), (word, _listed(titled), _listed(ledger.citing(word)))


def _listed(values: Iterable[object]) -> str:
    return json.dumps(list(values), ensure_ascii=False)


@lru_cache(maxsize=128)
def _counts(ledger: Ledger, wanted: Wanted, words: tuple[str, ...], key: str) -> Counter[str]:
    tasks = _matching(ledger, wanted, words)
    if key in OF_ASSIGNMENT:
        condition, values = _of_assignment(wanted)
        rows = tasks.counted(COUNTED[key], "task", condition, *values)
        return Counter({ID + value if key == "unit" else value: count for value, count in rows})
    if key == "act":
        return Counter({ID + value: count for value, count in tasks.counted(COUNTED[key])})
    found: Counter[str] = Counter()
    for value, count in tasks.counted(COUNTED.get(key, COUNTED["place"]), "tasks.id"):
        several = value.split() if key in SEVERAL else _of_document(ledger.documents_by_number[value], key)
        for one in several:
            found[OF_CODE[key][one] if key in OF_CODE else one] += count
    return found
