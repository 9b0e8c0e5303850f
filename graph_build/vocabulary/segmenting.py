"""Words of Chinese text, by jieba with a dictionary that holds no more than the words of the texts at hand.

The same dictionary cuts the texts when they are indexed and the words that are looked for: what was cut alike is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import jieba

HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af]+")
LONGEST_WORD = 8
# How common all words of jieba's list are together.
COMMON = 60_101_964


def words_in(texts: Iterable[str], own_words: Iterable[str] = ()) -> dict[str, int]:
    """Return the words of jieba's list, and the own ones, that stand in texts, with how common each is in general."""
    listed, own = _listed(), frozenset(own_words)
    found: set[str] = set()
    for text in texts:
        for run in HAN.findall(text):
            parts = (run[n : n + length] for length in range(2, LONGEST_WORD + 1) for n in range(len(run) - length + 1))
            found |= {part for part in parts if part in listed or part in own}
    return {word: max(int(listed[word][0]), 1) if word in listed else 1 for word in found}


class Segmenter:
    """Cuts text into words by a dictionary: word -> how common it is.

    `common` is how common all words are together: by default these words. With one that is said, words that do not
    stand in a text make no difference to it.
    """

    def __init__(self, words: Mapping[str, int], common: int = 0) -> None:
        self._tokenizer = _tokenizer(words, common or sum(words.values()) or 1)

    def cut(self, text: str) -> list[str]:
        """Return the words of a text in small letters, without marks; of long words their parts too."""
        found = self._tokenizer.cut_for_search(text.lower(), HMM=False)
        return [word for word in found if re.search(r"\w", word)]

    def cut_plainly(self, text: str) -> list[str]:
        """Return the words and marks of a text one after the other; what is no word comes as single characters."""
        return list(self._tokenizer.cut(text, HMM=False))


def characters(text: str) -> str:
    """Return a text's characters parted by blanks, words of Latin letters and numbers whole.

    >>> characters("做好12345热线")
    '做 好 12345 热 线'
    """
    return " ".join(re.findall(r"[a-z]+|\d+|[^\W\da-z_]", text.lower()))


def kind_of_word(word: str) -> str:
    """Return what kind of word one is in jieba's list (n noun, v verb, d adverb …); nothing for one that is not in it.

    >>> kind_of_word("政策"), kind_of_word("究竟"), kind_of_word("政策咨询")
    ('n', 'd', '')
    """
    return _listed().get(word, ("", ""))[1]


def load() -> None:
    """Load what cuts words before it is wanted: a second."""
    words_in(())
    _tokenizer({}, 1)


def _tokenizer(words: Mapping[str, int], common: int) -> jieba.Tokenizer:
    import jieba  # half a second

    tokenizer = jieba.Tokenizer()
    # Set by hand, its dictionary needs no file, and jieba's own with its cache in a shared folder is never read.
    # Beginnings of words must be in it; a character by which one begins may stand alone too: 开 in 开发布会.
    frequencies = {word[:n]: int(n == 1) for word in words for n in range(1, len(word))}
    tokenizer.FREQ = frequencies | dict(words)
    tokenizer.total = common
    tokenizer.initialized = True
    return tokenizer


@cache
def _listed() -> Mapping[str, tuple[str, str]]:
    """Return jieba's word list: word -> how common it is, and what kind of word."""
    found = find_spec("jieba")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("jieba")
    # Each line is a word, how common it is, and its kind: three columns.
    columns = Path(found.origin).with_name("dict.txt").read_text("utf-8").split()
    return dict(zip(columns[::3], zip(columns[1::3], columns[2::3], strict=True), strict=True))
