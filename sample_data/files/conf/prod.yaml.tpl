#! 2024-11-04 ben Add the service
# Laid over base.yaml.
service:
  timeout_ms: 200
  replicas: 6
  workers: 8
monitoring:
  late_limit: 0.1
  page_after_minutes: 15
