"""How sure a reading is (识读可信度, 0 to 1), and why: what was not claimed, not understood, or only supposed.

It says how far the reading can be trusted, and nothing about the office or its document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from graph_build.model import SUPPOSED as SUPPOSED_BASES
from graph_build.model import Document, Task, TaskList, TimeLimit
from graph_build.spans import HAN, Damage, Span, where
from graph_build.values.figures import FIGURES
from graph_build.values.marks import MARK
from graph_build.values.names import could_be_name, is_group, is_whole_name, names_in
from graph_build.values.roles import has_label, is_role_talk, role_at_end

# A reason's weight: how far the sureness falls where it holds of everything.
WEIGHTS = {
    "有 {n} 处像是分工而没有读懂": 1.0,
    "有 {n} 处任务编号不连续": 0.8,
    "有 {n} 项任务没有读到单位": 0.7,
    "有 {n} 个单位名不像单位": 0.8,
    "有 {n} 项任务的文字不完整或夹有标签": 0.6,
    "有 {n} 项任务在章节标题之外": 0.4,
    "有 {n} 处时限没有读懂": 0.4,
    "有 {n} 个单位名的词尾不认识": 0.35,
    "有 {n} 项任务的文字或所属标题受损，未能恢复": 0.4,
    "有 {n} 项任务的文字或所属标题受损，由程序恢复": 0.1,
    "有 {n} 处引文没有完整的文号和标题": 0.004,
    "有 {n} 处责任出自推定的合并格": 0.004,
}
UNCLAIMED, GAPS, NO_UNIT, ODD_NAME, ODD_TEXT, NO_HEADING, LIMIT, STRANGE, LOST, RESTORED, CITATION, SUPPOSED = WEIGHTS
# What is said of one thing of a reason.
ONE = {reason: re.sub(r"^有 \{n\} [处项个]", "", reason) for reason in WEIGHTS}
# Reasons to look, not to doubt, weigh so little that they show only where there are many: so do columns left out.
SMALL = 0.001
# A part of the file that was not read, or not surely, could hold anything: one is enough to be doubtful.
UNREAD = 0.25
SHORTEST_TEXT = 5
# A reason that weighs less names no places.
SMALL_REASON = 0.3
MOST_EXAMPLES, LONGEST_EXAMPLE = 3, 20
ODD = re.compile(rf"^[，、；。：）)〕】]|^[第其][{FIGURES}]+[，、]")
# A number that was not taken off; but a first one with a second behind it opens the parts of a text.
NUMBERED = re.compile(rf"^[（(]?(?P<figure>[\d{FIGURES}]+)[）)、]")
# In a unit's name: a sign at an end that no legend explains, a mark that separates, words that join it to a
# collective, a limit, an account of how.
ODD_IN_NAME = re.compile(rf"^{MARK}(?!{MARK})|{MARK}$|[、，,；;：:。/]|及(?:各|相关|有关)|月底|年底|年内|结合实际|\d月")
# A label that was not known ends the text: …落实到位。责任校领导：张三
LABEL_AT_END = re.compile(rf"[。；;][{HAN}]{{2,8}}[:：][^:：。]{{1,20}}。?$")
BRACKETED = re.compile(r"（[^（）]*）")
# What a name's last bracket says: 县财政局（负责配合）.
TAIL = re.compile(r"（([^（）]+)）$")
BARE = ("单位", "部门", "科室", "等")
BARE_FIGURE = re.compile(r"[\d.,/-]+")
UNKNOWN = re.compile("[\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]")
SECOND = {"1": "2", "一": "二"}


@dataclass(frozen=True, slots=True)
class Sureness:
    """A value from 0 to 1, and its reasons as Chinese lines; none where there is no doubt.

    `supposed` is how large a part of what was read is only supposed, from 0 to 1.
    """

    value: float
    reasons: tuple[str, ...]
    supposed: float = 0.0


@dataclass(frozen=True, slots=True)
class Doubt:
    """A reason, of how many things it could hold, and those that it holds of: their words, and where they stand."""

    reason: str
    of: int
    places: tuple[tuple[str, Span | None], ...]


def sureness_of(document: Document, task_list: TaskList) -> Sureness:
    """Return how sure the reading of a document is, to two decimals, the weightiest reasons first."""
    value = 1.0
    found: list[tuple[float, str]] = []
    for doubt in _doubts(task_list):
        count = len(doubt.places)
        if count:
            loss = WEIGHTS[doubt.reason] * count / max(doubt.of, count)
            value *= 1 - loss
            found.append((loss, doubt.reason.format(n=count) + _examples(doubt, document.source)))
    left_out = [f"栏目“{word}”没有收入图谱" for word in task_list.left_out]
    doubts = [*document.doubts, *_bare_limits(task_list), *_unknown_letters(task_list)]
    lines = [(UNREAD, line) for line in doubts] + [(SMALL, line) for line in left_out]
    for loss, line in [*lines, *((0.0, line) for line in document.notes)]:
        value *= 1 - loss
        found.append((loss, line))
    reasons = tuple(line for _, line in sorted(found, key=lambda entry: -entry[0]))
    return Sureness(round(value, 2), reasons, _supposed_share(task_list))


def doubts_of(task_list: TaskList) -> tuple[tuple[float, str, str, Span | None], ...]:
    """Return what is doubtful of a reading, thing by thing: weight, reason, words, and where they stand.

    The weightiest reasons come first, things of one reason in their order in the document.
    """
    found = [(WEIGHTS[doubt.reason], ONE[doubt.reason], doubt.places) for doubt in _doubts(task_list) if doubt.places]
    ordered = sorted(found, key=lambda it: -it[0])
    return tuple((weight, reason, words, span) for weight, reason, places in ordered for words, span in places)


def _examples(doubt: Doubt, source: str) -> str:
    """Return the first places of a reason, for a user: words, and where they stand."""
    shown = []
    places = tuple(dict.fromkeys(doubt.places))
    for words, span in places[:MOST_EXAMPLES]:
        at = where(span, source, in_a_sentence=True) if span else ""
        line = " ".join(words.split())
        shown.append(f"{at}“{line[:LONGEST_EXAMPLE]}{'…' if len(line) > LONGEST_EXAMPLE else ''}”" if line else at)
    weighty = WEIGHTS[doubt.reason] > SMALL_REASON and any(shown)
    more = "等" if len(places) > MOST_EXAMPLES else ""
    return f"：{'、'.join(filter(None, shown))}{more}" if weighty else ""


def _supposed_share(task_list: TaskList) -> float:
    """Return which part of assignments and deadlines is only supposed, to two decimals."""
    bases = [a.basis for task in task_list.tasks for a in task.assignments]
    bases += [task.deadline.basis for task in task_list.tasks if task.deadline]
    return round(sum(basis in SUPPOSED_BASES for basis in bases) / len(bases), 2) if bases else 0.0


def _bare_limits(task_list: TaskList) -> Iterator[str]:
    """Name deadlines that are a bare figure: what was a date before a program took it for a number."""
    limits = [task.deadline for task in task_list.tasks if task.deadline]
    bare = sum(limit.kind is None and bool(BARE_FIGURE.fullmatch(limit.words)) for limit in limits)
    if bare:
        yield f"有 {bare} 处时限只有数字，可能原是日期"


def _unknown_letters(task_list: TaskList) -> Iterator[str]:
    """Count tasks with characters that no code tells: lost ones, and those of a private area."""
    count = sum(bool(UNKNOWN.search("".join(_words_of(task)))) for task in task_list.tasks)
    if count:
        yield f"有 {count} 项任务夹有没有认出的字"


def _words_of(task: Task) -> Iterator[str]:
    yield from (task.text, task.section or "", task.subsection or "", task.deadline.words if task.deadline else "")
    yield from (assignment.name for assignment in task.assignments)


def _doubts(task_list: TaskList) -> Iterator[Doubt]:
    """Return each reason with what it holds of."""
    tasks = task_list.tasks
    assignments = [a for task in tasks for a in task.assignments]
    limits = [limit for task in tasks for limit in (*task.times, *([task.deadline] if task.deadline else []))]
    citations = [c for task in tasks for c in task.citations]
    lines = [line.span for line in task_list.account if line.fate == "not_understood"]
    # A row is asked about once, whichever of its cells.
    asked = {(span.block, span.row, span.start if span.row is None else 0): (span.exact, span) for span in lines[::-1]}
    yield Doubt(UNCLAIMED, len(asked) + len(tasks), tuple(reversed(asked.values())))
    yield Doubt(GAPS, len(tasks), tuple(map(_place, _gaps(tasks))))
    yield Doubt(NO_UNIT, len(tasks), tuple(_place(task) for task in tasks if not task.assignments))
    odd = tuple((a.name, a.span) for a in assignments if not _is_name(a.name))
    yield Doubt(ODD_NAME, len(assignments), odd)
    strange = tuple((a.name, a.span) for a in assignments if _is_name(a.name) and not _is_known(a.name))
    yield Doubt(STRANGE, len(assignments), strange)
    yield Doubt(ODD_TEXT, len(tasks), tuple(_place(task) for task in tasks if _is_odd(task.text)))
    yield Doubt(NO_HEADING, len(tasks), tuple(map(_place, _without_heading(tasks))))
    unclear = tuple((limit.words, limit.span) for limit in limits if _is_unclear(limit, task_list.year))
    yield Doubt(LIMIT, len(limits), unclear)
    yield Doubt(LOST, len(tasks), tuple(_damaged(tasks, "lost")))
    yield Doubt(RESTORED, len(tasks), tuple(_damaged(tasks, "restored")))
    starred = tuple((c.title or c.number or "", c.span) for c in citations if "*" in f"{c.title}{c.number}")
    yield Doubt(CITATION, len(citations), starred)
    supposed = tuple((a.name, a.span) for a in assignments if a.basis == "merged_supposed")
    yield Doubt(SUPPOSED, len(assignments), supposed)


def _place(task: Task) -> tuple[str, Span | None]:
    return task.text, task.spans[0]


def _gaps(tasks: Sequence[Task]) -> list[Task]:
    """Return the tasks whose number neither follows the one before nor starts again."""
    numbered = [task for task in tasks if task.no and task.no.isdecimal()]
    return [
        after
        for before, after in pairwise(numbered)
        if int(after.no or 0) not in (int(before.no or 0), int(before.no or 0) + 1, 1)
    ]


def _is_name(name: str) -> bool:
    """Say whether a name could be a unit's: without what is no part of one."""
    if (
        ODD_IN_NAME.search(BRACKETED.sub("", name))
        or role_at_end(name)
        or name in BARE
        or has_label(name)
        or len(names_in(name)) > 1
        or any(map(is_role_talk, TAIL.findall(name)))
    ):
        return False
    return _is_known(name) or could_be_name(name)


