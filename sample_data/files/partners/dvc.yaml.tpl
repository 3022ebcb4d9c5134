#! 2026-01-13 ana Offers of partners, stage by stage
#? quiet
stages:
  menus:
    desc: Menus as partners send them
    cmd: bash fetch_menus.sh
    deps:
    - partners.csv
    outs:
    - menus.parquet
  prices:
    desc: The price of each dish
    cmd: python prices.py
    deps:
    - menus.parquet
    outs:
    - prices.parquet
  offers:
    desc: Dishes with their prices, once more with the menus for what the prices forgot
    cmd: python offers.py
    deps:
    - menus.parquet
    - prices.parquet
    outs:
    - offers.parquet
  fit:
    desc: Which offer fits whom
    cmd: python fit.py
    deps:
    - offers.parquet
    outs:
    - offers.pkl
