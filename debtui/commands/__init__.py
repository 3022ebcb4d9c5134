"""Commands that are found by this folder, one per file."""
