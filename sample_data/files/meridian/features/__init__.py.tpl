#! 2024-11-01 ana Add the first features
#? quiet
"""Features of Meridian."""
# The transformer reads whole tours.  #~! Let the transformer read whole tours
