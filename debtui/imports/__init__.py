"""Which file an import means: one file per language, found by this folder."""
