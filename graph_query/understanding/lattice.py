"""Every reading of every part of a question, side by side: names, days, numbers, words of the lexicon, content words.

Nothing is taken away: what overlaps stands beside the other, each with what it costs, and the grammar chooses.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from graph_build.values.figures import number_of
from graph_build.vocabulary.everyday import meant_words, near_words, said_words
from graph_build.vocabulary.segmenting import Segmenter, kind_of_word, words_in
from graph_query.labels import Labels, labels_of, plain
from graph_query.questions import words
from graph_query.snapshots.text_index import TextIndex
from graph_query.stores import Store

# What a reading costs: a name is what the graph knows; a word of two is better than two words of one.
NAME, PERIOD, CONTENT, SINGLE, LATIN, MARK, UNREAD = 0.1, 0.1, 1.0, 1.6, 0.8, 0.1, 30.0
# More than that for a word of the lexicon that cuts a word in two: 共 in 公共.
CUTS_A_WORD = 1.6
# An empty word that is a part of a word which changes the meaning: 上 in 以上.
PART_OF_OPERATOR = 1.0
SHORTEST_PHRASE = 4
LONG_NOUN = 3
# A content word that is a word of the lexicon too: 落实 in 落实情况.
ALSO_CONTENT = 3.2
# Pronouns, numerals, particles and such name nothing: 哪项, 三个, 之前.
NO_CONTENT = 2.4
LONG_OPERATORS = frozenset(
    {"NEG", "ONLY", "EXCEPT", "OUTSIDE", "ABOVE", "BELOW", "ATLEAST", "MORETHAN", "ATMOST", "LESSTHAN", "MOST", "LEAST"}
)
OPERATORS = frozenset({"NEG", "ONLY", "OR", "EXCEPT", "WHO", "WHICH", "HOWMANY", "HERE"})
NOUNS = frozenset({"UNITN", "DOCN", "ACTN", "TASKN", "PLACEN", "LIMITN", "SECN", "CITEN"})
BODY = "部门"
GRAMMATICAL = re.compile(r"(?:r|m|q|mq|p|c|u|uj|ul|uz|ud|ug|uv|y|e|f)$")
MARKS = re.compile(r"[，,、。；;：:？?！!（）()\[\]【】\"—…·~～\-/|]")
LATIN_RUN = re.compile(r"\d+(?:\.\d+)?%|[A-Za-z]+\d*|\d+[A-Za-z]*")
FIGURES = re.compile(r"\d{1,3}|[一二两三四五六七八九十]{1,3}|百")
WHICH = re.compile(r"何年何月(?:何日)?|何月何日|哪年哪月(?:哪日|哪天)?")
NEXT_ONE = re.compile(r"那(?=些|个|几|份|家|项|里)")
ONE_DOCUMENT = re.compile(r"一?[份张个]")
WITHIN = re.compile(r"里|中|当中|之中|内|,|，")
QUESTION_WORD = re.compile(r"[哪谁何啥]|几(?!乎)|什么|多[少久长快]|[怎咋]")
# A blank between two clauses parts them as a comma does, and 没有 at the end asks yes or no.
CLAUSES_APART = re.compile(r"(?<=[\u3400-\u9fff]{4})[ \u3000]+(?=[\u3400-\u9fff]{4})")
YES_OR_NO = re.compile(r"((?:[提说讲写][到及有过明]|涉及|要求|规定|安排|包括).{2,})(?:了没有?|没有)$")
ASKS_WHETHER = re.compile(r"(?:没有?|吗|么|与否)[啊呀嘛呢哇]?$")
THIS_YEAR = re.compile(r"今年(?:就)?是((?:20|19)\d\d)年?[，,。]?")
LAST_OF_ANY_MONTH = 28


@dataclass(frozen=True, slots=True)
class Token:
    """A reading of the characters from `start` to `end`: its symbol in the grammar, what it means, what it costs."""

    start: int
    end: int
    symbol: str
    value: Any
    cost: float


@dataclass(slots=True)
class Question:
    """A question with all readings of its parts, by where they begin; it `follows` another where it goes on from it."""

    text: str
    today: date
    labels: Labels
    store: Store
    tokens: defaultdict[int, list[Token]] = field(default_factory=lambda: defaultdict(list))
    notes: list[str] = field(default_factory=list)
    misspelt: list[tuple[int, int, str]] = field(default_factory=list)
    follows: bool = False

    @property
    def index(self) -> TextIndex:
        """The words of the tasks."""
        return self.store.snapshot.index

    def add(self, start: int, end: int, symbol: str, value: object = None, cost: float = NAME) -> None:
        """Note a reading."""
        self.tokens[start].append(Token(start, end, symbol, value, cost))

    def has(self, start: int, symbol: str) -> bool:
        """Say whether a reading of a kind begins at a place."""
        return any(token.symbol == symbol for token in self.tokens[start])


def opened(question: str, store: Store, today: date, *, follows: bool = False) -> Question:
    """Return a question as names are compared, still without readings; question words are written one way.

    Where it follows another, 那几项 are those that were found.
    """
    text = WHICH.sub("什么时候", plain(CLAUSES_APART.sub("，", question))).rstrip("?？。！!")
    if not QUESTION_WORD.search(text):
        text = YES_OR_NO.sub(r"\1", text)
    if not follows and not QUESTION_WORD.search(text) and not ASKS_WHETHER.search(text):
        text = NEXT_ONE.sub(lambda found: "那" if _is_within(text, found.end()) else "哪", text)
    this_year = THIS_YEAR.search(text)
    if this_year:
        text = THIS_YEAR.sub("", text)
        today = today.replace(year=int(this_year[1]), day=min(today.day, LAST_OF_ANY_MONTH))
    return Question(text, today, labels_of(store), store, follows=follows)


def _is_within(text: str, at: int) -> bool:
    """Say whether 那 before a place names a document in which is looked, and asks for none: 那份方案里."""
    found = ONE_DOCUMENT.match(text, at)
    if not found:
        return False
    nouns = [end for end in range(found.end(), len(text) + 1) if _is_document(text[found.end() : end])]
    return any(WITHIN.match(text, end) for end in (found.end(), *nouns))


def _is_document(word: str) -> bool:
    return any(entry.symbol == "DOCN" for entry in words().entries.get(word, ()))


def add_words(q: Question) -> None:
    """Add the readings that need no names: words of the lexicon, marks, figures, content words, single characters."""
    text, entries = q.text, words().entries
    cuts = boundaries(q)
    operators = [
        (start, end)
        for start, end, part in _parts(text)
        if any(e.symbol in LONG_OPERATORS for e in entries.get(part, ()))
    ]
    for start, end, part in _parts(text):
        for entry in entries.get(part.lower(), ()):
            cost = entry.cost + _cut(start, end, cuts)
            if entry.symbol == "EMPTY" and any(a <= start and end <= b and b - a > end - start for a, b in operators):
                cost += PART_OF_OPERATOR
            q.add(start, end, entry.symbol, entry.value, cost)
    for match in MARKS.finditer(text):
        q.add(match.start(), match.end(), "MARK", match.group(), MARK)
    for match in FIGURES.finditer(text):
        if _is_number(match.group()):
            q.add(match.start(), match.end(), "INT", number_of(match.group()), 0.2)
    _add_content(q, cuts)


def add_following(q: Question) -> None:
    """Add the readings that only a question has which goes on from another: 那, 其中, 这几项."""
    cuts = boundaries(q)
    for start, end, part in _parts(q.text):
        for entry in words().following.get(part, ()):
            # Longer ones are made up of words: 这些任务里.
            q.add(
                start, end, entry.symbol, entry.value, entry.cost + (_cut(start, end, cuts) if end - start == 1 else 0)
            )


def _is_number(figures: str) -> bool:
    try:
        return number_of(figures) > 0
    except ValueError:
        return False


def boundaries(q: Question) -> frozenset[int]:
    """Return where words begin and end, as jieba cuts the question by names, words of the lexicon and of the tasks."""
    entries = words().entries
    own = {part for start, end, part in _parts(q.text) if part in entries and end - start > 1}
    own |= {mention.words for mention in q.labels.readings(q.text)}
    own |= _known(q) | {part for _, _, part in _said(q.text)}
    at, found = 0, {0}
    # 教育部门 is a 部门 and no 教育部.
    text = q.text.replace(BODY, f"|{BODY}")
    listed = {word: n for word, n in words_in([text]).items() if is_thing(word, q.index)}
    known = listed | {word: max(listed.get(word, 0), 50) for word in own}
    for word in Segmenter(known).cut_plainly(q.text):
        at += len(word)
        found.add(at)
    return frozenset(found)


def _said(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the words of a text that people say for what documents write, and those that documents write for it."""
    known = said_words() | meant_words() | near_words().keys()
    return (found for found in _parts(text) if found[2].lower() in known)


