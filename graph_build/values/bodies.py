"""Whose list a document is, as its title and its issuer name it: a place, a zone, a street, a school, a company."""

from __future__ import annotations

import re
from functools import cache
from itertools import accumulate

from graph_build.spans import HAN
from graph_build.vocabulary.concepts import label_of, words_of
from graph_build.vocabulary.levels import DIVISIONS, without_level
from graph_build.vocabulary.segmenting import Segmenter, words_in

SHORTEST = 3
YEAR = re.compile(r"(?:(?:19|20)\d\d|[〇○零一二三四五六七八九]{4})年度?")
# What may stand before a name in a title, and what none begins with.
BEFORE = re.compile(r"^(?:关于)?(?:印发|转发|公布|发布)?[《“（(【]*(?:中共|中国共产党)?")
NO_NAME = re.compile(r"^(?:[全各本我该年月]|有关|相关)")
NAME = re.compile(rf"[{HAN}·]+")
# A place that the register does not have is mostly of two characters: 明州|水务集团.
PLACE_LENGTH = 2
LONGEST_PLACE = 5
# What a place's name can have behind it that its document does not: 某园区管委会.
SAID_BEHIND = ("政府", "人民政府", "管委会", "管理委员会", "办事处")
# What a level can stand before: 市水务局.
DEPARTMENT = ("局", "委", "厅")
# What ends the name of a place, and of nothing else.
PLACES = "省市区县旗州镇乡村"
ZONES = ("high_tech_zone", "economic_zone")


def bodies_named(title: str) -> tuple[str, ...]:
    """Return the names of bodies and places that a title, or an issuer's name, begins with, the longest first.

    >>> bodies_named("明水区教育局2024年信息公开工作要点"), bodies_named("2024年政务公开任务分解表")
    (('明水区教育局', '明水区'), ())
    """
    text = BEFORE.sub("", title)
    year = YEAR.search(text)
    lead = text[: year.start()] or text[year.end() :] if year else text
    match = NAME.match(BEFORE.sub("", lead))
    if not match or NO_NAME.match(match.group()):
        return ()
    words = match.group()
    ends = [end for end in range(SHORTEST, len(words) + 1) if _ends_here(words, end)]
    ends = [end for end in ends if not _is_matter("", words[:end], "")]
    if not ends:
        return ()
    inside = _ends_of_words(words[ends[0] :])
    names = [words[: ends[0]]]
    for end in ends[1:]:
        if end - ends[0] in inside and not any(_is_matter(name, words[:end], words[end:]) for name in names):
            names.append(words[:end])
    return tuple(reversed(names))


def _ends_of_words(text: str) -> frozenset[int]:
    """Return where words end: 县 of 县域 ends no name."""
    return frozenset(accumulate(map(len, Segmenter(words_in([text])).cut_plainly(text))))


def _is_matter(place: str, name: str, behind: str) -> bool:
    """Say whether what stands behind a shorter name is what a list is about: 某市|数字政府|建设."""
    rest, matters = name.removeprefix(place), tuple(words_of("unitForms", "matter"))
    if rest.startswith(matters) or rest.endswith(matters):
        return True
    if not place:
        return False
    alone = len(rest) < SHORTEST and (rest[-1] in PLACES or rest in words_of("unitForms", "kind"))
    return alone or behind.startswith(tuple(words_of("unitForms", "made")))


def _ends_here(words: str, end: int) -> bool:
    """Say whether a name can end at a place: at an ending that is no part of a longer one, 管理委|员会."""
    forms = words_of("unitForms", "scope")
    longer = any(words.startswith(form, start) for form in forms for start in range(end - len(form) + 1, end))
    return words[:end].endswith(tuple(forms)) and not longer


def stem_of(body: str) -> str:
    """Return a body's name without what need not be said.

    >>> stem_of("明水区人民政府办公室"), stem_of("某州高新技术产业开发区管理委员会"), stem_of("青山街道办事处")
    ('明水区', '某州高新区', '青山街道')
    """
    for zone in ZONES:
        for long in sorted(words_of("unitForms", zone), key=len, reverse=True):
            body = body.replace(long, label_of("unitForms", zone))
    for ending in sorted(words_of("unitForms", "falls_away"), key=len, reverse=True):
        if body.endswith(ending) and len(body) - len(ending) >= SHORTEST:
            return body.removesuffix(ending)
    return body


def short_names(body: str, places: tuple[str, ...]) -> frozenset[str]:
    """Return the names by which a body goes too: without its place, its level, its ending; the kind alone.

    `places` are the names of the place that it is in, and of those around it.

    >>> sorted(short_names("某州市水务局", ("某州市", "某州")))
    ['市水务局', '某州水务局', '水务局']
    """
    found = {body}
    place = max((place for place in places if body.startswith(place)), key=len, default="")
    rest = body.removeprefix(place)
    if place and len(rest) > 1:
        found |= {rest, *(other + rest for other in places)}
        if rest.endswith(DEPARTMENT) and place[-1] in DIVISIONS:
            found.add(place[-1] + rest)
    found |= {without_level(name) for name in found if name.endswith(DEPARTMENT)}
    found |= {_bare(name) for name in found}
    kind = _kind_of(body)
    if not is_body(body):
        found |= {body + ending for ending in SAID_BEHIND}
    ahead = _length_of_place(body)
    if not place and kind and len(body) - len(kind) > ahead:
        found.add(body[ahead:])
    return frozenset(name for name in (*found, kind) if len(name) > 1) - {body}


def _length_of_place(body: str) -> int:
    """Return how long the name of a place is that the register does not have: 栖川市|第三人民医院, 明州|水务集团."""
    return next(
        (n + 1 for n in range(PLACE_LENGTH, LONGEST_PLACE) if body[n : n + 1] in tuple(DIVISIONS)), PLACE_LENGTH
    )


def is_body(name: str) -> bool:
    """Say whether a name is a body's, which could carry a task, and no place's.

    >>> is_body("明州大学"), is_body("明水区"), is_body("明水区政府")
    (True, False, True)
    """
    return name.endswith(tuple(words_of("unitForms", "scope"))) and not name.endswith(
        tuple(words_of("unitForms", "bare"))
    )


@cache
def kind_names() -> frozenset[str]:
    """Return the names that say a kind of bodies alone: 大学, 街道."""
    return words_of("unitForms", "kind")


def without_kind(name: str) -> str:
    """Return a unit's name without the kind of the body that it is a part of.

    >>> without_kind("开发区财政局"), without_kind("财政局")
    ('财政局', '财政局')
    """
    return name.removeprefix(max((kind for kind in kind_names() if name.startswith(kind)), key=len, default=""))


def _kind_of(name: str) -> str:
    """Return the longest word for a kind of bodies that a name ends with; nothing where it ends with none."""
    return max((kind for kind in kind_names() if name.endswith(kind)), key=len, default="")


def _bare(name: str) -> str:
    """Return a place's name without its ending, where enough of it is left: 明水区, 雄安新区, but not 高新区."""
    bare = words_of("unitForms", "bare")
    kind = _kind_of(name)
    ending = kind or max((form for form in bare if name.endswith(form)), key=len, default="")
    return name.removesuffix(ending) if ending in bare and len(name) - len(ending) > 1 else name
