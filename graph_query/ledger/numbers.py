"""Numbers of acts among words that are looked for, in any spelling: 国办发2022 8 is 国办发〔2022〕8号."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from graph_build.values.act_numbers import CLOSE, OPEN, number_key
from graph_query.ledger.reading import Ledger

# Who numbers, the year in any brackets or none, which number.
SPELT = re.compile(
    rf"[\u4e00-\u9fff]{{1,8}}\s*(?:{OPEN}?\s*\d{{4}}\s*{CLOSE}?\s*年?\s*第?|令?\s*第?)\s*\d{{1,5}}(?!\d)\s*(?:号令?)?"
)


@dataclass(slots=True)
class Numbered:
    """What has a number: acts that tasks cite by IRI, and documents by their numbers in the columns."""

    acts: list[str] = field(default_factory=list)
    documents: list[int] = field(default_factory=list)


def numbers_in(ledger: Ledger, words: str) -> tuple[list[Numbered], str]:
    """Return what the numbers in words name, and the words without these; a number that nothing has stays a word."""
    found: list[Numbered] = []

    def take(match: re.Match[str]) -> str:
        named = _by_key(ledger).get(number_key(match[0]))
        if named is None:
            return match[0]
        found.append(named)
        return " "

    return found, SPELT.sub(take, words)


@lru_cache(maxsize=2)
def _by_key(ledger: Ledger) -> Mapping[str, Numbered]:
    """Return what has a number, by the number without what people write in different ways."""
    found: defaultdict[str, Numbered] = defaultdict(Numbered)
    for iri, act in ledger.acts.items():
        found[number_key(act.number)].acts.append(iri)
    for number, document in ledger.documents_by_number.items():
        found[number_key(document.number)].documents.append(number)
    found.pop("", None)
    return dict(found)
