"""What lies in a snapshot's folder beside its graphs, for both sides: the build writes it, stores open it."""

from __future__ import annotations

# SQLite's index for text search; Oxigraph's store on disk; the number of the schema that both sides know.
INDEX_FILE = "search.sqlite"
STORE_FOLDER = "store"
SCHEMA_FILE = "schema"
# Raised with every change of the graph, the index or the store after which an older snapshot must be built again.
SCHEMA = "1"
