"""Parsed forms of one file: bytes in, a form out, once per blob."""
