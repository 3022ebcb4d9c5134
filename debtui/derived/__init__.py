"""Derived tables: as-of tables that need a graph or statistics, one per file."""
