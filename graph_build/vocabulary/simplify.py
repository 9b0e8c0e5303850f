"""Traditional characters to simplified ones (OpenCC), one for one."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC


def simplified(characters: str) -> str:
    """Return characters simplified, at the same length; what is simplified already stays as it is.

    >>> simplified("著力減稅降費，圍繞著名"), simplified("成效显著")
    ('着力减税降费，围绕著名', '成效显著')
    """
    # tw2s turns 著 into 着 where it is a particle, and in simplified text also where it is not.
    if _converter("t2s").convert(characters) == characters:
        return characters
    converter = _converter("tw2s")
    changed = converter.convert(characters)
    # Phrases are converted at one length; where one is not, character by character.
    return changed if len(changed) == len(characters) else "".join(map(converter.convert, characters))


@cache
def _converter(name: str) -> OpenCC:
    from opencc import OpenCC

    return OpenCC(name)
