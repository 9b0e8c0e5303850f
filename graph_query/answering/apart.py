"""Templates said apart: they are counted where no place is named, and are never a place's."""

from __future__ import annotations

from collections.abc import Iterable

from graph_query.answering.titles import TEMPLATE
from graph_query.labels.scopes import File


def apart(counts: Iterable[tuple[File, int]], classifier: str) -> tuple[int, str]:
    """Return how many are of places, and what is said of those of templates: with both, the whole."""
    found = list(counts)
    total, templates = sum(count for _, count in found), _templates(found)
    if templates in (0, total):
        return total, f"（均为{TEMPLATE}）" if templates else ""
    return total - templates, f"（另有{TEMPLATE}{templates}{classifier}，合计{total}{classifier}）"


def among(counts: Iterable[tuple[File, int]], words: str = "其中") -> str:
    """Return how many tasks of a count are of templates; nothing where none is."""
    templates = _templates(counts)
    return f"（{words}{TEMPLATE}{templates}项）" if templates else ""


def _templates(counts: Iterable[tuple[File, int]]) -> int:
    return sum(count for file, count in counts if file.template)
