"""What the rules of questions/grammar.txt mean: numbers said in passing, what holds of every task, how is counted.

Such clauses change no condition where the graph counts so anyway; where it does not, their rule means nothing, and the
question is asked back with their words.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from graph_query.understanding.formula import DEFAULT_ROLES, Atom, Condition, Order, all_of, negated
from graph_query.understanding.meanings import OPERATORS, Parts, Roles, roles_of, units_carry
from graph_query.understanding.parts import Units
from graph_query.understanding.periods import Period

COMMAS = ",，:："
# Units that have so many tasks are all listed.
ALL_UNITS = 1000


@dataclass(frozen=True, slots=True)
class Passing:
    """A number of tasks that is said in passing, with the documents of which it is said: 槐荫区67项任务中."""

    number: int
    scope: Condition | None = None


@dataclass(frozen=True, slots=True)
class Load:
    """How many tasks a unit has: the order of such units, and in which roles."""

    order: Order
    roles: Roles | None = None


def in_passing(p: Parts) -> Passing | None:
    """Mean so many tasks, of which others are asked for; before a mark it must be one that goes on."""
    return Passing(p["INT"], p.get("SCOPES")) if p.get("MARK", ",") in COMMAS else None


def same_documents(p: Parts) -> Condition | None:
    """Mean a scope with 那份 behind it, which says it again."""
    scope: Condition = p["SCOPE"]
    if tuple(p["THEM"]) != ("documents",):
        return None
    # 2023年那份 is a document, whatever place was spoken of before.
    return replace(scope, loose=True) if isinstance(scope, Atom) and scope.kind == "year" else scope


def same_units(p: Parts) -> Units | None:
    """Mean units by two of their names: 文旅委，有的地方写成区文化旅游委."""
    first: Units = p["US"]
    values = {value for atom in first.atoms for value in atom.values}
    return first if all(values & {*atom.values} for atom in p["US2"].atoms) else None


def units_also(p: Parts) -> Units:
    """Mean units, and what is called otherwise and counts too: 街道办事处（写成“各街道办事处”也算）."""
    return Units((*p["US"].atoms, *p["US2"].atoms))


def counted_in(p: Parts) -> Condition:
    """Mean so many units in one role or the other: 牵头单位和责任单位加在一起达到10家."""
    op, n = p["CMPN"]
    return Atom("count", p["ROS"], op=op, n=n)


def counted_with(p: Parts) -> Condition:
    """Mean so many units in a role, a named one among them: 牵头单位在两家以上、其中有市审批局."""
    op, n = p["CMPN"]
    roles = roles_of(p) or DEFAULT_ROLES
    return all_of((Atom("count", roles, op=op, n=n), units_carry(p["US"], roles, each=True)))


def both_hold(p: Parts) -> Condition:
    """Mean the one and the other: 既没有牵头单位也没有责任单位."""
    return all_of((p["COND"], p["COND2"]))


def text_and_limit(p: Parts) -> Condition:
    """Mean one thing stands in the text and another as the limit, which is how they differ."""
    return all_of((p["INTEXT"], p["INLIMIT"]))


def no_roles(_: Parts) -> Roles:
    """Mean no role in particular."""
    return ()


def alone_in(p: Parts) -> Condition:
    """Mean that one unit alone has a role: 独家牵头的."""
    return Atom("count", roles_of(p) or DEFAULT_ROLES, op="=", n=1)


def with_others_in(p: Parts) -> Condition | None:
    """Mean that a unit has a role with others: 跟别的局联合牵头的."""
    joint = p["TOG"] and ("AND" in p or "UNITN" in p)
    return Atom("count", roles_of(p) or DEFAULT_ROLES, op=">=", n=2) if joint else None


def counts_so(p: Parts) -> bool | None:
    """Mean a day that is counted as the one which it is anyway: 年底前按12月31日算."""
    first: Period = p["DATE"]
    second: Period = p["DATE2"]
    return True if first.last and first.last == second.last else None


def counts_one(p: Parts) -> bool | None:
    """Mean that a collective counts as one unit, as it does."""
    return True if p.get("INT", 1) == 1 else None


def not_these(p: Parts) -> Condition:
    """Mean limits in these words do not count."""
    return all_of(map(negated, p["LIMITS"]))


def limits(p: Parts) -> tuple[Condition, ...]:
    """Mean limits in a row, each in its words."""
    text = p.get("QUOTE")
    one: Condition = Atom("limit", (text,), words=text) if text else p["LIMITWORD"]
    return (*p.get("LIMITS", ()), one)


def tasks_bound(p: Parts, op: str, more: str = "0") -> Order:
    """Mean so many tasks, or half of all: 超过一半."""
    return Order(first=ALL_UNITS, op=OPERATORS[op], n=p.get("INT", 0) + int(more), of_half="HALF" in p)


def tasks_between(p: Parts) -> Order | None:
    """Mean so many tasks, to so many: 40到60项."""
    return Order(first=ALL_UNITS, op=">=", n=p["INT"], upto=p["INT2"]) if p["INT"] <= p["INT2"] else None


def both_bounds(p: Parts) -> Order | None:
    """Mean so many tasks at least, and so many at most: 超过30项、不到60项."""
    bounds: tuple[Order, Order] = (p["BOUND"], p["BOUND2"])
    by_op = {order.op: order for order in bounds if not (order.upto or order.of_half)}
    least, most = by_op.get(">="), by_op.get("<=")
    return replace(least, upto=most.n) if least and most else None


def tasks_over_half(_: Parts) -> Order:
    """Mean more than half of all tasks: 过半."""
    return Order(first=ALL_UNITS, op=">=", n=1, of_half=True)


def load(p: Parts) -> Load:
    """Mean units that have so many tasks."""
    return Load(p["BOUND"], roles_of(p) or None)


def load_counted(p: Parts) -> Load:
    """Mean units that have so many tasks: 任务数等于2."""
    return Load(p["COUNTED"], roles_of(p) or None)


def dated(_: Parts) -> Condition:
    """Mean a day is written: 哪项写了什么时候完成."""
    return Atom("has", ("date",))


def no_date(_: Parts) -> Condition:
    """Mean no day is written."""
    return negated(Atom("has", ("date",)))


def implementing(_: Parts, *how: str) -> Condition:
    """Mean it is written which document is carried out, or `not`."""
    condition = Atom("has", ("implements",))
    return negated(condition) if how else condition


def no_citation(_: Parts) -> Condition:
    """Mean nothing is cited."""
    return negated(Atom("has", ("citation",)))


def without_others(condition: Condition, roles: Roles) -> Condition | None:
    """Return a condition in which its units have a role, and no others have it; None where it names none in it."""
    if not isinstance(condition, Atom) or condition.kind not in ("unit", "only"):
        return None
    roles = roles or condition.roles
    if condition.kind == "only":
        return condition if not condition.roles or {*roles} <= {*condition.roles} else None
    return replace(condition, kind="only") if condition.roles and {*condition.roles} == {*roles} else None
