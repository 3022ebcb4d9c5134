#! 2024-11-04 ana Share what several parts need
#? quiet
"""What several parts of Meridian need."""
