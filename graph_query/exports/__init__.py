"""What users take with them, one file a format; all of it says what the pages say at their foot."""
