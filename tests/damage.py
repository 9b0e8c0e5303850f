"""Damage that scraping does to a clean text, made on purpose: the classes that graph_build/cleaning/debris.py knows."""

from __future__ import annotations

from opencc import OpenCC

PINYIN = {
    "區": "qū", "務": "wù", "開": "kāi", "強": "qiáng", "進": "jìn", "實": "shí", "點": "diǎn", "設": "shè", "業": "yè",
    "責": "zé", "環": "huán", "續": "xù", "優": "yōu", "範": "fàn", "認": "rèn", "處": "chù", "應": "yīng", "體": "tǐ",
}  # fmt: skip


def traditional(text: str) -> str:
    """Write in traditional characters."""
    converted: str = OpenCC("s2t").convert(text)
    return converted


def with_pinyin(text: str) -> str:
    """Put its pinyin in brackets behind every character of the table."""
    return "".join(f"{character}({PINYIN[character]})" if character in PINYIN else character for character in text)


def shifted(line: str) -> str:
    """Read a line's GBK bytes one byte off behind a lost byte, until the rhythm comes back."""
    data = line.encode("gb18030")
    read, n = "?", 1
    while n < len(data):
        pair = data[n : n + 2]
        if data[n] < 0x80:  # ASCII: the rhythm is back
            return read + data[n:].decode("gb18030")
        if len(pair) < 2 or pair[1] < 0x40:
            read += "?"
        else:
            try:
                character = pair.decode("gbk")
                wide = "\uff01" <= character <= "\uff5e"
                read += chr(ord(character) - 0xFEE0) if wide else character
            except UnicodeDecodeError:
                pass
        n += 2
    return read


def advertised(text: str) -> str:
    """Put an advertisement behind every paragraph that ends in a bracket, and one on a line of its own."""
    lines = [f"{line}“某某范文网www.example.cn”" if line.endswith(("）", "〕")) else line for line in text.split("\n")]
    return "\n".join([*lines, "本文来自某某范文网www.example.cn"])


def furnished(text: str) -> str:
    """Put page numbers between the lines."""
    lines = text.split("\n")
    for n in range(len(lines) - 1, 0, -4):
        lines.insert(n, ("— 3 —", "第 4 页 共 12 页", "5/12")[n % 3])
    return "\n".join(lines)


def without_width(text: str) -> str:
    """Put characters without width into every line."""
    return "\n".join(f"\u200b{line[:3]}\u00ad{line[3:]}" for line in text.split("\n"))
