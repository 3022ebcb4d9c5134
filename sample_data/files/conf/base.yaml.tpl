#! 2024-11-01 ana Start Meridian
# What all environments share.
defaults: &defaults
  horizon_minutes: 90
  refresh_hours: 6
  retries: 3
service:
  <<: *defaults
  timeout_ms: 250
  max_batch: 64
  cache_seconds: 60
training:
  <<: *defaults
  weeks: 12
  holdout_weeks: 2
  min_rows: 5000
monitoring:
  drift_limit: 0.2
  late_limit: 0.12
  report_cities: 5
shadow:  #~! Answer twice, show once
  share: 0.05  #~! Answer twice, show once
