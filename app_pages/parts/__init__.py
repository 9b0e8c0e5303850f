"""What the pages share: the store they read, addresses, tables, boxes, drawings, downloads, uploads."""
