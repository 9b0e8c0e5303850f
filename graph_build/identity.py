"""Which body a name stands for: its place, its level, its kind, and the one name that all documents of a place give it.

Ways of writing: 思明区教育局 carries its place; 市教育局 is that of the city which the document's place is or lies in;
教育局 is that of the document's own place; 区教育局 in a city's document may be that of any district.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from graph_build.aliases import parts_of
from graph_build.model import Body, UnitBasis
from graph_build.places import Place, around, begins_with_place, inside, parted, place_of, places
from graph_build.units import is_group
from graph_build.vocabulary import collective_words, concepts_of, label_of, words_of

# A name's level; 市场, 市政 (but 市政府, 市政协, 市政务), 区域, 县域 and the like only begin as one does.
LEVEL = re.compile(r"(?P<level>[省市县区州盟旗])(?!域|际|场|政(?!府|协|法|务|研))")
NATIONAL = re.compile(r"国务院|国家|中央|全国|中国")
# What a collective of divisions says that it collects: 各区, 各县（市、区）.
BELOW = {"区": "区", "县": "县", "市": "市", "州": "州", "旗": "旗", "盟": "盟"}
POSSIBLY = re.compile(r"有关|相关|所属|主管|责任|任务|各级|基层|其他")
LEVELS = {"0000": "provincial", "00": "municipal"}
# These kinds of bodies have their level's character in their names: 教育局 of a city is 市教育局.
OF_A_LEVEL = ("government", "department", "party", "vertical", "assembly", "mass", "justice")
# Bodies of other kinds than government departments may be meant where departments are called 有关部门.
ALSO_DEPARTMENTS = ("party", "vertical", "institution", "mass", "temporary")

# So many names must carry the place that is told by them.
FEWEST_CARRIED = 2


@cache
def body_of(name: str, home: str | None) -> Body:
    """Return the body that a name stands for in a document of the place with the code `home`; None: of no known place.

    >>> body = body_of("市发改委", "350203")
    >>> body.place, body.basis, body.level, body.kind, body.key
    ('350200', 'level', 'municipal', 'department', '市发展改革委')
    """
    near = places().get(home) if home else None
    place, basis = _place(name, near)
    if is_group(name):
        return _collective(name, place, basis)
    kind = kind_of_body(name)
    level = "national" if basis == "country" else "township" if kind == "town" else _level(place)
    return Body(_key(name, near, place, kind), place.code if place else None, basis, level, kind)


def kind_of_body(name: str) -> str | None:
    """Return what kind of body a name's ending tells (zr:agencyKinds); None where it tells none.

    >>> kind_of_body("区生态环境分局"), kind_of_body("市委宣传部"), kind_of_body("市人民政府办公室")
    ('vertical', 'party', 'department')
    """
    bare = re.sub(r"[（(][^（）()]*[）)]$", "", name)
    return next((kind for ending, kind in _endings() if bare.endswith(ending)), None)


def place_by_units(names: Iterable[str]) -> Place | None:
    """Return the place that the names of a document's units tell: that of at least two names which carry one.

    Nothing is told where places lie side by side, or where most other names begin with another level (区财政局).
    """
    bare, carried = [], []
    for name in dict.fromkeys(names):
        place = place_of(name)
        level = LEVEL.match(name)
        if place:
            carried.append(place)
        elif level and not is_group(name):
            bare.append(level["level"])
    outermost = [place for place in set(carried) if all(place in around(other) for other in carried)]
    if len(carried) < FEWEST_CARRIED or not outermost:
        return None
    told = outermost[0]
    fits = not bare or 2 * sum(told.name.endswith(level) for level in bare) >= len(bare)
    return told if fits else None


def _place(name: str, near: Place | None) -> tuple[Place | None, UnitBasis]:
    own = place_of(name, near)
    if own:
        return own, "own_name"
    if NATIONAL.match(name):
        return None, "country"
    if near is None:
        return None, "unknown"
    level = LEVEL.match(name)
    if level is None:
        return near, "document"
    if begins_with_place(name):
        return None, "unknown"
    of_level = [place for place in around(near) if place.name.endswith(level["level"])]
    return (of_level[0], "level") if of_level else (None, "below")


def _level(place: Place | None) -> str | None:
    levels = (level for zeros, level in LEVELS.items() if place and place.code.endswith(zeros))
    return next(levels, "county") if place else None


def _key(name: str, near: Place | None, place: Place | None, kind: str | None) -> str:
    """Return a name with its place's name as a level, its form in short, its fields as the scheme of functions says."""
    own = parted(name, near)
    rest = own[1] if own and own[1] else name
    level = LEVEL.match(rest)
    if place and kind in OF_A_LEVEL and (rest != name or level is None):
        rest = place.name[-1] + rest
    parts = parts_of(rest.replace("人民政府", "政府"))
    if not parts.fields or parts.rest or parts.is_branch:
        return parts.level + parts.body + parts.form
    return parts.level + "".join(label_of("functions", field) for field in parts.fields) + parts.form


# Collectives


def _collective(name: str, place: Place | None, basis: UnitBasis) -> Body:
    kinds = [kind for word, kind in _collective_words() if name.endswith(word)][:1]
    if not kinds or re.search("单位|机关", name):
        kinds = kinds or (["department"] if re.search("单位|机关|部门", name) else [])
    surely = bool(kinds) and not POSSIBLY.search(name) and not re.search("单位|机关", name)
    also = ALSO_DEPARTMENTS if kinds == ["department"] else ()
    governs = tuple(_below(name, place)) if place and surely and kinds == ["government"] else ()
    return Body(
        key=name,
        place=place.code if place else None,
        basis=basis,
        level=None,
        kind=None,
        # Whose governments are known one by one needs no rule by kind.
        collects=tuple(kinds) if surely and not governs else (),
        may_collect=also if surely else (*kinds, *also),
        governs=governs,
    )


def _below(name: str, place: Place) -> Iterator[str]:
    """Return the codes of the divisions below a place that 各区人民政府, 各县（市、区） … collect."""
    said = re.sub(r"人民政府|政府|^.*?各", "", name)
    ends = {end for character, end in BELOW.items() if character in said}
    return (other.code for other in inside(place) if other.name.endswith(tuple(ends or BELOW)))


@cache
def _endings() -> tuple[tuple[str, str], ...]:
    """Return the endings of bodies' names and the kind that each tells, the longest first."""
    found = [(ending, kind) for kind in concepts_of("agencyKinds") for ending in words_of("agencyKinds", kind)]
    return tuple(sorted(found, key=lambda entry: (-len(entry[0]), entry)))


@cache
def _collective_words() -> tuple[tuple[str, str], ...]:
    return tuple(sorted(collective_words().items(), key=lambda entry: (-len(entry[0]), entry)))
