"""SPARQL: prefixes, what a person may type and how it is run, ready-made queries, results as text."""
