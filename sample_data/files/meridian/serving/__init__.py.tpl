#! 2024-11-04 ben Add the service
#? quiet
"""Meridian's service."""
# The transformer reads whole tours.  #~! Let the transformer read whole tours
