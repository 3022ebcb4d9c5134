#! 2024-11-01 ana Add training
model:
  kind: lightgbm
  leaves: 31
  learning_rate: 0.05
  rounds: 600
  quantile: 0.6
cities:
  lisbon:
    min_rows: 5000
    late_threshold: 0.35
  porto:
    min_rows: 3000
    late_threshold: 0.32
  madrid:
    min_rows: 8000
    late_threshold: 0.38
