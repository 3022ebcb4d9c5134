#! 2024-11-11 ana Watch the inputs
#? quiet
"""What tells us that something is wrong."""
