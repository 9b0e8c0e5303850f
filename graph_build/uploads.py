"""Files that users of the app add: they lie in data/uploads, flat; added and removed here, one build at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from graph_build import corrections
from graph_build.corrections import Correction
from graph_build.errors import UploadTooLarge
from graph_build.files import shown
from graph_build.folders import CURRENT, GRAPHS, UPLOADS
from graph_build.iris import slug_of
from graph_build.model import Problem
from graph_build.readers import suffixes
from graph_build.sandbox.limits import MEGABYTE, MOST_UPLOADED, UPLOADED_BYTES
from graph_build.snapshots.crew import Manner, Progress
from graph_build.snapshots.files import begun
from graph_build.snapshots.library import changed
from graph_build.snapshots.report import Published, Report, read_entries
from graph_build.snapshots.sources import keep, staged

__all__ = [
    "Upload",
    "UploadTooLarge",
    "add_uploads",
    "check_choice",
    "remove_uploads",
    "said_before",
    "staged",
    "suffixes",
    "uploads",
]


NOTHING_SAID: Mapping[str, Sequence[Correction]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in data/uploads: its name, and the slug of the document that it is or (`copy`) is a copy of.

    The slug is empty where the snapshot does not hold it.
    """

    name: str
    slug: str
    copy: bool


def check_choice(number: int, size: int) -> None:
    """Raise UploadTooLarge where so many files of so many bytes are more than are taken at once."""
    if number > MOST_UPLOADED or size > UPLOADED_BYTES:
        most = f"{MOST_UPLOADED} 份、{UPLOADED_BYTES // MEGABYTE} MB"
        raise UploadTooLarge(
            f"所选共 {number} 份文件（压缩包解开后计）、{size / MEGABYTE:.0f} MB，超过一次能上传的 {most}，没有读。"
            "请分几次选择，或放入 data/documents 后运行 zeren build。"
        )


def uploads(folder: Path) -> tuple[Upload, ...]:
    """Return the files in folder/data/uploads, by name."""
    entries = read_entries(folder / GRAPHS / CURRENT)
    return tuple(_upload(path, entries) for path in _uploaded(folder))


def add_uploads(
    folder: Path,
    paths: Sequence[Path],
    progress: Progress = lambda *_: None,
    said: Mapping[str, Sequence[Correction]] = NOTHING_SAID,
) -> Report:
    """Keep files in folder/data/uploads and add their documents to the current snapshot.

    What is there already, byte for byte, is not kept again, nor is a file that cannot be published; one whose name is
    taken gets another. Each is told. `said` is what a person says of the documents, by the sha256 of their files.
    Raises what build raises, and FileUnreadable; then nothing has changed.
    """
    with begun(folder / GRAPHS) as made_in, ExitStack() as undo:
        before = read_entries(folder / GRAPHS / CURRENT)
        taken = _slugs_taken(folder, before)
        problems: list[Problem] = []
        kept: list[Path] = []
        new = list(_new(folder, paths, before, problems))
        there = [path for path in new if path.parent == folder / UPLOADS]
        for path in (path for path in new if path not in there):
            kept.append(keep(path, folder / UPLOADS, taken))
            undo.callback(kept[-1].unlink, missing_ok=True)
            taken.add(slug_of(kept[-1]))
            if kept[-1].name != path.name:
                line = f"{shown(path)}：这个名称另有文件使用，或不能用作文件名，本件存为“{kept[-1].name}”。"
                problems.append(Problem(shown(path), line, withheld=False))
        for path in (*there, *kept):
            problems += _say(folder, path, said.get(_digest(path), ()), undo)
        report = changed(folder, made_in, [*there, *kept], Manner(progress), ())
        undo.pop_all()
        after = read_entries(report.snapshot)
        for path in kept:
            if not _upload(path, after).slug:
                corrections.withdraw(folder, slug_of(path), [one.key for one in said.get(_digest(path), ())])
                path.unlink(missing_ok=True)
    return replace(report, problems=(*problems, *report.problems))


def _say(folder: Path, path: Path, said: Sequence[Correction], undo: ExitStack) -> list[Problem]:
    """Write what a person says of a file's document; return what contradicts what others say of one of its name."""
    if not said:
        return []
    slug = slug_of(path)
    conflicts = corrections.add(folder, slug, said)
    undo.callback(corrections.withdraw, folder, slug, [one.key for one in said])
    name = shown(path)
    return [Problem(name, f"{name}：{conflict.message}", withheld=False) for conflict in conflicts]


def said_before(folder: Path, name: str) -> tuple[Correction, ...]:
    """Return what people said of a document of a file's name that the library held once: it holds when added again.

    Raises CorrectionsUnreadable.
    """
    slug = slug_of(Path(name))
    if slug in _slugs_taken(folder, read_entries(folder / GRAPHS / CURRENT)):
        return ()
    return tuple(corrections.read(folder, slug))


def remove_uploads(folder: Path, names: Collection[str], progress: Progress = lambda *_: None) -> Report:
    """Remove files from folder/data/uploads and their documents from the current snapshot.

    Names of no such file are passed over. Raises what add_uploads raises; then nothing has changed.
    """
    with begun(folder / GRAPHS) as made_in:
        entries = read_entries(folder / GRAPHS / CURRENT)
        removed = [path for path in _uploaded(folder) if path.name in names]
        entries_of = [_upload(path, entries) for path in removed]
        slugs = {slug_of(Path(one.name)) if one.copy else one.slug for one in entries_of if one.slug}
        report = changed(folder, made_in, (), Manner(progress), slugs)
        for path in removed:
            path.unlink(missing_ok=True)
    return report


def _uploaded(folder: Path) -> list[Path]:
    known = suffixes()
    return sorted(p for p in (folder / UPLOADS).glob("*") if p.suffix.lower() in known and p.is_file())


def _upload(path: Path, entries: Mapping[str, Published]) -> Upload:
    """Return what a snapshot's entries hold of an uploaded file."""
    name, digest = shown(path), _digest(path)
    slug = next((e.slug for e in entries.values() if (e.source, e.sha256) == (name, digest)), "")
    copied = next((e.slug for e in entries.values() if name in e.copies), "")
    return Upload(path.name, slug or copied, copy=not slug)


def _new(
    folder: Path, paths: Iterable[Path], before: Mapping[str, Published], problems: list[Problem]
) -> Iterator[Path]:
    """Return the files that the library does not hold yet, byte for byte; tell of the others.

    What an upload that was ended has left in data/uploads is returned as it lies there.
    """
    there = {_digest(path): path for path in _uploaded(folder)}
    known = {entry.sha256: entry.source for entry in before.values()}
    known |= {digest: shown(path) for digest, path in there.items() if _upload(path, before).slug}
    for path in paths:
        digest = _digest(path)
        if digest in known:
            line = f"{shown(path)}：与已有的“{known[digest]}”完全相同，没有重复存入。"
            problems.append(Problem(shown(path), line, withheld=False))
        else:
            known[digest] = shown(path)
            yield there.get(digest, path)


def _digest(path: Path) -> str:
    """Return a file's sha256; nothing where it is gone meanwhile."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _slugs_taken(folder: Path, entries: Mapping[str, Published]) -> set[str]:
    copies = (Path(copy) for entry in entries.values() for copy in entry.copies)
    return entries.keys() | {slug_of(path) for path in (*copies, *_uploaded(folder))}
