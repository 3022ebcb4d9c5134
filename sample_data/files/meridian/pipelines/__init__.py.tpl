#! 2024-11-06 ana Train every night
#? quiet
"""What runs by itself."""
