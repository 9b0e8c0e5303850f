"""What a document says of itself in its prose: title of the task list and year of the tasks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from graph_build.model import Block, Document, Paragraph, Table, Text

# A title is one line without the marks that end or introduce a sentence, and more than a date or a bracket.
TITLE = re.compile(r"(?!附件)(?![（(].*[）)]$)(?!.*\d日$)[^。；：:！？]{4,60}")
LISTS = ("表", "分工", "分解", "要点", "方案", "清单", "台账", "计划", "任务", "举措", "措施")
# Of 2022—2024年 the first.
YEAR = re.compile(r"(?<!\d)(20\d\d)(?:年?[—\-－–~至]+20\d\d)?年")
QUOTED = re.compile(r"《[^《》]*》")


@dataclass(frozen=True, slots=True)
class Preamble:
    """A document's own particulars; None where the text does not say."""

    title: Text | None
    year: int | None


def read_preamble(document: Document) -> Preamble:
    """Return the title of the task list and the year of its tasks.

    The title is the last line before the first table that can be one, of two such lines the one that ends as lists
    are called; the year is the one that it names, else the one that the prose names most often.
    """
    lines = [block.text.strip() for block in document.blocks if isinstance(block, Paragraph)]
    before = [block.text.strip() for block in _before_table(document.blocks) if isinstance(block, Paragraph)]
    titles = [line for line in before[-5:] if TITLE.fullmatch(line.value)]
    title = next((line for line in reversed(titles) if line.value.endswith(LISTS)), titles[-1] if titles else None)
    named = YEAR.findall(title.value) if title else []
    years = Counter(year for line in lines for year in YEAR.findall(QUOTED.sub("", line.value)))
    most = max(years, key=lambda year: (years[year], year), default=None)
    year = named[0] if named else most
    return Preamble(title, int(year) if year else None)


def _before_table(blocks: Sequence[Block]) -> Sequence[Block]:
    first = next((i for i, block in enumerate(blocks) if isinstance(block, Table)), len(blocks))
    return blocks[:first]
