#! 2024-11-06 ana Train every night
#? quiet
"""What runs by itself."""
# The transformer reads whole tours.  #~! Let the transformer read whole tours
