"""What the rules of questions/grammar.txt mean: what else a unit carries, or does not; what is left out of a list."""

from __future__ import annotations

from graph_query.understanding.formula import ANYTHING, DEFAULT_ROLES, Also, Atom
from graph_query.understanding.meanings import Parts, roles_of
from graph_query.understanding.parts import AlsoCarried, LeftOut


def in_both(p: Parts) -> AlsoCarried:
    """Mean units that have the one role and, maybe in another task, the other: 既牵头又配合的单位."""
    other = roles_of(p, "ROLEN") if "ROLEN" in p else roles_of(p, "RO2")
    return AlsoCarried((Also(_any(other)),), roles_of(p))


def in_one_not_other(p: Parts) -> AlsoCarried:
    """Mean units of one task that are none of another: 只列在第15项里、没列在第21项里."""
    return AlsoCarried((Also((), p["NUMBER2"], never=True),), of=p["NUMBER"])


def never_in(p: Parts) -> AlsoCarried:
    """Mean units that have the one role and nowhere the other: 只牵头、不配合的单位."""
    return AlsoCarried((Also(_any(roles_of(p, "ROLE")), never=True),), roles_of(p))


def also_in(p: Parts, *how: str) -> AlsoCarried:
    """Mean units that have a role in a task too, or `never`: 没有参与牵头第18项."""
    return AlsoCarried(
        (
            Also(
                _any(roles_of(p, "ROLE") if "ROLE" in p else roles_of(p)),
                p.get("NUMBER", ANYTHING),
                never="never" in how,
            ),
        )
    )


def in_each(p: Parts) -> AlsoCarried | None:
    """Mean units that have a role in each of several tasks: 同时承担第16项和第18项的单位."""
    numbers = tuple(dict.fromkeys((*p["NUMBER"].values, *(p["NUMBER2"].values if "NUMBER2" in p else ()))))
    if len(numbers) == 1:
        return None
    shown = f"第{'、'.join(numbers)}项"
    each = [Atom("number", (number,), words=shown, shown=f"第{number}项") for number in numbers]
    roles = roles_of(p) if "RO" in p else None
    also = tuple(Also(_any(roles) if roles is not None else (), one) for one in each)
    return AlsoCarried(also, roles, Atom("number", numbers, words=shown, shown=shown))


def no_more(p: Parts) -> LeftOut | None:
    """Mean the units before and no others are left out: 除了这些单位."""
    return LeftOut(ANYTHING) if p["THEM"][0] not in ("documents", "tasks") else None


def left_out_act(p: Parts) -> LeftOut:
    """Mean an act that is not listed, or whose tasks do not count."""
    return LeftOut(p["ACT"])


def _any(roles: tuple[str, ...]) -> tuple[str, ...]:
    return roles or DEFAULT_ROLES
