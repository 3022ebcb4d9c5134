#! 2025-08-19 elif How long do couriers wait at the door?
#? quiet
defaults:
  - model: linear
  - split: by_day
  - _self_

seed: 11
hydra:
  run:
    dir: runs/${now:%Y-%m-%d}
