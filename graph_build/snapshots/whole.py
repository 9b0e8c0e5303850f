"""Whether a snapshot is as it was written: the same one need not be made again, its files can stand in another."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from graph_build.errors import SnapshotDamaged
from graph_build.folders import ACCOUNT, GRAPH, MACHINE, UNJOINED
from graph_build.folders.manifest import Damaged, OtherVersion, Sum, as_line, read_manifest
from graph_build.snapshots.report import Published, check_report, read_entries

OF_DOCUMENTS = (GRAPH, UNJOINED, ACCOUNT)


def snapshot_id(files: Mapping[str, Sum]) -> str:
    """Return 12 hex of sha256 over the sorted lines `name sha256` of the graphs among a snapshot's files."""
    graphs = ((name.removesuffix(GRAPH), found) for name, found in files.items() if name.endswith(GRAPH))
    lines = sorted(f"{name} {found.sha256}\n" for name, found in graphs)
    return hashlib.sha256("".join(lines).encode()).hexdigest()[:12]


# Without slots: what it holds is looked up once.
@dataclass(frozen=True)
class Before:
    """A snapshot that is there: the sums of its files, and what is wrong with some.

    `error` says why none of it can be used, `beside` tells of damage to files that are no document's, when all of them
    are read. `program` is a hash of the code and the words that made it.
    """

    folder: Path
    files: Mapping[str, Sum] = field(default_factory=dict)
    of_documents: Mapping[str, str] = field(default_factory=dict)
    beside: Callable[[], Mapping[str, str]] = dict
    error: Damaged | None = None
    program: str = ""

    @cached_property
    def damage(self) -> Mapping[str, str]:
        """What is wrong with which file."""
        return {**self.of_documents, **self.beside()}

    @cached_property
    def sums(self) -> Mapping[str, Sum]:
        """The sums of graphs and accounts that are sound, by name."""
        sound = (name for name in self.files if name.endswith(OF_DOCUMENTS) and name not in self.of_documents)
        return {name: self.files[name] for name in sound}

    @cached_property
    def entries(self) -> Mapping[str, Published]:
        """The documents that its report lists, by slug."""
        return read_entries(self.folder)

    def holding(self, wanted: Sum) -> str | None:
        """Return the name of a sound file of a document that has a sum; None without one."""
        return self._by_sum.get(wanted)

    def alone(self, graph: str) -> Sum | None:
        """Return the sum of a document's graph as the document alone gives it; None where it is not sound."""
        unjoined = f"{graph}{UNJOINED}"
        if unjoined in self.of_documents:
            return None
        return self.sums.get(unjoined) or self.sums.get(f"{graph}{GRAPH}")

    def account(self, graph: str) -> Sum | None:
        """Return the sum of a document's account; None where it is not sound."""
        return self.sums.get(f"{graph}{ACCOUNT}")

    def machine(self, slug: str) -> Sum | None:
        """Return the sum of the graph of what the machine read of a document; None where there is no sound one."""
        return self.sums.get(f"{MACHINE}/{slug}{GRAPH}")

    def check_whole(self) -> None:
        """Raise Damaged where one byte is not as it was written, or it is not the snapshot that its name says.

        Its report is not looked at: every build writes a new one.
        """
        if self.error:
            raise self.error
        if self.damage:
            raise Damaged(as_line(list(self.damage.values())))

    def check_documents(self) -> None:
        """Raise SnapshotDamaged where the documents of the snapshot, if there is one, can't stand in a new one."""
        if not self.folder.is_dir():
            return
        name, then = self.folder.name, "请先运行 zeren build，再加入或移除文件。"
        try:
            self._check_documents()
        except OtherVersion as error:
            raise SnapshotDamaged(f"{name}：图谱是另一版本的程序生成的。{then}") from error
        except Damaged as error:
            raise SnapshotDamaged(f"{name}：图谱文件损坏（{error}）。{then}") from error

    def _check_documents(self) -> None:
        if self.error:
            raise self.error
        check_report(self.folder)
        if self.of_documents:
            raise Damaged(as_line(list(self.of_documents.values())))

    @cached_property
    def _by_sum(self) -> Mapping[Sum, str]:
        return {found: name for name, found in self.sums.items()}


def read_before(folder: Path, *, touched: bool = False) -> Before:
    """Return the snapshot of a folder, or of a link to one; all of its files are read, or those that were `touched`.

    The sums of others stand in the next manifest as they stood in this one: what reads them finds damage all the same.
    Files beside the documents' are read while other work goes on.
    """
    folder = folder.resolve()
    try:
        manifest = read_manifest(folder)
        names = manifest.touched() if touched else list(manifest.files)
    except Damaged as error:
        return Before(folder, error=error)
    if snapshot_id(manifest.files) != folder.name:
        return Before(folder, error=Damaged("图谱与编号不符"))
    threads = ThreadPoolExecutor(1)
    beside = threads.submit(manifest.damage, [name for name in names if not name.endswith(OF_DOCUMENTS)])
    threads.shutdown(wait=False)
    of_documents = manifest.damage(name for name in names if name.endswith(OF_DOCUMENTS))
    return Before(folder, manifest.files, of_documents, beside.result, program=manifest.program)
