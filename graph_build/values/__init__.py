"""Text to values, by its words alone: units, limits, citations, topics, fields of work, headings, what a cell holds."""
