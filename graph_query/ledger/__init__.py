"""Tasks as pages list and count them: the ledger, its facets, what binds a unit, what must be said of each."""
