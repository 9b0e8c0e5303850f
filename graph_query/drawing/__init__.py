"""Networks of units, acts and topics: what is drawn, where it stands, as a page and as pictures."""
