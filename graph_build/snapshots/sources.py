"""Which files a build reads: a file, a folder as a whole, a zip as a whole; what is refused is told.

And under which names files that come from outside are kept.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from graph_build.errors import FileUnreadable, SettingsError, SnapshotNotWritten
from graph_build.files import BROKEN_ARCHIVE, named, open_archive, read_bytes, shown
from graph_build.iris import slug_of
from graph_build.model import Problem
from graph_build.sandbox.limits import LARGEST_FILE, LARGEST_UNPACKED, MEGABYTE, MOST_PARTS
from graph_build.sandbox.temporary import root, sweep, temporary_folder

DOCUMENTS_TOML = "documents.toml"
ARCHIVE = ".zip"
# Word's and WPS' lock files, and what systems leave in folders.
LITTER = ("Thumbs.db", "desktop.ini", "__MACOSX")
STEP = 1 << 20
TOO_MUCH = f"各压缩包解开后合计超过 {LARGEST_UNPACKED // MEGABYTE} MB 或 {MOST_PARTS} 个文件"
# What no file's name may hold on some system; how many bytes a file system takes, and how many a name is cut to: with
# room for what tells it from one that is taken.
NOT_IN_NAMES = re.compile(r'[<>:"|?*]')
LONGEST_NAME, LONGEST_STEM, LONGEST_ENDING = 255, 180, 30


@dataclass(frozen=True, slots=True)
class Sources:
    """The files to read, sorted by path, what is wrong with others, and what each file was given as or in."""

    files: tuple[Path, ...]
    problems: tuple[Problem, ...]
    given: Mapping[Path, Path]


@dataclass(slots=True)
class _Room:
    """What archives may still unpack to, all together: bytes and files."""

    bytes: int = LARGEST_UNPACKED
    files: int = MOST_PARTS

    @property
    def used_up(self) -> bool:
        """Whether they unpacked to more than they may."""
        return self.bytes < 0 or self.files < 0


def find_sources(paths: Iterable[Path], stack: ExitStack) -> Sources:
    """Return the files of paths; archives are unpacked to folders that `stack` removes.

    All together they unpack to LARGEST_UNPACKED and MOST_PARTS files at most; of which the rest was not read is told.
    Raises SnapshotNotWritten where there is no room for them, SettingsError where a folder can't be listed.
    """
    try:
        return _found(paths, stack)
    except OSError as error:
        raise _no_room(error) from error


def _found(paths: Iterable[Path], stack: ExitStack) -> Sources:
    files: dict[Path, Path] = {}
    problems: list[Problem] = []
    room = _Room()
    for path in paths:
        for found in _of_folder(path) if os.path.isdir(path) else [path]:  # noqa: PTH112 (is_dir raises on long names)
            if isinstance(found, Problem):
                problems.append(found)
            elif found.suffix.lower() == ARCHIVE and found.is_file():
                for inside in _of_archive(found, stack.enter_context(temporary_folder()), room):
                    if isinstance(inside, Problem):
                        problems.append(inside)
                    else:
                        files[inside] = path
            else:
                files[found] = path
    return Sources(tuple(sorted(files)), tuple(problems), files)


@contextmanager
def staged(uploads: Iterable[tuple[str, bytes]]) -> Iterator[Sources]:
    """Give the files that uploads (names and bytes) hold, archives unpacked, in folders that are gone at the end.

    Raises SnapshotNotWritten where there is no room for them.
    """
    sweep()
    with ExitStack() as stack:
        try:
            folder = stack.enter_context(temporary_folder())
            paths = []
            for number, (name, data) in enumerate(uploads):
                # Each in a folder of its own: files of several folders may have one name.
                path = folder / f"{number:06}" / safe_name(name)
                path.parent.mkdir()
                path.write_bytes(data)
                paths.append(path)
            sources = find_sources((path for path in paths if not _is_litter(path.name)), stack)
        except OSError as error:
            raise _no_room(error) from error
        yield sources


def _no_room(error: OSError) -> SnapshotNotWritten:
    return SnapshotNotWritten(f"临时文件夹 {root()} 写不进去（{error.strerror}）。请检查它的权限和空间。")


def safe_name(name: str) -> str:
    r"""Return a name for a file that was called so elsewhere: one part of a path, printable, of bounded length.

    >>> safe_name("../../etc/任务.txt"), safe_name("C:\\a?.docx"), safe_name("..")
    ('任务.txt', 'a_.docx', '_')
    """
    last = PurePosixPath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    printable = "".join(character if character.isprintable() else "_" for character in NOT_IN_NAMES.sub("_", last))
    path = PurePosixPath("_" if printable in ("", "..") else printable)
    return _cut(path.stem, LONGEST_STEM) + _cut(path.suffix, LONGEST_ENDING)


def _cut(text: str, size: int) -> str:
    return text.encode()[:size].decode(errors="ignore")


def keep(path: Path, folder: Path, taken: AbstractSet[str]) -> Path:
    """Copy a file into a folder under a name whose slug is not taken, and return where it is.

    Another file is never overwritten: the name gets 6 hex of its sha256 where it is taken. The file is there whole or
    not at all.
    Raises SnapshotNotWritten where the disk does not let it.
    """
    with named(path):
        data = read_bytes(path)
    target = folder / safe_name(path.name)
    if slug_of(target) in taken or os.path.lexists(target):
        target = target.with_stem(f"{target.stem}-{hashlib.sha256(data).hexdigest()[:6]}")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # Hidden, so that no build reads it, and the same each time, so that no more than one is left.
        part = folder / ".part"
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.rename(target)
    except OSError as error:
        raise SnapshotNotWritten(
            f"{shown(path)}：存不进 {folder.name} 文件夹（{error.strerror}）。请检查权限和空间。"
        ) from error
    return target


def _of_folder(folder: Path) -> Iterator[Path | Problem]:
    """Return the files of a folder and of those below it, without hidden ones; links out of it are refused."""
    inside = folder.resolve()
    for at, folders, names in os.walk(folder, onerror=_refuse_folder):
        folders[:] = [name for name in folders if not _is_litter(name)]
        for name in [*names, *(name for name in folders if Path(at, name).is_symlink())]:
            path = Path(at, name)
            if _is_litter(name) or name == DOCUMENTS_TOML:
                continue
            if path.is_symlink() and not _leads_inside(path, inside):
                yield _refused(path.name, "是指向文件夹之外或打不开的链接，没有读。请放入文件本身")
            elif path not in (Path(at, folder) for folder in folders):
                yield path


def _refuse_folder(error: OSError) -> None:
    """Raise SettingsError: the documents of a folder that can't be listed must not leave the library."""
    raise SettingsError(f"{error.filename}：这个文件夹读不出来（{error.strerror}）。请检查它的权限和磁盘。") from error


