"""Files as bytes, within bounds: how large one may be, what its first bytes show, what an archive may unpack to."""

from __future__ import annotations

import hashlib
import io
import lzma
import os
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from graph_build.errors import DocumentError, FileUnreadable
from graph_build.iris import slug_of
from graph_build.model import Block, Document
from graph_build.sandbox.limits import LARGEST_FILE, LARGEST_PART, LARGEST_UNPACKED, MEGABYTE, MOST_PARTS

# What zipfile and its decompressors raise.
# (bz2 says OSError and the offsets of a damaged directory ValueError; an unknown method is not implemented).
BROKEN_ARCHIVE = zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, NotImplementedError

# The first bytes of the formats that people mix up, and their Chinese names.
KINDS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "压缩包或新版 Office（docx、xlsx）"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 Office（doc、xls、wps）或加了密码的 Office"),
    (b"{\\rtf", "RTF"),
    (b"\xff\xd8\xff", "图片"),
    (b"\x89PNG", "图片"),
    (b"Rar!", "压缩包（rar）"),
    (b"7z\xbc\xaf", "压缩包（7z）"),
)


def read_bytes(path: Path) -> bytes:
    """Return a file's bytes.

    Raises FileUnreadable where it cannot be opened, is empty, or is larger than LARGEST_FILE.
    """
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            data = file.read(LARGEST_FILE + 1) if size <= LARGEST_FILE else b""
    except OSError as error:
        raise FileUnreadable(f"打不开（{error.strerror}）。请检查文件是否还在，有没有读取权限。") from error
    if size > LARGEST_FILE or len(data) > LARGEST_FILE:
        allowed = LARGEST_FILE // MEGABYTE
        raise FileUnreadable(f"文件超过 {allowed} MB，没有读。请拆分，或去掉其中的图片。")
    if not data.strip(b"\x00 \t\r\n"):
        raise FileUnreadable("文件是空的。")
    return data


@contextmanager
def named(path: Path) -> Iterator[None]:
    """Put the file's name in front of what a DocumentError says, whatever reads the file inside."""
    try:
        yield
    except DocumentError as error:
        raise type(error)(f"{shown(path)}：{error}", error.unknown_headings) from error


def shown(path: Path) -> str:
    """Return a file's name in one line, for messages: what is no printable character is a ?.

    >>> shown(Path("任务" + chr(10) + "2024.txt"))
    '任务?2024.txt'
    """
    return "".join(character if character.isprintable() else "?" for character in path.name)


def document(
    path: Path, data: bytes, blocks: Sequence[Block], notes: Sequence[str] = (), doubts: Sequence[str] = ()
) -> Document:
    """Return what a reader found in a file as a Document."""
    sha256 = hashlib.sha256(data).hexdigest()
    return Document(slug_of(path), shown(path), sha256, tuple(blocks), tuple(notes), tuple(doubts))


def format_of(data: bytes) -> str | None:
    """Return the Chinese name of the format that a file's first bytes show; None for text and what is not known.

    >>> format_of(b"%PDF-1.7"), format_of(b"text")
    ('PDF', None)
    """
    return next((name for magic, name in KINDS if data.startswith(magic)), None)


def check_kind(path: Path, data: bytes, magic: bytes) -> None:
    """Raise FileUnreadable where a file's first bytes are not those that its name promises."""
    if not data.startswith(magic):
        kind = format_of(data)
        content = f"看内容是{kind}文件" if kind else "内容不是这种格式，可能已经损坏"
        raise FileUnreadable(f"扩展名是 {path.suffix}，{content}。请核对原文件，改正扩展名后重试。")


def open_archive(data: bytes) -> zipfile.ZipFile:
    """Return an archive whose parts unpack to a bounded size.

    Raises FileUnreadable where it is truncated, encrypted, or unpacks to more than LARGEST_UNPACKED.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        infos = archive.infolist()
        largest = max((info.file_size for info in infos if info.filename.endswith((".xml", ".rels"))), default=0)
        if len(infos) > MOST_PARTS or sum(i.file_size for i in infos) > LARGEST_UNPACKED or largest > LARGEST_PART:
            allowed = LARGEST_UNPACKED // MEGABYTE
            raise FileUnreadable(f"解压后超过 {allowed} MB（或其中一部分过大），没有读。请核对文件来源。")
        if any(info.flag_bits & 1 for info in infos):
            raise FileUnreadable("文件加了密码。请解除密码后重试。")
    except BROKEN_ARCHIVE as error:
        raise FileUnreadable("文件不完整或已损坏，解不开。请重新取得原文件。") from error
    return archive
