"""A backup holds all that can't be built again, and gives it back as it was, or nothing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from graph_build import backup as made
from graph_build.backup import backup, restore
from graph_build.errors import BackupUnusable, BuildRunning
from graph_build.folders.manifest import MANIFEST, sealed, unsealed
from graph_build.pipeline import build
from tests.conftest import CASES, PROJECT, built
from tests.test_cli import assert_one_chinese_line, zeren

Members = dict[str, bytes]
CORRECTED = """[[correction]]
what = "document"
fact = "openness"
was = "未标明"
now = "此件公开发布"
by = "李四"
on = 2026-03-02
"""


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home folder with something in every folder that people fill, and a snapshot."""
    home = built(tmp_path_factory.mktemp("full"), ["table-lead"])
    for name, data in {
        "uploads/任务 表.txt": (CASES / "items-rule" / "source.txt").read_bytes(),
        "documents/厦门/2022/重点.txt": "重点".encode(),
        "registers/units/370104.toml": b'[[unit]]\nname = "x"\n',
        "corrections/table-lead.toml": CORRECTED.encode(),
        "returns/空.txt": b"",
        "documents/.git/config": b"hidden",
        "documents/~$lock.docx": b"lock",
    }.items():
        path = home / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return home


@pytest.fixture
def file(full: Path, tmp_path: Path) -> Path:
    backup(full, tmp_path / "备份.zip")
    return tmp_path / "备份.zip"


def given(home: Path) -> dict[str, bytes]:
    """Return the files that people gave, by name."""
    paths = [path for part in made.KEPT for path in (home / part).rglob("*") if path.is_file()]
    return {path.relative_to(home).as_posix(): path.read_bytes() for path in paths}


def test_what_cannot_be_built_again_comes_back_and_builds_the_same(full: Path, file: Path, tmp_path: Path) -> None:
    restored = restore(tmp_path / "new", file)
    wanted = {name: data for name, data in given(full).items() if "/.git/" not in name and "~$" not in name}
    assert given(tmp_path / "new") == wanted
    assert (restored.put, restored.there) == (len(wanted), 0)
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["data"]
    (full / "data" / "registers" / "units" / "370104.toml").unlink()
    (tmp_path / "new" / "data" / "registers" / "units" / "370104.toml").unlink()
    assert build(tmp_path / "new").snapshot.name == build(full).snapshot.name


def test_the_same_files_give_the_same_backup(full: Path, file: Path, tmp_path: Path) -> None:
    backup(full, tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == file.read_bytes()


def test_no_file_is_written_over(full: Path, file: Path, tmp_path: Path) -> None:
    with pytest.raises(BackupUnusable, match="没有覆盖"):
        backup(full, file)
    home = tmp_path / "other"
    (home / "data" / "uploads").mkdir(parents=True)
    (home / "data" / "uploads" / "任务 表.txt").write_text("别的", "utf-8")
    before = given(home)
    with pytest.raises(BackupUnusable, match=r"data/uploads/任务 表\.txt，内容不同，没有恢复"):
        restore(home, file)
    assert given(home) == before


def test_what_is_there_already_stays_and_the_rest_comes(file: Path, tmp_path: Path) -> None:
    home = tmp_path / "half"
    restore(home, file)
    (home / "data" / "returns" / "空.txt").unlink()
    (home / "data" / "uploads" / "新.txt").write_text("新", "utf-8")
    restored = restore(home, file)
    assert (restored.put, restored.there) == (1, len(given(home)) - 2)


def members(file: Path) -> Members:
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(file: Path, parts: Members) -> None:
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


def with_manifest(parts: Members, change: Callable[[dict[str, Any]], None]) -> Members:
    """Return the members with another manifest, sealed as ours are."""
    manifest = unsealed(parts[MANIFEST])
    change(manifest)
    return parts | {MANIFEST: sealed(manifest)}


def moved(parts: Members, name: str) -> Members:
    """Return the members with one of them under another name, in the manifest too."""

    def change(manifest: dict[str, Any]) -> None:
        manifest["files"][name] = manifest["files"].pop("data/corrections/table-lead.toml")

    new = with_manifest(parts, change)
    new[name] = new.pop("data/corrections/table-lead.toml")
    return new


OUTSIDE = (
    "../evil.txt", "/etc/evil.txt", "data/documents/../../evil.txt", "data/graph/current/evil.trig", "evil.py",
    "data/uploads", "data/uploads/", "data/uploads//x", "data/uploads/./x", "data/uploads/..\\..\\x", "C:/x",
    "data/uploads/.hidden", "data/uploadsx/x", "data/uploads/a\nb.txt",
)  # fmt: skip


@pytest.mark.parametrize("name", OUTSIDE)
def test_names_that_lead_elsewhere_are_refused(file: Path, tmp_path: Path, name: str) -> None:
    packed(file, moved(members(file), name))
    home = tmp_path / "home"
    with pytest.raises(BackupUnusable, match="没有恢复任何文件"):
        restore(home, file)
    assert given(home) == {}
    assert list(tmp_path.rglob("*evil*")) == []


def test_links_lead_nowhere(full: Path, file: Path, tmp_path: Path) -> None:
    home, elsewhere = tmp_path / "home", tmp_path / "elsewhere"
    (home / "data" / "documents").mkdir(parents=True)
    elsewhere.mkdir()
    (home / "data" / "documents" / "厦门").symlink_to(elsewhere)
    with pytest.raises(BackupUnusable, match=r"重点\.txt”指向资料文件夹之外"):
        restore(home, file)
    assert list(elsewhere.iterdir()) == []
    secret = elsewhere / "secret.txt"
    secret.write_text("x", "utf-8")
    other = shutil.copytree(full, tmp_path / "with links", symlinks=True)
    (other / "data" / "uploads" / "link.txt").symlink_to(secret)
    (other / "data" / "uploads" / "folder").symlink_to(elsewhere)
    _, left_out = backup(other, tmp_path / "links.zip")
    assert [line.split("：")[0] for line in left_out] == ["folder", "link.txt"]
    assert not any(b"secret" in name.encode() for name in members(tmp_path / "links.zip"))


@pytest.mark.parametrize(
    "change",
    [
        lambda manifest: manifest.update(form=2),
        lambda manifest: manifest.pop("form"),
        lambda manifest: manifest.update(files=[]),
        lambda manifest: manifest["files"].update({"data/uploads/none.txt": {"size": 1, "sha256": "0"}}),
        lambda manifest: manifest["files"].pop("data/corrections/table-lead.toml"),
        lambda manifest: manifest["files"].update(
            {"data/corrections/table-lead.toml": {"size": 1 << 60, "sha256": "0"}}
        ),
        lambda manifest: manifest["files"].update({"data/corrections/table-lead.toml": {"size": -1, "sha256": "0"}}),
        lambda manifest: manifest["files"].update({"data/corrections/table-lead.toml": {"size": "x", "sha256": "0"}}),
        lambda manifest: manifest["files"].update({"data/corrections/table-lead.toml": None}),
    ],
)
def test_a_manifest_that_says_something_else_is_refused(
    file: Path, tmp_path: Path, change: Callable[[dict[str, Any]], None]
) -> None:
    packed(file, with_manifest(members(file), change))
    with pytest.raises(BackupUnusable, match=r"^[^\n]+。[^\n]+。$"):
        restore(tmp_path / "home", file)
    assert given(tmp_path / "home") == {}


def test_a_bomb_stops_at_its_declared_size(file: Path, tmp_path: Path) -> None:
    packed(file, members(file) | {"data/corrections/table-lead.toml": bytes(100_000_000)})
    with pytest.raises(BackupUnusable, match=r"table-lead\.toml 内容不对"):
        restore(tmp_path / "home", file)


def damaged(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 0x10]) + data[at + 1 :]


