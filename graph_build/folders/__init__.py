"""Where data/ is, and how what lies in it is called: both sides know it, and neither need load the other."""

from __future__ import annotations

import os
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
INSTALLED = not (PROJECT / "pyproject.toml").is_file()

# Below the home folder: the task lists that it was given, those that were uploaded, and the snapshots.
DOCUMENTS, UPLOADS, GRAPHS = Path("data", "documents"), Path("data", "uploads"), Path("data", "graph")
# What people say of readings, one file a document.
CORRECTIONS = Path("data", "corrections")
# The registers of units, and the words of an office.
UNITS, WORDS = Path("data", "registers", "units"), Path("data", "registers", "words.toml")
# Beside the snapshots: the link to the one that counts, and what was made of each file.
CURRENT, CACHE = "current", ".cache"
# And what people corrected, as a feed.
FEED = "changes.atom"

# In a snapshot's folder: the graphs of documents that are published, and of those that wait for a person.
PUBLISHED, PENDING = "doc", "pending"
# And what the machine read of documents that people corrected.
MACHINE = "machine"
# A named graph; one as its document alone gives it, where joining it with others changes it; a document's account.
GRAPH, UNJOINED, ACCOUNT = ".trig", ".unjoined", ".account"
# What the build tells; SQLite's index for text search and tables for pages; Oxigraph's store on disk; the number of
# their schema.
REPORT, INDEX_FILE, LEDGER_FILE = "report.json", "search.sqlite", "ledger.sqlite"
STORE_FOLDER, SCHEMA_FILE = "store", "schema"
# Raised with every change of graph, index, ledger or store after which an older snapshot must be built again.
SCHEMA = "5"


def is_loaded(name: str) -> bool:
    """Say whether a file of a snapshot is a graph that stores load: one that waits for a person is none.

    Nor is what the machine read where a person says otherwise.

    >>> is_loaded("doc/a.trig"), is_loaded("pending/a.trig"), is_loaded("machine/a.trig")
    (True, False, False)
    """
    return name.endswith(GRAPH) and not name.startswith((f"{PENDING}/", f"{MACHINE}/"))


def home() -> Path:
    """Return the folder that holds data/: $ZEREN_HOME, else the project's, else (in a wheel) the current one."""
    return Path(os.environ.get("ZEREN_HOME") or (Path.cwd() if INSTALLED else PROJECT))
