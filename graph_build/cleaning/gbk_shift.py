"""Headings read one byte off: GBK text behind a lost byte, restored by a search that must reproduce the damage.

`　（一）加強` is A1A1 A3A8 D2BB A3A9 BCD3 8F8A. With the first byte lost it reads `?`, then A1A3 `。`, A8D2 `ㄒ`,
BBA3 `唬` …; pairs that GBK does not define are dropped, and a character whose second byte is ASCII brings the rhythm
back. What is restored is the likeliest original that such a reading turns into exactly the line that was found;
characters whose bytes were dropped are chosen by how often Chinese words and the document put them side by side.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice, pairwise

from graph_build.cleaning.gbk import encoded, in_gbk, pair, read_from, simple
from graph_build.cleaning.likelihood import Likelihood, Ranked
from graph_build.values.figures import chinese
from graph_build.vocabulary.simplify import simplified

OPENINGS = ("　（", "　　（", "（")
PINYIN = re.compile(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]+\)")
BEAM = 25
# Characters that are tried where neither of their neighbours tells them.
TRIED = 10
# So many characters behind the damage are weighed with it.
WEIGHED = 12
# So many pairs in a row can be dropped.
MOST_DROPPED = 3
# A restored line must be so likely a character on average, and so much likelier than the next reading.
LEAST_LIKELY = -6.0
LEAST_LEAD = 5.0


@dataclass(frozen=True, slots=True)
class Restored:
    """A line as it was before the damage, and how much of the line found was damaged."""

    text: str
    damaged: int


@dataclass(frozen=True, slots=True)
class _State:
    """How far a line is explained: found characters used, the byte left over, the original so far."""

    used: int
    carry: int | None
    text: str
    score: float
    dropped: int = 0


def looks_shifted(line: str) -> bool:
    """Say whether a line begins as a numbered heading read one byte off does.

    >>> looks_shifted("?。ㄒ唬┘訌"), looks_shifted("?什么是政务公开")
    (True, False)
    """
    if not line.startswith("?"):
        return False
    forced = (_forced(line, f"{opening}{chinese(n)}）") for opening in OPENINGS for n in range(1, 31))
    # Where all pairs of an opening were dropped, it shows nothing that could be recognised.
    return any(state is not None and state.used > 1 for state in forced)


def restore(line: str, numbers: Iterable[int], likely: Likelihood) -> Restored | None:
    """Return a heading （n）… as it was before the damage; None where no original of those numbers is likely enough."""
    openings = (f"{opening}{chinese(n)}）" for n in numbers for opening in OPENINGS)
    starts = [start for opening in openings if (start := _forced(line, opening))]
    best = _leading(_search(line, starts, likely), line)
    if best is None:
        return None
    text = best.text + line[best.used :]
    if best.score / len(PINYIN.sub("", text)) < LEAST_LIKELY:
        return None
    return Restored(text, best.used)


def restore_torn(line: str, at: int, likely: Likelihood) -> Restored | None:
    """Return what stood from a `?` inside a line on: 展營造 that was read as 展, 範 with its pinyin, I, 造.

    The second byte of the character before was read twice, so that a wrong character came of it and of the next first
    byte; its pinyin was put behind it, and it and the bracket were lost in one `?`. The damaged part of the result is
    counted from the `?`. None where no original is likely enough.
    """
    before = PINYIN.sub("", line[:at])[-1:]
    pinyin = line[at + 1 :].partition(")")[0]
    behind = at + len(pinyin) + 2
    if not in_gbk(before):
        return None
    read = likely.spoken.get(pinyin)
    found: list[_State] = []
    starts: list[_State] = []
    for character in likely.followers(simple(before)):
        data = encoded(character)
        wrong = pair(encoded(before)[1], data[0])
        if wrong is None or (read and wrong not in read):
            continue
        state = _State(behind, data[1], before + character, likely.of(simple(before), simple(character)))
        if data[1] >= 0x80:
            starts.append(state)
        elif line.startswith(chr(data[1]), behind):
            found.append(_finished(replace(state, used=behind + 1, carry=None), line, likely))
    best = _leading([*found, *_search(line, starts, likely)], line)
    return Restored(best.text[1:], best.used - at) if best else None


def _leading(found: Iterable[_State], line: str) -> _State | None:
    """Return the likeliest reading of a line, None where another is nearly as likely."""
    ranked = sorted(found, key=lambda state: -state.score)
    texts = [simplified(state.text + line[state.used :]) for state in ranked]
    other = next((state for state, text in zip(ranked, texts, strict=True) if text != texts[0]), None)
    if not ranked or (other and ranked[0].score - other.score < LEAST_LEAD):
        return None
    return ranked[0]


def _forced(line: str, opening: str) -> _State | None:
    """Return how far a known opening explains a damaged line; None where it does not."""
    if not line.startswith("?"):
        return None
    first = opening[0].encode("gbk")
    state: _State | None = _State(1, first[1], opening[0], 0.0)
    for character in opening[1:]:
        state = state and _append(state, line, character)
    return state


def _search(line: str, starts: Iterable[_State], likely: Likelihood) -> list[_State]:
    """Return the likeliest ways to explain the rest of a line up to where its rhythm comes back.

    Those that explain as much of the line compete with each other; of them the likeliest go on.
    """
    waiting: dict[tuple[int, int], list[_State]] = defaultdict(list)
    for start in starts:
        waiting[start.used, start.dropped].append(start)
    done = []
    while waiting:
        here = min(waiting)
        beam = sorted(waiting.pop(here), key=lambda state: -state.score)[:BEAM]
        for state in beam:
            for character in _candidates(state, line, likely):
                following = _append(state, line, character, likely)
                if following and following.carry is None:
                    done.append(_finished(following, line, likely))
                elif following and character == "。" and line[following.used :] in ("", "?"):
                    # The last byte was left over: the rhythm never came back.
                    done.append(replace(following, used=len(line), carry=None))
                elif following:
                    waiting[following.used, following.dropped].append(following)
    return done


def _finished(state: _State, line: str, likely: Likelihood) -> _State:
    """Return a state whose rhythm came back, weighed with the rest of the line as it stands."""
    rest = line[state.used :]
    score = state.score
    if state.text.endswith("("):
        # The last character stands before its pinyin: it is the likelier for being one that the document so writes.
        known = likely.spoken.get(rest.partition(")")[0])
        score += 0.0 if known is None else 12.0 if state.text[-2] in known else -12.0
    whole = PINYIN.sub("", state.text[-2:] + rest[:WEIGHED])
    score += sum(likely.of(simple(before), simple(after)) for before, after in pairwise(whole[1:]))
    return _State(state.used, None, state.text, score)


def _append(state: _State, line: str, character: str, likely: Likelihood | None = None) -> _State | None:
    """Return the state behind one more original character; None where the line found has another reading."""
    if state.carry is None:
        return None
    reading, carry, dropped = _read_behind(state.carry, character)
    if dropped:
        dropped += state.dropped
    if dropped > MOST_DROPPED or not line.startswith(reading, state.used):
        return None
    score = likely.of(simple(state.text[-1]), simple(character)) if likely and character != "(" else 0.0
    return _State(state.used + len(reading), carry, state.text + character, state.score + score, dropped)


@cache
def _read_behind(carry: int, character: str) -> tuple[str, int | None, int]:
    """Return what a character reads as behind a byte left over, the byte that it leaves, and how many pairs are lost.

    An ASCII mark ends the pair: both are lost in one "?". A pair that GBK does not define is dropped. A second byte
    that is ASCII is read as itself, and nothing is left over.
    """
    data = encoded(character)
    character_read = "?" if data[0] < 0x40 else pair(carry, data[0])
    in_rhythm = len(data) == 1 or data[1] < 0x80
    reading = (character_read or "") + (chr(data[1]) if len(data) > 1 and in_rhythm else "")
    return reading, None if in_rhythm else data[1], 0 if character_read else 1


def _candidates(state: _State, line: str, likely: Likelihood) -> Iterable[str]:
    """Return the characters that can stand next.

    Where the line shows the pair, it tells the first byte; where the pair was dropped, the character is one of those
    known to follow. The second byte is mostly told by the pair after it; else the pair after it was dropped, and only
    the likeliest are tried.
    """
    if state.carry is None or state.used >= len(line):
        return
    before = simple(state.text[-1])
    readings = read_from(line[state.used])
    following = read_from(line[state.used + 1]) if state.used + 1 < len(line) else ()
    for data in readings:
        if len(data) > 1 and data[0] == state.carry:
            yield from _likeliest(likely.of_lead(before, data[1]), following)
    if line[state.used] == "?":
        if "\u4e00" <= state.text[-1] <= "\u9fff":
            yield "("
        yield from likely.spoken.get(line[state.used + 1 :].partition(")")[0], ())
    yield from _likeliest(likely.dropped_behind(before, state.carry), readings)


def _likeliest(ranked: tuple[list[str], Ranked], after: Iterable[bytes]) -> Iterable[str]:
    """Return the characters whose second byte begins the pair after them, and the likeliest few of the others."""
    own, words = ranked
    trails = {data[0] for data in after}
    fitting = [character for trail in trails & words.by_trail.keys() for character in words.by_trail[trail]]
    fitting += [character for character in own if encoded(character)[1] in trails]
    others = (character for character in (*own, *words.characters) if encoded(character)[1] not in trails)
    return dict.fromkeys((*fitting, *islice(others, TRIED)))
