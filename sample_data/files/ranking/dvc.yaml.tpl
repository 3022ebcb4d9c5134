#! 2025-11-24 chloe Rank restaurants by what people tap
#? quiet
stages:
  rank:
    desc: Which restaurant stands first
    cmd: python -m meridian.ranking.rank
    deps:
    - taps.parquet
    - restaurants.parquet
    outs:
    - rank.pkl
  addons:
    desc: What goes well with a basket
    cmd: python -m meridian.ranking.addons
    deps:
    - added.parquet
    outs:
    - addons.pkl
  score:
    desc: Each restaurant's score for tomorrow
    cmd: python -m meridian.ranking.score
    deps:
    - rank.pkl
    - restaurants.parquet
    outs:
    - restaurant_scores.parquet
