"""The register of acts: their titles, short titles and dates, and which act a citation means.

data/registers/acts.csv: number, title, short_titles (parted by |), issuer, issued, in_force, source of the facts.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

REGISTER = Path(__file__).resolve().parents[2] / "data" / "registers" / "acts.csv"
# A title says what its act carries out: 贯彻落实…任务分工.
CARRIES_OUT = re.compile(r"贯彻落实(?P<title>.+?)(?:任务分工|实施方案|工作方案|分工方案|重点任务|任务分解|的通知)")


@dataclass(frozen=True, slots=True)
class RegisteredAct:
    """An act as the register knows it; dates are None where it does not say."""

    number: str
    title: str
    short_titles: tuple[str, ...]
    issued: date | None
    in_force: date | None


@cache
def acts() -> tuple[RegisteredAct, ...]:
    """Return the acts of the register."""
    with REGISTER.open(encoding="utf-8", newline="") as file:
        return tuple(_act(row) for row in csv.DictReader(file))


def number_of_title(title: str, cited_on: date | None) -> str | None:
    """Return the number of the act that a title alone means; None where the register has none of it, or several.

    A short title is that of the version in force on the day of the citing document; without a day, or before, nothing
    is asserted.

    >>> number_of_title("政府信息公开条例", date(2022, 5, 1)), number_of_title("政府信息公开条例", date(2010, 1, 1))
    ('国务院令第711号', None)
    """
    bare = _bare(title)
    found = {
        act.number
        for act in acts()
        if bare in {_bare(t) for t in (act.title, *act.short_titles)} and _holds(act, cited_on)
    }
    return found.pop() if len(found) == 1 else None


def carried_out_by(act: RegisteredAct) -> tuple[RegisteredAct, ...]:
    """Return the acts of the register that an act's title says it carries out."""
    match = CARRIES_OUT.search(act.title)
    if match is None:
        return ()
    named = _bare(match["title"])
    return tuple(
        other
        for other in acts()
        if other != act and any(named.endswith(_bare(t)) for t in (other.title, *other.short_titles))
    )


def _act(row: dict[str, str]) -> RegisteredAct:
    return RegisteredAct(
        number=row["number"],
        title=row["title"],
        short_titles=tuple(title for title in row["short_titles"].split("|") if title),
        issued=date.fromisoformat(row["issued"]) if row["issued"] else None,
        in_force=date.fromisoformat(row["in_force"]) if row["in_force"] else None,
    )


def _holds(act: RegisteredAct, cited_on: date | None) -> bool:
    since = act.in_force or act.issued
    return since is None or (cited_on is not None and cited_on >= since)


def _bare(title: str) -> str:
    """Return a title without marks, its issuer's 关于 and what says its state: （试行）, （修订）."""
    return re.sub(r"[^\w]", "", re.sub(r"[（(](?:试行|暂行|修订|修正)[）)]$", "", title))
