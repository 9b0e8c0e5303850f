"""Text from documents and users, where Streamlit would read Markdown in it."""

from __future__ import annotations

import re

SIGNS = re.compile(r"[\\`*_{}\[\]()#+\-.!|~$:<>&^=]")
# What GitHub's Markdown makes a link of by itself, escaped or not: behind these, an address goes on.
ADDRESS = re.compile(r"(?<=://)(?=[-.\w])|(?<=www)(?=\.)|(?<=[-.\w+]@)(?=[-\w])", re.IGNORECASE)
# Of no width, and no break of line (Unicode: word joiner).
JOINER = "\u2060"


def literal(text: str) -> str:
    """Return a text as Markdown that shows it as it is.

    Every sign of Markdown is escaped (CommonMark: a backslash before it), and what would become a link is broken.
    """
    return SIGNS.sub(r"\\\g<0>", ADDRESS.sub(JOINER, text))
