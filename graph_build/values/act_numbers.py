"""The number of an act (发文字号, 令号): how texts and people write it, and what stands in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from graph_build.spans import HAN
from graph_build.values.figures import ONES, VALUES, number_of

OPEN, CLOSE = r"[〔\[［【(（﹝{｛〖<＜〈]", r"[〕\]］】)）﹞}｝〗>＞〉]"
# 〔二〇二四〕 and 三十七号.
CHINESE_YEAR = rf"[〇○零{ONES}]{{4}}"
CHINESE_SERIAL = rf"(?=[{ONES}十百])(?:[{ONES}]百零?)?(?:[{ONES}]?十)?[{ONES}]?"
# As documents write it: 国办发〔2019〕54号, 国办公开办函〔2021〕33号, 国务院令第713号, 国令第711号, 国务院第713号令,
# 财政部公告2021年第3号
NUMBER = (
    rf"(?:[{HAN}*]{{1,14}}{OPEN}(?:(?:19|20)?[\d*]{{1,4}}|{CHINESE_YEAR}){CLOSE}第?(?:[\d*]{{1,5}}|{CHINESE_SERIAL})号"
    rf"|[{HAN}]{{1,14}}(?:令|公告)(?:(?:19|20)\d\d年)?第?\d{{1,5}}号"
    rf"|[{HAN}]{{2,14}}第\d{{1,5}}号令)"
)
# As a question says it, whose brackets are plain; and with any or no brackets: 国办发2022 8号.
NUMBER_IN_QUESTION = re.compile(
    r"[一-龥]{1,12}[〔\[(【]\d{4}[〕\])】]第?\d{1,5}号(?:文件?)?|[一-龥]{2,10}令第?\d{1,5}号"
)
LOOSE = re.compile(r"[\u4e00-\u9fff]{1,8}(?:[〔\[(（【]?\d{4}[〕\])）】]?|令第?)\s*\d+\s*号")
PARTS = re.compile(
    r"(?:中华人民共和国)?(?P<prefix>.+?)(?:〔(?P<bracketed>\d{2,4})〕|(?P<plain>\d{4})年)?第?(?P<serial>\d+)号(?P<order>令)?"
)
BY_YEAR, ORDER = re.compile(r"(.+?)〔(\d{4})〕(\d+)号"), re.compile(r"(.+?)(?:令)第?(\d+)号")
# The State Council's orders are numbered under both names.
SAME_SERIES = {"国令": "国务院令"}
DIGITS = {ord(figure): str(VALUES[figure]) for figure in f"〇零{ONES}"}


def canonical_number(text: str) -> str:
    """Return a document number with 〔〕 and Arabic digits, without white space.

    >>> canonical_number("国办发[２０１９] 54号"), canonical_number("国办发〔二〇一九〕五十四号")
    ('国办发〔2019〕54号', '国办发〔2019〕54号')
    """
    bare = re.sub(r"\s", "", text)
    marked = re.sub(rf"{OPEN}([^〔〕]*?){CLOSE}", r"〔\1〕", bare)
    marked = re.sub(rf"(?<=〔){CHINESE_YEAR}(?=〕)|(?<=[〕第]){CHINESE_SERIAL}(?=号)", _in_digits, marked)
    return "".join(c if c in "〔〕" else unicodedata.normalize("NFKC", c) for c in marked)


def _in_digits(match: re.Match[str]) -> str:
    return str(number_of(match[0]))


def parts_of_number(number: str) -> tuple[str, str | None, str] | None:
    """Return the series, year and serial of a canonical number; None where a part of it is blotted out by *.

    >>> parts_of_number("国办发〔2019〕54号"), parts_of_number("国令第711号"), parts_of_number("国办发〔2019〕*号")
    (('国办发', '2019', '54'), ('国务院令', None, '711'), None)
    """
    match = PARTS.fullmatch(number)
    if match is None or "*" in number:
        return None
    series = match["prefix"] + (match["order"] or "")
    return SAME_SERIES.get(series, series), match["bracketed"] or match["plain"], match["serial"]


def number_key(number: str) -> str:
    """Return a number in plain characters without what people write in different ways; empty where it is none.

    >>> number_key("国办发〔2019〕54号"), number_key("国办发2019年第54号"), number_key("国令第711号")
    ('国办发-2019-54', '国办发-2019-54', '国务院令-711')
    """
    digits = re.sub(r"第?(\d+)号令\s*$", r"令\1", number.translate(DIGITS))
    parts = re.findall(r"[^\W\d_]+|\d+", re.sub("[号文第年]", " ", digits))
    if len(parts) < 2 or not parts[-1].isdecimal():  # noqa: PLR2004 (who, and which number)
        return ""
    return "-".join(["国务院令" if parts[0] in ("国令", "国务院") else parts[0], *parts[1:]])


def spellings(number: str) -> Iterator[str]:
    """Return the other ways to write a canonical number: 国办发[2019]54号, 国办发2019年第54号文, 711号令 …."""
    if by_year := BY_YEAR.fullmatch(number):
        series, year, serial = by_year.groups()
        for form in ("[{}]", "({})", "【{}】", "{}", "{}年", "{{{}}}", "<{}>", "《{}》"):
            for end in ("号", "号文"):
                yield f"{series}{form.format(year)}{serial}{end}"
                yield f"{series}{form.format(year)}第{serial}{end}"
        yield f"{series}〔{year}〕{serial}"
    if order := ORDER.fullmatch(number):
        body, serial = order.groups()
        yield from (f"{body}令{serial}号", f"{body}第{serial}号令", f"{body}{serial}号令", f"{serial}号令")
