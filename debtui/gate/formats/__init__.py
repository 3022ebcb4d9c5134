"""Formats of the gate, one file each."""
