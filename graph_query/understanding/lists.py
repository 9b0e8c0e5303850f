"""Of which documents a question is: a place's own lists, those of what lies in it, those of several years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from graph_build.values.bodies import is_body
from graph_query.errors import NotKnown
from graph_query.labels.scopes import File
from graph_query.understanding.formula import All, Atom, Condition, Formula, Not, atoms, mapped
from graph_query.understanding.lattice import Question

# Where these are asked for, or counted by, all that lies in a place is meant.
OF_ALL_INSIDE = ("documents", "places")


def files_of(condition: Condition, q: Question) -> tuple[File, ...]:
    """Return the documents that a condition is about."""
    everything = frozenset(q.labels.files)
    found = _files(condition, everything)
    return tuple(file for file in q.labels.files if file in found)


def _files(condition: Condition, everything: frozenset[File]) -> frozenset[File]:
    if isinstance(condition, Atom):
        return frozenset(file for file in everything if _is_of(file, condition))
    if isinstance(condition, Not):
        inner = condition.part
        whole = all(atom.kind in ("place", "year", "document") for atom in atoms(inner))
        return everything - _files(inner, everything) if whole else everything
    parts = [_files(part, everything) for part in condition.parts]
    if isinstance(condition, All):
        return everything.intersection(*parts)
    return frozenset().union(*parts)


def _is_of(file: File, atom: Atom) -> bool:
    if atom.kind == "place":
        return bool(set(atom.values) & {file.iri, *file.places})
    if atom.kind == "year":
        return str(file.year) in atom.values
    return atom.kind != "document" or file.iri in atom.values


def scope_words(condition: Condition, q: Question) -> str:
    """Return the places, years and documents of a condition in words."""
    scope = [atom for atom in atoms(condition) if atom.kind in ("place", "year", "document")]
    return "、".join(atom.shown or atom.words or q.labels.names[atom.values[0]] for atom in scope)


def of_own_lists(formula: Formula, q: Question) -> Formula:
    """Return a formula in which a place that has lists of its own means these, and 某省各地 those of what lies in it.

    Raises NotKnown where no list is of what lies in a place.
    """
    if formula.wants in OF_ALL_INSIDE or formula.by in ("place", "document"):
        return formula
    about = {file.iri for file in files_of(formula.of, q)}
    notes: dict[str, None] = {}

    def narrowed(atom: Atom) -> Atom:
        if atom.kind != "place" or not atom.words or atom.loose or not atom.values:
            return atom
        inside = [file for file in q.labels.files if atom.values[0] in file.places]
        own = [file for file in inside if file.places[0] == atom.values[0] and not file.bodies]
        # A zone lies in a place, a bureau of its government does not.
        below = [file for file in inside if file not in own and not (file.bodies and is_body(file.whose))]
        name = q.labels.names[atom.values[0]]
        if atom.op == ">=":
            return _only(atom, below, f"{name}各地")
        if not own or own == inside or not about & {file.iri for file in own}:
            return atom
        others = "、".join(dict.fromkeys(file.whose for file in inside if file not in own))
        notes[f"只算{name}自己的文件，{others}的不在其内；要合在一起，请问“{name}及各地”"] = None
        return _only(atom, own, name)

    changed = [mapped(part, narrowed) if part else None for part in (formula.of, formula.none, formula.within)]
    of, none, within = changed
    return replace(formula, of=of or formula.of, none=none, within=within, notes=(*formula.notes, *notes))


def _only(atom: Atom, files: Sequence[File], shown: str) -> Atom:
    if not files:
        raise NotKnown(f"图谱里没有{shown}的文件。")
    return replace(atom, op="=", values=tuple(file.iri for file in files), shown=shown)


def notes_of_outer(condition: Condition, q: Question) -> Iterator[str]:
    """Say that a place's documents are those of others inside it. Raises NotKnown where a unit of its own is named."""
    for atom in atoms(condition):
        if atom.kind != "place" or atom.op or atom.loose:
            continue
        held = [file for file in q.labels.files if set(atom.values) & set(file.places)]
        if any(file.places[:1] == atom.values and not file.bodies for file in held):
            continue
        inside = dict.fromkeys(file.whose for file in held)
        name = q.labels.names[atom.values[0]]
        for unit in atoms(condition):
            if (
                unit.kind == "unit"
                and unit.within in atom.values
                and not any(f.places[:1] == atom.values for f in held)
            ):
                raise NotKnown(f"图谱里没有{name}{unit.words}，{name}只收录了{'、'.join(inside)}的文件。")
        if inside and list(inside) != [name]:
            yield f"{name}只收录了{'、'.join(inside)}的文件"


def notes_of_years(formula: Formula, files: Sequence[File]) -> Iterator[str]:
    """Say of which years the lists are that a place's, or a body's, name stands for, where they are several."""
    scope = [atom for atom in atoms(formula.of) if atom.kind in ("place", "document", "year", "issued")]
    titled = any(atom.kind in ("year", "issued") or atom.shown.startswith("《") for atom in scope)
    if not scope or titled or formula.wants in OF_ALL_INSIDE:
        return
    by_whose: defaultdict[str, list[File]] = defaultdict(list)
    for file in files:
        by_whose[file.whose].append(file)
    for whose, its in by_whose.items():
        years = sorted({file.year for file in its if file.year})
        if len(years) > 1:
            yield f"{whose}有{'、'.join(f'{year}年' for year in years)}的文件，都算在内"
