"""A snapshot in the making: documents are taken one by one, copies of one work counted once, problems noted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path

from graph_build import iris
from graph_build.files import shown
from graph_build.folders import ACCOUNT, GRAPH
from graph_build.model import Problem
from graph_build.snapshots.copies import Particulars, copy_of, counts_before, differences, lent
from graph_build.snapshots.gathering import Gathered
from graph_build.snapshots.joining import join
from graph_build.snapshots.making import Made, Prepared
from graph_build.snapshots.report import Published


@dataclass(slots=True)
class Building:
    """The files and entries of a snapshot in the making, and what is wrong with this build's documents.

    `without` are the documents that leave. `paths` are the files of this build's documents, by slug; `lent` is what
    copies tell of them that they do not.
    """

    files: Gathered
    entries: dict[str, Published]
    without: Collection[str] = ()
    problems: list[Problem] = field(default_factory=list)
    new: dict[str, None] = field(default_factory=dict)
    paths: dict[str, Path] = field(default_factory=dict)
    lent: dict[str, Particulars] = field(default_factory=dict)
    _holding: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _since: dict[str, int] = field(default_factory=dict)
    _count: Iterator[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        for entry in self.entries.values():
            self._remember(entry)

    def made(self, *, held_back: bool) -> tuple[Published, ...]:
        """Return the entries of this build that are published, or those held back, in the order of its files."""
        entries = (self.entries[slug] for slug in self.new if slug in self.entries)
        return tuple(entry for entry in entries if entry.held_back == held_back)

    def copy_kept(self, entry: Published) -> Published | None:
        """Return the entry that counts rather than one which is a copy of it; note that it is one."""
        other = self._copy_of(entry)
        if other is None or counts_before(entry, other):
            return None
        self._note_copy(entry, other)
        return other

    def take(self, prepared: Prepared, slug: str) -> None:
        """Add a document's graph under a slug, in the place of a copy of it that is read less surely."""
        entry, made = prepared.entry, prepared.made
        if entry is None or made is None:
            self.problems.append(Problem(shown(prepared.path), prepared.error, withheld=True))
            return
        self.problems += made.doubts
        if slug != entry.slug:
            entry = replace(with_graph(entry, made), slug=slug)
        other = self._copy_of(entry)
        if slug in self.entries:
            self._remove_files(self.entries[slug])
        if other:
            self._remove_files(self.entries.pop(other.slug))
            del self._since[other.slug]
            entry = replace(entry, copies=other.copies, differing=other.differing)
        self.entries[slug] = entry
        self._remember(entry)
        self._keep(entry, made)
        self.new[slug] = None
        self.paths[slug] = prepared.path
        if other:
            self._note_copy(other, entry)

    def complete(self, slug: str, prepared: Prepared) -> None:
        """Put a document's graph in the place of the one without what its copies told."""
        if prepared.made and prepared.entry:
            entry, made = self.entries[slug], prepared.made
            complete = prepared.entry
            self._keep(entry, made)
            self.entries[slug] = replace(
                with_graph(entry, made),
                title=complete.title,
                number=complete.number,
                issuer=complete.issuer,
                issued=complete.issued,
                made_of="",  # nor is it made of its file alone
            )

    def slug_for(self, entry: Published) -> str:
        """Return the name of a document in this build, another one where two files have the same."""
        if entry.slug not in self.new:
            return entry.slug
        slug = f"{entry.slug}-{entry.sha256[:6]}"
        message = f"{entry.source}：另有文件也叫“{entry.slug}”，本文件在库中改称“{slug}”。"
        self.problems.append(Problem(entry.source, message, withheld=False))
        return slug

    def join(self) -> None:
        """Make one thing of what several documents say of."""
        self.entries = join(self.files, self.entries)

    def places(self) -> set[str | None]:
        """Return the codes of the places that published documents and their units belong to."""
        published = [entry for entry in self.entries.values() if not entry.held_back]
        units = {iri for entry in published for iri in entry.units}
        return {iris.place_of_unit(iri) for iri in units} | {entry.place for entry in published}

    def _keep(self, entry: Published, made: Made) -> None:
        self.files.put(f"{entry.graph}{GRAPH}", made.graph)
        self.files.put(f"{entry.graph}{ACCOUNT}", made.account)
        if made.machine:
            self.files.put(f"{entry.machine}{GRAPH}", made.machine)

    def _remove_files(self, entry: Published) -> None:
        for name in (f"{entry.graph}{GRAPH}", f"{entry.graph}{ACCOUNT}", f"{entry.machine}{GRAPH}"):
            self.files.remove(name)

    def _remember(self, entry: Published) -> None:
        self._since.setdefault(entry.slug, next(self._count))
        for words in entry.fingerprint:
            self._holding[words].add(entry.slug)

    def _copy_of(self, entry: Published) -> Published | None:
        """Return the entry of the same work, of those that share a task with this one.

        An entry of an earlier build that a document of this name replaces is none.
        """
        sharing = {slug for words in set(entry.fingerprint) for slug in self._holding[words] if slug in self.entries}
        others = (
            self.entries[s] for s in sorted(sharing, key=self._since.__getitem__) if s != entry.slug or s in self.new
        )
        return copy_of(entry, others)

    def _note_copy(self, copy: Published, kept: Published) -> None:
        """Note that of two readings of one work one counts, in how much they differ, and what the other tells."""
        count = differences(copy, kept)
        differ = (
            f"但同一文件的两份识读有 {count} 处不同，以“{kept.source}”为准，请对照原文"
            if count
            else "已合为一份，只计后者"
        )
        message = f"{copy.source}：与“{kept.source}”是同一份文件，{differ}。"
        self.problems.append(Problem(copy.source, message, withheld=False))
        differing = {**kept.differing, **({copy.source: count} if count else {})}
        self.entries[kept.slug] = replace(kept, copies=(*kept.copies, copy.source), differing=differing)
        particulars = lent(copy, kept)
        if particulars:
            self.lent.setdefault(kept.slug, particulars)


def with_graph(entry: Published, made: Made, standing: int | None = None, *, stated: bool = False) -> Published:
    """Return a document's entry with what its graph says, and how its file stands where that is known."""
    return replace(
        entry,
        standing=entry.standing if standing is None else standing,
        stated=entry.stated if standing is None else stated,
        triples=made.triples,
        place=made.place,
        own_place=made.own_place,
        work=made.work,
        titles_cited=made.titles_cited,
        units=made.units,
        doubts=tuple(problem.message for problem in made.doubts),
    )
