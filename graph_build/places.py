"""China's administrative divisions, and which of them a name begins with.

The register is data/registers/places.csv (GB/T 2260 codes; made by scripts/make-places, which names its source).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

REGISTER = Path(__file__).resolve().parent.parent / "data" / "registers" / "places.csv"
LONGEST_NAME = 15
# A place that is no division of its own, but stands in one: 某某经济技术开发区, 两江新区.
ZONES = re.compile(
    r"(?:开发|高新|高新技术产业|新|园|保税|景|旅游|示范|试验|度假|合作|城|社|市|街|辖|片|林|矿|校|库|厂|地|县|灾|山|湖)区$"
)
# Words that look like a place's name and are none: 城市管理局, 县区.
WORDS = re.compile(r"^(?:城市|都市|超市|门市|夜市|股市|楼市|全市|本市|各市|各县|各区|全县|全区|直属|市|县|区)")
# Where in a title a place can stand: at its beginning, behind a year, behind what introduces a name.
STARTS = re.compile(r"^|年度?|关于印发|关于|印发|中共|[^\u3400-\u9fff]")
UNKNOWN_PLACE = re.compile(r"^[\u3400-\u9fff]{1,7}?(?:市|县|区|旗|盟|自治州|林区)")


@dataclass(frozen=True, slots=True)
class Place:
    """A province, city or county: its code and name; the code of what it is a part of, None of a province."""

    code: str
    name: str
    within: str | None


@cache
def places() -> dict[str, Place]:
    """Return the places of the register by code."""
    with REGISTER.open(encoding="utf-8", newline="") as file:
        rows = {row["code"]: row["name"] for row in csv.DictReader(file)}
    return {code: Place(code, name, _within(code, rows)) for code, name in rows.items()}


def _within(code: str, known: dict[str, str]) -> str | None:
    """Return the code of the place that one is a part of: its city, else its province."""
    above = (f"{code[:4]}00", f"{code[:2]}0000")
    return next((other for other in above if other != code and other in known), None)


@cache
def _by_name() -> dict[str, tuple[Place, ...]]:
    found: dict[str, list[Place]] = {}
    for place in places().values():
        found.setdefault(place.name, []).append(place)
    return {name: tuple(same) for name, same in found.items()}


def place_of(name: str) -> Place | None:
    """Return the place that a body's name begins with; None where it begins with none, or it can be one of several.

    Names of places follow each other from the outside in (江苏省南京市鼓楼区…); one alone must be the only one of its
    name. Where a further name of a place follows that the register does not have, nothing is asserted.

    >>> [place and place.code for place in map(place_of, ("杭州市西湖区教育局", "西湖区政府", "市教育局"))]
    ['330106', None, None]
    """
    rest, place = name, None
    while step := _first(rest, place):
        place, rest = step
    if place is None:
        return None
    further = UNKNOWN_PLACE.match(rest)
    if further and not WORDS.match(rest) and not ZONES.search(further.group()):
        return None
    return place


def place_named_in(texts: Iterable[str]) -> Place | None:
    """Return the place that texts name, at their beginning or behind a year or a mark; None where they disagree.

    Of places that lie in each other it is the innermost.
    """
    found = {place for text in texts for start in STARTS.finditer(text) if (place := place_of(text[start.end() :]))}
    innermost = [place for place in found if not any(_is_inside(other, place) for other in found)]
    return innermost[0] if len(innermost) == 1 else None


def with_outer(places_: Iterable[Place]) -> tuple[Place, ...]:
    """Return places and those that they lie in, by code."""
    found = set(places_)
    waiting = list(found)
    while waiting:
        within = waiting.pop().within
        if within and places()[within] not in found:
            found.add(places()[within])
            waiting.append(places()[within])
    return tuple(sorted(found, key=lambda place: place.code))


def _first(name: str, outer: Place | None) -> tuple[Place, str] | None:
    """Return the place that a name begins with, inside another where there is one, and the rest of the name."""
    for length in range(min(LONGEST_NAME, len(name)), 1, -1):
        same = _by_name().get(name[:length], ())
        inside = [place for place in same if outer is None or _is_inside(place, outer)]
        if len(inside) == 1:
            return inside[0], name[length:]
        if inside and outer is None:
            return _told_apart(inside, name[length:])
    return None


def _told_apart(same: list[Place], rest: str) -> tuple[Place, str] | None:
    """Return the one of several places of a name that the next name stands in; None where it tells nothing."""
    fitting = [place for place in same if _first(rest, place)]
    return (fitting[0], rest) if len(fitting) == 1 else None


def _is_inside(place: Place, outer: Place) -> bool:
    within = place.within
    while within is not None:
        if within == outer.code:
            return True
        within = places()[within].within
    return False
