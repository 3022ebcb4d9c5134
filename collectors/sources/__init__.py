"""What is no single file: history, changes, people."""
