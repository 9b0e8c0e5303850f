"""How each kind of correction changes a task: its units, roles, deadline, text, citations, and where it begins."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from graph_build.corrections.desk import Applied, Desk, overlapping, same
from graph_build.corrections.model import Correction, What, bare
from graph_build.corrections.targets import Needless, Stale, words_of
from graph_build.model import ROLES, Assignment, Citation, Role, Task, TimeLimit
from graph_build.spans import Raw, Span, Text
from graph_build.values.act_numbers import canonical_number, parts_of_number
from graph_build.values.citations import find_citations
from graph_build.values.times import find_limits, read_deadline
from graph_build.vocabulary.concepts import label_of
from graph_build.vocabulary.simplify import simplified

TITLE = re.compile(r"《(?P<title>.+)》")
NUMBER = re.compile(r"[（(]?(?P<number>[^（()）《》]+号(?:令)?)[)）]?$")


def text_of(words: str, span: Span | None = None) -> Text:
    """Return words as a text that stands nowhere, or begins where a span does."""
    block, row, column = span.cell if span else (0, None, None)
    return Text.whole(Raw(bare(words), block, row, column))


def limit_of(words: str, year: int | None) -> TimeLimit | None:
    """Return the time limit that words are; None where they are none that is understood.

    >>> limit = limit_of("2022年12月底前", None)
    >>> limit and str(limit.date), limit_of("尽快", 2022)
    ('2022-12-31', None)
    """
    limit = read_deadline(text_of(words), year)
    return limit if limit and limit.kind else None


def act_named(said: str) -> tuple[str | None, str | None]:
    """Return title and number of an act as a person names it: 《title》, its number, or both; a bare title is one.

    >>> act_named("《某某办法》（国办发〔2019〕54号）"), act_named("国办发[2019]54号"), act_named("某某条例")
    (('某某办法', '国办发〔2019〕54号'), (None, '国办发〔2019〕54号'), ('某某条例', None))
    """
    title = TITLE.search(said)
    rest = said[title.end() :] if title else said
    number = NUMBER.search(bare(rest))
    written = canonical_number(number["number"]) if number else None
    written = written if written and parts_of_number(written) else None
    return (title["title"] if title else None if written else bare(said) or None), written


def cited_as(citation: Citation) -> str:
    """Return a citation as its document writes it: title, number or both."""
    title = f"《{citation.title}》" if citation.title else ""
    return f"{title}（{citation.number}）" if title and citation.number else title or citation.number or ""


def _unit(desk: Desk, one: Correction) -> Applied:
    at = desk.target(one)
    task, role = desk.tasks[at], _role(one.role)
    names = [a.name for a in task.assignments if a.role == role]
    was, now = bare(one.was), bare(one.now)
    if was and was not in names:
        _refuse(now in names or not now, f"{label_of('roles', role)}单位", "、".join(names))
    if now in names:
        _refuse(not was, f"{label_of('roles', role)}单位", "、".join(names))
    before = next((a for a in task.assignments if (a.role, a.name) == (role, was)), None)
    span = desk.rests_on(one, task, now, before.span if before else task.spans[0])
    given = (Assignment(now, role, "corrected", span),) if now else ()
    place = task.assignments.index(before) if before else _end_of(task, role)
    rest = task.assignments[:place] + given + task.assignments[place + (before is not None) :]
    desk.put(at, replace(task, assignments=rest))
    return Applied(one, desk.numbers[at], f"{role}/{now}" if now else "", span)


def _end_of(task: Task, role: Role) -> int:
    """Return where a further unit of a role stands: behind those of it and of the roles before it."""
    wanted = ROLES.index(role)
    return max((n for n, a in enumerate(task.assignments, 1) if ROLES.index(a.role) <= wanted), default=0)


def _role_of(desk: Desk, one: Correction) -> Applied:
    at = desk.target(one)
    task, name = desk.tasks[at], bare(one.unit)
    was, now = _role(one.was), _role(one.now)
    roles = {a.role: a for a in task.assignments if a.name == name}
    if was not in roles or now in roles:
        said = "、".join(label_of("roles", role) for role in roles)
        _refuse(now in roles and was not in roles, f"“{name}”的角色", said)
    changed = replace(roles[was], role=now, basis="corrected", rules=())
    desk.put(at, replace(task, assignments=tuple(changed if a is roles[was] else a for a in task.assignments)))
    return Applied(one, desk.numbers[at], f"{now}/{name}", desk.rests_on(one, task, name, changed.span))


def _deadline(desk: Desk, one: Correction) -> Applied:
    at = desk.target(one)
    task = desk.tasks[at]
    before = task.deadline.words if task.deadline else ""
    if not same(before, one.was):
        _refuse(same(before, one.now), "完成时限", before)
    span = desk.rests_on(one, task, one.now, task.deadline.span if task.deadline else task.spans[0])
    limit = _corrected_limit(one.now, desk.list.year, span)
    desk.put(at, replace(task, deadline=limit))
    return Applied(one, desk.numbers[at], "limit/1" if limit else "", span)


def _corrected_limit(words: str, year: int | None, span: Span) -> TimeLimit | None:
    if not words:
        return None
    limit = limit_of(words, year)
    if limit is None:
        raise Stale(f"“{words}”不是程序能懂的时限")
    return replace(limit, span=span, basis="corrected")


def _text(desk: Desk, one: Correction) -> Applied:
    at = desk.target(one)
    task = desk.tasks[at]
    if not same(task.text, one.was):
        _refuse(same(task.text, one.now), "任务内容", task.text)
    now = text_of(one.now)
    # What stands in the text is found anew; what stood in it before keeps its place.
    limits = {limit.words: limit.span for limit in task.times}
    cited = {cited_as(citation): citation.span for citation in task.citations}
    here = task.spans[0]
    changed = replace(
        task,
        text=now.value,
        times=tuple(replace(it, span=limits.get(it.words, here)) for it in find_limits(now, desk.list.year)),
        citations=tuple(replace(it, span=cited.get(cited_as(it), here)) for it in find_citations(now)),
    )
    desk.put(at, changed)
    return Applied(one, desk.numbers[at], span=desk.rests_on(one, task, "", here))


def _act(desk: Desk, one: Correction) -> Applied:
    at = desk.target(one)
    task = desk.tasks[at]
    title, number = act_named(one.now)
    was = {bare(one.was), bare(one.was).strip("《》")}
    n = next((n for n, it in enumerate(task.citations) if was & {cited_as(it), it.title, it.number}), None)
    if n is None:
        raise Stale(f"这项任务现在引用的是“{'、'.join(map(cited_as, task.citations))}”，没有“{one.was}”")
    citation = task.citations[n]
    meant = Citation(title, number, citation.span)
    if (citation.title, citation.number) == (title, number):
        raise Needless
    changed = replace(citation, meant=meant)
    desk.put(at, replace(task, citations=(*task.citations[:n], changed, *task.citations[n + 1 :])))
    return Applied(one, desk.numbers[at], f"citation/{n + 1}", citation.span)


def _not_a_task(desk: Desk, one: Correction) -> Applied:
    if one.task:
        return Applied(one, span=desk.remove(desk.target(one)).spans[0])
    spans = [desk.raw.find(line).span() for line in one.words.splitlines() if bare(line)]
    there = overlapping(desk.tasks, spans)
    if there is not None:
        raise Stale(f"这些字现在属于任务“{there.text[:20]}”")
    desk.mark(spans, "preamble", None)
    return Applied(one, span=spans[0])


def _task(desk: Desk, one: Correction) -> Applied:
    texts = [desk.raw.find(line) for line in one.words.splitlines() if bare(line)]
    spans = tuple(text.span() for text in texts)
    there = overlapping(desk.tasks, spans)
    if there is not None:
        if words_of(there) == bare(one.words):
            raise Needless
        raise Stale(f"这些字现在属于任务“{there.text[:20]}”")
    at = sum(task.spans[0].order < spans[0].order for task in desk.tasks)
    before = desk.tasks[at - 1] if at else None
    text = text_of(one.now or simplified("".join(it.value for it in texts)))
    bare_task = Task(
        no=None,
        section=before.section if before else None,
        subsection=before.subsection if before else None,
        text=text.value,
        spans=spans,
        assignments=(),
        times=tuple(replace(it, span=spans[0]) for it in find_limits(text, desk.list.year)),
        citations=tuple(replace(it, span=spans[0]) for it in find_citations(text)),
        heading_spans=before.heading_spans if before else (),
        layout="corrected",
    )
    # The words that a correction rests on are those of the task: its units are looked for in their row.
    of_row = replace(one, words="")
    named = [(role, bare(name)) for role in ROLES for name in getattr(one, role)]
    units = [Assignment(n, r, "corrected", desk.rests_on(of_row, bare_task, n, spans[0])) for r, n in named]
    at_limit = desk.rests_on(of_row, bare_task, one.deadline, spans[0])
    deadline = _corrected_limit(one.deadline, desk.list.year, at_limit)
    number = desk.insert(at, replace(bare_task, assignments=tuple(dict.fromkeys(units)), deadline=deadline))
    return Applied(one, number, span=spans[0])


def _split(desk: Desk, one: Correction) -> Applied:
    at = desk.target(one)
    task = desk.tasks[at]
    first = overlapping_parts(desk, task, one.parts)
    desk.remove(at)
    numbers = [desk.insert(at + n, part) for n, part in enumerate(first)]
    return Applied(one, numbers[0], span=task.spans[0])


def overlapping_parts(desk: Desk, task: Task, parts: Iterable[str]) -> list[Task]:
    """Return a task as several, each with the words of one part, and all of its units. Raises Stale."""
    found = []
    for part in parts:
        text = desk.raw.find(part, task.spans[0])
        span = text.span()
        if overlapping([task], [span]) is None:
            raise Stale(f"“{part}”不在这项任务的原文里")
        words = simplified(text.value)
        mine = [it for it in task.times if it.words in words]
        cited = [it for it in task.citations if (it.title or it.number or "") in words]
        items = tuple(it for it in task.items if it.text in words)
        found.append(replace(task, text=words, spans=(span,), times=tuple(mine), citations=tuple(cited), items=items))
    return found


def _join(desk: Desk, one: Correction) -> Applied:
    at = desk.target(one)
    for words in one.parts:
        same_words = [n for n, task in enumerate(desk.tasks) if words_of(task) == bare(words) and n != at]
        if len(same_words) != 1:
            why = f"有 {len(same_words)} 项任务" if same_words else "文件中没有读出任务"
            raise Stale(f"{why}写着要并入的“{words[:20]}”")
        (other,) = same_words
        number = desk.numbers[at]
        gone = desk.remove(other, heir=number)
        at = desk.numbers.index(number)
        desk.put(at, _joined(desk.tasks[at], gone))
    return Applied(one, desk.numbers[at], span=desk.tasks[at].spans[0])


def _joined(one: Task, other: Task) -> Task:
    known = {(a.role, a.name) for a in one.assignments}
    return replace(
        one,
        text=one.text + other.text,
        spans=one.spans + other.spans,
        assignments=one.assignments + tuple(a for a in other.assignments if (a.role, a.name) not in known),
        items=one.items + other.items,
        deadline=one.deadline or other.deadline,
        times=one.times + other.times,
        citations=one.citations + other.citations,
        remark=one.remark or other.remark,
        progress=one.progress or other.progress,
        damaged=one.damaged + other.damaged,
    )


def _role(value: str) -> Role:
    role = next((role for role in ROLES if role == value), None)
    if role is None:
        raise Stale(f"“{value}”不是角色，可用的是 {'、'.join(ROLES)}")
    return role


def _refuse(needless: bool, field: str, read: str) -> None:  # noqa: FBT001 (one call a line reads better)
    """Raise Needless where what is said is read so already, else Stale."""
    if needless:
        raise Needless
    raise Stale(f"现在读到的{field}是“{read}”" if read else f"现在没有读到{field}")


OF_TASKS: Mapping[What, Callable[[Desk, Correction], Applied]] = {
    "unit": _unit,
    "role": _role_of,
    "deadline": _deadline,
    "text": _text,
    "act": _act,
    "not_a_task": _not_a_task,
    "task": _task,
    "split": _split,
    "join": _join,
}
