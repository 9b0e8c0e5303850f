"""The write side: task lists as published become RDF files, one named graph per document."""
