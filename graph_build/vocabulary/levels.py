"""The levels of government, as names of bodies say them: 市教育局, 区财政局, 镇政府."""

from __future__ import annotations

import re

# The last characters of divisions that the register of places has, and those of the ones below.
DIVISIONS = "省市县区州盟旗"
LEVELS = f"{DIVISIONS}镇乡"
# A name's first character where it is a level, and a name stands behind it.
AHEAD = re.compile(rf"^[{LEVELS}](?=.{{2}})")
# A level that a name begins with; 市场, 市政 (but 市政府, 市政协, 市政务), 区域, 县域 and the like only begin as one.
LEVEL = re.compile(
    rf"(?:自治(?=[区州县旗]))?"
    rf"(?P<level>市(?!场|域|际|政(?!府|协|法|务|研|数))|[{DIVISIONS.replace('市', '')}](?!域|际))"
)
# 市委, 区委, but no 市委员会.
PARTY = re.compile(rf"[{DIVISIONS}]委(?!员会)")


def without_level(name: str) -> str:
    """Return a name without the level that it begins with.

    >>> without_level("区财政局"), without_level("教育局"), without_level("市委")
    ('财政局', '教育局', '市委')
    """
    return AHEAD.sub("", name)
