"""From a question to its formulas: every reading of every part, the ways to put them together, what they mean.

lattice.py finds the readings of the parts, grammar.py says how they go together, chart.py finds the ways, reading.py
makes formulas of them, resolve.py looks up what their names mean among the documents that they are about.
"""

from __future__ import annotations

from datetime import date

from graph_query.errors import NotKnown
from graph_query.questions import words
from graph_query.stores import Store
from graph_query.understanding.antecedents import Before
from graph_query.understanding.collectives import add_collectives
from graph_query.understanding.conditions import Part
from graph_query.understanding.following import following
from graph_query.understanding.formula import Formula
from graph_query.understanding.lattice import Question, add_words, opened
from graph_query.understanding.naming import add_names
from graph_query.understanding.occasions import add_story
from graph_query.understanding.reading import readings
from graph_query.understanding.resolve import resolved
from graph_query.understanding.spelling import add_misspelt_words
from graph_query.understanding.titled import add_titled
from graph_query.understanding.written import add_written

__all__ = ["Before", "Formula", "Part", "Question", "resolved", "understand"]


def understand(
    question: str, store: Store, today: date, before: Before | None = None
) -> tuple[Question, list[tuple[float, Formula]]]:
    """Return a question with its formulas, the likeliest first, each with its cost; it may go on from one `before`.

    Raises NotKnown, with the reason, where none covers it, or where the graph holds no such thing.
    """
    q = opened(question, store, today, follows=before is not None)
    if not q.labels.files:
        raise NotKnown("图谱是空的，还没有文件。请先放入任务分解表，再运行 zeren build。")
    for pattern, reason in words().not_held:
        if pattern.search(q.text):
            raise NotKnown(f"{reason}，这个问题答不了。")
    if not q.text:
        raise NotKnown("没有看懂要问什么。请输入单位、事项、文号或问题。")
    add_names(q)
    add_collectives(q)
    add_written(q)
    add_words(q)
    add_misspelt_words(q)
    add_titled(q)
    add_story(q)
    return q, following(q, before) if before else readings(q)
