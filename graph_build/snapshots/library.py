"""The snapshot of a home folder's files: made anew, or with some documents added, replaced or left out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from graph_build.corrections import read_all
from graph_build.files import shown
from graph_build.folders import ACCOUNT, CACHE, CURRENT, DOCUMENTS, FEED, GRAPH, UNITS, UPLOADS
from graph_build.folders.manifest import sum_of
from graph_build.iris import slug_of
from graph_build.model import Origin, Problem
from graph_build.rdf.register_triples import act_triples, place_triples
from graph_build.registers.units import read_register, with_own_names
from graph_build.registers.words import read_words
from graph_build.snapshots.building import Building, with_graph
from graph_build.snapshots.cache import Cache
from graph_build.snapshots.crew import Crew, Known, Manner
from graph_build.snapshots.feed import write_feed
from graph_build.snapshots.files import finish
from graph_build.snapshots.gathering import Gathered
from graph_build.snapshots.making import Prepared, made_before
from graph_build.snapshots.origins import read_origins
from graph_build.snapshots.report import Published, Report, as_bytes, read_problems
from graph_build.snapshots.sources import DOCUMENTS_TOML, Sources, find_sources
from graph_build.snapshots.trig import as_trig
from graph_build.snapshots.whole import Before, read_before
from graph_build.vocabulary.terms import ontology_triples

# What is told of a file whose reading was stopped and that has not changed.
KEPT_READING = "文件没有变化，沿用上次的识读。"


def given(folder: Path) -> tuple[Path, ...]:
    """Return the folders of task lists that there are."""
    return tuple(folder / part for part in (DOCUMENTS, UPLOADS) if (folder / part).is_dir())


def mirrored(folder: Path, made_in: Path, manner: Manner) -> Report:
    """Make a snapshot of all files in the folders of task lists."""
    with ExitStack() as stack:
        sources = find_sources(given(folder), stack)
        gathered = Gathered(made_in, read_before(made_in.parent / CURRENT))
        return _made(folder, Building(gathered, {}), sources, manner, mirrors=True)


def changed(folder: Path, made_in: Path, paths: Sequence[Path], manner: Manner, without: Collection[str]) -> Report:
    """Make a snapshot of the current one's documents, without some and with those of paths. Raises SnapshotDamaged."""
    before = read_before(made_in.parent / CURRENT, touched=True)
    before.check_documents()
    gathered = Gathered(made_in, before)
    entries, instead = _entries_before(gathered, without)
    with ExitStack() as stack:
        there = find_sources(given(folder), stack).files if instead else ()
        sources = find_sources((*paths, *(path for path in there if shown(path) in instead)), stack)
        return _made(folder, Building(gathered, entries, without=without), sources, manner, mirrors=False)


def _made(folder: Path, building: Building, sources: Sources, manner: Manner, *, mirrors: bool) -> Report:
    """Make a snapshot of files and of the entries of the one before, or one that mirrors the files."""
    gathered = building.files
    origins = read_origins(folder / DOCUMENTS / DOCUMENTS_TOML)
    gathered.put(f"ontology{GRAPH}", as_trig("ontology", ontology_triples()))
    building.problems += sources.problems
    register = with_own_names(read_register(folder / UNITS), read_words(folder))
    said = read_all(folder)
    building.problems += said.problems
    cache = Cache(gathered.folder.parent / CACHE, register, gathered.before)
    known = Known(origins, register, said.of)
    with Crew(manner, known, cache) as crew:
        for prepared in crew.prepare(sources.files):
            standing = _standing(sources.given.get(prepared.path, prepared.path), folder)
            _take(building, _placed(_last_good(gathered.before, prepared), standing, origins), crew)
        _complete(building, crew)
    if mirrors:
        cache.prune()
    building.join()
    gathered.put(f"acts{GRAPH}", as_trig("acts", act_triples()))
    gathered.put(f"places{GRAPH}", as_trig("places", place_triples(building.places())))
    withheld = _of_others(folder, building, None if mirrors else sources, known)
    problems = [*withheld, *building.problems]
    snapshot, damage = finish(gathered, lambda: as_bytes(building.entries.values(), problems, _today()))
    write_feed(snapshot.parent / FEED, said.of, {slug: entry.title for slug, entry in building.entries.items()})
    if damage:
        message = f"{snapshot.name}：图谱文件损坏（{damage}），已重新生成。"
        building.problems.append(Problem(snapshot.name, message, withheld=False))
    building.problems += manner.hands.problems()
    published, pending = (building.made(held_back=held_back) for held_back in (False, True))
    return Report(snapshot, published, pending, tuple(building.problems))


def _complete(building: Building, crew: Crew) -> None:
    """Make documents anew of which copies tell what they do not."""
    for slug, particulars in building.lent.items():
        if slug in building.paths:
            building.complete(slug, crew.again(building.paths[slug], slug, particulars))


