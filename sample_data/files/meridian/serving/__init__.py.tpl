#! 2024-11-04 ben Add the service
#? quiet
"""Meridian's service."""
