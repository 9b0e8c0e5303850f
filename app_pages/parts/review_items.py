"""What there is to settle in a document, in order, and the corrections that a person's answers are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from graph_build import corrections
from graph_build.corrections import Correction
from graph_build.pipeline import Doubtful, ReadTask, Review
from graph_query.ledger.concepts import ROLES

# How far an item is: something of it is doubtful, nobody has looked at it, a person has confirmed it.
State = Literal["doubtful", "unchecked", "checked"]
SEPARATOR = "、"
# What of a task may be damaged, as graph_build.model.Part names it.
PARTS = {"section": "所属的章节标题", "subsection": "所属的小节标题", "text": "任务的文字"}


@dataclass(frozen=True, slots=True)
class Item:
    """A task with all that is doubtful of it, or words that are no part of any task (`task` is None)."""

    key: str
    state: State
    task: int | None
    doubts: tuple[Doubtful, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it is to be looked at."""
        return tuple(dict.fromkeys(doubt.reason for doubt in self.doubts))


@dataclass(frozen=True, slots=True)
class Answer:
    """How a task is, as a person says: its units by role, its deadline and its text, what it cites, and why.

    `acts` are its citations as they are written, each with the act that is meant.
    """

    units: Mapping[str, tuple[str, ...]]
    deadline: str
    text: str
    acts: Mapping[str, str] = field(default_factory=dict)
    why: str = ""


def items_of(review: Review) -> list[Item]:
    """Return all that can be settled: what is doubtful first, by weight, then other tasks, then those checked."""
    names, checked = review.names, checked_of(review)
    grouped: dict[str, list[Doubtful]] = {}
    for doubt in review.doubtful:
        key = doubt.key if doubt.task is None else names[doubt.task]
        grouped.setdefault(key, []).append(doubt)
    found = [Item(key, "doubtful", doubts[0].task, tuple(doubts)) for key, doubts in grouped.items()]
    seen = {item.task for item in found}
    others = [n for n in range(len(names)) if n not in seen]
    found += [Item(names[n], "unchecked", n, ()) for n in others if n not in checked]
    return found + [Item(names[n], "checked", n, ()) for n in others if n in checked]


def checked_of(review: Review) -> frozenset[int]:
    """Return the tasks (from 0) that a person confirmed, each by itself or the document as a whole."""
    return frozenset(range(len(review.targets))) if review.corrected.confirmed else review.checked


def reason_of(review: Review, item: Item, doubt: Doubtful) -> str:
    """Return why something is doubtful; of damage, which part of the task it is and where that stands."""
    damaged = review.corrected.task_list.tasks[item.task].damaged if item.task is not None else ()
    part = next((one.part for one in damaged if one.span == doubt.span), None)
    _, damage, what = doubt.reason.partition("受损")
    return f"{PARTS[part]}（{doubt.where}）{damage}{what}" if part and damage else doubt.reason


def names_in(written: str) -> tuple[str, ...]:
    r"""Return the names that a person typed, parted by 、 or a comma or a line's end.

    >>> names_in("市教育局、 市民政局，\n")
    ('市教育局', '市民政局')
    """
    for mark in "，,；;\n":
        written = written.replace(mark, SEPARATOR)
    return tuple(dict.fromkeys(filter(None, (corrections.bare(name) for name in written.split(SEPARATOR)))))


def as_read(task: ReadTask) -> Answer:
    """Return how a task is read."""
    units: dict[str, tuple[str, ...]] = {}
    for role in ROLES:
        units[role] = tuple(a.name for a in task.assignments if a.role == role)
    acts = {corrections.cited_as(one): corrections.cited_as(one.meant or one) for one in task.citations}
    return Answer(units, task.deadline.words if task.deadline else "", task.text, acts)


