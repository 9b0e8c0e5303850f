"""The ontology as Python sees it: its terms, its concepts with their words, Chinese words and simplified characters."""
