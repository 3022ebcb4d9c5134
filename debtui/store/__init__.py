"""The store: one DuckDB file per repository, published by atomic replacement."""
