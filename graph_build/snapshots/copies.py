"""Which documents are copies of one work, which of them counts, and in how much their readings differ."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from graph_build.snapshots.report import Published
from graph_build.vocabulary.levels import LEVELS

# Two documents share a work where they share this part of their tasks; less is enough where they share their number.
SAME_TASKS, SAME_NUMBER = 0.9, 0.5
# What a format holds: merges and styles, some of them, places on a page, words alone.
HOLDS = {
    **dict.fromkeys((".docx", ".doc", ".wps", ".xlsx", ".xls", ".et", ".odt", ".ods", ".rtf"), 3),
    **dict.fromkeys((".html", ".htm", ".mhtml", ".mht"), 2),
    ".pdf": 1,
}
# The place that a title begins with: 青禾县2024年…
TITLE_PLACE = re.compile(rf"(?:中共)?(?!关于)(?P<place>[\u3400-\u9fff]{{2,8}}?[{LEVELS}])")


@dataclass(frozen=True, slots=True)
class Particulars:
    """What a copy says of the work and the reading that counts does not; `source` is the copy's file."""

    source: str
    title: str | None = None
    number: str | None = None
    issuer: str | None = None
    issued: date | None = None


def copy_of(entry: Published, others: Iterable[Published]) -> Published | None:
    """Return the entry that holds the same work: nearly the same tasks, or the same number, issuer and many tasks.

    What tells another place, issuer, date or year is another work: a district takes over its city's list word for word.
    """
    return next((other for other in others if _shares(entry, other) and not _contradicts(entry, other)), None)


def _shares(one: Published, other: Published) -> bool:
    shared = (Counter(one.fingerprint) & Counter(other.fingerprint)).total()
    numbered = one.number is not None and (one.number, one.issuer) == (other.number, other.issuer)
    enough = shared >= SAME_NUMBER * min(one.tasks, other.tasks)
    return shared >= SAME_TASKS * max(one.tasks, other.tasks) or (numbered and enough)


def _contradicts(one: Published, other: Published) -> bool:
    """Say whether both tell of something, and not the same."""
    pairs = (
        (one.whose, other.whose),
        (one.issuer, other.issuer),
        (one.number, other.number),
        (one.issued, other.issued),
        (one.year, other.year),
        (_place_in(one.title), _place_in(other.title)),
    )
    return any(a and b and a != b for a, b in pairs)


def _place_in(title: str | None) -> str | None:
    match = TITLE_PLACE.match(title or "")
    return match["place"] if match else None


def differences(one: Published, other: Published) -> int:
    """Return of how many tasks the readings differ, in words, units or deadline."""
    return max(one.tasks, other.tasks) - (Counter(one.assigned) & Counter(other.assigned)).total()


def counts_before(one: Published, other: Published) -> bool:
    """Say whether a reading counts rather than another of the same work, which came first.

    One that is held back never displaces one that is published, an upload never a file that came with the library, nor
    one without a stated origin one with. Of copies that say the same the format that holds more counts, then the surer
    reading; of others the surer reading.
    """
    same = not differences(one, other)

    def weight(entry: Published) -> tuple[float, ...]:
        holds = HOLDS.get(PurePath(entry.source).suffix.lower(), 0)
        standing = (not entry.held_back, entry.standing, entry.stated)
        return (*standing, holds, entry.sureness) if same else (*standing, entry.sureness, holds)

    return weight(one) > weight(other)


def lent(copy: Published, kept: Published) -> Particulars | None:
    """Return what a copy that says the same tells of the work and the kept reading does not; None without any."""
    if differences(copy, kept):
        return None
    parts = Particulars(
        copy.source,
        title=None if kept.title else copy.title,
        number=None if kept.number else copy.number,
        issuer=None if kept.issuer else copy.issuer,
        issued=None if kept.issued or not copy.issued else date.fromisoformat(copy.issued),
    )
    return parts if parts != Particulars(copy.source) else None
