"""A snapshot's folder, and what it holds beside its graphs: the index of its words, and what the build said of it."""
