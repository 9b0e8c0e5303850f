"""Names become things: bodies, acts and places."""
