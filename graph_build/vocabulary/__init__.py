"""The ontology as Python sees it, terms, concepts and their words; levels, Chinese words, simplified characters."""
