"""Text and tables to tables of tasks: flattened ones, joined pages, what stands above and below."""
