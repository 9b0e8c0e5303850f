"""Traditional characters to simplified ones (OpenCC), one for one."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC


def simplified(characters: str) -> str:
    """Return characters simplified, at the same length.

    >>> simplified("加強減稅降費，圍繞著名")
    '加强减税降费，围绕著名'
    """
    changed = _converter().convert(characters)
    # Phrases are converted at one length; where one is not, character by character.
    return changed if len(changed) == len(characters) else "".join(map(_converter().convert, characters))


@cache
def _converter() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("tw2s")  # as t2s, and 著 as a particle becomes 着