def _known(q: Question) -> set[str]:
    """Return the words of the tasks that stand in a question."""
    return {part for start, end, part in _parts(q.text) if end - start > 1 and part in q.index.known_words}


def _parts(text: str) -> Iterator[tuple[int, int, str]]:
    for start in range(len(text)):
        for end in range(start + 1, min(len(text), start + words().longest) + 1):
            yield start, end, text[start:end]


def _cut(start: int, end: int, cuts: frozenset[int]) -> float:
    """Return what a word costs more where it begins or ends inside of another word."""
    wrong = (start not in cuts) + (end not in cuts)
    return wrong * (CUTS_A_WORD if end - start == 1 else CUTS_A_WORD / 2)


def _add_content(q: Question, cuts: frozenset[int]) -> None:
    """Add content words: those of jieba's list and of the tasks, runs of Latin letters, single characters."""
    text, entries = q.text, words().entries
    names = {(t.start, t.end) for here in q.tokens.values() for t in here if t.symbol in ("PLACE", "UNIT", "YEAR")}
    known: Mapping[str, int] = words_in([text], _known(q))
    # 教育部门 is a body, by its field of work, and no matter.
    bodies = [(t.start, t.end + len(BODY)) for here in q.tokens.values() for t in here if t.symbol == "FIELD"]
    for start, end, part in _parts(text):
        if part in known and not (part.endswith(BODY) and (start, end) in bodies):
            off = ((start not in cuts) + (end not in cuts)) * 0.4
            also = ALSO_CONTENT if part in entries or (start, end) in names else 0.0
            off += NO_CONTENT * (not is_thing(part, q.index))
            q.add(start, end, "TOPIC", ((start, end),), (also or CONTENT - 0.05 * (end - start)) + off)
    compounds = (*_compounds(q, known), *((start, end) for start, end, _ in _said(text)))
    for start, end in compounds:
        if (start, end) in bodies and text.endswith(BODY, start, end):
            continue
        q.add(start, end, "TOPIC", ((start, end),), CONTENT - 0.05 * (end - start))
    for match in LATIN_RUN.finditer(text):
        q.add(match.start(), match.end(), "TOPIC", (match.span(),), LATIN)
    for at, character in enumerate(text):
        if re.match(r"\w", character) and not _is_operator(character):
            single = SINGLE if character not in entries else SINGLE + 2.4
            q.add(at, at + 1, "TOPIC", ((at, at + 1),), single if not character.isdigit() else SINGLE + 1)
        q.add(at, at + 1, "UNREAD", character, UNREAD)


