"""The systems whose composition is known, one per file."""
