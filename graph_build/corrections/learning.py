"""What an office teaches: its own words are kept and taken back, and corrections offer some.

Two names of which a person says that they are one unit's, and the ending of a unit's name that a person put right, are
offered; nothing becomes a word of the office that no person took.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from graph_build.corrections.file import read_all, write_in_one_step
from graph_build.corrections.model import SAME, Correction
from graph_build.errors import SettingsError
from graph_build.folders import WORDS
from graph_build.registers.places import places
from graph_build.registers.words import read_words, refusal
from graph_build.values.names import is_group, is_whole_name
from graph_build.vocabulary.own_words import ENTRY, KEYS, OwnWord, Use

USES: Mapping[Use, str] = {"column": "表头用词", "unit": "单位别名", "ending": "单位名词尾", "function": "职能用词"}
# The ending of a name is offered as long as most of those that are known.
ENDING = 2
# And means, until a person says otherwise, what the commonest of them does.
KNOWN_ENDING = "局"


@dataclass(frozen=True, slots=True)
class Offer:
    """A word that corrections of some documents, by their slugs, speak for."""

    word: OwnWord
    slugs: tuple[str, ...]


def offers(folder: Path, places_of: Mapping[str, str | None]) -> tuple[Offer, ...]:
    """Return the words that corrections offer and that the office has not taken, those of most documents first.

    `places_of` are the codes of the documents' places, by slug: a unit's name holds for a place. Raises SettingsError
    where the office's own words can't be used.
    """
    taken = {(one.what, one.word, one.place) for one in read_words(folder)}
    found: dict[tuple[str, str, str], tuple[OwnWord, set[str]]] = {}
    for slug, said in read_all(folder).of.items():
        for word in (word for one in said for word in _offered(one, places_of.get(slug) or "")):
            key = (word.what, word.word, word.place)
            if key not in taken:
                found.setdefault(key, (word, set()))[1].add(slug)
    ordered = sorted(found.items(), key=lambda it: (-len(it[1][1]), it[0]))
    return tuple(Offer(word, tuple(sorted(slugs))) for _, (word, slugs) in ordered)


def keep(folder: Path, words: Sequence[OwnWord]) -> None:
    """Write words of the office, each instead of one that is there of the same use, word and place.

    Raises SettingsError where one can't be used, the file can't be used, or the disk does not let it.
    """
    for one in words:
        if why := refusal(one):
            raise SettingsError(f"“{one.word}”：{why}。")
    new = {_key(one) for one in words}
    with _locked(folder) as path:
        _write(path, [n for n, one in enumerate(read_words(folder)) if _key(one) in new], words)


def drop(folder: Path, word: OwnWord) -> None:
    """Take a word of the office back. Raises what keep raises."""
    with _locked(folder) as path:
        _write(path, [n for n, one in enumerate(read_words(folder)) if one == word], ())


def as_sentence(one: OwnWord) -> str:
    """Return what a word says, for a user.

    >>> from datetime import date
    >>> as_sentence(OwnWord("column", "包保事项", "任务栏", "李四", date(2026, 1, 31)))
    '表头用词“包保事项”同“任务栏”'
    """
    place = places().get(one.place)
    return f"{place.name if place else ''}{USES[one.what]}“{one.word}”同“{one.means}”"


def _offered(one: Correction, place: str) -> Iterator[OwnWord]:
    if one.what == "body" and one.now == SAME and place:
        short, full = sorted(one.names, key=lambda name: (len(name), name))
        yield OwnWord("unit", short, full, one.by, one.on, place)
    names = {"unit": (one.now,), "task": (*one.lead, *one.responsible, *one.cooperating)}.get(one.what, ())
    for name in names:
        if len(name) > ENDING and not is_whole_name(name) and not is_group(name):
            yield OwnWord("ending", name[-ENDING:], KNOWN_ENDING, one.by, one.on)


def _key(one: OwnWord) -> tuple[str, str, str]:
    return one.what, one.word, one.place


@contextmanager
def _locked(folder: Path) -> Iterator[Path]:
    path = folder / WORDS
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(path.with_name(f".{path.name}.lock")):
            yield path
    except OSError as error:
        raise SettingsError(
            f"{path.name}：写不进去（{error.strerror}）。请检查 data/registers 的权限和空间。"
        ) from error


def _write(path: Path, gone: Sequence[int], new: Sequence[OwnWord]) -> None:
    """Write the file without some of its entries and with new ones, in one step; what people wrote there stays."""
    import tomlkit  # builds need not wait for what writes
    from tomlkit.items import AoT

    content = tomlkit.parse(path.read_text("utf-8-sig") if path.is_file() else "")
    entries = content.setdefault(ENTRY, tomlkit.aot())
    if not isinstance(entries, AoT):
        raise SettingsError(f"{path.name}：条目不是 [[{ENTRY}]] 的写法，没有改动。请改正后重试。")
    for place in reversed(gone):
        del entries[place]
    for one in new:
        table = tomlkit.table()
        for key in KEYS:
            if value := getattr(one, key):
                table.add(key, value)
        entries.append(table)
    if not len(entries):
        del content[ENTRY]
    write_in_one_step(path, tomlkit.dumps(content))
