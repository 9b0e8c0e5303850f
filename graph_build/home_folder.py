"""Where data/ is. Apart from the pipeline, so that who only reads the graph need not load the write side."""

from __future__ import annotations

import os
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
INSTALLED = not (PROJECT / "pyproject.toml").is_file()


def home() -> Path:
    """Return the folder that holds data/: $ZEREN_HOME, else the project's, else (in a wheel) the current one."""
    return Path(os.environ.get("ZEREN_HOME") or (Path.cwd() if INSTALLED else PROJECT))
