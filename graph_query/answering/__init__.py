"""Answers to questions in Chinese: from a reading to SPARQL, a sentence, values and sources."""

from __future__ import annotations

from graph_query.answering.answer import Answer, Beside, answer_reading, as_json, as_lines, ask

__all__ = ["Answer", "Beside", "answer_reading", "as_json", "as_lines", "ask"]
