"""Marks below the names of units, such as ★ and √, and what a legend says of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from graph_build.model import ROLES, Role
from graph_build.spans import HAN
from graph_build.values.headings import kind_of
from graph_build.values.units import NamedUnit
from graph_build.vocabulary.concepts import role_marks, words_of

# Signs that can be marks: ticks, stars and geometric figures.
MARK = "[√✓✔☑☆★※◎■-◿]"
LINK = r"[”\"’」』）)]?号?\s*(?:的?(?:单位|部门)?(?:均?为|是|表示|代表|指|标注|标明|标识)|[:：=＝—－-])*\s*"
# A * is also what blots out: it is a mark where its legend says so in so many words.
STAR = r"(?P<star>[*＊])[”\"’」』）)]?号?的?(?:单位|部门)?(?:均?为|是|表示|代表)\s*"
# ★为牵头单位  “√”表示责任单位  ●牵头；  and  牵头单位（★）  配合单位用△表示
MARK_FIRST = re.compile(rf"(?:(?P<mark>{MARK}){LINK}|{STAR})(?P<word>[{HAN}]{{2,10}})")
WORD_FIRST = re.compile(
    rf"(?P<word>[{HAN}]{{2,6}}?)(?:用|以|标|打|[:：=＝])?[（(“\"「]?(?P<mark>{MARK})(?!\s*(?!标|表示|注明)[{HAN}])"
)


def is_mark(words: str) -> bool:
    """Say whether a cell holds a mark and no more: a sign, or a role's word.

    >>> is_mark("★"), is_mark("配合"), is_mark("县教育局")
    (True, True, False)
    """
    return bool(re.fullmatch(MARK, words)) or words in _words()


def role_of_mark(words: str, legend: dict[str, Role]) -> Role | None:
    """Return the role that a mark gives, by a document's legend or as it is usual; None where nothing says it."""
    usual = _words().get(words) or next((role for role in ROLES if role == role_marks().get(words)), None)
    return legend.get(words, usual)


def legend_in(text: str) -> Iterator[tuple[str, Role]]:
    """Return the marks that a text explains, each with its role.

    >>> dict(legend_in("（★为牵头单位，√为责任单位；△配合）")), dict(legend_in("牵头单位（●）"))
    ({'★': 'lead', '√': 'responsible', '△': 'cooperating'}, {'●': 'lead'})
    """
    found = [(match["mark"] or match["star"], _role_in(match["word"])) for match in MARK_FIRST.finditer(text)]
    if not any(role for _, role in found):
        found = [(match["mark"], _role_of(match["word"])) for match in WORD_FIRST.finditer(text)]
    yield from ((mark, role) for mark, role in found if role)


def without_mark(unit: NamedUnit, legend: dict[str, Role]) -> NamedUnit:
    """Return a unit with the role of the mark at an end of its name, without it, where a legend explains the mark.

    docs/reading.md R21.
    """
    role = next((legend[sign] for sign in (unit.name[0], unit.name[-1]) if sign in legend), None)
    if role is None:
        return unit
    signs = "".join(legend)
    exact = unit.span.exact.lstrip(f"{signs} ")
    start = unit.span.start + len(unit.span.exact) - len(exact)
    exact = exact.rstrip(f"{signs} ")
    span = replace(unit.span, start=start, end=start + len(exact), exact=exact)
    return NamedUnit(unit.name.strip(signs), unit.role or role, span, unit.rule or "R21")


def _role_in(words: str) -> Role | None:
    """Return the role of the longest front of some words that names one."""
    return next((role for end in range(len(words), 1, -1) if (role := _role_of(words[:end]))), None)


def _role_of(word: str) -> Role | None:
    return _words().get(word) or next((role for role in ROLES if role == kind_of(word)), None)


def _words() -> dict[str, Role]:
    return {word: role for role in ROLES for word in words_of("roles", role)}
