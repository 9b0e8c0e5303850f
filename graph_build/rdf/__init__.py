"""A task list as triples, as JSON, validated, and how surely it was read."""
