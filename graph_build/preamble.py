"""What a document says of itself in its prose: title of the task list and year of the tasks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from graph_build.model import Block, Document, Paragraph, Table, Text

# A title is one line without the marks that end or introduce a sentence.
TITLE = re.compile(r"[^。；：:！？]{4,60}")
YEAR = re.compile(r"(?<!\d)(20\d\d)年")


@dataclass(frozen=True, slots=True)
class Preamble:
    """A document's own particulars; None where the text does not say."""

    title: Text | None
    year: int | None


def read_preamble(document: Document) -> Preamble:
    """Return the title of the task list and the year of its tasks.

    The title is the last line before the first table that can be one; the year is the one that it names,
    else the first one that the document names.
    """
    before = _before_table(document.blocks)
    lines = [block.text.strip() for block in before if isinstance(block, Paragraph)]
    title = next((line for line in reversed(lines) if TITLE.fullmatch(line.value)), None)
    named = YEAR.search(title.value if title else "") or next(filter(None, (YEAR.search(t.value) for t in lines)), None)
    return Preamble(title, int(named[1]) if named else None)


def _before_table(blocks: Sequence[Block]) -> Sequence[Block]:
    first = next((i for i, block in enumerate(blocks) if isinstance(block, Table)), len(blocks))
    return blocks[:first]
