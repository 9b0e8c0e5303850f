"""LibreOffice, where it is installed: old office formats -> the new ones, in a process ended at its time limit."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from graph_build.errors import FileUnreadable

SECONDS = 14
# Which formats become which.
CONVERTED = {
    **dict.fromkeys((".doc", ".wps", ".rtf", ".odt", ".dot", ".wpt"), ".docx"),
    **dict.fromkeys((".xls", ".et", ".ods"), ".xlsx"),
}


def converted(path: Path, suffix: str) -> bytes:
    """Return a file as LibreOffice writes it in the format of `suffix` (.docx or .xlsx).

    Raises FileUnreadable where LibreOffice is not installed, takes longer than SECONDS, or can't read the file.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise FileUnreadable(
            f"{path.name}：读 {path.suffix} 需要 LibreOffice，这台机器上没有。请安装，或用 WPS 另存为 {suffix}。"
        )
    with tempfile.TemporaryDirectory(prefix="zeren-") as folder:
        # A profile of its own: another LibreOffice may be running; no macros, no links are followed.
        command = [
            program, f"-env:UserInstallation={Path(folder, 'profile').as_uri()}", "--headless", "--norestore",
            "--convert-to", suffix.removeprefix("."), "--outdir", folder, str(path.resolve()),
        ]  # fmt: skip
        _run(command, path)
        made = Path(folder, path.stem + suffix)
        if not made.is_file():
            raise FileUnreadable(
                f"{path.name}：LibreOffice 也打不开，文件可能已经损坏。请用原来的软件另存为 {suffix}。"
            )
        return made.read_bytes()


def _run(command: list[str], path: Path) -> None:
    """Run LibreOffice and end it, and what it started, at its time limit."""
    process = subprocess.Popen(  # noqa: S603 (the program found above, no shell)
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, start_new_session=True
    )
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired as error:
        raise FileUnreadable(
            f"{path.name}：LibreOffice {SECONDS} 秒还没有转换完，已停止。请用原来的软件另存为新格式。"
        ) from error
    finally:
        if process.poll() is None:
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)
            process.kill()
            process.wait()
