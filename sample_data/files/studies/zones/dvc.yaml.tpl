#! 2025-10-13 elif Zones have a stage of their own
#? quiet
stages:
  demand:
    desc: How many orders a zone has in an hour
    cmd: python demand.py
    deps:
    - zones.parquet
    outs:
    - zone_demand.pkl
