"""What archives unpack to is bounded over all of them, and names that are too long stop nothing."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest

from graph_build.iris import slug_of
from graph_build.pipeline import build
from graph_build.sandbox.limits import LARGEST_UNPACKED, MEGABYTE
from graph_build.sandbox.temporary import root
from graph_build.snapshots import sources
from graph_build.snapshots.sources import Sources, find_sources
from graph_build.uploads import staged
from tests.conftest import CASES

TABLE = (CASES / "table-lead" / "source.txt").read_bytes()
LONG = "关于印发" + "二〇二六年政务公开重点工作任务分工方案" * 5
RARE = "㐀𠀀𡈽" * 18


def packed(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def told(found: Sources) -> list[str]:
    return [problem.message for problem in found.problems]


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return what gives archives less room."""
    room = sources._Room

    def given(**limits: int) -> None:
        monkeypatch.setattr(sources, "_Room", lambda: room(**limits))

    return given


def test_six_archives_share_one_bound() -> None:
    bomb = packed({f"{n}.txt": bytes(50 * MEGABYTE) for n in range(5)})
    before = size_of(root()) if root().is_dir() else 0
    with staged((f"{n}.zip", bomb) for n in range(6)) as found:
        assert size_of(root()) - before <= LARGEST_UNPACKED + 6 * len(bomb)
        assert len(found.files) == 5
        lines = told(found)
    assert [line.split("：")[0] for line in lines] == ["1.zip", "2.zip", "3.zip", "4.zip", "5.zip"]
    assert all("合计超过 256 MB" in line and "第 1 个文件起没有读。请分几次加入。" in line for line in lines)


def test_an_archive_is_read_up_to_where_there_is_no_room(tmp_path: Path, small: Callable[..., None]) -> None:
    small(bytes=250)
    (tmp_path / "a.zip").write_bytes(packed({f"{n}.txt": b"x" * 100 for n in range(4)}))
    (tmp_path / "b.txt").write_bytes(b"x" * 1000)
    with ExitStack() as stack:
        found = find_sources([tmp_path], stack)
        assert sorted(path.name for path in found.files) == ["0.txt", "1.txt", "b.txt"]
    assert [line.partition("，")[2] for line in told(found)] == ["本压缩包从第 3 个文件起没有读。请分几次加入。"]


def test_so_many_files_are_unpacked(tmp_path: Path, small: Callable[..., None]) -> None:
    small(files=3)
    for name in ("a", "b"):
        (tmp_path / f"{name}.zip").write_bytes(packed({f"{n}.txt": b"x" for n in range(2)}))
    with ExitStack() as stack:
        found = find_sources([tmp_path], stack)
        assert len(found.files) == 3
    assert [line.partition("，")[2] for line in told(found)] == ["本压缩包从第 2 个文件起没有读。请分几次加入。"]


def test_a_size_that_is_not_true_is_not_trusted(tmp_path: Path) -> None:
    data = packed({"a.txt": bytes(100 * MEGABYTE)})
    real = (100 * MEGABYTE).to_bytes(4, "little")
    assert data.count(real) == 2
    (tmp_path / "a.zip").write_bytes(data.replace(real, (9).to_bytes(4, "little")))
    with ExitStack() as stack:
        found = find_sources([tmp_path], stack)
    assert found.files == ()
    assert "解不开" in told(found)[0]


@pytest.mark.parametrize("name", [LONG, RARE * 2], ids=["common", "rare"])
def test_a_name_that_is_too_long_stops_nothing(name: str, tmp_path: Path) -> None:
    assert len(f"{name}.txt".encode()) > 255
    (tmp_path / "a.zip").write_bytes(packed({f"{name}.txt": TABLE, f"里/{name}.txt": TABLE + b"\n", "b.txt": TABLE}))
    report = build(tmp_path, [tmp_path / "a.zip"])
    assert [problem.message for problem in report.problems if problem.withheld] == []
    assert sum("名称过长" in problem.message for problem in report.problems) == 2
    assert name[:20] in report.published[0].source


def test_names_of_the_longest_that_there_are_keep_them(tmp_path: Path) -> None:
    """Of letters of four bytes too, as in names of people and places: a graph's file has a longer ending than .txt."""
    names = [f"{'𠀀' * 62}.txt", f"{LONG[:83]}.txt"]
    assert all(250 < len(name.encode()) <= 255 for name in names)
    (tmp_path / "a.zip").write_bytes(packed({name: TABLE + b"\n" * n for n, name in enumerate(names)}))
    assert all(len(slug_of(Path(name)).encode()) <= 210 for name in names)
    with ExitStack() as stack:
        found = find_sources([tmp_path / "a.zip"], stack)
        assert sorted(path.name for path in found.files) == sorted(names)
    assert found.problems == ()
    assert not [problem for problem in build(tmp_path, [tmp_path / "a.zip"]).problems if problem.withheld]
