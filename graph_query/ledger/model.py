"""What pages and exports draw: documents, units, acts, and tasks whole with their units, dates, topics, acts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from graph_query.ledger.concepts import SUPPOSED

SEVERAL_YEARS = re.compile(r"(20\d\d)年?[—\-－–~～至到]+(20\d\d)年?")
ONE_YEAR = re.compile(r"20\d\d年")


@dataclass(frozen=True, slots=True)
class Word:
    """What a person says of a reading: a correction, or that it is right (`is_check`).

    `kind` is a notation of zr:correctionKinds, `of` says of what it is (牵头单位), `was` and `now` are empty where
    there was nothing, or nothing is right. `on` is the day.
    """

    kind: str
    of: str
    was: str
    now: str
    by: str
    on: str
    why: str

    @property
    def is_check(self) -> bool:
        """Whether it confirms what was read."""
        return self.kind in ("checked", "document_checked")

    @property
    def shown(self) -> str:
        """What it says, in words."""
        who = f"（{self.by}，{self.on}）"
        if self.is_check:
            return f"已核对{who}"
        if not self.was:
            return f"{self.of}补上“{self.now}”{who}"
        return f"{self.of}“{self.was}”改为“{self.now}”{who}" if self.now else f"{self.of}“{self.was}”删去{who}"


@dataclass(frozen=True, slots=True)
class Document:
    """A document: its place and those that it lies in by name, its work's IRI, number and day of issue.

    `years` are those that its tasks are for, a plan for several years (its title says 2024—2026年) has several; `copy`
    is a notation of zr:copyKinds. Texts are empty where nothing is known. Of its `tasks` so many are `checked` and
    `corrected`; `people` is what they say of the document itself, and of what is no task.
    """

    iri: str
    title: str
    source: str
    place: str
    places: tuple[str, ...]
    years: tuple[str, ...]
    copy: str
    issuer: str
    openness: str
    url: str
    retrieved: str
    sureness: float
    work: str
    number: str
    issued: str
    sha256: str
    tasks: int
    checked: int
    corrected: int
    people: tuple[Word, ...]

    @property
    def confirmed(self) -> Word | None:
        """Who confirmed the reading as a whole, and when."""
        return next((word for word in self.people if word.is_check), None)

    @property
    def year(self) -> str:
        """The years of its tasks, as they are shown."""
        return "—".join(dict.fromkeys((self.years[0], self.years[-1]))) if self.years else ""

    @property
    def shown(self) -> str:
        """Title, and place where the title does not say it."""
        return self.title if not self.place or self.place in self.title else f"{self.title}（{self.place}）"

    @property
    def slug(self) -> str:
        """The name by which the program knows the document."""
        return self.iri.rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that carries a task: its preferred name, place, fields of work, and place in the register of units.

    `where` is its place, or where that is not known the document that alone names it; `functions` are notations.
    """

    iri: str
    name: str
    collective: bool
    place: str
    where: str
    functions: tuple[str, ...]
    order: int | None

    @property
    def shown(self) -> str:
        """Its name, and where it is."""
        return f"{self.name}（{self.where}）" if self.where else self.name


@dataclass(frozen=True, slots=True)
class Assignment:
    """One unit's part in a task, under the name that the document writes; role and basis are notations."""

    iri: str
    unit: str
    name: str
    role: str
    basis: str

    @property
    def supposed(self) -> bool:
        """Whether the unit is only supposed: of a row above a blank cell, or of a cell that no line draws."""
        return self.basis in SUPPOSED


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit as written: kind and basis as notations, either may be empty, and last day."""

    iri: str
    words: str
    kind: str
    until: date | None
    ongoing: bool
    after: str
    basis: str

    @property
    def supposed(self) -> bool:
        """Whether the limit is only supposed: of a row above a blank cell, or of a cell that no line draws."""
        return self.basis in SUPPOSED


@dataclass(frozen=True, slots=True)
class Act:
    """An act that a task cites: title as written and number, either may be empty.

    `supplied` says that the number is not written there, but comes from the register of acts or from other documents.
    """

    iri: str
    title: str
    number: str
    supplied: bool

    @property
    def shown(self) -> str:
        """Title and number, as a document would cite it."""
        title = f"《{self.title}》" if self.title else ""
        return f"{title}（{self.number}）" if title and self.number else title or self.number


@dataclass(frozen=True, slots=True)
class Task:
    """A task of a document, whole. `items` are its sub-items; `limits` stand in its text, `deadline` beside it.

    `topics` are notations, in the order of their labels. `where` tells in words where its text stands in the file,
    `quotes` are the IRIs of those words. `times` says of what kind its time is, `unlimited` why it has no deadline
    where it has none, both of TIMES in graph_build/vocabulary/ledger_rows.py. `people` is what they say of its reading.
    """

    iri: str
    document: Document
    index: int
    no: str
    text: str
    section: str
    subsection: str
    remark: str
    progress: str
    open_ended: bool
    items: tuple[str, ...]
    assignments: tuple[Assignment, ...]
    deadline: Limit | None
    limits: tuple[Limit, ...]
    topics: tuple[str, ...]
    acts: tuple[Act, ...]
    where: tuple[str, ...]
    quotes: tuple[str, ...]
    damaged: bool
    times: tuple[str, ...]
    unlimited: str
    people: tuple[Word, ...]

    @property
    def corrections(self) -> tuple[Word, ...]:
        """What people corrected in it."""
        return tuple(word for word in self.people if not word.is_check)

    @property
    def checks(self) -> tuple[Word, ...]:
        """Who confirmed that it is read rightly, and when."""
        return tuple(word for word in self.people if word.is_check)

    def of_role(self, role: str) -> str:
        """Return the units of a role, 推定 said of those that are supposed."""
        return "、".join(f"{a.name}（推定）" if a.supposed else a.name for a in self.assignments if a.role == role)

    @property
    def all_limits(self) -> tuple[Limit, ...]:
        """Its deadline, and the limits in its text."""
        return (self.deadline, *self.limits) if self.deadline else self.limits

    @property
    def days(self) -> tuple[date, ...]:
        """The last days that it sets, its deadline's first."""
        return tuple(limit.until for limit in self.all_limits if limit.until)

    @property
    def numbered(self) -> str:
        """Its number in the document; where that has none, its place in the order, said to be that."""
        return f"第{self.no}项" if self.no else f"按顺序第{self.index}项（原文无编号）"

    @property
    def supposed(self) -> bool:
        """Whether a unit's part in it, or its deadline, is supposed."""
        return any(a.supposed for a in self.assignments) or any(limit.supposed for limit in self.all_limits)


def years_of(title: str, year: str) -> tuple[str, ...]:
    """Return the years of a document: those between the two of its title (2024—2026年), else the one that is known.

    A year behind them is the title's: “十四五”规划（2021—2025年）2022年重点任务分工.

    >>> years_of("国土绿化行动任务分工（2024—2026年）", "2024"), years_of("2022年任务分解表", "2022")
    (('2024', '2025', '2026'), ('2022',))
    """
    match = SEVERAL_YEARS.search(title)
    if match and match[1] <= match[2] and not ONE_YEAR.search(title, match.end()):
        return tuple(str(each) for each in range(int(match[1]), int(match[2]) + 1))
    return (year,) if year else ()
