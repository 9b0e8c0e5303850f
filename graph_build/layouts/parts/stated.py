"""Headings that a file states and does not number: heading elements and styles, bold lines, # of Markdown.

They are told from the title, from labels and from tasks that are set in bold; numbering, where there is some, goes
first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from graph_build.layouts.parts.labels import names_role
from graph_build.layouts.parts.pieces import pieces_of
from graph_build.model import BOLD, Document, Paragraph
from graph_build.spans import Text
from graph_build.values.contents import NOTE, content_of
from graph_build.values.headings import CHAPTERS, rank_of

LONGEST = 40
NO_NAME = re.compile(r"[。；;！？，,]|[:：]$|^[（(].*[）)]$|^附件|^\d|\d[年日]$")
# How the titles of lists end, and what else only titles hold.
TITLE = re.compile(r"(?:表|分工|清单|方案|台账|要点|通知|计划)(?:[（(].*[）)])?$|20\d\d年|^关于")
# Bold lines are headings where there are so many.
FEWEST_BOLD = 2
# Unnumbered headings stand above all numbered ones, or below them; each level half a step deeper.
ABOVE, BELOW, STEP = -4.0, 3.5, 0.25


def stated_headings(document: Document) -> dict[int, float]:
    """Return the blocks, as the file has them, that are headings which it states and does not number, with ranks."""
    paragraphs = (block for block in document.blocks if isinstance(block, Paragraph))
    lines = [(b.text.raw.block, b) for b in paragraphs if b.text.raw.row is None and b.text.compact()]
    if not any(block.level for _, block in lines):
        return {}
    behind = {n: after.text for (n, _), (_, after) in pairwise(lines)}
    found = [(n, block.level) for n, block in lines if block.level and _is_name(block.text, behind.get(n))]
    found = _without_title(found, {n: block.text.compact().value for n, block in lines})
    bold = sum(level == BOLD for _, level in found)
    found = [(n, level) for n, level in found if level != BOLD or bold >= FEWEST_BOLD]
    chapter = next((n for n, block in lines if rank_of(block.text.compact().value) in CHAPTERS), None)
    ranks: dict[int, float] = {}
    for depth, level in enumerate(sorted({level for _, level in found})):
        first = next(n for n, of in found if of == level)
        ranks[level] = (BELOW if chapter is not None and chapter < first else ABOVE) + STEP * depth
    return {n: ranks[level] for n, level in found}


def _is_name(text: Text, behind: Text | None) -> bool:
    """Say whether a stated heading names what stands below: short, without a number or label.

    What labels follow at once is a task.
    """
    words = text.compact()
    value = words.value
    if len(value) > LONGEST or rank_of(value) is not None or NO_NAME.search(value) or NOTE.match(value):
        return False
    assigned = behind is not None and not pieces_of(behind.compact())[0].text
    return not names_role(value) and content_of(words) == "text" and not assigned


def rank_stated(text: Text, stated: dict[int, float]) -> float | None:
    """Return the rank of a paragraph that is one of the stated headings; None of others."""
    return stated.get(text.raw.block) if text.raw.row is None else None


def _without_title(found: Sequence[tuple[int, int]], words: dict[int, str]) -> list[tuple[int, int]]:
    """Return headings without titles: a heading alone on the first level, and what is worded as titles are."""
    levels = [level for _, level in found]
    rest = [(n, level) for n, level in found if level != 1 or levels.count(1) > 1]
    return [(n, level) for n, level in rest if not TITLE.search(words[n])]