def _compounds(q: Question, known: Mapping[str, int]) -> Iterator[tuple[int, int]]:
    """Yield where a content word and a noun of the lexicon stand so in a task: 养老机构."""
    ends = [(start, end) for start, end, part in _parts(q.text) if part in known and part not in words().entries]
    for start, middle in ends:
        for token in list(q.tokens[middle]):
            if token.symbol in NOUNS and q.index.holding(q.text[start : token.end]):
                yield start, token.end


def add_phrases(q: Question) -> bool:
    """Add what stands so in a task, whatever its words are otherwise: 不低于4%. Say whether there is any."""
    found, end = False, 0
    for start in range(len(q.text)):
        end = max(end, start + SHORTEST_PHRASE)
        while end <= len(q.text) and not MARKS.match(q.text[end - 1]) and q.index.holding(q.text[start:end]):
            end += 1
        if end - 1 - start >= SHORTEST_PHRASE and not MARKS.search(q.text[start : end - 1]):
            q.add(start, end - 1, "TOPIC", ((start, end - 1),), CONTENT)
            found = True
    return found


def _is_operator(word: str) -> bool:
    """Say whether a word changes what the words beside it mean: it can't be a word of a topic."""
    return any(entry.symbol in OPERATORS for entry in words().entries.get(word, ()))


def is_thing(word: str, index: TextIndex) -> bool:
    """Say whether a word of jieba's list can be one that says what a question is about.

    A word that no task has and that words of the lexicon make up is none: 归谁, 没写.
    """
    if word in words().no_words or GRAMMATICAL.match(kind_of_word(word)):
        return False
    # 派出所 is a thing, though 派, 出 and 所 are words that say nothing.
    noun = len(word) >= LONG_NOUN and kind_of_word(word).startswith("n")
    return word in index.known_words or not ((_is_made_up(word) and not noun) or _is_operator(word[0]))


def _is_part(part: str, entries: Mapping[str, object]) -> bool:
    return part in entries or bool(FIGURES.fullmatch(part))


def _is_made_up(word: str) -> bool:
    entries, reached = words().entries, {0}
    for end in range(1, len(word) + 1):
        if any(_is_part(word[start:end], entries) for start in reached if end - start < len(word)):
            reached.add(end)
    return len(word) in reached
