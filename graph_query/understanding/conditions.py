"""The conditions of a formula as parts that a user sees, changes or takes away."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from graph_build.vocabulary.concepts import label_of, role_words
from graph_query.understanding.formula import (
    ANYTHING,
    AnyOf,
    Atom,
    Condition,
    Formula,
    all_of,
    any_of,
    atoms,
    conjuncts,
    mapped,
)
from graph_query.understanding.saying import also_said, said

# What the conditions of a question are called.
PART_NAMES = {
    "place": "地方",
    "year": "年度",
    "document": "文件",
    "issuer": "发文机关",
    "issued": "印发",
    "unit": "单位",
    "only": "单位",
    "role": "角色",
    "groups": "范围",
    "topic": "事项",
    "text": "正文",
    "cites": "所引文件",
    "implements": "所落实的文件",
    "common": "也引用",
    "section": "章节",
    "number": "任务",
    "due": "时限",
    "limit": "时限",
    "has": "条件",
    "count": "单位数",
    "supposed": "推定",
    "none": "没有",
    "other": "条件",
}
NO_GROUPS = "不含统称单位"


@dataclass(frozen=True, slots=True)
class Part:
    """One condition of a question: the words that say it, how it was read, and the values that it stands for.

    `mark` tells which condition of the formula it is, whatever its names were found to mean; `joint` joins it to the
    one before it: 或.
    """

    kind: str
    words: str
    shown: str
    values: tuple[str, ...] = ()
    mark: str = ""
    joint: str = ""

    @property
    def key(self) -> str:
        """What an address calls it: of roles their notations, which outlast a label, of all else how it is shown."""
        return "、".join(self.values) if self.kind == "role" else self.shown

    @property
    def short(self) -> str:
        """How it was read, without the name of its kind before it."""
        return self.shown.removeprefix(PART_NAMES[self.kind])


def parts_of(formula: Formula, question: str = "") -> tuple[Part, ...]:
    """Return the conditions of a formula; of roles the words that the question has for them."""
    found = [part for condition in _conditions(formula.of) for part in _parts(condition, question)]
    if formula.none:
        found.append(Part("none", "", f"没有{said(formula.none)}的任务"))
    if formula.roles:
        found.append(_role(formula.roles, question))
    if formula.listed.bodies:
        found.append(Part("groups", NO_GROUPS, NO_GROUPS))
    found += [Part("other", "", also_said(also)) for also in formula.listed.also]
    return tuple(dict.fromkeys(found))


def _conditions(of: Condition) -> tuple[Condition, ...]:
    return () if of == ANYTHING else conjuncts(of)


def _parts(condition: Condition, question: str) -> Iterator[Part]:
    if isinstance(condition, AnyOf) and all(isinstance(part, Atom) for part in condition.parts):
        for n, inside in enumerate(condition.parts):
            first, *others = _parts(inside, question)
            yield from (replace(first, joint="或" if n else ""), *others)
    elif isinstance(condition, Atom):
        named = condition.kind in ("unit", "topic", "cites", "place", "year", "document")
        shown = (condition.shown or condition.words) if named else said(condition)
        values = condition.values or tuple(form for forms in condition.forms for form in forms)
        yield Part(condition.kind, condition.words, shown, values, _mark(condition))
        if condition.kind == "unit" and condition.roles:
            yield _role(condition.roles, question)
    else:
        inner = list(atoms(condition))
        kinds = {atom.kind for atom in inner}
        values = tuple(value for atom in inner for value in atom.values)
        words = inner[0].words if len(inner) == 1 else ""
        yield Part(kinds.pop() if len(kinds) == 1 else "other", words, said(condition), values, _mark(condition))


def _role(roles: Sequence[str], question: str) -> Part:
    shown = "、".join(label_of("roles", role) for role in roles)
    words = (word for role in roles for word in role_words(role) if word in question)
    return Part("role", next(words, ""), shown, tuple(roles))


def _mark(condition: Condition) -> str:
    return f"{type(condition).__name__} {sorted((atom.kind, atom.words) for atom in atoms(condition))}"


def without(formula: Formula, meant: Formula, keys: Collection[str]) -> Formula:
    """Return a formula without some of its conditions, by how they are shown in what it is found to mean (`meant`)."""
    gone = [part for part in parts_of(meant) if {part.key, part.shown} & set(keys)]
    marks = {part.mark for part in gone if part.mark}
    kept = (_kept(condition, marks) for condition in _conditions(formula.of))
    of = all_of(condition for condition in kept if condition is not None)
    roles = {part.values for part in gone if part.kind == "role"}
    of = mapped(of, lambda atom: replace(atom, roles=()) if atom.roles in roles else atom)
    kinds = {part.kind for part in gone}
    return replace(
        formula,
        of=of,
        none=None if "none" in kinds else formula.none,
        roles=() if formula.roles in roles else formula.roles,
        listed=replace(formula.listed, bodies=formula.listed.bodies and "groups" not in kinds),
    )


def _kept(condition: Condition, marks: Collection[str]) -> Condition | None:
    """Return what is left of a condition; nothing where it is taken away."""
    if _mark(condition) in marks:
        return None
    if isinstance(condition, AnyOf):
        parts = [part for part in condition.parts if _mark(part) not in marks]
        return any_of(parts) if parts else None
    return condition


def has_scope(formula: Formula, kinds: Collection[str]) -> bool:
    """Say whether a formula has a condition of some kinds."""
    return any(atom.kind in kinds for atom in atoms(formula.of))
