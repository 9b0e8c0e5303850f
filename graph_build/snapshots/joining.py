"""One thing of what several documents say of: one name a unit, one node a work that is cited by its title."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace

import pyoxigraph as ox

from graph_build.folders import GRAPH, UNJOINED
from graph_build.snapshots.gathering import Gathered
from graph_build.snapshots.program import program
from graph_build.snapshots.report import Published
from graph_build.snapshots.same_works import with_works, works_meant
from graph_build.snapshots.trig import as_trig
from graph_build.snapshots.unit_names import fuller_names, with_names


def join(files: Gathered, entries: Mapping[str, Published]) -> dict[str, Published]:
    """Put in the documents' graphs what others change in them; return the entries, which say what that was.

    A graph that changes is kept as it was beside: what is joined depends on all documents, and the next build may
    bring others.
    """
    published = {slug: entry for slug, entry in entries.items() if not entry.held_back}
    works, names = works_meant(published), fuller_names({slug: entry.units for slug, entry in published.items()})
    found = {slug: replace(entry, joined="") for slug, entry in entries.items() if entry.joined}
    for slug in sorted({*works, *names}):
        found[slug] = _joined(files, entries[slug], works.get(slug, {}), names.get(slug, {}))
    return {slug: found.get(slug, entry) for slug, entry in entries.items()}


def _joined(files: Gathered, entry: Published, works: Mapping[str, str], names: Mapping[str, str]) -> Published:
    said = json.dumps([program(), works, names], sort_keys=True)
    entry = replace(entry, joined=hashlib.sha256(said.encode()).hexdigest()[:12])
    graph, alone = f"{entry.graph}{GRAPH}", f"{entry.graph}{UNJOINED}"
    files.rename(graph, alone)
    before = files.before
    known = before.entries.get(entry.slug)
    # The same graph was changed in the same way before.
    if known and known.joined == entry.joined and before.sums.get(alone) == files.sums[alone] and graph in before.sums:
        files.put(graph, before.sums[graph])
    else:
        triples = {quad.triple for quad in ox.parse(files.read(alone), format=ox.RdfFormat.TRIG)}
        files.put(graph, as_trig(entry.graph, with_names(with_works(triples, works), names)))
    return entry
