#! 2025-05-21 gustavo Hand the router over
#? quiet
# The first router

Orders go to the nearest courier first (`heuristics.py`); then pairs are swapped while that saves minutes (`solver.py`).
It still answers when the model cannot. Nobody has promised to look after it.
