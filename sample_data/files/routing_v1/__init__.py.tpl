#! 2024-11-01 gustavo Bring the router over
#? quiet
"""The first router."""
