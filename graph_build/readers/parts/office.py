"""LibreOffice, where it is installed: old office formats -> the new ones, in a process with bounded CPU."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from graph_build.errors import FileUnreadable, ReadingStopped
from graph_build.sandbox.limits import LAST_RESORT, OFFICE_SECONDS

# Which formats become which.
CONVERTED = {
    **dict.fromkeys((".doc", ".wps", ".rtf", ".odt", ".dot", ".wpt"), ".docx"),
    **dict.fromkeys((".xls", ".et", ".ods"), ".xlsx"),
}
# A profile that loads nothing from elsewhere: no macros, no linked pictures, and a proxy where nobody listens.
SECURITY, INTERNET = "/org.openoffice.Office.Common/Security/Scripting", "/org.openoffice.Inet/Settings"
SETTINGS = (
    (SECURITY, "BlockUntrustedRefererLinks", "true"),
    (SECURITY, "DisableMacrosExecution", "true"),
    (INTERNET, "ooInetProxyType", "2"),
    (INTERNET, "ooInetHTTPProxyName", "127.0.0.1"),
    (INTERNET, "ooInetHTTPProxyPort", "9"),
    (INTERNET, "ooInetHTTPSProxyName", "127.0.0.1"),
    (INTERNET, "ooInetHTTPSProxyPort", "9"),
)
# A shell that gives what it runs so many seconds of CPU, and ends it and all that it started (its group of processes)
# when stdin closes: the system closes it when whoever holds the other end is gone, however it ended.
GUARD = f"""ulimit -t {OFFICE_SECONDS:.0f} || exit
exec 3<&0
{{ read -r nothing <&3; kill -KILL 0; }} &
"$@" </dev/null 3<&-
kill -KILL $!
wait"""
GUARDED = ("/bin/sh", "-c", GUARD, "sh") if os.name == "posix" else ()


def converted(file: Path, suffix: str) -> Path:
    """Return the file beside `file` that LibreOffice makes of it, in the format of `suffix` (.docx or .xlsx).

    Raises FileUnreadable where LibreOffice is not installed, uses more
    than OFFICE_SECONDS of CPU, or can't read the file.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise FileUnreadable(f"读 {file.suffix} 需要 LibreOffice，这台机器上没有。请安装，或用 WPS 另存为 {suffix}。")
    profile = _profile(file.parent / "profile")
    command = [
        program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
        "--convert-to", suffix.removeprefix("."), "--outdir", str(file.parent), str(file),
    ]  # fmt: skip
    seconds = _run(command)
    output = file.with_suffix(suffix)
    # The system's count when it ends a process and its count afterwards differ by some ticks.
    if not output.is_file() and seconds >= 0.9 * OFFICE_SECONDS:
        raise FileUnreadable(
            f"LibreOffice 用了 {OFFICE_SECONDS:.0f} 秒处理器时间还没有转换完，已停止。请用原来的软件另存为 {suffix}。"
        )
    if not output.is_file():
        raise FileUnreadable(f"LibreOffice 也打不开，文件可能已经损坏。请用原来的软件另存为 {suffix}。")
    return output


def _profile(folder: Path) -> Path:
    """Write a profile of LibreOffice with SETTINGS; return its folder."""
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in SETTINGS
    )
    (folder / "user").mkdir(parents=True)
    (folder / "user" / "registrymodifications.xcu").write_text(
        f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>', "utf-8"
    )
    return folder


def _run(command: list[str]) -> float:
    """Run LibreOffice with OFFICE_SECONDS of CPU; return the seconds of CPU that it used.

    Raises ReadingStopped where a clock LAST_RESORT times as long ends it, and what it started.
    """
    before, longest = _seconds_of_children(), OFFICE_SECONDS * LAST_RESORT
    with subprocess.Popen(  # noqa: S603 (the program found above, behind the shell's own limit)
        [*GUARDED, *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            process.wait(longest)
        except subprocess.TimeoutExpired as error:
            process.kill()
            raise ReadingStopped(
                f"机器繁忙（等了 LibreOffice {longest:.0f} 秒），这次没有读成，下次构建时自动重试。"
            ) from error
    return _seconds_of_children() - before


def _seconds_of_children() -> float:
    """Return how many seconds of CPU the processes that this one started and that ended have used."""
    return sum(os.times()[2:4])
