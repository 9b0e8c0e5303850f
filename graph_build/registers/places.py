"""China's administrative divisions, and which of them a name begins with.

The register is data/registers/places.csv (GB/T 2260 codes; made by scripts/make-places, which names its source).
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

REGISTER = Path(__file__).resolve().parents[2] / "data" / "registers" / "places.csv"
LONGEST_NAME = 15
# 恩施土家族苗族自治州 is mostly 恩施州, 内蒙古自治区 mostly 内蒙古.
NATIONS = (
    "各|蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡|纳西|景颇|柯尔克孜|土"
    "|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|鄂温克|德昂|保安|裕固|独龙|鄂伦春"
)
PEOPLES = re.compile(rf"(?<=..)(?:(?:{NATIONS})族?)+自治(?=[州县旗]$)")
REGION = re.compile(r"(?:省|市|(?:壮族|回族|维吾尔)?自治区)$")
# A place that is no division of its own, but stands in one: 某某经济技术开发区, 两江新区; and 城区, where no agency of
# a government follows, which would make it a district.
ZONES = re.compile(
    r"(?:开发|高新|产业|工业|园|保税|景|旅游|示范|试验|度假|合作|管理|新|辖|社|校|库|灾|港|牧)区$|^(?:城|市|街|片|林|矿|山|湖|厂|地|郊)区$"
)
ZONE_AHEAD = re.compile(r"[\u3400-\u9fff]{0,9}?(?:新区|开发区|园区|高新区|保税区|自贸试验区)")
OF_A_DISTRICT = re.compile(r"(?:政府|局|委|法院|检察院|委员会)$")
# Words that look like a place's name and are none: 城市管理局, 县区.
WORDS = re.compile(
    r"^(?:城市|都市|超市|门市|夜市|股市|楼市|全市|本市|各市|各县|各区|全县|全区|直属|市(?!.{1,2}区)|县|区)"
)
# Bodies of the whole country that have one in each place: 国家税务总局厦门市税务局, 中共深圳市委员会.
NATIONAL = re.compile(
    r"^(?:中国共产党|中共|中国人民政治协商会议|政协|民革|民盟|民建|民进|农工党|致公党|九三学社|台盟|(?:中国)?(?:共青团|共产主义青年团)|国家(?:税务总|统计|外汇管理)局|中国人民(?:银行|武装警察部队)|国网)"
)
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
    """Return the places by their names; autonomous prefectures and counties also as 恩施州, where no other is so."""
    found: dict[str, list[Place]] = {}
    for place in places().values():
        found.setdefault(place.name, []).append(place)
    short: dict[str, list[Place]] = {}
    for place in places().values():
        for name in {PEOPLES.sub("", place.name), re.sub(r"族?自治(?=[州县旗]$)", "", place.name)}:
            if name not in found and len(name) > len("某州"):
                short.setdefault(name, []).append(place)
    return {name: tuple(same) for name, same in (found | short).items()}


@cache
def _outer() -> dict[str, tuple[Place, ...]]:
    """Return the provinces and cities by their names without 省, 市, 自治区: 湖北, 内蒙古, 南京."""
    found: dict[str, list[Place]] = {}
    for place in places().values():
        name = REGION.sub("", place.name)
        if place.code.endswith("00") and name != place.name:
            found.setdefault(name, []).append(place)
    return {name: tuple(same) for name, same in found.items()}


def place_of(name: str, near: Place | None = None) -> Place | None:
    """Return the place that a body's name begins with; None where it begins with none, or it can be one of several.

    Names of places follow each other from the outside in (江苏省南京市鼓楼区…); one alone must be the only one of its
    name, or the only one inside the place `near` or inside one that this lies in. Where a further name of a place
    follows that the register does not have, nothing is asserted.

    >>> [place and place.code for place in map(place_of, ("杭州市西湖区教育局", "西湖区政府", "市教育局"))]
    ['330106', None, None]
    """
    found = parted(name, near)
    return found[0] if found else None


def parted(name: str, near: Place | None = None) -> tuple[Place, str] | None:
    """Return the place that a body's name begins with, as place_of does, and the rest of the name."""
    rest = NATIONAL.sub("", name)
    step = _first(rest, None) or next((step for outer in around(near) if (step := _first(rest, outer))), None)
    if step is None:
        return None
    place, rest = step
    while step := _first(rest, place):
        place, rest = step
    return None if _goes_on(place, rest) else (place, rest)


