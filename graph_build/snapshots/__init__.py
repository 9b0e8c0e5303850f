"""Many documents to one snapshot: what was made before, processes at work, copies, joining, the index, the store."""
