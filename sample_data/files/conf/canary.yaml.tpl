#! 2025-03-18 ben Send a share of the traffic to a canary
service:
  timeout_ms: 200
  replicas: 1
  workers: 8
  share_percent: 5
monitoring:
  late_limit: 0.1
  page_after_minutes: 30
