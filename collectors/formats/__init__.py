"""Formats of configuration, one file each: found by `collectors.registry`. Each defines FORMAT."""
