"""What kind of act a number or title tells, and of which level its issuer is.

Ways of writing: 主席令 numbers laws, 国务院令 administrative regulations, 令 of a ministry its rules, 令 of a local
government local rules; 函 letters; 公告 announcements; 中发, 中办发 and 厅字 are documents of the Party. Those of a
province begin with its one character: 渝府办发, 鲁政办发.
"""

from __future__ import annotations

import re

from graph_build.registers.places import level_of, place_of
from graph_build.vocabulary.levels import DIVISIONS

# Tried in this order.
KINDS = (
    (re.compile(r"(?:中华人民共和国)?主席令"), "law"),
    (re.compile(r"(?:中华人民共和国)?国务院令|国令"), "administrative_regulation"),
    (re.compile(rf".*[{DIVISIONS}](?:人民)?政府令"), "local_rule"),
    (re.compile(r".*令"), "departmental_rule"),
    (re.compile(r".*公告"), "announcement"),
    (
        re.compile(r"中发|中办(?:发|通报)?|厅字|中(?:组|宣|纪|编)发|.(?:市|省)?委(?:办)?(?:发|字|厅|文)"),
        "party_document",
    ),
    (re.compile(r".*函.*"), "letter"),
    (re.compile(r".+"), "official_document"),
)
NATIONAL = re.compile(r"国|中发|中办|厅字|主席令|中华人民共和国|(?:.{2,12}(?:部|委员会|总局|总署|银行|署))(?:令|公告)")
PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川蜀黔贵滇云藏陕秦甘陇青宁新"
# 府 stands in the numbers of some provinces only; 云府 and 吉府 are those of the cities 云浮 and 吉安.
PROVINCIAL = re.compile(rf"[{PROVINCES}](?:政|委|办发|人大|人常)|[京津沪渝粤](?:府)")
ISSUED_LAW = re.compile(r"中华人民共和国.+(?<!办)法(?:[（(].*[）)])?")


def kind_of_act(prefix: str | None, title: str | None) -> str | None:
    """Return the kind of an act (zr:actKinds) by its number without year and serial, else by its title.

    >>> [kind_of_act(prefix, None) for prefix in ("国务院令", "交通运输部令", "国办发", "渝府办函")]
    ['administrative_regulation', 'departmental_rule', 'official_document', 'letter']
    """
    if prefix is None:
        return "law" if title and ISSUED_LAW.fullmatch(title) else None
    return next(kind for pattern, kind in KINDS if pattern.fullmatch(prefix))


def rank_of_act(prefix: str | None, title: str | None) -> str | None:
    """Return the level of an act's issuer (zr:levels), None where number and title do not tell it.

    >>> [rank_of_act(prefix, None) for prefix in ("国办发", "渝府办发", "厦门市人民政府令", "渝中府办")]
    ['national', 'provincial', 'municipal', None]
    """
    if prefix is None:
        return "national" if title and title.startswith(("中华人民共和国", "国务院")) else None
    place = place_of(prefix)
    if place:
        return level_of(place)
    if PROVINCIAL.match(prefix):
        return "provincial"
    return "national" if NATIONAL.match(prefix) else None
