"""The limits of what zeren takes: time, memory, sizes and counts. docs/threat-model.md says what they are for."""

from __future__ import annotations

MEGABYTE = 1 << 20

# A process that reads files or runs queries.
PROCESS_BYTES = 1024 * MEGABYTE
# Seconds of CPU: reading a file (a PDF with a table of 18 rows on each of 100 pages took 23 on a busy machine); making
# its graph (SHACL takes about 10 ms a task); LibreOffice.
READ_SECONDS = 60.0
GRAPH_SECONDS = 120.0
OFFICE_SECONDS = 12.0
# Who waits for a turn on a busy machine uses no CPU: a clock so many times as long ends what never gets any.
LAST_RESORT = 20

LARGEST_FILE = 64 * MEGABYTE
# What an Office file may unpack to, in all and in one part of XML (a list of 500 pages has about 10 MB); and what all
# archives of a build or an upload may, together.
LARGEST_UNPACKED = 256 * MEGABYTE
LARGEST_PART = 32 * MEGABYTE
MOST_PARTS = 10_000
# Files of one choice in the page for uploads: the server keeps them in its memory until they are added or put back.
MOST_UPLOADED = 500
UPLOADED_BYTES = 128 * MEGABYTE
LARGEST_TEXT = 4 * MEGABYTE
MOST_LINES = 50_000
LARGEST_PAGE = 16 * MEGABYTE
MOST_PAGES = 500
# The longer side of a page's picture.
PAGE_PIXELS = 1400
# What the cells of a table may cover.
MOST_POSITIONS = 200_000

# A query that a person typed: its length, its seconds of CPU in the quick lane and in all, its rows, processes in
# each lane.
LONGEST_QUERY = 50_000
QUICK_SECONDS = 0.5
QUERY_SECONDS = 10.0
# A question is several queries.
QUICK_QUESTION = 1.5
# A snapshot whose graphs are no larger is queried in memory, which takes a quarter of the time.
IN_MEMORY = 16 * MEGABYTE
MOST_ROWS = 10_000
# The letters and digits of a result, all values together.
RESULT_BYTES = 16 * MEGABYTE
QUERY_PROCESSES = 2
