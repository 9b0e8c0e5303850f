"""Marks below the names of units, such as ★ and √, and what a legend says of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph_build.model import ROLES, Role
from graph_build.spans import HAN
from graph_build.values.headings import kind_of
from graph_build.vocabulary.concepts import role_marks, words_of

# Signs that can be marks: ticks, stars and geometric figures.
MARK = "[√✓✔☑☆★※◎■-◿]"
LINK = r"[”\"’」』）)]?\s*(?:的?(?:单位|部门)?(?:为|是|表示|代表|指|标注|标明|标识)|[:：=＝—－-])*\s*"
# ★为牵头单位  “√”表示责任单位  ●牵头；  and  牵头单位（★）  配合单位用△表示
MARK_FIRST = re.compile(rf"(?P<mark>{MARK}){LINK}(?P<word>[{HAN}]{{2,10}})")
WORD_FIRST = re.compile(rf"(?P<word>[{HAN}]{{2,6}}?)(?:用|以|标|打|[:：=＝])?[（(“\"「]?(?P<mark>{MARK})(?!\s*[{HAN}])")


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
    found = [*MARK_FIRST.finditer(text)] or [*WORD_FIRST.finditer(text)]
    for match in found:
        ends = range(len(match["word"]), 1, -1)
        starts = (match["word"][:end] for end in ends) if match.re is MARK_FIRST else (match["word"],)
        role = next((role for word in starts if (role := _role_of(word))), None)
        if role:
            yield match["mark"], role


def _role_of(word: str) -> Role | None:
    return _words().get(word) or next((role for role in ROLES if role == kind_of(word)), None)


def _words() -> dict[str, Role]:
    return {word: role for role in ROLES for word in words_of("roles", role)}
