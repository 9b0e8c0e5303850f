"""Which bodies a collective name holds: 各区人民政府, 市直各部门, 有关单位.

The kinds of bodies and the endings of collective names are zr:agencyKinds in ontology/concepts.ttl.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from graph_build.registers.places import Place, inside
from graph_build.vocabulary.concepts import collective_words
from graph_build.vocabulary.levels import PARTY

POSSIBLY = re.compile(r"有关|相关|所属|主管|责任|任务|各级|基层|其他|成员|单位|机关")
DEPARTMENTS = re.compile(r"部门|单位|机关")
OF_THE_PARTY = re.compile(rf"{PARTY.pattern}|党委|党群|党务")
OF_ASSEMBLIES = re.compile(r"人大|政协")
# 各区直部门 are those of the divisions below.
OF_THOSE_BELOW = re.compile(r"各[市区县州旗](?!.*各)")
BELOW = "区县市州旗盟"
# Of these kinds a collective surely holds all; 各学校 need not hold a library, though both are institutions.
SURELY = ("department", "party", "assembly", "town", "street", "zone", "village", "justice")
# Bodies of other kinds than government departments may be meant where departments are called 有关部门.
ALSO_DEPARTMENTS = ("party", "vertical", "institution", "mass", "temporary")


@dataclass(frozen=True, slots=True)
class Members:
    """The kinds of bodies that a collective surely holds and those that it may hold, and whose governments it holds.

    `below` is set where they are bodies of the divisions below the place, which is not the collective's then.
    """

    collects: tuple[str, ...] = ()
    may_collect: tuple[str, ...] = ()
    governs: tuple[str, ...] = ()
    below: bool = False

    @property
    def all(self) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
        """What is held surely, possibly, and as governments."""
        return self.collects, self.may_collect, self.governs


def members_of(name: str, place: Place | None) -> Members:
    """Return what a collective of a place holds.

    >>> members_of("市直各部门", None).collects, members_of("有关部门", None).collects
    (('department',), ())
    """
    kinds = _kinds(name)
    possibly = bool(POSSIBLY.search(name))
    if kinds == ("government",):
        governs = tuple(_below(name, place)) if place and not possibly else ()
        # A place without divisions has no governments below it.
        may_hold = place is None or (possibly and bool(inside(place)))
        return Members(may_collect=kinds if may_hold else (), governs=governs)
    if kinds == ("department",) and OF_THOSE_BELOW.match(name):
        return Members(below=True)
    also = ALSO_DEPARTMENTS if kinds == ("department",) else ()
    if possibly or not set(kinds) <= set(SURELY):
        return Members(may_collect=(*kinds, *also))
    return Members(collects=kinds, may_collect=also)


def _kinds(name: str) -> tuple[str, ...]:
    """Return the kinds of bodies that a collective name's words say."""
    if DEPARTMENTS.search(name):
        of_others = ((OF_THE_PARTY, "party"), (OF_ASSEMBLIES, "assembly"))
        found = next((kind for pattern, kind in of_others if pattern.search(name)), None)
        if found:
            return (found,)
    longest = next((word for word, _ in _words() if name.endswith(word)), None)
    kinds = tuple(kind for word, kind in _words() if word == longest)
    return kinds or (("department",) if DEPARTMENTS.search(name) else ())


def _below(name: str, place: Place) -> Iterator[str]:
    """Return the codes of the divisions below a place that 各区人民政府, 各县（市、区） … collect."""
    divisions = re.sub(r"人民政府|政府|^.*?各", "", name)
    ends = tuple(character for character in BELOW if character in divisions) or tuple(BELOW)
    return (other.code for other in inside(place) if other.name.endswith(ends))


@cache
def _words() -> tuple[tuple[str, str], ...]:
    return tuple(sorted(collective_words(), key=lambda entry: (-len(entry[0]), entry)))
