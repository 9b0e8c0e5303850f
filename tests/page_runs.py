"""Streamlit's AppTest as tests use it: installed packages are looked through once, and not for every page opened."""

from __future__ import annotations

from functools import cache

from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

__all__ = ["AppTest"]

# Components of other packages, of which there are none here: three quarters of what opening a page costs.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)
