"""Processes with bounds, and what the bounds are: no file and no query can take the program down."""
