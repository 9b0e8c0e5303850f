"""Snapshots: the graph as files, one sorted .trig a named graph, in a folder named by the hash of its contents."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import pyoxigraph as ox

from graph_build import vocabulary
from graph_build.disk_store import write_store
from graph_build.errors import SnapshotNotWritten
from graph_build.search_index import write_index
from graph_build.snapshot_files import INDEX_FILE, SCHEMA, SCHEMA_FILE, STORE_FOLDER

CURRENT = "current"


def as_trig(name: str, triples: Iterable[ox.Triple]) -> bytes:
    """Return a named graph as TriG: the same bytes for the same triples."""
    graph = vocabulary.graph(name)
    quads = [ox.Quad(t.subject, t.predicate, t.object, graph) for t in sorted(triples, key=str)]
    return ox.serialize(quads, format=ox.RdfFormat.TRIG, prefixes=vocabulary.PREFIXES) or b""


def read_graphs(folder: Path) -> dict[str, bytes]:
    """Return a snapshot's files by graph name (doc/<slug>); none where there is no snapshot."""
    return {path.relative_to(folder).with_suffix("").as_posix(): path.read_bytes() for path in folder.rglob("*.trig")}


def write_snapshot(folder: Path, graphs: Mapping[str, bytes], report: bytes) -> Path:
    """Write a snapshot and the report beside it below `folder`, switch `folder`/current to it; return its folder.

    Raises SnapshotNotWritten where the disk does not let it.
    """
    target = folder / snapshot_id(graphs)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not _is_whole(target, graphs):
            _write_beside(target, graphs)
        _replace(target / "report.json", report)
        link = folder / f".{CURRENT}-{os.getpid()}"
        link.unlink(missing_ok=True)
        link.symlink_to(target.name)
        try:
            link.replace(folder / CURRENT)
        finally:
            link.unlink(missing_ok=True)
    except OSError as error:
        raise SnapshotNotWritten(
            f"{folder}：图谱写不进去（{error.strerror}）。请检查这个文件夹的权限和空间。"
        ) from error
    return target


def _is_whole(target: Path, graphs: Mapping[str, bytes]) -> bool:
    """Say whether a snapshot's folder holds these graphs, and all that is made of them, by this schema."""
    schema = target / SCHEMA_FILE
    return schema.is_file() and schema.read_text("utf-8") == SCHEMA and read_graphs(target) == graphs


def _replace(path: Path, data: bytes) -> None:
    """Write a file in one step: it is either the old one or the new."""
    beside = path.with_name(f".{path.name}-{os.getpid()}")
    beside.write_bytes(data)
    beside.replace(path)


def _write_beside(target: Path, graphs: Mapping[str, bytes]) -> None:
    """Write a snapshot in a folder of its own and give it its name when it is whole, in the place of a damaged one."""
    building = Path(tempfile.mkdtemp(dir=target.parent, prefix=".building-"))
    try:
        for name, data in graphs.items():
            path = building / f"{name}.trig"
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
        write_index(building / INDEX_FILE, graphs)
        write_store(building / STORE_FOLDER, graphs)
        (building / SCHEMA_FILE).write_text(SCHEMA, "utf-8")
        building.chmod(0o755)
        if target.exists():
            shutil.rmtree(target)
        building.rename(target)
    finally:
        shutil.rmtree(building, ignore_errors=True)


def snapshot_id(graphs: Mapping[str, bytes]) -> str:
    """Return 12 hex of sha256 over the sorted lines `name sha256`."""
    lines = sorted(f"{name} {hashlib.sha256(data).hexdigest()}\n" for name, data in graphs.items())
    return hashlib.sha256("".join(lines).encode()).hexdigest()[:12]
