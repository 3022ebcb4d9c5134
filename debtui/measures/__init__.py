"""Measures: one .sql file each, and what reads and runs them."""