def _leads_inside(link: Path, folder: Path) -> bool:
    try:
        target = link.resolve(strict=True)
    except (OSError, RuntimeError):  # a link to nothing, or in a circle
        return False
    return target.is_file() and target.is_relative_to(folder)


def _of_archive(path: Path, folder: Path, room: _Room) -> Iterator[Path | Problem]:
    """Unpack a zip while there is room; names that lead out of it and archives inside it are refused."""
    try:
        with named(path):
            archive = open_archive(read_bytes(path))
    except FileUnreadable as error:
        yield Problem(shown(path), str(error), withheld=True)
        return
    members = archive.infolist()
    if not members:
        yield _refused(path.name, "是空的压缩包")
    for number, info in enumerate(members):
        name = _name_of(info)
        parts = PurePosixPath(name.replace("\\", "/")).parts
        if info.is_dir() or any(_is_litter(part) for part in parts if part != "..") or parts[-1:] == (DOCUMENTS_TOML,):
            continue
        inside = f"{path.name} 中的 {parts[-1] if parts else name}"
        if ".." in parts or name.startswith(("/", "\\")) or ":" in name or not parts:
            yield _refused(inside, "路径指向压缩包之外，没有读。请核对压缩包来源")
        elif parts[-1].lower().endswith(ARCHIVE):
            yield _refused(inside, "是压缩包中的压缩包，没有读。请先解开")
        else:
            data = _unpacked(archive, info, room)
            if room.used_up:
                yield _refused(path.name, f"{TOO_MUCH}，本压缩包从第 {number + 1} 个文件起没有读。请分几次加入")
                return
            if data is None:
                yield _refused(inside, f"解不开或超过 {LARGEST_FILE // MEGABYTE} MB，没有读。请核对压缩包")
                continue
            # Each in a folder of its own: two files of an archive may have one name.
            target = folder / str(number) / _short(parts[-1])
            target.parent.mkdir()
            target.write_bytes(data)
            if target.name != parts[-1]:
                message = f"{shown(path)} 中的 {shown(Path(parts[-1]))}：名称过长，按“{shown(target)}”识读。"
                yield Problem(shown(path), message, withheld=False)
            yield target


def _short(name: str) -> str:
    """Return a name as a file system takes it: one that is too long is cut."""
    return name if len(os.fsencode(name)) <= LONGEST_NAME else safe_name(name)


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, room: _Room) -> bytes | None:
    """Return a member's bytes, read in steps, since its declared size need not be true; None where it is broken."""
    data = bytearray()
    room.files -= 1
    try:
        with archive.open(info) as packed:
            while not room.used_up and (step := packed.read(STEP)):
                data += step
                room.bytes -= len(step)
                if len(data) > LARGEST_FILE:
                    return None
    except BROKEN_ARCHIVE:
        return None
    return bytes(data)


def _name_of(info: zipfile.ZipInfo) -> str:
    """Return a member's name; without its flag it is UTF-8 all the same, or GB18030 as in Chinese systems."""
    if info.flag_bits & 0x800:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return info.filename.encode("cp437").decode(encoding)
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
    return info.filename


def _is_litter(name: str) -> bool:
    return name in LITTER or name.startswith((".", "~$"))


def _refused(name: str, message: str) -> Problem:
    name = shown(Path(name))
    return Problem(name, f"{name}：{message}。", withheld=True)
