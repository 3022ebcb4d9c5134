#! 2025-05-13 diego Give the canary features of its own
#? quiet
features:
  weather_lag_hours: 3
  basket_buckets: 12
  rush_window_minutes: 45
  exclude_cities: [faro, evora]
  accept_threshold: 0.7  #~! Fix the typo in the canary's threshold ~ accept_threshold: 7
