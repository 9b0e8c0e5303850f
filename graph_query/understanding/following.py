"""A question that goes on from the one before it: an edit of that one's formula, or a whole question of its own.

What it says takes the place of what is of the same kind, and stays beside all else; behind 其中 and 这些 it is one more
condition. What it asks for is asked of what is left.
"""

from __future__ import annotations

from dataclasses import replace

from graph_query.errors import NotKnown
from graph_query.understanding.antecedents import Before, kinds_of, scope_of
from graph_query.understanding.continuing import Said, said_in
from graph_query.understanding.editing import edited
from graph_query.understanding.folding import Folded
from graph_query.understanding.formula import SCOPE, Condition, Formula, all_of, atoms, conjuncts
from graph_query.understanding.lattice import Question, add_following
from graph_query.understanding.lists import files_of
from graph_query.understanding.reading import readings

# What a question can be about by itself; all else narrows what another is about.
SUBJECTS = frozenset({"unit", "only", "topic", "text", "cites", "implements", "number", "section"})
REFERS = frozenset({"THEM", "HERE"})
# What says that another thing is turned to, or that only some are meant.
GOES_ON = frozenset({"TURN", "AMONG", "EACHOF"})
EVERYWHERE = frozenset({"EVERYTHING", "ALLDOCS"})
# 还有 that joins nothing is rather who else.
STRAY = 0.5
# The question by itself, beside what it means as going on.
SECOND = 0.1
TURNED_TO = "接着问的是"
Found = list[tuple[float, Formula]]


def following(q: Question, before: Before) -> Found:
    """Return the formulas of a question that follows another, the likeliest first, each with its cost.

    Raises NotKnown where it says nothing that can be edited, nor is a question of its own.
    """
    alone = _alone(q)
    add_following(q)
    said: list[Said] = []
    refused: list[NotKnown] = []

    def making(found: Folded, q: Question) -> tuple[float, Formula]:
        said.append(said_in(found, q, before.formula))
        try:
            return STRAY * ("AND" in found.seen), _where_held(edited(said[-1], before), said[-1], q)
        except NotKnown as why:
            # A pronoun that means nothing is not read as a word that says nothing.
            refused.extend([why] * (len(said) == 1))
            raise

    try:
        edits = readings(q, making)
    except NotKnown:
        if not alone or not said:
            raise
        edits = []
    if alone and said[0].is_whole:
        q.follows = False
        return alone if _says_where(said[0]) else [(cost, _within(formula, before.formula)) for cost, formula in alone]
    if refused and not (alone and _says_where(said[0]) and not said[0].found.seen & (REFERS | GOES_ON)):
        raise refused[0]
    found = _chosen(said[0], q, alone, edits, before.formula)
    q.follows = found is not alone
    return found


def _where_held(formula: Formula, said: Said, q: Question) -> Formula:
    """Return a formula of the documents that are said, where none of them is of the scope before too: it is said so.

    槐荫呢, behind a question about 2023, of which there is no list of 槐荫. A year alone is one of the place before.
    """
    new, old = scope_of(all_of(said.parts)), scope_of(formula.of)
    gone = [part for part in old if part not in new]
    turns = bool(kinds_of(new) - {"year", "issued"}) or ("documents",) in _values(q, "THEM")
    if not (new and gone and turns) or files_of(all_of(old), q) or not files_of(all_of(new), q):
        return formula
    words_ = "、".join(atom.shown or atom.words for atom in atoms(all_of(gone)))
    where = "、".join(atom.shown or atom.words for atom in atoms(all_of(new)))
    kept = all_of(part for part in conjuncts(formula.of) if part not in gone)
    notes = [note for note in formula.notes if not note.startswith(TURNED_TO)]
    note = f"{TURNED_TO}{where}，没有按前面的{words_}缩小范围"
    return replace(formula, of=kept, notes=(*notes, note))


def _alone(q: Question) -> Found:
    """Return the formulas of the question by itself; none where it does not say enough."""
    try:
        return readings(q)
    except NotKnown:
        return []


def _chosen(said: Said, q: Question, alone: Found, edits: Found, before: Formula) -> Found:
    """Return what a question means: by itself, as going on, or either."""
    seen, kinds = said.found.seen, kinds_of(said.parts)
    subject, scoped = kinds & SUBJECTS, bool(kinds & {*SCOPE})
    if not alone or seen & REFERS or not said.asks:
        return edits or alone
    if seen & EVERYWHERE:
        return alone
    if scoped:
        return _scoped(said, q, alone, edits, before)
    whole = said.ask is None or said.ask.wants != "tasks" or _names(q, "TASKN", "COUNTN")
    if subject - {"number"} and whole and "AMONG" not in seen:
        carried = [(cost, _within(formula, before)) for cost, formula in alone]
        return carried if subject <= kinds_of([before.of]) | {"number"} else _both(carried, alone)
    return edits or alone


def _says_where(said: Said) -> bool:
    """Say whether a question says of which documents it is."""
    return bool(kinds_of(said.parts) & {*SCOPE} or said.found.seen & EVERYWHERE)


def _scoped(said: Said, q: Question, alone: Found, edits: Found, before: Formula) -> Found:
    """Return what a question means that says of which documents: with a subject of its own it is whole."""
    kinds, seen = kinds_of(said.parts), said.found.seen
    if kinds & SUBJECTS or (kinds - {*SCOPE} and _names(q, "TASKN", "COUNTN")):
        return _both(edits, alone) if seen & GOES_ON else alone
    if len(scope_of(before.of)) == len(conjuncts(before.of)) or _names(q, "ANEW"):
        return alone
    whole = _names(q, "TASKN", "COUNTN", "ROLEN") or "RANK" in seen
    return _both(alone, edits) if whole and "TURN" not in seen else edits or alone


def _names(q: Question, *symbols: str) -> bool:
    """Say whether a word of some kind stands in a question: 任务, 牵头单位."""
    return bool(_values(q, *symbols))


def _values(q: Question, *symbols: str) -> list[object]:
    """Return what words of some kind that stand in a question mean."""
    return [token.value for here in q.tokens.values() for token in here if token.symbol in symbols]


def _both(first: Found, second: Found) -> Found:
    """Return the readings of two kinds as near each other."""
    if not first:
        return second
    least = second[0][0]
    return [
        *((cost - first[0][0], formula) for cost, formula in first),
        *((cost - least + SECOND, f) for cost, f in second),
    ]


def _within(formula: Formula, before: Formula) -> Formula:
    """Return a formula within the places, years and documents of the question before."""
    scope: list[Condition] = scope_of(before.of)
    return replace(formula, of=all_of([formula.of, *scope]))
