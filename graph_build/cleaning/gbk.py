"""What GBK's bytes read as: tables for the search that restores text read one byte off."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from graph_build.sandbox.bounded import uncounted
from graph_build.vocabulary.simplify import simplified


def in_gbk(character: str) -> bool:
    """Say whether GBK has a Chinese character."""
    return "\u4e00" <= character <= "\u9fff" and len(character.encode("gbk", "ignore")) > 1


@cache
def encoded(character: str) -> bytes:
    """Return the bytes of a character that GBK has."""
    return character.encode("gbk")


@cache
def dropped_behind(carry: int) -> frozenset[int]:
    """Return the first bytes that GBK has no character for behind another byte."""
    return frozenset(lead for lead in range(0x81, 0xFF) if pair(carry, lead) is None)


@cache
def read_from(mark: str) -> tuple[bytes, ...]:
    """Return the bytes that a character of the line found can have been read from: full-width forms were narrowed."""
    if not "!" <= mark <= "~":
        return (mark.encode("gbk", "ignore"),) if mark.encode("gbk", "ignore") else ()
    return (mark.encode(), chr(ord(mark) + 0xFEE0).encode("gbk"))


@cache
def pair(first: int, second: int) -> str | None:
    """Return what two bytes read as, full-width letters and digits narrowed; None where GBK has no such pair."""
    try:
        character = bytes((first, second)).decode("gbk")
    except UnicodeDecodeError:
        return None
    if len(character) != 1 or 0xE000 <= ord(character) <= 0xF8FF:
        return None
    return chr(ord(character) - 0xFEE0) if 0xFF01 <= ord(character) <= 0xFF5E else character


@cache
def characters() -> dict[int, tuple[str, ...]]:
    """Return the characters that headings are written with, by their first byte."""
    table: dict[int, list[str]] = defaultdict(list)
    for lead in range(0x81, 0xFF):
        for trail in range(0x40, 0xFF):
            try:
                character = bytes((lead, trail)).decode("gbk")
            except UnicodeDecodeError:
                continue
            if "\u4e00" <= character <= "\u9fff" or character in "、，。“”":
                table[lead].append(character)
    return {lead: tuple(found) for lead, found in table.items()} | {
        lead: () for lead in range(0x81, 0xFF) if lead not in table
    }


@cache
def simple(character: str) -> str:
    """Return a character simplified."""
    return simplified(character)


@cache
def forms() -> dict[str, tuple[str, ...]]:
    """Return the simplified and traditional forms of each character, by its simplified form."""
    forms: dict[str, list[str]] = defaultdict(list)
    with uncounted():
        for of_lead in characters().values():
            for character in of_lead:
                forms[simple(character)].append(character)
    return {simple: tuple(found) for simple, found in forms.items()}
