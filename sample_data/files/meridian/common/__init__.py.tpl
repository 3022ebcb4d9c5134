#! 2024-11-04 ana Share what several parts need
#? quiet
"""What several parts of Meridian need."""
# The transformer reads whole tours.  #~! Let the transformer read whole tours
