#! 2025-09-30 elif Does smoothing help the pace?
#? quiet
# How fast couriers are: the bindings of the study.
BASE_PACE = 4.5

fit_pace.pace = %BASE_PACE
fit_pace.smoothing = 0.3
slow_streets.limit_kmh = 20
