"""Which body a name stands for: its place, its level, its kind, and the one name that all documents of a place give it.

Ways of writing: 思明区教育局 carries its place; 市教育局 is that of the city which the document's place is or lies in;
教育局 is that of the document's own place, or, in the list of a town, a bureau or a school, of that body itself;
区教育局 in a city's document may be that of any district.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from graph_build.linking.aliases import parts_of
from graph_build.linking.collectives import members_of
from graph_build.model import Body, UnitBasis
from graph_build.registers.places import (
    NATIONAL,
    STARTS,
    Place,
    around,
    begins_with_place,
    level_of,
    parted,
    place_of,
    places,
)
from graph_build.values.names import is_group
from graph_build.vocabulary.concepts import concepts_of, label_of, words_of
from graph_build.vocabulary.levels import LEVEL, PARTY

AUTONOMOUS = "自治"
OF_THE_COUNTRY = re.compile(r"(?:国务院|国家|中央|全国|中国)(?!.*(?:队|公司|支行|分行)$)")
# The names of these kinds of bodies are their own, whatever the level.
WITHOUT_LEVEL = ("town", "street", "village", "zone", "company")
# Every body has these; which one's is meant only a level tells.
OF_ANY_BODY = re.compile(r"(?:党政|党群|党委|综合)?办公?室?|党委|党支部|党总支|党组|工会|团委")
# Bodies of the country that have one in each place, and what their names come to; of the Party and the tax office the
# place's name alone is enough: 市委, 市税务局.
HEADS = {
    "中共": "",
    "中国共产党": "",
    "中国人民政治协商会议": "政协",
    "中国共青团": "共青团",
    "中国共产主义青年团": "共青团",
    "国家税务总局": "",
}
KINDS_OF_HEADS = {
    **dict.fromkeys(("中共", "中国共产党"), "party"),
    **dict.fromkeys(("中国人民政治协商会议", "政协"), "assembly"),
    **dict.fromkeys(
        ("共青团", "中国共青团", "中国共产主义青年团", "民革", "民盟", "民建", "民进", "农工党", "致公党"), "mass"
    ),
    **dict.fromkeys(("九三学社", "台盟"), "mass"),
}
# In a title, the body inside of a place whose list it is: 思明区|鹭江街道|2022年…, 荆门市|教育局|关于…
ITS_LIST = re.compile(r"(?P<body>[\u3400-\u9fff]{2,20}?)(?=\d|关于|印发|年度|$)")
GOVERNMENT = re.compile(r"(?:人民)?政府|.*(?:领导小组|指挥部|委员会办公室)")
# So many names must carry the place that is told by them.
FEWEST_CARRIED = 2


@dataclass(frozen=True, slots=True)
class Home:
    """Where a document belongs: its place's code, and whether it is the list of a body inside of that place."""

    place: str | None
    inside: bool = False


@cache
def body_of(name: str, home: Home) -> Body:
    """Return the body that a name stands for in a document that belongs somewhere.

    >>> body = body_of("市发改委", Home("350203"))
    >>> body.place, body.basis, body.level, body.kind, body.key
    ('350200', 'level', 'municipal', 'department', '市发展改革委')
    """
    near = places().get(home.place) if home.place else None
    kind = kind_of_body(name, near)
    place, basis = _place(name, near, kind, home)
    code = place.code if place else None
    if is_group(name):
        members = members_of(name, place)
        return Body(
            name, None if members.below else code, "below" if members.below else basis, None, None, *members.all
        )
    level = level_of(place) if place else None
    level = "national" if basis == "country" else "township" if kind in ("town", "street") else level
    return Body(_key(name, near, place, kind), code, basis, level, kind)


def kind_of_body(name: str, near: Place | None = None) -> str | None:
    """Return what kind of body a name's ending tells (zr:agencyKinds); None where it tells none.

    >>> kind_of_body("区生态环境分局"), kind_of_body("市委宣传部"), kind_of_body("市人民政府办公室")
    ('vertical', 'party', 'department')
    """
    bare = re.sub(r"[（(][^（）()]*[）)]$", "", name)
    head, rest = _parted(bare, near)
    if head in KINDS_OF_HEADS:
        return KINDS_OF_HEADS[head]
    if not rest:
        return "government"
    if PARTY.match(rest):
        return "party"
    return next((kind for ending, kind in _endings() if bare.endswith(ending)), None)


