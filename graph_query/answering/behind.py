"""What stands behind an answer: the tasks that it counts or names, each whole, and the documents that these stand in.

Every answer has documents, and every answer that speaks of tasks has these: a count says six and lists the six.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from graph_query.answering.blanks import Blank, blanks_of
from graph_query.answering.listed import Listed, listed
from graph_query.answering.query import behind_of, files_of, kind_of
from graph_query.answering.titles import files_by_iri, in_order
from graph_query.labels.scopes import File
from graph_query.questions import Kind
from graph_query.stores import Store, select
from graph_query.understanding.formula import Formula, atoms, is_of_file

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Behind:
    """The tasks behind an answer, in the order that was asked for, and the documents that it rests on.

    `tasks` are the first ones of `iris`; `compared` those of the whole of a share, or what a count is compared with.
    `per_file` and `compared_per_file` count all of them by document, `blanks` tell apart what is not written from what
    no column is for.
    """

    tasks: tuple[Listed, ...] = ()
    iris: tuple[str, ...] = ()
    compared: tuple[Listed, ...] = ()
    files: tuple[File, ...] = ()
    per_file: tuple[tuple[File, int], ...] = ()
    compared_per_file: tuple[tuple[File, int], ...] = ()
    blanks: tuple[Blank, ...] = ()

    @property
    def count(self) -> int:
        """How many tasks there are."""
        return sum(count for _, count in self.per_file)

    @property
    def compared_count(self) -> int:
        """How many tasks these are compared with."""
        return sum(count for _, count in self.compared_per_file)

    @property
    def doubtful(self) -> tuple[File, ...]:
        """The documents whose reading is doubtful."""
        return tuple(file for file in self.files if file.doubtful)


def behind(formula: Formula, rows: Sequence[Row], store: Store) -> Behind:
    """Return what stands behind the rows of an answer."""
    kind, files = kind_of(formula), files_by_iri(store)
    found = in_order(_tasks(formula, kind, rows, store), store)
    whole = in_order(_whole(formula, store), store)
    holding = {row["file"] for row in (*found, *whole)} or {row["file"] for row in rows if row.get("file")}
    holding = holding or {row["file"] for row in select(store, files_of(formula)).values()}
    blanks = blanks_of(formula, Counter(row["file"] for row in found), store)
    tasks = [_marked(task, blanks) for task in listed([row["task"] for row in found], store)]
    if kind.name in ("limits", "durations") or any(atom.kind == "due" for atom in atoms(formula.of)):
        tasks.sort(key=lambda task: (not task.day, task.day))
    return Behind(
        tasks=tuple(tasks),
        iris=tuple(row["task"] for row in found),
        compared=listed([row["task"] for row in whole], store),
        files=tuple(file for iri, file in files.items() if iri in holding),
        per_file=_counted(found, files),
        compared_per_file=_counted(whole, files),
        blanks=blanks,
    )


def _counted(rows: Sequence[Row], files: Mapping[str, File]) -> tuple[tuple[File, int], ...]:
    return tuple((files[iri], count) for iri, count in Counter(row["file"] for row in rows).items())


def _tasks(formula: Formula, kind: Kind, rows: Sequence[Row], store: Store) -> list[Row]:
    """Return the tasks that rows are of, else those that they count; none where documents alone are asked for."""
    if rows and "task" in rows[0]:
        return list({row["task"]: row for row in rows}.values())
    if kind.returns in ("issued", "issuer", "numbers") or kind.name == "implements":
        return []
    if formula.wants in ("documents", "places") and not formula.order and is_of_file(formula.of):
        return []
    return list(select(store, behind_of(formula, rows)).values())


def _whole(formula: Formula, store: Store) -> list[Row]:
    """Return the tasks of the whole of a share, or of what a count is compared with."""
    if formula.measure not in ("share", "difference"):
        return []
    return list(select(store, behind_of(Formula("tasks", formula.within or Formula("tasks").of), ())).values())


def _marked(task: Listed, blanks: Sequence[Blank]) -> Listed:
    """Return a task with why what it does not have is not written."""
    return replace(task, blank="；".join(blank.of(task.file.iri) for blank in blanks)) if blanks else task


def ordered(formula: Formula, rows: Sequence[Row], held: Behind, store: Store) -> Sequence[Row]:
    """Return the rows of an answer in the order of documents, units as these list them; ranks stay as they are."""
    if formula.order or formula.by or not rows or "file" not in rows[0]:
        return rows
    if "unitName" not in rows[0]:
        return in_order(rows, store)
    place: dict[tuple[str, ...], int] = {}
    for task in held.tasks:
        for part in task.units:
            place.setdefault((task.task, part.name), len(place))
            place.setdefault((task.file.iri, part.unit), len(place))
    last = len(place)
    keys = ("task", "name") if "task" in rows[0] else ("file", "unit")
    return sorted(in_order(rows, store), key=lambda row: place.get(tuple(row[key] for key in keys), last))
