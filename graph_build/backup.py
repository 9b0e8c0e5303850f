"""A backup: one zip of all in a home folder that can't be built again, and how it is put back.

Snapshots and what was made of each file are left out: `zeren build` makes them. The manifest in the zip names every
file with its size and hash; nothing is put back unless all of it is as it was.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from graph_build.errors import BackupUnusable
from graph_build.files import BROKEN_ARCHIVE, shown
from graph_build.folders import CORRECTIONS, DOCUMENTS, GRAPHS, UNITS, UPLOADS, WORDS
from graph_build.folders.manifest import MANIFEST, Damaged, Sum, sealed, sum_of, unsealed
from graph_build.sandbox.limits import LARGEST_FILE, LARGEST_PART, MEGABYTE
from graph_build.snapshots.files import alone

# What people gave: documents, uploads, an office's own words, corrections, reports of units.
KEPT = (DOCUMENTS, UPLOADS, UNITS, WORDS, CORRECTIONS, Path("data", "returns"))
RESTORING = ".restoring-"
README = "说明.txt"
EXPLAINED = """zeren 责任图谱的备份：文件、上传的文件、单位名录等不能重新生成的资料；图谱由它们生成，不在其中。
manifest.json 列出每个文件的大小和 SHA-256。恢复：先 zeren restore 本文件，再 zeren build。
"""
# Raised with a change after which an older program can't put a backup back.
FORM = 1
STEP = 1 << 20
# The same files give the same bytes.
NO_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Restored:
    """How many files were put back, and how many stood there already."""

    put: int
    there: int


def backup(folder: Path, file: Path) -> tuple[int, tuple[str, ...]]:
    """Write a backup of a home folder to a new file; return how many files it holds, and what was left out and why.

    Raises BackupUnusable where there is nothing to keep, the file is there already, or the disk does not let it;
    BuildRunning.
    """
    if os.path.lexists(file):
        raise BackupUnusable(f"{file}：已有这个文件，没有覆盖。请换一个文件名。")
    if not any((folder / part).exists() for part in KEPT):
        raise BackupUnusable(f"{folder}：这里没有可备份的资料（data/documents 等）。请检查 ZEREN_HOME。")
    beside = file.with_name(f".{file.name}.part")
    left_out: list[str] = []
    with _disk_errors_named(file), alone(folder / GRAPHS):
        try:
            with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as archive:
                sums = {name: _packed(archive, name, folder / name) for name in _names(folder, left_out)}
                content = {"form": FORM, "zeren": _version(), "files": {n: asdict(found) for n, found in sums.items()}}
                archive.writestr(zipfile.ZipInfo(MANIFEST, NO_TIME), sealed(content), zipfile.ZIP_DEFLATED)
                archive.writestr(zipfile.ZipInfo(README, NO_TIME), EXPLAINED)
            with beside.open("rb") as written:
                os.fsync(written.fileno())
            beside.replace(file)
        finally:
            beside.unlink(missing_ok=True)
    return len(sums), tuple(left_out)


def restore(folder: Path, file: Path) -> Restored:
    """Put the files of a backup into a home folder; one that is there already, byte for byte, stays.

    Raises BackupUnusable, and changes nothing, where the file is no whole backup, names files outside, or a file of it
    is there with other bytes; BuildRunning.
    """
    if not file.is_file():
        raise BackupUnusable(f"{file}：没有这个备份文件。请检查路径。")
    with _disk_errors_named(file), alone(folder / GRAPHS), _empty_folder(folder) as made_in:
        with _opened(file) as archive:
            sums = _sums(archive, folder, file)
            there = _there(folder, sums, file)
            missing = [name for name in sums if name not in there]
            if sum(sums[name].size for name in missing) > shutil.disk_usage(folder).free:
                raise BackupUnusable(f"{file}：磁盘空间不够。请清理后再恢复。")
            for name in missing:
                _unpack(archive, name, sums[name], made_in / name)
        for name in missing:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (made_in / name).rename(folder / name)
    return Restored(len(missing), len(there))


@contextmanager
def _empty_folder(home: Path) -> Iterator[Path]:
    """Give a new folder in a home folder; one that a process left that was ended is removed."""
    for left in home.glob(f"{RESTORING}*"):
        shutil.rmtree(left, ignore_errors=True)
    with TemporaryDirectory(dir=home, prefix=RESTORING) as made_in:
        yield Path(made_in)


def _names(folder: Path, left_out: list[str]) -> Iterator[str]:
    """Return the files to keep, in order, without hidden ones; tell of those that can't be kept."""
    for path in (path for part in KEPT for path in _kept_of(folder / part)):
        name = path.relative_to(folder).as_posix()
        hidden = any(part.startswith((".", "~$")) for part in name.split("/"))
        if hidden or (path.is_dir() and not path.is_symlink()):
            continue
        why = _refused(folder, name)
        if why:
            left_out.append(f"{shown(path)}：{why}，没有备份。")
        else:
            yield name


def _kept_of(part: Path) -> list[Path]:
    return [part] if part.is_file() else sorted(part.rglob("*"))


def _refused(folder: Path, name: str) -> str:
    """Return why a file can't be kept, as far as is known; nothing where it can."""
    path = folder / name
    if not path.is_file():
        return "不是文件，或是打不开的链接"
    if not _is_inside(folder, name):
        return "是指向文件夹之外的链接，或名称中有不可见的字符"
    return f"超过 {LARGEST_FILE // MEGABYTE} MB" if path.stat().st_size > LARGEST_FILE else ""


