"""The files of a snapshot in the making: what the snapshot before holds byte for byte is a link to its file."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from graph_build.folders import GRAPH, is_loaded
from graph_build.folders.manifest import Sum, sum_of, sum_of_bytes
from graph_build.snapshots.whole import Before

# A file's bytes; or its sum, where the snapshot before holds it.
Content = bytes | Sum
# Where more than this part of all graphs changes, in bytes, what lies beside them is made sooner from nothing.
MOST_CHANGED = 0.5


class Gathered:
    """The graphs and accounts of a new snapshot, by name (doc/<slug>.trig …), in its folder.

    `sums` are those of all files, `written` the names of those that are no links. Links are made at the end: a build of
    what has not changed needs none.
    """

    def __init__(self, folder: Path, before: Before) -> None:
        self.folder, self.before = folder, before
        self.sums: dict[str, Sum] = {}
        self.written: set[str] = set()
        self._folders: set[str] = set()

    def put(self, name: str, content: Content) -> None:
        """Add a file: its bytes, or the one before that holds them. Raises KeyError where that is to and does not."""
        self.remove(name)
        wanted = sum_of_bytes(content) if isinstance(content, bytes) else content
        if self.before.holding(wanted) is None:
            if isinstance(content, Sum):
                raise KeyError(name)
            self._path(name).write_bytes(content)
            self.written.add(name)
        self.sums[name] = wanted

    def read(self, name: str) -> bytes:
        """Return a file's bytes."""
        there = self.before.holding(self.sums[name])
        return (self.folder / name if there is None else self.before.folder / there).read_bytes()

    def rename(self, name: str, new: str) -> None:
        """Give a file another name."""
        self.sums[new] = self.sums.pop(name)
        if name in self.written:
            (self.folder / name).rename(self.folder / new)
            self.written.remove(name)
            self.written.add(new)

    def remove(self, name: str) -> None:
        """Remove a file, if it is there."""
        self.sums.pop(name, None)
        if name in self.written:
            (self.folder / name).unlink()
            self.written.remove(name)

    def link(self) -> None:
        """Link what the snapshot before holds."""
        # Text, not Path: of some ten thousand files a Path takes longer than the link.
        before, folder = str(self.before.folder), str(self.folder)
        for name, found in self.sums.items():
            there = self.before.holding(found)
            if there is not None:
                self._make_parent(name)
                os.link(f"{before}/{there}", f"{folder}/{name}")

    def take_up(self, part: str) -> None:
        """Add a file, or all files of a folder, that were written beside; links to those before keep their sums."""
        at = self.folder / part
        for path in sorted(at.rglob("*")) if at.is_dir() else [at]:
            name = path.relative_to(self.folder).as_posix()
            known, there = self.before.files.get(name), self.before.folder / name
            if known and there.exists() and path.samefile(there):
                self.sums[name] = known
            else:
                self.sums[name] = sum_of(path)
                self.written.add(name)

    def _path(self, name: str) -> Path:
        self._make_parent(name)
        return self.folder / name

    def _make_parent(self, name: str) -> None:
        parent = name.rpartition("/")[0]
        if parent not in self._folders:
            (self.folder / parent).mkdir(exist_ok=True)
            self._folders.add(parent)


@dataclass(frozen=True, slots=True)
class Change:
    """By which graphs a new snapshot differs from the one before: by it what lies beside them is brought up to date.

    `before` is the folder of that one, where the graphs that `left` or changed are as they were; None where all is to
    be made from nothing. `come` are those that are new or changed.
    """

    folder: Path
    before: Path | None
    left: tuple[str, ...]
    come: tuple[str, ...]

    def old(self, name: str) -> bytes:
        """Return a graph (doc/<slug>) as it was; nothing for one that is new."""
        return _read(self.before, name) if self.before and name in self.left else b""

    def new(self, name: str) -> bytes:
        """Return a graph as it is; nothing for one that left."""
        return _read(self.folder, name) if name in self.come else b""

    @property
    def names(self) -> list[str]:
        """The graphs that left, changed or came."""
        return sorted({*self.left, *self.come})


def change_of(gathered: Gathered, program: str) -> Change:
    """Return by which loaded graphs a new snapshot differs from the one before.

    All is made from nothing where another program made that one, it is damaged, or most of it changes.
    """
    before = gathered.before
    old, new = _loaded(before.sums), _loaded(gathered.sums)
    left = tuple(name for name, found in old.items() if new.get(name) != found)
    come = tuple(name for name, found in new.items() if old.get(name) != found)
    differing = sum(old[name].size for name in left) + sum(new[name].size for name in come)
    whole = not before.error and not before.damage and before.program == program
    if whole and differing <= MOST_CHANGED * sum(found.size for found in old.values()):
        return Change(gathered.folder, before.folder, left, come)
    return Change(gathered.folder, None, (), tuple(new))


def _loaded(sums: Mapping[str, Sum]) -> dict[str, Sum]:
    """Return the graphs that stores load."""
    names = sorted(name for name in sums if is_loaded(name))
    return {name.removesuffix(GRAPH): sums[name] for name in names}


def _read(folder: Path, name: str) -> bytes:
    return (folder / f"{name}{GRAPH}").read_bytes()
