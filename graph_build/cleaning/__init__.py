"""What scraping did to a text, undone, each value able to find its place in the raw text."""