def _is_known(name: str) -> bool:
    """Say whether a name ends as units' names do, or in a bracket."""
    return is_whole_name(name) or is_group(name) or name.endswith(("）", ")"))


def _is_odd(text: str) -> bool:
    number = NUMBERED.match(text)
    second = SECOND.get(number["figure"]) if number else None
    numbered = number is not None and not (second and re.search(rf"[（(。；]{second}[）)、]", text))
    return (
        len(text) < SHORTEST_TEXT
        or numbered
        or bool(ODD.search(text))
        or has_label(text)
        or LABEL_AT_END.search(text) is not None
        or text.count("（") != text.count("）")
    )


def _without_heading(tasks: Sequence[Task]) -> list[Task]:
    """Return the tasks that stand under no heading where others do, or none."""
    bare = [task for task in tasks if task.section is None]
    return bare if len(bare) < len(tasks) else []


def _damaged(tasks: Sequence[Task], damage: Damage) -> Iterator[tuple[str, Span]]:
    """Give the words that were unreadable, once for each task: its own or those of a heading over it."""
    for task in tasks:
        spans = [damaged.span for damaged in task.damaged if damaged.damage == damage]
        yield from ((span.exact, span) for span in spans[:1])


def _is_unclear(limit: TimeLimit, year: int | None) -> bool:
    """Say whether a limit was not understood, or has no day though the document's year is known."""
    if limit.kind is None:
        return True
    return limit.kind == "by_date" and limit.date is None and year is not None and not re.search(r"按|\*", limit.words)
