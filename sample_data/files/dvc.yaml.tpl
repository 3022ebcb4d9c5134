#! 2025-10-06 elif Say which stage makes what
#? quiet
stages:
  orders:
    desc: Orders of the last 90 days, one line each
    cmd: python -m meridian.pipelines.orders
    deps:
    - warehouse/orders.parquet
    outs:
    - features/orders.parquet
    - features/rain_minutes.parquet
  arrival:
    desc: How long a delivery takes
    cmd: python -m meridian.training.arrival
    deps:
    - features/orders.parquet
    - warehouse/couriers.parquet
    outs:
    - artifacts/arrival.pkl
    metrics:
    - artifacts/arrival.json:
        cache: false
  correction:
    desc: What the arrival model gets wrong at rush hour
    cmd: python -m meridian.training.correction
    deps:
    - artifacts/arrival.pkl
    - features/orders.parquet
    outs:
    - artifacts/rush_correction.pkl
  promise:
    desc: What customers are told
    cmd: python -m meridian.training.promise
    deps:
    - artifacts/rush_correction.pkl
    outs:
    - artifacts/promise.pkl
