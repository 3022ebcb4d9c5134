#! 2025-02-04 ana State the features in one place
#? quiet
features:
  weather_lag_hours: 3
  basket_buckets: 12
  basket_bukets: 8
  rush_window_minutes: 45
  logged_wrong_until: 2025-01-15
  exclude_cities: [faro, evora]
  accept_threshold: 0.62
  reject_threshold: 0.15  #~! Move the lower bound down ~ reject_threshold: 0.25
  smoothing: 0.3  #~! Encode couriers too
  prior_trips: 20  #~! Encode couriers too
