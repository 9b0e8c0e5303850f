"""Letters that look like others and are coded apart, one for one: radicals, vertical forms, digits of full width.

Programs that print to PDF, and input methods, write ⽬ (U+2F6C, a radical) where 目 is meant, and ６ where 6 is.
"""

from __future__ import annotations

import re
import unicodedata

# CJK Radicals Supplement -> ideographs (Unicode 15, EquivalentUnifiedIdeograph).
RADICALS = (
    "⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳"
    "⺴⺵⺶⺷⺸⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥"
    "⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳"
)
IDEOGRAPHS = (
    "厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵旡日月歺母民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁"
    "冗𦉫羊𦍌𦍋耂肀聿肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼"
    "鸟卤麦黄黾斉齐歯齿竜龙龜亀龟"
)
# Vertical, small and half-width marks -> those of a line; the last one is GB 18030's blank in the private area.
FORMS = "︐︑︒︓︔︕︖︗︘︙︰︱︲︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄﹇﹈﹐﹑﹒﹔﹕﹖﹗﹘﹙﹚﹛﹜﹝﹞｡｢｣､･\ue5e5"
MARKS = "，、。：；！？〖〗……—–（）｛｝〔〕【】《》〈〉「」『』［］，、．；：？！—（）｛｝〔〕。「」、·\u3000"
TABLE = str.maketrans(RADICALS + FORMS + "０１２３４５６７８９", IDEOGRAPHS + MARKS + "0123456789")
# Kangxi radicals and compatibility ideographs have an equivalent of one character in Unicode itself.
COMPATIBLE = re.compile("[\u2f00-\u2fd5\uf900-\ufaff\U0002f800-\U0002fa1f]")
APART = re.compile(
    "[\u2e80-\u2fd5\uf900-\ufaff\U0002f800-\U0002fa1f\ufe10-\ufe19\ufe30-\ufe6f\uff10-\uff19\uff61-\uff65\ue5e5]"
)


def usual(characters: str) -> str:
    """Return characters in their usual code, at the same length.

    >>> usual("检索栏⽬︵区⺠政局︶")
    '检索栏目（区民政局）'
    """
    if not APART.search(characters):
        return characters
    return COMPATIBLE.sub(lambda match: unicodedata.normalize("NFKC", match.group()), characters.translate(TABLE))
