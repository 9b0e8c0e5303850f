"""What commands show on a terminal, and read from it."""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph_query.model import Rows

# So many ports are tried where the first ones are taken.
PORTS_TRIED = 20


def typed_line() -> str:
    """Return what a person types next; nothing at the end."""
    try:
        return input("问：" if sys.stdin.isatty() else "").strip()
    except EOFError:
        return ""


def free_port(wanted: int) -> int:
    """Return a port that nobody listens on, the wanted one or the next; without any, the wanted one."""
    for port in range(wanted, wanted + PORTS_TRIED):
        with socket.socket() as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                tried.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    return wanted


@contextmanager
def progress_bar() -> Iterator[Callable[[int, int, str], None]]:
    """Show on a terminal how far a build is; elsewhere nothing."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("读取", total=None)
        yield lambda done, of, name: bar.update(task, completed=done, total=of, description=escape(f"读取 {name}"))


def print_table(rows: Rows) -> None:
    """Print what a query found as a table, and how many rows it has."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from graph_query.model import as_text

    table = Table(*rows.columns, box=box.SIMPLE_HEAD)
    for row in rows.rows:
        table.add_row(*(Text(as_text(term)) for term in row))
    Console(width=None if sys.stdout.isatty() else 10_000).print(table)
    print(f"共 {len(rows.rows)} 行")