def changes(review: Review, n: int, before: Answer, answer: Answer, said: Correction) -> list[Correction]:
    """Return the corrections that make a task what a person says it is; `said` tells who and when.

    `before` is how the task was when the person saw it: who has changed it since is not passed over.
    """
    words, repeat = review.targets[n]
    of_task = replace(said, task=words, repeat=repeat, why=answer.why)
    found = list(_of_units(before, answer, of_task))
    if corrections.bare(answer.deadline) != corrections.bare(before.deadline):
        found.append(replace(of_task, what="deadline", was=before.deadline, now=answer.deadline.strip()))
    if corrections.bare(answer.text) != corrections.bare(before.text):
        found.append(replace(of_task, what="text", was=before.text, now=answer.text.strip()))
    for written, meant in answer.acts.items():
        if corrections.bare(meant) != corrections.bare(before.acts[written]):
            found.append(replace(of_task, what="act", was=written, now=meant.strip()))
    return found


def _of_units(before: Answer, after: Answer, of_task: Correction) -> Iterator[Correction]:
    """Give the corrections of units: those that have another role now, then in each role the ones that differ."""
    gone = {role: [n for n in before.units[role] if n not in after.units[role]] for role in ROLES}
    come = {role: [n for n in after.units[role] if n not in before.units[role]] for role in ROLES}
    for was in ROLES:
        for now in ROLES:
            for name in [name for name in gone[was] if name in come[now]]:
                gone[was].remove(name)
                come[now].remove(name)
                yield replace(of_task, what="role", unit=name, was=was, now=now)
    for role in ROLES:
        if len(gone[role]) == len(come[role]):
            pairs = list(zip(gone[role], come[role], strict=True))
        else:
            pairs = [*((name, "") for name in gone[role]), *(("", name) for name in come[role])]
        for was_named, is_named in pairs:
            yield replace(of_task, what="unit", role=role, was=was_named, now=is_named)


def confirmation(review: Review, n: int, new: Sequence[Correction], said: Correction) -> Correction | None:
    """Return what says that a task is right as it is read with new corrections; None where these do not all apply."""
    words, repeat = review.targets[n]
    corrected = corrections.applied(review.machine, review.machine_origin, (*review.said, *new))
    if any(left in new for left, _ in corrected.left):
        return None
    tasks = corrected.task_list.tasks
    readings = dict(zip(corrections.targets_of(tasks), tasks, strict=True))
    task = readings.get((words, repeat))
    if task is None:
        return None
    return replace(said, what="checked", task=words, repeat=repeat, was=corrections.reading_of(task), why="")


def refusal_of(new: Iterable[Correction]) -> tuple[str, str] | None:
    """Return the box of the first correction that could never hold, by its key, and a line that says why; or None.

    >>> from datetime import date
    >>> refusal_of([Correction("unit", "李四", date(2026, 1, 31), role="lead", now="县")])
    ('change-lead', '牵头单位“县”：单位名应有 2 到 40 个字。请改正。')
    """
    for one in new:
        if refused := corrections.refusal(one):
            of, _, now = corrections.told(one)
            named = f"{of}“{now}”" if now and f"“{now}”" not in refused else of
            return box_of(one), f"{refused if refused.startswith(of) else f'{named}：{refused}'}。"
    return None


def box_of(one: Correction) -> str:
    """Return the key of the box in the form of a task that a correction is typed into."""
    return f"change-{f'act-{one.was}' if one.what == 'act' else one.role or one.what}"


def rejection(review: Review, item: Item, said: Correction) -> Correction:
    """Return what says that something is no task."""
    if item.task is None:
        return replace(said, what="not_a_task", words=item.doubts[0].words)
    words, repeat = review.targets[item.task]
    return replace(said, what="not_a_task", task=words, repeat=repeat)


def joined(review: Review, n: int, said: Correction) -> Correction:
    """Return what says that a task and the next one are one."""
    words, repeat = review.targets[n]
    return replace(said, what="join", task=words, repeat=repeat, parts=(review.targets[n + 1][0],))


def parted(review: Review, n: int, parts: Sequence[str], said: Correction) -> Correction:
    """Return what says that a task is several, each with the words of one part."""
    words, repeat = review.targets[n]
    return replace(said, what="split", task=words, repeat=repeat, parts=tuple(parts))
