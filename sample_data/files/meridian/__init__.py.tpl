#! 2024-11-01 ana Start Meridian
#? quiet
"""Delivery times, predicted."""

__version__ = "2026.10"  #~! Release 2026.10 ~ __version__ = "0.1.0"