def _goes_on(place: Place, rest: str) -> bool:
    """Say whether a further division's name follows a place's which the register does not have: 南京市|下关区教育局."""
    further = UNKNOWN_PLACE.match(rest)
    below = inside(place)
    if not further or not below or WORDS.match(rest):
        return False
    name = further.group()
    is_zone = bool(ZONES.search(name)) and not (len(name) == len("城区") and OF_A_DISTRICT.search(rest))
    return not is_zone or any(_nearly(name, other.name) for other in below)


def _nearly(one: str, other: str) -> bool:
    """Say whether names differ in one character: 蒲东新区 is 浦东新区 misspelt."""
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def begins_with_place(name: str) -> bool:
    """Say whether a name begins with a place's, be it one of several: 市中区教育局."""
    return any(name[:length] in _by_name() for length in range(2, LONGEST_NAME))


def around(place: Place | None) -> tuple[Place, ...]:
    """Return a place and those that it lies in, from the inside out."""
    found = []
    while place is not None:
        found.append(place)
        place = places()[place.within] if place.within else None
    return tuple(found)


def level_of(place: Place) -> str:
    """Return the level of a place's government (zr:levels), as its code tells it.

    >>> [level_of(places()[code]) for code in ("350000", "350200", "350203")]
    ['provincial', 'municipal', 'county']
    """
    return "provincial" if place.code.endswith("0000") else "municipal" if place.code.endswith("00") else "county"


def inside(place: Place) -> tuple[Place, ...]:
    """Return the divisions right below a place, by code."""
    return tuple(other for other in places().values() if other.within == place.code)


def place_named_in(texts: Iterable[str]) -> Place | None:
    """Return the place that texts name, at their beginning or behind a year or a mark; None where they disagree.

    Of places that lie in each other it is the innermost.
    """
    # What a title quotes is another document: 《厦门市…要点》任务分解表.
    bare = [re.sub(r"《[^《》]*》", "", text) or text for text in texts]
    found = {place for text in bare for start in STARTS.finditer(text) if (place := place_of(text[start.end() :]))}
    innermost = [place for place in found if not any(_is_inside(other, place) for other in found)]
    return innermost[0] if len(innermost) == 1 else None


def with_outer(places_: Iterable[Place]) -> tuple[Place, ...]:
    """Return places and those that they lie in, by code."""
    found = {outer for place in places_ for outer in around(place)}
    return tuple(sorted(found, key=lambda place: place.code))


def _first(name: str, outer: Place | None) -> tuple[Place, str] | None:
    """Return the place that a name begins with, inside another where there is one, and the rest of the name."""
    for length in range(min(LONGEST_NAME, len(name)), 1, -1):
        same = _by_name().get(name[:length], ())
        fitting = [place for place in same if outer is None or _is_inside(place, outer)]
        if len(fitting) == 1:
            return fitting[0], name[length:]
        if fitting and outer is None:
            return _told_apart(fitting, name[length:])
    return _short(name) if outer is None else None


def _short(name: str) -> tuple[Place, str] | None:
    """Return a place without its 省, 市, 自治区, where one inside it follows, or a body of a province: 湖北荆门市."""
    for length in (2, 3):
        same, rest = _outer().get(name[:length], ()), name[length:]
        found = [place for place in same if _first(rest, place)]
        if found:
            return found[0], rest
        if len(same) == 1 and _stems()[name[:length]] == 1 and ZONE_AHEAD.match(rest):
            return same[0], rest
        provinces = [place for place in same if place.within is None]
        if provinces and rest.endswith("厅"):
            return provinces[0], rest
    return None


@cache
def _stems() -> Counter[str]:
    """Return how many places go by a name without 省, 市, 区 …: 朝阳 is a city and districts."""
    return Counter(re.sub(r"(?:[市县区旗]|省|自治区)$", "", place.name) for place in places().values())


def _told_apart(same: list[Place], rest: str) -> tuple[Place, str] | None:
    """Return the one of several places of a name that the next name stands in; None where it tells nothing."""
    fitting = [place for place in same if _first(rest, place)]
    return (fitting[0], rest) if len(fitting) == 1 else None


def _is_inside(place: Place, outer: Place) -> bool:
    return outer in around(place)[1:]
