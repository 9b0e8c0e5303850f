"""How corrections change what is said of a document as a whole: its facts, and which names mean one body."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from graph_build.corrections.desk import Applied, Desk, same
from graph_build.corrections.model import SAME, Correction, Fact, What, bare
from graph_build.corrections.of_tasks import text_of
from graph_build.corrections.targets import Needless, Stale
from graph_build.model import Origin, Task, TaskList, TimeLimit
from graph_build.registers.places import places
from graph_build.values.act_numbers import canonical_number
from graph_build.values.times import find_limits, read_deadline


@dataclass(frozen=True, slots=True)
class _Said:
    """A fact of a document: its Chinese name, how it is read from a reading, and how it is put in."""

    label: str
    read: Callable[[TaskList, Origin], str]
    put: Callable[[Desk, Correction], None]


def _fact(desk: Desk, one: Correction) -> Applied:
    said = FACTS[_name(one)]
    now = said.read(desk.list, desk.origin)
    if not same(now, one.was):
        if same(now, one.now):
            raise Needless
        raise Stale(f"现在读到的{said.label}是“{now}”" if now else f"现在没有读到{said.label}")
    said.put(desk, one)
    return Applied(one, span=desk.raw.find(one.words).span() if one.words else None)


def _name(one: Correction) -> Fact:
    if not one.fact:
        raise Stale("没有写明是文件的哪一项信息")
    return one.fact


def label_of_fact(fact: Fact) -> str:
    """Return what a fact of a document is called in Chinese."""
    return FACTS[fact].label


def facts_of(task_list: TaskList, origin: Origin) -> dict[Fact, str]:
    """Return what a reading says of its document: each fact as corrections have it in `was`, empty where nothing."""
    return {fact: said.read(task_list, origin) for fact, said in FACTS.items()}


def _of_list(field: str) -> Callable[[TaskList, Origin], str]:
    return lambda task_list, _: _text(getattr(task_list, field))


def _of_origin(field: str) -> Callable[[TaskList, Origin], str]:
    return lambda _, origin: _text(getattr(origin, field))


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _put_title(desk: Desk, one: Correction) -> None:
    desk.list = replace(desk.list, title=one.now or None)


def _put_issuer(desk: Desk, one: Correction) -> None:
    desk.list = replace(desk.list, issuer=bare(one.now) or None)


def _put_number(desk: Desk, one: Correction) -> None:
    desk.list = replace(desk.list, number=canonical_number(one.now) or None)


def _put_day(desk: Desk, one: Correction) -> None:
    desk.list = replace(desk.list, issued=date.fromisoformat(one.now) if one.now else None)


def _put_year(desk: Desk, one: Correction) -> None:
    """Put the year in; days that depend on it are found anew."""
    year = int(one.now) if one.now else None
    desk.list = replace(desk.list, year=year)
    desk.tasks[:] = [_of_year(task, year) for task in desk.tasks]


def _of_year(task: Task, year: int | None) -> Task:
    if task.deadline is None and not task.times:
        return task
    anew = {limit.words: limit for limit in find_limits(text_of(task.text), year)}
    times = tuple(_as_read(limit, anew.get(limit.words)) for limit in task.times)
    deadline = task.deadline and _as_read(task.deadline, read_deadline(text_of(task.deadline.words), year))
    return replace(task, deadline=deadline, times=times)


def _as_read(limit: TimeLimit, anew: TimeLimit | None) -> TimeLimit:
    return replace(limit, kind=anew.kind, date=anew.date, ongoing=anew.ongoing) if anew else limit


def _put_place(desk: Desk, one: Correction) -> None:
    """Put the place in: one of the register, none, or one of its own name that lies in one of the register."""
    if one.now in places() or not one.now:
        desk.origin = replace(desk.origin, place=one.now or None, place_basis="corrected", own_place=None)
    else:
        desk.origin = replace(desk.origin, place=one.within or None, place_basis="corrected", own_place=bare(one.now))


def _put_origin(desk: Desk, one: Correction) -> None:
    value: object = one.now or (Origin().openness if one.fact == "openness" else None)
    if one.fact == "retrieved" and one.now:
        value = date.fromisoformat(one.now)
    changed: Mapping[str, Any] = {_name(one): value}
    desk.origin = replace(desk.origin, **changed)


def _place(_: TaskList, origin: Origin) -> str:
    return origin.own_place or origin.place or ""


FACTS: Mapping[Fact, _Said] = {
    "place": _Said("地方", _place, _put_place),
    "year": _Said("年度", _of_list("year"), _put_year),
    "number": _Said("文号", _of_list("number"), _put_number),
    "issuer": _Said("发文机关", _of_list("issuer"), _put_issuer),
    "issued": _Said("成文日期", _of_list("issued"), _put_day),
    "title": _Said("标题", _of_list("title"), _put_title),
    "kind": _Said("来源类别", _of_origin("kind"), _put_origin),
    "url": _Said("来源网址", _of_origin("url"), _put_origin),
    "retrieved": _Said("获取日期", _of_origin("retrieved"), _put_origin),
    "openness": _Said("公开属性", _of_origin("openness"), _put_origin),
}


def _body(desk: Desk, one: Correction) -> Applied:
    names = tuple(map(bare, one.names))
    known = {a.name for task in desk.tasks for a in task.assignments} | {bare(desk.list.issuer or "")}
    unknown = next((name for name in names if name not in known), None)
    if unknown is not None:
        raise Stale(f"文件中现在没有单位“{unknown}”")
    desk.list = _as_one(desk.list, names) if one.now == SAME else _apart(desk.list, names)
    return Applied(one)


def _as_one(task_list: TaskList, names: tuple[str, ...]) -> TaskList:
    if any(set(names) <= set(group) for group in task_list.aliases):
        raise Needless
    touched = [group for group in task_list.aliases if set(group) & set(names)]
    merged = tuple(dict.fromkeys([*(name for group in touched for name in group), *names]))
    rest = tuple(group for group in task_list.aliases if group not in touched)
    apart = tuple(pair for pair in task_list.apart if set(pair) != set(names))
    return replace(task_list, aliases=(*rest, merged), apart=apart)


def _apart(task_list: TaskList, names: tuple[str, ...]) -> TaskList:
    """Return a list in which names are not one unit: what is an alias of both stays with the first."""
    _, other = names
    aliases = (
        tuple(name for name in group if name != other) if set(names) <= set(group) else group
        for group in task_list.aliases
    )
    return replace(
        task_list, aliases=tuple(group for group in aliases if len(group) > 1), apart=(*task_list.apart, names)
    )


OF_DOCUMENTS: Mapping[What, Callable[[Desk, Correction], Applied]] = {"document": _fact, "body": _body}
