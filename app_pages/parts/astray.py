"""What an address names that is not here: said in one line, and the page is shown as without it."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import streamlit as st

from app_pages.parts.literal import literal

# All that addresses of pages may say.
PARTS = """
act act-find after at basis chart check cited column document example find from function gap month node only open
page page-included page-possible place q review role sort sparql tab task time topic unit unit-find view way with
with-find within without year
"""
# What addresses said once, and nothing asks any more.
FORMER = "expand kind whole"
KEYS = frozenset(f"{PARTS} {FORMER}".split())
# So much is repeated of what an address says.
MOST_SAID = 40


def say_unknown_keys() -> None:
    """Say which parts of the address no page knows."""
    _say("本程序不认识", (key for key in st.query_params if key not in KEYS))


def known(label: str, values: Iterable[str], there: Collection[str]) -> tuple[str, ...]:
    """Return those values of an address that are there, and say the others."""
    values = tuple(values)
    _say(f"不在本库的{label}中", (value for value in values if value and value not in there))
    return tuple(value for value in values if value in there)


def _say(what: str, words: Iterable[str]) -> None:
    quoted = "、".join(f"“{one[:MOST_SAID]}{'…' if len(one) > MOST_SAID else ''}”" for one in words)
    if quoted:
        st.warning(literal(f"地址中的{quoted}{what}，已略过。"))
