"""What a snapshot's folder holds beside its graph: the index of its words, and what the build said of it."""
