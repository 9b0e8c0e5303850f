"""What `zeren publish` leaves on an engine beside a snapshot's graphs: which they are, and the graph of their merge."""

from __future__ import annotations

from graph_build.iris import ID
from graph_build.vocabulary.terms import ZR_IRI

# The graph of notes: which graphs were put in whole, each with its hash, and in which merge they are.
PUBLISHED = f"{ID}graph/published"
HASH, MERGED = f"{ZR_IRI}sha256", "http://purl.org/dc/terms/isPartOf"
# The merge of a snapshot, and the notes of a load that goes on, each with the snapshot's name behind it.
MERGE, LOADING = f"{ID}graph/merged", f"{ID}graph/loading"
