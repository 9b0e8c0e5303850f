"""The feed of what people corrected, beside the snapshots: who follows a library reads what changed in it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from graph_build.corrections import Correction, as_atom, ordered
from graph_build.errors import SnapshotNotWritten


def write_feed(path: Path, said: Mapping[str, tuple[Correction, ...]], titles: Mapping[str, str | None]) -> None:
    """Write the feed where it changed; there is none where nobody said anything.

    Raises SnapshotNotWritten where the disk does not let it.
    """
    feed = as_atom(ordered(said), {slug: title for slug, title in titles.items() if title}) if said else b""
    try:
        there = path.read_bytes() if path.is_file() else b""
        if feed and feed != there:
            beside = path.with_name(f".{path.name}.part")
            beside.write_bytes(feed)
            beside.replace(path)
        elif there and not feed:
            path.unlink()
    except OSError as error:
        raise SnapshotNotWritten(f"{path.name}：写不进去（{error.strerror}）。请检查权限和空间。") from error