def is_of_a_body(texts: Iterable[str], place: Place | None) -> bool:
    """Say whether title or issuer name a body inside of a place as the one whose list it is: a town, a bureau.

    >>> place = places()["350203"]
    >>> is_of_a_body(["思明区鹭江街道2022年分工"], place), is_of_a_body(["思明区2022年分工", "思明区人民政府"], place)
    (True, False)
    """
    for text in texts:
        for start in STARTS.finditer(text):
            found = parted(text[start.end() :])
            match = ITS_LIST.match(found[1]) if found and found[0] == place else None
            body = match["body"] if match else ""
            if body and kind_of_body(body) and not GOVERNMENT.match(body) and not PARTY.match(f"市{body}"):
                return True
    return False


def place_by_units(names: Iterable[str]) -> Place | None:
    """Return the place that the names of a document's units tell: that of at least two names which carry one.

    Nothing is told where places lie side by side, or where most other names begin with another level (区财政局) or with
    none. Branches do not count: 厦门市公安局思明分局 stands in the list of a district.
    """
    agencies = [name for name in dict.fromkeys(names) if not is_group(name)]
    carried = [place for name in agencies if (place := place_of(name)) and kind_of_body(name) != "vertical"]
    outermost = [place for place in set(carried) if all(place in around(other) for other in carried)]
    if len(carried) < FEWEST_CARRIED or not outermost:
        return None
    outer = outermost[0]
    levels = [LEVEL.match(name) for name in agencies if not place_of(name)]
    fitting = [level for level in levels if level and outer.name.endswith(level["level"])]
    return outer if 2 * len(fitting) >= len(levels) else None


def _place(name: str, near: Place | None, kind: str | None, home: Home) -> tuple[Place | None, UnitBasis]:
    own = place_of(name, near)
    level = LEVEL.match(name)
    if own:
        return own, "own_name"
    if OF_THE_COUNTRY.match(name):
        return None, "country"
    if near is None or NATIONAL.match(name):
        return None, "unknown"
    if level is None:
        of_the_issuer = home.inside or kind in ("office", "village") or bool(OF_ANY_BODY.fullmatch(name))
        return (None, "issuer") if of_the_issuer else (near, "document")
    if begins_with_place(name):
        return None, "unknown"
    fitting = [place for place in around(near) if _has_level(place, level, name)]
    return (fitting[0], "level") if fitting else (None, "below")


def _has_level(place: Place, level: re.Match[str], name: str) -> bool:
    """Say whether a place is of the level that a name begins with; 区 is an autonomous region only of a 厅 or 党委."""
    autonomous = name.startswith(AUTONOMOUS)
    region = place.name.endswith("自治区")
    if not place.name.endswith(level["level"]) or (autonomous and AUTONOMOUS not in place.name):
        return False
    return not region or autonomous or name.endswith(("厅", "党委"))


def _key(name: str, near: Place | None, place: Place | None, kind: str | None) -> str:
    """Return a name with its place's name as a level, its form in short, its fields as the scheme of functions says."""
    head, rest = _parted(name, near)
    carried = rest != name
    rest = (rest or "政府").replace("人民政府", "政府")
    rest = rest.removeprefix(AUTONOMOUS) if LEVEL.match(rest) else rest
    if head:
        rest = re.sub("^委员会", "委", rest)
    if place and kind not in WITHOUT_LEVEL and (carried or LEVEL.match(rest) is None):
        rest = place.name[-1] + rest
    parts = parts_of(rest)
    known = bool(parts.fields) and not parts.rest and not parts.is_branch
    body = "".join(label_of("functions", field) for field in parts.fields) if known else parts.body
    return HEADS.get(head, head) + parts.level + body + parts.form


def _parted(name: str, near: Place | None) -> tuple[str, str]:
    """Return a name's head (中共, 政协, 国家税务总局 …), and what stands behind the place that it carries."""
    head = NATIONAL.match(name)
    own = parted(name, near)
    rest = own[1] if own else name[head.end() :] if head else name
    return head.group() if head else "", rest


@cache
def _endings() -> tuple[tuple[str, str], ...]:
    """Return the endings of bodies' names and the kind that each tells, the longest first."""
    found = [(ending, kind) for kind in concepts_of("agencyKinds") for ending in words_of("agencyKinds", kind)]
    return tuple(sorted(found, key=lambda entry: (-len(entry[0]), entry)))
