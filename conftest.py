"""What the examples in docstrings need: the store of the five documents, where one asks it."""

from __future__ import annotations

from typing import Any

import pytest
from _pytest.doctest import DoctestItem

from graph_query.stores import open_store
from tests.conftest import FIVE, built_once


@pytest.fixture(autouse=True)
def _store_of_examples(
    request: pytest.FixtureRequest, doctest_namespace: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Give the example of graph_query.answering.ask its store."""
    if isinstance(request.node, DoctestItem) and request.node.name == "graph_query.answering.answer.ask":
        home = built_once(tmp_path_factory, "five", FIVE)
        doctest_namespace["store"] = open_store("memory:data/graph/current", home)
