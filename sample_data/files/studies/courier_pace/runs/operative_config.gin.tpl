#! 2025-09-30 elif Does smoothing help the pace?
#? quiet
# Macros:
# ==============================================================================
BASE_PACE = 4.5

# Parameters for fit_pace:
# ==============================================================================
fit_pace.pace = %BASE_PACE
fit_pace.smoothing = 0.3
