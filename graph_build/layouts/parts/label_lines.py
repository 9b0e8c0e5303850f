"""Lines with a label that names no units: 整改措施： opens what is to be done, 责任领导： is no part of it."""

from __future__ import annotations

import re

from graph_build.spans import HAN, Text
from graph_build.values.headings import kind_of, likely_kind

LABEL = re.compile(rf"(?P<word>[{HAN}]{{2,10}})[:：](?P<value>.*)", re.DOTALL)
# Behind a label that is only known in part stand a few words and no sentence: a person, a place.
SHORT = re.compile(r"[^，,；;。]{0,20}。?")


def without_label(text: Text) -> tuple[Text, str | None]:
    """Return a line without the label for what is to be done, or nothing of a line that is about something else.

    Of such a line the label is returned too.
    """
    match = LABEL.fullmatch(text.value)
    if match is None:
        return text, None
    kind = kind_of(match["word"])
    if kind in ("measure", "task"):
        return text[match.start("value") :], None
    known = kind or (likely_kind(match["word"]) if SHORT.fullmatch(match["value"]) else None)
    return (text[:0], match["word"]) if known in ("unread", "goal", "progress") else (text, None)


def opens_task(text: Text) -> bool:
    """Say whether a line begins with the label for what is to be done: 整改措施：…."""
    rest, label = without_label(text)
    return label is None and len(rest.value) < len(text.value)
