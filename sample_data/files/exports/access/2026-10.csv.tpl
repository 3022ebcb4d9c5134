#! 2026-10-21 diego Export who reads the scores
#? quiet
time,principal,object,n
2026-10-05T05:30:00Z,svc-campaigns,lake/ranking/restaurant_scores.parquet,1
2026-10-05T06:10:00Z,svc-partner-portal,lake/ranking/restaurant_scores.parquet,12
2026-10-06T05:30:00Z,svc-campaigns,lake/ranking/restaurant_scores.parquet,1
2026-10-06T06:10:00Z,svc-partner-portal,lake/ranking/restaurant_scores.parquet,12
2026-10-07T05:30:00Z,svc-campaigns,lake/ranking/restaurant_scores.parquet,1
2026-10-07T06:10:00Z,svc-partner-portal,lake/ranking/restaurant_scores.parquet,12
2026-10-08T05:30:00Z,svc-campaigns,lake/ranking/restaurant_scores.parquet,1
2026-10-08T06:10:00Z,svc-partner-portal,lake/ranking/restaurant_scores.parquet,12
2026-10-09T05:30:00Z,svc-campaigns,lake/ranking/restaurant_scores.parquet,1
2026-10-09T06:10:00Z,svc-partner-portal,lake/ranking/restaurant_scores.parquet,12
2026-10-07T14:02:11Z,notebook-of-an-analyst,lake/ranking/restaurant_scores.parquet,2
2026-10-08T05:45:00Z,svc-support,warehouse.marts.promises_by_day,1
