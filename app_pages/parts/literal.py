"""Text from documents and users, where Streamlit would read Markdown in it."""

from __future__ import annotations

import re

SIGNS = re.compile(r"[\\`*_{}\[\]()#+\-.!|~$:<>&^=]")


def literal(text: str) -> str:
    """Return a text with every sign of Markdown escaped (CommonMark: a backslash before it), so that it stays as is."""
    return SIGNS.sub(r"\\\g<0>", text)
