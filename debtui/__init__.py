"""The debt ledger of a machine-learning system, in the terminal."""

__version__ = "0.1.0"
