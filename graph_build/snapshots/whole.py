"""Whether a snapshot is as it was written: the same one need not be made again, its documents can stand in another."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from graph_build.errors import SnapshotDamaged
from graph_build.folders import ACCOUNT, GRAPH, REPORT, UNJOINED
from graph_build.folders.manifest import Damaged, OtherVersion, read_manifest, read_sealed


def snapshot_id(graphs: Mapping[str, bytes]) -> str:
    """Return 12 hex of sha256 over the sorted lines `name sha256`."""
    return _id({name: hashlib.sha256(data).hexdigest() for name, data in graphs.items()})


def check_whole(snapshot: Path) -> None:
    """Raise Damaged where one byte of a snapshot is not as it was written, or it is not the one that its name says.

    Its report is not looked at: every build writes a new one.
    """
    manifest = read_manifest(snapshot)
    manifest.check_all()
    sums = {name.removesuffix(GRAPH): found.sha256 for name, found in manifest.files.items() if name.endswith(GRAPH)}
    if _id(sums) != snapshot.name:
        raise Damaged("图谱与编号不符")


def check_documents(snapshot: Path) -> None:
    """Raise SnapshotDamaged where the documents of a snapshot, if there is one, can't stand in a new one."""
    if not snapshot.is_dir():
        return
    name = snapshot.resolve().name
    then = "请先运行 zeren build，再加入或移除文件。"
    try:
        manifest = read_manifest(snapshot)
        read_sealed(snapshot / REPORT)
        for graph in manifest.files:
            if graph.endswith((GRAPH, UNJOINED, ACCOUNT)):
                manifest.check(graph)
    except OtherVersion as error:
        raise SnapshotDamaged(f"{name}：图谱是另一版本的程序生成的。{then}") from error
    except Damaged as error:
        raise SnapshotDamaged(f"{name}：图谱文件损坏（{error}）。{then}") from error


@dataclass(frozen=True, slots=True)
class Kept:
    """What a snapshot keeps of a document: its graph, as the document alone gives it, and its account, packed."""

    graph: bytes
    account: bytes


def kept_of(snapshot: Path, graph: str) -> Kept | None:
    """Return what a snapshot keeps of the document of a graph; None where that is damaged."""
    alone = f"{graph}{UNJOINED}"
    try:
        manifest = read_manifest(snapshot)
        found = manifest.read(alone if alone in manifest.files else f"{graph}{GRAPH}")
        return Kept(found, manifest.read(f"{graph}{ACCOUNT}"))
    except Damaged:
        return None


def _id(sums: Mapping[str, str]) -> str:
    lines = sorted(f"{name} {digest}\n" for name, digest in sums.items())
    return hashlib.sha256("".join(lines).encode()).hexdigest()[:12]
