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
from tempfile import TemporaryDirectory

from graph_build.errors import FileUnreadable, SettingsError, SnapshotNotWritten
from graph_build.files import BROKEN_ARCHIVE, named, open_archive, read_bytes, shown
from graph_build.iris import slug_of
from graph_build.model import Problem
from graph_build.sandbox.limits import LARGEST_FILE

DOCUMENTS_TOML = "documents.toml"
ARCHIVE = ".zip"
# Word's and WPS' lock files, and what systems leave in folders.
LITTER = ("Thumbs.db", "desktop.ini", "__MACOSX")
STEP = 1 << 20
# What no file's name may hold on some system; how many characters one has (a file system takes 255 bytes, three each).
NOT_IN_NAMES = re.compile(r'[<>:"|?*]')
LONGEST_STEM, LONGEST_ENDING = 60, 10


@dataclass(frozen=True, slots=True)
class Sources:
    """The files to read, sorted by path, what is wrong with others, and what each file was given as or in."""

    files: tuple[Path, ...]
    problems: tuple[Problem, ...]
    given: Mapping[Path, Path]


def find_sources(paths: Iterable[Path], stack: ExitStack) -> Sources:
    """Return the files of paths; archives are unpacked to folders that `stack` removes."""
    files: dict[Path, Path] = {}
    problems: list[Problem] = []
    for path in paths:
        for found in _of_folder(path) if os.path.isdir(path) else [path]:  # noqa: PTH112 (is_dir raises on long names)
            if isinstance(found, Problem):
                problems.append(found)
            elif found.suffix.lower() == ARCHIVE and found.is_file():
                unpacked = Path(stack.enter_context(TemporaryDirectory(prefix="zeren-")))
                for inside in _of_archive(found, unpacked):
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
    with ExitStack() as stack:
        try:
            folder = Path(stack.enter_context(TemporaryDirectory(prefix="zeren-")))
            paths = []
            for number, (name, data) in enumerate(uploads):
                # Each in a folder of its own: files of several folders may have one name.
                path = folder / f"{number:06}" / safe_name(name)
                path.parent.mkdir()
                path.write_bytes(data)
                paths.append(path)
            sources = find_sources((path for path in paths if not _is_litter(path.name)), stack)
        except OSError as error:
            raise SnapshotNotWritten(f"上传的文件暂存不下（{error.strerror}）。请检查临时文件夹的空间。") from error
        yield sources


def safe_name(name: str) -> str:
    r"""Return a name for a file that was called so elsewhere: one part of a path, printable, of bounded length.

    >>> safe_name("../../etc/任务.txt"), safe_name("C:\\a?.docx"), safe_name("..")
    ('任务.txt', 'a_.docx', '_')
    """
    last = PurePosixPath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    printable = "".join(character if character.isprintable() else "_" for character in NOT_IN_NAMES.sub("_", last))
    path = PurePosixPath("_" if printable in ("", "..") else printable)
    return path.stem[:LONGEST_STEM] + path.suffix[:LONGEST_ENDING]


def keep(path: Path, folder: Path, taken: AbstractSet[str]) -> Path:
    """Copy a file into a folder under a name whose slug is not taken, and return where it is.

    Another file is never overwritten: the name gets 6 hex of its sha256 where it is taken.
    Raises SnapshotNotWritten where the disk does not let it.
    """
    with named(path):
        data = read_bytes(path)
    target = folder / safe_name(path.name)
    if slug_of(target) in taken or os.path.lexists(target):
        target = target.with_stem(f"{target.stem}-{hashlib.sha256(data).hexdigest()[:6]}")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as file:
            file.write(data)
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


def _of_archive(path: Path, folder: Path) -> Iterator[Path | Problem]:
    """Unpack a zip; names that lead out of it and archives inside it are refused."""
    try:
        with named(path):
            archive = open_archive(read_bytes(path))
    except FileUnreadable as error:
        yield Problem(shown(path), str(error), withheld=True)
        return
    if not archive.infolist():
        yield _refused(path.name, "是空的压缩包")
    for number, info in enumerate(archive.infolist()):
        name = _name_of(info)
        parts = PurePosixPath(name.replace("\\", "/")).parts
        if info.is_dir() or any(_is_litter(part) for part in parts if part != "..") or parts[-1:] == (DOCUMENTS_TOML,):
            continue
        if ".." in parts or name.startswith(("/", "\\")) or ":" in name or not parts:
            yield _refused(
                f"{path.name} 中的 {parts[-1] if parts else name}", "路径指向压缩包之外，没有读。请核对压缩包来源"
            )
        elif parts[-1].lower().endswith(ARCHIVE):
            yield _refused(f"{shown(path)} 中的 {parts[-1]}", "是压缩包中的压缩包，没有读。请先解开")
        else:
            data = _unpacked(archive, info)
            if data is None:
                yield _refused(f"{shown(path)} 中的 {parts[-1]}", "解不开，可能已损坏。请重新取得压缩包")
                continue
            # Each in a folder of its own: two files of an archive may have one name.
            target = folder / str(number) / parts[-1]
            target.parent.mkdir()
            target.write_bytes(data)
            yield target


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes | None:
    """Return a member's bytes, read in steps, since its declared size need not be true; None where it is broken."""
    data = bytearray()
    try:
        with archive.open(info) as packed:
            while step := packed.read(STEP):
                data += step
                if len(data) > LARGEST_FILE:
                    return None
    except BROKEN_ARCHIVE:
        return None
    return bytes(data)


def _name_of(info: zipfile.ZipInfo) -> str:
    """Return a member's name; without its UTF-8 flag it is GB18030, as Chinese systems write it."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return info.filename


def _is_litter(name: str) -> bool:
    return name in LITTER or name.startswith((".", "~$"))


def _refused(name: str, message: str) -> Problem:
    name = shown(Path(name))
    return Problem(name, f"{name}：{message}。", withheld=True)
