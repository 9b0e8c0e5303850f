"""What people say of a document's reading: one correction or confirmation, as its file holds it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, fields
from datetime import date
from typing import Literal, get_args

from graph_build.model import Role

What = Literal[
    "unit",
    "role",
    "deadline",
    "text",
    "not_a_task",
    "task",
    "split",
    "join",
    "body",
    "act",
    "document",
    "checked",
    "document_checked",
]
# What is said of a document as a whole; openness is 公开属性, kind the kind of copy.
Fact = Literal["place", "year", "number", "issuer", "issued", "title", "kind", "url", "retrieved", "openness"]
KINDS: tuple[What, ...] = get_args(What)
FACTS: tuple[Fact, ...] = get_args(Fact)
CHECKS: tuple[What, ...] = ("checked", "document_checked")
# Whether two names mean one body.
SAME, APART = "same", "apart"


@dataclass(frozen=True, slots=True)
class Correction:
    """One thing that a person says of a reading; its fields are the keys of its entry, empty where it needs none.

    `task` are the raw words of the task that is meant, without white space, or their beginning and …; `repeat` ("2/3")
    tells which, where several tasks of the document have the same words. `was` is what was read, empty where nothing,
    `now` what is right, empty where nothing is. `words` are words of the document on which it rests. `role` belongs to
    a unit, `unit` to a role, `fact` to the document; `names` are two names of units; `parts` what a task is split in,
    or the tasks that are joined to the first; `lead`, `responsible`, `cooperating` and `deadline` are those of words
    that are a task. `within` is the code of the place that one outside of the register lies in.
    """

    what: What
    by: str
    on: date
    task: str = ""
    repeat: str = ""
    role: Role | Literal[""] = ""
    unit: str = ""
    fact: Fact | Literal[""] = ""
    names: tuple[str, ...] = ()
    was: str = ""
    now: str = ""
    within: str = ""
    words: str = ""
    parts: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    cooperating: tuple[str, ...] = ()
    deadline: str = ""
    why: str = ""

    @property
    def key(self) -> str:
        """The name by which it is known: 12 hex of a hash of all that it says."""
        said = json.dumps([str(getattr(self, name)) for name in KEYS], ensure_ascii=False)
        return hashlib.sha256(said.encode()).hexdigest()[:12]

    @property
    def subject(self) -> tuple[str, ...]:
        """What it is said of: corrections of one subject follow each other, or contradict."""
        task = f"{bare(self.task)} {self.repeat}"
        if self.what in ("unit", "act"):
            return self.what, task, self.role, self.was or self.now
        own = {
            "role": (task, self.unit),
            "task": (bare(self.words),),
            "not_a_task": (task, bare(self.words)),
            "body": tuple(sorted(self.names)),
            "document": (self.fact,),
            "document_checked": (),
        }
        return self.what, *own.get(self.what, (task,))


KEYS = tuple(field.name for field in fields(Correction))


@dataclass(frozen=True, slots=True)
class Conflict:
    """A correction that was not written, since another person said something else of the same: `theirs`."""

    mine: Correction
    theirs: Correction

    @property
    def message(self) -> str:
        """What the page or the terminal says of it."""
        theirs, now = self.theirs, self.theirs.now or "、".join(self.theirs.parts) or "（删去）"
        return f"{theirs.by}已于 {theirs.on.isoformat()} 把这一处改为“{now}”，您的更正没有写入。请核对后再改。"


def bare(words: str) -> str:
    """Return words without white space, as targets are compared."""
    return "".join(words.split())
