"""What one file holds: each module fills one table from the form of a blob."""
