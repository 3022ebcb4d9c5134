"""One module per format of records; each defines RECORDER."""
