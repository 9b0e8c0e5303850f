"""Answers to questions in Chinese: from a formula to SPARQL, a sentence, values and sources."""

from __future__ import annotations

from graph_query.answering.answer import NOTHING_BEFORE, Answer, Beside, answer_formula, ask
from graph_query.answering.forms import as_json, as_lines, as_text

__all__ = ["NOTHING_BEFORE", "Answer", "Beside", "answer_formula", "as_json", "as_lines", "as_text", "ask"]
