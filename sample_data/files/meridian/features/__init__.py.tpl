#! 2024-11-01 ana Add the first features
#? quiet
"""Features of Meridian."""