def _is_inside(folder: Path, name: str) -> bool:
    """Say whether a name is plain, and leads into a folder of those that are kept, whatever links there are."""
    path = Path(name)
    parts = name.replace("\\", "/").split("/")
    if not name.isprintable() or path.as_posix() != name or any(part.startswith(".") for part in parts):
        return False
    target = (folder / path).resolve()
    if path == WORDS:
        return _is_below(target, folder / WORDS.parent)
    return any(path != part and path.is_relative_to(part) and _is_below(target, folder / part) for part in KEPT)


def _is_below(target: Path, folder: Path) -> bool:
    return target.is_relative_to(folder.resolve())


def _packed(archive: zipfile.ZipFile, name: str, path: Path) -> Sum:
    """Put a file into the archive; return the size and the hash of what was put there."""
    digest, size = hashlib.sha256(), 0
    info = zipfile.ZipInfo(name, NO_TIME)
    info.compress_type = zipfile.ZIP_DEFLATED
    with path.open("rb") as file, archive.open(info, "w", force_zip64=True) as packed:
        while step := file.read(STEP):
            digest.update(step)
            size += len(step)
            packed.write(step)
    return Sum(size, digest.hexdigest())


@contextmanager
def _opened(file: Path) -> Iterator[zipfile.ZipFile]:
    """Give the archive of a file. Raises BackupUnusable where it is none, or a part of it is damaged."""
    try:
        with zipfile.ZipFile(file) as archive:
            yield archive
    except Damaged as error:
        raise BackupUnusable(f"{file}：备份已损坏（{error}），没有恢复任何文件。请用另一份备份。") from error
    except BROKEN_ARCHIVE as error:
        if isinstance(error, OSError) and error.errno:  # the disk and not the archive
            raise
        raise BackupUnusable(f"{file}：备份不完整或已损坏，没有恢复任何文件。请用另一份备份。") from error


def _sums(archive: zipfile.ZipFile, folder: Path, file: Path) -> dict[str, Sum]:
    """Return what the manifest of a backup says, when it says the same as the archive.

    Raises BackupUnusable where it is no backup of ours, or names a file that may not be put back; Damaged.
    """
    names = archive.namelist()
    if MANIFEST not in names or archive.getinfo(MANIFEST).file_size > LARGEST_PART:
        raise BackupUnusable(f"{file}：不是 zeren 的备份。请用 zeren backup 生成的文件。")
    content = _content(archive.read(MANIFEST), file)
    if content["form"] != FORM:
        raise BackupUnusable(f"{file}：备份由另一版本的程序（{content['zeren']}）生成。请用那个版本恢复。")
    sums: dict[str, Sum] = content["files"]
    outside = next((name for name in sums if not _is_inside(folder, name)), None)
    if outside is not None:
        named = shown(Path(outside))
        raise BackupUnusable(f"{file}：其中的“{named}”指向资料文件夹之外，没有恢复任何文件。请核对备份来源。")
    if sorted(names) != sorted((*sums, MANIFEST, README)):
        raise Damaged("文件与清单不符")
    return sums


def _content(manifest: bytes, file: Path) -> dict[str, Any]:
    """Return what a manifest says. Raises Damaged; BackupUnusable where it is of another shape."""
    try:
        content = unsealed(manifest)
    except ValueError as error:
        raise Damaged(f"{MANIFEST} 内容不对") from error
    try:
        files = {name: Sum(int(found["size"]), str(found["sha256"])) for name, found in content["files"].items()}
        return {"form": content["form"], "zeren": str(content["zeren"]), "files": files}
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise BackupUnusable(f"{file}：不是 zeren 的备份。请用 zeren backup 生成的文件。") from error


def _there(folder: Path, sums: Mapping[str, Sum], file: Path) -> set[str]:
    """Return the files that are there as they were. Raises BackupUnusable where one is there with other bytes."""
    found = [name for name in sums if os.path.lexists(folder / name)]
    other = [name for name in found if not (folder / name).is_file() or sum_of(folder / name) != sums[name]]
    if other:
        some = "、".join(other[:3]) + (f"等 {len(other)} 个文件" if len(other) > 1 else "")
        raise BackupUnusable(f"{file}：{folder} 中已有 {some}，内容不同，没有恢复任何文件。请恢复到空文件夹。")
    return set(found)


def _unpack(archive: zipfile.ZipFile, name: str, wanted: Sum, target: Path) -> None:
    """Write a member to a new file. Raises Damaged where it is not what the manifest says, or too large."""
    digest, size = hashlib.sha256(), 0
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(name) as packed, target.open("xb") as out:
        while size <= wanted.size <= LARGEST_FILE and (step := packed.read(STEP)):
            digest.update(step)
            size += len(step)
            out.write(step)
        _to_disk(out)
    if Sum(size, digest.hexdigest()) != wanted:
        raise Damaged(f"{name} 内容不对")


def _to_disk(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())


def _version() -> str:
    try:
        return version("zeren")
    except PackageNotFoundError:
        return ""


@contextmanager
def _disk_errors_named(file: Path) -> Iterator[None]:
    """Say in one line what the disk does not let. Raises BackupUnusable."""
    try:
        yield
    except OSError as error:
        raise BackupUnusable(f"{file}：备份读写出错（{error.strerror}）。请检查权限和空间。") from error
