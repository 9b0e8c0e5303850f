"""What the layouts share: labels, columns, headings above, rules over the document, its own particulars."""
