"""Which tasks are due first of those that are meant, or last: the day is looked up."""

from __future__ import annotations

from dataclasses import replace

from graph_query.answering.patterns import ANY_DAY, block
from graph_query.errors import NotKnown
from graph_query.sparql.prefixes import with_prefixes
from graph_query.stores import Store, select
from graph_query.understanding.formula import Atom, Formula, all_of, atoms, conjuncts, mapped
from graph_query.understanding.saying import said

# The one condition that speaks of days here is the first, so that its variable is ?day0.
DATED = Atom("due", (ANY_DAY, ""))
NO_DAY = "所问的任务都没有写明日期，说不出哪一项{}。可以问这些任务的时限怎样写。"


def with_days(formula: Formula, store: Store) -> Formula:
    """Return a formula with the day on which tasks are due first, or last, in place of that.

    Raises NotKnown where no task that is meant has a day.
    """
    wanted = [atom for atom in atoms(formula.of) if atom.kind == "due" and atom.op]
    if not wanted:
        return formula
    others = all_of(part for part in conjuncts(formula.of) if part not in wanted)
    extreme = "MIN" if wanted[0].op == "<=" else "MAX"
    query = f"SELECT ({extreme}(?day0) AS ?day) WHERE {{\n{block(DATED, others)}\n}}"
    day = select(store, with_prefixes(query)).values()[0]["day"]
    if not day:
        raise NotKnown(NO_DAY.format(said(wanted[0])))
    of = mapped(formula.of, lambda atom: replace(atom, values=(day, day), op=None) if atom in wanted else atom)
    return replace(
        formula, of=of, notes=(*formula.notes, f"{said(wanted[0])}的一天是{day}，没有写明日期的任务不在比较之列")
    )
