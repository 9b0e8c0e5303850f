"""Temporary folders, all below one folder: those of processes that were killed are found there and swept."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

LOCK = ".lock"


def root() -> Path:
    """Return the folder of this user's temporary folders."""
    user = os.environ.get("USERNAME", "") if sys.platform == "win32" else os.getuid()
    return Path(tempfile.gettempdir(), f"zeren-{user}")


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """Give a new folder that is gone at the end. Raises OSError where the disk does not let it."""
    with _alone():
        folder = Path(tempfile.mkdtemp(dir=root(), prefix=""))
        lock = _lock_of(folder)
        lock.acquire()
    try:
        yield folder
    finally:
        _remove(folder, lock)


def sweep() -> None:
    """Remove the folders of processes that ended without doing so; where the disk does not let it, they stay."""
    with contextlib.suppress(OSError), _alone():
        for folder in {path.with_suffix("") for path in root().iterdir() if not path.name.startswith(".")}:
            lock = _lock_of(folder)
            # The system takes a lock from a process that ends, however it does: who holds one lives.
            with contextlib.suppress(Timeout):
                lock.acquire(timeout=0)
                _remove(folder, lock)


@contextmanager
def _alone() -> Iterator[None]:
    """Make sure of the root, and that no folder is between being made and being locked while others are swept."""
    folder = root()
    folder.mkdir(mode=0o700, exist_ok=True)
    # Whoever may write to /tmp can be first to use the name.
    if sys.platform != "win32" and (folder.is_symlink() or folder.stat().st_uid != os.getuid()):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))
    with FileLock(folder / LOCK):
        yield


def _lock_of(folder: Path) -> FileLock:
    return FileLock(folder.with_suffix(LOCK), thread_local=False)


def _remove(folder: Path, lock: FileLock) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    lock.release()
    Path(lock.lock_file).unlink(missing_ok=True)
