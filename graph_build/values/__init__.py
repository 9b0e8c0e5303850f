"""Text to values, by its words alone: units, time limits, citations, topics, fields of work, headings, what a cell holds."""
