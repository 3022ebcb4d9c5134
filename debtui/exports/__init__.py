"""Exports: one format per file."""
