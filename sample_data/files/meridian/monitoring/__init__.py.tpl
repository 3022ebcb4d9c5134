#! 2024-11-11 ana Watch the inputs
#? quiet
"""What tells us that something is wrong."""
# The transformer reads whole tours.  #~! Let the transformer read whole tours
