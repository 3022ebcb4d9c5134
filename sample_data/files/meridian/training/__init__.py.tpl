#! 2024-11-01 ana Add training
#? quiet
"""Training of Meridian's models."""
# The transformer reads whole tours.  #~! Let the transformer read whole tours