def tried(file: Path, home: Path, places: range) -> None:
    """Damage a backup at each place: nothing is put back, or all of it as it was."""
    whole, wanted = file.read_bytes(), members(file)
    for data in [*(damaged(whole, at) for at in places), *(whole[:at] for at in places)]:
        file.write_bytes(data)
        try:
            restore(home, file)
        except BackupUnusable:
            assert given(home) == {}
        else:
            assert given(home) == {name: data for name, data in wanted.items() if name.startswith("data/")}
            shutil.rmtree(home / "data")


def test_a_damaged_backup_puts_nothing_back(file: Path, tmp_path: Path) -> None:
    tried(file, tmp_path / "home", range(0, file.stat().st_size, 97))


@pytest.mark.long
def test_a_backup_damaged_at_any_byte_puts_nothing_back(file: Path, tmp_path: Path) -> None:
    tried(file, tmp_path / "home", range(file.stat().st_size))


def test_a_restore_that_was_ended_goes_on(file: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    code = (
        "import os; from pathlib import Path; from graph_build.backup import restore; renamed = []\n"
        "rename = Path.rename\n"
        "def ended(path, target):\n    renamed.append(rename(path, target))\n    if len(renamed) == 3: os._exit(9)\n"
        f"Path.rename = ended; restore(Path({str(home)!r}), Path({str(file)!r}))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=PROJECT, check=False).returncode == 9
    restored = restore(home, file)
    assert (restored.put, restored.there) == (len(members(file)) - 2 - 3, 3)
    assert sorted(path.name for path in home.iterdir()) == ["data"]


def test_what_is_too_large_to_be_read_is_told(full: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(made, "LARGEST_FILE", 1000)
    kept, left_out = backup(full, tmp_path / "small.zip")
    assert any("超过" in line and line.startswith("table-lead.txt") for line in left_out)
    assert restore(tmp_path / "home", tmp_path / "small.zip").put == kept


def test_while_a_build_is_at_work_there_is_no_backup(full: Path, file: Path, tmp_path: Path) -> None:
    with FileLock(full / "data" / "graph" / ".lock"):
        with pytest.raises(BuildRunning):
            backup(full, tmp_path / "other.zip")
        with pytest.raises(BuildRunning):
            restore(full, file)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["备份.zip"]


@pytest.mark.skipif(os.name != "posix", reason="limits of files are set as POSIX does")
def test_a_full_disk_leaves_no_half_backup(full: Path, tmp_path: Path) -> None:
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, hard))
    try:
        with pytest.raises(BackupUnusable, match="请检查权限和空间"):
            backup(full, tmp_path / "full.zip")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list(tmp_path.iterdir()) == []


def test_the_command_line(full: Path, tmp_path: Path) -> None:
    file, home = tmp_path / "备份.zip", tmp_path / "new home"
    run = zeren("backup", str(file), home=full)
    assert (run.returncode, run.stderr) == (0, "")
    assert "已备份" in run.stdout
    assert_one_chinese_line(zeren("backup", str(file), home=full))
    assert_one_chinese_line(zeren("backup", str(tmp_path / "nowhere" / "x.zip"), home=full))
    assert_one_chinese_line(zeren("backup", str(tmp_path / "x.zip"), home=tmp_path / "empty"))
    assert_one_chinese_line(zeren("restore", str(tmp_path / "none.zip"), home=home))
    (tmp_path / "text.zip").write_text(json.dumps({}), "utf-8")
    assert_one_chinese_line(zeren("restore", str(tmp_path / "text.zip"), home=home))
    run = zeren("restore", str(file), home=home)
    assert (run.returncode, run.stderr) == (0, "")
    assert "请运行 zeren build" in run.stdout
