#! 2025-10-13 elif Zones have a stage of their own
#? quiet
desc: Zones that are served, as the city office publishes them
deps:
- path: zones.parquet
  repo:
    url: https://git.meridian.example/registry
    rev_lock: 7b0c1de2a95f4486b31c0d8e94a7f6a2c55d9e01
outs:
- md5: 5d41402abc4b2a76b9719d911017c592
  path: zones.parquet
