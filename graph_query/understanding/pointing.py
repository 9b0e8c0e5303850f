"""Words that point to something said before, in a question that follows nothing: 这项任务由谁负责."""

from __future__ import annotations

from collections.abc import Sequence

from graph_query.errors import NotKnown
from graph_query.questions import words
from graph_query.understanding.formula import Condition, atoms, is_scope
from graph_query.understanding.lattice import Question

# Conditions that name a document, beside those that say whose it is.
DOCUMENTS = ("cites", "implements")


def check_pointing(q: Question, conditions: Sequence[Condition]) -> None:
    """Raise NotKnown where a question points to a task, a document or units that it does not name."""
    if q.follows or len(q.labels.files) < 2:  # noqa: PLR2004 (of one document alone all is plain)
        return
    of_scope = [is_scope(condition) for condition in conditions]
    named = any(atom.kind in DOCUMENTS for condition in conditions for atom in atoms(condition))
    said = {"subject": not all(of_scope), "scope": named or any(of_scope), "any": bool(of_scope)}
    for pointing in words().pointing:
        found = pointing.words.search(q.text)
        if found and not said[pointing.needs]:
            raise NotKnown(f"没有说明“{found.group()}”指的是{pointing.what}。请写明。")
