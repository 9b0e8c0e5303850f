"""A formula within a place and a year that were chosen beside the question."""

from __future__ import annotations

from dataclasses import replace

from graph_query.errors import NotKnown
from graph_query.labels import plain
from graph_query.ledger.model import years_of
from graph_query.understanding.conditions import has_scope
from graph_query.understanding.formula import Atom, Condition, Formula, all_of, atoms
from graph_query.understanding.lattice import Question
from graph_query.understanding.lists import files_of

# A question that says one of these itself says more than the choice beside it.
OWN_PLACE = ("place", "document", "issuer")
OWN_YEAR = ("year", "document", "issued")


def within(formula: Formula, q: Question, place: str, year: str) -> Formula:
    """Return a formula with a place and a year (names, empty for any) as conditions, where it says none of its own.

    Raises NotKnown where no document, or no unit of the question, is of them.
    """
    conditions: list[Condition] = [formula.of]
    if place and not has_scope(formula, OWN_PLACE):
        conditions += [
            Atom("place", (iri,), words=place, shown=place) for iri in q.labels.of_name(plain(place), "place")
        ]
    if year and not has_scope(formula, OWN_YEAR):
        conditions.append(_of_year(formula, q, year))
    if len(conditions) == 1:
        return formula
    chosen = replace(formula, of=all_of(conditions))
    files = files_of(chosen.of, q)
    if not files:
        shown = f"{place}{f'{year}年' if year else ''}"
        raise NotKnown(f"所选的{shown}没有这个问题所问的文件。请改选地方、年度，或写明地方。")
    inside = {file.iri for file in files}
    for atom in atoms(formula.of):
        if atom.kind == "unit" and not any(q.labels.files_of_unit[unit] & inside for unit in atom.values):
            raise NotKnown(f"所选的地方和年度里没有“{atom.words}”。请改选地方、年度。")
    return chosen


def _of_year(formula: Formula, q: Question, year: str) -> Condition:
    """Return the condition that documents are of a year; the graph holds the first year of a plan for several."""
    files = [file for file in files_of(formula.of, q) if year in years_of(file.label, str(file.year or ""))]
    if all(str(file.year) == year for file in files):
        return Atom("year", (year,), words=year, shown=f"{year}年")
    return Atom("document", tuple(file.iri for file in files), words=year, shown=f"{year}年")