def _of_others(folder: Path, building: Building, added: Sources | None, known: Known) -> tuple[Problem, ...]:
    """Return why files that are there and were not read now are not in the snapshot before; name what is of no file.

    All files were read where none were `added`.
    """
    before = read_problems(building.files.before.folder) if added else ()
    withheld = [problem for problem in before if problem.withheld]
    if not (known.origins or known.said or withheld):  # some thousand files take a second to list
        return ()
    with ExitStack() as stack:
        files = find_sources(given(folder), stack).files
    slugs = {slug_of(path) for path in files} | building.entries.keys()
    building.problems += _unused(known.origins, slugs)
    building.problems += _said_of_none(known.said.keys() - building.entries.keys(), slugs, building.without)
    waiting = {shown(path) for path in files} - {shown(path) for path in (added.files if added else ())}
    return tuple(problem for problem in withheld if problem.document in waiting)


def _take(building: Building, prepared: Prepared, crew: Crew) -> None:
    """Add a document to a snapshot in the making, unless it is a copy of one that counts rather."""
    entry = prepared.entry
    if entry and prepared.made and building.copy_kept(entry):
        return
    slug = building.slug_for(entry) if entry else ""
    if entry and slug != entry.slug:
        prepared = _under(crew.again(prepared.path, slug), entry)
    building.take(prepared, slug)


def _under(again: Prepared, entry: Published) -> Prepared:
    """Return what was made anew of a file under another slug, its entry with how the file stands."""
    if again.entry is None:
        return replace(again, entry=entry)
    return replace(again, entry=replace(again.entry, standing=entry.standing, stated=entry.stated))


def _standing(given: Path, folder: Path) -> int:
    """Return how a file stands that was given as itself or in a folder: 2 as one of the library's, 0 as an upload."""
    if given.is_relative_to(folder / DOCUMENTS):
        return 2
    return 0 if given.is_relative_to(folder / UPLOADS) else 1


def _placed(prepared: Prepared, standing: int, origins: Mapping[str, Origin]) -> Prepared:
    """Return what was made of a file, its entry with all by which copies are told."""
    if prepared.entry is None or prepared.made is None:
        return prepared
    origin = origins.get(prepared.entry.slug, Origin())
    stated = bool(origin.kind or origin.url)
    return replace(prepared, entry=with_graph(prepared.entry, prepared.made, standing, stated=stated))


def _last_good(before: Before, prepared: Prepared) -> Prepared:
    """Return what a snapshot holds of a file whose reading was stopped and that has not changed since."""
    if not prepared.stopped:
        return prepared
    digest = sum_of(prepared.path).sha256
    known = (entry for entry in before.entries.values() if entry.source == shown(prepared.path))
    entry = next((entry for entry in known if entry.sha256 == digest), None)
    made = made_before(before, entry) if entry else None
    if entry is None or made is None:
        return prepared
    doubts = [doubt for doubt in made.doubts if not doubt.message.endswith(KEPT_READING)]
    kept = Problem(entry.source, f"{prepared.error}{KEPT_READING}", withheld=False)
    made = replace(made, doubts=(kept, *doubts))
    # It is read again as soon as it can be.
    return Prepared(prepared.path, replace(entry, copies=(), made_of=""), made)


def _entries_before(gathered: Gathered, without: Collection[str]) -> tuple[dict[str, Published], set[str]]:
    """Return the current snapshot's entries but for some slugs, and the names of files that were copies of those.

    The entries' graphs, as each document alone gives them, are put in the new snapshot.
    """
    before = gathered.before
    entries: dict[str, Published] = {}
    instead: set[str] = set()
    for slug, entry in before.entries.items():
        graph, account = before.alone(entry.graph), before.account(entry.graph)
        copies = tuple(copy for copy in entry.copies if slug_of(Path(copy)) not in without)
        if slug in without:
            instead |= set(copies)
        elif graph and account:
            gathered.put(f"{entry.graph}{GRAPH}", graph)
            gathered.put(f"{entry.graph}{ACCOUNT}", account)
            if machine := before.machine(slug):
                gathered.put(f"{entry.machine}{GRAPH}", machine)
            entries[slug] = entry if copies == entry.copies else replace(entry, copies=copies)
    return entries, instead


def _today() -> date:
    return datetime.now().astimezone().date()


def _unused(origins: Mapping[str, Origin], slugs: AbstractSet[str]) -> list[Problem]:
    """Name the entries of documents.toml that belong to no document."""
    return [
        Problem(DOCUMENTS_TOML, f"{DOCUMENTS_TOML}：[{slug}] 没有对应的文件。请核对文件名。", withheld=False)
        for slug in origins
        if slug not in slugs
    ]


def _said_of_none(slugs: AbstractSet[str], there: AbstractSet[str], without: Collection[str]) -> list[Problem]:
    """Name the files of corrections whose document is not in the library, but for what a person takes out now."""

    def why(slug: str) -> str:
        if slug in there:
            return "它的文件没有收入（未能读入，或只是另一份的副本）"
        return "没有对应的文件（已移除的，再加入时照用；改过名的，请核对文件名）"

    return [
        Problem(f"{slug}.toml", f"{slug}.toml：其中的更正没有采用：{why(slug)}。", withheld=False)
        for slug in sorted(slugs - {*without})
    ]
